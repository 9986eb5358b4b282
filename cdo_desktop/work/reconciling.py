"""Reconciling: which records the platform does not have as they stand here, and why."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from itertools import chain
from typing import overload

from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery, Summary
from cdo_desktop.standard.library import Library
from cdo_desktop.tasks import Run
from cdo_desktop.work.choosing import TRAVELS, packages_of_series
from cdo_desktop.workbench import Workbench

_CHUNK = 500
_READ = 100
"""So many rows are read at once when one of them is looked at."""


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
class Lack:
    """Why and how the platform does not have a record; those it is the same for share it."""

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
class Missing:
    """A record that the platform does not have as it stands here."""

    record_id: str
    kind: str
    title: str
    lack: Lack


class MissingRows(Sequence[Missing]):
    """Every record the platform does not have; a row is read when it is looked at.

    Of 100 000 records with their names the memory would hold more than of all else.
    """

    def __init__(self, bench: Workbench, numbers: Sequence[int], lacks: Sequence[Lack]) -> None:
        """`numbers`: of the records in this workspace, with one of `lacks` for each."""
        self._bench, self._numbers, self.lacks = bench, numbers, lacks
        self._read: dict[int, Summary] = {}
        """Number -> line, of the part of the list that was read last."""

    def of(self, gap: Gap | None) -> MissingRows:
        """Those with this reason; None = all."""
        if gap is None:
            return self
        return self._only([row for row, one in enumerate(self.lacks) if one.gap is gap])

    def __len__(self) -> int:
        return len(self.lacks)

    @overload
    def __getitem__(self, row: int) -> Missing: ...
    @overload
    def __getitem__(self, row: slice) -> MissingRows: ...
    def __getitem__(self, row: int | slice) -> Missing | MissingRows:
        if isinstance(row, slice):
            return self._only(range(len(self))[row])
        number = self._numbers[row]
        if number not in self._read:
            start = row % len(self) // _READ * _READ
            self._read = self._bench.workspace.summaries(self._numbers[start : start + _READ])
        line = self._read[number]
        return Missing(line.id, line.kind, line.title, self.lacks[row])

    def _only(self, rows: Sequence[int]) -> MissingRows:
        numbers = array("q", [self._numbers[row] for row in rows])
        return MissingRows(self._bench, numbers, [self.lacks[row] for row in rows])


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What comparing all records with the ledger gave."""

    records: int
    same: int
    """How many the platform has accepted as they stand here."""
    missing: MissingRows

    @property
    def counts(self) -> Mapping[Gap, int]:
        """How many for each reason, in the order of the work; 0 too."""
        found = Counter(one.gap for one in self.missing.lacks)
        return {gap: found[gap] for gap in Gap}

    @property
    def gone(self) -> int:
        """How many of the missing are deleted here, which the platform does not know."""
        return sum(one.deleted for one in self.missing.lacks)


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
    records, missing = 0, _Found()
    for line in _lines(bench, run):
        records += not line.deleted
        gap = _gap_of(line, there, unapproved(line.kind, line.review))
        if gap is None or (line.deleted and not _is_there(line, there)):
            continue
        entry, item = sent.get(line.id, (None, None))
        reason = item.reason if item and gap is Gap.REJECTED else ""
        missing.add(line.n, Lack(gap, line.deleted, _is_there(line, there), entry, reason))
    rows = missing.rows(bench)
    gone = sum(one.deleted for one in rows.lacks)
    return Reconciled(records, records - (len(rows) - gone), rows)


class _Found:
    """What is missing, reason by reason; what is the same for many is kept once."""

    def __init__(self) -> None:
        self._numbers = {gap: array("q") for gap in Gap}
        self._lacks: dict[Gap, list[Lack]] = {gap: [] for gap in Gap}
        self._alike: dict[tuple[object, ...], Lack] = {}

    def add(self, number: int, lack: Lack) -> None:
        package = lack.entry.package_id if lack.entry else ""
        alike = (lack.gap, lack.deleted, lack.older_there, package, lack.reason)
        self._numbers[lack.gap].append(number)
        self._lacks[lack.gap].append(self._alike.setdefault(alike, lack))

    def rows(self, bench: Workbench) -> MissingRows:
        """In the order of the reasons."""
        numbers = array("q", chain.from_iterable(self._numbers.values()))
        return MissingRows(bench, numbers, list(chain.from_iterable(self._lacks.values())))


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
