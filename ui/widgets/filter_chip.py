"""A filter chip: icon, word and a live count; a count of 0 stays, in the weakest text colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.look import Look
from ui.tr import tr

_ICON, _GAP, _PADDING = 13, 3, 7


class FilterChip(QPushButton):
    """Checkable; painted, so that word and count can differ in weight."""

    def __init__(
        self,
        look: Look,
        word: str,
        icon: str = "",
        parent: QWidget | None = None,
        *,
        spoken: str = "",
    ) -> None:
        """`spoken`: what it is called where its word alone could be that of another chip."""
        super().__init__(parent)
        self._spoken = spoken or word
        self._look = look
        self._word, self._icon, self._count = word, icon, "0"
        self._size: QSize | None = None
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0)
        look.changed.connect(self._measure_anew)

    def show_count(self, count: int | None) -> None:
        """How many it stands for now; None where nobody has counted yet."""
        self._count = "—" if count is None else str(count)
        self._size = None
        counted = tr("还没有数") if count is None else tr("{count} 条").format(count=count)
        self.setAccessibleName(f"{self._spoken}，{counted}")
        self.updateGeometry()
        self.update()

    @property
    def is_zero(self) -> bool:
        """Whether it was counted and stands for nothing."""
        return self._count == "0"

    @property
    def _is_empty(self) -> bool:
        return self._count in ("0", "—")

    def _measure_anew(self) -> None:
        self._size = None
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Measured once for what it shows: the lines of chips ask for it again and again."""
        if self._size is None:
            self._size = self._measured()
        return self._size

    def _measured(self) -> QSize:
        theme = self._look.theme
        words = QFontMetrics(theme.font("small")).horizontalAdvance(self._word)
        count = QFontMetrics(theme.font("small-strong")).horizontalAdvance(self._count)
        icon = theme.px(_ICON + _GAP) if self._icon else 0
        return QSize(words + count + icon + theme.px(2 * _PADDING + 4) + 2, theme.px(26))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, empty = self.isChecked(), self._is_empty
        edge = "focus" if self.hasFocus() else "accent" if on else "neutral-line"
        fill = "sel" if on else "hover" if self.underMouse() else "surface"
        painter.setPen(QPen(theme.colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.colour(fill))
        half = self.height() / 2 - 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), half, half)
        text = "sel-text" if on else "text-3" if empty else "text-2"
        left = theme.px(_PADDING) + 1
        if self._icon:
            pixmap = self._look.icons.pixmap(self._icon, text, _ICON)
            painter.drawPixmap(left, (self.height() - theme.px(_ICON)) // 2, pixmap)
            left += theme.px(_ICON + _GAP)
        self._write(painter, left, text)

    def _write(self, painter: QPainter, left: int, token: str) -> None:
        theme = self._look.theme
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setPen(theme.colour(token))
        painter.setFont(theme.font("small"))
        painter.drawText(left, 0, self.width(), self.height(), middle, self._word)
        left += painter.fontMetrics().horizontalAdvance(self._word) + theme.px(4)
        if not self._is_empty and token != "sel-text":
            painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("small-strong"))
        painter.drawText(left, 0, self.width(), self.height(), middle, self._count)
