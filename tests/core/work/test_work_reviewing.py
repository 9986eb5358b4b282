"""Review: who may move what, what stays behind and why; one step, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_steps import (
    approved,
    asked_to_stop,
    bench_of,
    code_of,
    later,
    line_of,
    record_now,
    steps_of,
    stopped,
)

from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reviewing

CLERK, LEAD = "王芳", "李文涛"


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def move(bench, key: str, *records, by: str = CLERK, note: str = "", run: Run | None = None):
    ids = [record if isinstance(record, str) else record.id for record in records]
    return reviewing.move(bench, key, ids, by, note, run or Run())


def person(bench, name: str):
    values = {"title": name, "org": bench.org.name, "org_code": bench.org.code}
    return editing.add(bench, [editing.new_record(bench, "person", values)])[0]


def appointed(bench, who, duty: str, begins: str = "2026-01-01", ends: str = ""):
    """An appointment of a person record."""
    values = {
        "title": f"{who.title}任{duty}",
        "person": {"id": who.id, "code": who.code, "title": who.title},
        "duty": duty,
        "org": bench.org.name,
        "org_code": bench.org.code,
        "from_date": begins,
    }
    values |= {"to_date": ends} if ends else {}
    return editing.add(bench, [editing.new_record(bench, "appointment", values)])[0]


def test_submitted_by_one_approved_by_another_with_who_and_why(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    assert move(bench, "submit", record).moved[0].review == "in_review"
    done = move(bench, "approve", record, by=LEAD, note="内容齐全")
    assert [one.review for one in done.moved] == ["approved"]
    newest, submitted, _ = bench.workspace.revisions(record.id)
    assert (newest.who, newest.why, newest.review) == (LEAD, "内容齐全", "approved")
    assert (submitted.who, submitted.review) == (CLERK, "in_review")


def test_a_record_with_errors_stays_behind_and_the_others_move(bench, make_record):
    good, bad = editing.add(bench, [make_record(), make_record(title="殡葬信息", summary=None)])
    done = move(bench, "submit", good, bad)
    assert [one.id for one in done.moved] == [good.id]
    (behind,) = done.stayed
    assert behind.record == bad
    assert [finding.place.element for finding in behind.findings] == ["summary"]
    assert "摘要" in behind.reason
    assert record_now(bench, bad) == bad


def test_of_many_errors_the_first_are_told_and_how_many_there_are(bench, make_record):
    wanting = dict.fromkeys(("summary", "update_cycle", "share_type", "format_class", "open"))
    (bad,) = editing.add(bench, [make_record(**wanting)])
    (behind,) = move(bench, "submit", bad).stayed
    assert len(behind.findings) > 3
    assert behind.reason.endswith(f"等 {len(behind.findings)} 处")
    assert behind.reason.startswith(behind.findings[0].message())


def test_a_second_record_of_the_same_name_stays_behind(bench, make_record):
    first, second = editing.add(bench, [make_record(), make_record()])
    done = move(bench, "submit", first, second)
    assert [one.id for one in done.moved] == [first.id]
    (behind,) = done.stayed
    assert [finding.code for finding in behind.findings] == ["CDO-V301"]


def test_a_second_record_of_the_same_code_stays_behind(bench, make_record):
    first = editing.add(bench, [make_record()])[0]
    second = editing.add(bench, [make_record(title="殡葬服务信息", code=first.code)])[0]
    done = move(bench, "submit", second, first)
    assert [one.id for one in done.moved] == [first.id]
    assert [finding.code for finding in done.stayed[0].findings] == ["CDO-V307"]


def test_named_twice_a_record_moves_once(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    assert len(move(bench, "submit", record, record, record.code).moved) == 1


def test_a_record_in_another_state_stays_behind(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    (behind,) = move(bench, "approve", record, by=LEAD).stayed
    assert behind.findings == ()
    assert "草稿" in behind.reason


def test_what_lies_in_the_recycle_bin_stays_there(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    editing.delete(bench, [record.id])
    done = move(bench, "submit", record)
    assert done.moved == ()
    assert "回收站" in done.stayed[0].reason
    assert record_now(bench, record).deleted


def test_a_return_needs_a_reason_and_stays_visible_through_the_edit(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    move(bench, "submit", record)
    with pytest.raises(Refused) as caught:
        move(bench, "return", record, by=LEAD, note="  ")
    assert code_of(caught) == "CDO-S207"
    move(bench, "return", record, by=LEAD, note="摘要太短")
    changed = editing.set_values(bench, record.id, [editing.Entry("责任科室", "低保科")])
    assert changed.review == "returned"
    assert len(move(bench, "submit", record).moved) == 1


def test_all_that_wait_are_found_across_kinds(bench, make_record):
    resource = editing.add(bench, [make_record()])[0]
    li = person(bench, "李明")
    assert set(reviewing.waiting_for(bench, "submit")) == {resource.id, li.id}
    done = move(bench, "submit", *reviewing.waiting_for(bench, "submit"))
    assert {one.kind for one in done.moved} == {"resource", "person"}
    assert set(reviewing.waiting_for(bench, "approve")) == {resource.id, li.id}
    assert reviewing.waiting_for(bench, "submit") == []
    assert reviewing.waiting_for(bench, "no-such-move") == []


def test_moving_nothing_is_no_step(bench):
    done = move(bench, "submit")
    assert (done.moved, done.stayed) == ((), ())
    assert steps_of(bench) == []


def test_somebody_must_do_it(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    with pytest.raises(Refused) as caught:
        move(bench, "submit", record, by=" ")
    assert code_of(caught) == "CDO-U114"


def test_stopped_means_nothing_moved(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    assert stopped(move, bench, "submit", record, run=asked_to_stop())
    assert record_now(bench, record) == record


def test_the_list_counts_for_the_state_reached(bench, make_record):
    (record,) = approved(bench, [make_record()])
    line = line_of(bench, record)
    assert (line.review, line.errors) == ("approved", 0)


# -- appointments ----------------------------------------------------------------------------------


def test_without_appointments_anybody_may(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    assert move(bench, "submit", record, by="路人").moved


def test_with_appointments_only_who_holds_the_role_may(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    appointed(bench, person(bench, CLERK), "填报人")
    with pytest.raises(Refused) as caught:
        move(bench, "submit", record, by="路人")
    assert code_of(caught) == "CDO-S206"
    assert "填报人" in caught.value.happened
    move(bench, "submit", record)
    with pytest.raises(Refused):
        move(bench, "approve", record)


@pytest.mark.parametrize(
    ("begins", "ends"), [("2025-01-01", "2026-03-11"), ("2026-03-13", "2027-01-01")]
)
def test_an_appointment_that_is_over_or_not_begun_gives_no_right(bench, make_record, begins, ends):
    record = editing.add(bench, [make_record()])[0]
    appointed(bench, person(bench, CLERK), "填报人", begins, ends)
    with pytest.raises(Refused) as caught:
        move(bench, "submit", record)
    assert code_of(caught) == "CDO-S206"


def test_the_last_day_of_an_appointment_counts(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    appointed(bench, person(bench, CLERK), "填报人", ends="2026-03-12")
    assert move(bench, "submit", record).moved
    later(bench, 1)
    other = editing.add(bench, [make_record(title="殡葬信息")])[0]
    with pytest.raises(Refused):
        move(bench, "submit", other)


def test_two_people_of_one_name_are_told_apart(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    clerk, namesake = person(bench, CLERK), person(bench, CLERK)
    appointed(bench, clerk, "填报人")
    with pytest.raises(Refused) as caught:
        move(bench, "submit", record)
    assert code_of(caught) == "CDO-S213"
    with pytest.raises(Refused) as caught:
        move(bench, "submit", record, by=namesake.code)
    assert code_of(caught) == "CDO-S206"
    moved = move(bench, "submit", record, by=clerk.code).moved[0]
    newest = bench.workspace.revisions(moved.id)[0]
    assert newest.who == CLERK


def test_an_appointment_of_a_name_without_a_record_counts_by_name(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    clerk = replace(person(bench, "别人"), id="", code="", title=CLERK)
    appointed(bench, clerk, "填报人")
    assert move(bench, "submit", record).moved
