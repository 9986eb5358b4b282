"""What records are called: beginnings of ids that people can type, and names borne before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, func, select

from cdo_desktop.domain.listing import Summary
from cdo_desktop.store.rows import RECORD, REVISION, SUMMARY_COLUMNS, summary_of

SHORTEST = 8
"""So many characters of an id are shown and asked for at least."""
_AFTER = "g"
"""Sorts after every sign of an id (0-9, a-f and the hyphen)."""
_CHUNK = 900


class Names:
    """By what the records of an open workspace are found."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def short_ids(self, ids: Sequence[str]) -> dict[str, str]:
        """Id -> its shortest beginning that no other record has, deleted ones counted.

        Ids begin with the time (UUID 7), so those made together need more signs than a few; only
        the neighbours in the order of ids are looked at.
        """
        other = RECORD.alias()
        before = select(func.max(other.c.id)).where(other.c.id < RECORD.c.id).scalar_subquery()
        after = select(func.min(other.c.id)).where(other.c.id > RECORD.c.id).scalar_subquery()
        found: dict[str, str] = {}
        with self._reading() as connection:
            for start in range(0, len(ids), _CHUNK):
                part = ids[start : start + _CHUNK]
                statement = select(RECORD.c.id, before, after).where(RECORD.c.id.in_(part))
                for id_, *neighbours in connection.execute(statement):
                    found[id_] = _shortest(id_, [other for other in neighbours if other])
        return found

    def beginning_with(self, start: str, limit: int) -> list[Summary]:
        """The first records whose id begins so, deleted ones too."""
        within = (start <= RECORD.c.id, RECORD.c.id < start + _AFTER)
        statement = select(*SUMMARY_COLUMNS).where(*within).order_by(RECORD.c.id).limit(limit)
        with self._reading() as connection:
            return [summary_of(row) for row in connection.execute(statement)]

    def once_titled(self, kind: str, titles: Sequence[str]) -> dict[str, list[str]]:
        """Title -> ids of the records of a kind in the list that bear it or bore it before.

        Those that bear it now come first; then in the order they were made.
        """
        found: dict[str, list[str]] = {}
        with self._reading() as connection:
            for start in range(0, len(titles), _CHUNK):
                part = titles[start : start + _CHUNK]
                now = RECORD.c.title == REVISION.c.title
                statement = (
                    select(REVISION.c.title, RECORD.c.id)
                    .join(RECORD, RECORD.c.id == REVISION.c.record_id)
                    .where(RECORD.c.kind == kind, RECORD.c.deleted == 0)
                    .where(REVISION.c.title.in_(part))
                    .distinct()
                    .order_by(now.desc(), RECORD.c.id)
                )
                for title, id_ in connection.execute(statement):
                    found.setdefault(title, []).append(id_)
        return found


def short_forms(ids: Iterable[str]) -> dict[str, str]:
    """Id -> its shortest beginning that no other of these has."""
    known = sorted(set(ids))
    return {
        id_: _shortest(id_, [*known[max(place - 1, 0) : place], *known[place + 1 : place + 2]])
        for place, id_ in enumerate(known)
    }


def _shortest(id_: str, others: Sequence[str]) -> str:
    shared = max((_in_common(id_, other) for other in others), default=0)
    return id_[: max(SHORTEST, shared + 1)]


def _in_common(one: str, other: str) -> int:
    """How many signs two different ids begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, signs in pairs if len({*signs}) > 1), min(len(one), len(other)))
