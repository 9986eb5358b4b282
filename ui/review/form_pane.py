"""The form of a project to read: a tab for each section, with the catalog that is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding, count
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, ElementKind, Group, Kind, Severity
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.notes import Remark
from cdo_desktop.work.review_desk import PlannedEntry, planned_catalog
from cdo_desktop.workbench import Workbench
from ui.forms.field_row import FieldRow
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.review.planned_columns import planned_columns
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.late_tabs import LateTabs
from ui.widgets.marks import SEVERITIES, Mark
from ui.widgets.panel import Panel
from ui.widgets.row_table import RowTable
from ui.widgets.tally import Tally

_ROWS = 12
"""So many rows of a group are seen at once; with more it has a scroll bar of its own."""
_NARROW, _WIDE = 96, 170
_SHORT = {ElementKind.CHOICE, ElementKind.MONEY, ElementKind.MONTH, ElementKind.DATE}


@dataclass(frozen=True, slots=True)
class Read:
    """A project as it is read."""

    bench: Workbench
    kind: Kind
    record: Record
    findings: Sequence[Finding]
    remarks: Sequence[Remark] = ()
    """Those that are open."""


class ReadTable(RowTable):
    """As high as its rows, up to a limit."""

    def sizeHint(self) -> QSize:
        rows = min(max(self.model().rowCount(), 1), _ROWS)
        height = self.horizontalHeader().sizeHint().height()
        return QSize(200, height + rows * self.verticalHeader().defaultSectionSize() + 2)

    minimumSizeHint = sizeHint


class FormPane(QFrame):
    """The left of the review page; nothing in it can be changed."""

    record_wished = Signal(str)
    """The id of a record that a row leads to."""
    file_wished = Signal(str, int)
    """(group, row from 1): its attachment is to be shown."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._look = shell, shell.look
        self.setProperty("role", "pane")
        self._kind: Kind | None = None
        self._read: Read | None = None
        self._fields: dict[str, list[FieldRow]] = {}
        self._tables: dict[str, tuple[TableModel, ReadTable, Panel]] = {}
        self.tabs = LateTabs(tr("申报表的各部分"))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.tabs)

    def show_project(self, read: Read) -> None:
        """Show a project; the tab that is shown stays."""
        self._build(read.kind)
        self._read = read
        self._name_tabs(read)
        self.tabs.fall_behind()

    def _build(self, kind: Kind) -> None:
        if kind is self._kind:
            return
        self._kind, self._fields, self._tables = kind, {}, {}
        self.tabs.clear()
        for section in kind.sections:
            self.tabs.add(section, partial(self._made, section), partial(self._fill, section))
        self.tabs.show_tab(self.tabs.current)

    def _made(self, section: str) -> QWidget:
        kind = self._kind
        ground = QWidget()
        ground.setProperty("role", "ground")
        down = QVBoxLayout(ground)
        down.setContentsMargins(8, 10, 12, 12)
        down.setSpacing(self._look.theme.px(6))
        elements = [one for one in kind.elements if one.section == section] if kind else []
        self._fields[section] = [FieldRow(self._shell, element) for element in elements]
        for row in self._fields[section]:
            row.remarks_asked.connect(self._wish_own)
            down.addWidget(row)
        for group in kind.groups if kind else ():
            if group.section == section:
                down.addWidget(self._made_group(group))
        down.addStretch(1)
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(section)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        return area

    def _wish_own(self) -> None:
        """The remarks on a field are read and settled where the record is edited."""
        if self._read is not None:
            self.record_wished.emit(self._read.record.id)

    def _made_group(self, group: Group) -> Panel:
        planned = group.role is Role.PROJECT_CATALOG
        files = any(one.kind is ElementKind.ATTACHMENT for one in group.elements)
        link = tr("在数据目录中打开") if planned else tr("打开附件") if files else ""
        panel = Panel(self._look, group.label, "", link)
        model = TableModel((), self)
        table = ReadTable(self._look, model, group.label)
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if planned:
            table.opened.connect(partial(self._open_entry, group.key))
            panel.link.clicked.connect(partial(self._open_current, group.key))
        elif files:
            table.opened.connect(partial(self._open_file, group.key))
            panel.link.clicked.connect(partial(self._open_current_file, group.key))
        panel.put(table)
        self._tables[group.key] = (model, table, panel)
        return panel

    # -- what is shown -------------------------------------------------------------------------

    def _fill(self, section: str) -> None:
        read = self._read
        if read is None:
            return
        for row in self._fields[section]:
            key = row.element.key
            found = [f for f in read.findings if f.place.element == key and not f.place.group]
            row.show_record(read.bench, read.record, found, False)
            there = read.record.values.get(key) is not None or bool(found)
            row.setVisible(row.element.is_visible(read.record.values) or there)
            row.show_remarks([one for one in read.remarks if one.hangs_on(key)])
        for group in read.kind.groups:
            if group.section == section:
                self._fill_group(group, read)

    def _fill_group(self, group: Group, read: Read) -> None:
        model, table, panel = self._tables[group.key]
        rows: Sequence[Any] = read.record.groups.get(group.key, ())
        if group.role is Role.PROJECT_CATALOG:
            rows = planned_catalog(read.bench, read.kind, read.record)
            model.show_rows(rows, planned_columns(read.bench.library))
            panel.link.setEnabled(any(one.entry for one in rows))
        else:
            model.show_rows(rows, [_column(element) for element in group.elements])
            panel.link.setEnabled(bool(rows))
        panel.say(tr("{0} 条").format(len(rows)) if rows else tr("没有填"))
        table.setVisible(bool(rows))
        table.updateGeometry()

    def _name_tabs(self, read: Read) -> None:
        for place in range(self.tabs.bar.count()):
            section = str(self.tabs.bar.tabData(place))
            found = [one for one in read.findings if _section_of(read.kind, one) == section]
            marks: list[tuple[Mark, str]] = [
                (mark, str(number))
                for severity, mark in SEVERITIES.items()
                if severity is not Severity.HINT and (number := count(found, severity))
            ]
            words = "，".join(f"{mark.word} {number}" for mark, number in marks)
            self.tabs.bar.setTabToolTip(place, words)
            side = QTabBar.ButtonPosition.RightSide
            old, made = self.tabs.bar.tabButton(place, side), None
            if marks:
                made = Tally(self._look)
                made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                made.show_marks(marks)
            self.tabs.bar.setTabButton(place, side, made)
            if old is not None:
                old.deleteLater()

    def show_field(self, element: str, group: str) -> None:
        """Bring a field, or the rows of a group, into view."""
        kind = self._kind
        found = kind.element_at(element) if kind and not group else None
        section = kind.groups_by_key[group].section if kind and group else ""
        section = found.section if found else section
        self.tabs.show_tab(section)
        row = next((one for one in self._fields.get(section, []) if one.element is found), None)
        target: QWidget | None = self._tables[group][1] if group in self._tables else row
        if target is not None:
            area = target.parentWidget()
            while area is not None and not isinstance(area, QScrollArea):
                area = area.parentWidget()
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(target)

    # -- the catalog ---------------------------------------------------------------------------

    def _open_entry(self, group: str, place: int) -> None:
        one: PlannedEntry = self._tables[group][0].row(place)
        if one.entry is not None:
            self.record_wished.emit(one.entry.id)

    def _open_current(self, group: str) -> None:
        """The row that is current, else the first that there is."""
        model, table, _ = self._tables[group]
        rows: list[PlannedEntry] = [model.row(n) for n in range(model.rowCount())]
        current = table.currentIndex().row()
        wanted = [rows[current]] if current >= 0 and rows[current].entry else rows
        for one in [one for one in wanted if one.entry][:1]:
            self.record_wished.emit(one.entry.id)

    # -- attachments ---------------------------------------------------------------------------

    def _open_file(self, group: str, place: int) -> None:
        self.file_wished.emit(group, place + 1)

    def _open_current_file(self, group: str) -> None:
        """Of the row that is current, else of the first."""
        self._open_file(group, max(self._tables[group][1].currentIndex().row(), 0))


def _column(element: Element) -> Column[Any]:
    unit = tr("（{element.unit}）").format(element=element) if element.unit else ""
    key = element.key
    width = 0 if _is_wide(element) else _NARROW
    right = element.kind in (ElementKind.MONEY, ElementKind.NUMBER)
    return Column(key, element.label + unit, lambda row: shown(row.get(key)), width, right=right)


def _is_wide(element: Element) -> bool:
    return element.kind not in _SHORT and element.kind is not ElementKind.YES_NO


def _section_of(kind: Kind, finding: Finding) -> str:
    place = finding.place
    if place.group in kind.groups_by_key:
        return kind.groups_by_key[place.group].section
    element = kind.element_at(place.element)
    return element.section if element else kind.sections[0]
