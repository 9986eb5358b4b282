"""Severities with their numbers in a row; nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.look import Look
from ui.widgets.marks import Mark
from ui.widgets.text import icon_label, label


class Tally(QWidget):
    """(mark, number) pairs."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(4)

    def show_marks(self, marks: Sequence[tuple[Mark, str]]) -> None:
        """Show these."""
        while (item := self._line.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for mark, number in marks:
            icon: QLabel = icon_label(self._look, mark.icon, mark.token, 14)
            icon.setAccessibleName(mark.word)
            icon.setToolTip(f"{mark.word} {number}")
            words = label(self._look, number, "small")
            words.setContentsMargins(0, 0, 6, 0)
            self._line.addWidget(icon)
            self._line.addWidget(words)
