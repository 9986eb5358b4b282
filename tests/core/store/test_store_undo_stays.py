"""One stay in a field is undone by one undo: history keeps every step, undo names them all."""

from dataclasses import replace
from datetime import timedelta

import msgspec
from sqlalchemy import select
from store_steps import added, changed, fine, renamed, titles

from cdo_desktop.store.tables import StepRow, table
from cdo_desktop.store.undo import STAY, TOGETHER
from cdo_desktop.store.workspace import Workspace


def typed(workspace, act, record, *names, stay="甲"):
    """The record renamed once for every pause in the typing, all in one stay."""
    for name in names:
        with workspace.unit(act, "修改名称") as unit:
            unit.tell({STAY: stay} if stay else {})
            new = renamed(workspace, record, name)
            record = unit.save(new, fine(new), record.revision_id)
    return record


def payloads(workspace):
    step = table(StepRow)
    with workspace._reading() as connection:
        found = connection.scalars(select(step.c.payload).order_by(step.c.seq)).all()
    return [msgspec.json.decode(text) for text in found]


def test_a_stay_is_undone_and_done_again_as_one(workspace, act, make_record, run):
    [record] = added(workspace, act, make_record(title="旧"))
    typed(workspace, act, record, "社", "社会", "社会救助")
    step, number = workspace.undo(act, fine)
    assert (step.name, number, titles(workspace)) == ("修改名称", 1, ["旧"])
    assert workspace.undoable().name == "新增"
    assert workspace.redoable().name == "修改名称"
    workspace.redo(act, fine)
    assert titles(workspace) == ["社会救助"]
    assert workspace.redoable() is None
    workspace.undo(act, fine)
    assert titles(workspace) == ["旧"]
    assert workspace.broken_links(run) == []


def test_undo_of_a_stay_is_one_revision_and_says_what_it_undid(workspace, act, make_record):
    [record] = added(workspace, act, make_record(title="旧"))
    last = typed(workspace, act, record, "社", "社会")
    workspace.undo(act, fine)
    now = workspace.record(record.id)
    assert (now.revision, now.parents) == (4, (last.revision_id,))
    assert payloads(workspace) == [{}, {STAY: "甲"}, {STAY: "甲"}, {TOGETHER: [2, 3]}]


def test_two_stays_are_undone_one_after_the_other(workspace, act, make_record):
    [record] = added(workspace, act, make_record(title="旧"))
    record = typed(workspace, act, record, "一", "一二")
    typed(workspace, act, record, "三", "三四", stay="乙")
    for shown in (["一二"], ["旧"], []):
        workspace.undo(act, fine)
        assert titles(workspace) == shown
    for shown in (["旧"], ["一二"], ["三四"]):
        workspace.redo(act, fine)
        assert titles(workspace) == shown


def test_a_step_between_ends_a_stay(workspace, act, make_record):
    record, other = added(workspace, act, make_record(title="旧"), make_record(title="别的"))
    record = typed(workspace, act, record, "一")
    changed(workspace, act, renamed(workspace, other, "别的改了"))
    typed(workspace, act, record, "一二")
    workspace.undo(act, fine)
    assert titles(workspace) == ["一", "别的改了"]
    workspace.undo(act, fine)
    assert titles(workspace) == ["一", "别的"]


def test_a_note_between_ends_a_stay(workspace, act, make_record):
    """What was exported meanwhile is not taken back with what was typed after it."""
    [record] = added(workspace, act, make_record(title="旧"))
    record = typed(workspace, act, record, "一")
    with workspace.unit(act, "导出", kind="note") as unit:
        unit.tell({"package": "urn:uuid:1"})
    typed(workspace, act, record, "一二")
    workspace.undo(act, fine)
    assert titles(workspace) == ["一"]


def test_typing_on_after_an_undo_is_undone_for_itself(workspace, act, make_record):
    [record] = added(workspace, act, make_record(title="旧"))
    typed(workspace, act, record, "一", "一二")
    workspace.undo(act, fine)
    typed(workspace, act, workspace.record(record.id), "三")
    assert workspace.redoable() is None
    workspace.undo(act, fine)
    assert titles(workspace) == ["旧"]
    workspace.undo(act, fine)
    assert titles(workspace) == []


def test_a_stay_is_undone_across_restarts(workspace, act, make_record):
    path = workspace.path
    [record] = added(workspace, act, make_record(title="旧"))
    typed(workspace, act, record, "一", "一二")
    workspace.close()
    with Workspace.open(path, act) as again:
        again.undo(act, fine)
        assert titles(again) == ["旧"]
    with Workspace.open(path, act) as again:
        again.redo(act, fine)
        assert titles(again) == ["一二"]


def test_a_stay_that_reopened_what_was_approved_gives_the_approval_back(
    workspace, act, make_record
):
    [record] = added(workspace, act, make_record(title="旧", review="approved"))
    draft = replace(renamed(workspace, record, "一"), review="draft")
    with workspace.unit(act, "修改名称") as unit:
        unit.tell({STAY: "甲"})
        draft = unit.save(draft, fine(draft), record.revision_id)
    typed(workspace, act, draft, "一二")
    _, turns = workspace.turns(workspace.undoable())
    assert {(turn.before, turn.after) for turn in turns} == {("approved", "draft")}
    workspace.undo(act, fine)
    assert workspace.record(record.id).review == "approved"


def test_a_step_without_a_stay_stands_alone_however_soon_it_came(workspace, act, make_record):
    [record] = added(workspace, act, make_record(title="旧"))
    soon = replace(act, at=act.at + timedelta(seconds=1))
    typed(workspace, soon, record, "一", "一二", stay="")
    workspace.undo(act, fine)
    assert titles(workspace) == ["一"]
