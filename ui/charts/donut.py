"""A ring of parts with the whole in its middle, and a legend that names each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.charts.chart import Chart, Segment
from ui.look import Look
from ui.tr import tr

_RING, _THICK, _GAP, _ROW, _SWATCH, _PERCENT = 118, 24, 22, 28, 12, 44
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Slice:
    """One part: its word, how many, and the token of its colour."""

    word: str
    number: int
    token: str
    leads: bool = True


class Donut(Chart):
    """Ring left, legend right; a click on either chooses the part."""

    def __init__(self, look: Look, name: str, title: str, unit: str) -> None:
        super().__init__(look, name, tr("数量与比例"))
        self._title, self._unit = title, unit
        self._slices: tuple[Slice, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_slices(self, slices: Sequence[Slice]) -> None:
        """Show these parts."""
        self._slices = tuple(slices)
        self.show_segments(
            [
                Segment(one.word, f"{one.number:,} {self._unit}，{self._percent(one)}", one.leads)
                for one in slices
            ]
        )

    @property
    def total(self) -> int:
        """The whole."""
        return sum(one.number for one in self._slices)

    def _percent(self, one: Slice) -> str:
        return f"{round(100 * one.number / self.total)}%" if self.total else "—"

    def sizeHint(self) -> QSize:
        px = self.look.theme.px
        return QSize(px(380), max(px(_RING + 4), px(_ROW) * (len(self._slices) + 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.theme.px(300), self.sizeHint().height())

    def _ring(self) -> QRectF:
        edge = self.look.theme.px(_RING)
        return QRectF(2, (self.height() - edge) / 2, edge, edge)

    def _legend_row(self, place: int) -> QRectF:
        """The row of a part; -1 = the title above."""
        px = self.look.theme.px
        left = self._ring().right() + px(_GAP)
        top = (self.height() - px(_ROW) * (len(self._slices) + 1)) / 2
        return QRectF(left, top + px(_ROW) * (place + 1), self.width() - left - 2, px(_ROW))

    def _arc(self, place: int) -> QPainterPath:
        """The part of the ring; angles as Qt counts them, from three o'clock leftwards."""
        before = sum(one.number for one in self._slices[:place])
        whole = max(1, self.total)
        start = 90 - 360 * before / whole
        sweep = -360 * self._slices[place].number / whole
        ring, thick = self._ring(), self.look.theme.px(_THICK)
        inner = ring.adjusted(thick, thick, -thick, -thick)
        path = QPainterPath()
        path.arcMoveTo(ring, start)
        path.arcTo(ring, start, sweep)
        path.arcTo(inner, start + sweep, -sweep)
        path.closeSubpath()
        return path

    def outline(self, place: int) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(self._legend_row(place).adjusted(-4, 1, 0, -1), 4, 4)
        path.addPath(self._arc(place))
        return path

    def part_at(self, place: QPointF) -> int:
        ring = self._ring()
        thick = self.look.theme.px(_THICK)
        hole = QPainterPath()
        hole.addEllipse(ring.adjusted(thick, thick, -thick, -thick))
        return -1 if hole.contains(place) else super().part_at(place)

    def draw(self, painter: QPainter) -> None:
        theme = self.look.theme
        if not self.total:
            painter.setPen(QPen(theme.colour("border-strong"), 1, Qt.PenStyle.DashLine))
            painter.drawEllipse(self._ring())
        for place, one in enumerate(self._slices):
            if one.number:
                painter.setPen(QPen(theme.colour("surface"), 2))
                painter.setBrush(theme.colour(one.token))
                painter.drawPath(self._arc(place))
            self._draw_legend(painter, place, one)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-2"))
        painter.drawText(self._legend_row(-1), int(_LEFT), self._title)
        self._draw_whole(painter)

    def _draw_whole(self, painter: QPainter) -> None:
        theme, ring = self.look.theme, self._ring()
        figure = f"{self.total:,}"
        role = "figure" if len(figure) < 4 else "record"
        half = ring.height() / 2
        painter.setFont(theme.font(role))
        painter.setPen(theme.colour("text"))
        upper = QRectF(ring.left(), ring.top(), ring.width(), half + theme.px(8))
        bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(upper, int(bottom), figure)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-2"))
        lower = QRectF(ring.left(), upper.bottom() - 2, ring.width(), half)
        top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(lower, int(top), self._unit)

    def _draw_legend(self, painter: QPainter, place: int, one: Slice) -> None:
        theme, row = self.look.theme, self._legend_row(place)
        px = theme.px
        if place == self.hovered and one.leads:
            ground = QPainterPath()
            ground.addRoundedRect(row.adjusted(-4, 1, 0, -1), 4, 4)
            painter.fillPath(ground, theme.colour("hover"))
        swatch = QRectF(row.left(), row.center().y() - px(_SWATCH) / 2, px(_SWATCH), px(_SWATCH))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(one.token))
        painter.drawRoundedRect(swatch, 2, 2)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        painter.drawText(row.adjusted(px(_SWATCH + 8), 0, 0, 0), int(_LEFT), one.word)
        number = row.adjusted(0, 0, -px(_PERCENT) - px(2), 0)
        painter.setFont(theme.font("strong"))
        painter.drawText(number, int(_RIGHT), f"{one.number:,}")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-3"))
        painter.drawText(row.adjusted(0, 0, -px(2), 0), int(_RIGHT), self._percent(one))
