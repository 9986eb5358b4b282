"""A button of the top bar with two lines and a menu: the workspace, the person who works here."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton

from ui.look import Look
from ui.theme import Theme

_PADDING, _GAP, _ARROW, _DISC, _ICON = 6, 8, 14, 28, 16
_TONES = {"": "topbar-dim", "warn": "warn", "err": "err"}


class BarButton(QToolButton):
    """First line strong, with something weaker beside it; second line small; both end in …"""

    def __init__(self, look: Look, name: str, icon: str = "") -> None:
        super().__init__()
        self._look, self._name, self._icon = look, name, icon
        self._first = self._beside = self._second = self._tone = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.menu_shown = QMenu(self)
        self.menu_shown.setAccessibleName(name)
        self.setMenu(self.menu_shown)

    def show_lines(
        self, first: str, second: str, *, beside: str = "", tone: str = "", tip: str = ""
    ) -> None:
        """Show these; `tone` of the second line: "", warn or err, which its words say too."""
        self._first, self._beside, self._second, self._tone = first, beside, second, tone
        words = [word for word in (f"{first}　{beside}".strip(), second, tip) if word]
        self.setToolTip("\n".join(words))
        self.setAccessibleName(f"{self._name}：" + "，".join(words))
        self.updateGeometry()
        self.update()

    @property
    def lines(self) -> tuple[str, str, str]:
        """(first line, what stands beside it, second line)."""
        return self._first, self._beside, self._second

    def _left(self) -> int:
        px = self._look.theme.px
        return px(_PADDING) + (px(_DISC) + px(_GAP) if self._icon else 0)

    def sizeHint(self) -> QSize:
        theme = self._look.theme
        strong, small = QFontMetrics(theme.font("strong")), QFontMetrics(theme.font("small"))
        beside = small.horizontalAdvance(self._beside) + theme.px(_GAP) if self._beside else 0
        wanted = strong.horizontalAdvance(self._first) + beside + theme.px(_ARROW)
        if self._icon:
            wanted = max(wanted, small.horizontalAdvance(self._second) + theme.px(_ARROW + _GAP))
        wanted = max(wanted, small.horizontalAdvance(self._second))
        return QSize(self._left() + wanted + theme.px(_PADDING + _GAP), theme.px(42))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left() + self._look.theme.px(90), self._look.theme.px(42))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        if self._icon:
            self._paint_icon(painter)
        self._paint_words(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._look.theme
        box = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.menu_shown.isVisible():
            painter.setBrush(theme.colour("topbar-2"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box, 4, 4)

    def _paint_icon(self, painter: QPainter) -> None:
        theme = self._look.theme
        edge, left = theme.px(_DISC), theme.px(_PADDING)
        disc = QRectF(left, (self.height() - edge) / 2, edge, edge)
        painter.setPen(QPen(theme.colour("topbar-line"), 1))
        painter.setBrush(theme.colour("topbar-2"))
        painter.drawEllipse(disc)
        pixmap = self._look.icons.pixmap(self._icon, "topbar-text", _ICON)
        inner = (edge - theme.px(_ICON)) // 2
        painter.drawPixmap(left + inner, round(disc.top()) + inner, pixmap)

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._look.theme
        left, half = self._left(), self.height() // 2
        room = self.width() - left - theme.px(_PADDING)
        arrow = theme.px(_ARROW)
        upper, lower = (self.height() - 2 * theme.px(18)) // 2, half
        beside = room - (arrow + theme.px(4))
        taken = self._write(painter, self._first, "strong", "topbar-text", (left, upper, beside))
        end = left + taken
        if self._beside and beside - taken > theme.px(40):
            place = (end + theme.px(_GAP), upper, beside - taken - theme.px(_GAP))
            end = place[0] + self._write(painter, self._beside, "small", "topbar-dim", place)
        self._write(painter, self._second, "small", _TONES[self._tone], (left, lower, room))
        pixmap = self._look.icons.pixmap("chevron-down", "topbar-dim", _ARROW)
        painter.drawPixmap(end + theme.px(4), upper + (theme.px(18) - arrow) // 2, pixmap)

    def _write(
        self, painter: QPainter, text: str, role: str, token: str, place: tuple[int, int, int]
    ) -> int:
        """Write a line into (left, top, width); gives the width it took."""
        theme = self._look.theme
        left, top, room = place
        painter.setFont(theme.font(role))
        # The bar is dark in both themes: what warns there is coloured as in the dark one.
        dark = Theme(dark=True) if token in ("warn", "err") else theme
        painter.setPen(dark.colour(token))
        metrics = painter.fontMetrics()
        fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        line = QRect(left, top, room, theme.px(18))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), fitting)
        return metrics.horizontalAdvance(fitting)
