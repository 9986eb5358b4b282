"""The history of a record: its revisions, and what differs between one of them and now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from cdo_desktop.domain.changes import Change, ChangeType
from cdo_desktop.domain.listing import RevisionInfo
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.flows import Flow
from cdo_desktop.standard.model import Kind
from cdo_desktop.work import comparing
from cdo_desktop.workbench import Workbench
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.chips import state_chip
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

_ROWS = {
    ChangeType.ROW_ADDED: tr("新增一行"),
    ChangeType.ROW_REMOVED: tr("删除一行"),
    ChangeType.ROWS_MOVED: tr("行的次序变了"),
}


class HistoryPane(QWidget):
    """Revisions above; below, element by element, what has changed since the chosen one."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._bench: Workbench | None = None
        self._kind: Kind | None = None
        self._record: Record | None = None
        self._history: Sequence[RevisionInfo] = ()
        self._reviewed: RevisionInfo | None = None
        self._revisions = TableModel((), self)
        self.table = RowTable(look, self._revisions, tr("历史"))
        self.table.row_chosen.connect(self._compare)
        self._said = label(look, role="strong")
        self._changes = TableModel(_CHANGE_COLUMNS, self)
        self.changes = RowTable(look, self._changes, tr("自那一版以来的变更"))
        head = QFrame()
        head.setProperty("role", "strip")
        line = QVBoxLayout(head)
        line.setContentsMargins(12, 4, 8, 4)
        line.addWidget(self._said)
        lower = QWidget()
        down = QVBoxLayout(lower)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(head)
        down.addWidget(self.changes, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(lower)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    @property
    def words(self) -> str:
        """What is said above the changes."""
        return self._said.text()

    def show_history(
        self, bench: Workbench, kind: Kind, record: Record, history: Sequence[RevisionInfo]
    ) -> None:
        """Show the revisions of a record, compared with the last that was reviewed."""
        self._bench, self._kind, self._record = bench, kind, record
        if self._history and self._history[0].revision_id == record.revision_id:
            return
        self._history = history
        flow = bench.library.flow_of(kind)
        self._revisions.show_rows(history, _history_columns(flow))
        self._reviewed = comparing.last_review(flow, history)
        here = self._reviewed
        self.table.choose_row(history.index(here) if here else len(history) - 1)

    def _compare(self, row: int) -> None:
        if not 0 <= row < len(self._history):
            return
        chosen = self._history[row]
        if row == 0:
            self._said.setText(tr("这就是现在的一版。"))
            self._changes.show_rows(())
            return
        found = comparing.since(self._bench, chosen, self._record)
        lines = [_told(self._kind, found.before, self._record, one) for one in found.changes]
        self._changes.show_rows(lines)
        state = self._bench.library.flow_of(self._kind).state(chosen.review).label
        since = tr("第 {chosen.number} 版（{state}）").format(chosen=chosen, state=state)
        if chosen is self._reviewed:
            since = tr("上次审核（第 {chosen.number} 版，{state}）").format(
                chosen=chosen, state=state
            )
        self._said.setText(tr("自{since}以来变更 {0} 项").format(len(lines), since=since))


def _told(kind: Kind, before: Record, now: Record, change: Change) -> tuple[str, str, str]:
    """(where, before, now) in words."""
    element = kind.element_at(change.element, change.group)
    label_ = element.label if element else change.element
    if not change.group:
        return label_, shown(change.before), shown(change.after)
    group = kind.groups_by_key[change.group].label if change.group in kind.groups_by_key else ""
    if change.type is not ChangeType.VALUE:
        row = change.after or change.before or {}
        first = next((shown(value) for key, value in row.items() if key != "id"), "")
        words = _ROWS[change.type]
        return f"{group}：{words}", first if change.before else "", first if change.after else ""
    place = _row_number(now, change) or _row_number(before, change)
    return (
        tr("{group}第 {place} 行 {label_}").format(group=group, place=place, label_=label_),
        shown(change.before),
        shown(change.after),
    )


def _row_number(record: Record, change: Change) -> int:
    ids = [row["id"] for row in record.groups.get(change.group, ())]
    return ids.index(change.row) + 1 if change.row in ids else 0


_CHANGE_COLUMNS: list[Column[tuple[str, str, str]]] = [
    Column("where", tr("字段"), lambda row: row[0], 190),
    Column("before", tr("那一版"), lambda row: row[1] or tr("（空）"), 200, tone=Tone.SECOND),
    Column("now", tr("现在"), lambda row: row[2] or tr("（空）")),
]


def _history_columns(flow: Flow) -> list[Column[RevisionInfo]]:
    return [
        Column("number", tr("版本"), lambda r: str(r.number), 48, right=True),
        Column("at", tr("时间"), lambda r: r.at[:16].replace("T", " "), 130, tone=Tone.SECOND),
        Column("who", tr("谁"), lambda r: r.who, 90),
        Column(
            *("review", tr("状态"), lambda r: flow.state(r.review).label, 86),
            painted=lambda r: state_chip(flow, r.review, ""),
        ),
        Column("step", tr("做了什么"), lambda r: r.step_name),
        Column("why", tr("说明"), lambda r: r.why, 160, tone=Tone.SECOND),
    ]
