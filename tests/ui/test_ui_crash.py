"""Our own bugs: told on the GUI thread wherever they came from, logged without values."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from ui.crash import Crash, CrashGuard, CrashWindow, crash_of, qt_message


@pytest.fixture
def guard(qapp: QApplication) -> Iterator[CrashGuard]:
    """A guard on duty for the length of the test."""
    made = CrashGuard()
    made.install()
    yield made
    made.uninstall()


def _broken() -> None:
    secret = "口令1234"
    raise KeyError(secret)


def test_a_bug_in_a_worker_thread_is_told_on_the_gui_thread(
    qtbot: QtBot, guard: CrashGuard
) -> None:
    told: list[tuple[Crash, int]] = []
    guard.happened.connect(lambda crash: told.append((crash, threading.get_ident())))
    with qtbot.waitSignal(guard.happened):
        thread = threading.Thread(target=_broken, name="worker")
        thread.start()
        thread.join()
    [(crash, where)] = told
    assert where == threading.get_ident()
    assert (crash.name, crash.thread) == ("KeyError", "worker")


def test_a_bug_in_a_slot_is_told(qtbot: QtBot, guard: CrashGuard) -> None:
    with qtbot.waitSignal(guard.happened) as told:
        try:
            _broken()
        except KeyError as error:
            sys.excepthook(KeyError, error, error.__traceback__)
    assert told.args[0].name == "KeyError"


def test_the_log_has_the_places_and_no_values(
    qtbot: QtBot, guard: CrashGuard, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "cdo_desktop.crash"), qtbot.waitSignal(guard.happened):
        try:
            _broken()
        except KeyError as error:
            guard.take(error)
    assert "_broken" in caplog.text
    assert "口令1234" not in caplog.text.replace('secret = "口令1234"', "")


def test_the_guard_leaves_everything_as_it_was(qapp: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook)
    guard = CrashGuard()
    guard.install()
    assert sys.excepthook != before[0]
    guard.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_the_report_names_the_users_folder_as_home() -> None:
    try:
        raise FileNotFoundError(str(Path.home() / "清单.xlsx"))
    except FileNotFoundError as error:
        report = crash_of(error, "MainThread").report()
    assert "~/清单.xlsx" in report
    assert str(Path.home()) not in report


def test_the_cause_is_in_the_report() -> None:
    try:
        try:
            _broken()
        except KeyError as error:
            raise RuntimeError from error
    except RuntimeError as error:
        where = crash_of(error, "MainThread").where
    assert "KeyError" in where


def test_the_window_shows_reports_to_be_copied(qtbot: QtBot, qapp: QApplication) -> None:
    window = CrashWindow(None)
    qtbot.addWidget(window)
    for name in ("KeyError", "ValueError"):
        window.show_crash(Crash(name, "", "", "MainThread"))
    text = window.findChild(QPlainTextEdit)
    assert "KeyError" in text.toPlainText()
    copy = next(b for b in window.findChildren(QPushButton) if "复制" in b.text())
    copy.click()
    assert "ValueError" in QApplication.clipboard().text()
    window.hide()


def test_what_qt_says_goes_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    class Context:
        category = "qt.svg"

    with caplog.at_level(logging.WARNING, "cdo_desktop.qt"):
        qt_message(QtMsgType.QtWarningMsg, Context(), "cannot draw")
    assert "qt.svg: cannot draw" in caplog.text
