"""What is being typed into a cell is put into the record it was begun in, whatever comes next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from form_rows import items_grid
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot
from ui_words import type_chinese

from cdo_desktop.domain.listing import ListQuery
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage

Leave = Callable[[MainWindow], object]


def _typing(qtbot: QtBot, window: MainWindow) -> str:
    """Begin to type the note of the first 信息项 of the current record; gives the record's id."""
    page = window.page
    assert isinstance(page, ListPage)
    grid = items_grid(window)
    name = grid.view.model().index(0, 0)
    grid.view.setCurrentIndex(name)
    grid.view.edit(name)
    assert grid.view.state() is QAbstractItemView.State.EditingState
    editor = grid.view.findChildren(QLineEdit)[-1]
    editor.selectAll()
    type_chinese(editor, "联系电话")
    summary = page.pane.model.summary(page.pane.table.currentIndex().row())
    return summary.id


def _names(window: MainWindow, record_id: str) -> list[str]:
    record = window.shell.session.bench.workspace.record(record_id)
    return [row["name"] for row in record.groups["items"]]


@pytest.mark.parametrize(
    "leave",
    [
        lambda window: window.next_record(),
        lambda window: window.page.pane.table.choose_row(5),
        lambda window: window.go("system"),
        lambda window: window.page.pane.filters.filter_states("approved"),
        lambda window: window.page.flush(),
    ],
    ids=["next record", "another row", "another page", "a filter", "saving"],
)
def test_a_cell_being_typed_into_belongs_to_its_record(
    qtbot: QtBot, opened: MainWindow, leave: Leave
) -> None:
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    record_id = _typing(qtbot, opened)
    leave(opened)
    qtbot.waitUntil(lambda: _names(opened, record_id) == ["联系电话", "身份证号"])
    workspace = opened.shell.session.bench.workspace
    others = [one for one in workspace.ids(ListQuery("resource")) if one != record_id][:20]
    assert all(_names(opened, other)[0] == "姓名" for other in others)
