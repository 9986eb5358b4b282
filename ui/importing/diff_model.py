"""What differs of one record, line by line, and which side of each is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from cdo_desktop.work.import_choices import Spot, Subject
from cdo_desktop.work.import_diff import Difference, pieces
from ui.importing.decisions import Decisions
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr

Index = QModelIndex | QPersistentModelIndex
WHERE, BEFORE, AFTER = range(3)
PIECES = Qt.ItemDataRole.UserRole + 3
"""The text in stretches: (text, whether the other side lacks it)."""
CHOSEN = Qt.ItemDataRole.UserRole + 4
"""Whether the side is taken; None where there is nothing to choose."""
EMPTY = tr("（空）")


class DiffModel(TableModel):
    """Three columns: field, what there is, what the sheet says."""

    def __init__(self, decisions: Decisions, parent: QObject) -> None:
        super().__init__((), parent)
        self._decisions = decisions
        self._spot: Spot = ("", 0)
        self.choosable = False
        self._labels = [tr("字段"), tr("现有内容"), tr("表格内容")]
        self.show_rows((), self._made_columns())
        decisions.changed.connect(self._tell)

    def show_differences(
        self, spot: Spot, found: Sequence[Difference], labels: Sequence[str], choosable: bool
    ) -> None:
        """Show these of an entry; `labels`: of the sides."""
        self._spot, self.choosable = spot, choosable
        self._labels = [tr("字段"), *labels]
        self.show_rows(found, self._made_columns())

    def _made_columns(self) -> list[Column[Difference]]:
        where, before, after = self._labels
        return [
            Column("where", where, lambda d: d.label, 128, tone=Tone.SECOND),
            Column("before", before, lambda d: d.before or EMPTY),
            Column("after", after, lambda d: d.after or EMPTY),
        ]

    @property
    def subjects(self) -> list[Subject]:
        """All there is to choose, each once."""
        rows = [self.row(row) for row in range(self.rowCount())]
        return list(dict.fromkeys(one.subject for one in rows))

    @property
    def kept(self) -> int:
        """How many of them stay as they are."""
        return len(self._decisions.kept(self._spot).intersection(self.subjects))

    def choose(self, row: int, stays: bool) -> None:
        """Let one line stay as it is, or take it from the sheet; the rows of a group together."""
        if self.choosable and 0 <= row < self.rowCount():
            self._decisions.keep(self._spot, [self.row(row).subject], stays)

    def choose_all(self, stays: bool) -> None:
        """Let everything stay, or take everything from the sheet."""
        if self.choosable:
            self._decisions.keep(self._spot, self.subjects, stays)

    def stays(self, row: int) -> bool:
        """Whether a line stays as it is."""
        return self.row(row).subject in self._decisions.kept(self._spot)

    def _tell(self) -> None:
        if self.rowCount():
            last = self.index(self.rowCount() - 1, AFTER)
            self.dataChanged.emit(self.index(0, 0), last)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        one: Difference = self.row(index.row())
        if role == PIECES:
            return self._pieces(one, index.column())
        if role == CHOSEN:
            return self._chosen(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(one, index.row())
        return super().data(index, role)

    def _pieces(self, one: Difference, column: int) -> Any:
        if column == WHERE:
            return None
        if not (one.before and one.after) or (one.subject[0] and not one.detail):
            text = one.before if column == BEFORE else one.after
            return [(text, False)] if text else []
        return pieces(one.before, one.after)[column == AFTER]

    def _chosen(self, index: Index) -> bool | None:
        if not self.choosable or index.column() == WHERE:
            return None
        return self.stays(index.row()) == (index.column() == BEFORE)

    def _said(self, one: Difference, row: int) -> str:
        said = tr("{one.label}：现有“{0}”，表格“{1}”").format(
            one.before or tr("空"), one.after or tr("空"), one=one
        )
        return (
            f"{said}，{tr('留现有') if self.stays(row) else tr('取表格')}"
            if self.choosable
            else said
        )
