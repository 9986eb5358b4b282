"""What an empty list says where there is little height: icon, words and links in one line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.look import Look
from ui.widgets.buttons import button
from ui.widgets.text import label


class EmptyLine(QWidget):
    """The low sister of EmptyState."""

    chosen = Signal(str)
    """The key of the link that was clicked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon = QLabel()
        self._text = label(look, tone="2")
        self._text.setWordWrap(True)
        self._links = QHBoxLayout()
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 2, 12, 2)
        across.setSpacing(8)
        across.addWidget(self._icon)
        across.addWidget(self._text, 1)
        across.addLayout(self._links)

    @property
    def words(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, icon: str, text: str, actions: Sequence[tuple[str, str]] = ()) -> None:
        """Show a line with (key, verb) links."""
        self._look.put_icon(self._icon, icon, "text-3", 18)
        self._text.setText(text)
        self._text.setToolTip(text)
        while (item := self._links.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for key, verb in actions:
            made = button(self._look, verb, kind="link")
            made.clicked.connect(partial(self.chosen.emit, key))
            self._links.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
