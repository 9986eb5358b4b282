"""What the frame of the window says at all times: work that waits for whoever works here, problems.

Counted in one pass over the tallies and the few records that have dates; never per record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.tallies import Tally
from cdo_desktop.tasks import Run
from cdo_desktop.work.counts import LISTS, PROJECT, Counts
from cdo_desktop.work.deadlines import Deadline, ask_after, deadlines
from cdo_desktop.work.waiting import project_states, role_shown
from cdo_desktop.workbench import Workbench

SOON = 5
"""Working days before a deadline from which it waits; those farther away are only listed."""
_TO_DO: Mapping[str, tuple[str, ...]] = {
    "clerk": ("returned", Delivery.REJECTED),
    "sharing_lead": ("returned", Delivery.REJECTED, "in_review"),
    "dept_cdo": ("in_review",),
}
"""Role -> states in which a record waits for somebody who holds it."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How much waits in one place of the window, and what it is."""

    number: int = 0
    words: str = ""
    """“已退回 4，待审核 2”; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Problems:
    """All errors, or all warnings, of the workspace."""

    by_kind: Mapping[str, int]
    """Key of a kind -> how many its records have; kinds without any are not named."""

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(self.by_kind.values())

    def nearest(self, kind: str) -> str:
        """The list to show them in: this one if it has any, else the one with most; "" = none."""
        if kind in self.by_kind:
            return kind
        return max(self.by_kind, key=lambda key: self.by_kind[key], default="")


@dataclass(frozen=True, slots=True)
class Standing:
    """What waits in each place, and what is wrong anywhere."""

    due: Waits
    """Deadlines that are past or near."""
    lists: Mapping[str, Waits]
    """By the key of the kind."""
    packages: Waits
    """Packages whose receipt is to be asked after."""
    errors: Problems
    warnings: Problems


def standing(bench: Workbench, run: Run) -> Standing:
    """Count everything once. Raises Cancelled."""
    run.step("统计")
    tallies = bench.workspace.tallies()
    counts = Counts(bench, tallies)
    states = _TO_DO[role_shown(bench)]
    return Standing(
        due=_due(deadlines(bench, run)),
        lists={kind: _in_list(bench, counts, kind, states) for kind in LISTS}
        | {PROJECT: _in_list(bench, counts, PROJECT, project_states(bench))},
        packages=_packages(bench),
        errors=_problems(tallies, lambda one: one.errors),
        warnings=_problems(tallies, lambda one: one.warnings),
    )


def _due(due: Sequence[Deadline]) -> Waits:
    late = sum(one.left < 0 for one in due)
    near = sum(0 <= one.left <= SOON for one in due)
    return _waits((("已超期", late), (f"{SOON} 个工作日内到期", near)))


def _in_list(bench: Workbench, counts: Counts, kind: str, states: Sequence[str]) -> Waits:
    flow = bench.library.flow_of(bench.library.kind(kind))
    words = {state.key: state.label for state in flow.states}
    words |= {Delivery.REJECTED: Delivery.REJECTED.label}
    return _waits([(words[one], counts.records([kind], one)) for one in states if one in words])


def _packages(bench: Workbench) -> Waits:
    today = bench.clock.now().date()
    asked = [ask_after(entry) for entry in bench.workspace.packages()]
    return _waits([("该问回执", sum(day is not None and day <= today for day in asked))])


def _waits(parts: Sequence[tuple[str, int]]) -> Waits:
    words = "，".join(f"{word} {number:,}" for word, number in parts if number)
    return Waits(sum(number for _, number in parts), words)


def _problems(tallies: Sequence[Tally], number: Callable[[Tally], int]) -> Problems:
    found: Counter[str] = Counter()
    for one in tallies:
        found[one.kind] += number(one)
    return Problems(+found)
