"""Editing a record: typing is saved by itself, found at once, undone by name, never lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from form_rows import field_row
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts, type_chinese

from cdo_desktop.domain.identity import new_id
from cdo_desktop.standard.model import ElementKind
from cdo_desktop.work import editing
from cdo_desktop.work.checking import assess
from cdo_desktop.work.typed import Entry
from ui.editing import RecordEdit
from ui.forms.editors import EDITORS
from ui.kept import Keeping, Kept
from ui.main_window import MainWindow
from ui.pages.record_view import RecordView


def _view(window: MainWindow) -> RecordView:
    return window.page.view


def _edit(window: MainWindow) -> RecordEdit:
    return _view(window).edit


def _stored(window: MainWindow, key: str) -> Any:
    record = window.shell.session.bench.workspace.record(_edit(window).record.id)
    return record.values.get(key)


def _type(window: MainWindow, key: str, text: str) -> None:
    field = field_row(window, key).editor.line
    field.setFocus()
    field.selectAll()
    type_chinese(field, text)
    field_row(window, key).editor.changed.emit()


def test_every_kind_of_element_has_an_editor() -> None:
    assert set(EDITORS) == set(ElementKind)


def test_what_is_typed_is_saved_when_the_typing_pauses(qtbot: QtBot, opened: MainWindow) -> None:
    _type(opened, "title", "社会救助对象信息")
    assert _edit(opened).waiting == {"title": "社会救助对象信息"}
    qtbot.waitUntil(lambda: _stored(opened, "title") == "社会救助对象信息")
    assert not _edit(opened).waiting
    assert any(text.strip().startswith("已自动保存") for text in shown_texts(opened))
    step = opened.shell.session.bench.workspace.undoable()
    assert step.name == "修改“民政业务信息第0000号”的“信息资源名称”"


def test_what_is_typed_as_it_stands_already_is_said_to_be_saved(
    qtbot: QtBot, opened: MainWindow
) -> None:
    said: list[Kept] = []
    _edit(opened).said.connect(said.append)
    _type(opened, "title", _stored(opened, "title"))
    assert said[-1].keeping is Keeping.UNDER_WAY
    qtbot.waitUntil(lambda: said[-1].keeping is Keeping.SAVED)
    assert _edit(opened).record.revision == 1


def test_a_step_made_elsewhere_is_said_to_be_saved_but_never_over_what_is_not(
    qtbot: QtBot, opened: MainWindow
) -> None:
    status, bench = opened.status, opened.shell.session.bench
    status.say_saved(Kept("没有保存：磁盘已满。", Keeping.NOT_SAVED))
    editing.set_values(bench, _edit(opened).record.id, [Entry("摘要", "改写。")])
    opened.shell.session.stepped.emit()
    assert status._saved.text().startswith("没有保存")
    status.say_saved(Kept("每一步都已保存"))
    opened.shell.session.stepped.emit()
    assert status._saved.text().startswith("已自动保存 ")


def test_the_list_shows_what_was_typed(qtbot: QtBot, opened: MainWindow) -> None:
    _type(opened, "title", "社会救助对象信息")
    _edit(opened).flush()
    model = opened.page.pane.model
    assert model.summary(0).title == "社会救助对象信息"
    assert opened.page.pane.table.currentIndex().row() == 0


def test_leaving_the_field_saves(qtbot: QtBot, opened: MainWindow) -> None:
    _type(opened, "title", "社会救助对象信息")
    opened.page.pane.table.setFocus()
    assert _stored(opened, "title") == "社会救助对象信息"


def test_going_to_the_next_record_saves(opened: MainWindow) -> None:
    first = _edit(opened).record.id
    _type(opened, "title", "社会救助对象信息")
    opened.page.step(1)
    assert _edit(opened).record.id != first
    workspace = opened.shell.session.bench.workspace
    assert workspace.record(first).title == "社会救助对象信息"


def test_undo_takes_back_the_typing_by_its_name(qtbot: QtBot, opened: MainWindow) -> None:
    _type(opened, "title", "社会救助对象信息")
    opened.undo()
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    qtbot.waitUntil(lambda: field_row(opened, "title").editor.typed == "民政业务信息第0000号")


def test_what_cannot_be_read_stays_as_typed_with_its_finding(opened: MainWindow) -> None:
    _type(opened, "publish_date", "去年某天")
    _edit(opened).flush()
    assert _stored(opened, "publish_date") == "去年某天"
    opened.page.pane.table.setFocus()
    row = field_row(opened, "publish_date")
    assert row.editor.field.property("state") == "error"
    assert any("去年某天" in f.message() for f in row._findings)


def test_a_change_made_elsewhere_is_said_and_nothing_is_overwritten(
    opened: MainWindow,
) -> None:
    bench = opened.shell.session.bench
    record = _edit(opened).record
    editing.save(bench, record.with_value("title", "别人写的名称"), record.revision_id)
    _type(opened, "title", "社会救助对象信息")
    assert not _edit(opened).flush()
    assert _edit(opened).waiting == {"title": "社会救助对象信息"}
    assert _view(opened).banner.isVisible()
    _view(opened)._answer("theirs")
    assert _stored(opened, "title") == "别人写的名称"
    assert not _edit(opened).waiting


def test_nothing_is_said_to_be_saved_while_another_record_still_waits(opened: MainWindow) -> None:
    bench = opened.shell.session.bench
    record = _edit(opened).record
    editing.save(bench, record.with_value("title", "别人写的名称"), record.revision_id)
    _type(opened, "title", "社会救助对象信息")
    opened.page.step(1)
    said: list[Kept] = []
    _edit(opened).said.connect(said.append)
    _type(opened, "title", "另一条的名称")
    assert not _edit(opened).flush()
    assert _stored(opened, "title") == "另一条的名称"
    assert said[-1] == Kept("没有保存：还有 1 条等着保存", Keeping.NOT_SAVED)
    opened.page.step(-1)
    _edit(opened).forget()


def test_a_change_made_elsewhere_in_another_field_is_kept_beside_mine(
    opened: MainWindow,
) -> None:
    bench = opened.shell.session.bench
    record = _edit(opened).record
    editing.save(bench, record.with_value("summary", "别人写的摘要"), record.revision_id)
    _type(opened, "title", "社会救助对象信息")
    assert _edit(opened).flush()
    assert (_stored(opened, "title"), _stored(opened, "summary")) == (
        "社会救助对象信息",
        "别人写的摘要",
    )


def test_what_is_typed_while_a_job_runs_waits_for_it_also_on_another_record(
    qtbot: QtBot, opened: MainWindow
) -> None:
    free = threading.Event()
    first = _edit(opened).record.id
    opened.shell.jobs.start("很久的事", lambda run: free.wait(10))
    _type(opened, "title", "社会救助对象信息")
    opened.page.step(1)
    workspace = opened.shell.session.bench.workspace
    assert workspace.record(first).title != "社会救助对象信息"
    free.set()
    qtbot.waitUntil(lambda: workspace.record(first).title == "社会救助对象信息")


def test_the_window_does_not_close_over_what_could_not_be_saved(opened: MainWindow) -> None:
    bench = opened.shell.session.bench
    record = _edit(opened).record
    editing.save(bench, record.with_value("title", "别人写的名称"), record.revision_id)
    _type(opened, "title", "社会救助对象信息")
    opened.shell.notify.answers = ["stay"]
    opened.close()
    assert opened.isVisible()
    assert opened.shell.notify.questions[-1].title == "刚输入的内容没有保存。"
    _edit(opened).forget()


def test_closing_the_window_saves_what_is_being_typed(qtbot: QtBot, opened: MainWindow) -> None:
    bench, record = opened.shell.session.bench, _edit(opened).record
    path = bench.workspace.path
    _type(opened, "title", "社会救助对象信息")
    opened.close()
    with opened.shell.session._desk.open(path) as again:
        assert again.workspace.record(record.id).title == "社会救助对象信息"


def test_an_approved_record_is_opened_on_purpose(qtbot: QtBot, opened: MainWindow) -> None:
    bench, record = opened.shell.session.bench, _edit(opened).record
    with bench.step("审核通过") as unit:
        approved = replace(record, review="approved")
        unit.save(approved, assess(bench, approved), record.revision_id)
    opened.page.refresh()
    row = field_row(opened, "title")
    assert not row.editor.isVisible()
    assert "不能直接改" in _view(opened).banner.words
    _view(opened)._answer("edit")
    assert row.editor.isVisible()
    _type(opened, "title", "社会救助对象信息")
    _edit(opened).flush()
    assert bench.workspace.record(record.id).review == "draft"


@pytest.mark.parametrize("key", ["share_type", "update_cycle"])
def test_a_choice_is_filtered_by_initials(opened: MainWindow, key: str) -> None:
    editor = field_row(opened, key).editor
    editor._edited("wtj")
    words = editor._meant.stringList()
    assert (key == "share_type") == ("无条件共享" in words)


def _wheel(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    no, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turn = QPoint(0, -120)
    phase = Qt.ScrollPhase.NoScrollPhase
    at = QPointF(widget.mapToGlobal(middle.toPoint()))
    event = QWheelEvent(middle, at, QPoint(), turn, no, none, phase, False)
    QApplication.sendEvent(widget, event)


def test_a_choice_ignores_the_wheel_unless_it_has_the_focus(opened: MainWindow) -> None:
    _view(opened)._parts.bar.setCurrentIndex(5)
    editor = field_row(opened, "update_cycle").editor
    before = editor.typed
    _wheel(editor.box)
    assert editor.typed == before
    editor.box.setFocus()
    _wheel(editor.box)
    assert editor.typed != before


def test_rows_that_could_not_be_written_wait_and_are_not_lost(opened: MainWindow) -> None:
    bench, record = opened.shell.session.bench, _edit(opened).record
    theirs = replace(record, groups={"items": ({"id": new_id(), "name": "别人的"},)})
    editing.save(bench, theirs, record.revision_id)
    mine = ({"id": new_id(), "name": "我的"},)
    _edit(opened).take_rows("items", mine, "修改信息项")
    assert not _edit(opened).flush()
    assert [row["name"] for row in bench.workspace.record(record.id).groups["items"]] == ["别人的"]
    _edit(opened).insist()
    assert [row["name"] for row in bench.workspace.record(record.id).groups["items"]] == ["我的"]


def test_fields_say_that_they_are_obligatory(opened: MainWindow) -> None:
    field_row(opened, "title")
    assert named(opened, "信息资源名称，必填") is not None


def test_the_code_check_goes_along_with_the_typing(opened: MainWindow) -> None:
    row = field_row(opened, "org_code")
    row.editor.show_text("11511900MB0000019E")
    assert row.editor._note.text() == "✓ 通过"
    row.editor.show_text("11511900MB0000019")
    assert row.editor._note.text() == "17 / 18"


def test_a_one_step_fix_is_a_link_below_the_field(opened: MainWindow) -> None:
    bench, record = opened.shell.session.bench, _edit(opened).record
    wrong = record.with_value("format_class", "电子表格").with_value("format_type", "oracle")
    editing.save(bench, wrong, record.revision_id)
    opened.page.refresh()
    row = field_row(opened, "format_type")
    (finding,) = [f for f in row._findings if f.fix]
    row.fix_asked.emit(finding)
    assert _stored(opened, "format_class") == "数据库"
    assert not [f for f in row._findings if f.fix]


def test_a_wrong_code_from_a_sheet_can_be_given_anew(qtbot: QtBot, opened: MainWindow) -> None:
    bench, record = opened.shell.session.bench, _edit(opened).record
    editing.set_values(bench, record.id, [Entry("信息资源代码", "38")])
    opened.page.refresh()
    editor = field_row(opened, "code").editor
    assert editor.typed == "38"
    editor.anew.click()
    qtbot.waitUntil(lambda: _stored(opened, "code") != "38")
    assert _stored(opened, "code").startswith(_stored(opened, "classification"))
    assert field_row(opened, "code").editor.typed == _stored(opened, "code")


def test_a_name_that_another_record_bears_is_said_in_the_record_itself(opened: MainWindow) -> None:
    bench = opened.shell.session.bench
    ids = [opened.page.pane.model.summary(row).id for row in range(2)]
    title = bench.workspace.record(ids[0]).title
    editing.set_values(bench, ids[1], [Entry("信息资源名称", title)])
    opened.page.refresh()
    opened.page.pane.table.choose_row(1)
    assert any("重名" in one.message() for one in field_row(opened, "title")._findings)


def test_no_field_changes_its_half_when_one_comes_or_goes(qtbot: QtBot, opened: MainWindow) -> None:
    opened.resize(1800, 900)
    row = field_row(opened, "share_type")
    form = _view(opened)._parts._sections[row.element.section]
    qtbot.waitUntil(lambda: form._halves == 2)
    assert any(one.isHidden() for one in form.rows)

    def halves() -> dict[str, int]:
        grid = form._grid
        at = (grid.getItemPosition(grid.indexOf(one)) for one in form.rows if not one.isHidden())
        shown = (one.element.key for one in form.rows if not one.isHidden())
        return {key: column for key, (_, column, _, _) in zip(shown, at, strict=True)}

    before = halves()
    for one in form.rows:
        one.show()
        form._arrange(2)
        assert {key: half for key, half in halves().items() if key in before} == before
