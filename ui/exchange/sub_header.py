"""The header of a page below another: the way back, title, facts, buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import button
from ui.widgets.text import Elided, icon_label, label


class SubHeader(QFrame):
    """交换与回执 › 导出签名包."""

    back = Signal()
    """The page above is wished for."""

    def __init__(self, look: Look, above: str, title: str) -> None:
        super().__init__()
        self.setProperty("role", "page-header")
        self._facts = Elided(look, "small", "3")
        up = button(look, above, kind="link", tip="回到上一级（Esc）")
        up.setAccessibleName(f"回到{above}")
        up.clicked.connect(self.back)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 8, 16, 8)
        self._line.setSpacing(8)
        self._line.addWidget(up)
        self._line.addWidget(icon_label(look, "chevron-right", "text-3", 14))
        self._line.addWidget(label(look, title, "page"))
        self._line.addSpacing(6)
        self._line.addWidget(self._facts, 1)

    def say(self, facts: str) -> None:
        """The facts beside the title."""
        self._facts.setText(facts)

    def add(self, widget: QWidget) -> None:
        """One more button at the right."""
        self._line.addWidget(widget)
