"""The answer to a package: what was received, accepted or rejected, item by item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ItemResult(StrEnum):
    """What became of one record."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ReceiptResult(StrEnum):
    """What became of the package as a whole."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    PARTIAL = "partial"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The word the user reads."""
        return _LABELS[self]


_LABELS = {
    ReceiptResult.RECEIVED: "已接收",
    ReceiptResult.ACCEPTED: "已受理",
    ReceiptResult.PARTIAL: "部分受理",
    ReceiptResult.REJECTED: "被退回",
}


@dataclass(frozen=True, slots=True)
class ReceiptItem:
    """The answer for one record; `reason` says why it was rejected."""

    id: str
    code: str
    revision_id: str
    result: ItemResult
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptFinding:
    """One thing the receiver found about the package itself."""

    code: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The content of data/receipt.json."""

    receipt_no: str
    received_at: datetime
    result: ReceiptResult
    items: tuple[ReceiptItem, ...] = ()
    findings: tuple[ReceiptFinding, ...] = ()

    @property
    def is_consistent(self) -> bool:
        """Whether the word for the whole follows from the items, where there are any."""
        return not self.items or self.result is result_of(item.result for item in self.items)


def result_of(items: Iterable[ItemResult]) -> ReceiptResult:
    """The word for the whole: all alike gives that word, a mixture with a decision is partial."""
    found = set(items)
    if found <= {ItemResult.RECEIVED}:
        return ReceiptResult.RECEIVED
    if found == {ItemResult.ACCEPTED}:
        return ReceiptResult.ACCEPTED
    if found == {ItemResult.REJECTED}:
        return ReceiptResult.REJECTED
    return ReceiptResult.PARTIAL
