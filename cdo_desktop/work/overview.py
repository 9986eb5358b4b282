"""How a workspace stands: what waits for whom, how complete the lists are, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.tallies import Changed
from cdo_desktop.standard.holidays import shipped_holidays
from cdo_desktop.tasks import Run
from cdo_desktop.work.counts import DONE, LISTS, Counts, ListStanding, Part
from cdo_desktop.work.deadlines import ComingDay, Deadline, coming_days, deadlines
from cdo_desktop.work.reviewing import PERSON
from cdo_desktop.work.waiting import Waiting, WaitingNow, Waits, project_states, role_shown
from cdo_desktop.workbench import ORGANISATION, Workbench

RECENT = 7
_SHOWN: Mapping[str, tuple[Waits, ...]] = {
    "clerk": (Waits.RETURNED, Waits.ERRORS, Waits.DRAFTS, Waits.REMARKS, Waits.REJECTED),
    "sharing_lead": (Waits.RETURNED, Waits.ERRORS, Waits.REVIEW, Waits.REJECTED, Waits.REMARKS),
    "dept_cdo": (Waits.REVIEW, Waits.PROJECTS, Waits.APPROVED, Waits.ERRORS, Waits.EXPIRING),
}


class StepKey(StrEnum):
    """The five steps from an empty workspace to a delivered catalog."""

    PEOPLE = "people"
    SHEETS = "sheets"
    FILL = "fill"
    REVIEW = "review"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step, how far it is, and where one goes on with it."""

    key: StepKey
    note: str
    is_done: bool
    query: ListQuery | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page says."""

    today: date
    waiting: tuple[Waiting, ...]
    lists: tuple[ListStanding, ...]
    shares: tuple[Part, ...]
    offices: tuple[Part, ...]
    recent: tuple[Changed, ...]
    steps: tuple[NextStep, ...]
    deadlines: tuple[Deadline, ...]
    days: tuple[ComingDay, ...]
    mark: str
    """What is to be said of the days counted; "" where every year's holidays are known."""


def overview(bench: Workbench, run: Run) -> Overview:
    """Count everything once. Raises Cancelled."""
    now = bench.clock.now()
    run.step("统计")
    counted = Counts(bench, bench.workspace.tallies())
    due = tuple(deadlines(bench, run))
    days = coming_days(now.date(), due)
    packages = bench.workspace.packages()
    waits = WaitingNow(counted, now, packages, due, _remarked(bench), project_states(bench))
    return Overview(
        today=now.date(),
        waiting=tuple(waits.of(what) for what in _SHOWN[role_shown(bench)]),
        lists=tuple(counted.standing(kind) for kind in LISTS),
        shares=tuple(counted.shares()),
        offices=tuple(counted.offices()),
        recent=tuple(bench.workspace.changed_last(RECENT)),
        steps=tuple(_steps(counted, packages)),
        deadlines=due,
        days=days,
        mark=_mark(days, due),
    )


def _mark(days: Sequence[ComingDay], due: Sequence[Deadline]) -> str:
    """The years whose holidays are not known, among the days shown and those reckoned with."""
    shown = shipped_holidays().mark(days[0].day, days[-1].day)
    marks = [shown, *(one.mark for one in due)]
    return "；".join(dict.fromkeys(mark for mark in marks if mark))


def _remarked(bench: Workbench) -> Mapping[str, int]:
    """Kind of the three lists -> records on which a remark is open; remarks are few."""
    every = bench.workspace.comments("")
    ids = {comment.record_id for comment in every if not comment.closed_at}
    heads = bench.workspace.heads(sorted(ids)).values()
    return Counter(one.kind for one in heads if not one.deleted and one.kind in LISTS)


def _steps(counts: Counts, packages: Sequence[LedgerEntry]) -> Iterable[NextStep]:
    """The five steps; each is done by what the workspace holds, not by a tick."""
    offices, people = counts.records([ORGANISATION]), counts.records([PERSON])
    records, drafts = counts.records(LISTS), counts.records(LISTS, "draft", "returned")
    errors = sum(one.errors for one in counts.of(LISTS))
    waiting, done = counts.records(LISTS, "in_review"), counts.records(LISTS, *DONE)
    most = counts.most(counts.of(LISTS, "draft", "returned"), lambda one: one.records)
    reviewed = counts.most(counts.of(LISTS, "in_review"), lambda one: one.records)
    yield NextStep(
        *(StepKey.PEOPLE, f"{offices:,} 个机构，{people:,} 名人员", people > 0),
        ListQuery(PERSON if offices else ORGANISATION),
    )
    yield NextStep(StepKey.SHEETS, f"三张清单共 {records:,} 条", records > 0)
    left = f"还有 {drafts:,} 条草稿、{errors:,} 个错误"
    filled = records > 0 and not drafts and not errors
    yield NextStep(
        *(StepKey.FILL, left if records else "导入或新建后，边填边查错", filled),
        ListQuery(most, states=("draft", "returned")),
    )
    yield NextStep(
        *(StepKey.REVIEW, f"{waiting:,} 条待审核，{done:,} 条已审核", 0 < done == records),
        ListQuery(reviewed, states=("in_review",)),
    )
    answered = any(e.state not in (Delivery.EXPORTED, Delivery.HANDED) for e in packages)
    then = "平台的回执已导入" if answered else "回执带回来后再导入"
    sent = f"已导出 {len(packages)} 个包，{then}" if packages else then
    yield NextStep(StepKey.DELIVER, sent, answered)
