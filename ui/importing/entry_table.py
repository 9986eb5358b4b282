"""The table of the records a sheet proposes; boxes that cannot be ticked are grey."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.importing.entries_model import EntriesModel
from ui.look import Look
from ui.tr import tr
from ui.widgets.cells import CellDelegate
from ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex
_EDGE, _PADDING = 16, 8


class EntryDelegate(CellDelegate):
    """Space ticks what can be ticked."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        checks = index.data(Qt.ItemDataRole.CheckStateRole) is not None
        if not checks or index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            super().paint(painter, option, index)
            return
        theme, px = self._look.theme, self._look.theme.px
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, option, index, selected)
        edge, place = px(_EDGE), option.rect
        top = place.center().y() - edge // 2
        box = QRectF(place.left() + px(_PADDING) + 0.5, top + 0.5, edge - 1, edge - 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("header"))
        painter.drawRoundedRect(box, 3, 3)
        painter.restore()


class EntryTable(RowTable):
    """One line per record."""

    def __init__(self, look: Look, model: EntriesModel) -> None:
        super().__init__(look, model, tr("预演出的记录"))
        self._delegate = EntryDelegate(look, self)
        self.setItemDelegate(self._delegate)
