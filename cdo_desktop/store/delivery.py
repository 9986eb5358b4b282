"""What a record's head has of delivery: what was sent is content, whichever revision bore it.

A head that says the same as what the newest package of its record carried, in the same state of
the review, is delivered as far as that came: after an undo, or when it was changed back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, or_, select, update

from cdo_desktop.store.rows import RECORD, REVISION
from cdo_desktop.store.tables import PackageItem, PackageRow, table

PACKAGE, ITEM = table(PackageRow), table(PackageItem)
_CHUNK = 900


def show_delivery(connection: Connection, ids: Any) -> None:
    """Give these records (ids, or a query for them) the word of what they say, "" if of nothing."""
    head, sent = REVISION.alias("head"), REVISION.alias("sent")
    word = (
        select(ITEM.c.state)
        .join(sent, sent.c.revision_id == ITEM.c.revision_id)
        .join(head, head.c.seq == RECORD.c.seq)
        .where(ITEM.c.record_id == RECORD.c.id, ITEM.c.package_id == _newest())
        .where(_says_the_same(head, sent))
        .correlate(RECORD)
        .scalar_subquery()
    )
    once_sent = select(ITEM.c.record_id).where(ITEM.c.record_id == RECORD.c.id).correlate(RECORD)
    connection.execute(
        update(RECORD)
        .where(RECORD.c.id.in_(ids), once_sent.exists())
        .values(delivery=func.coalesce(word, ""))
    )


def still_said(connection: Connection, revision_ids: Sequence[str]) -> set[str]:
    """The ids of the records whose head still says what these revisions, once sent, said.

    Not those to which another content was sent since, whether or not it was answered.
    """
    head, sent, last = (REVISION.alias(name) for name in ("head", "sent", "last"))
    statement = (
        select(RECORD.c.id)
        .join(sent, sent.c.record_id == RECORD.c.id)
        .join(head, head.c.seq == RECORD.c.seq)
        .join(ITEM, and_(ITEM.c.record_id == RECORD.c.id, ITEM.c.package_id == _newest()))
        .join(last, last.c.revision_id == ITEM.c.revision_id)
        .where(_says_the_same(head, sent), _says_the_same(head, last))
    )
    found: set[str] = set()
    for start in range(0, len(revision_ids), _CHUNK):
        part = revision_ids[start : start + _CHUNK]
        found.update(connection.scalars(statement.where(sent.c.revision_id.in_(part))))
    return found


def _newest() -> ScalarSelect[str]:
    """The newest package that carried the record, by its place in the series."""
    item, package = ITEM.alias(), PACKAGE.alias()
    return (
        select(item.c.package_id)
        .join(package, package.c.package_id == item.c.package_id)
        .where(item.c.record_id == RECORD.c.id)
        .order_by(package.c.sequence.desc())
        .limit(1)
        .correlate(RECORD)
        .scalar_subquery()
    )


def _says_the_same(one: Any, other: Any) -> ColumnElement[bool]:
    """A tombstone says the same whatever it buried."""
    content = and_(one.c.record_digest == other.c.record_digest, one.c.review == other.c.review)
    return and_(one.c.deleted == other.c.deleted, or_(one.c.deleted == 1, content))
