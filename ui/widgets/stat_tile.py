"""A tile one can press: what waits, how much of it, and a word on it; a click lists it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.look import Look
from ui.tr import tr

HEIGHT, LEAST = 92, 200
_PADDING, _ICON = 13, 16
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_BASE = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft


class StatTile(QAbstractButton):
    """Icon and title, a figure with its unit, a note."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon, self._token, self._title, self._unit = "clock", "text-2", "", ""
        self._figure, self._note = "—", ""
        self._leads = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_subject(self, icon: str, token: str, title: str, unit: str) -> None:
        """What it counts; the figure is not known yet."""
        self._icon, self._token, self._title, self._unit = icon, token, title, unit
        self.show_number(None, "", leads=False)

    def show_number(self, number: int | None, note: str, *, leads: bool) -> None:
        """Show a figure (None = not known yet), and whether a click leads anywhere."""
        self._figure = "—" if number is None else f"{number:,}"
        self._note = note
        self._leads = leads
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        words = [f"{self._title}：{self._figure} {self._unit}", note]
        self.setAccessibleName("，".join(word for word in words if word))
        self.setToolTip(tr("{note}\n打开清单").format(note=note) if leads else note)
        self.update()

    @property
    def figure(self) -> str:
        """The figure as it is written."""
        return self._figure

    @property
    def title(self) -> str:
        """What it counts."""
        return self._title

    def sizeHint(self) -> QSize:
        px = self._look.theme.px
        return QSize(px(LEAST), px(HEIGHT))

    minimumSizeHint = sizeHint

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._look.theme, self._look.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.hasFocus()
        hovered = self._leads and self.underMouse()
        fill = "sel" if self.isDown() and self._leads else "hover" if hovered else "surface"
        painter.setPen(QPen(theme.colour("focus" if ring else "border"), 2 if ring else 1))
        painter.setBrush(theme.colour(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        inner = self.rect().adjusted(px(_PADDING), px(8), -px(_PADDING), -px(8))
        self._paint_title(painter, inner)
        self._paint_figure(painter, inner)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-3"))
        foot = QRect(inner.left(), inner.bottom() - px(18) + 1, inner.width(), px(18))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            foot, int(_LEFT), painter.fontMetrics().elidedText(self._note, elide, inner.width())
        )

    def _paint_title(self, painter: QPainter, inner: QRect) -> None:
        theme, px = self._look.theme, self._look.theme.px
        head = QRect(inner.left(), inner.top(), inner.width(), px(22))
        icon = self._look.icons.pixmap(self._icon, self._token, _ICON)
        painter.drawPixmap(head.left(), head.center().y() - px(_ICON) // 2 + 1, icon)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        words = head.adjusted(px(_ICON + 8), 0, -px(18), 0)
        elide = Qt.TextElideMode.ElideRight
        fitting = painter.fontMetrics().elidedText(self._title, elide, words.width())
        painter.drawText(words, int(_LEFT), fitting)
        if self._leads:
            arrow = self._look.icons.pixmap("chevron-right", "text-3", 14)
            painter.drawPixmap(head.right() - px(13), head.center().y() - px(7) + 1, arrow)

    def _paint_figure(self, painter: QPainter, inner: QRect) -> None:
        theme, px = self._look.theme, self._look.theme.px
        line = QRect(inner.left(), inner.top() + px(22), inner.width(), px(34))
        empty = self._figure in ("0", "—")
        painter.setFont(theme.font("figure"))
        painter.setPen(theme.colour("text-3" if empty else "text"))
        painter.drawText(line, int(_LEFT), self._figure)
        left = painter.fontMetrics().horizontalAdvance(self._figure) + px(6)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text-2"))
        painter.drawText(line.adjusted(left, 0, 0, -px(6)), int(_BASE), self._unit)
