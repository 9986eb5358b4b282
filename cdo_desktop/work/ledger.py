"""The ledger as pages: each package with its items, what happened to it, and its receipts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cdo_desktop.domain.ledger import LedgerEntry, LedgerEvent, LedgerItem, TakenReceipt
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.receipt import ReceiptResult
from cdo_desktop.errors import Refused
from cdo_desktop.package.receipt_json import receipt_of
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.store.ledger import WRITING
from cdo_desktop.work.choosing import SERIES
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class ShownReceipt:
    """A receipt of the ledger, and what it counts for."""

    receipt: TakenReceipt
    who: str
    """Who took it in."""
    decides: bool
    """Whether the words of package and records are its words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform last said of a record that it sent back."""

    entry: LedgerEntry
    """The package in which it was sent."""
    item: LedgerItem
    receipt: TakenReceipt | None
    reasons: tuple[str, ...]
    """Why: for this record, or else what was found about the whole package."""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Everything known of one package."""

    entry: LedgerEntry
    items: tuple[LedgerItem, ...]
    events: tuple[LedgerEvent, ...]
    receipts: tuple[ShownReceipt, ...]
    """In the order of their series."""

    @property
    def unfinished_at(self) -> str:
        """Where the file is being written, or was when the program was killed; "" once entered."""
        return next((event.note for event in self.events if event.state == WRITING), "")


def pages(bench: Workbench, wanted: str = "") -> list[LedgerPage]:
    """The pages of all packages, newest first, or of the one with this id or file name.

    Before them what is being written, or was when the program was killed.
    """
    workspace = bench.workspace
    known = [*workspace.unfinished(), *workspace.packages()]
    entries = [e for e in known if wanted in ("", e.package_id, e.file_name)]
    if wanted and not entries:
        raise Refused("CDO-E731", what=wanted)
    return [_page(bench, entry) for entry in entries]


def unfinished(bench: Workbench) -> list[LedgerPage]:
    """What is being written, or was when the program was killed."""
    return [_page(bench, entry) for entry in bench.workspace.unfinished()]


def _page(bench: Workbench, entry: LedgerEntry) -> LedgerPage:
    workspace = bench.workspace
    events = tuple(workspace.package_events(entry.package_id))
    receipts = workspace.receipts(entry.package_id)
    last = deciding(receipts)
    return LedgerPage(
        entry,
        tuple(workspace.package_items(entry.package_id)),
        events,
        tuple(ShownReceipt(one, _who_took(one, events), one is last) for one in receipts),
    )


def deciding(receipts: Sequence[TakenReceipt]) -> TakenReceipt | None:
    """The last of the series; of two in one place the first that was taken."""
    return max(receipts, key=lambda one: one.sequence, default=None)


def _who_took(receipt: TakenReceipt, events: Iterable[LedgerEvent]) -> str:
    told = (receipt.result, receipt.taken_at, receipt.receipt_no)
    return next((event.who for event in events if (event.state, event.at, event.note) == told), "")


def sent_back(bench: Workbench, record_id: str) -> Answer | None:
    """Why the platform sent a record back, as long as it was not sent again; None if it was not.

    Also when it has been edited since: that is when the reason is wanted.
    """
    found = bench.workspace.last_sent(record_id)
    if found is None or found[1].state is not Delivery.REJECTED:
        return None
    entry, item = found
    receipt = deciding(bench.workspace.receipts(entry.package_id))
    reasons = (item.reason,) if item.reason else _findings(receipt)
    return Answer(entry, item, receipt, reasons)


def _findings(receipt: TakenReceipt | None) -> tuple[str, ...]:
    """What the platform found about a package that it sent back as a whole."""
    if receipt is None:
        return ()
    body = receipt_of(read_canonical(receipt.body.encode()))
    return tuple(finding.text for finding in body.findings)


def state_label(state: str) -> str:
    """The word for the state of a package."""
    if state == WRITING:
        return "正在写出"
    if state in set(ReceiptResult):
        return ReceiptResult(state).label
    return Delivery(state).label


_SERIES = {SERIES: "目录"}


def series_label(series: str) -> str:
    """The word for a series of packages."""
    return _SERIES.get(series, series)
