"""The cards of the first page: each one way to begin, the widest the way back to the last work."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import Elided, icon_label, label

_TILE, _WORDS = 48, 62


class Tile(QFrame):
    """The icon of a card."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__()
        self.setProperty("role", "icon-tile")
        self._look = look
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        picture: QLabel = icon_label(look, icon, "info", 28)
        inside.addWidget(picture, 0, Qt.AlignmentFlag.AlignCenter)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        edge = self._look.theme.px(_TILE)
        self.setFixedSize(edge, edge)


class Card(QFrame):
    """One way to begin: icon, title, two lines, a button."""

    def __init__(self, look: Look, icon: str, title: str, text: str, verb: str) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._look = look
        words = label(look, text, tone="2")
        words.setWordWrap(True)
        self._words = words
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.button = button(look, verb)
        self.button.setAutoDefault(True)  # Enter presses what has the focus
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 20, 20, 20)
        down.setSpacing(8)
        down.addWidget(Tile(look, icon))
        down.addWidget(label(look, title, "record"))
        down.addWidget(words, 1)
        down.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._words.setMinimumHeight(self._look.theme.px(_WORDS))


class LastCard(QFrame):
    """The workspace that was used last: its name, when that was, where it lies."""

    asked = Signal(object)
    """Its Path: it is to be opened."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._path = Path()
        self._title = label(look, role="record")
        self._facts = Elided(look, "small", "3")
        self.button = button(look, tr("打开"), kind="primary", icon="folder-open")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(lambda: self.asked.emit(self._path))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        across = QHBoxLayout(self)
        across.setContentsMargins(20, 14, 20, 14)
        across.setSpacing(16)
        across.addWidget(Tile(look, "database"))
        across.addLayout(words, 1)
        across.addWidget(self.button)

    def show_workspace(self, path: Path, used: datetime | None) -> None:
        """Offer this one."""
        self._path = path
        title = tr("打开“{path.stem}”").format(path=path)
        when = tr("上次使用 {at:%Y-%m-%d %H:%M}  ·  ").format(at=used) if used else ""
        self._title.setText(title)
        self._facts.setText(f"{when}{path}")
        self.button.setAccessibleName(title)
        self.button.setToolTip(str(path))
