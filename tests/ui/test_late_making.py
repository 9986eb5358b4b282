"""What is made and filled only when it is looked at shows the same as if it had always been."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from form_rows import field_row
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cdo_desktop.standard.element_kinds import shown
from ui.forms.field_row import FieldRow
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.places import PLACES
from ui.readying import PAUSE, Readying
from ui.widgets.late_tabs import LateTabs


def test_a_page_is_made_once_and_filled_only_while_it_is_shown(qtbot: QtBot) -> None:
    tabs, done = LateTabs("部分"), []
    qtbot.addWidget(tabs)
    for name in ("甲", "乙"):
        tabs.add(
            name, lambda name=name: done.append(f"做{name}") or QLabel(name), _note(done, name)
        )
    assert done == []
    tabs.fall_behind()
    tabs.fall_behind()
    assert done == ["做甲", "填甲", "填甲"]
    tabs.show_next()
    assert tabs.current == "乙"
    assert done[3:] == ["做乙", "填乙"]
    tabs.show_tab("甲")
    tabs.show_tab("没有的")
    assert (tabs.current, done[5:]) == ("甲", [])
    tabs.fall_behind()
    tabs.show_next()
    assert done[5:] == ["填甲", "填乙"]


def _note(done: list[str], name: str):
    return lambda: done.append(f"填{name}")


def test_the_list_stands_before_the_view_of_its_record_is_made(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.go("system")
    opened.go("resource")
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    page = ListPage(opened.shell, "resource", "数据目录")
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    assert page.pane.model.rowCount() == 1000
    assert page._right.known is None
    qtbot.waitUntil(lambda: page._right.known is not None and page._right.known.isVisible())
    title = page.pane.model.summary(0).title
    qtbot.waitUntil(lambda: any(r.isVisible() for r in page.findChildren(FieldRow)))
    assert page.view.edit.record.title == title


def test_whoever_asks_for_the_view_at_once_gets_it_with_its_record(opened: MainWindow) -> None:
    page = opened.page
    page.pane.table.choose_row(4)
    assert page.view.edit.record.id == page.pane.model.summary(4).id


def test_of_several_wishes_made_before_there_is_a_view_the_last_is_shown(
    qtbot: QtBot, opened: MainWindow
) -> None:
    page = opened.page
    for row in (3, 7, 2):
        page.pane.table.choose_row(row)
    qtbot.waitUntil(lambda: page._right.known is not None and not page._right._waiting)
    assert page.view.edit.record.id == page.pane.model.summary(2).id


def test_only_the_tab_that_is_shown_has_fields(opened: MainWindow) -> None:
    first = field_row(opened, "title").element.section
    there = {row.element.section for row in opened.page.findChildren(FieldRow)}
    assert there == {first}
    second = field_row(opened, "data_class").element.section
    there = {row.element.section for row in opened.page.findChildren(FieldRow)}
    assert there == {first, second} != {first}


def test_a_tab_looked_at_later_shows_the_record_of_now(qtbot: QtBot, opened: MainWindow) -> None:
    field_row(opened, "data_level")
    row = field_row(opened, "title")
    row.editor.line.setFocus()
    row.editor.line.selectAll()
    QTest.keyClicks(row.editor.line, "abc")
    opened.page.flush()
    opened.page.step(1)
    model, view = opened.page.pane.model, opened.page.view
    assert view.edit.record.id == model.summary(1).id
    assert model.summary(0).title == "abc"
    level = shown(view.edit.record.values.get("data_level"))
    assert field_row(opened, "data_level").editor.typed == level
    assert field_row(opened, "title").editor.typed == model.summary(1).title


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("first", [True, False], ids=["made before", "made after"])
def test_a_large_text_never_lets_the_list_cover_the_record(
    qtbot: QtBot, opened: MainWindow, zoom: float, first: bool
) -> None:
    opened.resize(1366, 768)
    if first:
        opened.go("system")
        opened.go("resource")
    opened.shell.look.set_zoom(zoom)
    opened.go("system")
    page = opened.page
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    qtbot.wait(50)
    right = page.pane.mapTo(opened, page.pane.rect().topRight()).x()
    left = page._right.mapTo(opened, page._right.rect().topLeft()).x()
    assert right < left
    assert page._right.width() >= 300
    top = opened.top
    undo = top._undo.mapTo(opened, top._undo.rect().topLeft()).x()
    search = top.search.mapTo(opened, top.search.rect().topRight()).x()
    assert search < undo


def test_the_fields_follow_a_change_of_the_text_size(qtbot: QtBot, opened: MainWindow) -> None:
    rows = [field_row(opened, key) for key in ("title", "code", "summary")]
    opened.shell.look.set_zoom(2.0)
    shown = [row for row in rows[0].parent().findChildren(FieldRow) if row.isVisible()]

    def none_overlaps() -> None:
        for upper, lower in pairwise(shown):
            assert upper.y() == lower.y() or upper.geometry().bottom() < lower.y()
            assert upper.height() >= upper.layout().totalHeightForWidth(upper.width())

    qtbot.waitUntil(none_overlaps)


@contextmanager
def _windows_shown() -> Iterator[list[str]]:
    """The windows that show themselves meanwhile."""
    seen: list[str] = []

    class Watching(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget)
            if shown and watched.isWindow():
                seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
            return False

    watching = Watching()
    QApplication.instance().installEventFilter(watching)
    try:
        yield seen
    finally:
        QApplication.instance().removeEventFilter(watching)


def test_no_page_opens_a_window_of_its_own_while_it_is_made(
    qtbot: QtBot, opened: MainWindow
) -> None:
    with _windows_shown() as seen:
        for place in PLACES:
            opened.go(place.key)
            qtbot.waitUntil(lambda: not opened.shell.jobs.live, timeout=20_000)
    assert seen == []


def test_the_pages_are_made_one_by_one_once_a_workspace_is_open(
    qtbot: QtBot, window: MainWindow, thousand_copy: Path
) -> None:
    Readying(window)
    qtbot.wait(2 * PAUSE)
    assert len(window.pages) < 3  # without a workspace there is nothing to show on them
    with _windows_shown() as seen:
        window.open_path(thousand_copy)
        qtbot.waitUntil(lambda: len(window.pages) == len(PLACES))
    assert (seen, window.place) == ([], "resource")
