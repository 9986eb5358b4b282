"""The columns of the sheets as rows: heading, what each is taken for, how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cdo_desktop.work import layouts
from cdo_desktop.work.import_columns import SheetLook
from cdo_desktop.work.import_trying import TREE_PARTS, Attempt, Target
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.marks import STANDINGS

Index = QModelIndex | QPersistentModelIndex
TARGET = 2
"""Which column of the table is the one that is edited."""
PENDING = Qt.ItemDataRole.UserRole + 2
NOTHING = tr("不导入")
_STANDS_ALONE = "_"
"""Keys that begin so are no elements: the running number, hidden ids."""
_OWN = {"_number": tr("序号"), "_record": tr("记录号"), "_row": tr("行号")}


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A column of a sheet; without one the line that names the sheet."""

    sheet: str
    column: Any = None

    @property
    def leaf(self) -> str:
        """Its heading without the group header."""
        return self.column.heading.rpartition("·")[2] if self.column else self.sheet


def mapped_rows(tried: Attempt | None) -> list[MappedRow]:
    """The rows to show; sheets are named where there are several."""
    rows: list[MappedRow] = []
    mapping = tried.mapping if tried else {}
    for sheet, one in mapping.items():
        if len(mapping) > 1:
            rows.append(MappedRow(sheet))
        rows += [MappedRow(sheet, column) for column in one.columns]
    return rows


class MappingModel(TableModel):
    """The rows with what the definition calls their targets."""

    mapped = Signal(object, object)
    """(MappedRow, Target): a person has said what a column is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__((), parent)
        self.targets: Sequence[Target] = ()
        self._labels: Mapping[tuple[str, int], str] = {}
        self._looks: Mapping[str, SheetLook] = {}
        self.show_rows((), self._made_columns())

    def show_mapping(
        self, tried: Attempt | None, targets: Sequence[Target], looks: Mapping[str, SheetLook]
    ) -> None:
        """Show how a workbook was read, or would be."""
        self.targets = targets
        self._labels = {(one.target, one.part): one.label for one in targets}
        self._looks = looks
        self.show_rows(mapped_rows(tried))

    def label_of(self, row: MappedRow) -> str:
        """What a column is taken for."""
        column = row.column
        if column is None or not column.element:
            return NOTHING if column else ""
        if column.element.startswith(_STANDS_ALONE):
            return _OWN.get(column.element, NOTHING)
        part = min(column.part, len(TREE_PARTS))  # 细目 may stand in several columns
        return self._labels.get((column.target, part), column.target)

    def _samples(self, row: MappedRow) -> Sequence[str]:
        sheet = self._looks.get(row.sheet)
        met = sheet.columns.get(row.column.number) if sheet and row.column else None
        return met.samples if met else ()

    def _tip(self, row: MappedRow) -> str:
        if row.column is None:
            return tr("工作表“{row.sheet}”").format(row=row)
        lines = [
            tr("{0} 列：{1}").format(
                layouts.letters(row.column.number), row.column.heading or tr("（没有列名）")
            )
        ]
        samples = self._samples(row)
        if samples:
            lines.append(tr("内容如：") + "；".join(samples))
        return "\n".join(lines)

    def _standing(self, row: MappedRow) -> str:
        if row.column is None:
            return ""
        word = STANDINGS[row.column.standing].word
        return f"{word} {row.column.confidence}%" if row.column.element else word

    def _mark(self, row: MappedRow) -> Any:
        column = row.column
        if column is None:
            return ()
        if not column.element:
            return None
        return ((STANDINGS[column.standing], f"{column.confidence}%"),)

    def _short(self, row: MappedRow) -> str:
        return "—" if row.column is not None else ""

    def _made_columns(self) -> list[Column[MappedRow]]:
        def letters(row: MappedRow) -> str:
            return layouts.letters(row.column.number) if row.column else ""

        return [
            Column("number", tr("列"), letters, 38, tone=Tone.THIRD, tip=self._tip),
            Column("heading", tr("表格列名"), lambda row: row.leaf, 112, tip=self._tip),
            Column("target", tr("对应字段"), self.label_of, tip=self._tip),
            Column(
                *("standing", tr("匹配程度"), self._short, 84),
                right=True,
                tone=Tone.THIRD,
                painted=self._mark,
                tip=self._standing,
            ),
        ]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        row: MappedRow = self.row(index.row())
        if role == PENDING:
            return row.column is not None and row.column.standing == "pending"
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == TARGET:
            said = (
                tr("{row.leaf} 对应 {0}").format(self.label_of(row), row=row),
                self._standing(row),
            )
            return "，".join(part for part in said if part)
        if role == Qt.ItemDataRole.EditRole:
            return self.label_of(row)
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, Target):
            return False
        self.mapped.emit(self.row(index.row()), value)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        if self.row(index.row()).column is None:
            return Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == TARGET else flags
