"""The menus of the right button, also by key: the words and commands of buttons and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from form_rows import items_grid
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.work.checking import assess
from cdo_desktop.work.items import Area
from ui.grid.items_grid import ItemsGrid
from ui.main_window import MainWindow
from ui.pages.items_page import ItemsPage
from ui.pages.list_pane import ListPane
from ui.widgets.context_menu import ContextMenu

Key, Held = Qt.Key, Qt.KeyboardModifier


def idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=20_000)


def pane_of(window: MainWindow) -> ListPane:
    return window.page.pane


def right_click(view: QAbstractItemView, row: int, column: int) -> ContextMenu:
    """As the right button does; the menu that opens."""
    place = view.visualRect(view.model().index(row, column)).center()
    viewport = view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=place)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    return opened_menu()


def opened_menu() -> ContextMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, ContextMenu)
    return menu


def close(menu: ContextMenu) -> None:
    menu.close()


def entry(menu: ContextMenu, words: str) -> QAction:
    return next(one for one in menu.actions() if one.text().partition("\t")[0] == words)


def words(menu: ContextMenu) -> list[str]:
    return [one.text().partition("\t")[0] for one in menu.actions() if not one.isSeparator()]


def choose(qtbot: QtBot, window: MainWindow, menu: ContextMenu, which: str) -> None:
    action = entry(menu, which)
    assert action.isEnabled(), action.toolTip()
    action.trigger()
    menu.close()
    idle(qtbot, window)


# -- the list ----------------------------------------------------------------------------------


def test_the_menu_of_a_row_is_for_that_row(qtbot: QtBot, opened: MainWindow) -> None:
    pane = pane_of(opened)
    menu = right_click(pane.table, 4, 0)
    assert words(menu) == [
        *("整页编辑信息项", "复制为新的一条"),
        *("提交审核", "退回", "审核通过"),
        *("批量改…", "删除", "复制单元格"),
    ]
    assert pane.table.currentIndex().row() == 4
    assert pane.model.checked == [], "the right button checks nothing"
    assert entry(menu, "退回").toolTip() == "状态是“草稿”的记录不能“退回”。"
    assert not entry(menu, "退回").isEnabled()
    assert "勾选" in entry(menu, "批量改…").toolTip()
    title = pane.model.summary(4).title
    choose(qtbot, opened, menu, "删除")
    workspace = opened.shell.session.bench.workspace
    numbers = workspace.numbers(ListQuery("resource", deleted=True))
    assert [line.title for line in workspace.summaries(numbers).values()] == [title]


def test_the_menu_of_a_row_leaves_the_checked_ones_alone(qtbot: QtBot, opened: MainWindow) -> None:
    pane = pane_of(opened)
    pane.model.check(range(3))
    choose(qtbot, opened, right_click(pane.table, 7, 2), "删除")
    assert len(pane.model.checked) == 3
    assert pane.model.rowCount() == 999


def test_the_menu_of_a_checked_row_is_for_all_that_are_checked(
    qtbot: QtBot, opened: MainWindow
) -> None:
    pane = pane_of(opened)
    pane.model.check([1, 2])
    menu = right_click(pane.table, 2, 2)
    assert {"提交审核 2 条", "删除 2 条", "审核通过 2 条"} <= set(words(menu))
    assert entry(menu, "批量改…").isEnabled()
    assert not entry(menu, "复制为新的一条").isEnabled()
    choose(qtbot, opened, menu, "提交审核 2 条")
    workspace = opened.shell.session.bench.workspace
    assert workspace.count(ListQuery("resource", states=("in_review",))) == 2


@pytest.mark.parametrize("key", [Key.Key_F10, Key.Key_Menu])
def test_the_menu_comes_by_key_for_the_current_row(opened: MainWindow, key: Key) -> None:
    pane = pane_of(opened)
    pane.table.choose_row(6)
    pane.table.setFocus()
    if key is Key.Key_F10:
        QTest.keyClick(pane.table, key, Held.ShiftModifier)
    else:  # as the platform makes it of the key
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(pane.table, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
    menu = opened_menu()
    assert pane.table.currentIndex().row() == 6
    assert entry(menu, "提交审核").isEnabled()
    close(menu)


def test_a_cell_is_copied_and_a_copy_is_made(qtbot: QtBot, opened: MainWindow) -> None:
    pane = pane_of(opened)
    title = [column.key for column in pane.model.columns].index("title")
    choose(qtbot, opened, right_click(pane.table, 5, title), "复制单元格")
    assert QGuiApplication.clipboard().text() == "民政业务信息第0005号"
    choose(qtbot, opened, right_click(pane.table, 5, title), "复制为新的一条")
    assert pane.model.rowCount() == 1001


def test_the_whole_page_is_opened_from_the_menu(qtbot: QtBot, opened: MainWindow) -> None:
    title = pane_of(opened).model.summary(3).title
    choose(qtbot, opened, right_click(pane_of(opened).table, 3, 2), "整页编辑信息项")
    assert isinstance(opened.page, ItemsPage)
    assert opened.page._record.title == title


def test_the_bin_offers_only_to_restore(qtbot: QtBot, opened: MainWindow) -> None:
    pane = pane_of(opened)
    choose(qtbot, opened, right_click(pane.table, 5, 2), "删除")
    pane.show_bin(True)
    menu = right_click(pane.table, 0, 2)
    assert "删除" not in words(menu)
    assert entry(menu, "提交审核").toolTip() == "它在回收站里，先恢复。"
    choose(qtbot, opened, menu, "恢复")
    pane.show_bin(False)
    assert pane.model.rowCount() == 1000


# -- the grid ----------------------------------------------------------------------------------


@pytest.fixture
def grid(opened: MainWindow) -> ItemsGrid:
    made = items_grid(opened)
    made.view.setFocus()
    return made


def names(grid: ItemsGrid) -> list[str]:
    return [row.get("name", "") for row in grid.rows]


def test_the_menu_of_a_grid_does_what_its_keys_do(
    qtbot: QtBot, opened: MainWindow, grid: ItemsGrid
) -> None:
    menu = right_click(grid.view, 1, 0)
    assert words(menu) == [
        *("剪切", "复制", "粘贴", "插入行", "删除行", "上移", "下移", "向下填充", "清空"),
        "写意见",
    ]
    choose(qtbot, opened, menu, "上移")
    assert names(grid) == ["身份证号", "姓名"]
    choose(qtbot, opened, right_click(grid.view, 0, 0), "插入行")
    assert names(grid)[1:] == ["身份证号", "姓名"]
    choose(qtbot, opened, right_click(grid.view, 0, 0), "删除行")
    choose(qtbot, opened, right_click(grid.view, 1, 0), "复制")
    assert QGuiApplication.clipboard().text().strip() == "姓名"


def test_marked_cells_stay_marked_under_the_menu(grid: ItemsGrid) -> None:
    keys = tuple(element.key for element in grid.model.columns[:2])
    grid.view.mark(Area(0, 1, keys))
    menu = right_click(grid.view, 1, 1)
    assert grid.view.area() == Area(0, 1, keys)
    close(menu)


def test_the_grid_menu_comes_by_key(grid: ItemsGrid) -> None:
    QTest.keyClick(grid.view, Key.Key_F10, Held.ShiftModifier)
    close(opened_menu())


def test_the_empty_row_below_cannot_be_moved_and_says_why(grid: ItemsGrid) -> None:
    menu = right_click(grid.view, 2, 0)
    assert not entry(menu, "上移").isEnabled()
    assert entry(menu, "上移").toolTip() == "先选中有内容的行。"
    assert entry(menu, "粘贴").isEnabled()
    close(menu)


def test_what_is_approved_is_not_changed_from_the_menu(
    qtbot: QtBot, opened: MainWindow, grid: ItemsGrid
) -> None:
    bench = opened.shell.session.bench
    record = bench.workspace.record(opened.page.view.edit.record.id)
    there = replace(record, review="approved")
    with bench.step("审核通过") as unit:
        unit.save(there, assess(bench, there), record.revision_id)
    opened.shell.session.changed.emit()
    menu = right_click(grid.view, 1, 0)
    assert not entry(menu, "剪切").isEnabled()
    assert entry(menu, "剪切").toolTip() == "这条记录现在不能修改。"
    assert entry(menu, "复制").isEnabled()
    close(menu)


def test_a_remark_is_written_from_the_grid(
    qtbot: QtBot, opened: MainWindow, grid: ItemsGrid
) -> None:
    choose(qtbot, opened, right_click(grid.view, 1, 0), "写意见")
    qtbot.waitUntil(opened.page.view._bottom.remarks.line.hasFocus)


def test_on_the_whole_page_it_is_said_where_remarks_are_written(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.ask_page("whole_page")
    idle(qtbot, opened)
    menu = right_click(opened.page.grid.view, 1, 0)
    assert entry(menu, "写意见").toolTip() == "请回到记录里写意见。"
    assert entry(menu, "删除行").isEnabled()
    close(menu)
