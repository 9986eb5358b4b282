"""While an input method holds text that is not there yet, the keys belong to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from form_rows import field_row
from keyboard_steps import CTRL, Held, Key, Typist
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.grid.items_grid import ItemsGrid
from ui.main_window import MainWindow


@pytest.fixture
def typist(qtbot: QtBot, opened: MainWindow) -> Typist:
    """The first record of a thousand, its table with the focus."""
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    made = Typist(qtbot, opened)
    made.waits()
    return made


def _compose(preedit: str, commit: str = "") -> None:
    """What the input method sends to the focus."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def _jump(window: MainWindow) -> QWidget:
    window.jump()
    return window.top.search


def _find(window: MainWindow) -> QWidget:
    window.find()
    return window.page.pane.find_box


def _line(window: MainWindow) -> QWidget:
    field_row(window, "title").field.setFocus()
    return field_row(window, "title").field


def _text(window: MainWindow) -> QWidget:
    field_row(window, "summary").field.setFocus()
    return field_row(window, "summary").field


def _cell(window: MainWindow) -> QWidget:
    record = window.page.view.edit.record
    window.roads.follow("items", ("resource", record.id, "items"))
    grid = window.page.findChild(ItemsGrid)
    grid.view.setFocus()
    grid.go_to(0, "name")
    QTest.keyClick(grid.view, Key.Key_F2)
    return QApplication.focusWidget()


FIELDS: dict[str, Callable[[MainWindow], QWidget]] = {
    "search": _jump,
    "filter": _find,
    "line": _line,
    "text": _text,
    "cell": _cell,
}
KEYS = [
    (Key.Key_I, CTRL),
    (Key.Key_E, CTRL),
    (Key.Key_K, CTRL),
    (Key.Key_2, CTRL),
    (Key.Key_0, CTRL),
    (Key.Key_Z, CTRL),
    (Key.Key_F7, Held.NoModifier),
    (Key.Key_F8, Held.NoModifier),
    (Key.Key_F6, Held.NoModifier),
    (Key.Key_Return, Held.NoModifier),
    (Key.Key_Escape, Held.NoModifier),
    (Key.Key_Tab, Held.NoModifier),
]


def _words(field: QWidget) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


@pytest.mark.parametrize("where", FIELDS)
def test_no_key_does_anything_while_composing(typist: Typist, recorder, where: str) -> None:
    window = typist.window
    field = FIELDS[where](window)
    assert QApplication.focusWidget() is field
    typist.waits()
    page = window.page
    _compose("xin")  # takes the place of what is selected
    before = _words(field)
    for key, held in KEYS:
        QTest.keyClick(field, key, held)
        typist.waits()
        assert QApplication.focusWidget() is field, key
        assert window.page is page, key
        assert _words(field) == before, key
    assert recorder.asked_for == []
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    _compose("", "新")
    assert "新" in _words(field)
    assert page.flush()
    typist.waits()


def test_only_what_was_committed_is_saved(typist: Typist, qtbot: QtBot) -> None:
    window = typist.window
    record = window.page.view.edit.record
    field = _text(window)
    typist.presses(Key.Key_A, CTRL)
    typist.types("业务")
    _compose("banli")
    qtbot.waitUntil(lambda: not window.page.view.edit.waiting, timeout=5_000)
    workspace = window.shell.session.bench.workspace
    assert workspace.record(record.id).values["summary"] == "业务"
    assert field.hasFocus()
    _compose("", "办理")
    qtbot.waitUntil(lambda: not window.page.view.edit.waiting, timeout=5_000)
    assert workspace.record(record.id).values["summary"] == "业务办理"


def test_afterwards_the_keys_are_keys_again(typist: Typist) -> None:
    field = _find(typist.window)
    _compose("xin")
    _compose("")
    assert _words(field) == ""
    typist.presses(Key.Key_0, CTRL)
    assert typist.window.place == "settings"
