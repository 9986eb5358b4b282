"""What an import asks of the workspace it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record

NamePair = tuple[str, str]
"""(name_key of the organisation's name, name_key of the title)."""


class Known(Protocol):
    """What the workspace has, looked up in bulk: newest revisions, tombstones left out."""

    def by_ids(self, kind: str, ids: Iterable[str]) -> Mapping[str, Record]:
        """The records with these ids."""

    def by_codes(self, kind: str, codes: Iterable[str]) -> Mapping[str, Record]:
        """The records with these codes; the oldest where several have the same."""

    def by_names(self, kind: str, pairs: Iterable[NamePair]) -> Mapping[NamePair, Record]:
        """The records of these organisations with these names; the oldest of several."""


class Nothing:
    """An empty workspace."""

    def by_ids(self, kind: str, ids: Iterable[str]) -> Mapping[str, Record]:
        """None."""
        return {}

    def by_codes(self, kind: str, codes: Iterable[str]) -> Mapping[str, Record]:
        """None."""
        return {}

    def by_names(self, kind: str, pairs: Iterable[NamePair]) -> Mapping[NamePair, Record]:
        """None."""
        return {}


def name_pair(org: Org, title: str) -> NamePair:
    """What two records must share to be the same by name."""
    return name_key(org.name), name_key(title)
