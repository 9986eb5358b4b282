"""The ledger in rows: how far each package has come, by what is proven, and what waits too long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cdo_desktop.domain.ledger import LedgerEntry, LedgerEvent, TakenReceipt
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.receipt import ReceiptResult
from cdo_desktop.store.ledger import WRITING
from cdo_desktop.tasks import Run
from cdo_desktop.work.ledger import deciding
from cdo_desktop.workbench import Workbench

PATIENCE = 10
"""Days after the handing over from which a missing receipt is pointed out."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One of the four places on the way of a package."""

    state: Delivery
    at: str = ""
    """When it was reached, ISO 8601; "" if it was not, or nobody entered when."""
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What a package carries, and what became of it."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    """Key of the kind -> records."""
    tombstones: int = 0
    states: Mapping[Delivery, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One package of the ledger as a line shows it."""

    entry: LedgerEntry
    events: tuple[LedgerEvent, ...]
    receipts: tuple[TakenReceipt, ...]
    counts: Counts
    waited: int
    """Days since it was handed over without any receipt; 0 if it does not wait."""

    @property
    def who(self) -> str:
        """Who exported it."""
        return next((e.who for e in self.events if e.state in (Delivery.EXPORTED, WRITING)), "")

    @property
    def is_overdue(self) -> bool:
        """Whether it has waited for a receipt longer than it should."""
        return self.waited > PATIENCE

    @property
    def is_being_written(self) -> bool:
        """Whether it is being written, or was when the program was killed."""
        return self.entry.state == WRITING

    @property
    def receipt(self) -> TakenReceipt | None:
        """The receipt whose words count."""
        return deciding(self.receipts)

    @property
    def track(self) -> tuple[Stop, Stop, Stop, Stop]:
        """已导出, 已交接, 已接收, and 已受理 or 被退回: reached only where it is proven."""
        decision = self.receipt
        decided = decision is not None and decision.result != ReceiptResult.RECEIVED
        last = Delivery.ACCEPTED
        if decision is not None and decision.result == ReceiptResult.REJECTED:
            last = Delivery.REJECTED
        return (
            self._stop(Delivery.EXPORTED),
            self._stop(Delivery.HANDED),
            Stop(Delivery.RECEIVED, _first(self.receipts), bool(self.receipts)),
            Stop(last, decision.received_at if decision and decided else "", decided),
        )

    def _stop(self, state: Delivery) -> Stop:
        at = next((event.at for event in self.events if event.state == state), "")
        return Stop(state, at, bool(at))


def _first(receipts: Sequence[TakenReceipt]) -> str:
    return min((one.received_at for one in receipts), key=datetime.fromisoformat, default="")


def ledger_rows(
    bench: Workbench, run: Run, known: Mapping[str, LedgerRow] | None = None
) -> list[LedgerRow]:
    """Every package, newest first, those being written before them. Raises Cancelled.

    `known` are rows read before, by packageId: what a package carries is counted anew only where
    something happened to it since.
    """
    workspace, now = bench.workspace, bench.clock.now()
    entries = [*workspace.unfinished(), *workspace.packages()]
    rows = []
    for entry in run.each("读取台账", entries, len(entries), stride=1):
        events = tuple(workspace.package_events(entry.package_id))
        before = (known or {}).get(entry.package_id)
        same = before is not None and before.events == events
        counts = before.counts if before and same else _counted(bench, entry)
        receipts = tuple(workspace.receipts(entry.package_id))
        rows.append(LedgerRow(entry, events, receipts, counts, _waited(events, receipts, now)))
    return rows


def _counted(bench: Workbench, entry: LedgerEntry) -> Counts:
    items = bench.workspace.package_items(entry.package_id)
    return Counts(
        kinds=Counter(item.kind for item in items if not item.tombstone),
        tombstones=sum(item.tombstone for item in items),
        states=Counter(item.state for item in items),
    )


def _waited(events: Sequence[LedgerEvent], receipts: Sequence[TakenReceipt], now: datetime) -> int:
    handed = max((event.at for event in events if event.state == Delivery.HANDED), default="")
    if not handed or receipts:
        return 0
    return max((now - datetime.fromisoformat(handed)).days, 0)
