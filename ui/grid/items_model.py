"""The rows of a group as a table, with one empty row below for what comes new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from cdo_desktop.domain.findings import Finding, by_weight
from cdo_desktop.domain.record import Row
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, ElementKind
from cdo_desktop.work.items import Cell, CellReader, Rows, typed_into
from ui.grid.remark_marks import Said
from ui.tr import tr
from ui.widgets.marks import SEVERITIES

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
HINT = tr("在此输入，或粘贴整块")
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_READABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _READABLE | Qt.ItemFlag.ItemIsEditable
_NUMBERS = (ElementKind.NUMBER, ElementKind.MONEY)


class ItemsModel(QAbstractTableModel):
    """Shows rows; what is typed into a cell goes out as `edited` and is shown at once."""

    edited = Signal(object, str)
    """(rows, name of the step)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows = ()
        self._columns: Sequence[Element] = ()
        self._reader: CellReader | None = None
        self._writable = False
        self._found: dict[tuple[str, str], list[Finding]] = {}
        self._fresh: frozenset[str] = frozenset()
        self._said: Said = {}

    # -- what is shown -------------------------------------------------------------------------

    @property
    def rows(self) -> Rows:
        """The rows, without the empty one below."""
        return self._rows

    @property
    def columns(self) -> Sequence[Element]:
        """The elements that are columns now."""
        return self._columns

    @property
    def writable(self) -> bool:
        """Whether cells can be changed."""
        return self._writable

    def begin(
        self, reader: CellReader | None, columns: Sequence[Element], rows: Rows, writable: bool
    ) -> None:
        """Show other rows, or other columns."""
        self.beginResetModel()
        self._reader, self._columns = reader, list(columns)
        self._rows, self._writable = rows, writable
        self._fresh = frozenset()
        self.endResetModel()

    def take(self, rows: Rows) -> None:
        """Show what an edit made of the rows; views keep their place."""
        before = self._rows
        head = _alike(before, rows)
        tail = _alike(before[head:][::-1], rows[head:][::-1])
        if head + tail < len(before):
            self.beginRemoveRows(_NOWHERE, head, len(before) - tail - 1)
            self._rows = (*before[:head], *before[len(before) - tail :])
            self.endRemoveRows()
        if head + tail < len(rows):
            self.beginInsertRows(_NOWHERE, head, len(rows) - tail - 1)
            middle = rows[head : len(rows) - tail]
            self._rows = (*self._rows[:head], *middle, *self._rows[head:])
            self.endInsertRows()
        held, self._rows = self._rows, rows
        self._judge_changed(held, rows)
        self._redraw(n for n, row in enumerate(rows) if row is not held[n])

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Mark the cells with what was found; rows are counted from 1 there."""
        found: dict[tuple[str, str], list[Finding]] = {}
        for finding in by_weight(findings):
            number = finding.place.row - 1
            if 0 <= number < len(self._rows):
                place = (self._rows[number]["id"], finding.place.element)
                found.setdefault(place, []).append(finding)
        before, self._found = self._found, found
        changed = {
            place[0]
            for place in before.keys() | found.keys()
            if before.get(place, []) != found.get(place, [])
        }
        self._redraw(n for n, row in enumerate(self._rows) if row["id"] in changed)

    def show_remarks(self, said: Said) -> None:
        """Mark the rows and cells on which remarks are open."""
        before, self._said = self._said, said
        other = {row for row, _ in dict(before.items() ^ said.items())}
        self._redraw(n for n, row in enumerate(self._rows) if row["id"] in other)

    def remarks(self, number: int, key: str = "") -> str:
        """What is remarked on a cell, or with key "" on the row; "" for nothing."""
        if not self._said or number >= len(self._rows):
            return ""
        return self._said.get((self._rows[number]["id"], key), "")

    def mark_fresh(self, ids: Iterable[str]) -> None:
        """Mark these rows as new since the last paste."""
        before, self._fresh = self._fresh, frozenset(ids)
        other = before ^ self._fresh
        self._redraw(n for n, row in enumerate(self._rows) if row["id"] in other)

    def is_fresh(self, number: int) -> bool:
        """Whether a row is new since the last paste."""
        return number < len(self._rows) and self._rows[number]["id"] in self._fresh

    def findings(self, number: int, key: str = "") -> list[Finding]:
        """What was found in a row, or in one of its cells; heaviest first."""
        if number >= len(self._rows):
            return []
        id_ = self._rows[number]["id"]
        if key:
            return self._found.get((id_, key), [])
        keys = [element.key for element in self._reader.group.elements] if self._reader else []
        return by_weight(one for key in keys for one in self._found.get((id_, key), ()))

    def worst(self, number: int, key: str) -> Finding | None:
        """The worst that was found in a cell."""
        found = self.findings(number, key)
        return found[0] if found else None

    def faults(self) -> list[tuple[Finding, Cell]]:
        """Everything that was found, heaviest first, with its cell."""
        places = {row["id"]: number for number, row in enumerate(self._rows)}
        found = [
            (finding, (places[id_], key))
            for (id_, key), findings in self._found.items()
            if id_ in places
            for finding in findings
        ]
        rank = {severity: place for place, severity in enumerate(SEVERITIES)}
        return sorted(found, key=lambda one: (rank[one[0].severity], one[1][0]))

    def _judge_changed(self, before: Rows, after: Rows) -> None:
        """Cells that have changed are judged by themselves until the whole record is."""
        if self._reader is None:
            return
        for old, new in zip(before, after, strict=True):
            if old is new:
                continue
            for key in old.keys() | new.keys() - {"id"}:
                if old.get(key) != new.get(key) and key in self._reader.group.by_key:
                    finding = self._reader.finding(new, key)
                    self._found[new["id"], key] = [finding] if finding else []

    def judge(self, cells: Iterable[Cell]) -> None:
        """Judge these cells by themselves, after a paste."""
        for number, key in cells:
            row = self._rows[number]
            finding = self._reader.finding(row, key) if self._reader else None
            self._found[row["id"], key] = [finding] if finding else []

    def _redraw(self, numbers: Iterable[int]) -> None:
        changed = list(numbers)
        if changed and self._columns:
            first = self.index(changed[0], 0)
            last = self.index(changed[-1], len(self._columns) - 1)
            self.dataChanged.emit(first, last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, changed[0], changed[-1])

    # -- Qt's questions ------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid():
            return 0
        return len(self._rows) + self._writable

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self._writable else _READABLE

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.column() >= len(self._columns):
            return None
        element, number = self._columns[index.column()], index.row()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return shown(self.row(number).get(element.key))
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(element)
            case Qt.ItemDataRole.ToolTipRole:
                told = _told(self.findings(number, element.key))
                here = "\n".join(filter(None, (told, self.remarks(number, element.key))))
                return here or shown(self.row(number).get(element.key))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(element, number)
        return None

    def row(self, number: int) -> Row:
        """The row at this place; nothing for the empty one below."""
        return self._rows[number] if number < len(self._rows) else {}

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self._writable or self._reader is None:
            return False
        element, number = self._columns[index.column()], index.row()
        if str(value) == shown(self.row(number).get(element.key)):
            return False
        made = typed_into(self._rows, self._reader, [(number, element.key)], str(value))
        if not made.changed:
            return False
        self.take(made.rows)
        self.judge([(number, element.key)])
        self.edited.emit(
            self._rows, tr("第 {0} 行的“{element.label}”").format(number + 1, element=element)
        )
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            return self._column_head(self._columns[section], role)
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if section < len(self._rows) else "＊"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (_told(self.findings(section)), self.remarks(section))))
        return None

    def _column_head(self, element: Element, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return element.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                tr("{element.label}，必填").format(element=element)
                if element.required
                else element.label
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (element.label, element.help, element.clause)))
        return None

    def _spoken(self, element: Element, number: int) -> str:
        words = shown(self.row(number).get(element.key)) or tr("空")
        found = self.findings(number, element.key)
        problems = (f"{SEVERITIES[f.severity].word}：{f.message()}" for f in found)
        told = "；".join(filter(None, (*problems, self.remarks(number, element.key))))
        return tr("第 {0} 行，{element.label}：{words}").format(
            number + 1, element=element, words=words
        ) + (f"。{told}" if told else "")


def alignment(element: Element) -> Qt.AlignmentFlag:
    """Numbers stand at the right."""
    return _RIGHT if element.kind in _NUMBERS else _LEFT


def _alike(before: Sequence[Row], after: Sequence[Row]) -> int:
    """How many rows from the beginning are the same ones, whatever stands in them."""
    for number, (old, new) in enumerate(zip(before, after, strict=False)):
        if old["id"] != new["id"]:
            return number
    return min(len(before), len(after))


def _told(findings: Iterable[Finding]) -> str:
    lines = (f"{SEVERITIES[f.severity].word}：{f.message()}  {f.code}" for f in findings)
    return "\n".join(lines)
