"""Several jobs at once, in the status bar: a number that opens their list, each with 取消."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from cdo_desktop.tasks import Run
from ui import unsaved
from ui.jobs import Jobs
from ui.kept import Keeping, Kept
from ui.look import Look
from ui.main_window import MainWindow
from ui.status_bar import StatusBar


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Holds the first job until it is opened."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def status(qtbot: QtBot, look: Look, jobs: Jobs) -> StatusBar:
    made = StatusBar(look, jobs)
    qtbot.addWidget(made)
    made.show()
    return made


def _importing(gate: threading.Event, run: Run) -> None:
    while not gate.wait(0.05):
        run.step("写入", 30, 100)


def _two(qtbot: QtBot, status: StatusBar, jobs: Jobs, gate: threading.Event) -> list[str]:
    """Two jobs, the first under way; gives where the second notes that it was done."""
    done: list[str] = []
    jobs.start("导入“目录.xlsx”", lambda run: _importing(gate, run))
    jobs.start("检查数据目录", lambda run: done.append("检查"))
    qtbot.waitUntil(lambda: "2 个任务" in shown_texts(status))
    named(status, "2 个任务，打开列表").click()
    return done


def test_two_jobs_are_listed_with_how_far_they_are(
    qtbot: QtBot, status: StatusBar, jobs: Jobs, gate: threading.Event
) -> None:
    done = _two(qtbot, status, jobs, gate)
    assert status.list.isVisible()
    qtbot.waitUntil(lambda: "30%" in shown_texts(status.list))
    assert {"导入“目录.xlsx”", "检查数据目录", "写入", "等待中"} <= shown_texts(status.list)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.live)
    assert done == ["检查"]
    assert not status.list.isVisible()


def test_one_of_them_is_stopped_and_the_other_goes_on(
    qtbot: QtBot, status: StatusBar, jobs: Jobs, gate: threading.Event
) -> None:
    done = _two(qtbot, status, jobs, gate)
    stop = named(status.list, "取消：检查数据目录")
    stop.click()
    assert not stop.isEnabled()
    assert "正在停止" in shown_texts(status.list)
    assert not jobs.live[0].run.asked_to_stop
    gate.set()
    qtbot.waitUntil(lambda: not jobs.live)
    assert done == []


def test_one_job_has_its_note_and_its_button(
    qtbot: QtBot, status: StatusBar, jobs: Jobs, gate: threading.Event
) -> None:
    jobs.start("导入", lambda run: _importing(gate, run))
    qtbot.waitUntil(lambda: "写入" in shown_texts(status))
    assert not any("个任务" in text for text in shown_texts(status))
    named(status, "取消").click()
    qtbot.waitUntil(lambda: not jobs.live)
    assert not gate.is_set()


def test_counting_for_the_screen_is_not_mentioned(
    qtbot: QtBot, status: StatusBar, jobs: Jobs, gate: threading.Event
) -> None:
    jobs.start("统计", lambda run: gate.wait(10), quiet=True)
    qtbot.wait(400)
    assert status._work.isHidden()
    assert jobs.busy == ()
    gate.set()
    qtbot.waitUntil(lambda: not jobs.live)


def test_closing_does_not_ask_about_counting(
    qtbot: QtBot, opened: MainWindow, gate: threading.Event
) -> None:
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    opened.shell.jobs.start("统计", lambda run: gate.wait(10), quiet=True)
    opened.close()
    assert opened.shell.notify.questions == []
    gate.set()
    qtbot.waitUntil(lambda: not opened.isVisible())


def test_nothing_else_is_opened_while_something_typed_cannot_be_saved_and_it_is_said(
    qtbot: QtBot, opened: MainWindow, gate: threading.Event, thousand_copy: object
) -> None:
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    opened.shell.jobs.start("导入“目录.xlsx”", lambda run: gate.wait(10))
    opened.page.flush = lambda: False
    opened.open_workspace()
    assert "导入“目录.xlsx”" in opened.page.banner.words
    assert opened.shell.notify.asked_for == []
    gate.set()
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    del opened.page.flush


@pytest.mark.parametrize(
    ("kept", "icon"),
    [
        (Kept("已自动保存 10:32"), "circle-check"),
        (Kept("没有保存：磁盘已满。", Keeping.NOT_SAVED), "mark-warning"),
        (unsaved.TYPING, "pen-line"),
        (unsaved.TROUBLED, "mark-warning"),
    ],
)
def test_the_icon_says_the_same_as_the_words(status: StatusBar, kept: Kept, icon: str) -> None:
    status.say_saved(kept)
    assert status._saved_icon.property("lookIcon")[0] == icon
