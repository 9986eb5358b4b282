"""The ledger as pages: each package with its items, what happened to it, and its receipts."""

from __future__ import annotations

from dataclasses import dataclass

from cdo_desktop.domain.ledger import LedgerEntry, LedgerEvent, LedgerItem, TakenReceipt
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.receipt import ReceiptResult
from cdo_desktop.errors import Refused
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Everything known of one package."""

    entry: LedgerEntry
    items: tuple[LedgerItem, ...]
    events: tuple[LedgerEvent, ...]
    receipts: tuple[TakenReceipt, ...]


def pages(bench: Workbench, wanted: str = "") -> list[LedgerPage]:
    """The pages of all packages, newest first, or of the one with this id or file name."""
    workspace = bench.workspace
    entries = [e for e in workspace.packages() if wanted in ("", e.package_id, e.file_name)]
    if wanted and not entries:
        raise Refused("CDO-E731", what=wanted)
    return [
        LedgerPage(
            entry,
            tuple(workspace.package_items(entry.package_id)),
            tuple(workspace.package_events(entry.package_id)),
            tuple(workspace.receipts(entry.package_id)),
        )
        for entry in entries
    ]


def state_label(state: str) -> str:
    """The word for the state of a package."""
    if state in set(ReceiptResult):
        return ReceiptResult(state).label
    return Delivery(state).label
