"""A tile one can press: how many records would have one outcome; pressed, only those are shown."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.look import Look
from ui.tr import tr
from ui.widgets.chips import LOOKS

_HEIGHT, _LEAST, _PADDING, _ICON, _GAP = 50, 104, 13, 18, 9
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class OutcomeButton(QAbstractButton):
    """Icon, figure, word, hint."""

    def __init__(self, look: Look, key: str, word: str, hint: str) -> None:
        super().__init__()
        self._look, self.key, self._word, self._hint = look, key, word, hint
        self._number: int | None = None
        self.setCheckable(True)
        self.setToolTip(tr("只看{word}的：{hint}").format(word=word, hint=hint))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self.show_number(None)

    def show_number(self, number: int | None) -> None:
        """Show a number; None = not known yet."""
        self._number = number
        self.setEnabled(bool(number))
        self.setAccessibleName(f"{self._word} {'—' if number is None else number}")
        self.update()

    def sizeHint(self) -> QSize:
        px = self._look.theme.px
        return QSize(px(_LEAST), px(_HEIGHT))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._look.theme, self._look.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        shape = LOOKS[self.key]
        icon = self._look.icons.pixmap(shape.icon, shape.text, _ICON)
        inner = self.rect().adjusted(px(_PADDING), 0, -px(_PADDING // 2), 0)
        painter.drawPixmap(inner.left(), (self.height() - px(_ICON)) // 2, icon)
        inner.setLeft(inner.left() + px(_ICON + _GAP))
        figure = "—" if self._number is None else f"{self._number:,}"
        painter.setFont(self._figure_font(figure, inner.width()))
        painter.setPen(theme.colour("text" if self._number else "text-3"))
        painter.drawText(inner, int(_LEFT), figure)
        inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(figure) + px(_GAP))
        half = self.height() // 2
        self._write(painter, QRect(inner.left(), px(6), inner.width(), half - px(6)), self._word)
        painter.setPen(theme.colour("text-3"))
        below = QRect(inner.left(), half, inner.width(), half - px(5))
        self._write(painter, below, self._hint)

    def _figure_font(self, figure: str, room: int) -> QFont:
        """Large, unless then the word beside it would have no room."""
        theme = self._look.theme
        large, small = theme.font("figure"), QFontMetrics(theme.font("small"))
        word = small.horizontalAdvance(self._word)
        figures = QFontMetrics(large).horizontalAdvance(figure.rjust(2, "0"))
        needed = figures + theme.px(_GAP) + word
        return large if needed <= room else theme.font("record")

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._look.theme
        on, ring = self.isChecked(), self.hasFocus()
        edge = "focus" if ring else "accent" if on else "border"
        hovered = self.isEnabled() and self.underMouse()
        fill = "sel" if on else "hover" if hovered else "surface"
        painter.setPen(QPen(theme.colour(edge), 2 if on or ring else 1))
        painter.setBrush(theme.colour(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _write(self, painter: QPainter, place: QRect, text: str) -> None:
        painter.setFont(self._look.theme.font("small"))
        elide = Qt.TextElideMode.ElideRight
        fitting = painter.fontMetrics().elidedText(text, elide, place.width())
        painter.drawText(place, int(_LEFT), fitting)
