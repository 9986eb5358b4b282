"""A day in the window with 20 000 records: nothing keeps it from answering for 50 ms."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from ui_watchdog import BUSY, Watchdog
from ui_words import type_chinese

from benchmarks.workspaces import make_workspace
from ui.jobs import COLLECT_EVERY, Jobs
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.places import PLACES

RECORDS, ITEMS = 20_000, 3
PATIENCE = 60_000
CALM = 0.25
LIST = "resource"


@pytest.fixture(scope="session")
def twenty_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace of 20 000 drafts; to be copied, never opened."""
    path = tmp_path_factory.mktemp("twenty") / "两万条.cdo"
    make_workspace(path, RECORDS, ITEMS, review="draft")
    return path


@pytest.fixture
def big(twenty_thousand: Path, tmp_path: Path) -> Path:
    """A copy of its own, made before anything is watched."""
    return Path(shutil.copy(twenty_thousand, tmp_path / "两万条.cdo"))


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    """Fails the test if something took too long."""
    made = Watchdog()
    made.start()
    yield made
    made.stop()
    assert not made.gaps, "\n" + "\n".join(map(str, made.gaps))


def spin(seconds: float) -> None:
    """Use the processor, as a loop over too many rows does."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


@pytest.mark.parametrize(
    ("block", "busy", "stuck"),
    [(partial(spin, BUSY * 5), BUSY, 60.0), (partial(time.sleep, 0.2), 60.0, 0.15)],
    ids=["busy", "waiting"],
)
def test_what_blocks_is_caught_and_named(
    qtbot: QtBot, block: Callable[[], None], busy: float, stuck: float
) -> None:
    watchdog = Watchdog(busy, stuck)
    watchdog.start()
    qtbot.wait(50)
    watchdog.begin("阻塞")
    QTimer.singleShot(0, block)
    qtbot.wait(50)
    watchdog.begin("之后")
    qtbot.wait(50)
    watchdog.stop()
    [gap] = watchdog.gaps
    assert gap.during == "阻塞"
    if stuck < 60:
        assert gap.busy < gap.waited / 2
    else:
        assert any("spin" in stack for stack in gap.stacks), str(gap)


def test_much_work_in_small_pieces_is_let_pass(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    watchdog.start()
    timer = QTimer(interval=1)
    timer.timeout.connect(partial(spin, 0.01))
    timer.start()
    qtbot.wait(400)
    timer.stop()
    watchdog.stop()
    assert not watchdog.gaps


def test_what_a_job_brings_at_once_does_not_stop_the_window(
    qtbot: QtBot, jobs: Jobs, watchdog: Watchdog
) -> None:
    """As a check of 100 000 records does: Python would look through all of it for rings."""
    brought: list[object] = []
    job = jobs.start("带来很多", lambda run: [[number] for number in range(1_000_000)])
    with qtbot.waitSignal(job.done, timeout=PATIENCE) as done:
        watchdog.begin("收下")
    brought.extend(done.args)
    watchdog.begin("之后")
    qtbot.wait(COLLECT_EVERY + 500)


class Clerk:
    """Does one thing after the other, each until the window is at rest again."""

    def __init__(self, qtbot: QtBot, window: MainWindow, watchdog: Watchdog) -> None:
        self._qtbot, self._window, self._watchdog = qtbot, window, watchdog

    def does(self, what: str, act: Callable[[], object], busy: float = BUSY) -> None:
        """`act` is called by the loop, as a click would be."""
        self._watchdog.begin(what, busy)
        QTimer.singleShot(0, act)
        self.rests()

    def types(self, what: str, signs: str) -> None:
        """Type where the focus is, key by key."""
        for number, sign in enumerate(signs):
            self.does(f"{what}，第 {number + 1} 键", partial(self._press, sign))

    def _press(self, sign: str) -> None:
        if sign.isascii():
            QTest.keyClicks(QApplication.focusWidget(), sign)
        else:
            type_chinese(QApplication.focusWidget(), sign)

    def rests(self) -> None:
        """Until no job is left, and none has come for a while."""
        since = time.monotonic()
        until = since + PATIENCE / 1000
        while time.monotonic() - since < CALM:
            assert time.monotonic() < until, self._watchdog.during
            self._qtbot.wait(10)
            if self._window.shell.jobs.live:
                since = time.monotonic()


def list_page(window: MainWindow) -> ListPage:
    page = window.page
    assert isinstance(page, ListPage)
    return page


def test_nothing_blocks_the_window_all_day(
    qtbot: QtBot,
    window: MainWindow,
    big: Path,
    watchdog: Watchdog,
) -> None:
    clerk = Clerk(qtbot, window, watchdog)
    clerk.does("打开", partial(window.open_path, big))
    clerk.does("到清单", partial(window.go, LIST))
    page = list_page(window)
    assert page.pane.model.rowCount() == RECORDS
    for place in PLACES:
        clerk.does(f"初到{place.label}", partial(window.go, place.key))
    for place in PLACES:
        clerk.does(f"再到{place.label}", partial(window.go, place.key))
    clerk.does("到搜索", window.jump)
    clerk.types("搜索", "jiben")
    clerk.does("离开搜索", partial(QTest.keyClick, window.top.search, Qt.Key.Key_Escape))
    clerk.does("到清单", partial(window.go, LIST))
    clerk.does("到筛选", page.find)
    clerk.types("筛选", "教师")
    assert 0 < page.pane.model.rowCount() < RECORDS
    clerk.does("不再筛选", page.pane.clear_filters)
    for row in range(1, 6):
        clerk.does(f"第 {row + 1} 条", partial(page.pane.table.choose_row, row))
    clerk.does("滚到底", page.pane.table.scrollToBottom)
    clerk.does("全选", partial(page.pane.model.check_all, True))
    assert len(page.pane.model.checked) == RECORDS
    clerk.does("全不选", partial(page.pane.model.check_all, False))
    changes(clerk, page, window)
    clerk.does("检查全部", partial(window.ask_page, "check_all"))
    clerk.does("关闭", window.close)
    assert not window.isVisible()


def changes(clerk: Clerk, page: ListPage, window: MainWindow) -> None:
    """Something is typed, saved when the typing pauses, and taken back."""
    clerk.does("第一条", partial(page.pane.table.choose_row, 0))
    before = page.view.edit.record
    fields = page.view.findChildren(QLineEdit)
    field = next(f for f in fields if f.isVisible() and f.isEnabled() and not f.isReadOnly())
    clerk.does("到字段", field.setFocus)
    clerk.types("输入", "abc")
    clerk.does("保存", partial(window.page.flush))
    assert page.view.edit.record != before
    clerk.does("撤销", window.undo)
    clerk.does("重做", window.redo)
