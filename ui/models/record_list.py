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
    Signal,
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
    """Sorted and filtered by the store; never by a proxy. Rows can be checked, by their number."""

    checked_changed = Signal()
    """Other records are checked now."""

    def __init__(self, columns: Sequence[Column[Summary]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._bench: Workbench | None = None
        self.query = ListQuery()
        self._numbers: list[int] = []
        self._pages: OrderedDict[int, dict[int, Summary]] = OrderedDict()
        self._checked: set[int] = set()

    def ask(self, bench: Workbench | None, query: ListQuery) -> None:
        """Show what this query finds; None shows nothing."""
        self.show_found(bench, query, bench.workspace.numbers(query) if bench else [])

    def show_found(self, bench: Workbench | None, query: ListQuery, numbers: Sequence[int]) -> None:
        """Show these records, which this query has found."""
        self.beginResetModel()
        self._bench, self.query, self._numbers = bench, query, list(numbers)
        self._pages.clear()
        still = self._checked.intersection(numbers)
        fewer, self._checked = still != self._checked, still
        self.endResetModel()
        if fewer:
            self.checked_changed.emit()

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

    def read_again(self, number: int) -> None:
        """A record was saved: its line is read again when it is next shown."""
        row = self.row_of(number)
        if row >= 0:
            self._pages.pop(row // PAGE, None)
            last = self.index(row, len(self._columns) - 1)
            self.dataChanged.emit(self.index(row, 0), last)

    def row_of(self, number: int) -> int:
        """The row of a record's number; -1 if the query does not find it."""
        return self._numbers.index(number) if number in self._numbers else -1

    # -- checked rows --------------------------------------------------------------------------

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the records, in the order of the list."""
        return tuple(self._numbers)

    @property
    def checked(self) -> list[int]:
        """The numbers of the checked records, in the order of the list."""
        return [number for number in self._numbers if number in self._checked]

    def check(self, rows: Sequence[int], on: bool = True) -> None:
        """Check these rows, or take the checks away."""
        numbers = {self._numbers[row] for row in rows}
        self._checked = self._checked | numbers if on else self._checked - numbers
        self._tell_checks()

    def toggle(self, row: int) -> None:
        """Check a row, or take its check away."""
        self.check([row], self._numbers[row] not in self._checked)

    def check_all(self, on: bool = True) -> None:
        """Check everything the list finds, or nothing."""
        self._checked = set(self._numbers) if on else set()
        self._tell_checks()

    @property
    def check_state(self) -> Qt.CheckState:
        """Of the whole list."""
        if not self._checked:
            return Qt.CheckState.Unchecked
        whole = len(self._checked) == len(self._numbers)
        return Qt.CheckState.Checked if whole else Qt.CheckState.PartiallyChecked

    def _tell_checks(self) -> None:
        if self._numbers:
            last = self.index(len(self._numbers) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self.checked_changed.emit()

    # -- what Qt asks --------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check_of(index)
        summary = self.summary(index.row())
        return None if summary is None else cell(self._columns[index.column()], summary, role)

    def _check_of(self, index: Index) -> Qt.CheckState | None:
        if not self._columns[index.column()].checks or index.row() >= len(self._numbers):
            return None
        on = self._numbers[index.row()] in self._checked
        return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or self._check_of(index) is None:
            return False
        self.check([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self._columns[index.column()].checks:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].label
        if role == Qt.ItemDataRole.CheckStateRole and self._columns[section].checks:
            return self.check_state
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Have the store sort by a column; -1 restores the order in which records were made."""
        wanted = (
            self._columns[column].sort if 0 <= column < len(self._columns) else ListQuery().sort
        )
        if wanted is not None:
            down = order is Qt.SortOrder.DescendingOrder
            self.ask(self._bench, replace(self.query, sort=wanted, descending=down))
