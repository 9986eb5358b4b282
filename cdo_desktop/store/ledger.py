"""The ledger's rows: packages, their items and events, receipts, trust and pins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any

from msgspec import convert
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_text
from cdo_desktop.domain.ledger import (
    LedgerEntry,
    LedgerEvent,
    LedgerItem,
    PinnedKey,
    StoredTrust,
    TakenReceipt,
)
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.people import Act, Org
from cdo_desktop.store.delivery import show_delivery, still_said
from cdo_desktop.store.rows import RECORD, texts_of
from cdo_desktop.store.tables import (
    Meta,
    PackageEvent,
    PackageItem,
    PackageRow,
    PinRow,
    ReceiptRow,
    TrustRow,
    table,
)
from cdo_desktop.store.unit import Unit

META = table(Meta)
PACKAGE, ITEM, EVENT = table(PackageRow), table(PackageItem), table(PackageEvent)
RECEIPT, TRUST, PIN = table(ReceiptRow), table(TrustRow), table(PinRow)
BULK = 2000
WRITING = "writing"
"""The state of a package whose file may or may not be there: it is entered before it is written,
so that whatever is killed, no package of ours is unknown to the ledger."""


def enter_export(unit: Unit, entry: LedgerEntry, items: Iterable[LedgerItem]) -> None:
    """Enter a package that was written and read back; its records become 已导出."""
    connection = unit.connection
    _forget(connection, entry.package_id)
    connection.execute(insert(PACKAGE).values(**package_values(entry)))
    waiting: list[dict[str, Any]] = []
    for item in items:
        waiting.append(_item_values(entry.package_id, item))
        if len(waiting) >= BULK:
            connection.execute(insert(ITEM), waiting)
            waiting.clear()
    if waiting:
        connection.execute(insert(ITEM), waiting)
    _show_on_records(connection, entry.package_id)
    note_event(connection, entry.package_id, Delivery.EXPORTED, unit.act, entry.file_name)


def _forget(connection: Connection, package_id: str) -> None:
    """Take away that a package is being written: it is written, or will never be."""
    for rows in (PACKAGE, EVENT):
        found = (rows.c.package_id == package_id, rows.c.state == WRITING)
        connection.execute(delete(rows).where(*found))


def enter_handover(unit: Unit, package_id: str, to: str) -> None:
    """Enter that somebody was given the package; only what was exported becomes 已交接."""
    connection = unit.connection
    for rows in (PACKAGE, ITEM):
        connection.execute(
            update(rows)
            .where(rows.c.package_id == package_id, rows.c.state == Delivery.EXPORTED)
            .values(state=Delivery.HANDED)
        )
    _show_on_records(connection, package_id)
    note_event(connection, package_id, Delivery.HANDED, unit.act, to)


def enter_receipt(
    unit: Unit, receipt: TakenReceipt, state: str, items: Iterable[LedgerItem], decides: bool
) -> None:
    """Keep a checked receipt; if it decides, its words become those of package and records."""
    connection = unit.connection
    taken = replace(receipt, taken_at=timestamp(unit.act.at))
    row = {name: getattr(taken, name) for name in TakenReceipt.__dataclass_fields__}
    connection.execute(insert(RECEIPT).values(**row))
    note_event(connection, receipt.package_id, state, unit.act, receipt.receipt_no)
    if not decides:
        return
    of_package = PACKAGE.c.package_id == receipt.package_id
    connection.execute(update(PACKAGE).where(of_package).values(state=state))
    for item in items:
        connection.execute(
            update(ITEM)
            .where(ITEM.c.package_id == receipt.package_id, ITEM.c.record_id == item.record_id)
            .values(state=item.state, reason=item.reason)
        )
    _show_on_records(connection, receipt.package_id)


def enter_trust(unit: Unit, version: int, digest: str, body: str) -> None:
    """Keep a trust bundle that was checked; the newest version rules."""
    row = {"version": version, "digest": digest, "body": body}
    unit.connection.execute(insert(TRUST).values(**row, imported_at=timestamp(unit.act.at)))


def enter_pin(unit: Unit, sha256: str, note: str) -> None:
    """Keep a certificate that a person vouches for."""
    row = {"sha256": sha256, "who_name": unit.act.who.name, "at": timestamp(unit.act.at)}
    unit.connection.execute(insert(PIN).values(**row, note=note))


def withdraw_pin(unit: Unit, sha256: str) -> None:
    """Nobody vouches for the certificate any longer; the step tells of it."""
    unit.connection.execute(delete(PIN).where(PIN.c.sha256 == sha256))


def enter_fact(unit: Unit, key: str, value: str) -> None:
    """Keep a fact of the workspace (such as its roots), in place of an older one."""
    statement = upsert(META).values(key=key, value=value)
    unit.connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def _show_on_records(connection: Connection, package_id: str) -> None:
    """Records whose current revision is in the package show its word; so do those that say the
    same as their newest package; others keep theirs."""
    state = (
        select(ITEM.c.state)
        .where(ITEM.c.package_id == package_id, ITEM.c.revision_id == RECORD.c.revision_id)
        .scalar_subquery()
    )
    inside = select(ITEM.c.revision_id).where(ITEM.c.package_id == package_id)
    connection.execute(
        update(RECORD).where(RECORD.c.revision_id.in_(inside)).values(delivery=state)
    )
    others = (
        select(ITEM.c.record_id)
        .join(RECORD, RECORD.c.id == ITEM.c.record_id)
        .where(ITEM.c.package_id == package_id, ITEM.c.revision_id != RECORD.c.revision_id)
    )
    show_delivery(connection, others)


def note_event(connection: Connection, package_id: str, state: str, act: Act, note: str) -> None:
    row = {"package_id": package_id, "state": state, "at": timestamp(act.at)}
    connection.execute(insert(EVENT).values(**row, who_name=act.who.name, note=note))


def package_values(entry: LedgerEntry) -> dict[str, Any]:
    simple = ("package_id", "kind", "series", "sequence", "content_digest", "container_digest")
    more = ("created_at", "scope", "base_id", "file_name", "state")
    return {
        **{name: getattr(entry, name) for name in (*simple, *more)},
        "direction": "out",
        "from_code": entry.sender.code,
        "from_name": entry.sender.name,
        "to_code": entry.recipient.code,
        "to_name": entry.recipient.name,
        "signatures": canonical_text(list(entry.signatures)),
    }


def _item_values(package_id: str, item: LedgerItem) -> dict[str, Any]:
    row = {name: getattr(item, name) for name in LedgerItem.__dataclass_fields__}
    return {**row, "tombstone": int(item.tombstone), "package_id": package_id}


def entry_of_row(row: Any) -> LedgerEntry:
    return LedgerEntry(
        package_id=row.package_id,
        kind=row.kind,
        series=row.series,
        sequence=row.sequence,
        content_digest=row.content_digest,
        container_digest=row.container_digest,
        created_at=row.created_at,
        sender=Org(row.from_code, row.from_name),
        recipient=Org(row.to_code, row.to_name),
        scope=row.scope,
        base_id=row.base_id,
        signatures=texts_of(row.signatures),
        file_name=row.file_name,
        state=row.state,
    )


def _item(
    record_id: str, revision_id: str, kind: str, code: str, title: str, *rest: Any
) -> LedgerItem:
    tombstone, state, reason = rest
    return LedgerItem(
        record_id, revision_id, kind, code, title, bool(tombstone), convert(state, Delivery), reason
    )


class Ledger:
    """What can be read from the ledger of an open workspace."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def _writing(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def begin_export(self, entry: LedgerEntry, target: str, act: Act) -> None:
        """Enter that a package is going to be written to `target`; no step of the history yet.

        `enter_export` or `forget_export` ends it, unless the program is killed. DiskTrouble.
        """
        with self._writing() as connection:
            values = package_values(entry) | {"state": WRITING}
            connection.execute(insert(PACKAGE).values(**values))
            note_event(connection, entry.package_id, WRITING, act, target)

    def forget_export(self, package_id: str) -> None:
        """It was not written after all, and nothing of it is left. DiskTrouble."""
        with self._writing() as connection:
            _forget(connection, package_id)

    def unfinished(self) -> list[LedgerEntry]:
        """What was begun and not ended, newest first; the event of each tells where it is."""
        return self._packages(PACKAGE.c.state == WRITING)

    def packages(self) -> list[LedgerEntry]:
        """Every package made here to leave, newest first; review forms are not among them."""
        leaves = PACKAGE.c.kind != PackageKind.REVIEW_FORM.value
        return self._packages(and_(leaves, PACKAGE.c.state != WRITING))

    def _packages(self, which: ColumnElement[bool]) -> list[LedgerEntry]:
        newest = (PACKAGE.c.created_at.desc(), PACKAGE.c.sequence.desc())
        with self._reading() as connection:
            found = connection.execute(select(PACKAGE).where(which).order_by(*newest))
            return [entry_of_row(row) for row in found]

    def package(self, package_id: str) -> LedgerEntry | None:
        """One package by its id."""
        return next((entry for entry in self.packages() if entry.package_id == package_id), None)

    def package_items(self, package_id: str) -> list[LedgerItem]:
        """What a package carried, item by item."""
        columns = [ITEM.c[name] for name in LedgerItem.__dataclass_fields__]
        statement = select(*columns).where(ITEM.c.package_id == package_id).order_by(ITEM.c.code)
        with self._reading() as connection:
            return [_item(*row) for row in connection.execute(statement)]

    def last_sent(self, record_id: str) -> tuple[LedgerEntry, LedgerItem] | None:
        """The newest package that carried a record, and what became of the record in it."""
        columns = [ITEM.c[name] for name in LedgerItem.__dataclass_fields__]
        newest = (PACKAGE.c.sequence.desc(), PACKAGE.c.created_at.desc())
        statement = (
            select(ITEM.c.package_id, *columns)
            .join(PACKAGE, PACKAGE.c.package_id == ITEM.c.package_id)
            .where(ITEM.c.record_id == record_id)
            .order_by(*newest)
            .limit(1)
        )
        with self._reading() as connection:
            row = connection.execute(statement).first()
        entry = self.package(row[0]) if row else None
        return (entry, _item(*row[1:])) if row and entry else None

    def package_events(self, package_id: str) -> list[LedgerEvent]:
        """What happened to a package, in order."""
        columns = (EVENT.c.state, EVENT.c.at, EVENT.c.who_name, EVENT.c.note)
        statement = select(*columns).where(EVENT.c.package_id == package_id).order_by(EVENT.c.id)
        with self._reading() as connection:
            return [LedgerEvent(*row) for row in connection.execute(statement)]

    def still_said(self, revision_ids: Sequence[str]) -> set[str]:
        """The ids of the records that still say what these revisions, once sent, said."""
        with self._reading() as connection:
            return still_said(connection, revision_ids)

    def next_sequence(self, series: str) -> int:
        """The place of the next package of a series."""
        highest = select(func.max(PACKAGE.c.sequence)).where(PACKAGE.c.series == series)
        with self._reading() as connection:
            return (connection.scalar(highest) or 0) + 1

    def receipts(self, package_id: str = "") -> list[TakenReceipt]:
        """The receipts taken, for one package or all, in the order of their series.

        Of two with one place in it, which no honest platform makes, the first taken comes first.
        """
        columns = [RECEIPT.c[name] for name in TakenReceipt.__dataclass_fields__]
        # times are whole seconds; two receipts of one second stand in the order of their rows
        row: ColumnElement[int] = literal_column("receipt.rowid")
        statement = select(*columns).order_by(RECEIPT.c.sequence, RECEIPT.c.taken_at, row)
        if package_id:
            statement = statement.where(RECEIPT.c.package_id == package_id)
        with self._reading() as connection:
            return [TakenReceipt(*row) for row in connection.execute(statement)]

    def newest_trust(self) -> StoredTrust | None:
        """The trust bundle that rules."""
        statement = select(TRUST).order_by(TRUST.c.version.desc()).limit(1)
        with self._reading() as connection:
            row = connection.execute(statement).first()
            if row is None:
                return None
            at = convert(row.imported_at, datetime)
            return StoredTrust(row.version, row.digest, row.body, at)

    def fact(self, key: str) -> str:
        """A fact of the workspace; "" if it has none of this name."""
        with self._reading() as connection:
            return connection.scalar(select(META.c.value).where(META.c.key == key)) or ""

    def pins(self) -> list[PinnedKey]:
        """The certificates people vouch for."""
        with self._reading() as connection:
            rows: Sequence[Any] = connection.execute(select(PIN).order_by(PIN.c.at)).all()
        return [PinnedKey(*row) for row in rows]
