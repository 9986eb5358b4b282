"""The import page with the largest text on a small screen: nothing covers anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_steps import page_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.importing.import_view import ImportView
from ui.main_window import MainWindow


@pytest.fixture
def view(qtbot: QtBot, desk_window: MainWindow, changed: Path) -> ImportView:
    """A rehearsed sheet at 1366 × 768."""
    desk_window.resize(1366, 768)
    return page_of(qtbot, desk_window, changed).view


def _right(part: QWidget, of: QWidget) -> int:
    return part.mapTo(of, QPoint(part.width(), 0)).x()


def test_the_mapping_stands_above_what_comes_of_it_where_there_is_no_room_beside(
    qtbot: QtBot, desk_window: MainWindow, view: ImportView
) -> None:
    assert view._across.orientation() is Qt.Orientation.Horizontal
    desk_window.shell.look.set_zoom(2.0)
    qtbot.waitUntil(lambda: view._across.orientation() is Qt.Orientation.Vertical)
    assert _right(view.mapping, view) <= view.width()
    qtbot.waitUntil(lambda: not view.mapping.geometry().intersects(view._stack.geometry()))
    desk_window.shell.look.set_zoom(1.0)
    qtbot.waitUntil(lambda: view._across.orientation() is Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: not view.mapping.geometry().intersects(view._stack.geometry()))


@pytest.mark.parametrize(("zoom", "all_named"), [(1.0, True), (2.0, False)])
def test_the_step_at_hand_is_always_seen_whole(
    qtbot: QtBot, desk_window: MainWindow, view: ImportView, zoom: float, all_named: bool
) -> None:
    desk_window.shell.look.set_zoom(zoom)
    header = view.header
    qtbot.waitUntil(lambda: _right(header.steps, header) <= header.width())
    assert header.steps.width() >= header.steps.sizeHint().width()
    assert (len(header.steps._shown) == len(header.steps._words)) is all_named
    assert (2, "预演") in header.steps._shown


def test_a_tile_gives_up_the_size_of_its_figure_before_its_word(view: ImportView) -> None:
    tile, theme = view.results.tiles["changed"], view._look.theme
    assert tile._figure_font("11", 200) == theme.font("figure")
    assert tile._figure_font("11", 70) == theme.font("record")
