"""What happened to a package, painted from top to bottom; what is still waited for is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.exchange.ledger_words import Happening
from ui.look import Look
from ui.tr import tr

_DISC, _LEFT, _TITLE, _LINE, _GAP = 22, 34, 20, 18, 8
_MARK, _MARK_GAP = 14, 4


class Timeline(QWidget):
    """A disc with an icon, a title and lines for each; a line joins them."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: Sequence[Happening] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        look.changed.connect(self.updateGeometry)

    def show_happenings(self, shown: Sequence[Happening]) -> None:
        """Show these, first to last."""
        self._shown = shown
        words = ("；".join((one.title, *_mark_word(one), *one.lines)) for one in shown)
        self.setAccessibleName(tr("经过：") + "。".join(words))
        self.updateGeometry()
        self.update()

    def _height(self, one: Happening) -> int:
        px = self._look.theme.px
        return px(_TITLE) + len(one.lines) * px(_LINE) + px(_GAP)

    def sizeHint(self) -> QSize:
        px = self._look.theme.px
        return QSize(px(260), sum(map(self._height, self._shown)) + px(_GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, last = self._look.theme.px(2), len(self._shown) - 1
        for place, one in enumerate(self._shown):
            height = self._height(one)
            if place < last:
                self._paint_line(painter, top, height, open_end=not self._shown[place + 1].token)
            self._paint_disc(painter, top, one)
            self._paint_words(painter, top, one)
            top += height

    def _paint_line(self, painter: QPainter, top: int, height: int, open_end: bool) -> None:
        theme, px = self._look.theme, self._look.theme.px
        pen = QPen(theme.colour("neutral-line" if open_end else "accent"), 2)
        if open_end:
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        x = px(_DISC) / 2
        painter.drawLine(QPointF(x, top + px(_DISC)), QPointF(x, top + height))

    def _paint_disc(self, painter: QPainter, top: int, one: Happening) -> None:
        theme, edge = self._look.theme, self._look.theme.px(_DISC)
        place = QRect(0, top, edge, edge)
        if one.token:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(one.token))
            painter.drawEllipse(place)
        else:
            painter.setPen(QPen(theme.colour("border-strong"), 1.4, Qt.PenStyle.DashLine))
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(place.adjusted(1, 1, -1, -1))
        icon = self._look.icons.pixmap(one.icon, "on-accent" if one.token else "text-2", 13)
        size = theme.px(13)
        corner = QPointF(place.center().x() + 1 - size / 2, place.center().y() + 1 - size / 2)
        painter.drawPixmap(corner, icon)

    def _paint_mark(self, painter: QPainter, top: int, one: Happening) -> int:
        """At the right end; gives the room that it takes from the title."""
        if one.mark is None:
            return 0
        theme, px, mark = self._look.theme, self._look.theme.px, one.mark
        room = QFontMetrics(theme.font("small")).horizontalAdvance(mark.word)
        place = QRect(self.width() - room, top, room, px(_TITLE))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(mark.token))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), mark.word)
        size, gap = theme.px(_MARK), px(_MARK_GAP)
        corner = QPointF(place.left() - gap - size, top + (px(_TITLE) - size) / 2)
        painter.drawPixmap(corner, self._look.icons.pixmap(mark.icon, mark.token, _MARK))
        return room + 2 * gap + size

    def _paint_words(self, painter: QPainter, top: int, one: Happening) -> None:
        theme, px = self._look.theme, self._look.theme.px
        width = self.width() - px(_LEFT)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        title = QRect(px(_LEFT), top, width - self._paint_mark(painter, top, one), px(_TITLE))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        fitting = QFontMetrics(theme.font("strong")).elidedText(
            one.title, Qt.TextElideMode.ElideRight, title.width()
        )
        painter.drawText(title, middle, fitting)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-2"))
        metrics = QFontMetrics(theme.font("small"))
        for number, words in enumerate(one.lines):
            line = QRect(px(_LEFT), top + px(_TITLE) + number * px(_LINE), width, px(_LINE))
            fitting = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, width)
            painter.drawText(line, middle, fitting)


def _mark_word(one: Happening) -> tuple[str, ...]:
    return (one.mark.word,) if one.mark else ()
