"""How a sheet is read: mapped by hand and by keyboard, headers named, layouts kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from import_steps import BURIALS, HEAD, LOW, idle, map_by_keys, page_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_words import named

from ui.importing.target_editor import TargetEditor
from ui.main_window import MainWindow

ODD_HEAD = (
    "信息资源名称",
    "信息资源分类",
    "信息资源摘要",
    "更新周期频率是多少",
    "科口",
    "信息项名称",
    "数据长度",
)
_WHILE = 0.5
NEW = ("婚姻登记信息", *BURIALS[1:], "男方姓名", "20")


@pytest.fixture
def doubtful(sheet_of: Callable[..., Path]) -> Path:
    """Two columns that may be something."""
    return sheet_of("两列存疑.xlsx", ODD_HEAD, (*LOW, "街道名称", "64"), NEW)


def standings(page) -> list[str]:
    model = page.view.mapping.model
    return [model.row(row).column.standing.value for row in range(model.rowCount())]


def test_what_waits_to_be_confirmed_stands_in_the_way_of_writing(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    count = standings(page).count("pending")
    assert count == 2
    assert not page.view.foot.write.isEnabled()
    assert page.view.foot.write.toolTip().startswith("还有 2 列待确认")
    assert page.view.mapping.table.currentIndex().row() == standings(page).index("pending")


def test_confirmed_by_keyboard_it_can_be_written(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    map_by_keys(qtbot, desk_window, 3, "gxzq")
    assert standings(page)[3] == "taken"
    map_by_keys(qtbot, desk_window, 4, "bdr")
    assert standings(page) == ["taken"] * 4 + ["unknown"] + ["taken"] * 2
    assert page.view.foot.write.isEnabled()
    assert not page.banner.isVisible()
    new = next(e for e in page.reading.found.rehearsal.entries if e.outcome == "new")
    assert new.record.values["update_cycle"] == "每年"
    assert "office" not in new.record.values


def test_leaving_a_cell_otherwise_confirms_nothing(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    table = page.view.mapping.table
    for leave in (
        lambda editor: qtbot.keyClick(editor, Qt.Key.Key_Escape),
        lambda editor: page.view.results.search.setFocus(),
    ):
        table.setFocus()
        table.choose_row(3)
        qtbot.keyClick(table, Qt.Key.Key_F2)
        leave(table.findChild(TargetEditor))
        QApplication.processEvents()
        idle(qtbot, desk_window)
        assert table.findChild(TargetEditor) is None
        assert standings(page)[3] == "pending"


def test_enter_belongs_to_the_input_method_while_it_composes(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    table = page.view.mapping.table
    table.setFocus()
    table.choose_row(3)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(TargetEditor)
    QApplication.sendEvent(editor, QInputMethodEvent("geng", []))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert table.state() == table.State.EditingState
    event = QInputMethodEvent()
    event.setCommitString("更新周期")
    QApplication.sendEvent(editor, event)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    idle(qtbot, desk_window)
    assert standings(page)[3] == "taken"


def test_records_keep_their_order_and_what_was_decided_when_a_column_changes(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    results = page.view.results
    before = [e.record.title for e in page.reading.found.rehearsal.entries]
    results.table.choose_row(1)
    results.model.toggle(1)
    map_by_keys(qtbot, desk_window, 3, "gxzq")
    assert [e.record.title for e in page.reading.found.rehearsal.entries] == before
    assert results.table.currentIndex().row() == 1
    assert page.reading.found.going(page.decisions.choices) == []


def test_a_late_result_of_an_older_wish_is_dropped(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path, changed: Path
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    seen: list[str] = []
    page.reading.tried.connect(lambda tried: seen.append(tried.rehearsed.rehearsal.path.name))
    page.begin("resource", doubtful)
    sleep(_WHILE)  # it is done on its thread, and nobody has been told yet
    page.begin("resource", changed)
    idle(qtbot, desk_window)
    idle(qtbot, desk_window)
    assert seen == [changed.name]
    assert page.reading.found.rehearsal.path == changed


def test_stopped_by_the_user_is_said_and_can_be_done_again(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path
) -> None:
    desk_window.roads.sheet("resource", doubtful)
    desk_window.shell.jobs.stop_all()
    idle(qtbot, desk_window)
    page = desk_window.page
    assert "已停止" in page.banner.words
    named(page.banner, "重新预演").click()
    idle(qtbot, desk_window)
    assert page.reading.found is not None


def test_read_afresh_forgets_what_was_told(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    assert not page.view.mapping.again.isEnabled()
    map_by_keys(qtbot, desk_window, 3, "gxzq")
    page.view.mapping.again.click()
    idle(qtbot, desk_window)
    assert standings(page).count("pending") == 2


def test_samples_and_conversions_are_shown(
    qtbot: QtBot, desk_window: MainWindow, sheet_of: Callable[..., Path]
) -> None:
    low = (*LOW[:3], "月", LOW[4], "街道名称", "64")
    page = page_of(qtbot, desk_window, sheet_of("月.xlsx", HEAD, low))
    pane = page.view.mapping
    shown = [pane.conversions.model().index(0, column).data() for column in range(3)]
    assert shown == ["“月”", "→ 每月", "1 行"]
    tip = pane.model.index(3, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "D 列：更新周期\n内容如：月"


# -- what cannot be recognised ---------------------------------------------------------------------


def test_without_a_header_the_line_is_chosen_and_the_columns_named(
    qtbot: QtBot, desk_window: MainWindow, sheet_of: Callable[..., Path]
) -> None:
    path = sheet_of("乱.xlsx", ["关于报送的说明"], ["甲", "乙"], ["婚姻登记信息", "每年"])
    page = page_of(qtbot, desk_window, path)
    assert "没有认出" in page.banner.words
    assert "命令行" not in page.banner.words
    assert page.view.is_raw
    raw = page.view.raw.table
    assert raw.currentIndex().row() == 1
    raw.setFocus()
    qtbot.keyClick(raw, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert "没有一列对应" in page.banner.words
    map_by_keys(qtbot, desk_window, 0, "xxzymc")
    assert [e.record.title for e in page.reading.found.rehearsal.entries] == ["婚姻登记信息"]
    assert not page.view.is_raw
    assert not page.banner.isVisible()


def test_the_header_row_can_be_set_by_its_number(
    qtbot: QtBot, desk_window: MainWindow, sheet_of: Callable[..., Path]
) -> None:
    row = (*BURIALS, "姓名", "20")
    page = page_of(qtbot, desk_window, sheet_of("两头.xlsx", HEAD, row, HEAD, row))
    assert page.view.mapping.form.row.value() == 1
    page.view.mapping.form.row.setValue(3)
    idle(qtbot, desk_window)
    assert page.reading.hand.mapping["目录"].header_line == 3
    assert page.reading.found.rehearsal.entries[0].line == 4


def test_a_sheet_of_another_list_can_go_there_or_be_mapped_here(
    qtbot: QtBot, desk_window: MainWindow, changed: Path
) -> None:
    page = page_of(qtbot, desk_window, changed, "system")
    assert "数据资源目录" in page.banner.words
    assert named(page.banner, "就按信息系统清单")
    named(page.banner, "导入到数据资源目录").click()
    idle(qtbot, desk_window)
    idle(qtbot, desk_window)
    assert page.reading.hand.kind == "resource"
    assert page.view.foot.write.isEnabled()
    assert page.view.header.kind.currentData() == "resource"


def test_hidden_sheets_are_said_and_can_be_read(
    qtbot: QtBot, desk_window: MainWindow, sheet_of: Callable[..., Path]
) -> None:
    path = sheet_of("隐藏.xlsx", HEAD, (*BURIALS, "姓名", "20"), hidden=["底稿"])
    page = page_of(qtbot, desk_window, path)
    assert any(f.code == "CDO-W201" for f in page.reading.found.findings)
    box = page.view.mapping.form.sheet
    box.setCurrentIndex(box.findText("底稿（隐藏）"))
    box.activated.emit(box.currentIndex())
    idle(qtbot, desk_window)
    assert page.reading.hand.wish.sheet == "底稿"
    assert page.banner.property("level") == "warn"
    assert not page.view.foot.write.isEnabled()


def test_what_is_no_workbook_is_said_and_another_can_be_chosen(
    qtbot: QtBot, desk_window: MainWindow, tmp_path: Path, changed: Path
) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"no workbook")
    page = page_of(qtbot, desk_window, broken)
    assert "坏的.xlsx" in page.banner.words
    assert not page.view.foot.write.isEnabled()
    desk_window.shell.notify.files = [changed]
    named(page.banner, "换一个表格…").click()
    idle(qtbot, desk_window)
    assert page.view.foot.write.isEnabled()


# -- layouts ---------------------------------------------------------------------------------------


@pytest.fixture
def named_layout(monkeypatch: pytest.MonkeyPatch, recorder) -> None:
    """Whoever is asked for a name says 民政口径."""

    def answer(self, title: str, label: str, verb: str, answered, text: str = "") -> None:
        answered("民政口径")

    monkeypatch.setattr(type(recorder), "ask_text", answer)


def test_a_mapping_is_kept_and_chosen_for_the_next_sheet(
    qtbot: QtBot, desk_window: MainWindow, doubtful: Path, named_layout: None
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    map_by_keys(qtbot, desk_window, 3, "gxzq")
    page.view.mapping.form.keep.click()
    assert "民政口径" in page.banner.words
    page.view.mapping.again.click()
    idle(qtbot, desk_window)
    box = page.view.mapping.form.layout_box
    box.setCurrentIndex(box.findData("民政口径"))
    box.activated.emit(box.currentIndex())
    idle(qtbot, desk_window)
    assert standings(page)[3] == "taken"
    assert box.currentData() == "民政口径"


@pytest.mark.parametrize(("answer", "level"), [("replace", "ok"), ("other", "warn")])
def test_a_kept_layout_is_not_replaced_unasked(
    qtbot: QtBot,
    desk_window: MainWindow,
    doubtful: Path,
    named_layout: None,
    answer: str,
    level: str,
) -> None:
    page = page_of(qtbot, desk_window, doubtful)
    page.view.mapping.form.keep.click()
    map_by_keys(qtbot, desk_window, 3, "gxzq")
    desk_window.shell.notify.answers = [answer]
    page.view.mapping.form.keep.click()
    assert "民政口径" in desk_window.shell.notify.questions[0].title
    assert page.banner.property("level") == level
