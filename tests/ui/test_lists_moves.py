"""Moves of the review from a list: told by their own word, asked where nobody is appointed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from cdo_desktop.domain.listing import Assessment, ListQuery
from cdo_desktop.work import editing
from ui.dialogs.stayed_behind import StayedDialog
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage


def idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=20_000)


def page_of(window: MainWindow) -> ListPage:
    assert isinstance(window.page, ListPage)
    return window.page


def ids(window: MainWindow, rows: range) -> list[str]:
    model = page_of(window).pane.model
    return [model.summary(row).id for row in rows]


def put_in_review(window: MainWindow, wanted: list[str], warnings: int = 0) -> None:
    bench = window.shell.session.bench
    with bench.step("准备") as unit:
        for number, id_ in enumerate(wanted):
            record = bench.workspace.record(id_)
            there = replace(record, review="in_review")
            unit.save(there, Assessment(0, int(number < warnings), 90), record.revision_id)
    window.shell.session.changed.emit()


def moved(qtbot: QtBot, window: MainWindow, key: str, wanted: list[str]) -> ListPage:
    page_of(window).does.act(f"move:{key}", wanted)
    idle(qtbot, window)
    return page_of(window)


def states(window: MainWindow, wanted: list[str]) -> set[str]:
    return {window.shell.session.bench.workspace.record(id_).review for id_ in wanted}


GOOD, BAD = range(1, 3), range(0, 12)
"""Of the thousand: two that can be submitted; twelve of which five cannot."""


def test_what_was_submitted_is_called_that(qtbot: QtBot, opened: MainWindow) -> None:
    page = moved(qtbot, opened, "submit", ids(opened, GOOD))
    assert page.banner.words.startswith("已提交审核 2 条。")
    assert page.banner.offers == ["undo"]
    assert opened.shell.notify.questions == [], "nothing is frozen by it"


def test_what_was_returned_is_called_that(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ids(opened, GOOD)
    put_in_review(opened, wanted)
    asked = []
    monkeypatch.setattr(
        type(opened.shell.notify),
        "ask_text",
        lambda self, title, label, verb, answered, text="": (asked.append(title), answered("补")),
    )
    page = moved(qtbot, opened, "return", wanted)
    assert asked == ["退回 2 条"]
    assert page.banner.words == "已退回 2 条。"


# -- somebody without an appointment -----------------------------------------------------------


def test_nobody_approves_without_an_appointment_before_saying_so(
    qtbot: QtBot, opened: MainWindow
) -> None:
    wanted = ids(opened, range(19))
    put_in_review(opened, wanted, warnings=5)
    moved(qtbot, opened, "approve", wanted)
    (question,) = opened.shell.notify.questions
    assert question.title == "以“王芳”的名义审核通过 19 条？"
    assert "没有登记您的任职" in question.text
    assert "其中 5 条还有警告" in question.text
    assert question.choices[0].danger, "Enter alone does not do it"
    assert states(opened, wanted) == {"in_review"}


def test_who_asks_for_what_cannot_be_is_told_and_not_asked(
    qtbot: QtBot, opened: MainWindow
) -> None:
    page = moved(qtbot, opened, "approve", ids(opened, GOOD))
    assert opened.shell.notify.questions == []
    assert page.banner.words == "2 条没有办理。"


def test_only_those_whose_turn_it_is_are_counted(qtbot: QtBot, opened: MainWindow) -> None:
    put_in_review(opened, ids(opened, GOOD))
    moved(qtbot, opened, "approve", ids(opened, BAD))
    assert "审核通过 2 条" in opened.shell.notify.questions[0].title


def test_who_says_so_approves(qtbot: QtBot, opened: MainWindow) -> None:
    wanted = ids(opened, GOOD)
    put_in_review(opened, wanted)
    opened.shell.notify.answers = ["move"]
    page = moved(qtbot, opened, "approve", wanted)
    assert "警告" not in opened.shell.notify.questions[0].text
    assert states(opened, wanted) == {"approved"}
    assert page.banner.words.startswith("已审核通过 2 条。")


def test_who_is_appointed_is_not_asked(qtbot: QtBot, opened: MainWindow) -> None:
    bench = opened.shell.session.bench
    wanted = ids(opened, GOOD)
    put_in_review(opened, wanted)
    person = editing.new_record(bench, "person", {"title": "王芳"})
    values = {"title": "王芳任职", "person": {"id": person.id, "name": "王芳"}}
    duty = {"duty": "部门首席数据官"}
    editing.add(bench, [person, editing.new_record(bench, "appointment", {**values, **duty})])
    moved(qtbot, opened, "approve", wanted)
    assert opened.shell.notify.questions == []
    assert states(opened, wanted) == {"approved"}


# -- what stayed behind ------------------------------------------------------------------------


@pytest.fixture
def stayed(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """Twelve were submitted; five stayed, each for its own reasons."""
    moved(qtbot, opened, "submit", ids(opened, BAD))
    return opened


def test_those_that_stayed_are_counted_not_guessed(stayed: MainWindow) -> None:
    banner = page_of(stayed).banner
    assert "已提交审核 7 条。" in banner.words
    assert "5 条没有办理。" in banner.words
    assert "等。" not in banner.words


def test_each_that_stayed_is_shown_with_its_own_reasons(qtbot: QtBot, stayed: MainWindow) -> None:
    named(page_of(stayed).banner, "看是哪些").click()
    dialog = stayed.findChild(StayedDialog)
    assert dialog.isVisible()
    assert dialog.model.rowCount() == 5
    reasons = set()
    for row in range(5):
        dialog.table.choose_row(row)
        reasons.add(dialog.reasons.toPlainText())
        assert dialog.reasons.toPlainText().startswith("1. ")
    assert any("信息资源摘要" in one for one in reasons)
    assert any("不予共享依据" in one for one in reasons)
    dialog.table.choose_row(2)
    title = dialog.model.index(2, 0).data()
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "看这一条").click()
    pane = page_of(stayed).pane
    assert pane.model.summary(pane.table.currentIndex().row()).title == title
    assert dialog.isHidden()


def test_the_way_to_those_that_stayed_outlives_the_undo(qtbot: QtBot, stayed: MainWindow) -> None:
    bench = stayed.shell.session.bench
    editing.add(bench, [editing.new_record(bench, "resource", {"title": "别的"})])
    stayed.shell.session.stepped.emit()
    banner = page_of(stayed).banner
    assert banner.offers == ["stayed"]
    assert banner.words == "5 条没有办理。"


def test_a_single_one_that_stayed_says_why_at_once(qtbot: QtBot, opened: MainWindow) -> None:
    bad = ids(opened, range(1))
    page = moved(qtbot, opened, "submit", bad)
    assert page.banner.words.startswith("“民政业务信息第0000号”没有办理：缺“信息资源摘要”")
    assert "undo" not in page.banner.offers
    assert "。。" not in page.banner.words
    assert opened.shell.session.bench.workspace.count(ListQuery("resource", states=("draft",)))
    assert page.banner.words in shown_texts(opened)
