"""Lists that the rail does not lead to have their page: found, imported, or wished for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.work import editing
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.places import PLACES

LISTS = Path(__file__).resolve().parents[2] / "resources" / "lists"
OTHERS = ("project", "joint_build", "negative")


@pytest.mark.parametrize("kind", OTHERS)
def test_a_list_that_no_place_leads_to_has_its_page(
    qtbot: QtBot, opened: MainWindow, kind: str
) -> None:
    assert kind not in [place.key for place in PLACES]
    opened.go("system")
    opened.go(kind)
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    assert isinstance(opened.page, ListPage)
    assert opened.page._kind_key == kind
    assert opened.place == "system"


def test_a_project_that_is_found_is_shown_and_can_be_written(
    qtbot: QtBot, opened: MainWindow
) -> None:
    bench = opened.shell.session.bench
    record = editing.new_record(bench, "project", {"title": "社会救助平台升级"})
    [made] = editing.add(bench, [record])
    opened.roads.follow("record", made.id)
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    page = opened.page
    assert isinstance(page, ListPage)
    assert page.view.edit.record.title == "社会救助平台升级"
    verbs = {one.text() for one in page.view._head.findChildren(QPushButton)}
    assert "申报" in " ".join(verbs)
    moves = bench.library.flow_of(bench.library.kind("project")).moves
    signed = {move.label for move in moves if move.opinions}
    assert signed
    assert not signed & verbs


@pytest.mark.parametrize("kind", ["joint_build", "negative"])
def test_a_sheet_of_such_a_list_ends_in_its_page(
    qtbot: QtBot, opened: MainWindow, kind: str
) -> None:
    sheet = LISTS / f"{kind}.csv"
    opened.roads.sheet(kind, sheet)
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    opened.page.write()
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    assert isinstance(opened.page, ListPage)
    assert opened.page._kind_key == kind
    assert opened.shell.session.bench.workspace.count(ListQuery(kind)) > 0
