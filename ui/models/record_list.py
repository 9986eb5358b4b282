"""The records of a list: the model holds numbers and fetches the lines as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cdo_desktop.domain.listing import ListQuery, Summary
from cdo_desktop.workbench import Workbench
from ui.models.columns import Column
from ui.models.table import cell

PAGE = 100
KEPT_PAGES = 40
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RecordList(QAbstractTableModel):
    """Sorted and filtered by the store; never by a proxy."""

    def __init__(self, columns: Sequence[Column[Summary]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._bench: Workbench | None = None
        self.query = ListQuery()
        self._numbers: list[int] = []
        self._pages: OrderedDict[int, dict[int, Summary]] = OrderedDict()

    def ask(self, bench: Workbench | None, query: ListQuery) -> None:
        """Show what this query finds; None shows nothing."""
        numbers = bench.workspace.numbers(query) if bench else []
        self.beginResetModel()
        self._bench, self.query, self._numbers = bench, query, numbers
        self._pages.clear()
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column[Summary]]) -> None:
        """Show these columns of every line."""
        self.beginResetModel()
        self._columns = list(columns)
        self.endResetModel()

    @property
    def columns(self) -> Sequence[Column[Summary]]:
        """The columns shown."""
        return self._columns

    def summary(self, row: int) -> Summary | None:
        """The line of a row, fetched with its page; None where there is none any more."""
        if self._bench is None or not 0 <= row < len(self._numbers):
            return None
        number, page = self._numbers[row], row // PAGE
        if page not in self._pages:
            part = self._numbers[page * PAGE : (page + 1) * PAGE]
            self._pages[page] = self._bench.workspace.summaries(part)
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page].get(number)

    def row_of(self, number: int) -> int:
        """The row of a record's number; -1 if the query does not find it."""
        return self._numbers.index(number) if number in self._numbers else -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        summary = self.summary(index.row()) if index.isValid() else None
        return None if summary is None else cell(self._columns[index.column()], summary, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].label
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Have the store sort by a column; -1 restores the order in which records were made."""
        wanted = (
            self._columns[column].sort if 0 <= column < len(self._columns) else ListQuery().sort
        )
        if wanted is not None:
            down = order is Qt.SortOrder.DescendingOrder
            self.ask(self._bench, replace(self.query, sort=wanted, descending=down))
