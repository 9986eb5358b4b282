"""While an input method holds text that is not there yet, every key belongs to it.

Most input methods keep such keys to themselves; some let Enter, Esc or Ctrl with a letter through.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Composing(QObject):
    """Watches whatever has the focus; shortcuts and the keys of editing wait for the word."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._open = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """A composition ends where the focus goes elsewhere: Qt has it committed."""
        self._open = False
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._open = bool(event.preeditString())
        elif self._open and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut; it comes again as a key
            return True
        elif self._open and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return not _is_letter(event)
        return False


def _is_letter(event: QKeyEvent) -> bool:
    """Whether a key is text that the input method has let through."""
    bare = not event.modifiers() & _COMMANDS
    return bare and bool(event.text()) and event.text().isprintable()
