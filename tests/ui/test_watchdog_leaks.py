"""A closed window leaves nothing behind that goes on: no thread, no timer."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_watchdog import running_timers

from cdo_desktop.settings import Settings
from cdo_desktop.workbench import Desk
from ui.jobs import Jobs
from ui.look import Look
from ui.main_window import MainWindow
from ui.notify import Notify
from ui.places import PLACES
from ui.session import Session
from ui.shell import Shell


def test_a_timer_that_runs_is_seen(qtbot: QtBot) -> None:
    before = running_timers()
    timer = QTimer(interval=60_000)
    timer.start()
    assert running_timers() - before == {timer}
    timer.stop()
    assert running_timers() == before


def test_a_closed_window_leaves_no_thread_and_no_timer(
    qtbot: QtBot,
    look: Look,
    settings: Settings,
    desk: Desk,
    recorder: Notify,
    thousand: Path,
    tmp_path: Path,
) -> None:
    threads, timers = set(threading.enumerate()), running_timers()
    jobs = Jobs()
    window = MainWindow(Shell(look, jobs, recorder, Session(jobs, settings, desk), settings))
    window.show()
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        window.open_path(Path(shutil.copy(thousand, tmp_path / "一千条.cdo")))
    for place in PLACES:
        window.go(place.key)
        qtbot.waitUntil(lambda: not jobs.live, timeout=10_000)
    window.find()
    window.jump()
    ended = partial(_closed, window)
    qtbot.waitUntil(ended, timeout=10_000)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert set(threading.enumerate()) - threads == set()
    left = running_timers() - timers
    assert [f"{timer.parent()} {timer.interval()} ms" for timer in left] == []
    assert window not in QApplication.topLevelWidgets()


def _closed(window: MainWindow) -> bool:
    """It closes by itself once what is under way has ended."""
    window.close()
    return not window.isVisible() and not window.shell.jobs.live
