"""Notices come without pushing anything from under the mouse, and hear no click at first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from ui.look import Look
from ui.main_window import MainWindow
from ui.pages.first_start import FirstStart
from ui.pages.start_cards import Card
from ui.widgets import banner
from ui.widgets.banner import Banner

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def deaf_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in use: the other tests do not wait."""
    monkeypatch.setattr(banner, "DEAF_FOR", 600)


def _places(widgets: list[QWidget]) -> list[QPoint]:
    return [widget.mapToGlobal(QPoint(0, 0)) for widget in widgets]


def test_a_result_stands_below_the_list_and_nothing_moves(qtbot: QtBot, opened: MainWindow) -> None:
    page = opened.page
    parts = [page.pane.filters, page.pane.table, page.view]
    before = _places(parts)
    page.banner.say("ok", "已提交审核 1 条。", [("undo", "撤销")])
    qtbot.waitUntil(lambda: page.banner.height() > 20)
    assert _places(parts) == before
    assert _places([page.banner])[0].y() >= before[1].y() + page.pane.table.height()


@pytest.mark.parametrize("works", [True, False])
def test_what_the_input_check_says_moves_no_card(
    qtbot: QtBot, window: MainWindow, works: bool
) -> None:
    page: FirstStart = window.page.first
    cards = page.findChildren(Card)
    before = _places(cards)
    page.input_check.found.emit(works, "刚才的文字没有经过输入法。")
    qtbot.waitUntil(lambda: page.banner.height() > 20)
    assert _places(cards) == before
    assert ("试一下输入法：请在这里打一个中文词。" in shown_texts(page)) is not works


@pytest.fixture
def notice(qtbot: QtBot, look: Look) -> Banner:
    made = Banner(look)
    qtbot.addWidget(made)
    made.say("ok", "已提交审核 1 条。", [("undo", "撤销")])
    qtbot.waitExposed(made)
    return made


def _link(notice: Banner) -> QPushButton:
    return named(notice, "撤销")


def test_a_click_aimed_at_what_stood_there_before_does_nothing(
    qtbot: QtBot, notice: Banner
) -> None:
    chosen: list[str] = []
    notice.chosen.connect(chosen.append)
    qtbot.mouseClick(_link(notice), LEFT)
    qtbot.mouseDClick(_link(notice), LEFT)
    qtbot.mouseClick(named(notice, "收起这条提示"), LEFT)
    assert chosen == []
    assert notice.isVisible()
    qtbot.wait(banner.DEAF_FOR + 50)
    qtbot.mouseClick(_link(notice), LEFT)
    assert chosen == ["undo"]


def test_a_key_is_heard_at_once(qtbot: QtBot, notice: Banner) -> None:
    chosen: list[str] = []
    notice.chosen.connect(chosen.append)
    qtbot.keyClick(_link(notice), Qt.Key.Key_Space)
    assert chosen == ["undo"]


def test_other_words_in_the_same_place_are_deaf_again(qtbot: QtBot, notice: Banner) -> None:
    qtbot.wait(banner.DEAF_FOR + 50)
    chosen: list[str] = []
    notice.chosen.connect(chosen.append)
    notice.say("warn", "已退回 1 条。", [("undo", "撤销")])
    qtbot.mouseClick(_link(notice), LEFT)
    assert chosen == []
