"""The clock of a review: working days since the move that began it, and the day it is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from desk_steps import later, record_now
from project_samples import project

from cdo_desktop.domain.listing import Assessment
from cdo_desktop.standard.holidays import parse_holidays
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing
from cdo_desktop.work.clocks import clock_of, clocks_of
from cdo_desktop.work.deadlines import deadlines

TABLE = """source = "s"
licence = "l"
mark = "未含 {years} 年"

[[year]]
year = 2026
holidays = [2026-03-16]
workdays = []
"""


@pytest.fixture
def filed(bench):
    """A project that was filed on Thursday, 12 March 2026."""
    return to(bench, editing.add(bench, [project(bench.library)])[0], "in_review")


def to(bench, record, state):
    """The project, moved there by somebody."""
    record = record_now(bench, record)
    with bench.step(state) as unit:
        return unit.save(replace(record, review=state), Assessment(), record.revision_id)


def test_a_draft_waits_for_nobody(bench):
    assert clock_of(bench, editing.add(bench, [project(bench.library)])[0]) is None


def test_the_clock_counts_working_days_from_the_day_after(bench, filed):
    later(bench, 5)  # Tuesday: Friday, Monday, Tuesday are over
    clock = clock_of(bench, filed)
    assert clock is not None
    assert (clock.since, clock.used, clock.allowed) == (date(2026, 3, 12), 3, 10)
    assert (clock.due, clock.left, clock.is_late) == (date(2026, 3, 26), 7, False)
    assert clock.words == ("申报后已用 3 个工作日，限 10 个，还剩 7 个工作日（2026-03-26 到期）")


def test_what_is_late_says_so(bench, filed):
    later(bench, 19)  # the 31st, three working days after the 26th
    clock = clock_of(bench, filed)
    assert clock is not None
    assert (clock.used, clock.left, clock.is_late) == (13, -3, True)
    assert "已超期 3 个工作日" in clock.words


def test_late_on_a_weekend_is_late(bench, filed):
    later(bench, 15)  # Friday the 27th is over on Saturday the 28th; due was Thursday
    clock = clock_of(bench, filed)
    assert clock is not None and clock.left == -1


def test_an_edit_in_the_same_state_does_not_set_the_clock_back(bench, filed):
    later(bench, 4)
    with bench.step("改") as unit:
        changed = record_now(bench, filed).with_value("summary", "只建设一项。")
        unit.save(changed, Assessment(), changed.revision_id)
    clock = clock_of(bench, record_now(bench, filed))
    assert clock is not None and clock.since == date(2026, 3, 12)


def test_each_step_has_its_own_clock(bench, filed):
    later(bench, 4)
    clock = clock_of(bench, to(bench, filed, "bureau_review"))
    assert clock is not None
    assert (clock.since, clock.used, clock.after) == (date(2026, 3, 16), 0, "部门首席数据官同意")


def test_undoing_a_later_move_lets_the_clock_run_on(bench, filed):
    later(bench, 4)
    to(bench, filed, "returned")
    assert clock_of(bench, record_now(bench, filed)) is None
    editing.undo(bench)
    clock = clock_of(bench, record_now(bench, filed))
    assert clock is not None and clock.since == date(2026, 3, 12)


def test_filing_again_begins_anew(bench, filed):
    to(bench, filed, "returned")
    later(bench, 4)
    clock = clock_of(bench, to(bench, filed, "in_review"))
    assert clock is not None
    assert (clock.since, clock.after) == (date(2026, 3, 16), "重新申报")


@pytest.mark.parametrize("state", ["board_review", "approved", "withdrawn", "refused"])
def test_where_no_term_is_set_no_clock_runs(bench, filed, state):
    assert clock_of(bench, to(bench, filed, state)) is None


def test_holidays_are_no_working_days(bench, filed):
    later(bench, 5)
    clock = clock_of(bench, filed, parse_holidays(TABLE, "t"))
    assert clock is not None
    assert (clock.used, clock.due) == (2, date(2026, 3, 27))


def test_years_not_known_are_marked(bench, filed):
    table = parse_holidays(TABLE.replace("2026", "2027"), "t")
    clock = clock_of(bench, filed, table)
    assert clock is not None and clock.mark == "未含 2026 年"
    assert "未含 2026 年" in clock.words


def test_projects_in_review_are_among_the_deadlines(bench, filed):
    editing.add(bench, [project(bench.library, title="还在写的项目")])
    (one,) = deadlines(bench, Run())
    assert (one.day, one.left) == (date(2026, 3, 26), 10)
    assert one.what == f"待部门首席数据官审核：{filed.title}"
    assert one.rule == "申报后 10 个工作日 · 审查流程的设置"
    assert one.record == filed.id


def test_a_project_in_the_bin_is_due_no_more(bench, filed):
    editing.delete(bench, [filed.id])
    assert deadlines(bench, Run()) == []
    assert clock_of(bench, record_now(bench, filed)) is None


def test_many_are_read_at_once(bench, filed):
    others = editing.add(bench, [project(bench.library, title=f"项目{n}") for n in range(3)])
    moved = [to(bench, one, "expert_review") for one in others]
    found = clocks_of(bench, [filed, *moved, *others])
    assert set(found) == {filed.id}  # nothing of the flow leads from a draft to the experts
