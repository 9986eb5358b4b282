"""Every filter that is set can be seen and taken away, wherever it came from; and it is exact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import Assessment, ListQuery, Sort
from cdo_desktop.domain.people import Act
from cdo_desktop.standard.library import Library
from cdo_desktop.store.workspace import Workspace
from ui.main_window import MainWindow
from ui.pages.filter_terms import chip_for, filter_from, kept_filter, state_words
from ui.pages.list_page import ListPage
from ui.pages.list_pane import ListPane


def _pane(window: MainWindow) -> ListPane:
    assert isinstance(window.page, ListPage)
    return window.page.pane


def _checked_chips(pane: ListPane) -> list[str]:
    return pane.filters.chips.on


@pytest.fixture
def mixed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, new_workspace: Path, make_record, act: Act
) -> MainWindow:
    """A list with an error here, warnings there, and records in several states."""
    path = tmp_path / "混合.cdo"
    path.write_bytes(new_workspace.read_bytes())
    rows = (
        ("甲", "draft", Assessment(2, 0, 80)),
        ("乙", "draft", Assessment(0, 3, 80)),
        ("丙", "returned", Assessment(1, 1, 80)),
        ("丁", "in_review", Assessment(0, 0, 80)),
    )
    with Workspace.open(path, act) as workspace, workspace.unit(act, "新增") as unit:
        for title, review, seen in rows:
            unit.save(make_record(title=title, review=review), seen)
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        window.open_path(path)
    return window


def _titles(pane: ListPane) -> list[str]:
    rows = range(pane.model.rowCount())
    return [summary.title for row in rows if (summary := pane.model.summary(row))]


@pytest.mark.parametrize(
    ("query", "words", "titles"),
    [
        ({"with_errors": True}, "有错误", ["甲", "丙"]),
        ({"with_warnings": True}, "有警告", ["乙", "丙"]),
        ({"with_problems": True}, "有问题", ["甲", "乙", "丙"]),
    ],
)
def test_errors_and_warnings_are_filtered_exactly_and_the_button_says_which(
    mixed: MainWindow, query: dict[str, bool], words: str, titles: list[str]
) -> None:
    pane = _pane(mixed)
    pane.show_query(ListQuery("resource", **query))
    assert sorted(_titles(pane)) == sorted(titles)
    assert pane.filters._only.text() == words
    assert pane.query == ListQuery("resource", **query)


def test_states_that_no_chip_shows_stand_as_a_token_and_are_taken_away(mixed: MainWindow) -> None:
    pane = _pane(mixed)
    pane.show_query(ListQuery("resource", states=("draft", "returned")))
    assert sorted(_titles(pane)) == sorted(["甲", "乙", "丙"])
    assert _checked_chips(pane) == []
    token = named(pane, "取消筛选，状态：草稿、已退回")
    assert token.text() == "状态：草稿、已退回"
    token.click()
    assert pane.model.rowCount() == 4
    assert _checked_chips(pane) == [""]
    assert not any("状态：" in text for text in shown_texts(pane))


def test_one_part_of_a_chip_is_not_shown_as_the_whole_chip(qtbot: QtBot, mixed: MainWindow) -> None:
    pane = _pane(mixed)
    pane.show_query(ListQuery("resource", states=("rejected",)))
    assert _checked_chips(pane) == []
    qtbot.waitUntil(lambda: "状态：被退回" in shown_texts(pane))
    pane.filters.filter_states("returned")
    assert _checked_chips(pane) == ["returned"]
    assert not any("状态：" in text for text in shown_texts(pane))


def test_a_chip_of_several_states_shows_each_of_them_alone(qtbot: QtBot, mixed: MainWindow) -> None:
    pane = _pane(mixed)
    chip = pane.filters.chips[Delivery.EXPORTED]
    parts = {action.text(): action for action in chip.actions()}
    assert list(parts) == ["只看已导出", "只看已交接", "只看已接收"]
    parts["只看已交接"].trigger()
    assert pane.query.states == (Delivery.HANDED,)
    qtbot.waitUntil(lambda: "状态：已交接" in shown_texts(pane))


def test_a_filter_by_what_has_no_button_stands_as_a_token(mixed: MainWindow) -> None:
    pane = _pane(mixed)
    assert "open" not in pane.filters._facets
    pane.show_query(ListQuery("resource", facets={"open": ("是", "否")}))
    [token] = [b for b in pane.findChildren(QPushButton) if b.text().endswith("：是、否")]
    token.click()
    assert pane.query.facets == {}


def test_a_single_word_is_named_on_its_button_and_all_of_them_in_its_tooltip(
    mixed: MainWindow,
) -> None:
    pane = _pane(mixed)
    pane.show_query(ListQuery("resource", facets={"office": ("社会救助科",)}))
    button = pane.filters._facets["office"]
    assert button.text().endswith("社会救助科")
    pane.show_query(ListQuery("resource", facets={"office": ("社会救助科", "办公室")}))
    assert button.text().endswith(" 2")
    assert button.toolTip().endswith("：社会救助科、办公室")


def test_a_list_is_shown_in_the_order_that_was_asked_for(mixed: MainWindow) -> None:
    pane = _pane(mixed)
    pane.table.choose_row(3)
    pane.show_query(ListQuery("resource", with_errors=True, sort=Sort.PROBLEMS, descending=True))
    assert _titles(pane) == ["甲", "丙"]
    assert pane.table.currentIndex().row() == 0
    header = pane.table.horizontalHeader()
    columns = [column.key for column in pane.model.columns]
    assert columns[header.sortIndicatorSection()] == "problems"


def test_the_order_of_states_does_not_matter() -> None:
    flow = Library("national").flow_of(Library("national").kind("resource"))
    assert chip_for(flow, ("rejected", "returned")) == "returned"
    assert chip_for(flow, (Delivery.RECEIVED, Delivery.EXPORTED, Delivery.HANDED)) == "exported"
    assert chip_for(flow, ()) == ""
    assert chip_for(flow, ("returned",)) is None
    assert state_words(flow, ("returned", "draft")) == "草稿、已退回"


@pytest.mark.parametrize(
    "query",
    [
        ListQuery("resource"),
        ListQuery("resource", with_errors=True, sort=Sort.PROBLEMS, descending=True),
        ListQuery("resource", with_warnings=True, remarked=True, text="甲"),
        ListQuery("resource", states=("returned", "rejected"), facets={"office": ("办公室",)}),
    ],
)
def test_a_filter_is_the_same_after_it_was_kept(query: ListQuery) -> None:
    kept = json.loads(json.dumps(kept_filter(query)))
    assert filter_from(Library("national").kind("resource"), kept) == query


def test_a_click_on_a_column_that_cannot_be_sorted_by_changes_nothing(mixed: MainWindow) -> None:
    pane = _pane(mixed)
    pane.show_query(ListQuery("resource", sort=Sort.TITLE))
    before = _titles(pane)
    header = pane.table.horizontalHeader()
    share = [column.key for column in pane.model.columns].index("share")
    header.setSortIndicator(share, header.sortIndicatorOrder())
    assert _titles(pane) == before
    assert header.sortIndicatorSection() == 2
