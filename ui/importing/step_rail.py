"""The steps of a way, in a line: those done, the one at hand, those to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import Look
from ui.tr import tr

_DISC, _GAP, _LINE = 18, 5, 14


class StepRail(QWidget):
    """1 选文件 — 2 认表头 — …; a done one has a tick, the one at hand is filled and bold."""

    def __init__(self, look: Look, words: Sequence[str]) -> None:
        super().__init__()
        self._look, self._words, self._at = look, list(words), 0
        self._all = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self.show_step(0)

    def show_step(self, at: int) -> None:
        """Which step is at hand."""
        self._at = at
        self.setAccessibleName(
            tr("第 {0} 步，共 {1} 步：{2}").format(at + 1, len(self._words), self._words[at])
        )
        self.updateGeometry()
        self.update()

    def show_all(self, shown: bool) -> None:
        """Name all of them, or only the one at hand."""
        self._all = shown
        self.updateGeometry()
        self.update()

    @property
    def _shown(self) -> Sequence[tuple[int, str]]:
        named = list(enumerate(self._words))
        return named if self._all else named[self._at : self._at + 1]

    def _width(self, place: int) -> int:
        role = "small-strong" if place == self._at else "small"
        return QFontMetrics(self._look.theme.font(role)).horizontalAdvance(self._words[place])

    def sizeHint(self) -> QSize:
        px = self._look.theme.px
        words = sum(self._width(place) + px(_DISC + _GAP) for place, _ in self._shown)
        between = (len(self._shown) - 1) * px(_LINE + 2 * _GAP)
        return QSize(words + between + 4, px(26))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._look.theme, self._look.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, middle = 1.0, self.height() / 2
        for number, (place, word) in enumerate(self._shown):
            if number:
                painter.setPen(QPen(theme.colour("border-strong"), 1))
                start = left + px(_GAP)
                painter.drawLine(QPointF(start, middle), QPointF(start + px(_LINE), middle))
                left = start + px(_LINE + _GAP)
            disc = QRectF(left, middle - px(_DISC) / 2, px(_DISC), px(_DISC))
            self._paint_disc(painter, disc, place)
            left += px(_DISC + _GAP)
            here = place == self._at
            painter.setFont(theme.font("small-strong" if here else "small"))
            painter.setPen(theme.colour("link" if here else "text-2"))
            room = QRectF(left, 0, self._width(place) + 4, self.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), word)
            left += self._width(place)

    def _paint_disc(self, painter: QPainter, disc: QRectF, place: int) -> None:
        theme = self._look.theme
        here, done = place == self._at, place < self._at
        edge = "accent" if here else "ok-solid" if done else "border-strong"
        painter.setPen(QPen(theme.colour(edge), 1.4))
        painter.setBrush(theme.colour("accent") if here else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        if done:
            unit = disc.width() / 18
            at = [QPointF(disc.left() + x * unit, disc.top() + y * unit) for x, y in _TICK]
            painter.setPen(QPen(theme.colour("ok"), 1.8))
            painter.drawPolyline(at)
            return
        painter.setFont(theme.font("small-strong"))
        painter.setPen(theme.colour("on-accent" if here else "text-2"))
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(place + 1))


_TICK = ((5.2, 9.3), (8.0, 12.0), (12.8, 6.4))
