"""Undo and redo by named step: new revisions, across restarts, of a whole import, never a loss."""

from dataclasses import replace

import pytest
from store_steps import EVERYTHING, added, changed, fine, renamed, titles

from cdo_desktop.errors import Conflict
from cdo_desktop.store.workspace import Workspace


def test_without_a_step_there_is_nothing_to_undo(workspace, act):
    assert workspace.undoable() is None
    assert workspace.redoable() is None
    assert workspace.undo(act, fine) is None
    assert workspace.redo(act, fine) is None
    assert workspace.steps() == []


def test_a_change_is_undone_and_done_again_by_its_name(workspace, act, make_record):
    [first] = added(workspace, act, make_record(title="旧名称"))
    changed(workspace, act, renamed(workspace, first, "新名称"), name="改名")
    step, number = workspace.undo(act, fine)
    assert (step.name, number) == ("改名", 1)
    assert titles(workspace) == ["旧名称"]
    assert workspace.redoable().name == "改名"
    step, number = workspace.redo(act, fine)
    assert (step.name, number) == ("改名", 1)
    assert titles(workspace) == ["新名称"]
    assert [step.name for step in workspace.steps()] == [
        "重做：改名",
        "撤销：改名",
        "改名",
        "新增",
    ]


def test_undo_writes_a_new_revision_and_forgets_nothing(workspace, act, make_record, run):
    [first] = added(workspace, act, make_record())
    [second] = changed(workspace, act, first.with_value("office", "办公室"))
    workspace.undo(act, fine)
    now = workspace.record(first.id)
    assert (now.values, now.groups, now.review) == (first.values, first.groups, first.review)
    assert (now.revision, now.parents) == (3, (second.revision_id,))
    assert workspace.revision(second.revision_id) == second
    assert workspace.broken_links(run) == []


def test_undoing_a_new_record_puts_it_into_the_recycle_bin(workspace, act, make_record):
    [record] = added(workspace, act, make_record())
    workspace.undo(act, fine)
    assert workspace.count(EVERYTHING) == 0
    assert titles(workspace, deleted=True) == [record.title]
    workspace.redo(act, fine)
    assert workspace.record(record.id).values == record.values


def test_undoing_a_deletion_brings_the_record_back(workspace, act, make_record):
    [record] = added(workspace, act, make_record())
    changed(workspace, act, replace(record, deleted=True), name="删除")
    workspace.undo(act, fine)
    assert titles(workspace) == [record.title]


def test_undo_and_redo_across_restarts(workspace, act, make_record):
    path = workspace.path
    [first] = added(workspace, act, make_record(title="旧名称"))
    changed(workspace, act, renamed(workspace, first, "新名称"))
    workspace.close()
    with Workspace.open(path, act) as again:
        again.undo(act, fine)
        assert titles(again) == ["旧名称"]
    with Workspace.open(path, act) as again:
        again.redo(act, fine)
        assert titles(again) == ["新名称"]


def test_a_whole_import_is_one_step(workspace, act, make_record):
    old = added(workspace, act, *(make_record(title=f"旧{n}") for n in range(20)))
    with workspace.unit(act, "导入“目录.xlsx”") as unit:
        for number, record in enumerate(old):
            unit.save(renamed(workspace, record, f"改{number}"), fine(record), record.revision_id)
        for number in range(30):
            unit.save(make_record(title=f"新{number}"), fine(old[0]))
    step, number = workspace.undo(act, fine)
    assert (step.name, number) == ("导入“目录.xlsx”", 50)
    assert titles(workspace) == [f"旧{n}" for n in range(20)]
    assert workspace.redo(act, fine)[1] == 50
    assert titles(workspace) == [f"改{n}" for n in range(20)] + [f"新{n}" for n in range(30)]


def test_a_record_saved_twice_in_a_step_goes_back_to_before_it(workspace, act, make_record):
    [first] = added(workspace, act, make_record(title="一"))
    with workspace.unit(act, "两次") as unit:
        second = unit.save(renamed(workspace, first, "二"), fine(first), first.revision_id)
        unit.save(renamed(workspace, second, "三"), fine(first), second.revision_id)
    workspace.undo(act, fine)
    assert titles(workspace) == ["一"]
    workspace.redo(act, fine)
    assert titles(workspace) == ["三"]


def test_several_steps_are_undone_one_after_the_other(workspace, act, make_record):
    [record] = added(workspace, act, make_record(title="一"))
    for title in ("二", "三"):
        [record] = changed(workspace, act, renamed(workspace, record, title), name=title)
    for shown in (["二"], ["一"], []):
        workspace.undo(act, fine)
        assert titles(workspace) == shown
    assert workspace.undo(act, fine) is None
    for shown in (["一"], ["二"], ["三"]):
        workspace.redo(act, fine)
        assert titles(workspace) == shown
    assert workspace.redo(act, fine) is None


def test_after_a_new_step_what_was_undone_is_not_done_again(workspace, act, make_record):
    [record] = added(workspace, act, make_record(title="一"))
    changed(workspace, act, renamed(workspace, record, "二"))
    workspace.undo(act, fine)
    now = workspace.record(record.id)
    changed(workspace, act, renamed(workspace, now, "三"))
    assert workspace.redoable() is None
    assert workspace.redo(act, fine) is None
    workspace.undo(act, fine)
    assert titles(workspace) == ["一"]
    workspace.undo(act, fine)
    assert titles(workspace) == []


def test_a_note_neither_is_undone_nor_drops_the_redo(workspace, act, make_record):
    [record] = added(workspace, act, make_record(title="一"))
    changed(workspace, act, renamed(workspace, record, "二"))
    workspace.undo(act, fine)
    with workspace.unit(act, "导出", kind="note") as unit:
        unit.tell({"package": "urn:uuid:1"})
    assert workspace.redoable() is not None
    workspace.redo(act, fine)
    assert titles(workspace) == ["二"]
    assert workspace.undoable().name == "修改"


def test_a_record_that_moved_on_otherwise_is_a_conflict(workspace, act, make_record):
    """As after a merge, which is a note to undo: what it brought is not thrown away."""
    first, other = added(workspace, act, make_record(title="一"), make_record(title="二"))
    with workspace.unit(act, "合并", kind="note") as unit:
        unit.save(renamed(workspace, first, "别处改的"), fine(first), first.revision_id)
    before = workspace.steps()
    with pytest.raises(Conflict) as conflict:
        workspace.undo(act, fine)
    assert "别处改的" in conflict.value.happened
    assert workspace.steps() == before
    assert workspace.record(other.id) == other
