"""Bars made of parts, one under the other: each part has its number, each bar its total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy

from ui.charts.chart import Chart, Segment
from ui.charts.legend import LINE, Legend, Meaning
from ui.look import Look
from ui.tr import tr

_ROW, _BAR, _GAP, _TOTAL = 27, 18, 10, 44
_INK = ("#FFFFFF", "#12171C")
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: its word, and a number for each meaning of the legend."""

    word: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a bar that is not empty: which bar, which meaning."""

    row: int
    series: int


class StackedBars(Chart):
    """Legend above; word, bar and total in a row each."""

    def __init__(self, look: Look, name: str, unit: str, meanings: Sequence[Meaning]) -> None:
        super().__init__(look, name, tr("数量"))
        self._unit, self._meanings = unit, tuple(meanings)
        self._legend = Legend(look, meanings)
        self._stacks: tuple[Stack, ...] = ()
        self._parts: tuple[_Part, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_stacks(self, stacks: Sequence[Stack]) -> None:
        """Show these bars."""
        self._stacks = tuple(stacks)
        self._parts = tuple(
            _Part(row, series)
            for row, stack in enumerate(stacks)
            for series, number in enumerate(stack.numbers)
            if number
        )
        self.show_segments([self._segment(part) for part in self._parts])

    def place_of(self, part: int) -> tuple[int, int]:
        """(bar, meaning) of a part."""
        return self._parts[part].row, self._parts[part].series

    def _segment(self, part: _Part) -> Segment:
        stack, meaning = self._stacks[part.row], self._meanings[part.series]
        number = stack.numbers[part.series]
        return Segment(f"{stack.word}，{meaning.word}", f"{number:,} {self._unit}")

    def sizeHint(self) -> QSize:
        px = self.look.theme.px
        return QSize(px(380), self.heightForWidth(max(self.width(), px(380))))

    def minimumSizeHint(self) -> QSize:
        px = self.look.theme.px
        return QSize(px(260), px(LINE))

    def heightForWidth(self, width: int) -> int:
        rows = self.look.theme.px(_ROW) * len(self._stacks)
        return round(self._legend.height(width)) + self.look.theme.px(4) + rows

    # -- where what is -------------------------------------------------------------------------

    def _word_width(self) -> float:
        """As wide as the longest word, up to a third of the whole."""
        metrics = QFontMetrics(self.look.theme.font("body"))
        words = [metrics.horizontalAdvance(stack.word) for stack in self._stacks]
        return min(max(words, default=0) + 2, self.width() / 3)

    def _row(self, row: int) -> QRectF:
        px = self.look.theme.px
        top = self._legend.height(self.width()) + px(4) + row * px(_ROW)
        return QRectF(0, top, self.width(), px(_ROW))

    def _bar(self, part: _Part) -> QRectF:
        """The place of a part, a pixel apart from the next."""
        px, row = self.look.theme.px, self._row(part.row)
        left = self._word_width() + px(_GAP)
        most = max((stack.total for stack in self._stacks), default=0) or 1
        scale = max(0.0, self.width() - left - px(_TOTAL)) / most
        numbers = self._stacks[part.row].numbers
        before = sum(numbers[: part.series])
        wide = max(1.0, numbers[part.series] * scale - 1)
        tall = px(_BAR)
        return QRectF(left + before * scale, row.center().y() - tall / 2, wide, tall)

    def outline(self, place: int) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._bar(self._parts[place]).adjusted(0, -2, 0, 2))
        return path

    # -- drawing -------------------------------------------------------------------------------

    def draw(self, painter: QPainter) -> None:
        self._legend.draw(painter, self.width())
        for place, part in enumerate(self._parts):
            self._draw_part(painter, place, part)
        for row, stack in enumerate(self._stacks):
            self._draw_words(painter, row, stack)

    def _draw_part(self, painter: QPainter, place: int, part: _Part) -> None:
        theme, bar = self.look.theme, self._bar(part)
        colour = theme.colour(self._meanings[part.series].token)
        painter.fillRect(bar, colour.lighter(112) if place == self.hovered else colour)
        number = f"{self._stacks[part.row].numbers[part.series]:,}"
        painter.setFont(theme.font("small"))
        if painter.fontMetrics().horizontalAdvance(number) + theme.px(4) <= bar.width():
            painter.setPen(ink_on(colour))
            painter.drawText(bar, int(Qt.AlignmentFlag.AlignCenter), number)

    def _draw_words(self, painter: QPainter, row: int, stack: Stack) -> None:
        theme, place = self.look.theme, self._row(row)
        word = QRectF(0, place.top(), self._word_width(), place.height())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        elide = Qt.TextElideMode.ElideRight
        fitting = painter.fontMetrics().elidedText(stack.word, elide, int(word.width()))
        painter.drawText(word, int(_RIGHT), fitting)
        last = [self._bar(part).right() for part in self._parts if part.row == row]
        left = max(last, default=word.right() + theme.px(_GAP)) + theme.px(6)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-3"))
        rest = QRectF(left, place.top(), self.width() - left, place.height())
        painter.drawText(rest, int(_LEFT), f"{stack.total:,}")


def ink_on(ground: QColor) -> QColor:
    """White or near black, whichever can be read better on a colour (WCAG relative luminance)."""
    light = _luminance(ground)
    contrast = {ink: _contrast(_luminance(QColor(ink)), light) for ink in _INK}
    return QColor(max(_INK, key=contrast.__getitem__))


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
