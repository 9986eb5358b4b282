"""The window with a real workspace: begin, look, search, import, undo, read-only, remember."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from form_rows import field_row, items_grid
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts, type_chinese

from cdo_desktop import paths
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Org
from cdo_desktop.settings import Settings
from cdo_desktop.work.starting import sample_path
from cdo_desktop.workbench import Desk
from ui.dialogs.new_workspace import NewWorkspaceDialog
from ui.main_window import MainWindow
from ui.pages.home_page import HomePage
from ui.pages.import_page import ImportPage
from ui.pages.list_page import ListPage

GOOD_CODE = "11511921MB999999XT"


def _list(window: MainWindow) -> ListPage:
    assert isinstance(window.page, ListPage)
    return window.page


def _idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=20_000)


# -- first start -------------------------------------------------------------------------------


def test_the_first_page_offers_three_ways_and_closes_the_lists(window: MainWindow) -> None:
    assert isinstance(window.page, HomePage)
    verbs = [b.text() for b in window.page.findChildren(QPushButton) if b.isVisibleTo(window)]
    assert {"新建工作区", "打开示例", "选择表格…", "打开已有工作区…"} <= set(verbs)
    window.go("resource")
    assert isinstance(window.page, HomePage)


def test_a_new_workspace_is_made_and_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.new_workspace()
    dialog = window.findChild(NewWorkspaceDialog)
    make = next(b for b in dialog.findChildren(QPushButton) if b.text() == "新建工作区")
    assert not make.isEnabled()
    qtbot.keyClicks(dialog.code, GOOD_CODE)
    assert "单位名称" in make.toolTip()
    dialog.name.setText("巴中市民政局")
    dialog.region.choose("511900")
    dialog.path.setText(str(tmp_path / "民政局2026.cdo"))
    assert make.isEnabled()
    assert dialog.profile.currentData() == "bazhong"
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        make.click()
    workspace = window.shell.session.bench.workspace
    assert (workspace.info.org.name, workspace.info.region) == ("巴中市民政局", "511900")
    assert workspace.path == tmp_path / "民政局2026.cdo"
    assert _list(window).pane.model.rowCount() == 0
    assert "还没有数据目录。" in shown_texts(window)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (GOOD_CODE[:-1] + "U", "校验码不对"),
        ("1151", "不是18位（已填 4 位）"),
        (GOOD_CODE, "校验通过"),
        (GOOD_CODE.lower(), "校验通过"),
    ],
)
def test_the_code_is_checked_as_it_is_typed(
    qtbot: QtBot, window: MainWindow, code: str, said: str
) -> None:
    window.new_workspace()
    dialog = window.findChild(NewWorkspaceDialog)
    qtbot.keyClicks(dialog.code, code)
    assert any(said in text for text in shown_texts(dialog))
    dialog.reject()


def test_a_workspace_that_cannot_be_made_leaves_what_was_typed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.new_workspace()
    dialog = window.findChild(NewWorkspaceDialog)
    dialog.name.setText("巴中市民政局")
    dialog.code.setText(GOOD_CODE)
    dialog.path.setText(str(tmp_path / "没有这个文件夹" / "甲.cdo"))
    make = next(b for b in dialog.findChildren(QPushButton) if b.text() == "新建工作区")
    make.click()
    _idle(qtbot, window)
    assert dialog.isVisible()
    assert any("文件夹不存在" in text for text in shown_texts(dialog))
    assert dialog.name.text() == "巴中市民政局"
    dialog.reject()


def test_the_sample_is_a_workspace_to_practise_in(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.shell.session.opened, timeout=30_000):
        window.open_sample()
    assert window.shell.session.is_sample
    assert sample_path().is_file()
    assert window.shell.session.bench.workspace.count(ListQuery("resource")) > 0
    assert "练习" in shown_texts(window)


def test_a_workspace_that_is_gone_is_refused_in_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "别的.cdo"
    with qtbot.waitSignal(window.shell.session.refused, timeout=10_000):
        window.open_path(path)
    assert "别的.cdo" in window.page.banner.words
    assert window.shell.session.bench is None


def test_an_encrypted_workspace_asks_for_its_passphrase(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "加密.cdo"
    desk.create(path, Org(GOOD_CODE, "巴中市民政局"), "", "national", "春天的雨").close()
    window.shell.notify.secrets = ["春天的雨"]
    with qtbot.waitSignal(window.shell.session.opened, timeout=20_000):
        window.open_path(path)
    assert window.shell.notify.asked_for == ["打开“加密.cdo”"]
    assert window.shell.session.bench.workspace.encrypted


# -- the list ----------------------------------------------------------------------------------


def test_the_list_shows_all_and_reads_the_first_record(opened: MainWindow) -> None:
    page = _list(opened)
    field_row(opened, "title")
    assert page.pane.model.rowCount() == 1000
    texts = shown_texts(opened)
    assert "民政业务信息第0000号" in texts
    assert any("1,000 条" in text and "100 条有问题" in text for text in texts)
    assert opened.windowTitle().startswith("一千条 — ")


def test_chips_filter_and_count(opened: MainWindow) -> None:
    page = _list(opened)
    assert named(page, "草稿，1000 条").isChecked() is False
    named(page, "待审核，0 条").click()
    assert page.pane.model.rowCount() == 0
    assert "没有符合条件的数据目录。" in shown_texts(opened)
    named(page, "全部记录，1000 条").click()
    assert page.pane.model.rowCount() == 1000


def test_finding_in_the_page_waits_for_the_last_key(qtbot: QtBot, opened: MainWindow) -> None:
    page = _list(opened)
    opened.find()
    assert page.pane.find_box.isVisible()
    type_chinese(page.pane.find_box, "第0042号")
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 1)
    assert named(page, "全部记录，1 条")
    qtbot.keyClick(page.pane.find_box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 1000)


def test_a_facet_filters_by_words(opened: MainWindow) -> None:
    page = _list(opened)
    menu = named(page, "按责任科室筛选").menu()
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions()]
    assert "社会救助科　250" in words
    menu.actions()[words.index("社会救助科　250")].toggle()
    assert page.pane.model.rowCount() == 250


def test_the_current_record_stays_when_the_list_is_read_again(opened: MainWindow) -> None:
    pane = _list(opened).pane
    pane.table.choose_row(500)
    pane.ask()
    assert pane.table.currentIndex().row() == 500


def test_next_and_previous_record(opened: MainWindow) -> None:
    opened.next_record()
    opened.next_record()
    opened.previous_record()
    assert _list(opened).pane.table.currentIndex().row() == 1


def test_f8_goes_to_the_field_with_the_problem(opened: MainWindow) -> None:
    _list(opened).pane.table.choose_row(10)
    opened.next_problem()
    focused = opened.focusWidget()
    assert focused.accessibleName().startswith("信息资源摘要，必填")
    assert any(text.startswith("缺“信息资源摘要”") for text in shown_texts(opened))


def test_the_rows_of_a_record_are_in_a_table(opened: MainWindow) -> None:
    table = items_grid(opened).view
    assert [table.model().index(row, 0).data() for row in range(2)] == ["姓名", "身份证号"]


def test_checking_all_is_a_job_that_ends_in_a_banner(qtbot: QtBot, opened: MainWindow) -> None:
    opened.ask_page("check_all")
    _idle(qtbot, opened)
    banner = opened.page.banner
    assert banner.words.startswith("检查了 1,000 条")
    named(banner, "只看有问题的").click()
    assert _list(opened).pane.model.rowCount() == 100


def test_the_list_is_written_as_a_workbook(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    opened.shell.notify.files = [tmp_path / "出.xlsx"]
    opened.ask_page("export_sheet")
    _idle(qtbot, opened)
    assert (tmp_path / "出.xlsx").is_file()
    assert opened.page.banner.words.startswith("已写出 1,000 条")


# -- search ------------------------------------------------------------------------------------


def test_search_finds_records_and_jumps(qtbot: QtBot, opened: MainWindow) -> None:
    opened.go("system")
    field = named(opened, "搜索或跳转")
    type_chinese(field, "第0777号")
    assert opened.search.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    page = _list(opened)
    assert page.pane.model.summary(page.pane.table.currentIndex().row()).title.endswith("0777号")
    assert field.text() == ""


def test_search_finds_pages_and_says_when_nothing_is_found(
    qtbot: QtBot, opened: MainWindow
) -> None:
    field = named(opened, "搜索或跳转")
    type_chinese(field, "没有这样的")
    assert any("没有找到“没有这样的”" in text for text in shown_texts(opened.search))
    field.clear()
    type_chinese(field, "信息系统")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert _list(opened).pane.model.query.kind == "system"


# -- import, undo ------------------------------------------------------------------------------


@pytest.fixture
def sheet() -> Path:
    """The sample workbook."""
    return paths.resources() / "sample" / "sample.xlsx"


def test_a_sheet_is_rehearsed_then_written_then_undone(
    qtbot: QtBot, opened: MainWindow, sheet: Path
) -> None:
    opened.shell.notify.files = [sheet]
    opened.import_sheet()
    _idle(qtbot, opened)
    page = opened.page
    assert isinstance(page, ImportPage)
    bench = opened.shell.session.bench
    assert bench.workspace.count(ListQuery("resource")) == 1000
    write = next(b for b in page.findChildren(QPushButton) if b.text().startswith("写入 "))
    number = int(write.text().split()[1])
    assert number > 0
    assert named(page, f"新增 {number}")
    write.click()
    _idle(qtbot, opened)
    assert _list(opened).pane.model.rowCount() == 1000 + number
    assert opened.page.banner.words.startswith(f"已写入 {number} 条。")
    assert "sample.xlsx" in opened.actions_table["undo"].text()
    named(opened.page.banner, "撤销").click()
    _idle(qtbot, opened)
    assert _list(opened).pane.model.rowCount() == 1000
    assert opened.actions_table["redo"].isEnabled()
    opened.redo()
    _idle(qtbot, opened)
    assert _list(opened).pane.model.rowCount() == 1000 + number


def test_the_rehearsal_gives_an_annotated_copy(
    qtbot: QtBot, opened: MainWindow, sheet: Path, tmp_path: Path
) -> None:
    opened.shell.notify.files = [sheet, tmp_path / "批注.xlsx"]
    opened.import_sheet()
    _idle(qtbot, opened)
    named(opened.page, "导出批注表格").click()
    _idle(qtbot, opened)
    assert (tmp_path / "批注.xlsx").is_file()


def test_what_is_no_sheet_is_refused_in_place(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"no workbook")
    opened.shell.notify.files = [broken]
    opened.import_sheet()
    _idle(qtbot, opened)
    assert "坏的.xlsx" in opened.page.banner.words
    assert not next(
        b for b in opened.page.findChildren(QPushButton) if b.text().startswith("写入")
    ).isEnabled()


def test_leaving_the_import_leads_back_to_the_list(opened: MainWindow) -> None:
    opened.import_sheet()
    opened.page.leave()
    assert _list(opened)


def _drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(300, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_sheet_dropped_is_rehearsed(qtbot: QtBot, opened: MainWindow, sheet: Path) -> None:
    _drop(opened, sheet)
    _idle(qtbot, opened)
    assert isinstance(opened.page, ImportPage)
    assert any("sample.xlsx" in text for text in shown_texts(opened.page))


def test_a_rehearsal_stands_below_the_list_it_is_for(opened: MainWindow, sheet: Path) -> None:
    opened.go("settings")
    opened.take_sheet(sheet)
    assert opened.place == "resource"


def test_a_workspace_dropped_is_opened(
    qtbot: QtBot, window: MainWindow, thousand_copy: Path
) -> None:
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        _drop(window, thousand_copy)
    assert window.shell.session.bench.workspace.path == thousand_copy


# -- read-only, closing, remembering -----------------------------------------------------------


def test_a_second_program_reads_only_and_says_who_holds_it(
    qtbot: QtBot, window: MainWindow, thousand_copy: Path, desk: Desk
) -> None:
    with desk.open(thousand_copy):
        with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
            window.open_path(thousand_copy)
        assert "王芳" in window.notice.words
        assert "只读" in window.notice.words
        assert _list(window).pane.model.rowCount() == 1000
        assert not window.actions_table["import_sheet"].isEnabled()
        assert not named(window.page, "导入表格").isEnabled()
        assert "王芳" in named(window.page, "导入表格").toolTip()
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        named(window.notice, "重新打开以写入").click()
    assert window.shell.session.writable
    assert not window.notice.isVisible()


def test_closing_leaves_one_file_and_remembers(
    qtbot: QtBot, opened: MainWindow, thousand_copy: Path, tmp_path: Path
) -> None:
    _idle(qtbot, opened)
    opened.close()
    beside = [p.name for p in thousand_copy.parent.iterdir() if p.name.startswith("一千条.cdo-")]
    assert beside == []
    kept = Settings(tmp_path / "settings.json")
    assert kept.get("workspaces.recent", []) == [str(thousand_copy)]


def test_closing_during_a_job_asks_first(qtbot: QtBot, opened: MainWindow) -> None:
    _idle(qtbot, opened)
    gate = threading.Event()
    opened.shell.jobs.start("导入“目录.xlsx”", lambda run: gate.wait(10))
    opened.shell.notify.answers = ["stay"]
    opened.close()
    assert opened.isVisible()
    [question] = opened.shell.notify.questions
    assert "导入“目录.xlsx”" in question.title
    gate.set()
    _idle(qtbot, opened)


def test_a_restore_point_is_made(qtbot: QtBot, opened: MainWindow, thousand_copy: Path) -> None:
    opened.back_up()
    _idle(qtbot, opened)
    [backup] = thousand_copy.with_name("一千条.backups").glob("*.cdo")
    assert backup.name in opened.page.banner.words
