"""意见: written where the focus is, marked at the field, settled, never lost while half written."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from form_rows import field_row, items_grid
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from ui_words import named, type_chinese

from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Act, Person
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.work import editing, notes
from cdo_desktop.work.checking import assess
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench
from ui.forms.field_row import FieldRow
from ui.main_window import MainWindow
from ui.pages.remarks_pane import RemarksPane

_TOOLTIP = Qt.ItemDataRole.ToolTipRole


def _view(window: MainWindow) -> Any:
    return window.page.view


def _pane(window: MainWindow) -> RemarksPane:
    return _view(window)._bottom.remarks


def _record(window: MainWindow) -> Any:
    return _view(window).edit.record


def _written(window: MainWindow) -> list[tuple[str, str]]:
    bench = window.shell.session.bench
    return [(one.comment.text, one.label) for one in notes.remarks(bench, _record(window).id)]


def _type(window: MainWindow, text: str) -> QLineEdit:
    """Focus the line with its key, and type as an input method does."""
    _view(window).write_remark()
    line = _pane(window).line
    type_chinese(line, text)
    line.textEdited.emit(line.text())
    return line


def _idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live)


def _with_items(window: MainWindow, *names: str) -> None:
    """The record that is shown gets these 信息项."""
    bench, record = window.shell.session.bench, _record(window)
    rows = tuple({"id": new_id(), "name": name} for name in names)
    editing.save(bench, replace(record, groups={"items": rows}), record.revision_id)
    window.page.refresh()


def test_a_remark_hangs_on_the_field_that_had_the_focus_and_marks_it(
    qtbot: QtBot, opened: MainWindow
) -> None:
    row = field_row(opened, "summary")
    row.field.setFocus()
    line = _type(opened, "范围写得太宽")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _written(opened) == [("范围写得太宽", row.element.label)])
    qtbot.waitUntil(lambda: row.remark_mark.isVisible())
    assert row.remark_mark.accessibleName() == f"{row.element.label}：1 条意见待处理"
    assert "王芳：范围写得太宽" in row.remark_mark.toolTip()
    assert field_row(opened, "title").remark_mark.isHidden()
    assert line.text() == ""
    assert _view(opened)._bottom.tabs.tabText(1) == "意见 1"
    (card,) = _pane(opened).cards
    assert card.place.text() == row.element.label


def test_a_remark_on_the_record_as_a_whole_marks_no_field(qtbot: QtBot, opened: MainWindow) -> None:
    _type(opened, "整体不完整")
    _pane(opened)._send.click()
    qtbot.waitUntil(lambda: _written(opened) == [("整体不完整", "")])
    _idle(qtbot, opened)
    assert not any(row.remark_mark.isVisible() for row in _view(opened).findChildren(FieldRow))
    assert _pane(opened).cards[0].place.isHidden()


def test_in_the_grid_a_remark_hangs_on_the_row_or_if_chosen_on_the_cell(
    qtbot: QtBot, opened: MainWindow
) -> None:
    _with_items(opened, "姓名", "身份证号")
    grid = items_grid(opened)
    grid.setFocus()
    grid.go_to(1, "type")
    targets = [_pane(opened)._where.itemText(n) for n in range(_pane(opened)._where.count())]
    assert targets == ["信息项第 2 行", "信息项第 2 行 数据类型", "整条记录"]
    _type(opened, "这一行不要")
    _pane(opened)._send.click()
    qtbot.waitUntil(lambda: _written(opened) == [("这一行不要", "信息项[2]")])
    _idle(qtbot, opened)
    _type(opened, "应为日期型")
    _pane(opened)._where.setCurrentIndex(1)
    _pane(opened)._where.activated.emit(1)
    _pane(opened)._send.click()
    qtbot.waitUntil(lambda: ("应为日期型", "信息项[2].数据类型") in _written(opened))
    _idle(qtbot, opened)
    assert [card.place.text() for card in _pane(opened).cards] == targets[:2]
    assert "这一行不要" in grid.model.remarks(1)
    assert "应为日期型" in grid.model.remarks(1, "type")
    assert grid.model.remarks(0) == grid.model.remarks(1, "name") == ""
    spoken = grid.model.index(1, grid.model.columns.index(grid.current_element))
    assert "应为日期型" in spoken.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "应为日期型" in spoken.data(Qt.ItemDataRole.ToolTipRole)
    assert "这一行不要" in grid.model.headerData(1, Qt.Orientation.Vertical, _TOOLTIP)
    corner = grid.view.visualRect(spoken).topRight()
    info = opened.shell.look.theme.colour("info")
    assert grid.view.viewport().grab().toImage().pixelColor(corner.x() - 1, corner.y() + 1) == info
    tab = _view(opened)._parts.bar.currentIndex()
    assert "意见 2" in _view(opened)._parts.bar.tabToolTip(tab)
    _pane(opened).cards[1].settle.click()
    qtbot.waitUntil(lambda: grid.model.remarks(1, "type") == "")
    assert grid.model.remarks(1)


def test_the_page_of_the_rows_marks_the_remarks_too(qtbot: QtBot, opened: MainWindow) -> None:
    _with_items(opened, "姓名", "身份证号")
    record = _record(opened)
    row_id = record.groups["items"][1]["id"]
    entry = Entry("type", "", "items", 2)
    notes.remark(opened.shell.session.bench, record.id, entry, "应为日期型")
    opened.roads.follow("items", ("resource", record.id, "items"))
    assert row_id == opened.page.grid.rows[1]["id"]
    assert "应为日期型" in opened.page.grid.model.remarks(1, "type")


def test_a_half_written_remark_stays_with_its_field_and_its_record(
    qtbot: QtBot, opened: MainWindow
) -> None:
    field_row(opened, "summary").field.setFocus()
    line = _type(opened, "写了一半")
    field_row(opened, "title").field.setFocus()
    assert _pane(opened)._where.currentData() == notes.Spot("summary")
    opened.page.step(1)
    assert line.text() == ""
    opened.go("system")
    opened.go("resource")
    opened.page.step(-1)
    assert line.text() == "写了一半"
    assert _pane(opened)._where.currentData() == notes.Spot("summary")
    assert _written(opened) == []
    _pane(opened)._send.click()
    label = field_row(opened, "summary").element.label
    qtbot.waitUntil(lambda: _written(opened) == [("写了一半", label)])


def test_leaving_the_window_knows_of_it_and_writes_it_or_lets_it_go(
    qtbot: QtBot, opened: MainWindow
) -> None:
    view = _view(opened)
    assert view.flush()
    _type(opened, "写了一半")
    assert not view.flush()
    assert view.banner.isVisible()
    assert "写了一半" in view.banner.words
    named(view.banner, "写入").click()
    qtbot.waitUntil(lambda: _written(opened) == [("写了一半", "")])
    _idle(qtbot, opened)
    assert view.flush()
    _type(opened, "不要的")
    assert not view.flush()
    named(view.banner, "不写了").click()
    assert view.flush()
    assert _pane(opened).line.text() == ""
    assert _written(opened) == [("写了一半", "")]


def test_what_cannot_be_written_stays_in_the_line_and_is_told(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise DiskTrouble("CDO-U201", file="民政局.cdo")

    monkeypatch.setattr(notes, "remark_at", full)
    line = _type(opened, "写不进去")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "磁盘已满" in _view(opened).banner.words)
    assert line.text() == "写不进去"
    assert _pane(opened)._send.isEnabled()
    assert not _view(opened).flush()
    _view(opened).notes.forget()


def test_while_a_job_writes_the_remark_waits_and_is_written_once(
    qtbot: QtBot, opened: MainWindow
) -> None:
    free = threading.Event()
    opened.shell.jobs.start("很久的事", lambda run: free.wait(10))
    line = _type(opened, "等一等")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.isReadOnly()
    assert not _pane(opened)._send.isEnabled()
    free.set()
    qtbot.waitUntil(lambda: _written(opened) == [("等一等", "")])
    _idle(qtbot, opened)
    assert len(_written(opened)) == 1
    assert not line.isReadOnly()


def test_a_remark_leads_to_its_field_and_is_settled(qtbot: QtBot, opened: MainWindow) -> None:
    bench = opened.shell.session.bench
    notes.remark(bench, _record(opened).id, Entry("更新周期", ""), "应为每年")
    opened.page.refresh()
    row = field_row(opened, "update_cycle")
    (card,) = _pane(opened).cards
    card.place.click()
    assert _view(opened)._parts.bar.tabData(_view(opened)._parts.bar.currentIndex()) == (
        row.element.section
    )
    assert row.remark_mark.isVisible()
    card.settle.click()
    qtbot.waitUntil(lambda: not notes.remarks(bench, only_open=True))
    qtbot.waitUntil(lambda: row.remark_mark.isHidden())
    assert _pane(opened).words == "没有待处理的意见。"
    _pane(opened)._settled.click()
    (again,) = _pane(opened).cards
    assert not hasattr(again, "settle")


def test_the_mark_at_a_field_opens_the_remarks_even_if_the_pane_is_folded(
    opened: MainWindow,
) -> None:
    notes.remark(opened.shell.session.bench, _record(opened).id, Entry("更新周期", ""), "应为每年")
    opened.page.refresh()
    _view(opened).fold_bottom()
    field_row(opened, "update_cycle").remark_mark.click()
    assert _pane(opened).cards[0].isVisibleTo(_view(opened))
    assert _view(opened)._bottom.tabs.currentIndex() == 1


def test_what_was_approved_can_still_be_remarked_on(qtbot: QtBot, opened: MainWindow) -> None:
    bench, record = opened.shell.session.bench, _record(opened)
    with bench.step("审核通过") as unit:
        approved = replace(record, review="approved")
        unit.save(approved, assess(bench, approved), record.revision_id)
    opened.page.refresh()
    field_row(opened, "title").field.setFocus()
    line = _type(opened, "名称要改")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [text for text, _ in _written(opened)] == ["名称要改"])
    assert bench.workspace.record(record.id).review == "approved"


def test_opened_to_read_remarks_can_be_read_and_nothing_more(
    qtbot: QtBot, window: MainWindow, thousand_copy: Any, act: Act
) -> None:
    other = Act(Person("李文涛"), act.at, act.machine)
    with Workspace.open(thousand_copy, other) as held:
        bench = Workbench(held, FixedClock(act.at), other.who, other.machine)
        number = held.numbers(ListQuery("resource"))[0]
        notes.remark(bench, held.summaries([number])[number].id, Entry("摘要", ""), "写得太宽")
        with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
            window.open_path(thousand_copy)
        window.go("resource")
        pane = _pane(window)
        assert field_row(window, "summary").remark_mark.isVisible()
        assert not pane.cards[0].settle.isEnabled()
        assert pane.cards[0].settle.toolTip() == window.shell.session.held
        assert not pane.line.isEnabled()
        assert not pane._send.isEnabled()
        assert pane.line.placeholderText() == window.shell.session.held != ""
        qtbot.waitUntil(lambda: not window.shell.jobs.live)


def test_a_remark_being_written_is_in_the_journal_of_typing(
    qtbot: QtBot, opened: MainWindow
) -> None:
    typing, record = opened.shell.typing, _record(opened)
    line = _type(opened, "待核对")
    assert [place[0] for place in typing._live] == [record.id]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: typing._live == {})
