"""Undo and redo keep the roles of the review: nobody takes back what others judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_steps import bench_of, code_of, later, record_now, steps_of

from cdo_desktop.domain.people import Person
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reviewing
from cdo_desktop.work.typed import Entry

CLERK, LEAD, HEAD = "王芳", "李文涛", "周明"


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def appointed(bench, name: str, duty: str):
    """An appointment of somebody known by name only, to the end of the month."""
    times = {"from_date": "2026-01-01", "to_date": "2026-03-31"}
    own = {"org": bench.org.name, "org_code": bench.org.code, **times}
    values = {"title": f"{name}任{duty}", "person": {"title": name}, "duty": duty, **own}
    return editing.add(bench, [editing.new_record(bench, "appointment", values)])


@pytest.fixture
def staffed(bench):
    """A clerk, a CDO and a head of the bureau."""
    for name, duty in ((CLERK, "填报人"), (LEAD, "部门首席数据官"), (HEAD, "部门负责人")):
        appointed(bench, name, duty)
    return bench


def moved(bench, record, key: str, by: str):
    assert reviewing.move(bench, key, [record.id], by, "", Run()).moved


def at_desk(bench, name: str):
    return bench.done_by(Person(name))


@pytest.fixture
def judged(staffed, make_record):
    """A resource that the clerk submitted and the CDO approved."""
    record = editing.add(staffed, [make_record()])[0]
    moved(staffed, record, "submit", CLERK)
    moved(staffed, record, "approve", LEAD)
    return record


@pytest.mark.parametrize("who", [LEAD, HEAD])
def test_an_approval_is_taken_back_by_who_gave_it_or_may_give_it(staffed, judged, who):
    editing.undo(at_desk(staffed, who))
    assert record_now(staffed, judged).review == "in_review"
    assert steps_of(staffed)[0].who == who


@pytest.mark.parametrize("who", [CLERK, "路人"])
def test_an_approval_is_not_taken_back_by_anybody_else(staffed, judged, who):
    before = steps_of(staffed)
    with pytest.raises(Refused) as caught:
        editing.undo(at_desk(staffed, who))
    assert code_of(caught) == "CDO-S230"
    for word in (who, "撤销", "审核通过", "部门负责人", LEAD):
        assert word in caught.value.happened
    assert steps_of(staffed) == before


def test_an_approval_is_not_given_again_by_who_may_not_give_it(staffed, judged):
    editing.undo(at_desk(staffed, LEAD))
    with pytest.raises(Refused) as caught:
        editing.redo(at_desk(staffed, CLERK))
    assert code_of(caught) == "CDO-S230"
    assert "重做" in caught.value.happened
    editing.redo(at_desk(staffed, HEAD))
    assert record_now(staffed, judged).review == "approved"


def test_who_made_it_takes_it_back_also_when_the_appointment_is_over(staffed, judged):
    later(staffed, 30)
    editing.undo(at_desk(staffed, LEAD))
    assert record_now(staffed, judged).review == "in_review"
    with pytest.raises(Refused):
        editing.redo(at_desk(staffed, LEAD))


def test_a_submission_is_taken_back_by_the_clerk(staffed, make_record):
    record = editing.add(staffed, [make_record()])[0]
    moved(staffed, record, "submit", CLERK)
    with pytest.raises(Refused) as caught:
        editing.undo(at_desk(staffed, LEAD))
    assert "填报人" in caught.value.happened
    editing.undo(at_desk(staffed, CLERK))
    assert record_now(staffed, record).review == "draft"


def test_an_edit_is_undone_by_anybody_also_where_it_reopened_what_was_approved(staffed, judged):
    """What comes back is what was approved, to the letter."""
    editing.set_values(staffed, judged.id, [Entry("更新周期", "每年")])
    assert record_now(staffed, judged).review == "draft"
    editing.undo(at_desk(staffed, "路人"))
    assert record_now(staffed, judged).review == "approved"
    editing.redo(at_desk(staffed, "路人"))
    assert record_now(staffed, judged).review == "draft"


def test_without_appointments_anybody_undoes(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    moved(bench, record, "submit", CLERK)
    editing.undo(at_desk(bench, "路人"))
    assert record_now(bench, record).review == "draft"


def test_two_people_of_one_name_are_told_apart_by_their_records(staffed, judged):
    """The step names a person without a record: then the name decides; two records decide."""
    assert editing._is_same(Person(LEAD), Person(LEAD, "r1"))
    assert not editing._is_same(Person(LEAD, "r2"), Person(LEAD, "r1"))
    stranger = replace(staffed, who=Person("路人", "r1"))
    with pytest.raises(Refused):
        editing.undo(stranger)
