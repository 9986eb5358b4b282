"""The first page leads back to the workspace that was used last: one key opens it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from ui_words import shown_texts

from cdo_desktop.settings import Settings
from ui.jobs import Jobs
from ui.look import Look
from ui.main_window import MainWindow
from ui.session import Session
from ui.shell import Shell


@pytest.fixture
def used(tmp_path: Path, thousand: Path, settings: Settings) -> Path:
    """Used last on another day; one used before it is there too."""
    path = Path(shutil.copy(thousand, tmp_path / "通江县民政局.cdo"))
    other = Path(shutil.copy(thousand, tmp_path / "平昌县民政局.cdo"))
    settings.set("workspaces.recent", [str(path), str(other)])
    settings.set("workspaces.used", {str(path): "2026-03-11T17:46:00+08:00"})
    return path


@pytest.fixture
def back(qtbot: QtBot, used: Path, window: MainWindow) -> MainWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def primary(window: MainWindow) -> list[str]:
    buttons = window.page.findChildren(QPushButton)
    return [b.text() for b in buttons if b.isVisible() and b.property("kind") == "primary"]


def test_the_main_button_is_the_workspace_used_last(back: MainWindow, used: Path) -> None:
    texts = shown_texts(back)
    assert {"打开“通江县民政局”", "新建工作区", "打开示例", "选择表格…"} <= texts
    assert primary(back) == ["打开"]
    assert any(str(used) in text and "2026-03-11 17:46" in text for text in texts)
    assert "平昌县民政局" in texts, "the ones before stand as links"
    assert "通江县民政局" not in texts, "it is not there twice"


def test_enter_opens_it(qtbot: QtBot, back: MainWindow, used: Path) -> None:
    with qtbot.waitSignal(back.shell.session.opened, timeout=20_000):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert back.shell.session.bench.workspace.path == used


def test_one_that_is_gone_is_not_offered(
    qtbot: QtBot, used: Path, settings: Settings, window: MainWindow
) -> None:
    used.unlink()
    window.page.refresh()
    assert "打开“平昌县民政局”" in shown_texts(window)
    used.with_name("平昌县民政局.cdo").unlink()
    window.page.refresh()
    assert primary(window) == ["新建工作区"]


def test_when_it_was_used_is_kept_when_it_is_closed(
    qtbot: QtBot, look: Look, settings: Settings, desk, recorder, thousand_copy: Path
) -> None:
    jobs = Jobs()
    session = Session(jobs, settings, desk)
    assert session.last_used(thousand_copy) is None
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(thousand_copy)
    assert session.last_used(thousand_copy) == desk.clock.now()
    desk.clock.at = desk.clock.at.replace(hour=17)
    session.close()
    assert session.last_used(thousand_copy).hour == 17
    assert Shell(look, jobs, recorder, session, settings).session.recent() == [thousand_copy]
