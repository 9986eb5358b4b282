"""Several lists share one entry of the rail; each has its page, one step from the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.work import editing
from ui.main_window import MainWindow
from ui.models.columns import record_columns
from ui.pages.list_page import ListPage
from ui.places import PLACES, keys_of
from ui.widgets.segmented import Segmented

LISTS = Path(__file__).resolve().parents[2] / "resources" / "lists"
SHARED = (("project", "joint_build", "negative"), ("organisation", "person", "appointment"))


@pytest.mark.parametrize("members", SHARED)
def test_lists_that_share_a_place_lead_to_one_another(
    qtbot: QtBot, opened: MainWindow, members: tuple[str, ...]
) -> None:
    opened.go(members[0])
    for kind in [*members[1:], members[0]]:
        opened.page._head.findChild(Segmented).choose(kind)
        qtbot.waitUntil(lambda: not opened.shell.jobs.live)
        assert isinstance(opened.page, ListPage)
        assert (opened.page._kind_key, opened.place) == (kind, kind)
        assert opened.page._head.findChild(Segmented).key == kind
        checked = [key for key, one in opened.rail._buttons.items() if one.isChecked()]
        assert checked == [members[0]]


def test_the_rail_has_one_entry_for_them_and_a_key(opened: MainWindow) -> None:
    shared = {kind for members in SHARED for kind in members[1:]}
    assert not shared & set(opened.rail._buttons)
    assert opened.rail._buttons["organisation"].text() == "机构与人员"
    assert keys_of(PLACES)["project"] == "Ctrl+5"
    assert not shared & set(keys_of(PLACES))


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


def test_in_a_narrow_list_the_chips_of_no_record_give_way_but_not_the_one_that_is_on(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.go("project")
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    chips = opened.page.pane.filters.chips
    opened.page.pane.filters.filter_states("returned")
    qtbot.waitUntil(lambda: chips.on == ["returned"])
    for width, seen in ((1200, True), (470, False)):
        opened.page.pane.setFixedWidth(width)
        qtbot.waitUntil(lambda seen=seen: chips["draft"].isVisible() is seen)
        assert chips[""].isVisible()
        assert chips["returned"].isVisible()


def test_the_column_of_states_is_as_wide_as_the_words_of_the_flow_need(opened: MainWindow) -> None:
    library = opened.shell.session.bench.library
    widths = {
        kind: record_columns(library, library.kind(kind))[1].width
        for kind in ("resource", "project")
    }
    assert widths["resource"] == 86
    assert widths["project"] > 120


def test_the_many_moves_of_a_project_stand_in_a_menu_and_none_is_cut(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.resize(1366, 768)
    bench = opened.shell.session.bench
    editing.add(bench, [editing.new_record(bench, "project", {"title": "社会救助平台升级"})])
    opened.go("project")
    pane = opened.page.pane
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    pane.model.check_all(True)
    qtbot.waitUntil(pane.selection.isVisible)
    shown = [one for one in pane.selection.findChildren(QPushButton) if one.isVisible()]
    assert [one.text() for one in shown if one.width() < one.sizeHint().width()] == []
    moves = next(one for one in shown if one.text() == "办理…")
    with qtbot.waitSignal(pane.selection.chosen) as chosen:
        next(one for one in moves.menu().actions() if one.text() == "申报").trigger()
    assert chosen.args == ["move:file"]
