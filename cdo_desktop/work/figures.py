"""How the work stands in figures: what there is, in which state, and how it grew by the month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.tallies import Growth, Tally
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.counts import DONE, NO_OFFICE, NO_SHARE, PROJECT, Counts, Part
from cdo_desktop.work.deadlines import RESOURCE
from cdo_desktop.workbench import Workbench

SYSTEM, DEMAND = "system", "demand"
NOT_SHARED = "不予共享"


class Standing(StrEnum):
    """How far an entry of the catalog has come, in five words."""

    DRAFT = "draft"
    WAITS = "waits"
    APPROVED = "approved"
    EXPORTED = "exported"
    ACCEPTED = "accepted"


_STANDINGS = {
    "draft": Standing.DRAFT,
    "in_review": Standing.WAITS,
    "returned": Standing.WAITS,
    Delivery.REJECTED.value: Standing.WAITS,
    Delivery.EXPORTED.value: Standing.EXPORTED,
    Delivery.HANDED.value: Standing.EXPORTED,
    Delivery.RECEIVED.value: Standing.EXPORTED,
    Delivery.ACCEPTED.value: Standing.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class OfficeStack:
    """The entries of an office by how far they have come."""

    office: str
    numbers: Mapping[Standing, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.numbers.values())


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """What there was when a month ended; the present month has not ended yet."""

    month: str
    """YYYY-MM."""
    made: int
    done: int
    """Approved or further."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the page of reports says in numbers, of one office or of all."""

    at: datetime
    office: str | None
    """Whose figures these are: "" = of what names no office, None = of everything."""
    offices: tuple[str, ...]
    """Every office there is, whichever was asked for."""
    resources: int
    done: int
    """Of the resources: approved or further."""
    items: int
    shares: tuple[Part, ...]
    """The resources by share type, in the order of the law, then those without one."""
    systems: int
    demands: int
    projects: int
    reviewed: int
    """Of the projects: those on which the unit's own reviewer has given an opinion."""
    stacks: tuple[OfficeStack, ...]
    months: tuple[MonthEnd, ...]

    @property
    def typed(self) -> int:
        """Resources whose share type is known."""
        return sum(one.number for one in self.shares if one.word != NO_SHARE)

    @property
    def shared(self) -> int:
        """Resources that are shared, with conditions or without."""
        return self.typed - sum(one.number for one in self.shares if one.word == NOT_SHARED)


def figures(bench: Workbench, run: Run, office: str | None = None, months: int = 12) -> Figures:
    """Count once. `office`: only what this one answers for ("" = what none does); None = all.

    `months`: so many month ends, the last being that of the present month. Raises Cancelled.
    """
    now = bench.clock.now()
    run.step("统计")
    tallies = bench.workspace.tallies()
    of = [one for one in tallies if office is None or one.office == office]
    resources = [one for one in of if one.kind == RESOURCE]
    run.step("统计信息项")
    items = bench.workspace.items(RESOURCE)
    run.step("统计编制进度")
    frozen = _frozen(bench, RESOURCE)
    growth = bench.workspace.growth(RESOURCE, frozen)
    reviewed = _frozen(bench, PROJECT)
    return Figures(
        at=now,
        office=office,
        offices=_offices(tallies),
        resources=_records(of, RESOURCE),
        done=sum(one.records for one in resources if one.state in DONE),
        items=sum(n for name, n in items.items() if office is None or name == office),
        shares=tuple(_shares(bench, of, office)),
        systems=_records(of, SYSTEM),
        demands=_records(of, DEMAND),
        projects=_records(of, PROJECT),
        reviewed=sum(o.records for o in of if o.kind == PROJECT and o.state in reviewed),
        stacks=_stacks(resources),
        months=tuple(_months(growth, office, last_months(now.date(), months))),
    )


def _frozen(bench: Workbench, kind: str) -> frozenset[str]:
    """The review states of a kind in which nothing is changed any more."""
    flow = bench.library.flow_of(bench.library.kind(kind))
    return frozenset(state.key for state in flow.states if state.frozen)


def _records(tallies: Sequence[Tally], kind: str) -> int:
    return sum(one.records for one in tallies if one.kind == kind)


def _offices(tallies: Sequence[Tally]) -> tuple[str, ...]:
    """Those with the most entries of the catalog first; where none is named, last."""
    number: Counter[str] = Counter()
    for one in tallies:
        number[one.office] += one.records if one.kind == RESOURCE else 0
    kinds = {RESOURCE, SYSTEM, DEMAND, PROJECT}
    known = {one.office for one in tallies if one.kind in kinds}
    return tuple(sorted(known, key=lambda name: (not name, -number[name], name)))


def _shares(bench: Workbench, of: Sequence[Tally], office: str | None) -> Iterator[Part]:
    """The catalog by share type; each leads to the list of just these."""
    element = bench.library.kind(RESOURCE).roles[Role.OFFICE].key
    for part in Counts(bench, of).shares():
        if part.query is not None and office:
            facets = {**part.query.facets, element: (office,)}
            part = replace(part, query=replace(part.query, facets=facets))
        elif office is not None:
            part = replace(part, query=None)  # what has no office cannot be listed so
        yield part


def _stacks(resources: Sequence[Tally]) -> tuple[OfficeStack, ...]:
    found: dict[str, Counter[Standing]] = defaultdict(Counter)
    for one in resources:
        standing = _STANDINGS.get(one.state, Standing.APPROVED)
        found[one.office][standing] += one.records
    stacks = (OfficeStack(office or NO_OFFICE, numbers) for office, numbers in found.items())
    return tuple(sorted(stacks, key=lambda s: (s.office == NO_OFFICE, -s.total, s.office)))


def last_months(today: date, number: int) -> list[str]:
    """So many months up to this one, as YYYY-MM."""
    here = today.year * 12 + today.month - 1
    counted = range(here - number + 1, here + 1)
    return [f"{one // 12:04d}-{one % 12 + 1:02d}" for one in counted]


def _months(
    growth: Sequence[Growth], office: str | None, months: Sequence[str]
) -> Iterator[MonthEnd]:
    of = [one for one in growth if office is None or one.office == office]
    for month in months:
        till = [one for one in of if one.month <= month]
        yield MonthEnd(month, sum(one.made for one in till), sum(one.done for one in till))
