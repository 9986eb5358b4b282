"""What a clerk does with a list: check rows, change many, delete and restore, keep filters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_words import named, type_chinese

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Org
from ui.dialogs.bulk_edit import BulkEditDialog
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.printing import list_as_html


def _page(window: MainWindow) -> ListPage:
    assert isinstance(window.page, ListPage)
    return window.page


def _idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=10_000)


def _check(window: MainWindow, rows: Sequence[int]) -> None:
    _page(window).pane.model.check(rows)


def _column(window: MainWindow, key: str) -> int:
    return [column.key for column in _page(window).pane.model.columns].index(key)


def test_a_click_in_the_first_column_checks_the_row(qtbot: QtBot, opened: MainWindow) -> None:
    pane = _page(opened).pane
    place = pane.table.visualRect(pane.model.index(3, 0)).center()
    qtbot.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(pane.model.checked) == 1
    assert pane.selection.isVisible()
    qtbot.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not pane.model.checked
    assert not pane.selection.isVisible()


def test_space_checks_and_ctrl_a_checks_all_that_is_found(qtbot: QtBot, opened: MainWindow) -> None:
    pane = _page(opened).pane
    pane.table.setFocus()
    qtbot.keyClick(pane.table, Qt.Key.Key_Space)
    assert len(pane.model.checked) == 1
    qtbot.keyClick(pane.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(pane.model.checked) == 1000
    assert pane.model.check_state is Qt.CheckState.Checked


def test_the_box_in_the_header_checks_all_and_none(qtbot: QtBot, opened: MainWindow) -> None:
    pane = _page(opened).pane
    header = pane.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(pane.model.checked) == 1000
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not pane.model.checked


def test_what_a_filter_hides_is_not_checked_any_more(qtbot: QtBot, opened: MainWindow) -> None:
    pane = _page(opened).pane
    pane.model.check_all()
    type_chinese(pane.find_box, "第0042号")
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    assert len(pane.model.checked) == 1
    assert "已选 1 条" in pane.selection._words.text()


def test_many_are_changed_after_a_preview_and_undone_as_one(
    qtbot: QtBot, opened: MainWindow
) -> None:
    page = _page(opened)
    _check(opened, range(12))
    page.does.act("edit:update_cycle", page.pane.checked_ids())
    dialog = opened.findChild(BulkEditDialog)
    dialog.value.setCurrentIndex(dialog.value.findText("每年"))
    qtbot.waitUntil(lambda: dialog._write.text() == "修改 12 条")
    assert dialog._sentence.text() == "12 条的“更新周期”将改为“每年”。"
    qtbot.mouseClick(dialog._write, Qt.MouseButton.LeftButton)
    _idle(qtbot, opened)
    cycle = page.pane.model.index(3, _column(opened, "cycle"))
    qtbot.waitUntil(lambda: cycle.data() == "每年")
    assert page.banner.words == "已修改 12 条的“更新周期”。"
    opened.undo()
    _idle(qtbot, opened)
    qtbot.waitUntil(lambda: page.pane.model.index(3, _column(opened, "cycle")).data() == "每月")


def test_a_value_that_fits_nowhere_says_so_in_the_dialog(qtbot: QtBot, opened: MainWindow) -> None:
    page = _page(opened)
    _check(opened, range(2))
    page.does.act("edit:publish_date", page.pane.checked_ids())
    dialog = opened.findChild(BulkEditDialog)
    dialog.value.setText("昨天")
    qtbot.waitUntil(lambda: dialog.banner.isVisible())
    assert not dialog._write.isEnabled()
    dialog.reject()


def test_deleted_records_lie_in_the_bin_and_come_back(qtbot: QtBot, opened: MainWindow) -> None:
    page, pane = _page(opened), _page(opened).pane
    opened.shell.notify.answers = ["delete"]
    _check(opened, range(3))
    page.does.act("delete", pane.checked_ids())
    _idle(qtbot, opened)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 997)
    pane.show_bin(True)
    assert pane.model.rowCount() == 3
    pane.model.check_all()
    page.does.act("restore", pane.checked_ids())
    _idle(qtbot, opened)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 0)
    assert pane._empty.words == "回收站是空的。"
    pane.show_bin(False)
    assert pane.model.rowCount() == 1000


def test_keeping_is_the_last_word_when_many_are_to_be_deleted(
    qtbot: QtBot, opened: MainWindow
) -> None:
    _check(opened, range(3))
    _page(opened).does.act("delete", _page(opened).pane.checked_ids())
    _idle(qtbot, opened)
    assert _page(opened).pane.model.rowCount() == 1000


def test_a_new_record_is_a_draft_that_is_shown(qtbot: QtBot, opened: MainWindow) -> None:
    opened.ask_page("new_record")
    _idle(qtbot, opened)
    pane = _page(opened).pane
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1001)
    shown = pane.model.summary(pane.table.currentIndex().row())
    assert (shown.title, shown.review) == ("", "draft")


def test_a_copy_is_shown_and_named(qtbot: QtBot, opened: MainWindow) -> None:
    pane = _page(opened).pane
    pane.table.choose_row(7)
    opened.ask_page("copy_record")
    _idle(qtbot, opened)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1001)
    shown = pane.model.summary(pane.table.currentIndex().row())
    assert shown.title == "民政业务信息第0007号（副本）"


def test_a_filter_is_kept_under_a_name_and_taken_again(qtbot: QtBot, opened: MainWindow) -> None:
    pane = _page(opened).pane
    pane.show_query(ListQuery("resource", facets={"share_type": ("不予共享",)}))
    assert pane.model.rowCount() == 250
    pane.kept.keep("不予的")
    pane.clear_filters()
    assert pane.model.rowCount() == 1000
    pane.kept._take(pane.kept.kept()["不予的"])
    assert pane.model.rowCount() == 250


def test_columns_are_chosen_and_remembered(opened: MainWindow) -> None:
    table = _page(opened).pane.table
    place = _column(opened, "complete")
    assert table.isColumnHidden(place)
    table.show_column("complete", True)
    assert not table.isColumnHidden(place)
    kept = opened.shell.settings.get("columns.resource", {})
    assert "complete" not in kept["hidden"]
    table.arrange({})
    assert table.isColumnHidden(place)
    table.arrange(kept)
    assert not table.isColumnHidden(place)


def test_what_is_printed_is_what_is_shown(opened: MainWindow) -> None:
    pane = _page(opened).pane
    pane.filters.take(ListQuery("resource", text="第0042号"))
    html = list_as_html("县民政局　数据目录", pane.model, pane.table.hidden_columns)
    assert html.count("<tr>") == 2
    assert "民政业务信息第0042号" in html
    assert "选取" not in html


def test_the_checked_list_is_a_model(opened: MainWindow, qtmodeltester: ModelTester) -> None:
    opened.page.pane.model.check(range(3))
    qtmodeltester.check(opened.page.pane.model)


@pytest.mark.parametrize("verb", ["提交审核", "删除 2 条", "取消"])
def test_the_bar_says_what_it_does(opened: MainWindow, verb: str) -> None:
    _check(opened, range(2))
    words = [b.text() for b in _page(opened).pane.selection.findChildren(QPushButton)]
    assert verb in words


def test_the_bar_moves_records_and_lists_what_stayed(qtbot: QtBot, opened: MainWindow) -> None:
    _check(opened, range(2))
    _page(opened).does.act("move:submit", _page(opened).pane.checked_ids())
    _idle(qtbot, opened)
    qtbot.waitUntil(lambda: "没有办理" in _page(opened).banner.words)


def test_named_widgets_are_found(opened: MainWindow) -> None:
    assert named(opened, "保存的筛选") is not None
    assert named(opened, "选择显示哪些列") is not None


def test_last_years_list_is_taken_over_from_its_file(
    qtbot: QtBot, window: MainWindow, thousand_copy: Path, tmp_path: Path
) -> None:
    window.shell.session.create(
        tmp_path / "2027.cdo", Org("11511900MB0000019E", "巴中市民政局"), "511900", "national"
    )
    qtbot.waitUntil(lambda: window.shell.session.bench is not None)
    _idle(qtbot, window)
    window.shell.notify.files = [thousand_copy]
    window.roll_forward()
    _idle(qtbot, window)
    pane = _page(window).pane
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1000)
    assert "已结转 1,000 条" in _page(window).banner.words
    pane.show_query(ListQuery("resource", remarked=True))
    assert pane.model.rowCount() == 1000
