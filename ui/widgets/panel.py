"""A panel with a title, a word beside it, a link at its right end, and a body."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import button, line
from ui.widgets.text import Elided, label


class Panel(QFrame):
    """White ground, a head, a line, and what is put below."""

    def __init__(self, look: Look, title: str, hint: str = "", link: str = "") -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        self._hint = Elided(look, "small", "3")
        self._hint.setText(hint)
        self.link: QPushButton = button(look, link, kind="link")
        head = QHBoxLayout()
        head.setContentsMargins(13, 7, 9, 7)
        head.setSpacing(8)
        head.addWidget(label(look, title, "section"))
        head.addWidget(self._hint, 1)
        head.addWidget(self.link)
        self._head = head
        self.link.setAccessibleName(f"{title}：{link}" if link else title)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(1, 1, 1, 1)
        self._down.setSpacing(0)
        self._down.addLayout(head)
        self.link.setHidden(not link)  # in its place: shown before that, it is a window of its own
        self._down.addWidget(line())

    def say(self, hint: str) -> None:
        """The word beside the title."""
        self._hint.setText(hint)

    def put_beside(self, widget: QWidget) -> None:
        """Add to the right end of the head."""
        self._head.addWidget(widget)

    def put(self, body: QWidget, *margins: int, stretch: int = 0) -> None:
        """Add to the body; margins as left, top, right, bottom."""
        around = QHBoxLayout()
        around.setContentsMargins(*(margins or (0, 0, 0, 0)))
        around.addWidget(body)
        self._down.addLayout(around, stretch)

    def fill(self) -> None:
        """What room is left stays empty, below."""
        self._down.addStretch(1)
