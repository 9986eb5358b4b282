"""What an empty list says: one line what belongs here, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import button
from ui.widgets.text import label


class EmptyState(QWidget):
    """An icon, a line, and buttons."""

    chosen = Signal(str)
    """The key of the button that was clicked."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._text = label(look, tone="2")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self._buttons = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._icon)
        layout.addSpacing(8)
        layout.addWidget(self._text)
        layout.addSpacing(8)
        layout.addLayout(self._buttons)
        layout.addStretch(3)

    @property
    def words(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, icon: str, text: str, actions: Sequence[tuple[str, str]] = ()) -> None:
        """Show a line with (key, verb) buttons."""
        self._look.put_icon(self._icon, icon, "text-3", 28)
        self._text.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        self._buttons.addStretch()
        for key, verb in actions:
            made = button(self._look, verb)
            made.setProperty("key", key)
            made.clicked.connect(self._choose)
            self._buttons.addWidget(made)
        self._buttons.addStretch()

    def _choose(self) -> None:
        self.chosen.emit(self.sender().property("key"))
