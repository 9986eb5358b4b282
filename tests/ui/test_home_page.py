"""工作台 on a real workspace: what is counted is shown, and everything shown leads somewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.listing import ListQuery, Summary
from cdo_desktop.settings import Settings
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reviewing
from cdo_desktop.workbench import Desk
from ui.jobs import Jobs
from ui.look import DARK, LIGHT, Look
from ui.pages.first_start import INPUT_CHECKED
from ui.pages.home_page import STEPS_HIDDEN, HomePage
from ui.pages.home_panels import when_word
from ui.session import Session
from ui.shell import Shell

WORDS = {"provider": "县税务局", "request_state": "已申请", "applied_on": "2026-03-03"}


@pytest.fixture
def page(
    qtbot: QtBot, look: Look, settings: Settings, desk: Desk, jobs: Jobs, recorder
) -> Iterator[HomePage]:
    """工作台 by itself, with nothing open."""
    session = Session(jobs, settings, desk)
    made = HomePage(Shell(look, jobs, recorder, session, settings))
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.refresh()
    made.show()
    yield made
    qtbot.waitUntil(lambda: not jobs.live, timeout=10_000)
    session.close()


def _open(qtbot: QtBot, page: HomePage, path: Path) -> None:
    session = page.shell.session
    with qtbot.waitSignal(session.opened, timeout=10_000):
        session.open(path)
    _counted(qtbot, page)


def _counted(qtbot: QtBot, page: HomePage) -> None:
    page.refresh()
    qtbot.waitUntil(lambda: not page.shell.jobs.live, timeout=10_000)


@pytest.fixture
def busy(qtbot: QtBot, page: HomePage, thousand_copy: Path, desk: Desk) -> HomePage:
    """工作台 with 1 000 records, one of them returned, and an application that waits."""
    with desk.open(thousand_copy) as bench:
        demand = editing.new_record(bench, "demand", {"title": "涉税信息", **WORDS})
        editing.add(bench, [demand])
        first = bench.workspace.ids(ListQuery("resource"))[1]
        reviewing.move(bench, "submit", [first], "王芳", "", Run())
        reviewing.move(bench, "return", [first], "李文涛", "补写", Run())
    _open(qtbot, page, thousand_copy)
    return page


def _wishes(page: HomePage) -> list[tuple[str, object]]:
    wishes: list[tuple[str, object]] = []
    page.wished.connect(lambda what, subject: wishes.append((what, subject)))
    return wishes


def test_without_a_workspace_it_says_how_to_begin(qtbot: QtBot, page: HomePage) -> None:
    assert page.shown is page.first
    with qtbot.waitSignal(page.asked) as asked:
        page.first.asked.emit("new")
    assert asked.args == ["new"]


def test_with_a_workspace_it_says_how_things_stand(busy: HomePage) -> None:
    assert busy.shown is busy.board
    figures = {tile.title: tile.figure for tile in busy.board.tiles}
    assert figures["已退回，待修改"] == "1"
    assert int(figures["有错误，不能导出"].replace(",", "")) >= 100
    texts = [segment.text for segment in busy.board.lists.bars.segments]
    assert any("1,000 条" in text for text in texts)
    assert busy.board.lists.donut.total == 1000
    assert len(busy.board.offices.bars.segments) == 4


def test_figures_are_dashes_until_they_are_counted(page: HomePage) -> None:
    assert {tile.figure for tile in page.board.tiles} == {"—"}


def test_a_tile_leads_to_the_list_it_counts(qtbot: QtBot, busy: HomePage) -> None:
    wishes = _wishes(busy)
    qtbot.mouseClick(busy.board.tiles[0], Qt.MouseButton.LeftButton)
    ((what, query),) = wishes
    assert what == "list"
    assert isinstance(query, ListQuery)
    bench = busy.shell.session.bench
    assert bench is not None
    assert bench.workspace.count(query) == 1


def test_a_tile_of_nothing_leads_nowhere(qtbot: QtBot, busy: HomePage) -> None:
    wishes = _wishes(busy)
    empty = next(tile for tile in busy.board.tiles if tile.figure == "0")
    qtbot.keyClick(empty, Qt.Key.Key_Space)
    assert wishes == []


def test_charts_lead_to_lists_of_what_they_count(qtbot: QtBot, busy: HomePage) -> None:
    wishes = _wishes(busy)
    for chart in (busy.board.lists.bars, busy.board.lists.donut, busy.board.offices.bars):
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    kinds = [query.kind for _, query in wishes if isinstance(query, ListQuery)]
    assert kinds == ["system", "resource", "resource"]
    bench = busy.shell.session.bench
    assert bench is not None
    assert [bench.workspace.count(query) for _, query in wishes[1:]] == [250, 250]


def test_a_deadline_leads_to_its_demand(qtbot: QtBot, busy: HomePage) -> None:
    wishes = _wishes(busy)
    table = busy.board.due.table
    assert table.model().rowCount() == 1
    table.choose_row(0)
    table.opened.emit(0)
    bench = busy.shell.session.bench
    [(what, record_id)] = wishes
    assert (what, bench.workspace.record(record_id).kind) == ("record", "demand")
    days = [n for n, one in enumerate(busy.board.due.strip.segments) if one.leads]
    assert len(days) == 1


def test_what_changed_last_can_be_opened(busy: HomePage) -> None:
    wishes = _wishes(busy)
    busy.board.recent.table.opened.emit(0)
    ((what, summary),) = wishes
    assert what == "record"
    assert isinstance(summary, Summary)


def test_the_steps_lead_on_and_stay_away_when_unwanted(
    qtbot: QtBot, busy: HomePage, settings: Settings
) -> None:
    steps = busy.board.steps
    assert steps.isVisibleTo(busy)
    wishes = _wishes(busy)
    now = next(row for row in steps.rows if row.button.isVisibleTo(busy))
    qtbot.mouseClick(now.button, Qt.MouseButton.LeftButton)
    assert [(what, query.kind) for what, query in wishes] == [("list", "organisation")]
    qtbot.mouseClick(steps.link, Qt.MouseButton.LeftButton)
    assert not steps.isVisibleTo(busy)
    bench = busy.shell.session.bench
    assert bench is not None
    assert settings.get(STEPS_HIDDEN, []) == [bench.workspace.info.id]
    _counted(qtbot, busy)
    assert not steps.isVisibleTo(busy)


def test_numbers_follow_the_records(qtbot: QtBot, busy: HomePage) -> None:
    bench = busy.shell.session.bench
    assert bench is not None
    editing.delete(bench, bench.workspace.ids(ListQuery("resource"))[:10])
    _counted(qtbot, busy)
    assert busy.board.lists.donut.total == 990


def test_changes_during_a_count_are_counted_afterwards(qtbot: QtBot, busy: HomePage) -> None:
    bench = busy.shell.session.bench
    assert bench is not None
    busy.refresh()
    editing.delete(bench, bench.workspace.ids(ListQuery("resource"))[:10])
    busy.refresh()
    qtbot.waitUntil(lambda: not busy.shell.jobs.live, timeout=10_000)
    assert busy.board.lists.donut.total == 990


def test_another_workspace_is_counted_anew(
    qtbot: QtBot, busy: HomePage, new_workspace: Path, tmp_path: Path
) -> None:
    _open(qtbot, busy, Path(shutil.copy(new_workspace, tmp_path / "另一个.cdo")))
    assert busy.board.lists.donut.total == 0
    assert {tile.figure for tile in busy.board.tiles} == {"0"}
    assert busy.board.recent.table.isHidden()
    assert busy.board.due.table.isHidden()


def test_tab_goes_as_one_reads_and_shows_where_it_is(qtbot: QtBot, busy: HomePage) -> None:
    board = busy.board
    busy.activateWindow()
    board.tiles[0].setFocus()
    qtbot.waitUntil(board.tiles[0].hasFocus)
    seen: list[QWidget | None] = []
    for _ in range(9):
        seen.append(busy.focusWidget())
        qtbot.keyClick(busy.focusWidget(), Qt.Key.Key_Tab)
    charts: list[QWidget] = [board.due.strip, board.due.table, board.lists.bars, board.lists.donut]
    assert seen == [*board.tiles, *charts]
    assert busy.focusWidget() is board.recent.table
    assert board.recent.table.currentIndex().row() == 0


def test_every_part_that_takes_keys_has_a_name(busy: HomePage) -> None:
    for widget in busy.board.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(busy):
            assert widget.accessibleName(), widget


def test_models_keep_qt_s_rules(busy: HomePage, qtmodeltester: ModelTester) -> None:
    for table in (busy.board.due.table, busy.board.recent.table):
        qtmodeltester.check(table.model(), force_py=True)


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [1130, 1310])
def test_nothing_is_wider_than_the_window(
    qtbot: QtBot, busy: HomePage, look: Look, zoom: float, width: int
) -> None:
    look.set_zoom(zoom)
    busy.resize(width, 700)
    QApplication.processEvents()
    QApplication.processEvents()
    inner = busy.board.area.widget()
    assert inner.width() <= busy.board.area.viewport().width()
    for tile in busy.board.tiles:
        assert tile.mapTo(busy, tile.rect().topRight()).x() <= busy.width()
    look.set_zoom(1.0)


def test_dark_draws_everything_anew(busy: HomePage, look: Look) -> None:
    light = busy.grab().toImage()
    look.set_mode(DARK)
    assert busy.grab().toImage() != light
    look.set_mode(LIGHT)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-03-12T10:31:00+08:00", "10:31"),
        ("2026-03-11T17:02:00+08:00", "昨天 17:02"),
        ("2026-01-02T11:05:00+08:00", "01-02 11:05"),
        ("2025-11-12T11:05:00+08:00", "2025-11-12"),
    ],
)
def test_times_are_as_short_as_they_can_be(act, at: str, words: str) -> None:
    assert when_word(at, act.at.date()) == words


# -- the input method ------------------------------------------------------------------------------


def _compose(field, text: str) -> None:
    for event in (QInputMethodEvent("shuju", []), QInputMethodEvent("", [])):
        if not event.preeditString():
            event.setCommitString(text)
        QApplication.sendEvent(field, event)


def test_a_chinese_word_that_was_composed_ends_the_question(
    page: HomePage, settings: Settings
) -> None:
    _compose(page.first.input_check.field, "数据")
    assert page.first.banner.words == "中文输入正常。"
    assert page.first.input_check.isHidden()
    assert settings.get(INPUT_CHECKED, False)


def test_letters_that_were_not_composed_are_explained(qtbot: QtBot, page: HomePage) -> None:
    qtbot.keyClicks(page.first.input_check.field, "shuju")
    assert "没有经过输入法" in page.first.banner.words
    assert not page.first.input_check.isHidden()


def test_nobody_has_to_try(page: HomePage, settings: Settings) -> None:
    page.first.input_check.skipped.emit()
    page.refresh()
    assert page.first.input_check.isHidden()
    assert settings.get(INPUT_CHECKED, False)
