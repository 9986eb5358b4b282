"""What every chart is: parts with words, found by mouse and keys, told to whoever cannot see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from ui.charts.data_view import DataView
from ui.look import Look
from ui.tr import tr

_KEYS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a chart in words."""

    word: str
    value: str
    leads: bool = True
    """Whether choosing it leads anywhere."""

    @property
    def text(self) -> str:
        """What tooltip and screen reader say."""
        return f"{self.word}：{self.value}"


class Chart(QWidget):
    """Paints parts; which part a place belongs to is what a chart of some shape says."""

    chosen = Signal(int)
    """The part that was clicked, or Enter was pressed on."""

    def __init__(self, look: Look, name: str, value_label: str = tr("数")) -> None:
        super().__init__()
        self.look = look
        self._name, self._value_label = name, value_label
        self._segments: tuple[Segment, ...] = ()
        self._current = 0
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        look.changed.connect(self._relook)
        self._tell()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts in words."""
        return self._segments

    @property
    def current(self) -> int:
        """The part the keys are on."""
        return self._current

    @property
    def hovered(self) -> int:
        """The part the mouse is on; -1 for none."""
        return self._hovered

    def show_segments(self, segments: Sequence[Segment]) -> None:
        """Show these parts."""
        self._segments = tuple(segments)
        self._current = min(self._current, max(0, len(self._segments) - 1))
        self._hovered = -1
        self._tell()
        self.updateGeometry()
        self.update()

    def outline(self, place: int) -> QPainterPath:
        """The shape of a part, for the mouse and the focus ring."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Paint the parts."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        if self.hasFocus() and self._segments:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.theme.colour("focus"), 2))
            painter.drawPath(self.outline(self._current))

    def part_at(self, place: QPointF) -> int:
        """The part at a place; -1 for none."""
        parts = range(len(self._segments))
        return next((part for part in parts if self.outline(part).contains(place)), -1)

    # -- mouse and keys ------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.part_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def _hover(self, part: int) -> None:
        if part != self._hovered:
            self._hovered = part
            leads = part >= 0 and self._segments[part].leads
            shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        part = self.part_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and part >= 0:
            self._go_to(part)
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), len(self._segments) - 1
        if key in _KEYS and self._segments:
            self._go_to(max(0, min(last, self._current + _KEYS[key])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._segments:
            self._go_to(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._segments:
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        if self._segments[self._current].leads:
            self.chosen.emit(self._current)

    def _go_to(self, part: int) -> None:
        self._current = part
        self._tell()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            part = self.part_at(QPointF(event.pos()))
            text = self._segments[part].text if part >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    # -- in words ------------------------------------------------------------------------------

    def _tell(self) -> None:
        """Name and description: the whole, and the part the keys are on."""
        every = "；".join(segment.text for segment in self._segments)
        self.setAccessibleName(f"{self._name}：{every or tr('还没有数据')}")
        here = self._segments[self._current].text if self._segments else ""
        self.setAccessibleDescription(here)
        if self.hasFocus():
            told = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(told)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("查看数据"), self.show_data)
        menu.popup(event.globalPos() if event.reason() else self.mapToGlobal(QPoint(8, 8)))

    def show_data(self) -> DataView:
        """The numbers as a table."""
        rows = [(segment.word, segment.value) for segment in self._segments]
        view = DataView(self.look, self._name, self._value_label, rows, self)
        view.open()
        return view

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()
