"""A table whose first columns stay where they are when the others move.

They are painted over the others by the same view: one focus, one editor and one place for input
methods, which a second view on top would split.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
)

from ui.grid.cell_delegate import GridDelegate
from ui.grid.grid_headers import ColumnHead, RowHead
from ui.grid.items_model import ItemsModel
from ui.look import Look

Index = QModelIndex | QPersistentModelIndex
FROZEN = 2


class FrozenTable(QTableView):
    """Where there is room for them, the first columns are always in view."""

    def __init__(self, look: Look, model: ItemsModel) -> None:
        super().__init__()
        self._look, self._items = look, model
        self.cells = GridDelegate(look, self)
        self.setItemDelegate(self.cells)
        self.head = ColumnHead(look, self)
        self.setHorizontalHeader(self.head)
        self.setVerticalHeader(RowHead(look, self))
        self._corner = QFrame(self)
        self._corner.setProperty("role", "strip")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self.verticalHeader().isVisible():
            self._corner.setGeometry(0, 0, self.verticalHeader().width(), self.head.height())
            self._corner.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.freeze()

    def freeze(self) -> None:
        """Decide whether columns are frozen: only where the others do not fit beside them."""
        room, width = self.viewport().width(), 0
        self.head.frozen = 0
        for column in range(min(FROZEN, self.head.count())):
            width += self.head.sectionSize(column)
            if self.head.length() > room and 2 * room > 3 * width:
                self.head.frozen = column + 1

    def _is_frozen(self, index: Index) -> bool:
        return index.isValid() and index.column() < self.head.frozen and bool(self.head.offset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        left = point.x()
        if not 0 <= left < self.head.frozen_width():
            return super().indexAt(point)
        for column in range(self.head.frozen):
            left -= self.columnWidth(column)
            if left < 0:
                return self._items.index(self.rowAt(point.y()), column)
        return super().indexAt(point)

    def visualRect(self, index: Index) -> QRect:
        place = super().visualRect(index)
        if self._is_frozen(index):
            place.moveLeft(self.head.sectionPosition(index.column()))
        return place

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region, width = super().visualRegionForSelection(selection), self.head.frozen_width()
        for part in selection if width else ():
            if part.left() < self.head.frozen:
                top, last = self.rowViewportPosition(part.top()), part.bottom()
                end = self.rowViewportPosition(last) + self.rowHeight(last)
                region += QRect(0, top, width, end - top)
        return region

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
            self.head.viewport().update()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if index.isValid() and index.column() < self.head.frozen:
            shown = self._items.index(index.row(), self.columnAt(self.head.frozen_width() + 1))
            super().scrollTo(shown if shown.isValid() else index, hint)
            return
        super().scrollTo(index, hint)
        hidden = self.head.frozen_width() - super().visualRect(index).left()
        if hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        width = self.head.frozen_width()
        if not width:
            return
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        for row in range(max(0, first), (last if last >= 0 else self._items.rowCount() - 1) + 1):
            for column in range(self.head.frozen):
                self._paint_frozen(painter, option, self._items.index(row, column))
        line = self._look.theme.colour("border-strong")
        painter.fillRect(width - 1, 0, 2, self.viewport().height(), line)
        painter.end()

    def _paint_frozen(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        states = QStyle.StateFlag
        option.rect = self.visualRect(index)
        option.state = states.State_Enabled
        if self.selectionModel().isSelected(index):
            option.state |= states.State_Selected
        if index == self.currentIndex() and self.hasFocus():
            option.state |= states.State_HasFocus
        self.cells.paint(painter, option, index)
