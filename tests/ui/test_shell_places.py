"""Where somebody was and how it lay is found again in each workspace; what is gone does no harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.domain.people import Org
from cdo_desktop.settings import Settings
from cdo_desktop.work import editing
from cdo_desktop.workbench import Desk
from ui.main_window import MainWindow
from ui.pages.home_page import HomePage
from ui.pages.list_page import ListPage
from ui.pages.list_pane import ListPane
from ui.session import RECENT


def _pane(window: MainWindow) -> ListPane:
    assert isinstance(window.page, ListPage)
    return window.page.pane


def _open(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=20_000)
    with qtbot.waitSignal(window.shell.session.opened, timeout=20_000):
        window.open_path(path)


@pytest.fixture
def other(tmp_path: Path, desk: Desk) -> Path:
    """Another workspace, empty."""
    path = tmp_path / "另一个.cdo"
    desk.create(path, Org("11511921MB999999XT", "通江县教科体局"), "", "national").close()
    return path


def _current(pane: ListPane) -> str:
    summary = pane.model.summary(pane.table.currentIndex().row())
    return summary.title if summary else ""


def test_page_filter_order_and_record_are_found_again(
    qtbot: QtBot, opened: MainWindow, thousand_copy: Path, other: Path
) -> None:
    pane = _pane(opened)
    query = ListQuery("resource", facets={"share_type": ("不予共享",)}, sort=Sort.TITLE)
    pane.show_query(query)
    pane.table.choose_row(7)
    title = _current(pane)
    opened.go("home")
    _open(qtbot, opened, other)
    assert isinstance(opened.page, ListPage)
    assert _pane(opened).model.rowCount() == 0
    assert not _pane(opened).filters.is_set
    _open(qtbot, opened, thousand_copy)
    assert isinstance(opened.page, HomePage)
    opened.go("resource")
    assert (_pane(opened).model.rowCount(), _current(_pane(opened))) == (250, title)
    assert _pane(opened).query.sort is Sort.TITLE
    header = _pane(opened).table.horizontalHeader()
    assert header.sortIndicatorSection() == 2


def test_the_tab_of_the_record_is_where_it_was_left(
    qtbot: QtBot, opened: MainWindow, thousand_copy: Path, other: Path
) -> None:
    opened.page.view.show_tab("分类分级")
    _open(qtbot, opened, other)
    _open(qtbot, opened, thousand_copy)
    opened.go("resource")
    assert opened.page.view.tab == "分类分级"
    opened.page.view.next_section()
    opened.page.step(1)
    assert opened.page.view.tab != "分类分级"


def test_what_is_open_and_where_is_kept_before_anything_closes(
    qtbot: QtBot, opened: MainWindow, thousand_copy: Path, tmp_path: Path
) -> None:
    assert Settings(tmp_path / "settings.json").get(RECENT, []) == [str(thousand_copy)]
    identity = opened.shell.session.bench.workspace.info.id
    opened.go("system")
    opened._keeping.timeout.emit()
    assert Settings(tmp_path / "settings.json").get(f"place.{identity}", "") == "system"


def test_they_are_kept_when_the_window_closes(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    identity = opened.shell.session.bench.workspace.info.id
    _pane(opened).filters.filter_states("draft")
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    opened.close()
    kept = Settings(tmp_path / "settings.json")
    assert kept.get(f"place.{identity}", "") == "resource"
    assert kept.get(f"list.resource.{identity}", {})["states"] == ["draft"]
    assert kept.get(f"window.{identity}", "")


def test_a_record_that_is_gone_gives_way_to_the_first(
    qtbot: QtBot, opened: MainWindow, thousand_copy: Path, other: Path, desk: Desk
) -> None:
    _pane(opened).table.choose_row(9)
    gone = _pane(opened).model.summary(9)
    _open(qtbot, opened, other)
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    with desk.open(thousand_copy) as bench:
        editing.delete(bench, [gone.id])
    _open(qtbot, opened, thousand_copy)
    assert _pane(opened).table.currentIndex().row() == 0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("place", "abolished"),
        ("list.resource", {"states": ["abolished"], "facets": {"abolished": ["甲"]}}),
        ("list.resource", {"sort": "abolished", "record": 7}),
        ("sizes.resource.narrow", [1, 2, 3]),
        ("sizes.resource.narrow", ["甲", "乙"]),
        ("columns.resource", {"hidden": 5, "widths": {"title": "wide"}}),
    ],
)
def test_what_is_no_more_does_no_harm(
    qtbot: QtBot,
    window: MainWindow,
    thousand_copy: Path,
    desk: Desk,
    key: str,
    value: Any,
) -> None:
    with desk.open(thousand_copy) as bench:
        window.shell.settings.set(f"{key}.{bench.workspace.info.id}", value)
    _open(qtbot, window, thousand_copy)
    assert isinstance(window.page, ListPage)
    assert _pane(window).model.rowCount() in (0, 1000)


def test_panes_lie_as_they_were_left_for_each_width_and_workspace(
    qtbot: QtBot, opened: MainWindow, thousand_copy: Path, other: Path
) -> None:
    splitter = opened.page._splitter

    def moved(window: int, list_: int) -> None:
        opened.resize(window, 800)
        qtbot.wait(20)
        splitter.setSizes([list_, splitter.width() - list_])
        splitter.splitterMoved.emit(list_, 1)

    moved(1440, 700)
    moved(1300, 600)
    opened.resize(1440, 800)
    qtbot.wait(20)
    assert abs(splitter.sizes()[0] - 700) < 5
    opened.resize(1300, 800)
    qtbot.wait(20)
    assert abs(splitter.sizes()[0] - 600) < 5
    _open(qtbot, opened, other)
    opened.resize(1300, 800)
    qtbot.wait(20)
    assert abs(splitter.sizes()[0] - 600) < 5, "a new workspace begins as the last was arranged"
    moved(1300, 640)
    _open(qtbot, opened, thousand_copy)
    opened.resize(1300, 800)
    qtbot.wait(20)
    assert abs(splitter.sizes()[0] - 600) < 5


def test_columns_are_those_of_the_workspace(
    qtbot: QtBot, opened: MainWindow, thousand_copy: Path, other: Path
) -> None:
    _pane(opened).table.show_column("org", True)
    _open(qtbot, opened, other)
    assert "org" not in _pane(opened).table.hidden_columns
    _pane(opened).table.show_column("org", False)
    _open(qtbot, opened, thousand_copy)
    assert "org" not in _pane(opened).table.hidden_columns


def test_a_rail_folded_by_hand_stays_so_at_the_next_start(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1440, 900)
    assert not window.rail.narrow
    window.fold_rail()
    again = MainWindow(window.shell)
    qtbot.addWidget(again)
    again.show()
    again.resize(1440, 900)
    assert again.rail.narrow


def test_keys_lead_to_the_places_and_the_rail_says_the_same(
    qtbot: QtBot, opened: MainWindow
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    for key, place, tip in (
        (Qt.Key.Key_1, "home", "工作台（Ctrl+1）"),
        (Qt.Key.Key_4, "demand", "数据需求（Ctrl+4）"),
        (Qt.Key.Key_0, "settings", "设置（Ctrl+0）"),
    ):
        qtbot.keyClick(opened, key, control)
        assert opened.place == place
        assert opened.rail._buttons[place].toolTip().startswith(tip)


def test_f6_goes_from_pane_to_pane_and_back(qtbot: QtBot, opened: MainWindow) -> None:
    panes = [pane for pane in opened.page.panes() if pane.isVisible()]
    panes[0].setFocus()
    for pane in (*panes[1:], panes[0]):
        opened.next_pane()
        assert pane.hasFocus()
    opened.previous_pane()
    assert panes[-1].hasFocus()
