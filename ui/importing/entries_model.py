"""The records a sheet proposes, in its order; some can be ticked, a filter shows some of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from cdo_desktop.domain.findings import Finding
from cdo_desktop.standard.model import Severity
from cdo_desktop.work.import_choices import Spot, is_written, spot_of, subjects_of
from cdo_desktop.work.import_diff import span_of
from cdo_desktop.work.importing import Rehearsed
from ui.importing.decisions import Decisions
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.chips import ChipOption
from ui.widgets.marks import SEVERITIES

Index = QModelIndex | QPersistentModelIndex
OUTCOMES = {
    "new": (tr("新增"), tr("工作区里没有")),
    "changed": (tr("有变化"), tr("逐条可看差异")),
    "unchanged": (tr("无变化"), tr("不会改动")),
    "invalid": (tr("不能写入"), tr("原因见“问题”，可批注")),
}
"""Outcome -> its word and what becomes of it."""
_WEIGHTY = (Severity.ERROR, Severity.WARNING)


class EntriesModel(TableModel):
    """Ticked ones are written; what cannot be written has no tick."""

    def __init__(self, decisions: Decisions, parent: QObject) -> None:
        super().__init__((), parent)
        self._decisions = decisions
        self._found: Rehearsed | None = None
        self._tickable: list[Spot] = []
        """Of the rows shown those that can be ticked."""
        self.show_rows((), self._made_columns())
        decisions.changed.connect(self._tell)

    def show_entries(
        self, found: Rehearsed | None, wanted: Callable[[Any], bool] | None = None
    ) -> None:
        """Show those entries of a rehearsal that are wanted."""
        self._found = found
        entries = found.rehearsal.entries if found else ()
        shown = [e for e in entries if wanted(e)] if wanted else entries
        self._tickable = [spot_of(entry) for entry in shown if self.can_be_ticked(entry)]
        self.show_rows(shown)

    def row_of(self, spot: Spot) -> int:
        """The row of an entry; -1 if the filter hides it."""
        for row in range(self.rowCount()):
            if spot_of(self.row(row)) == spot:
                return row
        return -1

    def worst(self, entry: Any) -> Finding | None:
        """The heaviest of what was found of an entry."""
        found = self._found.by_record.get(entry.record.id, ()) if self._found else ()
        return found[0] if found else None

    def needs_care(self, entry: Any) -> bool:
        """Whether there is an error or a warning to be seen to."""
        worst = self.worst(entry)
        return worst is not None and worst.severity in _WEIGHTY

    # -- ticks ---------------------------------------------------------------------------------

    def can_be_ticked(self, entry: Any) -> bool:
        """Whether it would be written if everything was taken."""
        return is_written(entry)

    def toggle(self, row: int) -> None:
        """Tick a row, or take its tick away."""
        entry = self.row(row)
        if self.can_be_ticked(entry):
            spot = spot_of(entry)
            self._decisions.tick([spot], not self._decisions.is_ticked(spot))

    def check_all(self, on: bool = True) -> None:
        """Tick every row shown that can be, or none."""
        self._decisions.tick(self._tickable, on)

    @property
    def check_state(self) -> Qt.CheckState:
        """Of the rows shown."""
        ticked = sum(map(self._decisions.is_ticked, self._tickable))
        if not ticked:
            return Qt.CheckState.Unchecked
        whole = ticked == len(self._tickable)
        return Qt.CheckState.Checked if whole else Qt.CheckState.PartiallyChecked

    def _tell(self) -> None:
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)

    # -- what Qt asks --------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        checks = index.isValid() and self.columns[index.column()].checks
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check_of(index) if checks else None
        return super().data(index, role)

    def _check_of(self, index: Index) -> Qt.CheckState:
        entry = self.row(index.row())
        on = self.can_be_ticked(entry) and self._decisions.is_ticked(spot_of(entry))
        return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        entry = self.row(index.row())
        if not self.columns[index.column()].checks or not self.can_be_ticked(entry):
            return False
        self._decisions.tick([spot_of(entry)], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or not self.columns[index.column()].checks:
            return flags
        if self.can_be_ticked(self.row(index.row())):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.CheckStateRole and self.columns[section].checks:
            return self.check_state
        return super().headerData(section, orientation, role)

    # -- columns -------------------------------------------------------------------------------

    def _made_columns(self) -> list[Column[Any]]:
        return [
            Column("check", tr("写入"), self._tick_word, 32, checks=True, tip=self._tick_word),
            Column(
                *("outcome", tr("结果"), lambda e: OUTCOMES[e.outcome][0], 84),
                painted=lambda e: ChipOption(e.outcome, OUTCOMES[e.outcome][0]),
            ),
            Column("line", tr("表格行"), span_of, 72, right=True, tone=Tone.SECOND, tip=_place),
            Column("title", tr("名称"), lambda e: e.record.title or tr("（没有名称）"), 216),
            Column("changes", tr("变化"), self._change_words, 132, tone=Tone.SECOND, yields=1),
            Column("problem", tr("问题"), self._problem, painted=self._mark, tip=self._problems),
        ]

    def _tick_word(self, entry: Any) -> str:
        if not self.can_be_ticked(entry):
            word = OUTCOMES[entry.outcome][0]
            return word if entry.outcome == "invalid" else tr("{0}，不写入").format(word)
        return tr("写入") if self._decisions.is_ticked(spot_of(entry)) else tr("这次不写入")

    def _change_words(self, entry: Any) -> str:
        if entry.outcome == "new":
            return self._rows_words(entry)
        subjects = subjects_of(entry)
        kept = len(self._decisions.kept(spot_of(entry)).intersection(subjects))
        if not subjects:
            return ""
        return tr("改 {0} 处").format(len(subjects) - kept) + (
            tr("，留 {kept} 处").format(kept=kept) if kept else ""
        )

    def _rows_words(self, entry: Any) -> str:
        """信息项 8 个: what a new record brings along, by the names of the definition."""
        groups = self._found.rehearsal.kind.groups_by_key if self._found else {}
        return "，".join(
            tr("{0} {1} 个").format(groups[key].label, len(rows))
            for key, rows in entry.record.groups.items()
            if rows and key in groups
        )

    def _problem(self, entry: Any) -> str:
        worst = self.worst(entry)
        return worst.message() if worst else ""

    def _problems(self, entry: Any) -> str:
        found = self._found.by_record.get(entry.record.id, ()) if self._found else ()
        lines = [f"{SEVERITIES[f.severity].word}：{f.message()}（{f.code}）" for f in found[:8]]
        return "\n".join([*lines, tr("共 {0} 个").format(len(found))] if len(found) > 8 else lines)

    def _mark(self, entry: Any) -> Any:
        worst = self.worst(entry)
        return ((SEVERITIES[worst.severity], worst.message()),) if worst else ()


def _place(entry: Any) -> str:
    return tr("工作表“{entry.source.sheet}”第 {0} 行").format(span_of(entry), entry=entry)
