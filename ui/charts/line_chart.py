"""Lines over the months: the second dashed, each with its number at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from ui.charts.chart import Chart, Segment
from ui.charts.legend import Legend, Meaning, series_pen
from ui.look import Look
from ui.tr import tr

_TALL, _FOOT, _GAP, _DOT, _LINES = 166, 22, 8, 3.5, 4
_STEPS = (1, 2, 5)
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class At:
    """What stands at one place of the axis: a short word below, a long one in the tooltip."""

    short: str
    word: str
    numbers: tuple[int, ...]


class LineChart(Chart):
    """Legend above, axis left and below; a part is a place of the axis."""

    def __init__(self, look: Look, name: str, unit: str, meanings: Sequence[Meaning]) -> None:
        super().__init__(look, name, tr("数量"))
        self._unit, self._meanings = unit, tuple(meanings)
        self._legend = Legend(look, meanings)
        self._points: tuple[At, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_points(self, points: Sequence[At]) -> None:
        """Show these places of the axis."""
        self._points = tuple(points)
        self.show_segments([self._segment(point) for point in points])

    def _segment(self, point: At) -> Segment:
        pairs = zip(self._meanings, point.numbers, strict=True)
        words = (f"{meaning.word} {number:,} {self._unit}" for meaning, number in pairs)
        return Segment(point.word, "，".join(words), leads=False)

    def sizeHint(self) -> QSize:
        px = self.look.theme.px
        return QSize(px(380), px(_TALL) + round(self._legend.height(self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.theme.px(260), self.sizeHint().height())

    # -- where what is -------------------------------------------------------------------------

    def _grid(self) -> list[int]:
        """The numbers of the axis: 0 and a few round ones, the last above everything."""
        most = max((max(point.numbers) for point in self._points), default=0)
        step = next(
            one * 10**power
            for power in range(12)
            for one in _STEPS
            if one * 10**power * _LINES >= most
        )
        return [step * line for line in range(-(-most // step) + 1)] if most else [0, 1]

    def _plot(self) -> QRectF:
        px = self.look.theme.px
        metrics = QFontMetrics(self.look.theme.font("small"))
        left = metrics.horizontalAdvance(f"{self._grid()[-1]:,}") + px(_GAP)
        ends = [f"{number:,}" for number in self._points[-1].numbers] if self._points else [""]
        right = max(metrics.horizontalAdvance(end) for end in ends) + px(_GAP + 6)
        top = self._legend.height(self.width()) + px(10)
        bottom = self.height() - px(_FOOT)
        return QRectF(left, top, max(1.0, self.width() - left - right), max(1.0, bottom - top))

    def _point(self, place: int, number: int) -> QPointF:
        plot, top = self._plot(), self._grid()[-1]
        across = place / max(1, len(self._points) - 1)
        return QPointF(
            plot.left() + across * plot.width(), plot.bottom() - plot.height() * number / top
        )

    def outline(self, place: int) -> QPainterPath:
        plot = self._plot()
        half = plot.width() / max(1, len(self._points) - 1) / 2
        middle = self._point(place, 0).x()
        band = QRectF(middle - half, plot.top(), 2 * half, plot.height())
        path = QPainterPath()
        path.addRoundedRect(band & QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        return path

    # -- drawing -------------------------------------------------------------------------------

    def draw(self, painter: QPainter) -> None:
        self._legend.draw(painter, self.width())
        if not self._points:
            return
        self._draw_axis(painter)
        for series, meaning in enumerate(self._meanings):
            self._draw_line(painter, series, meaning)
        self._draw_ends(painter)

    def _draw_axis(self, painter: QPainter) -> None:
        theme, plot = self.look.theme, self._plot()
        painter.setFont(theme.font("small"))
        tall = painter.fontMetrics().height()
        for number in self._grid():
            y = self._point(0, number).y()
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.colour("text-3"))
            place = QRectF(0, y - tall / 2, plot.left() - theme.px(_GAP), tall)
            painter.drawText(place, int(_RIGHT), f"{number:,}")
        wide = max(painter.fontMetrics().horizontalAdvance(p.short) for p in self._points)
        each = plot.width() / max(1, len(self._points) - 1)
        every = max(1, -(-(wide + theme.px(_GAP)) // max(1, int(each))))
        for place in range(0, len(self._points), every):
            x = self._point(place, 0).x()
            below = QRectF(x - wide, plot.bottom() + theme.px(4), 2 * wide, tall)
            painter.drawText(below, int(_TOP), self._points[place].short)

    def _draw_line(self, painter: QPainter, series: int, meaning: Meaning) -> None:
        places = [self._point(at, p.numbers[series]) for at, p in enumerate(self._points)]
        painter.setPen(series_pen(self.look, meaning))
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.theme.colour(meaning.token))
        shown = [places[-1], *([places[self.hovered]] if self.hovered >= 0 else [])]
        for place in shown:
            dot = _DOT * self.look.theme.zoom
            painter.drawEllipse(place, dot, dot)

    def _draw_ends(self, painter: QPainter) -> None:
        """The last numbers, apart from each other where the lines end close together."""
        theme, last = self.look.theme, len(self._points) - 1
        painter.setFont(theme.font("small-strong"))
        painter.setPen(theme.colour("text"))
        tall = painter.fontMetrics().height()
        below = -1.0 * tall
        numbers = sorted(self._points[last].numbers, reverse=True)
        for number in dict.fromkeys(numbers):
            point = self._point(last, number)
            top = max(point.y() - tall / 2, below)
            left = point.x() + theme.px(6)
            place = QRectF(left, top, self.width() - left, tall)
            painter.drawText(place, int(_LEFT), f"{number:,}")
            below = top + tall
