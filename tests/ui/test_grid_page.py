"""The page of the items of one record: saved step by step, undone, suggested, changed in bulk."""

from __future__ import annotations

from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.work import editing, form_saving
from cdo_desktop.work.items import Area
from ui.grid.items_grid import ItemsGrid
from ui.grid.suggestion_card import SuggestionCard
from ui.main_window import MainWindow
from ui.pages.items_page import ItemsPage
from ui.widgets.quiet_combo import QuietCombo

Key, Held = Qt.Key, Qt.KeyboardModifier


def idle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until everything is written and read again."""
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=20_000)


def first_record(window: MainWindow) -> Record:
    bench = window.shell.session.bench
    number = bench.workspace.numbers(ListQuery("resource"), limit=1)
    return bench.workspace.record(bench.workspace.summaries(number)[number[0]].id)


@pytest.fixture
def page(qtbot: QtBot, opened: MainWindow) -> ItemsPage:
    """The items of the first record of a thousand, on their page."""
    made = ItemsPage(opened.shell)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.add_page("items", made)
    opened.show_page("items")
    made.begin("resource", first_record(opened).id, "items")
    qtbot.waitUntil(made.grid.view.hasFocus)
    return made


def rows_kept(window: MainWindow) -> list[str]:
    return [row.get("name", "") for row in first_record(window).groups.get("items", ())]


def clipboard(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def press(key: Key, held: Held = Held.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def grid_of(page: ItemsPage) -> ItemsGrid:
    assert page.grid is not None
    return page.grid


def test_the_page_shows_where_one_is(page: ItemsPage, opened: MainWindow) -> None:
    texts = shown_texts(page)
    assert {"信息项", "2 项", "完成"} <= texts
    assert opened.shell.session.bench.library.kind("resource").short_label in texts
    assert rows_kept(opened) == ["姓名", "身份证号"]


def test_five_hundred_rows_are_pasted_saved_and_taken_back(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow
) -> None:
    lines = [f"项目{n}\tf{n}\t{'文本' if n == 7 else 'C'}\t{n + 1}" for n in range(500)]
    clipboard("\r\n".join(lines) + "\r\n")
    grid = grid_of(page)
    grid.go_to(2, "name")
    begun = thread_time()
    press(Key.Key_V, Held.ControlModifier)
    assert thread_time() - begun < 0.5
    assert "已粘贴 500 行 × 4 列：改写 0 行，新增 500 行。" in grid.banner.words
    assert "第 10 行的数据类型“文本”" in grid.banner.words
    idle(qtbot, opened)
    qtbot.waitUntil(lambda: "502 项" in shown_texts(page))
    assert len(rows_kept(opened)) == 502
    named(grid.banner, "去改认不出的").click()
    assert (grid.current_row, grid.current_element.key) == (9, "type")
    named(grid.banner, "撤销粘贴").click()
    idle(qtbot, opened)
    assert rows_kept(opened) == ["姓名", "身份证号"]
    qtbot.waitUntil(lambda: len(grid.rows) == 2)
    opened.redo()
    idle(qtbot, opened)
    assert len(rows_kept(opened)) == 502


def test_every_edit_is_one_step_with_a_name(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow
) -> None:
    grid = grid_of(page)
    grid.go_to(0, "field")
    for sign in "xm":
        QTest.keyClicks(QApplication.focusWidget(), sign)
    press(Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "s")
    press(Key.Key_Return)
    idle(qtbot, opened)
    bench = opened.shell.session.bench
    title = first_record(opened).title
    last = bench.workspace.undoable()
    assert last.name == f"修改“{title}”的信息项：第 2 行的“信息项英文名称”"
    assert any("已自动保存" in text for text in shown_texts(opened))
    press(Key.Key_Z, Held.ControlModifier)
    idle(qtbot, opened)
    qtbot.waitUntil(lambda: grid.rows[1].get("field") is None)
    assert grid.rows[0]["field"] == "xm"


def test_typing_into_four_hundred_items_does_not_lag(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow
) -> None:
    clipboard("".join(f"项目{n}\tf{n}\tC\t{n + 1}\n" for n in range(400)))
    grid = grid_of(page)
    grid.go_to(2, "name")
    press(Key.Key_V, Held.ControlModifier)
    idle(qtbot, opened)
    times = []
    for row in range(20, 60):
        grid.go_to(row, "field")
        for sign in "ab":
            begun = thread_time()
            QTest.keyClicks(QApplication.focusWidget(), sign)
            QApplication.processEvents()
            times.append(thread_time() - begun)
        press(Key.Key_Return)
    assert sorted(times)[len(times) // 2] < 0.05  # with a save under way all the time
    idle(qtbot, opened)
    assert len(rows_kept(opened)) == 402


def test_a_suggestion_is_taken_from_its_card(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow
) -> None:
    grid = grid_of(page)
    grid.go_to(1, "name")

    def cards() -> list[SuggestionCard]:
        return [c for c in page.side.findChildren(SuggestionCard) if c.isVisible()]

    qtbot.waitUntil(lambda: any("公民身份号码" in c.accessibleName() for c in cards()))
    card = next(c for c in cards() if "公民身份号码" in c.accessibleName())
    assert "现为“64”" in shown_texts(card)
    take = next(b for b in card.findChildren(QPushButton) if b.text().startswith("采用"))
    assert take.text() == "采用 2 处"  # length and sensitivity; the rest is so already
    take.click()
    assert (grid.rows[1]["length"], grid.rows[1]["sensitive"]) == ("18", "是")
    idle(qtbot, opened)
    assert first_record(opened).groups["items"][1]["length"] == "18"


def test_what_is_unfit_is_not_suggested_again(qtbot: QtBot, page: ItemsPage) -> None:
    grid = grid_of(page)
    grid.go_to(1, "name")

    def ids() -> list[SuggestionCard]:
        found = page.side.findChildren(SuggestionCard)
        return [c for c in found if "公民身份号码" in c.accessibleName() and c.isVisible()]

    qtbot.waitUntil(lambda: bool(ids()))
    next(b for b in ids()[0].findChildren(QPushButton) if b.text() == "不合适").click()
    qtbot.waitUntil(lambda: not ids())
    grid.go_to(0, "name")
    grid.go_to(1, "name")
    page.side.refresh()
    QApplication.processEvents()
    assert not ids()


def test_bulk_changes_the_marked_rows_and_says_how_many(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow
) -> None:
    grid = grid_of(page)
    grid.view.mark(Area(0, 1, ("name", "field")))
    page.side.refresh()
    combo: QuietCombo = named(page.side, "批量修改：是否可空")
    assert combo.currentText() == "不改"
    apply = named(page.side, "批量修改")
    assert not apply.isEnabled()
    combo.setCurrentText("否")
    assert apply.text() == "改 2 格"
    apply.click()
    assert [row["nullable"] for row in grid.rows] == ["否", "否"]
    assert combo.currentText() == "不改"
    idle(qtbot, opened)
    assert "批量修改 2 格" in opened.shell.session.bench.workspace.undoable().name


def test_the_wheel_passes_over_combos(page: ItemsPage) -> None:
    page.side.refresh()
    combo: QuietCombo = named(page.side, "批量修改：是否可空")
    before = combo.currentIndex()
    place = combo.rect().center()
    event = QWheelEvent(
        place.toPointF(),
        combo.mapToGlobal(place).toPointF(),
        place * 0,
        place * 0 + combo.rect().topLeft() - combo.rect().bottomLeft(),
        Qt.MouseButton.NoButton,
        Held.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, event)
    assert combo.currentIndex() == before


def test_what_was_approved_is_changed_only_after_a_word(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "becomes_draft", lambda bench, record: True)
    page.refresh()
    grid = grid_of(page)
    assert not grid.writable
    assert "重新审核" in page.banner.words
    assert not page.tools.buttons["paste"].isEnabled()
    named(page.banner, "开始修改").click()
    assert grid.writable
    assert page.tools.buttons["paste"].isEnabled()


def test_what_could_not_be_saved_stays_and_is_saved_again(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> Record:
        raise DiskTrouble("CDO-U204", file="工作区.cdo", reason="磁盘已满")

    grid = grid_of(page)
    with monkeypatch.context() as broken:
        broken.setattr(form_saving.editing, "save", full)
        grid.go_to(0, "field")
        QTest.keyClicks(grid.view, "x")
        press(Key.Key_Return)
        idle(qtbot, opened)
    qtbot.waitUntil(page.banner.isVisible)
    assert any("没有保存" in text for text in shown_texts(opened))
    page.refresh()
    assert grid.rows[0]["field"] == "x"
    named(page.banner, "再保存一次").click()
    idle(qtbot, opened)
    assert first_record(opened).groups["items"][0]["field"] == "x"


def test_somebody_elses_change_is_not_overwritten_unasked(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow
) -> None:
    bench, record = opened.shell.session.bench, first_record(opened)
    editing.save(bench, record.with_value("summary", "别处改的"), record.revision_id)
    grid = grid_of(page)
    grid.go_to(0, "field")
    QTest.keyClicks(grid.view, "x")
    press(Key.Key_Return)
    idle(qtbot, opened)
    qtbot.waitUntil(page.banner.isVisible)
    assert "field" not in first_record(opened).groups["items"][0]
    named(page.banner, "再保存一次").click()
    idle(qtbot, opened)
    kept = first_record(opened)
    assert kept.groups["items"][0]["field"] == "x"
    assert kept.values["summary"] == "别处改的"


def test_what_is_being_typed_is_saved_when_another_page_is_shown(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow
) -> None:
    grid_of(page).go_to(0, "field")
    QTest.keyClicks(grid_of(page).view, "x")
    opened.go("resource")
    idle(qtbot, opened)
    assert first_record(opened).groups["items"][0]["field"] == "x"


def test_leaving_with_unsaved_changes_asks(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow, recorder, monkeypatch
) -> None:
    page._unsaved = True
    with qtbot.assertNotEmitted(page.wished):
        page.leave()
    assert "没有保存" in recorder.questions[0].title
    recorder.answers.append("leave")
    with qtbot.waitSignal(page.wished) as left:
        page.leave()
    assert left.args == ["back", "resource"]


def test_ctrl_enter_and_the_button_go_back(qtbot: QtBot, page: ItemsPage) -> None:
    with qtbot.waitSignal(page.wished) as left:
        press(Key.Key_Return, Held.ControlModifier)
    assert left.args == ["back", "resource"]
    with qtbot.waitSignal(page.wished):
        named(page, "完成").click()


def test_items_are_recognised_in_a_table_definition(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow, tmp_path: Path, recorder
) -> None:
    source = tmp_path / "库.sql"
    source.write_text("CREATE TABLE t (xm varchar(64) COMMENT '姓名', dn date COMMENT '死亡日期');")
    recorder.files.append(source)
    grid = grid_of(page)
    page.tools.recognise_asked.emit()
    qtbot.waitUntil(lambda: len(grid.rows) == 3)
    assert [row["name"] for row in grid.rows] == ["姓名", "身份证号", "死亡日期"]
    assert grid.rows[0]["field"] == "xm"
    assert "新增 1 项，补全 1 项" in grid.banner.words
    idle(qtbot, opened)
    assert rows_kept(opened) == ["姓名", "身份证号", "死亡日期"]


def test_a_file_that_cannot_be_read_is_said(
    qtbot: QtBot, page: ItemsPage, tmp_path: Path, recorder
) -> None:
    recorder.files.append(tmp_path / "没有.sql")
    page.tools.recognise_asked.emit()
    qtbot.waitUntil(page.banner.isVisible)
    assert "没有.sql" in page.banner.words


@pytest.mark.parametrize("command", ["append", "insert", "delete", "up", "down", "fill_down"])
def test_every_tool_does_what_its_key_does(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow, command: str
) -> None:
    grid = grid_of(page)
    grid.go_to(1, "name")
    before = grid.rows
    page.tools.buttons[command].click()
    assert grid.view.hasFocus()
    assert (grid.rows != before) is (command not in ("append", "down"))
    idle(qtbot, opened)


def test_everything_has_a_name(page: ItemsPage) -> None:
    page.side.refresh()
    nameless = [
        widget
        for kind in (QPushButton, QuietCombo)
        for widget in page.findChildren(kind)
        if widget.isVisible() and not widget.accessibleName()
    ]
    assert nameless == []
    assert all(made.toolTip() for made in page.tools.buttons.values())


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_it_fits_a_small_window_at_every_zoom(
    qtbot: QtBot, page: ItemsPage, opened: MainWindow, zoom: float
) -> None:
    opened.shell.look.set_zoom(zoom)
    opened.resize(1366, 698)
    QApplication.processEvents()
    assert opened.width() == 1366
    assert grid_of(page).view.rowHeight(0) == round(28 * zoom)
    opened.shell.look.set_zoom(1.0)
