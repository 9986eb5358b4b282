"""Counting over a whole workspace in one pass, for the page that says how things stand."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, func, select

from cdo_desktop.domain.tallies import Changed, Growth, Tally
from cdo_desktop.store.rows import RECORD, REVISION, SUMMARY_COLUMNS, summary_of


def tallies(connection: Connection) -> list[Tally]:
    """One line for each kind, office, shown state and share type that occurs."""
    shown = func.iif(RECORD.c.delivery != "", RECORD.c.delivery, RECORD.c.review)
    sort = (RECORD.c.kind, RECORD.c.office, shown, RECORD.c.share_type)
    statement = (
        select(
            *sort,
            func.count(),
            func.sum(RECORD.c.completeness),
            func.sum(RECORD.c.errors > 0),
            func.sum(RECORD.c.errors),
            func.sum(RECORD.c.warnings),
            func.min(RECORD.c.updated_at),
        )
        .where(RECORD.c.deleted == 0)
        .group_by(*sort)
    )
    return [Tally(*row) for row in connection.execute(statement)]


def changed_last(connection: Connection, limit: int) -> list[Changed]:
    """The records changed last, newest first, each with who changed it.

    Goes along the revisions from the newest, so that it is quick among 100 000 records: the sum
    keeps SQLite from beginning with the records instead.
    """
    statement = (
        select(*SUMMARY_COLUMNS, REVISION.c.who_name)
        .join(REVISION, REVISION.c.record_id == RECORD.c.id)
        .where(REVISION.c.seq + 0 == RECORD.c.seq, RECORD.c.deleted == 0)
        .order_by(REVISION.c.seq.desc())
        .limit(limit)
    )
    return [Changed(summary_of(row[:-1]), row[-1]) for row in connection.execute(statement)]


def items(connection: Connection, kind: str) -> dict[str, int]:
    """Office -> how many 信息项 its records of a kind have together."""
    found = (
        select(RECORD.c.office, func.sum(RECORD.c["items"]))
        .where(RECORD.c.kind == kind, RECORD.c.deleted == 0)
        .group_by(RECORD.c.office)
    )
    return {office: number for office, number in connection.execute(found)}


def growth(connection: Connection, kind: str, done: Collection[str]) -> list[Growth]:
    """What each month brought to the records of a kind, from their revisions, in one pass.

    `done`: the review states that count as done. A record that is gone counts no more from the
    month it went.
    """
    there = 1 - REVISION.c.deleted
    is_done = there * func.iif(REVISION.c.review.in_(list(done)), 1, 0)
    each = (
        select(
            REVISION.c.record_id,
            func.substr(REVISION.c.at, 1, 7).label("month"),
            _added(there).label("made"),
            _added(is_done).label("done"),
        )
        .where(REVISION.c.kind == kind)
        .subquery()
    )
    sort = (each.c.month, RECORD.c.office)
    made, finished = func.sum(each.c.made), func.sum(each.c.done)
    statement = (
        select(*sort, made, finished)
        .join(RECORD, RECORD.c.id == each.c.record_id)
        .group_by(*sort)
        .having((made != 0) | (finished != 0))
        .order_by(*sort)
    )
    return [Growth(*row) for row in connection.execute(statement)]


def _added(count: ColumnElement[int]) -> ColumnElement[int]:
    """How much more a revision of a record counts than the one before it."""
    before = func.lag(count).over(partition_by=REVISION.c.record_id, order_by=REVISION.c.seq)
    return count - func.coalesce(before, 0)
