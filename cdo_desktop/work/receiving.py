"""Receiving: verifying packages, taking the platform's receipts into the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem, TakenReceipt
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.package import PackageKind, Reply
from cdo_desktop.domain.receipt import ItemResult, Receipt, ReceiptResult
from cdo_desktop.domain.verdict import Reason, Verdict, Weight
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.receipt_json import receipt_bytes
from cdo_desktop.package.receipts import binding_fault
from cdo_desktop.package.replay import ReplayView
from cdo_desktop.package.verifying import Receiver, verify_package
from cdo_desktop.package.verifying import Verification as Verification  # shown by the callers
from cdo_desktop.signing.bundle import Pin
from cdo_desktop.store.ledger import enter_pin, enter_receipt
from cdo_desktop.tasks import Run
from cdo_desktop.work.trusting import (
    Trusted,
    is_pinned,
    known_here,
    opened_bundle,
    proven_now,
    read_roots,
    roots_here,
    stored_pins,
    stored_trust,
)
from cdo_desktop.workbench import Desk, Workbench

_STATES = {
    ItemResult.RECEIVED: Delivery.RECEIVED,
    ItemResult.ACCEPTED: Delivery.ACCEPTED,
    ItemResult.REJECTED: Delivery.REJECTED,
}


@dataclass(frozen=True, slots=True)
class TrustGiven:
    """What a person names to judge by: a bundle with or without roots, or one fingerprint."""

    bundle: Path | None = None
    roots: Path | None = None
    pin: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was named."""
        return self.bundle is None and not self.pin


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a receipt did."""

    entry: LedgerEntry
    receipt: Receipt
    verification: Verification
    decides: bool
    """False if a later receipt of the series had already decided."""
    repeated: bool
    """True if the same receipt was taken before; nothing changed."""


def verify(
    desk: Desk, path: Path, given: TrustGiven, run: Run, *, deep: bool = False
) -> Verification:
    """Verify a file outside any workspace. Raises Refused if there is no such file."""
    now = desk.clock.now()
    trusted = _trusted(given, now, run)
    receiver = Receiver(
        now=now,
        trust=trusted.bundle if trusted else None,
        pin=Pin.of_text(given.pin, now, desk.who.name) if given.pin else None,
        roots=read_roots(given.roots) if given.roots else None,
    )
    found = verify_package(path, receiver, run, deep=deep)
    return replace(found, reasons=(*found.reasons, *trusted.notes)) if trusted else found


def _trusted(given: TrustGiven, now: datetime, run: Run) -> Trusted | None:
    if given.bundle is None:
        return None
    roots = read_roots(given.roots) if given.roots else None
    return opened_bundle(given.bundle, roots, now, run)


def take_receipt(bench: Workbench, path: Path, given: TrustGiven, run: Run) -> Taken:
    """Take a checked receipt into the ledger; an unproven word changes nothing.

    Raises Unproven if it cannot be checked (no bundle, no pin), Refused if it is invalid or does
    not answer a package of this workspace, byte for byte.
    """
    verification = judged_here(bench, path, given, run)
    _only_proven(path, verification)
    receipt = OpenedPackage(verification).receipt()
    entry = _answered(bench, verification)
    taken = _taken(verification, receipt, entry)
    before = bench.workspace.receipts(entry.package_id)
    if taken.packet_id in {known.packet_id for known in before}:
        return Taken(entry, receipt, verification, decides=False, repeated=True)
    decides = all(_rank(known) <= _rank(taken) for known in before)
    _enter(bench, taken, receipt, decides, given.pin)
    after = bench.workspace.package(entry.package_id) or entry
    return Taken(after, receipt, verification, decides, repeated=False)


def _rank(receipt: TakenReceipt) -> tuple[int, datetime]:
    """What comes later decides: by number, and where a number was used twice by time."""
    return receipt.sequence, datetime.fromisoformat(receipt.received_at)


def judged_here(bench: Workbench, path: Path, given: TrustGiven, run: Run) -> Verification:
    """Verify a file by what this workspace trusts, or by what was named where it trusts nothing.

    What is named does not go round what was taken in before: Refused for a pin where there is a
    bundle, for an older bundle, and for one of other roots.
    """
    now = proven_now(bench)
    trusted = _trusted_here(bench, given, now, run)
    receiver = Receiver(
        now=now,
        trust=trusted.bundle if trusted else None,
        audience=bench.org.code,
        replay=_seen(bench),
        expected=PackageKind.RECEIPT,
    )
    notes = trusted.notes if trusted else ()
    if trusted is None:
        found = _by_pins(bench, path, receiver, given, run)
    else:
        found = verify_package(path, receiver, run)
    # which of several receipts decides is settled by the ledger, in whatever order they come
    kept = (reason for reason in found.reasons if reason.code != "CDO-E417")
    return replace(found, reasons=(*kept, *notes))


def _by_pins(
    bench: Workbench, path: Path, receiver: Receiver, given: TrustGiven, run: Run
) -> Verification:
    """By the pin that was named, or by the one of those kept here that the signature fits."""
    if given.pin:
        pins = [Pin.of_text(given.pin, receiver.now, bench.who.name)]
    else:
        pins = stored_pins(bench)
    found = verify_package(path, replace(receiver, pin=pins[0] if pins else None), run)
    signed = {standing.cert_sha256 for standing in found.standings}
    fitting = next((one for one in pins if one.cert_sha256 in signed), None)
    if fitting is None or fitting is pins[0]:
        return found
    return verify_package(path, replace(receiver, pin=fitting), run)


def _trusted_here(bench: Workbench, given: TrustGiven, now: datetime, run: Run) -> Trusted | None:
    stored = stored_trust(bench)
    if given.bundle is not None:
        roots = roots_here(bench, given.roots)
        return opened_bundle(given.bundle, roots, now, run, known_here(bench))
    if given.pin and stored is not None:
        raise Refused("CDO-E728", version=stored.bundle.version)
    return stored


def _seen(bench: Workbench) -> ReplayView:
    taken = {one.packet_id: one.content_digest for one in bench.workspace.receipts()}
    return ReplayView(received=taken)


def _only_proven(path: Path, verification: Verification) -> None:
    worst = verification.verdict
    if worst is Verdict.CANNOT_BE_CHECKED:
        raise Unproven("CDO-E725", file=path.name, reason=_why(verification, Weight.CANNOT))
    if worst is Verdict.INVALID:
        raise Refused("CDO-E726", file=path.name, reason=_why(verification, Weight.INVALID))


def _why(verification: Verification, weight: Weight) -> str:
    found = [reason for reason in verification.reasons if reason.weight is weight]
    return "；".join(f"{reason.message()}（{reason.code}）" for reason in found[:3])


def _answered(bench: Workbench, verification: Verification) -> LedgerEntry:
    reply = verification.manifest.facts.in_reply_to if verification.manifest else None
    sent = bench.workspace.packages()
    fault = binding_fault(reply, [_reply(entry) for entry in sent])
    if fault is not None or reply is None:
        told = fault or Reason("CDO-E501", verification.path.name, {"packageId": ""})
        why = f"{told.message()}（{told.code}）"
        raise Refused("CDO-E726", file=verification.path.name, reason=why)
    return next(entry for entry in sent if entry.package_id == reply.package_id)


def _reply(entry: LedgerEntry) -> Reply:
    return Reply(entry.package_id, entry.content_digest, entry.container_digest, entry.signatures)


def _taken(verification: Verification, receipt: Receipt, entry: LedgerEntry) -> TakenReceipt:
    assert verification.manifest is not None  # it was verified
    facts = verification.manifest.facts
    return TakenReceipt(
        packet_id=facts.package_id,
        package_id=entry.package_id,
        receipt_no=receipt.receipt_no,
        sequence=facts.sequence,
        content_digest=verification.content_digest,
        received_at=receipt.received_at.isoformat(),
        result=receipt.result,
        body=receipt_bytes(receipt).decode(),
    )


def _enter(
    bench: Workbench, taken: TakenReceipt, receipt: Receipt, decides: bool, pinned: str
) -> None:
    """One step: the receipt, and the certificate a person vouched for to take it."""
    items = _items(bench, taken.package_id, receipt) if decides else []
    act = bench.act()
    pin = Pin.of_text(pinned, act.at, act.who.name) if pinned else None
    with bench.workspace.unit(act, f"导入回执 {receipt.receipt_no}", "note") as unit:
        unit.tell({"packageId": taken.package_id, "receipt": taken.packet_id})
        enter_receipt(unit, taken, receipt.result, items, decides)
        if pin and not is_pinned(bench, pin):
            unit.tell({"certSha256": pin.cert_sha256})
            enter_pin(unit, pin.cert_sha256, f"导入回执 {receipt.receipt_no} 时登记")


def _items(bench: Workbench, package_id: str, receipt: Receipt) -> list[LedgerItem]:
    """The package's items with what the receipt says of each, or of all."""
    said = {item.id: item for item in receipt.items}
    whole = _whole(receipt)
    items = []
    for item in bench.workspace.package_items(package_id):
        word = said.get(item.record_id)
        if word and word.revision_id == item.revision_id:
            items.append(replace(item, state=_STATES[word.result], reason=word.reason))
        elif whole:
            items.append(replace(item, state=whole, reason=""))
    return items


def _whole(receipt: Receipt) -> Delivery | None:
    if receipt.items or receipt.result is ReceiptResult.PARTIAL:
        return None
    return _STATES[ItemResult(receipt.result)]
