"""Working at the window with nothing but a keyboard: keys go to the focus, as a person's do."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QMenu,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT, ALT = Held.ControlModifier, Held.ShiftModifier, Held.AltModifier
_FAR = 120
"""So many times Tab without coming to something: it cannot be reached."""


def said(widget: QWidget) -> str:
    """What a reader for the blind would say of it: its name, else its text."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


@dataclass
class Typist:
    """Sits before the window without a mouse; after each key somebody must see where they are."""

    qtbot: QtBot
    window: MainWindow
    last: str = field(default="", init=False)

    @property
    def focus(self) -> QWidget:
        """What the keys go to; fails if nobody can see where that is."""
        found = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert found is not None, f"after {self.last} no widget has the focus"
        assert found.isVisible(), f"after {self.last} the focus is on hidden “{said(found)}”"
        assert found.isEnabled(), f"after {self.last} the focus is on disabled “{said(found)}”"
        return found

    def waits(self) -> None:
        """Until nothing is under way any more, nor follows from it."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.window.shell.jobs.live, timeout=30_000)
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            active = QApplication.activeWindow()
            if active is None or not active.isVisible():  # a dialog or a menu has closed
                self.window.activateWindow()  # as every window manager does; this platform has none
                self.qtbot.waitUntil(self.window.isActiveWindow)

    def presses(self, key: Key, held: Held = Held.NoModifier, times: int = 1) -> None:
        """Press a key, so many times."""
        for _ in range(times):
            there, self.last = self.focus, f"{held.name}+{key.name}" if held.value else key.name
            self.last += f" on {type(there).__name__} “{said(there)}”"
            QTest.keyClick(there, key, held)
            self.waits()
            assert self.focus is not None

    def types(self, text: str) -> None:
        """Letters come as keys, Chinese from the input method."""
        self.last = f"typing {text}"
        if text.isascii():
            QTest.keyClicks(self.focus, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(self.focus, event)
        self.waits()

    def writes(self, text: str) -> None:
        """Put this in place of what stands in the field."""
        self.presses(Key.Key_A, CTRL)
        self.types(text)

    def goes_to(self, name: str, *, back: bool = False) -> QWidget:
        """Tab (or Shift+Tab) until the focus is on what is called so."""
        passed = [said(self.focus)]
        while not said(self.focus).startswith(name):
            assert len(passed) < _FAR, f"Tab never comes to “{name}”: {passed[:40]}"
            inside = isinstance(self.focus, QPlainTextEdit) and not self.focus.tabChangesFocus()
            key = Key.Key_Backtab if back else Key.Key_Tab
            self.presses(key, CTRL if inside else SHIFT if back else Held.NoModifier)
            passed.append(said(self.focus))
        return self.focus

    def does(self, name: str, *, back: bool = False) -> None:
        """Go to a button and press it."""
        self.goes_to(name, back=back)
        self.presses(Key.Key_Space)

    def chooses(self, word: str) -> None:
        """Go down a combo box that has the focus until it says so."""
        box = self.focus
        assert isinstance(box, QComboBox), f"after {self.last}: {said(box)}"
        while word not in box.currentText():
            assert box.currentIndex() < box.count() - 1, f"{said(box)} has no “{word}”"
            self.presses(Key.Key_Down)

    def picks(self, opener: Key, *words: str) -> None:
        """Open a menu with a key, go down it by the arrows, and take the entry."""
        passed: list[str] = []
        QTimer.singleShot(0, self.window, lambda: self._go_down(words, passed))
        self.presses(opener)  # the key comes back when the menu is closed
        assert len(passed) == len(words), f"of {words} only {passed}"

    def _go_down(self, words: tuple[str, ...], passed: list[str]) -> None:
        for word in words:
            menu = QApplication.activePopupWidget()
            if not isinstance(menu, QMenu):
                return
            for _ in menu.actions():
                QTest.keyClick(menu, Key.Key_Down)
                if menu.activeAction().text().startswith(word):
                    passed.append(word)
                    QTest.keyClick(menu, Key.Key_Right if word != words[-1] else Key.Key_Return)
                    break
            else:
                menu.close()
