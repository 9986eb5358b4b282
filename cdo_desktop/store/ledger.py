"""The ledger's rows: packages, their items and events, receipts, trust and pins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from msgspec import convert
from sqlalchemy import Connection, func, insert, select, update
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
from cdo_desktop.domain.people import Act, Org
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


def enter_export(unit: Unit, entry: LedgerEntry, items: Iterable[LedgerItem]) -> None:
    """Enter a package that was written and read back; its records become 已导出."""
    connection = unit.connection
    connection.execute(insert(PACKAGE).values(**_package_values(entry)))
    waiting: list[dict[str, Any]] = []
    for item in items:
        waiting.append(_item_values(entry.package_id, item))
        if len(waiting) >= BULK:
            connection.execute(insert(ITEM), waiting)
            waiting.clear()
    if waiting:
        connection.execute(insert(ITEM), waiting)
    _show_on_records(connection, entry.package_id)
    _event(connection, entry.package_id, Delivery.EXPORTED, unit.act, entry.file_name)


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
    _event(connection, package_id, Delivery.HANDED, unit.act, to)


def enter_receipt(
    unit: Unit, receipt: TakenReceipt, state: str, items: Iterable[LedgerItem], decides: bool
) -> None:
    """Keep a checked receipt; if it decides, its words become those of package and records."""
    connection = unit.connection
    row = {name: getattr(receipt, name) for name in TakenReceipt.__dataclass_fields__}
    connection.execute(insert(RECEIPT).values(**row, taken_at=timestamp(unit.act.at)))
    _event(connection, receipt.package_id, state, unit.act, receipt.receipt_no)
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


def enter_fact(unit: Unit, key: str, value: str) -> None:
    """Keep a fact of the workspace (such as its roots), in place of an older one."""
    statement = upsert(META).values(key=key, value=value)
    unit.connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def _show_on_records(connection: Connection, package_id: str) -> None:
    """Records whose current revision is in the package show its word; others keep theirs."""
    state = (
        select(ITEM.c.state)
        .where(ITEM.c.package_id == package_id, ITEM.c.revision_id == RECORD.c.revision_id)
        .scalar_subquery()
    )
    inside = select(ITEM.c.revision_id).where(ITEM.c.package_id == package_id)
    connection.execute(
        update(RECORD).where(RECORD.c.revision_id.in_(inside)).values(delivery=state)
    )


def _event(connection: Connection, package_id: str, state: str, act: Act, note: str) -> None:
    row = {"package_id": package_id, "state": state, "at": timestamp(act.at)}
    connection.execute(insert(EVENT).values(**row, who_name=act.who.name, note=note))


def _package_values(entry: LedgerEntry) -> dict[str, Any]:
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


def _entry(row: Any) -> LedgerEntry:
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

    def packages(self) -> list[LedgerEntry]:
        """Every package made here, newest first."""
        statement = select(PACKAGE).order_by(PACKAGE.c.created_at.desc(), PACKAGE.c.sequence.desc())
        with self._reading() as connection:
            return [_entry(row) for row in connection.execute(statement)]

    def package(self, package_id: str) -> LedgerEntry | None:
        """One package by its id."""
        return next((entry for entry in self.packages() if entry.package_id == package_id), None)

    def package_items(self, package_id: str) -> list[LedgerItem]:
        """What a package carried, item by item."""
        columns = [ITEM.c[name] for name in LedgerItem.__dataclass_fields__]
        statement = select(*columns).where(ITEM.c.package_id == package_id).order_by(ITEM.c.code)
        with self._reading() as connection:
            return [_item(*row) for row in connection.execute(statement)]

    def package_events(self, package_id: str) -> list[LedgerEvent]:
        """What happened to a package, in order."""
        columns = (EVENT.c.state, EVENT.c.at, EVENT.c.who_name, EVENT.c.note)
        statement = select(*columns).where(EVENT.c.package_id == package_id).order_by(EVENT.c.id)
        with self._reading() as connection:
            return [LedgerEvent(*row) for row in connection.execute(statement)]

    def next_sequence(self, series: str) -> int:
        """The place of the next package of a series."""
        highest = select(func.max(PACKAGE.c.sequence)).where(PACKAGE.c.series == series)
        with self._reading() as connection:
            return (connection.scalar(highest) or 0) + 1

    def receipts(self, package_id: str = "") -> list[TakenReceipt]:
        """The receipts taken, for one package or all, in the order of their series."""
        columns = [RECEIPT.c[name] for name in TakenReceipt.__dataclass_fields__]
        statement = select(*columns).order_by(RECEIPT.c.sequence, RECEIPT.c.taken_at)
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
