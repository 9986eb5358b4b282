"""The grid of items by keyboard: as in a spreadsheet program, key by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_words import named, type_chinese

from cdo_desktop.domain.record import Record
from cdo_desktop.settings import Settings
from cdo_desktop.work import checking
from cdo_desktop.work.items import Area
from cdo_desktop.workbench import Desk, Workbench
from ui.grid.cell_editors import ChoiceEditor, LineEditor
from ui.grid.items_grid import ItemsGrid
from ui.jobs import Jobs
from ui.look import Look
from ui.notify import Notify
from ui.session import Session
from ui.shell import Shell

Key, Held = Qt.Key, Qt.KeyboardModifier
NAMES = ("姓名", "身份证号", "保障金额")


@pytest.fixture
def shell(look: Look, jobs: Jobs, recorder: Notify, settings: Settings, desk: Desk) -> Shell:
    """What the grid is given."""
    return Shell(look, jobs, recorder, Session(jobs, settings, desk), settings)


@pytest.fixture
def bench(desk: Desk, new_workspace: Path, tmp_path: Path) -> Iterator[Workbench]:
    """An empty workspace."""
    path = tmp_path / "空.cdo"
    path.write_bytes(new_workspace.read_bytes())
    with desk.open(path) as opened:
        yield opened


@pytest.fixture
def record(make_record) -> Record:
    """A record of three items."""
    return make_record(items=NAMES)


@pytest.fixture
def grid(qtbot: QtBot, shell: Shell, bench: Workbench, record: Record) -> ItemsGrid:
    """The grid with the three items, shown and with the focus."""
    made = ItemsGrid(shell, bench.library.kind("resource").groups_by_key["items"])
    made.steps = []
    made.edited.connect(lambda rows, step: made.steps.append(step.partition("信息项：")[2]))
    made.show_rows(bench, record, checking.check_record(bench, record), True)
    made.resize(900, 500)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def names(grid: ItemsGrid) -> list[object]:
    return [row.get("name") for row in grid.rows]


def at(grid: ItemsGrid, row: int, key: str) -> None:
    grid.go_to(row, key)


def here(grid: ItemsGrid) -> tuple[int, str]:
    return grid.current_row, grid.current_element.key


def press(grid: ItemsGrid, key: Key, held: Held = Held.NoModifier) -> None:
    """Press a key where the focus is, as a person does."""
    QTest.keyClick(QApplication.focusWidget() or grid.view, key, held)


def type_text(grid: ItemsGrid, text: str) -> None:
    for sign in text:
        QTest.keyClicks(QApplication.focusWidget() or grid.view, sign)


def clipboard(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def test_the_model_is_one_in_qts_eyes(grid: ItemsGrid, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(grid.model, force_py=True)
    grid.act("insert")
    at(grid, 1, "name")
    grid.act("down")
    grid.act("delete")
    clipboard("甲\ta\n乙\tb\n丙\tc\n丁\td\n")
    grid.act("paste")
    assert len(grid.rows) == 6


# -- typing and moving -------------------------------------------------------------------------


def test_typing_replaces_and_enter_goes_down(grid: ItemsGrid) -> None:
    at(grid, 0, "field")
    type_text(grid, "xm")
    press(grid, Key.Key_Return)
    type_text(grid, "sfzh")
    press(grid, Key.Key_Enter, Held.KeypadModifier)
    assert [row.get("field") for row in grid.rows] == ["xm", "sfzh", None]
    assert here(grid) == (2, "field")
    assert grid.steps == ["第 1 行的“信息项英文名称”", "第 2 行的“信息项英文名称”"]


def test_tab_goes_right_and_enter_back_under_where_it_began(grid: ItemsGrid) -> None:
    at(grid, 0, "name")
    type_text(grid, "a")
    press(grid, Key.Key_Tab)
    type_text(grid, "b")
    press(grid, Key.Key_Tab)
    assert here(grid) == (0, "type")
    press(grid, Key.Key_Backtab, Held.ShiftModifier)
    assert here(grid) == (0, "field")
    press(grid, Key.Key_Tab)
    press(grid, Key.Key_Return)
    assert here(grid) == (1, "name")
    press(grid, Key.Key_Return, Held.ShiftModifier)
    assert here(grid) == (0, "name")
    assert (grid.rows[0]["name"], grid.rows[0]["field"]) == ("a", "b")


def test_tab_after_the_last_column_begins_the_next_row(grid: ItemsGrid) -> None:
    at(grid, 0, grid.model.columns[-1].key)
    press(grid, Key.Key_Tab)
    assert here(grid) == (1, "name")


def test_f2_keeps_what_is_there_and_esc_throws_away(grid: ItemsGrid) -> None:
    at(grid, 0, "name")
    press(grid, Key.Key_F2)
    press(grid, Key.Key_End)
    type_text(grid, "x")
    press(grid, Key.Key_Return)
    assert grid.rows[0]["name"] == "姓名x"
    press(grid, Key.Key_F2)
    type_text(grid, "y")
    press(grid, Key.Key_Escape)
    assert grid.rows[1]["name"] == "身份证号"
    assert grid.view.hasFocus()


def test_arrows_leave_a_cell_that_was_typed_over_but_not_one_opened_by_f2(grid: ItemsGrid) -> None:
    at(grid, 0, "field")
    type_text(grid, "a")
    press(grid, Key.Key_Right)
    assert here(grid) == (0, "type")
    at(grid, 0, "field")
    press(grid, Key.Key_F2)
    press(grid, Key.Key_Left)
    assert isinstance(QApplication.focusWidget(), LineEditor)


def test_backspace_empties_and_edits(grid: ItemsGrid) -> None:
    at(grid, 0, "name")
    press(grid, Key.Key_Backspace)
    type_text(grid, "z")
    press(grid, Key.Key_Return)
    assert grid.rows[0]["name"] == "z"


def test_typing_below_the_last_row_adds_one(grid: ItemsGrid) -> None:
    at(grid, 3, "name")
    type_text(grid, "new")
    press(grid, Key.Key_Return)
    assert names(grid) == [*NAMES, "new"]
    assert here(grid) == (4, "name")


def test_a_step_only_where_something_changed(grid: ItemsGrid) -> None:
    at(grid, 0, "name")
    press(grid, Key.Key_F2)
    press(grid, Key.Key_Return)
    assert grid.steps == []


def test_delete_clears_the_marked_cells(grid: ItemsGrid) -> None:
    grid.view.mark(Area(0, 1, ("name", "field", "type")))
    press(grid, Key.Key_Delete)
    assert [row.get("type") for row in grid.rows] == [None, None, "字符型"]
    assert grid.steps == ["清空 4 格"]


def test_ctrl_enter_fills_what_is_marked(grid: ItemsGrid) -> None:
    grid.view.mark(Area(0, 2, ("length",)))
    type_text(grid, "30")
    press(grid, Key.Key_Return, Held.ControlModifier)
    assert [row["length"] for row in grid.rows] == ["30", "30", "30"]
    assert grid.steps == ["填入 3 格"]


def test_enter_stays_within_what_is_marked(grid: ItemsGrid) -> None:
    grid.view.mark(Area(0, 1, ("name", "field")))
    for _ in range(2):
        press(grid, Key.Key_Return)
    assert here(grid) == (0, "field")
    press(grid, Key.Key_Tab)
    assert here(grid) == (1, "name")
    assert grid.view.area() == Area(0, 1, ("name", "field"))


@pytest.mark.parametrize(
    ("key", "held", "after"),
    [
        (Key.Key_D, Held.ControlModifier, ["64", "64", "64"]),
        (Key.Key_Minus, Held.ControlModifier, []),
    ],
)
def test_keys_of_the_window_belong_to_the_grid_while_it_has_the_focus(
    grid: ItemsGrid, key: Key, held: Held, after: list[str]
) -> None:
    grid.view.mark(Area(0, 2, ("length",)))
    press(grid, key, held)
    assert [row["length"] for row in grid.rows] == after


def test_ctrl_r_fills_right_and_ctrl_equals_inserts(grid: ItemsGrid) -> None:
    grid.view.mark(Area(0, 0, ("name", "field")))
    press(grid, Key.Key_R, Held.ControlModifier)
    assert grid.rows[0]["field"] == "姓名"
    grid.view.mark(Area(1, 2, ("name",)))
    press(grid, Key.Key_Equal, Held.ControlModifier)
    assert names(grid) == ["姓名", None, None, "身份证号", "保障金额"]
    assert grid.view.area() == Area(1, 2, ("name",))


def test_alt_shift_arrows_move_rows(grid: ItemsGrid) -> None:
    at(grid, 2, "type")
    press(grid, Key.Key_Up, Held.AltModifier | Held.ShiftModifier)
    press(grid, Key.Key_Up, Held.AltModifier | Held.ShiftModifier)
    press(grid, Key.Key_Up, Held.AltModifier | Held.ShiftModifier)
    assert names(grid) == ["保障金额", "姓名", "身份证号"]
    press(grid, Key.Key_Down, Held.AltModifier | Held.ShiftModifier)
    assert here(grid) == (1, "type")
    assert len(grid.steps) == 3


def test_the_keys_are_taken_before_the_windows_shortcuts(grid: ItemsGrid) -> None:
    for key, held, own in (
        (Key.Key_R, Held.ControlModifier, True),
        (Key.Key_Down, Held.AltModifier, True),
        (Key.Key_Equal, Held.ControlModifier, True),
        (Key.Key_Z, Held.ControlModifier, False),
        (Key.Key_Up, Held.AltModifier, False),
        (Key.Key_K, Held.ControlModifier, False),
    ):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
        event.ignore()
        QApplication.sendEvent(grid.view, event)
        assert event.isAccepted() is own, key


# -- lists -------------------------------------------------------------------------------------


def test_alt_down_opens_the_list_and_letters_narrow_it(grid: ItemsGrid) -> None:
    at(grid, 0, "type")
    press(grid, Key.Key_Down, Held.AltModifier)
    editor = QApplication.focusWidget()
    assert isinstance(editor, ChoiceEditor)
    assert editor.list.isVisible()
    assert len(editor.list.words) == 11
    assert editor.list.marked == "字符型"
    type_text(grid, "sz")
    assert editor.list.words == ["数值型"]
    press(grid, Key.Key_Return)
    assert grid.rows[0]["type"] == "数值型"
    assert here(grid) == (1, "type")


def test_arrows_choose_in_the_list_and_a_click_too(grid: ItemsGrid) -> None:
    at(grid, 0, "type")
    press(grid, Key.Key_F2)
    press(grid, Key.Key_Down)
    press(grid, Key.Key_Tab)
    assert grid.rows[0]["type"] == "数值型"
    at(grid, 1, "type")
    press(grid, Key.Key_F2)
    choices = QApplication.focusWidget().list
    choices.view.clicked.emit(choices.view.model().index(9, 0))
    assert grid.rows[1]["type"] == "整型"
    assert grid.view.hasFocus()


def test_what_is_in_no_list_stays_as_an_error_cell(grid: ItemsGrid) -> None:
    at(grid, 0, "type")
    type_text(grid, "wx9")
    press(grid, Key.Key_Return)
    assert grid.rows[0]["type"] == "wx9"
    found = grid.model.findings(0, "type")
    assert [finding.severity.value for finding in found] == ["error"]
    index = grid.model.index(0, [e.key for e in grid.model.columns].index("type"))
    assert "wx9" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "错误" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_emptying_a_choice_empties_it(grid: ItemsGrid) -> None:
    at(grid, 0, "type")
    press(grid, Key.Key_F2)
    press(grid, Key.Key_Backspace)
    press(grid, Key.Key_Return)
    assert "type" not in grid.rows[0]


# -- input methods -----------------------------------------------------------------------------


def compose(preedit: str, commit: str = "") -> QInputMethodEvent:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    return event


def test_the_first_composed_characters_arrive(grid: ItemsGrid) -> None:
    at(grid, 0, "name")
    assert grid.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QApplication.sendEvent(grid.view, compose("x"))
    QApplication.sendEvent(QApplication.focusWidget(), compose("xing"))
    QApplication.sendEvent(QApplication.focusWidget(), compose("", "姓"))
    editor = QApplication.focusWidget()
    assert isinstance(editor, LineEditor)
    type_chinese(editor, "氏")
    press(grid, Key.Key_Return)
    assert grid.rows[0]["name"] == "姓氏"


def test_text_that_comes_at_once_replaces_the_cell(grid: ItemsGrid) -> None:
    at(grid, 1, "name")
    type_chinese(grid.view, "证件号码")
    press(grid, Key.Key_Return)
    assert grid.rows[1]["name"] == "证件号码"


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Escape, Key.Key_Tab])
def test_while_composing_the_keys_belong_to_the_input_method(grid: ItemsGrid, key: Key) -> None:
    at(grid, 0, "name")
    press(grid, Key.Key_F2)
    editor = QApplication.focusWidget()
    QApplication.sendEvent(editor, compose("ming"))
    assert editor.composing
    press(grid, key)
    assert here(grid) == (0, "name")
    assert grid.rows[0]["name"] == "姓名"


def test_a_composition_given_up_brings_the_text_back(grid: ItemsGrid) -> None:
    at(grid, 0, "name")
    QApplication.sendEvent(grid.view, compose("xing"))
    QApplication.sendEvent(grid.view, compose(""))
    press(grid, Key.Key_Return)
    assert grid.rows[0]["name"] == "姓名"


# -- clipboard ---------------------------------------------------------------------------------


def test_copy_writes_text_and_a_table(grid: ItemsGrid) -> None:
    grid.view.mark(Area(0, 1, ("name", "field", "type")))
    press(grid, Key.Key_C, Held.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().replace("\r", "") == "姓名\t\t字符型\n身份证号\t\t字符型\n"
    assert "mso-number-format" in data.html()
    assert grid.steps == []


def test_cut_and_paste_move_values(grid: ItemsGrid) -> None:
    grid.view.mark(Area(0, 0, ("name",)))
    press(grid, Key.Key_X, Held.ControlModifier)
    assert "name" not in grid.rows[0]
    at(grid, 1, "field")
    press(grid, Key.Key_V, Held.ControlModifier)
    assert grid.rows[1]["field"] == "姓名"


def test_a_paste_says_what_it_did_and_marks_it(qtbot: QtBot, grid: ItemsGrid) -> None:
    clipboard('甲\ta\tC\t10\r\n乙\tb\t文本\t"2\n3"\r\n')
    at(grid, 2, "name")
    press(grid, Key.Key_V, Held.ControlModifier)
    assert names(grid) == ["姓名", "身份证号", "甲", "乙"]
    assert "已粘贴 2 行 × 4 列：改写 1 行，新增 1 行。" in grid.banner.words
    assert "2 个单元格认不出：第 4 行的数据类型“文本”" in grid.banner.words
    assert grid.model.is_fresh(3)
    assert not grid.model.is_fresh(2)
    assert grid.view.area() == Area(2, 3, ("name", "field", "type", "length"))
    with qtbot.waitSignal(grid.undo_asked):
        named(grid.banner, "撤销粘贴").click()


def test_an_empty_or_endless_clipboard_changes_nothing(grid: ItemsGrid) -> None:
    QGuiApplication.clipboard().clear()
    press(grid, Key.Key_V, Held.ControlModifier)
    assert "没有文字" in grid.banner.words
    clipboard("x" * 20_000_001)
    press(grid, Key.Key_V, Held.ControlModifier)
    assert "太多" in grid.banner.words
    assert grid.steps == []


# -- find and replace --------------------------------------------------------------------------


def test_ctrl_h_replaces_in_what_is_marked(grid: ItemsGrid) -> None:
    grid.view.mark(Area(0, 1, ("name", "field", "type")))
    press(grid, Key.Key_H, Held.ControlModifier)
    assert grid.search.bar.isVisible()
    grid.search.bar.sought.setText("字符")
    assert "选中区域的 2 格" in named(grid.search.bar, "全部替换").text()
    grid.search.bar.by.setText("数值")
    press(grid, Key.Key_Escape)
    assert not grid.search.bar.isVisible()
    press(grid, Key.Key_H, Held.ControlModifier)
    named(grid.search.bar, "全部替换").click()
    assert [row["type"] for row in grid.rows] == ["数值型", "数值型", "字符型"]
    assert grid.steps == ["替换 2 格"]


def test_finding_goes_round(grid: ItemsGrid) -> None:
    grid.open_find()
    grid.search.bar.sought.setText("字符型")
    found = []
    for _ in range(4):
        grid.search.find_next("字符型")
        found.append(here(grid))
    assert found == [(0, "type"), (1, "type"), (2, "type"), (0, "type")]


# -- read-only, the same again, columns --------------------------------------------------------


def test_a_grid_to_read_takes_no_keys(grid: ItemsGrid, bench: Workbench, record: Record) -> None:
    grid.show_rows(bench, record, [], False)
    at(grid, 0, "name")
    clipboard("x")
    for key, held in (
        (Key.Key_X, Held.NoModifier),
        (Key.Key_Delete, Held.NoModifier),
        (Key.Key_V, Held.ControlModifier),
        (Key.Key_Minus, Held.ControlModifier),
        (Key.Key_Backspace, Held.NoModifier),
    ):
        press(grid, key, held)
    assert grid.model.rowCount() == 3
    assert names(grid) == list(NAMES)
    assert grid.steps == []
    press(grid, Key.Key_C, Held.ControlModifier)
    assert "姓名" in QGuiApplication.clipboard().text()


def test_the_same_record_again_keeps_the_place_and_an_open_editor(
    grid: ItemsGrid, bench: Workbench, record: Record
) -> None:
    at(grid, 1, "field")
    type_text(grid, "ab")
    changed = replace(record, groups={"items": record.groups["items"][:2]})
    grid.show_rows(bench, changed, [], True)
    editor = QApplication.focusWidget()
    assert isinstance(editor, LineEditor)
    type_text(grid, "c")
    press(grid, Key.Key_Return)
    assert grid.rows[1]["field"] == "abc"
    assert len(grid.rows) == 2


def test_problems_are_gone_to_one_after_the_other(
    grid: ItemsGrid, bench: Workbench, record: Record
) -> None:
    rows = list(record.groups["items"])
    rows[0] = {**rows[0], "type": "文本"}
    rows[2] = {**rows[2], "length": "十"}
    broken = replace(record, groups={"items": tuple(rows)})
    grid.show_rows(bench, broken, checking.check_record(bench, broken), True)
    grid.next_problem()
    assert here(grid) == (0, "type")
    grid.next_problem()
    assert here(grid) == (2, "length")
    grid.next_problem(back=True)
    assert here(grid) == (0, "type")


def test_a_problem_in_a_hidden_column_shows_it(
    grid: ItemsGrid, bench: Workbench, record: Record
) -> None:
    grid.show_column("length", False)
    assert "length" not in [element.key for element in grid.model.columns]
    grid.go_to(0, "length")
    assert here(grid) == (0, "length")


def test_columns_are_remembered(grid: ItemsGrid, shell: Shell, bench: Workbench, record) -> None:
    grid.show_column("dictionary", True)
    grid.show_column("field", False)
    other = ItemsGrid(shell, grid.group)
    other.show_rows(bench, record, [], True)
    keys = [element.key for element in other.model.columns]
    assert "dictionary" in keys
    assert "field" not in keys
    other.deleteLater()


def test_widths_made_by_hand_are_kept(grid: ItemsGrid, shell: Shell, bench, record) -> None:
    grid.view.setColumnWidth(0, 240)
    shell.look.set_zoom(2.0)
    assert grid.view.columnWidth(0) == 480
    shell.look.set_zoom(1.0)
    other = ItemsGrid(shell, grid.group)
    other.show_rows(bench, record, [], True)
    assert other.view.columnWidth(0) == 240
    other.deleteLater()


def test_frozen_columns_stay_and_can_be_clicked(qtbot: QtBot, grid: ItemsGrid) -> None:
    grid.resize(760, 400)
    bar = grid.view.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    first = grid.model.index(1, 0)
    place = grid.view.visualRect(first)
    assert place.left() == 0
    qtbot.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert grid.view.currentIndex() == first
    type_text(grid, "q")
    assert grid.view.indexWidget(first).geometry().left() == 0
    press(grid, Key.Key_Escape)
    grid.view.setCurrentIndex(grid.model.index(1, 2))
    shown = grid.view.visualRect(grid.model.index(1, 2))
    assert shown.left() >= grid.view.head.frozen_width()


def test_rows_are_marked_by_their_numbers(qtbot: QtBot, grid: ItemsGrid) -> None:
    head = grid.view.verticalHeader()

    def click(row: int, held: Held) -> None:
        place = QPoint(10, head.sectionViewportPosition(row) + 5)
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, held, place)

    click(1, Held.NoModifier)
    assert grid.view.marked_rows() == [1]
    click(2, Held.ControlModifier)
    assert grid.view.marked_rows() == [1, 2]
    press(grid, Key.Key_Minus, Held.ControlModifier)
    assert names(grid) == ["姓名"]
