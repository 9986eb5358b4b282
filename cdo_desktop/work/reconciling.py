"""Reconciling: which records the platform does not have as they stand here, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial

from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery, Summary
from cdo_desktop.standard.library import Library
from cdo_desktop.tasks import Run
from cdo_desktop.work.choosing import TRAVELS, packages_of_series
from cdo_desktop.workbench import Workbench

_CHUNK = 500


class Gap(StrEnum):
    """Why the platform does not have a record as it stands here; in the order of the work."""

    UNAPPROVED = "unapproved"
    UNEXPORTED = "unexported"
    NOT_HANDED = "not-handed"
    NO_RECEIPT = "no-receipt"
    UNDECIDED = "undecided"
    """It was received, and not accepted yet."""
    REJECTED = "rejected"


_GAPS = {
    Delivery.EXPORTED: Gap.NOT_HANDED,
    Delivery.HANDED: Gap.NO_RECEIPT,
    Delivery.RECEIVED: Gap.UNDECIDED,
    Delivery.REJECTED: Gap.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that the platform does not have as it stands here."""

    record_id: str
    kind: str
    code: str
    title: str
    gap: Gap
    deleted: bool
    """It lies in the recycle bin here, and the platform has not accepted that."""
    older_there: bool
    """The platform has accepted an earlier revision."""
    entry: LedgerEntry | None
    """The newest package that carried it."""
    reason: str
    """Why the platform sent it back."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What comparing all records with the ledger gave."""

    records: int
    same: int
    """How many the platform has accepted as they stand here."""
    missing: tuple[Missing, ...]

    @property
    def counts(self) -> Mapping[Gap, int]:
        """How many for each reason, in the order of the work; 0 too."""
        found = Counter(one.gap for one in self.missing)
        return {gap: found[gap] for gap in Gap}


def platform_has(bench: Workbench) -> dict[str, LedgerItem]:
    """Record id -> the newest of its revisions that a checked receipt says was accepted."""
    known: dict[str, LedgerItem] = {}
    for entry in packages_of_series(bench):
        for item in bench.workspace.package_items(entry.package_id):
            if item.state is Delivery.ACCEPTED:
                known.setdefault(item.record_id, item)
    return known


def reconcile(bench: Workbench, run: Run) -> Reconciled:
    """Compare every record of the three lists with what was sent and answered. Raises Cancelled."""
    run.step("读取台账")
    there = platform_has(bench)
    sent = _last_sent(bench)
    unapproved = cache(partial(_is_unapproved, bench.library))
    records, missing = 0, []
    for line in _lines(bench, run):
        records += not line.deleted
        gap = _gap_of(line, there, unapproved(line.kind, line.review))
        if gap is None or (line.deleted and not _is_there(line, there)):
            continue
        entry, item = sent.get(line.id, (None, None))
        missing.append(
            Missing(
                record_id=line.id,
                kind=line.kind,
                code=line.code,
                title=line.title,
                gap=gap,
                deleted=line.deleted,
                older_there=_is_there(line, there),
                entry=entry,
                reason=item.reason if item and gap is Gap.REJECTED else "",
            )
        )
    order = list(Gap)
    missing.sort(key=lambda one: order.index(one.gap))
    gone = sum(one.deleted for one in missing)
    return Reconciled(records, records - (len(missing) - gone), tuple(missing))


def _lines(bench: Workbench, run: Run) -> Iterator[Summary]:
    """Every record of the lists that travel, also those of the recycle bin."""
    for kind in TRAVELS:
        for deleted in (False, True):
            numbers = bench.workspace.numbers(ListQuery(kind, deleted=deleted))
            for start in range(0, len(numbers), _CHUNK):
                run.step("对账", start, len(numbers))
                yield from bench.workspace.summaries(numbers[start : start + _CHUNK]).values()


def _gap_of(line: Summary, there: Mapping[str, LedgerItem], unapproved: bool) -> Gap | None:
    """None: the platform has it as it is."""
    if line.deleted and line.id in there and there[line.id].tombstone:
        return None
    if line.delivery:
        return _GAPS.get(Delivery(line.delivery))
    return Gap.UNAPPROVED if unapproved and not line.deleted else Gap.UNEXPORTED


def _is_there(line: Summary, there: Mapping[str, LedgerItem]) -> bool:
    return line.id in there and not there[line.id].tombstone


def _is_unapproved(library: Library, kind: str, review: str) -> bool:
    return not library.flow_of(library.kind(kind)).state(review).frozen


def _last_sent(bench: Workbench) -> dict[str, tuple[LedgerEntry, LedgerItem]]:
    """Record id -> the newest package that carried it, and what became of it there."""
    found: dict[str, tuple[LedgerEntry, LedgerItem]] = {}
    for entry in packages_of_series(bench):
        for item in bench.workspace.package_items(entry.package_id):
            found.setdefault(item.record_id, (entry, item))
    return found
