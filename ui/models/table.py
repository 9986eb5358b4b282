"""One table model for rows that are already here; what the columns are is data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ui.models.columns import PAINTED, Column

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
TONE = Qt.ItemDataRole.UserRole + 1
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def cell(column: Column[Row], row: Row, role: int) -> Any:
    """What a column says of a row for a role of Qt."""
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
            return column.text(row)
        case Qt.ItemDataRole.ToolTipRole:
            return column.tooltip(row)
        case Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        case _ if role == PAINTED:
            return column.painted(row) if column.painted else None
        case _ if role == TONE:
            return column.tone.value
    return None


class TableModel(QAbstractTableModel):
    """Given rows, shows them, and has no idea where they come from."""

    def __init__(self, columns: Sequence[Column[Any]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any], columns: Sequence[Column[Any]] | None = None) -> None:
        """Show these rows, and other columns if given."""
        self.beginResetModel()
        self._rows = rows
        if columns is not None:
            self._columns = list(columns)
        self.endResetModel()

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """The columns shown."""
        return self._columns

    def row(self, number: int) -> Any:
        """The row at this place."""
        return self._rows[number]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return cell(self._columns[index.column()], self._rows[index.row()], role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].label
        return None
