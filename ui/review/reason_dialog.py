"""Asks for a reason of several lines, which will be printed or kept in the history."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.room import within
from ui.widgets.text import label


class ReasonDialog(QDialog):
    """The verb is only to be had once something is written, and no more than there is room for."""

    given = Signal(str)
    """The reason."""

    def __init__(
        self, look: Look, title: str, words: str, verb: str, longest: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._longest = longest
        self.setWindowTitle(title)
        self.resize(within(look, 560, 340, parent.window()))
        told = label(look, words, tone="2")
        told.setWordWrap(True)
        self.text = QPlainTextEdit(accessibleName=tr("理由"))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._count)
        self._number = label(look, "", "small", "3")
        self.verb = button(look, verb, kind="primary")
        self.verb.clicked.connect(self._give)
        cancel = button(look, tr("取消"))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._number, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.verb)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 16, 16, 16)
        down.setSpacing(look.theme.px(9))
        down.addWidget(told)
        down.addWidget(self.text, 1)
        down.addLayout(foot)
        self._count()
        Dim(parent.window(), self)

    def _count(self) -> None:
        number = len(self.text.toPlainText().strip())
        self._number.setText(f"{number} / {self._longest}")
        self.verb.setEnabled(0 < number <= self._longest)

    def _give(self) -> None:
        self.accept()
        self.given.emit(self.text.toPlainText().strip())
