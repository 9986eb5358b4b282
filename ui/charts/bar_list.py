"""Bars one under the other, each with its word, per cent and count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy

from ui.charts.chart import Chart, Segment
from ui.look import Look
from ui.tr import tr

_GAP, _BAR, _PERCENT = 12, 8, 40
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    word: str
    percent: int | None
    """None: there is nothing to take a part of."""
    count: str
    leads: bool = True

    @property
    def percent_text(self) -> str:
        """As it is written."""
        return "—" if self.percent is None else f"{self.percent}%"


class BarList(Chart):
    """Word, bar, per cent, count: a row each."""

    def __init__(self, look: Look, name: str, token: str, word_width: int, row: int) -> None:
        super().__init__(look, name, tr("比例与数量"))
        self._token, self._word_width, self._row = token, word_width, row
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these."""
        self._bars = tuple(bars)
        self.show_segments(
            [Segment(bar.word, f"{bar.percent_text}，{bar.count}", bar.leads) for bar in bars]
        )

    def sizeHint(self) -> QSize:
        theme = self.look.theme
        return QSize(theme.px(300), theme.px(self._row) * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.theme.px(180), self.sizeHint().height())

    def outline(self, place: int) -> QPainterPath:
        row = self.look.theme.px(self._row)
        path = QPainterPath()
        path.addRoundedRect(QRectF(1, place * row + 1, self.width() - 2, row - 2), 4, 4)
        return path

    def draw(self, painter: QPainter) -> None:
        counts = QFontMetrics(self.look.theme.font("small"))
        wide = max((counts.horizontalAdvance(bar.count) for bar in self._bars), default=0)
        for place, bar in enumerate(self._bars):
            if place == self.hovered and bar.leads:
                painter.fillPath(self.outline(place), self.look.theme.colour("hover"))
            self._draw_row(painter, place, bar, wide)

    def _draw_row(self, painter: QPainter, place: int, bar: Bar, wide: int) -> None:
        theme = self.look.theme
        px, row = theme.px, theme.px(self._row)
        inner = QRectF(px(4), place * row, self.width() - px(8), row)
        word = QRectF(inner.left(), inner.top(), px(self._word_width), row)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        elide = Qt.TextElideMode.ElideRight
        fitting = painter.fontMetrics().elidedText(bar.word, elide, int(word.width()))
        painter.drawText(word, int(_LEFT), fitting)
        count = QRectF(inner.right() - wide, inner.top(), wide, row)
        percent = QRectF(count.left() - px(_PERCENT + _GAP), inner.top(), px(_PERCENT), row)
        painter.drawText(percent, int(_RIGHT), bar.percent_text)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-3"))
        painter.drawText(count, int(_RIGHT), bar.count)
        thick, left = px(_BAR), word.right() + px(_GAP)
        track = QRectF(left, inner.center().y() - thick / 2, percent.left() - left - px(4), thick)
        self._draw_bar(painter, track, bar.percent or 0)

    def _draw_bar(self, painter: QPainter, track: QRectF, percent: int) -> None:
        theme, thick = self.look.theme, track.height()
        if track.width() < thick:
            return
        path = QPainterPath()
        path.addRoundedRect(track, thick / 2, thick / 2)
        painter.fillPath(path, theme.colour("sunken"))
        filled = QPainterPath()
        filled.addRect(track.left(), track.top(), track.width() * percent / 100, thick)
        painter.fillPath(path.intersected(filled), theme.colour(self._token))
