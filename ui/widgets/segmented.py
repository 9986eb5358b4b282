"""Views of one page side by side: one of several is on; each may carry a count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.look import Look
from ui.tr import tr

_PADDING, _GAP, _RADIUS = 13, 5, 4


class Segment(QPushButton):
    """One of them, painted: word and count differ in weight."""

    def __init__(self, look: Look, key: str, word: str) -> None:
        super().__init__()
        self._look, self.key, self._word = look, key, word
        self._count = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        """What it would show; None = not known, or nothing to be counted."""
        self._count = "" if count is None else f"{count:,}"
        self.setAccessibleName(
            tr("{word}，{count} 条").format(word=self._word, count=self._count)
            if self._count
            else self._word
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._look.theme
        words = QFontMetrics(theme.font("strong")).horizontalAdvance(self._word)
        count = QFontMetrics(theme.font("small")).horizontalAdvance(self._count)
        gap = theme.px(_GAP) if self._count else 0
        return QSize(words + gap + count + 2 * theme.px(_PADDING), theme.control_height)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        fill = "sel" if on else "hover" if self.underMouse() else "surface"
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.colour(fill))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 3, 3)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setPen(theme.colour("sel-text" if on else "text-2"))
        painter.setFont(theme.font("strong" if on else "body"))
        left = theme.px(_PADDING)
        painter.drawText(left, 0, self.width(), self.height(), middle, self._word)
        left += painter.fontMetrics().horizontalAdvance(self._word) + theme.px(_GAP)
        painter.setFont(theme.font("small"))
        painter.drawText(left, 0, self.width(), self.height(), middle, self._count)


class Segmented(QWidget):
    """Exactly one is on; ← and → go from one to the next."""

    chosen = Signal(str)
    """The key of the one that is on now."""

    def __init__(self, look: Look, name: str, segments: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._segments = {key: Segment(look, key, word) for key, word in segments}
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        for segment in self._segments.values():
            self._group.addButton(segment)
            across.addWidget(segment)
        next(iter(self._segments.values())).setChecked(True)
        self._group.buttonClicked.connect(self._tell)
        look.changed.connect(self.updateGeometry)

    @property
    def key(self) -> str:
        """The key of the one that is on."""
        return next(key for key, segment in self._segments.items() if segment.isChecked())

    def choose(self, key: str) -> None:
        """Switch one on, and say so if it was off."""
        if not self._segments[key].isChecked():
            self._segments[key].setChecked(True)
            self.chosen.emit(key)

    def show_count(self, key: str, count: int | None) -> None:
        """What one of them would show."""
        self._segments[key].show_count(count)

    def _tell(self, segment: Segment) -> None:
        self.chosen.emit(segment.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        keys = list(self._segments)
        there = keys[(keys.index(self.key) + by) % len(keys)]
        self._segments[there].setFocus()
        self.choose(there)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line around all of them, and between them."""
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.fillPath(path, theme.colour("surface"))
        painter.setPen(QPen(theme.colour("border-strong"), 1))
        painter.drawPath(path)
        for segment in list(self._segments.values())[1:]:
            painter.drawLine(segment.x(), 0, segment.x(), self.height())
