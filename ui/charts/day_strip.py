"""Sixteen days side by side: working days, free days, today, and what falls due on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.charts.chart import Chart, Segment
from ui.look import Look
from ui.tr import tr

_HEIGHT, _CELL, _GAP, _DOT, _EDGE = 56, 45, 4, 16, 6
WEEK = tuple(tr("一 二 三 四 五 六 日").split())
"""The days of a week, Monday first."""
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the strip."""

    day: date
    is_working: bool
    is_today: bool
    due: int
    """How many things fall due."""
    token: str
    """Colour of the dot with the number."""


class DayStrip(Chart):
    """The days from Monday of this week."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("近期期限"), tr("到期"))
        self._days: tuple[StripDay, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: Sequence[StripDay]) -> None:
        """Show these."""
        self._days = tuple(days)
        self.show_segments([Segment(_name(day), _value(day), day.due > 0) for day in days])

    def sizeHint(self) -> QSize:
        return QSize(self.look.theme.px(600), self.look.theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.theme.px(30 * len(self._days)), self.look.theme.px(_HEIGHT))

    def _cell(self, place: int) -> QRectF:
        px = self.look.theme.px
        gap = px(_GAP)
        room = self.width() - 1 - px(_EDGE)  # the last dot stands out at the right
        wide = (room - gap * (len(self._days) - 1)) / max(1, len(self._days))
        return QRectF(1 + place * (wide + gap), px(_HEIGHT - _CELL) - 1, wide, px(_CELL))

    def outline(self, place: int) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(self._cell(place), 4, 4)
        return path

    def draw(self, painter: QPainter) -> None:
        for place, day in enumerate(self._days):
            self._draw_day(painter, self._cell(place), day)

    def _draw_day(self, painter: QPainter, cell: QRectF, day: StripDay) -> None:
        theme = self.look.theme
        edge = "accent" if day.is_today else "border"
        painter.setPen(QPen(theme.colour(edge), 2 if day.is_today else 1))
        painter.setBrush(theme.colour("surface" if day.is_working else "sunken"))
        painter.drawRoundedRect(cell, 4, 4)
        half = cell.height() / 2
        token = "link" if day.is_today else "text" if day.is_working else "text-3"
        painter.setPen(theme.colour(token))
        painter.setFont(theme.font("small-strong" if day.is_today else "small"))
        upper = QRectF(cell.left(), cell.top() + 2, cell.width(), half)
        painter.drawText(upper, int(_CENTRE), WEEK[day.day.weekday()])
        number = f"{day.day.month}-{day.day.day}" if day.day.day == 1 else str(day.day.day)
        lower = QRectF(cell.left(), cell.top() + half - 2, cell.width(), half)
        painter.drawText(lower, int(_CENTRE), number)
        if day.due:
            self._draw_dot(painter, cell, day)

    def _draw_dot(self, painter: QPainter, cell: QRectF, day: StripDay) -> None:
        theme, edge = self.look.theme, self.look.theme.px(_DOT)
        dot = QRectF(cell.right() - edge * 0.7, cell.top() - edge * 0.55, edge, edge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(day.token))
        painter.drawEllipse(dot)
        font = theme.font("small-strong")
        font.setPixelSize(theme.px(12))
        painter.setFont(font)
        painter.setPen(theme.colour("surface"))
        painter.drawText(dot, int(_CENTRE), str(day.due) if day.due < 10 else "9+")


def _name(day: StripDay) -> str:
    free = "" if day.is_working else tr("，不上班")
    today = tr("今天，") if day.is_today else ""
    return tr("{today}{day.day:%m-%d} 周{0}{free}").format(
        WEEK[day.day.weekday()], today=today, day=day, free=free
    )


def _value(day: StripDay) -> str:
    return tr("{day.due} 项到期").format(day=day) if day.due else tr("没有到期的")
