"""Lines to be read and copied, and whether they were followed to the last one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QAbstractSlider, QTextEdit

from ui.look import Look
from ui.tr import tr

_HEAD = "—— "
_NAME = 24
"""What is longer is no name of a value but a sentence that has a colon."""
_SLACK = 8
"""Pixels below the last line that nobody misses."""
_Action = QAbstractSlider.SliderAction
_STEPS = {
    Qt.Key.Key_Home: _Action.SliderToMinimum,
    Qt.Key.Key_End: _Action.SliderToMaximum,
    Qt.Key.Key_PageUp: _Action.SliderPageStepSub,
    Qt.Key.Key_PageDown: _Action.SliderPageStepAdd,
    Qt.Key.Key_Space: _Action.SliderPageStepAdd,
}


class Words(QTextEdit):
    """Lines of the sheet: names dim, heads bold, nothing left out."""

    followed = Signal()
    """How much of it is in sight has changed, or may have."""

    def __init__(self, look: Look) -> None:
        super().__init__(readOnly=True, accessibleName=tr("内容全文"))
        self._look = look
        self._lines: tuple[str, ...] = ()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.followed)
        self.verticalScrollBar().valueChanged.connect(self._follow)
        self.verticalScrollBar().rangeChanged.connect(self._follow)
        look.changed.connect(self._write)

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is in sight."""
        lowest = self.verticalScrollBar().value() + self.viewport().height()
        return self.isVisible() and lowest >= self.document().size().height() - _SLACK

    def _follow(self) -> None:
        """Told once all of this change is done."""
        self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """There is nothing to type: the keys go through what there is to read."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.verticalScrollBar().triggerAction(step)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show these lines."""
        self._lines = lines
        self._write()
        self._soon.start()

    def _write(self) -> None:
        self.clear()
        theme = self._look.theme
        cursor = self.textCursor()
        for number, line in enumerate(self._lines):
            if number:
                cursor.insertBlock()
            head = line.startswith(_HEAD)
            name, colon, rest = line.partition("：")
            if head or not colon or len(name.strip()) > _NAME:
                name, colon, rest = "", "", line
            cursor.insertText(name + colon, self._format("text-3"))
            cursor.insertText(rest, self._format("text", bold=head))
        self.document().setDefaultFont(theme.font("body"))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _format(self, token: str, *, bold: bool = False) -> QTextCharFormat:
        theme = self._look.theme
        made = QTextCharFormat()
        made.setFont(theme.font("strong" if bold else "body"))
        made.setForeground(theme.colour(token))
        return made
