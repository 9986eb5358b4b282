"""Below the records: what differs of the current one, and what was found, of it or of all."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from cdo_desktop.standard.model import Severity
from cdo_desktop.work.import_choices import spot_of
from cdo_desktop.work.import_diff import differences, span_of
from cdo_desktop.work.importing import Rehearsed
from ui.importing.decisions import Decisions
from ui.importing.diff_model import DiffModel
from ui.importing.diff_table import DiffTable
from ui.importing.findings_columns import finding_columns
from ui.look import Look
from ui.models.table import TableModel
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.row_table import RowTable
from ui.widgets.segmented import Segmented
from ui.widgets.text import Elided

DIFF, ONE, ALL = "diff", "one", "all"
_SHOWN = 5000
"""Findings shown; all are in the annotated copy."""


class DetailPane(QFrame):
    """Three views, one of them shown."""

    finding_chosen = Signal(object)
    """A Finding of the whole workbook is current now."""

    def __init__(self, shell: Shell, decisions: Decisions) -> None:
        super().__init__()
        look = shell.look
        self.setProperty("role", "pane")
        self._shell = shell
        self._found: Rehearsed | None = None
        self._entry: Any = None
        self.diff_model = DiffModel(decisions, self)
        self.diff = DiffTable(look, self.diff_model)
        self._findings = TableModel((), self)
        self.findings = RowTable(look, self._findings, tr("发现的问题"))
        self.findings.row_chosen.connect(self._finding_current)
        self.views = Segmented(
            look, tr("看什么"), ((DIFF, tr("差异")), (ONE, tr("本条问题")), (ALL, tr("全部问题")))
        )
        self.views.chosen.connect(self._show_view)
        self._facts = Elided(look, "small", "3")
        self.take_all = button(look, tr("全取表格"), kind="small")
        self.keep_all = button(look, tr("全留现有"), kind="small")
        self.take_all.clicked.connect(self._take_all)
        self.keep_all.clicked.connect(self._keep_all)
        self._stack = QStackedWidget()
        self._lay_out(look)
        decisions.changed.connect(self._count)
        self._show_view(DIFF)

    def _lay_out(self, look: Look) -> None:
        head = QFrame()
        head.setProperty("role", "strip")
        across = QHBoxLayout(head)
        across.setContentsMargins(12, 4, 10, 4)
        across.setSpacing(8)
        across.addWidget(self.views)
        across.addWidget(self._facts, 1)
        across.addWidget(self.take_all)
        across.addWidget(self.keep_all)
        self._stack.addWidget(self.diff)
        self._stack.addWidget(self.findings)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(head)
        down.addWidget(self._stack, 1)

    # -- what is shown -------------------------------------------------------------------------

    def show_rehearsal(self, found: Rehearsed | None) -> None:
        """Another rehearsal; which record is current is told by `show_entry`."""
        self._found = found
        self.views.show_count(ALL, len(found.findings) if found else None)
        if self.views.key == ALL:
            self._fill_findings()

    def show_entry(self, entry: Any) -> None:
        """Show what there is of an entry; None = of none."""
        self._entry = entry
        found = self._found
        own = found.by_record.get(entry.record.id, ()) if found and entry else None
        self.views.show_count(ONE, len(own) if own is not None else None)
        self._fill_diff()
        if self.views.key == ONE:
            self._fill_findings()

    def _fill_diff(self) -> None:
        entry, found = self._entry, self._found
        if entry is None or found is None:
            self.diff_model.show_differences(("", 0), (), (tr("现有内容"), tr("表格内容")), False)
        else:
            choosable = entry.outcome == "changed" and bool(entry.changes)
            labels = (self._label_before(entry), tr("表格内容　第 {0} 行").format(span_of(entry)))
            lines = differences(found.rehearsal.kind, entry)
            self.diff_model.show_differences(spot_of(entry), lines, labels, choosable)
        for made in (self.take_all, self.keep_all):
            made.setEnabled(self.diff_model.choosable)
        self._count()

    def _label_before(self, entry: Any) -> str:
        bench = self._shell.session.bench
        if bench is None or not entry.base:
            return tr("现有内容")
        history = bench.workspace.revisions(entry.record.id)
        if not history:
            return tr("现有内容")
        return tr("现有内容　{0} {1}").format(history[0].who, history[0].at[5:16].replace("T", " "))

    def _count(self) -> None:
        self._facts.setText(self._words())

    def _words(self) -> str:
        if self.views.key == ALL:
            return self._counted()
        entry = self._entry
        if entry is None:
            return ""
        title = entry.record.title or tr("（没有名称）")
        if self.views.key == ONE:
            return title
        model = self.diff_model
        if entry.outcome == "new":
            return tr("{title}　工作区里没有，按表格新增").format(title=title)
        if not model.choosable:
            return (
                tr("{title}　不写入").format(title=title)
                if entry.outcome == "invalid"
                else tr("{title}　与现有内容相同").format(title=title)
            )
        total, kept = len(model.subjects), model.kept
        return tr("{title}　{total} 处不同，取表格 {0} 处，保留现有 {kept} 处").format(
            total - kept, title=title, total=total, kept=kept
        )

    def _counted(self) -> str:
        if self._found is None:
            return ""
        found = self._found.findings
        numbers = {s: sum(f.severity is s for f in found) for s in Severity}
        words = [
            tr("错误 {0}").format(numbers[Severity.ERROR]),
            tr("警告 {0}").format(numbers[Severity.WARNING]),
            tr("提示 {0}").format(numbers[Severity.HINT]),
        ]
        more = (
            tr("；列出前 {_SHOWN} 个，其余见批注表格").format(_SHOWN=_SHOWN)
            if len(found) > _SHOWN
            else ""
        )
        return "，".join(words) + more

    # -- views ---------------------------------------------------------------------------------

    def _show_view(self, key: str) -> None:
        self._stack.setCurrentIndex(0 if key == DIFF else 1)
        for made in (self.take_all, self.keep_all):
            made.setVisible(key == DIFF)
        if key != DIFF:
            self._fill_findings()
        self._count()

    def _fill_findings(self) -> None:
        found = self._found
        if found is None:
            self._findings.show_rows((), finding_columns({}))
            return
        titles = {entry.record.id: entry.record.title for entry in found.rehearsal.entries}
        if self.views.key == ALL:
            shown = found.by_weight[:_SHOWN]
        else:
            shown = found.by_record.get(self._entry.record.id, ()) if self._entry else ()
        self._findings.show_rows(shown, finding_columns(titles))

    def _finding_current(self, row: int) -> None:
        if 0 <= row < self._findings.rowCount() and self.views.key == ALL:
            self.finding_chosen.emit(self._findings.row(row))

    def next_problem(self, back: bool = False) -> None:
        """Make the next finding of the whole workbook current, or the one before."""
        at = self.findings.currentIndex().row() if self.views.key == ALL else -1
        self.views.choose(ALL)
        count = self._findings.rowCount()
        if count:
            by = -1 if back else 1
            self.findings.choose_row((at + by) % count if at >= 0 or not back else count - 1)

    def _take_all(self) -> None:
        self.diff_model.choose_all(stays=False)

    def _keep_all(self) -> None:
        self.diff_model.choose_all(stays=True)

    def table(self) -> RowTable:
        """The table that is shown."""
        return self.diff if self.views.key == DIFF else self.findings
