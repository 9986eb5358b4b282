"""A name and what is to be said of it, side by side; the value wraps and can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import Look
from ui.widgets.text import label

_NAME = 64


class Fact(QWidget):
    """One line of a pane of facts."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        named = label(look, name, "small", "3")
        named.setMinimumWidth(look.theme.px(_NAME))
        self._value = label(look, "—")
        self._value.setAccessibleName(name)
        self._value.setWordWrap(True)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(10)
        across.addWidget(named, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._value, 1, Qt.AlignmentFlag.AlignTop)

    def say(self, words: str) -> None:
        """Show a value."""
        self._value.setText(words)
