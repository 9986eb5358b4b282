"""One place of the rail: icon, word, how much work waits there; narrow, the icon with a dot."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.look import Look
from ui.tr import tr

WIDE, NARROW = 160, 52
_HEIGHT, _ICON, _DOT, _PILL = 34, 18, 8, 18
_MOST = 1000
"""From so many on a count is not told in full; the tooltip does."""


class RailButton(QAbstractButton):
    """One place; painted, since the bar at its edge belongs to no style sheet."""

    def __init__(self, look: Look, icon: str, text: str, tip: str) -> None:
        super().__init__()
        self._look, self._icon, self._tip = look, icon, tip
        self._narrow, self._count, self._waits = False, 0, ""
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Only the icon; the words are the tooltip."""
        self._narrow = narrow
        self._name()
        self.updateGeometry()

    def show_count(self, count: int, waits: str) -> None:
        """How much work waits here, and what it is in words; 0 shows nothing."""
        if (count, waits) != (self._count, self._waits):
            self._count, self._waits = count, waits
            self._name()
            self.update()

    def _name(self) -> None:
        """Tooltip and accessible name say the same."""
        waiting = (
            tr("{count:,} 项待办：{waits}").format(count=self._count, waits=self._waits)
            if self._count
            else ""
        )
        place = f"{self.text()}（{self._tip}）" if self._tip else self.text()
        self.setToolTip("\n".join(filter(None, (place, waiting))))
        self.setAccessibleName("，".join(filter(None, (self.text(), waiting))))

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._look.theme
        return QSize(theme.px(NARROW if self._narrow else WIDE) - 16, theme.px(_HEIGHT))

    def enterEvent(self, event: object) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, box)
        token = "text-off"
        if self.isEnabled():
            token = "link" if self.isChecked() else "text-2"
        left = (self.width() - theme.px(_ICON)) // 2 if self._narrow else theme.px(11)
        pixmap = self._look.icons.pixmap(self._icon, token, _ICON)
        painter.drawPixmap(left, (self.height() - theme.px(_ICON)) // 2, pixmap)
        if self._narrow:
            self._paint_dot(painter, left + theme.px(_ICON))
            return
        strong = self.isChecked() and self.isEnabled()
        painter.setFont(theme.font("strong" if strong else "body"))
        painter.setPen(theme.colour(token if token != "text-2" else "text"))
        left += theme.px(_ICON + 9)
        place = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        self._paint_count(painter, strong)

    def _paint_dot(self, painter: QPainter, right: int) -> None:
        """Something waits here; how much, the tooltip says."""
        if self._count and self.isEnabled():
            theme = self._look.theme
            edge = theme.px(_DOT)
            top = (self.height() - theme.px(_ICON)) // 2 - edge // 3
            painter.setPen(QPen(theme.colour("surface" if self.isChecked() else "sunken"), 1.5))
            painter.setBrush(theme.colour("warn-icon"))
            painter.drawEllipse(QRectF(right - edge * 2 / 3, top, edge, edge))

    def _paint_count(self, painter: QPainter, strong: bool) -> None:
        if not self._count or not self.isEnabled():
            return
        theme = self._look.theme
        words = str(self._count) if self._count < _MOST else f"{_MOST - 1}+"
        painter.setFont(theme.font("small"))
        height = theme.px(_PILL)
        width = max(height, painter.fontMetrics().horizontalAdvance(words) + theme.px(10))
        right = self.width() - theme.px(8)
        pill = QRectF(right - width, (self.height() - height) / 2, width, height)
        painter.setPen(QPen(theme.colour("focus" if strong else "neutral-line"), 1))
        painter.setBrush(theme.colour("sel" if strong else "surface"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(theme.colour("sel-text" if strong else "text-2"))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        theme = self._look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() and self.isEnabled():
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(box, 4, 4)
            bar = QRectF(0, 8, 3, self.height() - 16)
            painter.fillRect(bar, theme.colour("focus" if theme.dark else "accent"))
        elif self.underMouse() and self.isEnabled():
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
