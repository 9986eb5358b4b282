"""Answering a package with a receipt, and seeing whether a receipt answers what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.package import Reply
from cdo_desktop.domain.receipt import (
    ItemResult,
    Receipt,
    ReceiptFinding,
    ReceiptItem,
    ReceiptResult,
    result_of,
)
from cdo_desktop.domain.verdict import Reason, Verdict, Weight
from cdo_desktop.errors import Refused
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import PACKAGE_JSON, RECEIPT_JSON
from cdo_desktop.package.verifying import Verification


def receipt_for(
    verification: Verification,
    receipt_no: str,
    at: datetime,
    *,
    rejected: Mapping[str, str] | None = None,
    otherwise: ItemResult = ItemResult.ACCEPTED,
) -> Receipt:
    """The receipt for a package: `rejected` names records by code or id, with the reason.

    An invalid package is rejected as a whole, with what was found. Refused: CDO-E504 (and why) if
    the file cannot even be named, CDO-E506 if `rejected` names a record that is not in it.
    """
    if verification.reply is None:
        why = next(reason.message() for reason in verification.reasons)
        raise Refused("CDO-E504", file=verification.path.name, reason=why)
    findings = tuple(_findings(verification.reasons))
    if verification.verdict is Verdict.INVALID:
        return Receipt(receipt_no, at, ReceiptResult.REJECTED, (), findings)
    items = tuple(_items(OpenedPackage(verification), dict(rejected or {}), otherwise))
    result = result_of(item.result for item in items) if items else ReceiptResult(otherwise.value)
    return Receipt(receipt_no, at, result, items, findings)


def _findings(reasons: Iterable[Reason]) -> Iterator[ReceiptFinding]:
    for reason in reasons:
        if reason.weight is not Weight.NOTE:
            yield ReceiptFinding(reason.code, reason.place, reason.message())


def _items(
    package: OpenedPackage, rejected: dict[str, str], otherwise: ItemResult
) -> Iterator[ReceiptItem]:
    used: set[str] = set()
    for line in package.records():
        record_id, code = str(line["id"]), str(line.get("code", ""))
        key = record_id if record_id in rejected else code
        used.add(key)
        result = ItemResult.REJECTED if key in rejected else otherwise
        reason = rejected.get(key, "")
        yield ReceiptItem(record_id, code, str(line["revisionId"]), result, reason)
    for key in rejected.keys() - used:
        raise Refused("CDO-E506", record=key)


def binding_fault(reply: Reply | None, sent: Iterable[Reply]) -> Reason | None:
    """E501 unless the receipt answers one of the packages sent, in id, content and file."""
    if reply is not None:
        named = (reply.package_id, reply.content_digest, reply.container_digest)
        for one in sent:
            if named == (one.package_id, one.content_digest, one.container_digest):
                return None
    return Reason("CDO-E501", PACKAGE_JSON, {"packageId": reply.package_id if reply else ""})


def answer_faults(
    receipt: Receipt, sent: Mapping[str, str], now: datetime, drift: timedelta
) -> Iterator[Reason]:
    """What makes a receipt unbelievable though the platform has signed it.

    `sent` is what the package carried, record id -> revisionId. E503: it was received later than
    now, and a proven time moves this desk's clock forward. E507: it answers item by item, but not
    exactly the items of the package.
    """
    if receipt.received_at > now + drift:
        told = {"at": timestamp(receipt.received_at), "now": timestamp(now)}
        yield Reason("CDO-E503", RECEIPT_JSON, told)
    answered = {item.id: item.revision_id for item in receipt.items}
    if answered and answered != sent:
        missing = len(sent.items() - answered.items())
        extra = len(answered.items() - sent.items())
        yield Reason("CDO-E507", RECEIPT_JSON, {"missing": missing, "extra": extra})
