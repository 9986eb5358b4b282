"""Undo as it is told, and by what right records are moved."""

from __future__ import annotations

import pytest

from cdo_desktop.domain.listing import Assessment, ListQuery
from cdo_desktop.domain.people import Act
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.work import editing, replaying, reviewing
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench


@pytest.fixture
def bench(workspace: Workspace, act: Act) -> Workbench:
    return Workbench(workspace, who=act.who)


def added(bench: Workbench, title: str) -> str:
    return editing.add(bench, [editing.new_record(bench, "resource", {"title": title})])[0].id


def test_what_was_undone_and_done_again_is_named_with_its_record(bench: Workbench) -> None:
    added(bench, "殡葬机构信息")
    changed = added(bench, "低保对象信息")
    editing.set_values(bench, changed, [Entry("title", "特困人员信息")])
    added(bench, "养老机构信息")
    replaying.undo(bench)
    undone = replaying.undo(bench)
    assert (undone.again, undone.record.id, undone.record.title) == (False, changed, "低保对象信息")
    assert "修改“" in undone.name
    again = replaying.redo(bench)
    assert (again.again, again.name, again.record.title) == (True, undone.name, "特困人员信息")


def test_a_record_that_went_with_its_step_is_not_offered(bench: Workbench) -> None:
    added(bench, "殡葬机构信息")
    added(bench, "低保对象信息")
    assert replaying.undo(bench).record is None


def test_of_several_records_none_is_offered(bench: Workbench) -> None:
    ids = [added(bench, "殡葬机构信息"), added(bench, "低保对象信息")]
    editing.delete(bench, ids)
    assert replaying.undo(bench).record is None
    assert bench.workspace.count(ListQuery("resource")) == 2


def test_only_those_whose_turn_it_is_await_a_move(bench: Workbench, make_record) -> None:
    states = ("draft", "in_review", "approved", "in_review")
    with bench.step("准备") as unit:
        made = [
            unit.save(make_record(title=f"信息{n}", review=state), Assessment(0, n, 90))
            for n, state in enumerate(states)
        ]
    ids = [record.id for record in made]
    found = reviewing.awaiting(bench, "approve", ids, Run())
    assert [(line.title, line.warnings) for line in found] == [("信息1", 1), ("信息3", 3)]
    assert [line.title for line in reviewing.awaiting(bench, "submit", ids, Run())] == ["信息0"]
    stopped = Run()
    stopped.stop()
    with pytest.raises(Cancelled):
        reviewing.awaiting(bench, "approve", ids, stopped)


def test_one_appointment_is_enough_to_know_who_may(bench: Workbench) -> None:
    assert not reviewing.knows_appointments(bench)
    editing.add(bench, [editing.new_record(bench, "appointment", {"title": "李文涛任职"})])
    assert reviewing.knows_appointments(bench)
