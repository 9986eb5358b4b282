"""data/receipt.json: the receipt as canonical JSON and back."""

from __future__ import annotations

from typing import Any

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.receipt import (
    ItemResult,
    Receipt,
    ReceiptFinding,
    ReceiptItem,
    ReceiptResult,
)
from cdo_desktop.package.manifest_json import HEX
from cdo_desktop.package.strict_json import RECORD_ID, Fields, Malformed


def receipt_bytes(receipt: Receipt) -> bytes:
    """data/receipt.json."""
    return canonical_bytes(
        {
            "receiptNo": receipt.receipt_no,
            "receivedAt": timestamp(receipt.received_at),
            "result": receipt.result.value,
            "items": [_item_json(item) for item in receipt.items],
            "findings": [
                {"code": found.code, "place": found.place, "text": found.text}
                for found in receipt.findings
            ],
        }
    )


def _item_json(item: ReceiptItem) -> dict[str, str]:
    return {
        "id": item.id,
        "code": item.code,
        "revisionId": item.revision_id,
        "result": item.result.value,
        "reason": item.reason,
    }


def receipt_of(value: Any) -> Receipt:
    """The receipt in a canonical JSON value. Raises Malformed, also if it contradicts itself."""
    fields = Fields(value)
    receipt = Receipt(
        receipt_no=fields.text("receiptNo"),
        received_at=fields.time("receivedAt"),
        result=fields.word("result", ReceiptResult),
        items=tuple(_item(each) for each in fields.objects("items")),
        findings=tuple(_finding(each) for each in fields.objects("findings")),
    )
    if not receipt.is_consistent:
        raise Malformed("$.result")
    if len({item.id for item in receipt.items}) != len(receipt.items):
        raise Malformed("$.items")
    return receipt


def _item(fields: Fields) -> ReceiptItem:
    return ReceiptItem(
        id=fields.text("id", RECORD_ID),
        code=fields.text("code", empty=True),
        revision_id=fields.text("revisionId", HEX),
        result=fields.word("result", ItemResult),
        reason=fields.prose("reason"),
    )


def _finding(fields: Fields) -> ReceiptFinding:
    place = fields.text("place", empty=True)
    return ReceiptFinding(fields.text("code"), place, fields.prose("text"))
