"""The way of a package painted into four cells: a node each, filled where it is proven."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.look import Look
from ui.models.columns import PAINTED
from ui.models.table import TableModel
from ui.widgets.cells import CellDelegate
from ui.widgets.row_table import RowTable

ROW = 44
"""Height of a row at 100 %: room for a node and its date."""
_NODE, _UP = 6, 8
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Node:
    """One place of the way as it is drawn."""

    date: str
    """Below the node; "" for none."""
    reached: bool
    from_before: bool | None
    """Whether the line from the node before is drawn full; None: there is none before."""
    to_next: bool | None
    """The same to the next node."""
    token: str = "accent"
    """Colour of a node that was reached."""
    icon: str = "check"


class TrackDelegate(CellDelegate):
    """Rows of 44, and nodes where a column gives one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._look.theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = index.data(PAINTED)
        if not isinstance(node, Node):
            super().paint(painter, option, index)
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(option.rect)
        self._paint_ground(painter, option, index, selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_node(painter, option.rect, node, selected)
        painter.restore()

    def _paint_node(self, painter: QPainter, place: QRect, node: Node, selected: bool) -> None:
        theme, radius = self._look.theme, self._look.theme.px(_NODE)
        centre = QPointF(place.center().x() + 0.5, place.center().y() - theme.px(_UP) + 0.5)
        left, right = centre.x() - radius, centre.x() + radius
        self._paint_line(painter, place.left(), left, centre.y(), node.from_before)
        self._paint_line(painter, right, place.right() + 1, centre.y(), node.to_next)
        if node.reached:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(node.token))
            painter.drawEllipse(centre, radius, radius)
            size = theme.px(9)
            icon = self._look.icons.pixmap(node.icon, "on-accent", 9)
            corner = QPointF(centre.x() - size / 2, centre.y() - size / 2)
            painter.drawPixmap(corner, icon)
        else:
            painter.setPen(QPen(theme.colour("border-strong"), 1.4))
            painter.setBrush(theme.colour("sel" if selected else "surface"))
            painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("sel-text" if selected else "text-2"))
        below = QRect(place.left(), round(centre.y()) + radius, place.width(), theme.px(20))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), node.date)

    def _paint_line(
        self, painter: QPainter, start: float, end: float, y: float, full: bool | None
    ) -> None:
        if full is None:
            return
        pen = QPen(
            self._look.theme.colour("accent" if full else "neutral-line"), 2 if full else 1.4
        )
        if not full:
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(start, y), QPointF(end, y))


class TrackTable(RowTable):
    """The table of the ledger."""

    def __init__(self, look: Look, model: TableModel, name: str) -> None:
        super().__init__(look, model, name)
        self._delegate = TrackDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.fit()

    def fit(self) -> None:
        super().fit()
        self.verticalHeader().setDefaultSectionSize(self._look.theme.px(ROW))
