"""What the frame says at all times: work that waits on the rail, problems in the status bar."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from ui_words import named

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reviewing
from ui.main_window import MainWindow
from ui.rail_button import RailButton


def _counted(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=20_000)


def _place(window: MainWindow, name: str) -> RailButton:
    return next(b for b in window.rail.findChildren(RailButton) if b.text() == name)


def _send_back(window: MainWindow, number: int) -> None:
    """So many copies of a good record are submitted and returned."""
    bench = window.shell.session.bench
    good = next(r for r in bench.workspace.each_record(ListQuery()) if "summary" in r.values)
    values = {key: value for key, value in good.values.items() if key != "code"}
    named = [{**values, "title": f"可以提交的信息{place}"} for place in range(number)]
    copies = [editing.new_record(bench, "resource", one) for one in named]
    ids = [r.id for r in editing.add(bench, [replace(c, groups=good.groups) for c in copies])]
    for move, why in (("submit", ""), ("return", "补用途")):
        moved = reviewing.move(bench, move, ids, "李文涛", why, Run())
        assert len(moved.moved) == number, [one.reason for one in moved.stayed]
    window.shell.session.changed.emit()


def test_problems_of_the_workspace_stand_in_the_status_bar_and_lead_to_their_list(
    qtbot: QtBot, opened: MainWindow
) -> None:
    _counted(qtbot, opened)
    opened.go("home")
    named(opened.status, "整个工作区：错误 100").click()
    pane = opened.page.pane
    assert pane.model.rowCount() == 100
    assert pane.query.with_errors
    assert "有错误" in pane.filters._only.text()
    nothing = named(opened.status, "整个工作区：没有警告")
    assert not nothing.isEnabled()


def test_what_is_mended_is_no_longer_counted(qtbot: QtBot, opened: MainWindow) -> None:
    _counted(qtbot, opened)
    bench = opened.shell.session.bench
    faulty = bench.workspace.numbers(opened.page.pane.query)[0]
    editing.delete(bench, [bench.workspace.summaries([faulty])[faulty].id])
    opened.shell.session.changed.emit()
    _counted(qtbot, opened)
    assert named(opened.status, "整个工作区：错误 99")


def test_typing_is_counted_when_it_has_paused(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    _counted(qtbot, opened)
    counting = opened._view.counting
    begun: list[object] = []
    opened.shell.jobs.started.connect(begun.append)
    for _ in range(5):
        opened.shell.session.stepped.emit()
    assert begun == []
    counting._later.setInterval(10)
    opened.shell.session.stepped.emit()
    qtbot.waitUntil(lambda: len(begun) == 1)
    _counted(qtbot, opened)


def test_changes_during_a_count_are_counted_once_afterwards(
    qtbot: QtBot, opened: MainWindow
) -> None:
    _counted(qtbot, opened)
    begun: list[object] = []
    opened.shell.jobs.started.connect(begun.append)
    for _ in range(10):
        opened._view.counting.count()
    _counted(qtbot, opened)
    assert len(begun) == 2


def test_work_that_waits_stands_on_the_rail(qtbot: QtBot, opened: MainWindow) -> None:
    _send_back(opened, 3)
    _counted(qtbot, opened)
    place = _place(opened, "数据目录")
    assert place.accessibleName() == "数据目录，3 项待办：已退回 3"
    assert place.toolTip() == "数据目录（Ctrl+2）\n3 项待办：已退回 3"
    assert _place(opened, "信息系统").accessibleName() == "信息系统"


@pytest.mark.parametrize("narrow", [True, False])
def test_a_count_is_seen_on_the_rail_also_when_it_is_folded(
    qtbot: QtBot, opened: MainWindow, narrow: bool
) -> None:
    opened.rail.set_narrow(narrow)
    place = _place(opened, "信息系统")
    empty = place.grab().toImage()
    place.show_count(7, "待审核 7")
    assert place.grab().toImage() != empty
    place.show_count(0, "")
    assert place.grab().toImage() == empty


def test_without_a_workspace_nothing_is_counted(window: MainWindow) -> None:
    assert not any(made.isVisible() for made in window.status.problems.values())
    assert _place(window, "数据目录").accessibleName() == "数据目录"
