"""Receiving: verifying packages, taking the platform's receipts into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem, TakenReceipt
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.package import Reply
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.receipt import ItemResult, Receipt, ReceiptResult
from cdo_desktop.domain.verdict import Reason, Verdict, Weight
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import PACKAGE_JSON
from cdo_desktop.package.receipt_json import receipt_bytes
from cdo_desktop.package.receipts import answer_faults, binding_fault
from cdo_desktop.package.verifying import Receiver, verify_package
from cdo_desktop.package.verifying import Verification as Verification  # shown by the callers
from cdo_desktop.signing.bundle import Pin
from cdo_desktop.signing.standings import CLOCK_DRIFT
from cdo_desktop.store.ledger import enter_pin, enter_receipt
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import TrustGiven as TrustGiven  # named by the callers
from cdo_desktop.work.judging import judged_here, trusted_by
from cdo_desktop.work.trusting import is_pinned, proven_now, read_roots
from cdo_desktop.workbench import Desk, Workbench

FORK = "CDO-E509"
_STATES = {
    ItemResult.RECEIVED: Delivery.RECEIVED,
    ItemResult.ACCEPTED: Delivery.ACCEPTED,
    ItemResult.REJECTED: Delivery.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a receipt did."""

    entry: LedgerEntry
    receipt: Receipt
    verification: Verification
    decides: bool
    """False if a later receipt of the series had already decided, or this one forks the series."""
    repeated: bool
    """True if the same receipt was taken before; nothing changed."""

    @property
    def forks(self) -> bool:
        """Whether another receipt with the same place in the series was taken before."""
        return any(reason.code == FORK for reason in self.verification.reasons)


def verify(
    desk: Desk, path: Path, given: TrustGiven, run: Run, *, deep: bool = False
) -> Verification:
    """Verify a file outside any workspace. Raises Refused if there is no such file."""
    now = desk.clock.now()
    trusted = trusted_by(given, now, run)
    receiver = Receiver(
        now=now,
        trust=trusted.bundle if trusted else None,
        pin=Pin.of_text(given.pin, now, desk.who.name) if given.pin else None,
        roots=read_roots(given.roots) if given.roots else None,
    )
    found = verify_package(path, receiver, run, deep=deep)
    return replace(found, reasons=(*found.reasons, *trusted.notes)) if trusted else found


def take_receipt(bench: Workbench, path: Path, given: TrustGiven, run: Run) -> Taken:
    """Take a checked receipt into the ledger; an unproven word changes nothing.

    The later of the series decides. Where its place in the series is taken by another receipt, it
    is kept, and said (CDO-E509), but the first stays. Raises Unproven if it cannot be checked (no
    bundle, no pin), Refused if it is invalid, does not answer a package of this workspace, byte
    for byte, or not the items that were in it.
    """
    verification = judged_here(bench, path, given, run)
    _only_proven(path, verification)
    receipt = OpenedPackage(verification).receipt()
    entry = _answered(bench, verification)
    verification = _weighed(bench, verification, receipt, entry)
    _only_proven(path, verification)
    taken = _taken(verification, receipt, entry)
    before = bench.workspace.receipts(entry.package_id)
    if any(_is_same(known, taken) for known in before):
        return Taken(entry, receipt, verification, decides=False, repeated=True)
    forked = tuple(_fork_notes(before, taken))
    verification = replace(verification, reasons=(*verification.reasons, *forked))
    decides = all(known.sequence < taken.sequence for known in before)
    _enter(bench, taken, receipt, decides, given.pin, verification)
    after = bench.workspace.package(entry.package_id) or entry
    return Taken(after, receipt, verification, decides, repeated=False)


def _weighed(
    bench: Workbench, found: Verification, receipt: Receipt, entry: LedgerEntry
) -> Verification:
    """The same verification with what is to be said of the answer itself."""
    assert found.manifest is not None  # it was verified
    sent = {i.record_id: i.revision_id for i in bench.workspace.package_items(entry.package_id)}
    faults = answer_faults(receipt, sent, proven_now(bench), CLOCK_DRIFT)
    notes = answer_notes(entry, found.manifest.facts.sender)
    return replace(found, reasons=(*found.reasons, *faults, *notes))


def answer_notes(entry: LedgerEntry, platform: Org) -> list[Reason]:
    """CDO-E508, a note: another organisation answers than the package was addressed to."""
    if entry.recipient.code in ("", platform.code):
        return []
    told = {"platform": platform.name, "recipient": entry.recipient.name}
    return [Reason("CDO-E508", PACKAGE_JSON, told, Weight.NOTE)]


def _is_same(known: TakenReceipt, taken: TakenReceipt) -> bool:
    """The same file, or the same words made a second time for the same place in the series."""
    told = (taken.sequence, taken.body)
    return known.packet_id == taken.packet_id or (known.sequence, known.body) == told


def _fork_notes(before: Iterable[TakenReceipt], taken: TakenReceipt) -> Iterator[Reason]:
    """CDO-E509, a note: the series has another receipt in this place already."""
    known = next((one for one in before if one.sequence == taken.sequence), None)
    if known is not None:
        told = {"sequence": taken.sequence, "number": taken.receipt_no, "known": known.receipt_no}
        yield Reason(FORK, PACKAGE_JSON, told, Weight.NOTE)


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


_ON_A_WORD = {"CDO-E401": "（凭登记的证书）", "CDO-E723": "（信任清单未核对根签名）"}
"""What the history says of a receipt that somebody here vouches for: it is no proof of its own."""


def _enter(
    bench: Workbench,
    taken: TakenReceipt,
    receipt: Receipt,
    decides: bool,
    pinned: str,
    found: Verification,
) -> None:
    """One step: the receipt, why it was believed, and the certificate vouched for to take it."""
    items = _items(bench, taken.package_id, receipt) if decides else []
    act = bench.act()
    pin = Pin.of_text(pinned, act.at, act.who.name) if pinned else None
    notes = sorted({reason.code for reason in found.reasons})
    words = "".join(_ON_A_WORD.get(code, "") for code in notes)
    with bench.workspace.unit(act, f"导入回执 {receipt.receipt_no}{words}", "note") as unit:
        unit.tell({"packageId": taken.package_id, "receipt": taken.packet_id, "notes": notes})
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
        if word:
            items.append(replace(item, state=_STATES[word.result], reason=word.reason))
        elif whole:
            items.append(replace(item, state=whole, reason=""))
    return items


def _whole(receipt: Receipt) -> Delivery | None:
    if receipt.items or receipt.result is ReceiptResult.PARTIAL:
        return None
    return _STATES[ItemResult(receipt.result)]
