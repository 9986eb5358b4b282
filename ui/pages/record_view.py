"""A record to read: head, sections, groups, history, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.findings import Finding, count
from cdo_desktop.domain.listing import RevisionInfo, Summary
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.flows import Flow
from cdo_desktop.standard.model import Element, ElementKind, Group, Kind, Severity
from cdo_desktop.work import checking
from cdo_desktop.workbench import Workbench
from ui.forms.section_form import SectionForm
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.pages.findings_pane import FindingsPane
from ui.widgets.buttons import icon_button, line
from ui.widgets.chips import Chip, state_chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.marks import SEVERITIES
from ui.widgets.row_table import RowTable
from ui.widgets.text import Elided, label

_HISTORY = "历史"
_FIRST_WIDTH = 160
_WIDTHS = {ElementKind.LONGTEXT: 200, ElementKind.TEXT: 130, ElementKind.NUMBER: 72}


class RecordHead(QWidget):
    """Title, state, who and when, completeness; previous and next."""

    stepped = Signal(int)
    """Another record is wished for: -1 the one before, 1 the next."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._title = Elided(look, "record")
        self._chip = Chip(look)
        self._facts = Elided(look, "small", "3")
        self._bar = QProgressBar(textVisible=False, accessibleName="完整度")
        self._bar.setFixedSize(look.theme.px(90), look.theme.px(6))
        self._bar.setProperty("role", "completeness")
        self._percent = label(look, role="small", tone="3")
        up = icon_button(look, "chevron-up", "上一条（Alt+↑）")
        down = icon_button(look, "chevron-down", "下一条（Alt+↓）")
        up.clicked.connect(lambda: self.stepped.emit(-1))
        down.clicked.connect(lambda: self.stepped.emit(1))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._title)
        first.addWidget(self._chip)
        first.addStretch()
        first.addWidget(up)
        first.addWidget(down)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self._facts, 1)
        second.addWidget(label(look, "完整度", "small", "3"))
        second.addWidget(self._bar)
        second.addWidget(self._percent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 4)
        layout.setSpacing(2)
        layout.addLayout(first)
        layout.addLayout(second)

    def show_record(self, flow: Flow, record: Record, summary: Summary, last: RevisionInfo) -> None:
        """Show the head of a record."""
        self._title.setText(record.title or "（没有名称）")
        self._chip.show_chip(state_chip(flow, summary.review, summary.delivery))
        facts = [record.code, summary.office or record.org.name]
        facts.append(f"{last.who} {last.at[:16].replace('T', ' ')} 第 {record.revision} 版")
        self._facts.setText("  ·  ".join(filter(None, facts)))
        self._bar.setValue(summary.completeness)
        self._percent.setText(f"{summary.completeness}%")


class RecordView(QStackedWidget):
    """The right side of a list page. Read-only; generated from the kind's definition."""

    stepped = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._look = look
        self._kind: Kind | None = None
        self._tabs = QTabBar(drawBase=False, expanding=False, accessibleName="记录的各部分")
        self._tabs.setIconSize(QSize(look.theme.px(14), look.theme.px(14)))
        self._tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self._pages = QStackedWidget()
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self._head = RecordHead(look)
        self._head.stepped.connect(self.stepped)
        self._findings = FindingsPane(look)
        self._findings.chosen.connect(self._go_to)
        self._empty = EmptyState(look)
        self._sections: dict[str, SectionForm] = {}
        self._groups: dict[str, RowTable] = {}
        self._history = TableModel((), self)
        self.addWidget(self._empty)
        self.addWidget(self._body())
        self.show_nothing("选一条，在这里看它的内容、信息项和问题。")

    def _body(self) -> QWidget:
        upper = QWidget()
        down = QVBoxLayout(upper)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(10, 0, 10, 0)
        tabs.addWidget(self._tabs, 1)
        down.addWidget(self._head)
        down.addLayout(tabs)
        down.addWidget(line())
        down.addWidget(self._pages, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(upper)
        split.addWidget(self._findings)
        split.setCollapsible(0, False)
        split.setStretchFactor(0, 1)
        split.setSizes([520, 176])
        return split

    def show_nothing(self, words: str) -> None:
        """Say why there is no record."""
        self._empty.say("book-open", words)
        self.setCurrentIndex(0)

    def show_record(self, bench: Workbench, summary: Summary) -> None:
        """Read a record and what the checks find in it, and show both. Raises CdoError."""
        record = bench.workspace.record(summary.id)
        kind = bench.library.version(record.kind, record.standard)
        findings = checking.check_record(bench, record)
        history = bench.workspace.revisions(record.id)
        if kind is not self._kind:
            self._build(kind)
        flow = bench.library.flow_of(kind)
        self._head.show_record(flow, record, summary, history[0])
        for form in self._sections.values():
            form.show_record(record, findings)
        for key, table in self._groups.items():
            table.model().show_rows(record.groups.get(key, ()))
        self._history.show_rows(history, _history_columns(flow))
        self._name_tabs(kind, record, findings, len(history))
        checked = f"用“{kind.standard}”版规则检查过。"
        self._findings.show_findings(kind, findings, checked)
        self.setCurrentIndex(1)

    def _build(self, kind: Kind) -> None:
        self._kind = kind
        self._sections, self._groups = {}, {}
        while self._tabs.count():
            self._tabs.removeTab(0)
        while self._pages.count():
            old = self._pages.widget(0)
            self._pages.removeWidget(old)
            old.deleteLater()
        for section in kind.sections:
            elements = [element for element in kind.elements if element.section == section]
            if elements:
                form = SectionForm(self._look, section, elements)
                form.focused.connect(self._findings.show_help)
                self._sections[section] = form
                self._add_tab(section, _padded(form))
            for group in kind.groups:
                if group.section == section:
                    self._add_group(group)
        table = RowTable(self._look, self._history, _HISTORY)
        self._add_tab(_HISTORY, table)
        self._tabs.setCurrentIndex(0)

    def _add_group(self, group: Group) -> None:
        table = RowTable(self._look, TableModel(_group_columns(group), self), group.label)
        self._groups[group.key] = table
        self._add_tab(group.label, table)

    def _add_tab(self, name: str, page: QWidget) -> None:
        self._pages.addWidget(page)
        self._tabs.setTabData(self._tabs.addTab(name), name)

    def _name_tabs(
        self, kind: Kind, record: Record, findings: Sequence[Finding], revisions: int
    ) -> None:
        labels = {group.label: len(record.groups.get(group.key, ())) for group in kind.groups}
        numbers = labels | {_HISTORY: revisions}
        for place in range(self._tabs.count()):
            name = self._tabs.tabData(place)
            here = [f for f in findings if _tab_of(kind, f) == name]
            number = f" {numbers[name]}" if name in numbers else ""
            self._tabs.setTabText(place, f"{name}{number}")
            worst = here[0].severity if here else None
            self._mark_tab(place, worst, here)

    def _mark_tab(self, place: int, worst: Severity | None, here: Sequence[Finding]) -> None:
        words = [
            f"{mark.word} {number}"
            for severity, mark in SEVERITIES.items()
            if (number := count(here, severity))
        ]
        self._tabs.setTabToolTip(place, "，".join(words))
        if worst is None or worst is Severity.HINT:
            self._tabs.setTabIcon(place, QIcon())
        else:
            mark = SEVERITIES[worst]
            self._tabs.setTabIcon(place, self._look.icons.icon(mark.icon, mark.token, 14))

    def _go_to(self, finding: Finding) -> None:
        if self._kind is None:
            return
        element = self._kind.element_at(finding.place.element, finding.place.group)
        if element is not None:
            self._findings.show_help(element)
        wanted = _tab_of(self._kind, finding)
        for place in range(self._tabs.count()):
            if self._tabs.tabData(place) == wanted:
                self._tabs.setCurrentIndex(place)
        if finding.place.group in self._groups:
            self._groups[finding.place.group].choose_row(finding.place.row - 1)
        elif wanted in self._sections:
            self._sections[wanted].go_to(finding.place.element)

    def next_problem(self, back: bool = False) -> None:
        """Go to the next problem of this record."""
        self._findings.next_problem(back)

    def panes(self) -> list[QWidget]:
        """Where F6 puts the focus: the tabs, the problems."""
        return [self._tabs, self._findings.table]

    def next_section(self) -> None:
        """Show the next tab; after the last the first."""
        if self._tabs.count():
            self._tabs.setCurrentIndex((self._tabs.currentIndex() + 1) % self._tabs.count())


def _padded(form: SectionForm) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(12, 0, 4, 0)
    layout.addWidget(form)
    return page


def _tab_of(kind: Kind, finding: Finding) -> str:
    """The tab a finding belongs to: its section, or its group's own."""
    place = finding.place
    if place.group in kind.groups_by_key:
        return kind.groups_by_key[place.group].label
    element = kind.element_at(place.element)
    return element.section if element else kind.sections[0]


def _group_columns(group: Group) -> list[Column[Mapping[str, Any]]]:
    columns: list[Column[Mapping[str, Any]]] = []
    for place, element in enumerate(group.elements):
        width = _FIRST_WIDTH if place == 0 else _WIDTHS.get(element.kind, 92)
        columns.append(_cell_column(element, width))
    return columns


def _cell_column(element: Element, width: int) -> Column[Mapping[str, Any]]:
    return Column(
        *(element.key, element.label, lambda row: shown(row.get(element.key)), width),
        right=element.kind is ElementKind.NUMBER,
        tone=Tone.TEXT if width == _FIRST_WIDTH else Tone.SECOND,
    )


def _history_columns(flow: Flow) -> list[Column[RevisionInfo]]:
    return [
        Column("number", "版本", lambda r: str(r.number), 48, right=True),
        Column("at", "时间", lambda r: r.at[:16].replace("T", " "), 130, tone=Tone.SECOND),
        Column("who", "谁", lambda r: r.who, 90),
        Column(
            *("review", "状态", lambda r: flow.state(r.review).label, 86),
            painted=lambda r: state_chip(flow, r.review, ""),
        ),
        Column("step", "做了什么", lambda r: r.step_name),
        Column("why", "说明", lambda r: r.why, 160, tone=Tone.SECOND),
    ]
