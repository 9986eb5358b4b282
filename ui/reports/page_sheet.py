"""The sheet a page is shown on: a picture in the middle of a sunken ground, scrolled by keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QFrame, QScrollArea, QWidget

from ui.look import Look

MARGIN = 12
_TURNS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_ENDS = {Qt.Key.Key_Home: -1_000_000, Qt.Key.Key_End: 1_000_000}


class Sheet(QWidget):
    """Paints one page with a line around it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image = QImage()

    @property
    def image(self) -> QImage:
        """The page as it is shown; null where none is."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show a page; a null image is none."""
        self._image = image
        self.setMinimumSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        edge = 2 * self._look.theme.px(MARGIN)
        return self._image.deviceIndependentSize().toSize() + QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sunken"))
        if self._image.isNull():
            return
        size = self._image.deviceIndependentSize().toSize()
        left = max(0, (self.width() - size.width()) // 2)
        top = max(0, (self.height() - size.height()) // 2)
        painter.drawImage(left, top, self._image)
        painter.setPen(QPen(theme.colour("border-strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(left - 1, top - 1, size.width() + 1, size.height() + 1)


class SheetArea(QScrollArea):
    """Holds a sheet; Page Up and Page Down turn pages, arrows scroll, Space does both in turn."""

    turned = Signal(int)
    """By how many pages; the first and the last are as far as one comes."""
    resized = Signal()
    """There is more room for the page, or less."""

    def __init__(self, look: Look) -> None:
        super().__init__(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._look = look
        self.sheet = Sheet(look)
        self.setWidget(self.sheet)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self.sheet.update)

    def room(self, *, whole: bool) -> tuple[int, int]:
        """Device pixels there are for a page; a height of 0 where only its width has to fit."""
        edge = 2 * self._look.theme.px(MARGIN)
        bar = 0 if whole else self.verticalScrollBar().sizeHint().width()
        frame = self.size() - QSize(edge + bar, edge)
        ratio = self.devicePixelRatio()
        wide, tall = round(frame.width() * ratio), round(frame.height() * ratio)
        return max(80, wide), max(80, tall) if whole else 0

    @property
    def shows_end(self) -> bool:
        """Whether the last line of the page is in sight."""
        lowest = self.verticalScrollBar().value() + self.viewport().height()
        return lowest >= self.sheet.sizeHint().height() - 2 * self._look.theme.px(MARGIN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        by = _TURNS.get(key) or _ENDS.get(key)
        if key is Qt.Key.Key_Space:
            self._go_on()
        elif by is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(by)

    def _go_on(self) -> None:
        """What is below, then the next page."""
        bar = self.verticalScrollBar()
        if self.shows_end:
            self.turned.emit(1)
        else:
            bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._look.theme.colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
