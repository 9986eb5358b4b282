"""Rows waiting to be written: bulk inserts are a hundred times faster than one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Content, Record
from cdo_desktop.errors import Conflict
from cdo_desktop.standard.model import Kind
from cdo_desktop.store import rows, search_sqlite
from cdo_desktop.store.delivery import show_delivery
from cdo_desktop.store.tables import Facet, table

RECORD, REVISION, FACET = rows.RECORD, rows.REVISION, table(Facet)
FLUSH_AT = 500


@dataclass(frozen=True, slots=True)
class Head:
    """What the writer must know of the record as it stands."""

    n: int
    revision: int
    revision_id: str


@dataclass
class Writer:
    """Collects revisions, heads, facets and index rows of one transaction."""

    connection: Connection
    act: Act
    step: int
    _n: int = 0
    _seq: int = 0
    _pending: set[str] = field(default_factory=set)
    _new: list[dict[str, Any]] = field(default_factory=list)
    _changed: list[dict[str, Any]] = field(default_factory=list)
    _revisions: list[dict[str, Any]] = field(default_factory=list)
    _indexed: list[search_sqlite.IndexRow] = field(default_factory=list)
    _facets: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._n = _highest(self.connection, RECORD.c.n)
        self._seq = _highest(self.connection, REVISION.c.seq)

    def head(self, record_id: str) -> Head | None:
        """The record as it stands, also if it was written a moment ago."""
        if record_id in self._pending:
            self.flush()
        statement = select(RECORD.c.n, RECORD.c.revision, RECORD.c.revision_id)
        row = self.connection.execute(statement.where(RECORD.c.id == record_id)).one_or_none()
        return None if row is None else Head(*row)

    def add(
        self,
        record: Record,
        kind: Kind,
        digest: str,
        content: Content,
        assessment: Assessment,
        head: Head | None,
    ) -> None:
        """Take a revision and the head it makes. Raises Conflict, now or at the next flush, if a
        new record has the id of one that is there."""
        self._seq += 1
        revision = rows.revision_values(record, digest, content, self.act, self.step)
        self._revisions.append({"seq": self._seq, **revision})
        values = rows.head_values(record, kind, assessment, self.act)
        values |= {"seq": self._seq, "delivery": ""}
        if head is None:
            if record.id in self._pending:
                raise Conflict("CDO-S202", title=record.title)
            self._n += 1
            n = self._n
            self._new.append({"n": n, "created_at": values["updated_at"], **values})
        else:
            n = head.n
            self._changed.append({"n": n, **values})
        self._pending.add(record.id)
        if not record.deleted:
            self._derive(n, record, kind)
        if len(self._revisions) >= FLUSH_AT:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting. Raises Conflict."""
        self._refuse_known([head["id"] for head in self._new])
        self._drop_derived([head["n"] for head in self._changed])
        for statement, waiting in (
            (insert(REVISION), self._revisions),
            (insert(RECORD), self._new),
            (insert(FACET), self._facets),
        ):
            if waiting:
                self.connection.execute(statement, waiting)
        for head in self._changed:
            changed = update(RECORD).where(RECORD.c.n == head["n"]).values(**head)
            self.connection.execute(changed)
        if self._changed:
            show_delivery(self.connection, [head["id"] for head in self._changed])
        search_sqlite.add_rows(self.connection, self._indexed)
        for done in (self._revisions, self._new, self._changed, self._facets, self._indexed):
            done.clear()
        self._pending.clear()

    def _derive(self, n: int, record: Record, kind: Kind) -> None:
        self._indexed.append(search_sqlite.index_row(n, *rows.searched_texts(record, kind)))
        self._facets += [
            {"element": element, "value": value, "n": n}
            for element, value in dict.fromkeys(rows.facet_values(record, kind))
        ]

    def _refuse_known(self, ids: Sequence[str]) -> None:
        known = select(RECORD.c.title).where(RECORD.c.id.in_(ids)).limit(1)
        if ids and (title := self.connection.scalar(known)) is not None:
            raise Conflict("CDO-S202", title=title)

    def _drop_derived(self, numbers: Sequence[int]) -> None:
        search_sqlite.remove_rows(self.connection, numbers)
        for n in numbers:
            self.connection.execute(delete(FACET).where(FACET.c.n == n))


def _highest(connection: Connection, column: Any) -> int:
    return connection.scalar(select(func.coalesce(func.max(column), 0))) or 0
