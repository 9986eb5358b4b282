"""What opens in a cell of the mapping: a line, and below it what the column can be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from cdo_desktop.standard.codes import CodeList, CodeValue
from cdo_desktop.work.import_trying import Target
from ui.grid.cell_editors import LineEditor
from ui.grid.word_list import WordList
from ui.look import Look


class TargetList(WordList):
    """Everything a column can be, narrowed by what is typed."""

    def __init__(self, look: Look, window: QWidget, targets: Sequence[Target]) -> None:
        words = [target.label for target in targets]
        values = tuple(CodeValue(word) for word in words)
        super().__init__(look, window, CodeList("targets", "对应字段", "", values), words)

    def offer(self, typed: str, present: str = "") -> None:
        super().offer(typed, present)
        if not self.words:
            self._foot.setText("没有这样的字段，换几个字或首字母试试")


class TargetEditor(LineEditor):
    """Only what is in the list can be entered; anything else leaves the column as it was."""

    picked = Signal()
    """One was clicked: the cell is done."""

    def __init__(self, look: Look, parent: QWidget, targets: Sequence[Target]) -> None:
        super().__init__(look, parent)
        self._targets = {target.label: target for target in targets}
        self.setAccessibleName("对应字段，输入文字或拼音首字母筛选")
        self.list = TargetList(look, parent.window(), targets)
        self.list.chosen.connect(self._pick)
        self.destroyed.connect(self.list.deleteLater)
        self.textEdited.connect(self._narrow)

    def show_text(self, text: str) -> None:
        super().show_text(text)
        self.list.offer("", text)

    @property
    def target(self) -> Target | None:
        """What is marked; None if nothing is."""
        return self._targets.get(self.list.marked)

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
