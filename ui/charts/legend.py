"""The legend of a chart: what each colour means, in words, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from ui.look import Look

LINE = 22
_SWATCH, _STROKE, _GAP, _APART = 12, 22, 6, 14
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a colour means; a line is drawn as one, dashed or not."""

    word: str
    token: str
    is_line: bool = False
    dashed: bool = False


class Legend:
    """Laid out for a width, then drawn."""

    def __init__(self, look: Look, meanings: Sequence[Meaning]) -> None:
        self._look, self._meanings = look, tuple(meanings)

    def height(self, width: float) -> float:
        """How high it is in a width."""
        places = self._places(width)
        return places[-1].bottom() if places else 0.0

    def draw(self, painter: QPainter, width: float) -> None:
        """Draw it at the top left of a chart of this width."""
        theme = self._look.theme
        for meaning, place in zip(self._meanings, self._places(width), strict=True):
            self._draw_sign(painter, meaning, place)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text-2"))
            painter.drawText(place.adjusted(self._sign(meaning), 0, 0, 0), int(_LEFT), meaning.word)

    def _sign(self, meaning: Meaning) -> float:
        px = self._look.theme.px
        return px(_STROKE if meaning.is_line else _SWATCH) + px(_GAP)

    def _places(self, width: float) -> list[QRectF]:
        theme = self._look.theme
        metrics, line = QFontMetrics(theme.font("small")), theme.px(LINE)
        places: list[QRectF] = []
        left, top = 0.0, 0.0
        for meaning in self._meanings:
            wide = self._sign(meaning) + metrics.horizontalAdvance(meaning.word) + 1
            if left and left + wide > width:
                left, top = 0.0, top + line
            places.append(QRectF(left, top, wide, line))
            left += wide + theme.px(_APART)
        return places

    def _draw_sign(self, painter: QPainter, meaning: Meaning, place: QRectF) -> None:
        theme, middle = self._look.theme, place.center().y()
        if meaning.is_line:
            painter.setPen(series_pen(self._look, meaning))
            end = QPointF(place.left() + theme.px(_STROKE), middle)
            painter.drawLine(QPointF(place.left(), middle), end)
            return
        edge = theme.px(_SWATCH)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(meaning.token))
        painter.drawRoundedRect(QRectF(place.left(), middle - edge / 2, edge, edge), 2, 2)


def series_pen(look: Look, meaning: Meaning) -> QPen:
    """The pen of a line: the second of a chart is dashed, so that colour is never alone."""
    style = Qt.PenStyle.DashLine if meaning.dashed else Qt.PenStyle.SolidLine
    return QPen(look.theme.colour(meaning.token), 2 * look.theme.zoom, style)
