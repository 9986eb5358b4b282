"""What the signature covers, part by part; each has to be opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cdo_desktop.work.review_parts import Part, PartKind
from ui.exchange.wording import grouped, size_words
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button, line, put_icon
from ui.widgets.text import Elided, icon_label, label

_ICONS = {
    PartKind.OPINION: "pen-line",
    PartKind.EARLIER: "message-square",
    PartKind.FORM: "file-text",
    PartKind.LINKED: "database",
    PartKind.CHECKS: "list-checks",
    PartKind.FILE: "paperclip",
}

_ROOM = 480
"""Pixels at 100 % that a whole row takes."""


class PartRow(QWidget):
    """Name, what is in it, size, digest, and the button that opens it."""

    def __init__(self, look: Look, part: Part) -> None:
        super().__init__()
        self._look, self.part = look, part
        px = look.theme.px
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        title, says = Elided(look, "strong"), Elided(look, "small", "2")
        self._says = says
        title.setText(part.title)
        title.setToolTip(part.says)
        says.setText(part.says)
        size = label(look, size_words(part.size), "small", "2")
        self._digest = digest = label(look, f"{part.digest[:8]}…", "small", "3")
        digest.setToolTip(f"SHA-256 {grouped(part.digest)}")
        for one in (title, says):
            one.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        size.setMinimumWidth(px(58))
        digest.setMinimumWidth(px(74))
        for one in (size, digest):
            one.setAlignment(right)
        self.open: QPushButton = button(look, tr("查看"), kind="small", icon="eye")
        self.open.setProperty("part", part)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 4, 8, 4)
        grid.setHorizontalSpacing(10)
        cells = (icon_label(look, _ICONS[part.kind]), title, says, size, digest, self.open)
        for column, cell in enumerate(cells):
            grid.addWidget(cell, 0, column)
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(2, 5)
        self.open.setMinimumWidth(px(74))
        self.mark(seen=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the name and the button stay."""
        super().resizeEvent(event)
        room = self._look.theme.px(_ROOM)
        for part in (self._says, self._digest):
            part.setVisible(event.size().width() >= room)

    def mark(self, *, seen: bool) -> None:
        """Say whether it was opened."""
        word = tr("已看") if seen else tr("查看")
        self.open.setText(word)
        if seen:
            self._look.put_icon(self.open, "check", "ok-solid")
        else:
            put_icon(self._look, self.open, "eye", "small")
        self.open.setAccessibleName(tr("{word}：{part.title}").format(word=word, part=self.part))


class PartRows(QFrame):
    """One row a part."""

    opened = Signal(object)
    """A Part is to be shown."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("签名覆盖的内容"))
        self.rows: list[PartRow] = []
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(1, 1, 1, 1)
        self._down.setSpacing(0)

    def show_parts(self, parts: Sequence[Part], seen: Sequence[Part]) -> None:
        """Show these instead; `seen` are marked as opened."""
        while (item := self._down.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self.rows = [PartRow(self._look, part) for part in parts]
        for place, row in enumerate(self.rows):
            if place:
                self._down.addWidget(line())
            self._down.addWidget(row)
            row.open.clicked.connect(self._open)
        self.mark(seen)

    def mark(self, seen: Sequence[Part]) -> None:
        """Mark what was opened."""
        for row in self.rows:
            row.mark(seen=row.part in seen)

    def _open(self) -> None:
        self.opened.emit(self.sender().property("part"))
