"""Records as reports show them: in the order of a printed list, and without what is 涉密."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Group, Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.choosing import holds_secret
from cdo_desktop.work.counts import NO_OFFICE
from cdo_desktop.workbench import Workbench

_CHUNK = 200


class Listing:
    """The records of a kind by 科室 and code, read a few at a time; 涉密 ones are only counted."""

    def __init__(self, bench: Workbench, kind: str, run: Run) -> None:
        self._bench = bench
        self._run = run
        self.kind = bench.library.kind(kind)
        """The definition as it is now; a record may still obey an older one."""
        self._ids = _ordered(bench, kind, run)
        self.secrets = 0
        """How many were left out so far."""

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[tuple[Kind, Record]]:
        """Each record with the definition that it obeys. Raises Cancelled."""
        self.secrets = 0
        for start in range(0, len(self._ids), _CHUNK):
            self._run.step("读取", start, len(self._ids))
            part = self._ids[start : start + _CHUNK]
            found = self._bench.workspace.by_ids(part)
            for record in (found[id_] for id_ in part):
                kind = self._bench.library.version(record.kind, record.standard)
                if holds_secret(kind, record):
                    self.secrets += 1
                else:
                    yield kind, record


def _ordered(bench: Workbench, kind: str, run: Run) -> list[str]:
    numbers = bench.workspace.numbers(ListQuery(kind, sort=Sort.CODE))
    keys = []
    for start in range(0, len(numbers), 900):
        run.step("排序", start, len(numbers))
        lines = bench.workspace.summaries(numbers[start : start + 900]).values()
        keys += [(not one.office, one.office, one.code, one.title, one.id) for one in lines]
    return [id_ for *_, id_ in sorted(keys)]


def office_of(kind: Kind, record: Record) -> str:
    """The 科室 that answers for a record, or words that it has none."""
    return shown(kind.role_value(record.values, Role.OFFICE)) or NO_OFFICE


def of_role(kind: Kind, record: Record, *roles: Role) -> str:
    """What a record has under these roles, one after the other."""
    found = (shown(kind.role_value(record.values, role)) for role in roles)
    return " / ".join(word for word in found if word)


def of_key(kind: Kind, record: Record, key: str) -> str:
    """What a record has under an element's key, with its unit; "" where the kind has none such."""
    element = kind.by_key.get(key)
    text = shown(record.values.get(key)) if element else ""
    return f"{text} {element.unit}" if text and element and element.unit else text


def label_of(kind: Kind, role: Role) -> str:
    """The label of the element with this role; "" where the kind has none such."""
    element = kind.roles.get(role)
    return element.label if element else ""


def cell_of(group: Group, row: Mapping[str, Any], role: Role) -> str:
    """What a row of a group has under a role."""
    element = group.roles.get(role)
    return shown(row.get(element.key)) if element else ""


def rows_of(kind: Kind, record: Record, role: Role) -> tuple[Group | None, Sequence[Any]]:
    """The group with this role and the rows that the record has in it."""
    group = kind.group_with(role)
    return group, record.groups.get(group.key, ()) if group else ()
