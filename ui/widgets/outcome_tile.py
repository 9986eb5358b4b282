"""A tile with an icon, a large number and what it counts."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.look import Look
from ui.widgets.chips import LOOKS
from ui.widgets.text import icon_label, label


class OutcomeTile(QFrame):
    """How many records would have one outcome."""

    def __init__(self, look: Look, key: str, word: str, hint: str) -> None:
        super().__init__()
        self._word = word
        self.setProperty("role", "tile")
        self._number = label(look, "—", "figure")
        shape = LOOKS[key]
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(label(look, word, "small-strong"))
        right.addWidget(label(look, hint, "small", "3"))
        across = QHBoxLayout(self)
        across.setContentsMargins(14, 6, 14, 6)
        across.setSpacing(10)
        across.addWidget(icon_label(look, shape.icon, shape.text, 18))
        across.addWidget(self._number)
        across.addLayout(right)
        across.addStretch()

    def show_number(self, number: int | None) -> None:
        """Show a number; None = not known yet."""
        self._number.setText("—" if number is None else f"{number:,}")
        self.setAccessibleName(f"{self._word} {'—' if number is None else number}")
