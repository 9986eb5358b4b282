"""Long lists are read on the worker: the newest question wins, and what is shown stays in use."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from ui_words import named

from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Refused
from cdo_desktop.work import editing
from cdo_desktop.workbench import Desk
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.pages.list_pane import ListPane


def _pane(window: MainWindow) -> ListPane:
    assert isinstance(window.page, ListPage)
    return window.page.pane


@pytest.fixture
def long(qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The thousand records, taken for a long list."""
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    monkeypatch.setattr("ui.pages.list_reader.MANY", 1)
    return opened


def _title(pane: ListPane) -> str:
    summary = pane.model.summary(pane.table.currentIndex().row())
    return summary.title if summary else ""


def test_a_filter_shows_its_answer_when_it_is_there(qtbot: QtBot, long: MainWindow) -> None:
    pane = _pane(long)
    pane.show_query(ListQuery("resource", with_errors=True))
    assert pane.model.rowCount() == 1000, "what was shown stays in use"
    qtbot.waitUntil(lambda: pane.model.rowCount() == 100)
    assert named(pane, "草稿，100 条")


def test_of_several_questions_the_newest_is_answered(qtbot: QtBot, long: MainWindow) -> None:
    pane, shown = _pane(long), []
    pane.counted.connect(lambda everything, found, problems: shown.append(found))
    for text in ("第0", "第00", "第004", "第0042号"):
        pane.filters.take(ListQuery("resource", text=text))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    qtbot.waitUntil(lambda: not long.shell.jobs.live)
    assert shown == [1]


def test_a_record_is_reached_behind_a_filter(qtbot: QtBot, long: MainWindow) -> None:
    pane = _pane(long)
    number = pane.model.summary(500).n
    pane.filters.take(ListQuery("resource", text="第0042号"))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    long.page.go_to(number)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1000)
    assert _title(pane) == "民政业务信息第0500号"


def test_sorting_keeps_the_current_record(qtbot: QtBot, long: MainWindow) -> None:
    pane = _pane(long)
    pane.table.choose_row(3)
    title = _title(pane)
    header = pane.table.horizontalHeader()
    problems = [column.key for column in pane.model.columns].index("problems")
    header.setSortIndicator(problems, header.sortIndicatorOrder())
    qtbot.waitUntil(lambda: pane.model.query.sort is Sort.PROBLEMS)
    assert _title(pane) == title


def test_behind_long_work_it_is_read_at_once(qtbot: QtBot, long: MainWindow) -> None:
    gate = threading.Event()
    long.shell.jobs.start("导入", lambda run: gate.wait(10))
    pane = _pane(long)
    pane.show_query(ListQuery("resource", with_errors=True))
    assert pane.model.rowCount() == 100
    gate.set()
    qtbot.waitUntil(lambda: not long.shell.jobs.live)


def test_an_answer_of_the_workspace_before_is_not_shown(
    qtbot: QtBot, long: MainWindow, tmp_path: Path, desk: Desk
) -> None:
    other = tmp_path / "另一个.cdo"
    desk.create(other, Org("11511921MB999999XT", "通江县教科体局"), "", "national").close()
    pane = _pane(long)
    with qtbot.waitSignal(long.shell.session.opened, timeout=20_000):
        long.shell.session.open(other)
        pane.show_query(ListQuery("resource", with_errors=True))
    qtbot.waitUntil(lambda: not long.shell.jobs.live)
    assert pane.model.rowCount() == 0
    assert named(pane, "全部记录，0 条")


def test_what_cannot_be_read_is_told(
    qtbot: QtBot, long: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(bench: object, query: object) -> object:
        raise Refused("CDO-S303", file="一千条.cdo", reason="malformed")

    monkeypatch.setattr("ui.pages.list_reader.listed", broken)
    _pane(long).show_query(ListQuery("resource", with_errors=True))
    qtbot.waitUntil(lambda: "一千条.cdo" in long.page.banner.words)
    monkeypatch.undo()
    _pane(long).ask()
    qtbot.waitUntil(lambda: not long.shell.jobs.live)


def test_a_page_shown_again_is_read_again_only_after_a_step(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane, asked = _pane(opened), []
    monkeypatch.setattr(pane, "ask", lambda: asked.append("asked"))
    opened.go("system")
    opened.go("resource")
    assert asked == []
    assert opened.status._page.text() == "数据目录 1,000 条，显示 1,000"
    bench = opened.shell.session.bench
    editing.delete(bench, [pane.model.summary(0).id])
    opened.go("system")
    opened.go("resource")
    assert asked == ["asked"]
