"""The reading side of a workspace: short reads, whole records only where asked by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, func, or_, select

from cdo_desktop.domain.listing import ListQuery, RevisionInfo, StepInfo, Summary
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Content, Head, Record
from cdo_desktop.domain.tallies import Changed, Growth, Tally
from cdo_desktop.errors import Refused
from cdo_desktop.store import listing, search_sqlite, tallies, undo
from cdo_desktop.store.chain import broken_links
from cdo_desktop.store.rows import (
    CONTENT_COLUMNS,
    HEAD_COLUMNS,
    RECORD,
    REVISION,
    content_of,
    head_of,
    record_of,
    short_head_of,
    texts_of,
)
from cdo_desktop.store.tables import StepRow, table
from cdo_desktop.tasks import Run

STEP = table(StepRow)
T = TypeVar("T")
CHUNK = 900
STREAM = 1000

_LISTED = RECORD.c.deleted + 0 == 0
"""Not in the recycle bin; as a sum, for SQLite would rather look through a whole kind by
(kind, deleted) than go by the index of the names or codes."""


class Reading:
    """What can be read from an open workspace."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    # -- lists ---------------------------------------------------------------------------------

    def numbers(self, query: ListQuery, limit: int = -1, offset: int = 0) -> list[int]:
        """The numbers of the matching records, in order; what a model holds."""
        with self._reading() as connection:
            return listing.numbers(connection, query, limit, offset)

    def ids(self, query: ListQuery) -> list[str]:
        """The ids of the matching records, in order."""
        with self._reading() as connection:
            return listing.ids(connection, query)

    def summaries(self, numbers: Sequence[int]) -> dict[int, Summary]:
        """The lines of these records by their number."""
        with self._reading() as connection:
            return listing.summaries(connection, numbers)

    def number_of(self, record_id: str) -> int:
        """A record's number in this workspace; 0 if there is none of this id."""
        with self._reading() as connection:
            return connection.scalar(select(RECORD.c.n).where(RECORD.c.id == record_id)) or 0

    def count(self, query: ListQuery) -> int:
        """How many records match."""
        with self._reading() as connection:
            return listing.count(connection, query)

    def state_counts(self, query: ListQuery) -> dict[str, int]:
        """Shown state (key) -> how many."""
        with self._reading() as connection:
            return listing.state_counts(connection, query)

    def facet_counts(self, query: ListQuery, element: str) -> dict[str, int]:
        """Word -> how many, for one facet element."""
        with self._reading() as connection:
            return listing.facet_counts(connection, query, element)

    def words(self, element: str, limit: int = 1000) -> list[str]:
        """The different words of a facet element in order, of all records together."""
        with self._reading() as connection:
            return listing.words(connection, element, limit)

    def tallies(self) -> list[Tally]:
        """Everything counted: a line for each kind, office, shown state and share type."""
        with self._reading() as connection:
            return tallies.tallies(connection)

    def changed_last(self, limit: int) -> list[Changed]:
        """The records changed last, newest first."""
        with self._reading() as connection:
            return tallies.changed_last(connection, limit)

    def growth(self, kind: str, done: Collection[str]) -> list[Growth]:
        """What each month brought to the records of a kind; `done`: states that count as done."""
        with self._reading() as connection:
            return tallies.growth(connection, kind, done)

    def items(self, kind: str) -> dict[str, int]:
        """Office -> how many 信息项 its records of a kind have together."""
        with self._reading() as connection:
            return tallies.items(connection, kind)

    def search(self, text: str, limit: int = 50) -> tuple[list[int], int]:
        """The first matches (names first) and how many there are, counted up to 500."""
        with self._reading() as connection:
            return search_sqlite.found(connection, text, limit)

    # -- records -------------------------------------------------------------------------------

    def record(self, id_or_code: str) -> Record:
        """The record with this id or, if only one has it, this code. Raises Refused."""
        with self._reading() as connection:
            found = connection.execute(_current().where(RECORD.c.id == id_or_code)).first()
            rows = [found] if found else []
            if not rows and id_or_code:  # no word is not the code of those that have none
                by_code = _current().where(RECORD.c.code == id_or_code, RECORD.c.deleted == 0)
                rows = list(connection.execute(by_code.limit(2)))
            if len(rows) != 1:
                code = "CDO-S204" if rows else "CDO-S203"
                raise Refused(code, what=id_or_code)
            return record_of(rows[0])

    def by_ids(self, ids: Sequence[str]) -> dict[str, Record]:
        """The current records with these ids, deleted ones too; by id."""
        return {record.id: record for record in self._many(RECORD.c.id, ids)}

    def heads(self, ids: Sequence[str]) -> dict[str, Head]:
        """The heads of the same, without values and rows, which are most of a record; by id."""
        found: dict[str, Head] = {}
        with self._reading() as connection:
            for part in _chunks(list(dict.fromkeys(ids))):
                asked = _current(HEAD_COLUMNS).where(RECORD.c.id.in_(part))
                found |= {row.record_id: short_head_of(row) for row in connection.execute(asked)}
        return found

    def of_others(self, org_code: str) -> dict[str, Org]:
        """Record id -> its organisation, where that has another code than this one, or none."""
        columns = (RECORD.c.id, RECORD.c.org_code, RECORD.c.org_name)
        with self._reading() as connection:
            rows = connection.execute(select(*columns).where(RECORD.c.org_code != org_code))
            return {row.id: Org(row.org_code, row.org_name) for row in rows}

    def by_codes(self, kind: str, codes: Sequence[str]) -> dict[str, Record]:
        """The records of a kind with these codes; by code, the one that was made first."""
        of_kind = RECORD.c.kind.concat("") == kind  # so that the index of the codes is used
        found = self._many(RECORD.c.code, codes, of_kind, _LISTED)
        return {record.code: record for record in sorted(found, key=_id, reverse=True)}

    def by_names(self, kind: str, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Record]:
        """The records of a kind by (normalised organisation, normalised name)."""
        wanted, found = set(keys), {}
        names = sorted({name for _, name in wanted})
        columns = (*CONTENT_COLUMNS, RECORD.c.org_key, RECORD.c.name_key)
        with self._reading() as connection:
            for part in _chunks(names):
                statement = _current(columns).where(
                    RECORD.c.kind == kind, _LISTED, RECORD.c.name_key.in_(part)
                )
                for row in connection.execute(statement.order_by(RECORD.c.n.desc())):
                    if (row.org_key, row.name_key) in wanted:
                        found[row.org_key, row.name_key] = record_of(row)
        return found

    def by_titles(self, kind: str, titles: Sequence[str]) -> dict[str, dict[str, str]]:
        """Title -> reference {"id", "code", "title"}, for titles that only one record has."""
        found: dict[str, dict[str, str]] = {}
        for part in _chunks(titles):
            statement = (
                select(RECORD.c.id, RECORD.c.code, RECORD.c.title)
                .where(RECORD.c.kind == kind, RECORD.c.deleted == 0, RECORD.c.title.in_(part))
                .group_by(RECORD.c.title)
                .having(func.count() == 1)
            )
            with self._reading() as connection:
                for id_, code, title in connection.execute(statement):
                    found[title] = {"id": id_, "code": code, "title": title}
        return found

    def each_record(
        self, query: ListQuery, run: Run | None = None, note: str = "读取"
    ) -> Iterator[Record]:
        """Every matching record, streamed in the order they were made."""
        return self._stream(query, run or Run(), note, record_of)

    def each_head(
        self, query: ListQuery, run: Run, note: str, marked: str
    ) -> Iterator[tuple[Head, bool]]:
        """The head of every matching record, and whether `marked` stands in them.

        Or in those of its rows.
        """
        places = (func.instr(REVISION.c[name], marked) for name in ("values", "groups"))
        has = or_(*(place > 0 for place in places))
        columns = (*HEAD_COLUMNS, has.label("marked"))
        return self._stream(query, run, note, _marked_head, columns)

    def _stream(
        self,
        query: ListQuery,
        run: Run,
        note: str,
        made: Callable[[Any], T],
        columns: tuple[Any, ...] = CONTENT_COLUMNS,
    ) -> Iterator[T]:
        with self._reading() as connection:
            wanted = listing.numbers(connection, query)
        for start in range(0, len(wanted), STREAM):
            run.step(note, start, len(wanted))
            part = wanted[start : start + STREAM]
            with self._reading() as connection:
                asked = _current((*columns, RECORD.c.n)).where(RECORD.c.n.in_(part))
                rows = connection.execute(asked)
                found = {row.n: made(row) for row in rows}
            yield from (found[n] for n in part if n in found)

    def _many(self, column: Any, wanted: Sequence[str], *more: Any) -> Iterator[Record]:
        with self._reading() as connection:
            for part in _chunks(list(dict.fromkeys(wanted))):
                rows = connection.execute(_current().where(column.in_(part), *more))
                yield from (record_of(row) for row in rows)

    # -- history -------------------------------------------------------------------------------

    def revision(self, revision_id: str) -> Record:
        """The record as it was at a revision. Raises Refused if there is none."""
        statement = select(*CONTENT_COLUMNS).where(REVISION.c.revision_id == revision_id)
        with self._reading() as connection:
            row = connection.execute(statement).one_or_none()
            if row is None:
                raise Refused("CDO-S205", what=revision_id)
            return record_of(row)

    def revisions_content(self, revision_ids: Sequence[str]) -> Iterator[tuple[Record, Content]]:
        """The heads and stored texts of these revisions, in the order asked for. Raises Refused."""
        for part in _chunks(revision_ids):
            statement = select(*CONTENT_COLUMNS).where(REVISION.c.revision_id.in_(part))
            with self._reading() as connection:
                found = {row.revision_id: _texts_of(row) for row in connection.execute(statement)}
            for revision_id in part:
                if revision_id not in found:
                    raise Refused("CDO-S205", what=revision_id)
                yield found[revision_id]

    def revisions(self, record_id: str) -> list[RevisionInfo]:
        """A record's history, newest first."""
        columns = [REVISION.c[name] for name in _HISTORY]
        statement = (
            select(*columns, STEP.c.name)
            .join(STEP, STEP.c.seq == REVISION.c.step)
            .where(REVISION.c.record_id == record_id)
            .order_by(REVISION.c.seq.desc())
        )
        with self._reading() as connection:
            return [_info(row) for row in connection.execute(statement)]

    def steps(self, limit: int = -1) -> list[StepInfo]:
        """The workspace's history, newest first."""
        with self._reading() as connection:
            return _steps(connection, select(STEP.c.seq).order_by(STEP.c.seq.desc()).limit(limit))

    def undoable(self) -> StepInfo | None:
        """The step that undo would take back."""
        with self._reading() as connection:
            return next(iter(_steps(connection, undo.undo_target())), None)

    def redoable(self) -> StepInfo | None:
        """The step that redo would do again."""
        with self._reading() as connection:
            return next(iter(_steps(connection, undo.redo_target())), None)

    def broken_links(self, run: Run) -> list[tuple[int, str]]:
        """(step, what is wrong) for everything in the history that does not fit; [] if all fits."""
        with self._reading() as connection:
            return list(broken_links(connection, run))


_HISTORY = (
    *("number", "revision_id", "parents", "review", "deleted"),
    *("who_name", "at", "machine", "why", "step"),
)


def _id(record: Record) -> str:
    """Ids begin with the time at which they were made (UUID 7)."""
    return record.id


def _texts_of(row: Any) -> tuple[Record, Content]:
    return head_of(row), content_of(row)


def _marked_head(row: Any) -> tuple[Head, bool]:
    return short_head_of(row), bool(row.marked)


def _info(row: Any) -> RevisionInfo:
    number, revision_id, parents, review, deleted, *rest = row
    return RevisionInfo(number, revision_id, texts_of(parents), review, bool(deleted), *rest)


def _steps(connection: Connection, wanted: Select[Any]) -> list[StepInfo]:
    made = select(func.count()).where(REVISION.c.step == STEP.c.seq).scalar_subquery()
    columns = (STEP.c.seq, STEP.c.kind, STEP.c.name, STEP.c.who_name, STEP.c.at, STEP.c.machine)
    statement = select(*columns, made, STEP.c.undone).where(STEP.c.seq.in_(wanted))
    rows = connection.execute(statement.order_by(STEP.c.seq.desc()))
    return [StepInfo(*row[:-1], row[-1] != 0) for row in rows]


def _current(columns: Iterable[Any] = CONTENT_COLUMNS) -> Select[Any]:
    return select(*columns).join(RECORD, RECORD.c.seq == REVISION.c.seq)


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
