"""A roadmap: months across, projects down; the plan pale and wide, what happened dark and narrow.

What is late has a triangle and the word, today is a dashed line with its word: no colour is alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.charts.chart import Chart, Segment
from ui.look import Look
from ui.tr import tr

_HEAD, _ROW, _PLAN, _DONE, _MARK, _WORDS, _GAP, _LEAST = 26, 34, 24, 7, 14, 230, 10, 36
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MONTHS = 12
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Bar:
    """A milestone: when it is planned, when it happened (None = not known), how it stands."""

    word: str
    planned: Days | None
    actual: Days | None
    late: bool
    is_open: bool = False
    """It goes on; its end is not known."""

    @property
    def days(self) -> list[date]:
        """When anything of it begins or ends."""
        return [day for days in (self.planned, self.actual) if days for day in days]

    @property
    def length(self) -> int:
        """How many days it is planned for, or took; 0: nothing is known."""
        days = self.planned or self.actual
        return (days[1] - days[0]).days + 1 if days else 0


@dataclass(frozen=True, slots=True)
class Line:
    """A project with its milestones."""

    word: str
    bars: tuple[Bar, ...]


class Gantt(Chart):
    """A part is a milestone."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name, tr("计划与实际"))
        self._lines: tuple[Line, ...] = ()
        self._today = date.min
        self._parts: tuple[tuple[int, Bar], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[Line], today: date) -> None:
        """Show these projects."""
        self._lines, self._today = tuple(lines), today
        self._parts = tuple(
            (row, bar) for row, line in enumerate(lines) for bar in line.bars if bar.days
        )
        self.show_segments([self._segment(*part) for part in self._parts])

    def row_of(self, part: int) -> int:
        """The project of a milestone."""
        return self._parts[part][0]

    def _segment(self, row: int, bar: Bar) -> Segment:
        words = [tr("计划 {0}").format(_span(bar.planned) if bar.planned else tr("没有填"))]
        if bar.actual and bar.is_open:
            words.append(tr("实际 {0} 开始，没有填完成").format(f"{bar.actual[0]:%Y-%m}"))
        elif bar.actual:
            words.append(tr("实际 {0}").format(_span(bar.actual)))
        else:
            words.append(tr("实际没有填"))
        words += [tr("延期")] if bar.late else []
        return Segment(f"{self._lines[row].word}，{bar.word}", "，".join(words))

    def sizeHint(self) -> QSize:
        px = self.look.theme.px
        return QSize(px(700), px(_HEAD) + px(_ROW) * len(self._lines) + px(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.theme.px(420), self.sizeHint().height())

    # -- where what is -------------------------------------------------------------------------

    def _months(self) -> tuple[int, int]:
        """Whole months counted from the year 0, the second not included."""
        days = [day for _, bar in self._parts for day in bar.days] or [self._today]
        first, last = min(*days, self._today), max(*days, self._today)
        start, end = _month(first), _month(last) + 1
        return start, max(end, start + 6)

    def _plot(self) -> QRectF:
        px = self.look.theme.px
        left = min(px(_WORDS), self.width() // 3) + px(_GAP)
        wide = self.width() - left - px(_LEAST)  # room for the word of a late one at the end
        return QRectF(left, px(_HEAD), max(1, wide), px(_ROW) * len(self._lines))

    def _x(self, day: date, *, end: bool = False) -> float:
        """Where a day begins, or ends."""
        first, last = self._months()
        plot = self._plot()
        month = _month(day) + (day.day - (0 if end else 1)) / 31
        return plot.left() + (month - first) / (last - first) * plot.width()

    def _row(self, row: int) -> QRectF:
        tall, plot = self.look.theme.px(_ROW), self._plot()
        return QRectF(0, plot.top() + row * tall, self.width(), tall)

    def _bar(self, row: int, days: Days, tall: int) -> QRectF:
        place, high = self._row(row), self.look.theme.px(tall)
        left = self._x(days[0])
        wide = max(3.0, self._x(days[1], end=True) - left - 1)
        return QRectF(left, place.center().y() - high / 2, wide, high)

    def outline(self, place: int) -> QPainterPath:
        row, bar = self._parts[place]
        both = QRectF()
        for days in (bar.planned, bar.actual):
            both |= self._bar(row, days, _PLAN) if days else QRectF()
        path = QPainterPath()
        path.addRoundedRect(both.adjusted(-1, -2, 1, 2), 3, 3)
        return path

    # -- drawing -------------------------------------------------------------------------------

    def draw(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.look.theme.colour("surface"))
        self._draw_months(painter)
        for row, line in enumerate(self._lines):
            self._draw_word(painter, row, line.word)
        longest_first = sorted(enumerate(self._parts), key=lambda one: -one[1][1].length)
        for place, (row, bar) in longest_first:  # a shorter one at the same time lies above
            self._draw_plan(painter, row, bar, hovered=place == self.hovered)
        for _, (row, bar) in longest_first:
            if bar.actual:
                self._draw_actual(painter, row, bar, bar.actual)
            self._draw_stage(painter, row, bar)
        if self._lines:
            self._draw_today(painter)

    def _draw_months(self, painter: QPainter) -> None:
        theme, plot = self.look.theme, self._plot()
        first, last = self._months()
        painter.setFont(theme.font("small"))
        words = painter.fontMetrics().horizontalAdvance("2026-12") + theme.px(_GAP)
        every = max(-(-(last - first) // _MONTHS), int(words / (plot.width() / (last - first))) + 1)
        for month in range(first, last, every):
            x = plot.left() + (month - first) / (last - first) * plot.width()
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            painter.setPen(theme.colour("text-3"))
            head = QRectF(x, 0, words, plot.top())
            painter.drawText(head, int(_LEFT), f"{month // 12:04d}-{month % 12 + 1:02d}")

    def _draw_word(self, painter: QPainter, row: int, word: str) -> None:
        theme, place = self.look.theme, self._row(row)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        room = place.adjusted(theme.px(4), 0, 0, 0)
        room.setRight(self._plot().left() - theme.px(_GAP))
        elide = Qt.TextElideMode.ElideRight
        fitting = painter.fontMetrics().elidedText(word, elide, int(room.width()))
        painter.drawText(room, int(_LEFT), fitting)

    def _draw_plan(self, painter: QPainter, row: int, bar: Bar, *, hovered: bool) -> None:
        theme = self.look.theme
        if bar.planned:
            place = self._bar(row, bar.planned, _PLAN)
            painter.setPen(QPen(theme.colour("c1" if hovered else "info-line"), 1))
            painter.setBrush(theme.colour("info-bg"))
            painter.drawRoundedRect(place, 3, 3)

    def _draw_actual(self, painter: QPainter, row: int, bar: Bar, days: Days) -> None:
        """A dark bar at the foot of the plan; one that goes on ends in a point."""
        theme, place = self.look.theme, self._bar(row, days, _PLAN)
        tall = theme.px(_DONE)
        place.setTop(place.bottom() - tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("c1"))
        if not bar.is_open:
            painter.drawRoundedRect(place, 2, 2)
            return
        point = QPainterPath(place.topLeft())
        point.lineTo(place.right() - tall, place.top())
        point.lineTo(place.right(), place.center().y())
        point.lineTo(place.right() - tall, place.bottom())
        point.lineTo(place.bottomLeft())
        painter.drawPath(point)

    def _draw_stage(self, painter: QPainter, row: int, bar: Bar) -> None:
        """The stage on its bar where it fits; the mark of a late one behind it."""
        theme = self.look.theme
        days = bar.planned or bar.actual
        if days is None:
            return
        place = self._uncovered(row, bar, days)
        painter.setFont(theme.font("small"))
        mark = theme.px(_MARK) if bar.late else 0
        room = place.width() - mark - theme.px(6)
        word = _fitting(bar, room, painter.fontMetrics())
        painter.setPen(theme.colour("text"))
        upper = place.adjusted(theme.px(3) + mark, 0, 0, -theme.px(_DONE) if bar.actual else 0)
        painter.drawText(upper, int(_LEFT), word)
        if bar.late:
            icon = self.look.icons.pixmap("mark-warning", "warn-icon", _MARK)
            painter.drawPixmap(QPointF(place.left() + 1, place.top() + theme.px(1)), icon)

    def _uncovered(self, row: int, bar: Bar, days: Days) -> QRectF:
        """A bar from where no shorter one lies on its beginning."""
        place = self._bar(row, days, _PLAN)
        for other in sorted(self._lines[row].bars, key=lambda one: one.length):
            if other.planned and other.length < bar.length:
                above = self._bar(row, other.planned, _PLAN)
                if above.left() <= place.left() < above.right():
                    place.setLeft(min(above.right() + 1, place.right()))
        return place

    def _draw_today(self, painter: QPainter) -> None:
        theme, plot = self.look.theme, self._plot()
        x = self._x(self._today)
        painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, plot.top() - theme.px(3)), QPointF(x, plot.bottom()))
        painter.setFont(theme.font("small-strong"))
        word = tr("今天")
        metrics = QFontMetrics(painter.font())
        wide, tall = metrics.horizontalAdvance(word) + theme.px(6), metrics.height()
        place = QRectF(x - wide / 2, plot.top() - tall - theme.px(3), wide, tall)
        painter.fillRect(place, theme.colour("surface"))
        painter.setPen(theme.colour("link"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), word)


def _fitting(bar: Bar, room: float, metrics: QFontMetrics) -> str:
    """The stage, and that it is late, as far as there is room; "" where there is none."""
    words = [tr("{0} 延期").format(bar.word)] if bar.late else []
    for word in (*words, bar.word):
        if metrics.horizontalAdvance(word) <= room:
            return word
    return ""


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _span(days: Days) -> str:
    first, last = f"{days[0]:%Y-%m}", f"{days[1]:%Y-%m}"
    return first if first == last else tr("{first} 至 {last}").format(first=first, last=last)
