"""The import page: looked at, decided, written as one step; nothing happens before that."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from import_steps import BURIALS, HEAD, LOW, idle, page_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QTableView
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.work import editing
from cdo_desktop.work.typed import Entry
from ui.main_window import MainWindow
from ui.pages.import_page import ImportPage
from ui.pages.list_page import ListPage


@pytest.fixture
def page(qtbot: QtBot, desk_window: MainWindow, changed: Path) -> ImportPage:
    """The sheet with changes, rehearsed."""
    return page_of(qtbot, desk_window, changed)


def outcomes(page: ImportPage) -> list[str]:
    model = page.view.results.model
    return [model.row(row).outcome.value for row in range(model.rowCount())]


def record_of(window: MainWindow, title: str):
    bench = window.shell.session.bench
    return next(r for r in bench.workspace.each_record(ListQuery("resource")) if r.title == title)


def go_to(page: ImportPage, outcome: str) -> None:
    page.view.results.table.choose_row(outcomes(page).index(outcome))


# -- what is shown ---------------------------------------------------------------------------------


def test_records_in_the_order_of_the_sheet_with_their_counts(page: ImportPage) -> None:
    assert outcomes(page) == ["invalid", "changed", "unchanged", "new"]
    for word in ("新增 1", "有变化 1", "无变化 1", "不能写入 1"):
        assert named(page, word)
    assert page.view.foot.write.text() == "写入 2 条（新增 1，更新 1）"
    assert page.view.header.steps.accessibleName().endswith("预演")


def test_a_tile_filters_and_pressed_again_shows_all(page: ImportPage) -> None:
    tile = page.view.results.tiles["changed"]
    tile.click()
    assert outcomes(page) == ["changed"]
    tile.click()
    assert len(outcomes(page)) == 4


def test_records_are_found_by_name_or_initials(page: ImportPage, qtbot: QtBot) -> None:
    page.find()
    page.view.results.search.setText("hydj")
    assert outcomes(page) == ["new"]
    page.leave()
    assert len(outcomes(page)) == 4


def test_what_cannot_be_written_cannot_be_ticked(page: ImportPage, qtbot: QtBot) -> None:
    table, model = page.view.results.table, page.view.results.model
    for outcome in ("invalid", "unchanged"):
        row = outcomes(page).index(outcome)
        index = model.index(row, 0)
        assert not index.flags() & Qt.ItemFlag.ItemIsUserCheckable
        role = Qt.ItemDataRole.CheckStateRole
        assert not model.setData(index, Qt.CheckState.Checked, role)
        table.choose_row(row)
        qtbot.keyClick(table, Qt.Key.Key_Space)
        assert Qt.CheckState(index.data(role)) is Qt.CheckState.Unchecked
    assert page.view.foot.write.text() == "写入 2 条（新增 1，更新 1）"


def test_unticked_records_are_not_counted_and_not_written(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow
) -> None:
    go_to(page, "new")
    qtbot.keyClick(page.view.results.table, Qt.Key.Key_Space)
    assert page.view.foot.write.text() == "写入 1 条（更新 1）"
    page.view.foot.write.click()
    idle(qtbot, desk_window)
    assert desk_window.shell.session.bench.workspace.count(ListQuery("resource")) == 2
    assert record_of(desk_window, LOW[0]).values["update_cycle"] == "每年"


def test_nothing_ticked_says_so_and_cannot_be_written(page: ImportPage) -> None:
    page.view.results.model.check_all(False)
    assert not page.view.foot.write.isEnabled()
    assert page.view.foot.write.toolTip() == "没有勾选要写入的内容"
    assert "没有勾选要写入的内容" in shown_texts(page)


# -- differences -----------------------------------------------------------------------------------


def test_every_field_is_chosen_by_itself_and_the_writing_heeds_it(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow
) -> None:
    go_to(page, "changed")
    diff = page.view.detail.diff
    labels = [page.view.detail.diff_model.row(row).label for row in range(3)]
    assert labels == ["信息资源摘要", "更新周期", "信息项"]
    diff.choose_row(1)
    qtbot.keyClick(diff, Qt.Key.Key_Left)
    diff.choose_row(2)
    qtbot.keyClick(diff, Qt.Key.Key_Space)
    assert "取表格 1 处，保留现有 2 处" in page.view.detail._facts.text()
    page.view.foot.write.click()
    idle(qtbot, desk_window)
    now = record_of(desk_window, LOW[0])
    assert now.values["update_cycle"] == "每月"
    assert now.values["summary"] == "低保对象的家庭成员、保障标准和金额。"
    assert len(now.groups["items"]) == 1


def test_keeping_all_takes_the_record_from_the_count(page: ImportPage) -> None:
    go_to(page, "changed")
    page.view.detail.keep_all.click()
    assert page.view.foot.write.text() == "写入 1 条（新增 1）"
    page.view.detail.take_all.click()
    assert page.view.foot.write.text() == "写入 2 条（新增 1，更新 1）"


def test_of_a_new_record_nothing_is_to_be_chosen(page: ImportPage) -> None:
    go_to(page, "new")
    assert not page.view.detail.take_all.isEnabled()
    assert page.view.detail.diff_model.rowCount() > 3
    page.view.detail.diff_model.choose(0, stays=True)
    assert page.decisions.choices.kept == {}


# -- writing ---------------------------------------------------------------------------------------


def test_nothing_happens_to_the_workspace_before_it_is_written(
    page: ImportPage, desk_window: MainWindow
) -> None:
    assert len(desk_window.shell.session.bench.workspace.steps()) == 1


def test_written_as_one_step_the_list_is_shown_and_it_can_be_undone(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow
) -> None:
    qtbot.waitExposed(desk_window)
    desk_window.activateWindow()
    page.view.results.table.setFocus()
    qtbot.keyClick(page.view.results.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, desk_window)
    assert isinstance(desk_window.page, ListPage)
    assert desk_window.page.banner.words == "已写入 2 条。"
    workspace = desk_window.shell.session.bench.workspace
    assert workspace.count(ListQuery("resource")) == 3
    named(desk_window.page.banner, "撤销").click()
    idle(qtbot, desk_window)
    assert workspace.count(ListQuery("resource")) == 2


def test_a_record_changed_meanwhile_is_told_and_nothing_is_written(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow
) -> None:
    bench = desk_window.shell.session.bench
    editing.set_values(bench, record_of(desk_window, LOW[0]).id, [Entry("责任科室", "办公室")])
    page.view.foot.write.click()
    idle(qtbot, desk_window)
    assert desk_window.page is page
    assert bench.workspace.count(ListQuery("resource")) == 2
    named(page.banner, "重新预演").click()
    idle(qtbot, desk_window)
    assert page.view.foot.write.isEnabled()


def test_an_annotated_copy_is_written_where_it_is_wished(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow, tmp_path: Path
) -> None:
    desk_window.shell.notify.files = [tmp_path / "批注.xlsx"]
    page.view.foot.annotate.click()
    idle(qtbot, desk_window)
    assert (tmp_path / "批注.xlsx").is_file()
    assert "批注.xlsx" in page.banner.words
    desk_window.shell.notify.files = [tmp_path / "批注.xlsx"]
    page.view.foot.annotate.click()
    idle(qtbot, desk_window)
    assert page.banner.property("level") == "err"


# -- leaving and coming back -----------------------------------------------------------------------


def test_coming_back_shows_the_same_rehearsal_with_what_was_decided(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow
) -> None:
    go_to(page, "new")
    qtbot.keyClick(page.view.results.table, Qt.Key.Key_Space)
    before = page.reading.found
    page.leave()
    assert isinstance(desk_window.page, ListPage)
    assert desk_window.shell.notify.questions == []
    desk_window.import_sheet()
    idle(qtbot, desk_window)
    assert desk_window.page is page
    assert page.reading.found is before
    assert page.view.foot.write.text() == "写入 1 条（更新 1）"
    assert "新.xlsx" in page.banner.words
    assert named(page.banner, "换一个表格…")


def test_a_file_changed_meanwhile_is_rehearsed_again(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow, sheet_of: Callable[..., Path]
) -> None:
    before = page.reading.found
    page.leave()
    path = sheet_of("新.xlsx", HEAD, (*BURIALS, "姓名", "30"))
    os.utime(path, ns=(1, 1))
    desk_window.import_sheet()
    idle(qtbot, desk_window)
    idle(qtbot, desk_window)
    assert page.reading.found is not before
    assert outcomes(page) == ["changed"]
    assert "改过" in page.banner.words


def test_a_workspace_changed_meanwhile_is_compared_again(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow
) -> None:
    page.leave()
    bench = desk_window.shell.session.bench
    editing.set_values(bench, record_of(desk_window, BURIALS[0]).id, [Entry("更新周期", "每月")])
    desk_window.import_sheet()
    idle(qtbot, desk_window)
    assert outcomes(page).count("changed") == 2


def test_another_workspace_forgets_the_sheet(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow, thousand_copy: Path
) -> None:
    with qtbot.waitSignal(desk_window.shell.session.opened, timeout=10_000):
        desk_window.open_path(thousand_copy)
    idle(qtbot, desk_window)
    desk_window.import_sheet()
    assert page.reading.hand is None
    assert page.view.empty.isVisible()
    assert desk_window.shell.notify.asked_for == ["选择要导入的表格"]


# -- problems --------------------------------------------------------------------------------------


def test_the_next_problem_leads_to_its_record_errors_first(
    qtbot: QtBot, page: ImportPage, desk_window: MainWindow
) -> None:
    desk_window.next_problem()
    findings = page.view.detail.findings
    assert findings.currentIndex().row() == 0
    first = findings.model().row(0)
    assert first.severity.value == "error"
    assert page.view.results.current.record.id == first.place.record
    desk_window.next_problem()
    assert findings.currentIndex().row() == 1
    desk_window.previous_problem()
    desk_window.previous_problem()
    assert findings.currentIndex().row() == findings.model().rowCount() - 1


def test_a_problem_says_in_which_cell_it_is(page: ImportPage) -> None:
    page.next_problem()
    model = page.view.detail.findings.model()
    cells = [model.index(row, 3).data() for row in range(model.rowCount())]
    assert any(cell.startswith("D") and cell[1:].isdigit() for cell in cells)
    assert {model.index(row, 2).data() for row in range(model.rowCount())} == {"目录"}


# -- for everybody ---------------------------------------------------------------------------------


def test_everything_has_a_name(page: ImportPage) -> None:
    kinds = (QAbstractButton, QComboBox, QSpinBox, QTableView)
    parts = [widget for kind in kinds for widget in page.findChildren(kind)]
    parts += [line for line in page.findChildren(QLineEdit) if line.isVisible()]
    nameless = [
        type(widget).__name__
        for widget in parts
        if widget.isVisible()
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QComboBox | QLineEdit)
    ]
    assert nameless == []


def test_the_models_are_sound(page: ImportPage) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    view = page.view
    models = (
        view.mapping.model,
        view.results.model,
        view.detail.diff_model,
        view.raw.table.model(),
    )
    testers = [QAbstractItemModelTester(model, fatal) for model in models]
    go_to(page, "changed")
    view.detail.diff_model.choose_all(stays=True)
    view.results.tiles["new"].click()
    view.results.show_all()
    assert len(testers) == 4


def test_a_workspace_that_can_only_be_read_is_not_written_to(page: ImportPage) -> None:
    page.shell.session.held = "王芳正在写。"
    page._show_foot()
    assert not page.view.foot.write.isEnabled()
    assert "只能看" in page.view.foot.write.toolTip()


def column_words(page: ImportPage, outcome: str, key: str) -> str:
    model = page.view.results.model
    place = [column.key for column in model.columns].index(key)
    return model.index(outcomes(page).index(outcome), place).data()


def test_a_new_record_says_what_it_has_so_many_of(page: ImportPage) -> None:
    assert column_words(page, "new", "changes") == "信息项 1 个"


def test_the_foot_says_that_errors_do_not_keep_a_record_from_being_written(
    page: ImportPage,
) -> None:
    found = page.reading.found
    own = [f for e in found.going() for f in found.by_record.get(e.record.id, ())]
    errors = sum(f.severity == "error" for f in own)
    warnings = sum(f.severity == "warning" for f in own)
    assert errors and warnings
    said = page.view.foot.words
    assert said.startswith(f"错误 {errors}、警告 {warnings} 的记录照样写入")
    assert "写入后在问题窗格里改" in said


# -- whose records, and which sheets -------------------------------------------------------------


def test_records_of_another_organisation_are_told_before_writing(
    qtbot: QtBot, desk_window: MainWindow, sheet_of: Callable[..., Path]
) -> None:
    head = (*HEAD, "信息资源提供方")
    path = sheet_of("外单位.xlsx", head, (*BURIALS, "姓名", "20", "通江县教育科技和体育局"))
    page = page_of(qtbot, desk_window, path)
    assert "不是本工作区的单位：通江县教育科技和体育局 1" in page.banner.words
    assert page.view.foot.write.isEnabled()


@pytest.fixture
def three(sheet_of: Callable[..., Path], tmp_path: Path) -> Path:
    """A workbook with a sheet of 数据目录, one of 信息系统 and a cover."""
    path = tmp_path / "三张.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (
            ("目录", (HEAD, ("婚姻登记信息", *BURIALS[1:], "姓名", "20"))),
            ("系统", (("系统名称", "主管单位", "系统状态"), ("低保系统", "巴中市民政局", "在用"))),
            ("封面", (("说明", "请按时上报"),)),
        ):
            page = book.add_worksheet(name)
            for line, row in enumerate(rows):
                page.write_row(line, 0, row)
    return path


def test_sheets_that_are_not_imported_are_told_and_offered_next(
    qtbot: QtBot, desk_window: MainWindow, three: Path
) -> None:
    page = page_of(qtbot, desk_window, three)
    assert "还有 2 张工作表没有导入：系统、封面" in page.banner.words
    page.write()
    idle(qtbot, desk_window)
    shown = desk_window.page
    assert isinstance(shown, ListPage)
    assert "还有 2 张工作表没有导入：系统、封面" in shown.banner.words
    named(shown.banner, "接着导入“系统”").click()
    idle(qtbot, desk_window)
    assert desk_window.page is page
    assert page.reading.kind == "system"
    assert "还有 1 张工作表没有导入：封面" in page.banner.words
