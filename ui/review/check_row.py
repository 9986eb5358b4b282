"""One check: mark, name, source and one sentence; opened, it shows what was compared."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from cdo_desktop.domain.project_check import ProjectCheck
from ui.look import Look
from ui.review.outcomes import EDGES, OUTCOMES, OVERRULED
from ui.tr import tr
from ui.widgets.buttons import line

_HEIGHT, _MARK, _LEFT, _RIGHT = 46, 16, 38, 34
_EDGE = 3
_RISE = 7
"""What is above the first of the two lines, at 100 %."""


class CheckHead(QAbstractButton):
    """The two lines that are always there; a click, Enter or the space bar opens the rest."""

    def __init__(self, look: Look, check: ProjectCheck) -> None:
        super().__init__()
        self._look, self._check = look, check
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setToolTip(check.sentence)
        self.setAccessibleName(f"{check.label}，{self._word()}：{check.sentence}")
        self.setAccessibleDescription(tr("依据：{0}").format(check.clause))
        look.changed.connect(self.updateGeometry)

    def _word(self) -> str:
        word = OUTCOMES[self._check.result].word
        return f"{word}，{OVERRULED.word}" if self._check.is_overruled else word

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(300), self._look.theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._look.theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, check = self._look.theme, self._look.theme.px, self._check
        painter = QPainter(self)
        open_or_over = "header" if self.isChecked() else "hover" if self.underMouse() else "surface"
        painter.fillRect(self.rect(), theme.colour(open_or_over))
        edge = "" if check.is_overruled else EDGES.get(check.result, "")
        if edge:
            painter.fillRect(0, 0, px(_EDGE), self.height(), theme.colour(edge))
        mark = OVERRULED if check.is_overruled else OUTCOMES[check.result]
        pixmap = self._look.icons.pixmap(mark.icon, mark.token, _MARK)
        painter.drawPixmap(px(13), (self.height() - px(_MARK)) // 2, pixmap)
        arrow = "chevron-up" if self.isChecked() else "chevron-down"
        side = self.width() - px(_RIGHT) + px(9)
        painter.drawPixmap(
            side, (self.height() - px(14)) // 2, self._look.icons.pixmap(arrow, "text-3", 14)
        )
        self._paint_words(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_words(self, painter: QPainter) -> None:
        theme, px = self._look.theme, self._look.theme.px
        half = (self.height() - 2 * px(_RISE)) // 2
        first = QRect(px(_LEFT), px(_RISE), self.width() - px(_LEFT + _RIGHT), half)
        name = QFontMetrics(theme.font("strong")).horizontalAdvance(self._check.label) + px(12)
        source = first.adjusted(min(name, first.width()), 0, 0, 0)
        right = Qt.AlignmentFlag.AlignRight
        self._write(painter, first, self._check.label, theme.font("strong"), "text")
        self._write(painter, source, self._check.clause, theme.font("small"), "text-3", right)
        second = first.translated(0, half)
        self._write(painter, second, self._check.sentence, theme.font("small"), "text-2")

    def _write(
        self,
        painter: QPainter,
        place: QRect,
        words: str,
        font: QFont,
        token: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._look.theme.colour(token))
        fitting = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), fitting)


class CheckRow(QFrame):
    """A head, and below it what `make` gives once it is opened."""

    opened = Signal(str, bool)
    """(key of the check, whether it is open now)."""

    def __init__(self, look: Look, check: ProjectCheck, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self.check = check
        self._make = make
        self._detail: QWidget | None = None
        self.head = CheckHead(look, check)
        self.head.toggled.connect(self._open)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)
        self._down.addWidget(self.head)
        self._down.addWidget(line())

    def open(self, wanted: bool = True) -> None:
        """Show what was compared, or fold it."""
        self.head.setChecked(wanted)

    def _open(self, wanted: bool) -> None:
        if wanted and self._detail is None:
            self._detail = self._make()
            self._down.insertWidget(1, self._detail)
        if self._detail is not None:
            self._detail.setVisible(wanted)
        self.opened.emit(self.check.key, wanted)
