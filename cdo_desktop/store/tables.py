"""What the tables and their columns mean, said once. Classes only describe; Core is used."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

COUNTED = (
    *("kind", "deleted", "delivery", "review"),
    *("errors", "warnings", "completeness", "updated_at", "code"),
)


class Row(DeclarativeBase):
    """Base of all tables. Times are RFC 3339 text with offset, JSON is canonical text."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text(), bytes: LargeBinary()}  # noqa: RUF012 (SQLAlchemy's own form)


class Meta(Row):
    """Facts about the workspace itself."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Definition(Row):
    """Every definition a record of this workspace was ever made by."""

    __tablename__ = "definition"
    kind: Mapped[str] = mapped_column(primary_key=True)
    standard: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    body: Mapped[str]


class RecordRow(Row):
    """The head of a record: what lists show. Its content is that of its current revision."""

    __tablename__ = "record"
    n: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    org_code: Mapped[str]
    org_name: Mapped[str]
    org_key: Mapped[str]
    code: Mapped[str]
    title: Mapped[str]
    name_key: Mapped[str]
    office: Mapped[str]
    share_type: Mapped[str]
    update_cycle: Mapped[str]
    review: Mapped[str]
    delivery: Mapped[str]
    revision: Mapped[int]
    revision_id: Mapped[str]
    seq: Mapped[int]
    """Its row in `revision`."""
    items: Mapped[int]
    errors: Mapped[int]
    warnings: Mapped[int]
    completeness: Mapped[int]
    deleted: Mapped[int]
    created_at: Mapped[str]
    updated_at: Mapped[str]
    __table_args__ = (
        # what lists count and sort by stands in indexes: a head is ten times as long, and reading
        # 100 000 of them takes longer than somebody who types may wait
        Index(None, "kind", "deleted"),
        Index("ix_record_counted", *COUNTED),
        Index(None, "kind", "deleted", "title"),
        Index(None, "code"),
        Index(None, "kind", "name_key", "org_key"),
    )


class RevisionRow(Row):
    """Every revision ever made; never changed, never deleted."""

    __tablename__ = "revision"
    seq: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(index=True)
    revision_id: Mapped[str] = mapped_column(unique=True)
    record_digest: Mapped[str]
    number: Mapped[int]
    kind: Mapped[str]
    standard: Mapped[str]
    org_code: Mapped[str]
    org_name: Mapped[str]
    code: Mapped[str]
    title: Mapped[str]
    review: Mapped[str]
    deleted: Mapped[int]
    parents: Mapped[str]
    who_id: Mapped[str]
    who_name: Mapped[str]
    at: Mapped[str]
    machine: Mapped[str]
    why: Mapped[str]
    step: Mapped[int] = mapped_column(index=True)
    values: Mapped[str]
    groups: Mapped[str]
    __table_args__ = (Index(None, "code", "record_id"),)


class StepRow(Row):
    """One named step: everything that was done at once, undone at once; a link of the chain."""

    __tablename__ = "step"
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """do, undo, redo: makes revisions; note: tells of something else (export, receipt, trust)."""
    name: Mapped[str]
    target: Mapped[int]
    """For undo and redo: the step undone or redone; else 0."""
    who_id: Mapped[str]
    who_name: Mapped[str]
    at: Mapped[str]
    machine: Mapped[str]
    why: Mapped[str]
    payload: Mapped[str]
    digest: Mapped[str]
    hash: Mapped[str]
    undone: Mapped[int]
    """0 = in force, 1 = undone and may be redone, 2 = undone for good. Not part of the chain."""


class Facet(Row):
    """Values of the elements that lists can be filtered by."""

    __tablename__ = "facet"
    element: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    __table_args__ = (Index(None, "n"), {"sqlite_with_rowid": False})


class Counter(Row):
    """The last number given in a series; it only grows, so that no code is used twice."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Attachment(Row):
    """A file kept once, by its SHA-256."""

    __tablename__ = "attachment"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    added_at: Mapped[str]
    body: Mapped[bytes]


class Comment(Row):
    """A remark that hangs on a field of a record at a revision."""

    __tablename__ = "comment"
    id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(index=True)
    revision_id: Mapped[str]
    element: Mapped[str]
    group_key: Mapped[str]
    row_id: Mapped[str]
    text: Mapped[str]
    who_id: Mapped[str]
    who_name: Mapped[str]
    at: Mapped[str]
    closed_at: Mapped[str]


class PackageRow(Row):
    """One package made here or received here: a line of the ledger."""

    __tablename__ = "package"
    package_id: Mapped[str] = mapped_column(primary_key=True)
    direction: Mapped[str]
    """out or in."""
    kind: Mapped[str]
    series: Mapped[str]
    sequence: Mapped[int]
    content_digest: Mapped[str]
    container_digest: Mapped[str]
    created_at: Mapped[str]
    from_code: Mapped[str]
    from_name: Mapped[str]
    to_code: Mapped[str]
    to_name: Mapped[str]
    scope: Mapped[str]
    base_id: Mapped[str]
    signatures: Mapped[str]
    file_name: Mapped[str]
    state: Mapped[str]
    """exported, handed, received, accepted, partial, rejected."""
    __table_args__ = (Index(None, "series", "sequence"),)


class PackageItem(Row):
    """What one package said of one record, and what the receipt said of it."""

    __tablename__ = "package_item"
    package_id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True)
    revision_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    code: Mapped[str]
    title: Mapped[str]
    tombstone: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str]
    __table_args__ = (Index(None, "record_id"), {"sqlite_with_rowid": False})


class PackageEvent(Row):
    """What happened to a package, and when: the four-state truth of delivery."""

    __tablename__ = "package_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    at: Mapped[str]
    who_name: Mapped[str]
    note: Mapped[str]


class ReceiptRow(Row):
    """A checked receipt, as it came."""

    __tablename__ = "receipt"
    packet_id: Mapped[str] = mapped_column(primary_key=True)
    """The packageId of the receipt itself."""
    package_id: Mapped[str] = mapped_column(index=True)
    receipt_no: Mapped[str]
    sequence: Mapped[int]
    content_digest: Mapped[str]
    received_at: Mapped[str]
    result: Mapped[str]
    body: Mapped[str]
    taken_at: Mapped[str]


class TrustRow(Row):
    """Trust bundles in the order they were accepted; the newest rules."""

    __tablename__ = "trust"
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    body: Mapped[str]
    imported_at: Mapped[str]


class PinRow(Row):
    """A certificate that a person has compared by telephone and vouches for."""

    __tablename__ = "pin"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    who_name: Mapped[str]
    at: Mapped[str]
    note: Mapped[str]


def table(row: type[Row]) -> Any:
    """The Core table of a class."""
    return row.__table__
