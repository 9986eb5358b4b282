"""What opens in a cell: a line, a line with a list below it, several lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cdo_desktop.standard.codes import CodeList
from ui.grid.word_list import WordList
from ui.look import Look

_TALL = 84


def _dress(editor: QWidget, look: Look) -> None:
    """The frame of an editor in a cell: no rounding, no height of its own."""
    theme = look.theme
    editor.setFont(theme.font("body"))
    editor.setStyleSheet(
        f"min-height: 0; padding: 0 {theme.px(4)}px; border-radius: 0;"
        f"border: 2px solid {theme.hex('focus')};"
    )


class LineEditor(QLineEdit):
    """One line in a cell. `composing` while an input method holds text that is not there yet."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.composing = False
        self.cancelled = False
        """Whether a composition was just given up: the cell's own text comes back."""
        _dress(self, look)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.cancelled = self.composing and not (event.preeditString() or event.commitString())
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def show_text(self, text: str) -> None:
        """Begin with this text, all of it marked."""
        self.setText(text)
        self.selectAll()

    def so_far(self) -> str:
        """What has been typed."""
        return self.text()

    def entered(self) -> str:
        """What is to be put into the cell."""
        return self.text()


class ListedEditor(LineEditor):
    """A line with a list below it that narrows as one types."""

    picked = Signal()
    """A word was clicked: the cell is done."""

    def __init__(self, look: Look, parent: QWidget, below: WordList) -> None:
        super().__init__(look, parent)
        self.list = below
        self.list.chosen.connect(self._pick)
        self.destroyed.connect(self.list.deleteLater)
        self.textEdited.connect(self._narrow)

    def show_text(self, text: str) -> None:
        super().show_text(text)
        self.list.offer("", text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.list.show_below(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.list.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and not self.composing:
            self.list.step(steps[Qt.Key(event.key())])
            self.setText(self.list.marked or self.text())
            self.selectAll()
            return
        super().keyPressEvent(event)

    def _narrow(self, typed: str) -> None:
        self.list.offer(typed)
        self.list.show_below(self)

    def _pick(self, word: str) -> None:
        self.setText(word)
        self.list.offer("", word)
        self.picked.emit()


class ChoiceEditor(ListedEditor):
    """What is in no list can be entered too."""

    def __init__(self, look: Look, parent: QWidget, codes: CodeList, words: Sequence[str]) -> None:
        super().__init__(look, parent, WordList(look, parent.window(), codes, words))

    def entered(self) -> str:
        return self.list.marked or self.text()

    def _pick(self, word: str) -> None:
        self.setText(word)
        self.list.offer(word, word)
        self.picked.emit()


class TextEditor(QPlainTextEdit):
    """Several lines, taller than the cell; Alt+Enter begins a new line as in Excel."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.composing = False
        self.cancelled = False
        _dress(self, look)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(look.theme.px(_TALL))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.cancelled = self.composing and not (event.preeditString() or event.commitString())
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def show_text(self, text: str) -> None:
        """Begin with this text, all of it marked."""
        self.setPlainText(text)
        self.selectAll()

    def so_far(self) -> str:
        """What has been typed."""
        return self.toPlainText()

    def entered(self) -> str:
        """What is to be put into the cell."""
        return self.toPlainText()


CellEditor = LineEditor | TextEditor
