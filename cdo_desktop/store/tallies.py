"""Counting over a whole workspace in one pass, for the page that says how things stand."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from cdo_desktop.domain.tallies import Changed, Tally
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
