"""The tabs of a record: its sections as forms, its groups as grids, its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding, Place, count
from cdo_desktop.domain.listing import RevisionInfo
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Element, Group, Kind, Severity
from cdo_desktop.work.notes import Remark, Spot
from cdo_desktop.workbench import Workbench
from ui.forms.section_form import SectionForm
from ui.grid.items_grid import ItemsGrid
from ui.pages.history_pane import HistoryPane
from ui.pages.remarks_pane import WHOLE
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.late_tabs import LateTabs
from ui.widgets.marks import SEVERITIES, Mark
from ui.widgets.tally import Tally
from ui.widgets.text import Elided

_HISTORY = tr("历史")


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it is shown."""

    bench: Workbench
    record: Record
    findings: Sequence[Finding]
    history: Sequence[RevisionInfo]
    writable: bool
    waiting: Mapping[str, str]
    """Element -> what was typed and is not saved yet."""


class RecordParts(QWidget):
    """Generated from the definition of the kind; what is typed goes out as signals."""

    focused = Signal(object)
    """The Element whose field or column has the focus."""
    stood = Signal(object)
    """[(Spot, words)]: what a remark can hang on where the focus is, the likeliest first."""
    typed = Signal(object, str)
    """(Element, text): somebody typed or chose."""
    left = Signal()
    fix_asked = Signal(object)
    file_chosen = Signal(object, object)
    """(Element, Path): a file is to hang on the record."""
    rows_edited = Signal(str, object, str)
    """(key of a group, rows, name of the step)."""
    undo_asked = Signal()
    whole_asked = Signal(str)
    """The rows of this group are to be edited on a page of their own."""
    remarks_asked = Signal()
    """The mark of a field that has remarks was clicked."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._look = shell.look
        self._shell = shell
        self._kind: Kind | None = None
        self._tallied: dict[int, list[tuple[Mark, str]]] = {}
        """Place of a tab -> what it says of problems; made anew only when that is another."""
        self._sections: dict[str, SectionForm] = {}
        self._groups: dict[str, ItemsGrid] = {}
        """Those that have been looked at."""
        self.history: HistoryPane | None = None
        self._shown: Shown | None = None
        self._remarks: Sequence[Remark] = ()
        self.tabs = LateTabs(tr("记录的各部分"))
        self.bar = self.tabs.bar
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.tabs)

    # -- generated -----------------------------------------------------------------------------

    def build(self, kind: Kind) -> None:
        """Make the tabs of a kind, unless they are there."""
        if kind is self._kind:
            return
        self._kind = kind
        self._sections, self._groups, self._tallied = {}, {}, {}
        self.history = self._shown = None
        self.tabs.clear()
        for section in kind.sections:
            elements = [element for element in kind.elements if element.section == section]
            if elements:
                make = partial(self._made_section, section, elements)
                self.tabs.add(section, make, partial(self._fill_section, section))
            for group in kind.groups:
                if group.section == section:
                    make = partial(self._made_group, group)
                    self.tabs.add(group.label, make, partial(self._fill_group, group))
        self.tabs.add(_HISTORY, self._made_history, self._fill_history)
        self.tabs.show_tab(self.tabs.current)

    def _made_section(self, section: str, elements: Sequence[Element]) -> QWidget:
        form = SectionForm(self._shell, section, elements)
        form.focused.connect(self._in_field)
        form.typed.connect(self.typed)
        form.left.connect(self.left)
        form.fix_asked.connect(self.fix_asked)
        form.file_chosen.connect(self.file_chosen)
        form.remarks_asked.connect(self.remarks_asked)
        self._sections[section] = form
        return _padded(form)

    def _made_group(self, group: Group) -> QWidget:
        grid = ItemsGrid(self._shell, group)
        grid.edited.connect(partial(self.rows_edited.emit, group.key))
        grid.undo_asked.connect(self.undo_asked)
        grid.marked.connect(partial(self._in_grid, grid))
        self._groups[group.key] = grid
        whole = button(self._look, tr("整页编辑"), kind="small", icon="maximize-2", tip="F11")
        whole.clicked.connect(partial(self.whole_asked.emit, group.key))
        page = QWidget()
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 4, 8, 4)
        help_line = Elided(self._look, "small", "3")
        help_line.setText(group.help)
        strip.addWidget(help_line, 1)
        strip.addWidget(whole)
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(strip)
        down.addWidget(grid, 1)
        return page

    def _made_history(self) -> QWidget:
        self.history = HistoryPane(self._look)
        return self.history

    # -- what is shown -------------------------------------------------------------------------

    def show_record(self, shown: Shown) -> None:
        """Show a record with what was found in it; tabs that are not looked at follow later."""
        self._shown = shown
        self.tabs.fall_behind()

    def _fill_section(self, section: str) -> None:
        form, here = self._sections[section], self._shown
        if here is not None:
            form.show_record(here.bench, here.record, here.findings, here.writable, here.waiting)
            form.show_remarks(self._remarks)

    def _fill_group(self, group: Group) -> None:
        grid, here = self._groups[group.key], self._shown
        if here is not None:
            found = [one for one in here.findings if one.place.group == group.key]
            grid.show_rows(here.bench, here.record, found, here.writable)
            grid.show_remarks(self._remarks)

    def _fill_history(self) -> None:
        here, kind = self._shown, self._kind
        if here is not None and kind is not None and self.history is not None:
            self.history.show_history(here.bench, kind, here.record, here.history)

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Mark the fields, rows and cells on which remarks are open."""
        self._remarks = [remark for remark in remarks if remark.is_open]
        for form in self._sections.values():
            form.show_remarks(self._remarks)
        for grid in self._groups.values():
            grid.show_remarks(self._remarks)

    def name_tabs(
        self,
        record: Record,
        findings: Sequence[Finding],
        remarks: Sequence[Remark],
        revisions: int,
    ) -> None:
        """Say on each tab how much there is, and what was found there."""
        kind = self._kind
        if kind is None:
            return
        labels = {group.label: len(record.groups.get(group.key, ())) for group in kind.groups}
        numbers = labels | {_HISTORY: revisions}
        places = [place_of(one) for one in remarks if one.is_open]
        for tab in range(self.bar.count()):
            name = self.bar.tabData(tab)
            here = [one for one in findings if tab_of(kind, one.place) == name]
            said = sum(tab_of(kind, place) == name for place in places)
            number = f" {numbers[name]}" if name in numbers else ""
            self.bar.setTabText(tab, f"{name}{number}")
            self._mark_tab(tab, here, said)

    def _mark_tab(self, tab: int, here: Sequence[Finding], remarks: int) -> None:
        words = [
            f"{mark.word} {number}"
            for severity, mark in SEVERITIES.items()
            if (number := count(here, severity))
        ]
        words += [tr("意见 {remarks}").format(remarks=remarks)] if remarks else []
        self.bar.setTabToolTip(tab, "，".join(words))
        marks = [
            (mark, str(number))
            for severity, mark in SEVERITIES.items()
            if severity is not Severity.HINT and (number := count(here, severity))
        ]
        if marks == self._tallied.get(tab, []):
            return
        self._tallied[tab] = marks
        old = self.bar.tabButton(tab, QTabBar.ButtonPosition.RightSide)
        made = Tally(self._look) if marks else None
        if made is not None:
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            made.show_marks(marks)
        self.bar.setTabButton(tab, QTabBar.ButtonPosition.RightSide, made)
        if old is not None:
            old.deleteLater()

    # -- where the focus is --------------------------------------------------------------------

    def _in_field(self, element: Element) -> None:
        self.focused.emit(element)
        self.stood.emit([(Spot(element.key), element.label), WHOLE])

    def _in_grid(self, grid: ItemsGrid) -> None:
        """Another cell is current; it counts when somebody is there, not when it is only shown."""
        focus = QApplication.focusWidget()
        element, row = grid.current_element, grid.current_row
        if focus is None or not grid.isAncestorOf(focus) or element is None:
            return
        self.focused.emit(element)
        if 0 <= row < len(grid.rows):
            row_id = str(grid.rows[row]["id"])
            whole_row = Spot("", grid.group.key, row_id)
            cell = Spot(element.key, grid.group.key, row_id)
            words = tr("{grid.group.label}第 {0} 行").format(row + 1, grid=grid)
            self.stood.emit([(whole_row, words), (cell, f"{words} {element.label}"), WHOLE])

    def go_to(self, place: Place) -> None:
        """Bring a field or a cell into view and put the cursor there."""
        if self._kind is None:
            return
        wanted = tab_of(self._kind, place)
        self.tabs.show_tab(wanted)
        if place.group in self._groups:
            grid = self._groups[place.group]
            grid.setFocus()
            grid.go_to(place.row - 1, place.element)
        elif wanted in self._sections:
            self._sections[wanted].go_to(place.element)

    def show_history(self) -> None:
        """Show the history."""
        self.tabs.show_tab(_HISTORY)
        if self.history is not None:
            self.history.table.setFocus()

    def focus_first(self) -> None:
        """Put the cursor into the first field of the section that is shown, else of the record."""
        if self.tabs.current not in self._sections and self._kind is not None:
            self.tabs.show_tab(self._kind.sections[0])
        if form := self._sections.get(self.tabs.current):
            form.focus_first()

    def next_section(self) -> None:
        """Show the next tab; after the last the first."""
        self.tabs.show_next()

    def ask_whole_page(self) -> None:
        """Edit the rows that are shown, or the first group's, on a page of their own."""
        groups = self._kind.groups if self._kind else ()
        shown = [group.key for group in groups if group.label == self.tabs.current]
        for key in [*shown, *(group.key for group in groups)][:1]:
            self.whole_asked.emit(key)


def _padded(form: SectionForm) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(12, 0, 4, 0)
    layout.addWidget(form)
    return page


def place_of(remark: Remark) -> Place:
    """Where a remark hangs, as findings say it."""
    comment = remark.comment
    return Place(comment.record_id, comment.element, comment.group, remark.row)


def tab_of(kind: Kind, place: Place) -> str:
    """The tab a place belongs to: its section, or its group's own."""
    if place.group in kind.groups_by_key:
        return kind.groups_by_key[place.group].label
    element = kind.element_at(place.element)
    return element.section if element else kind.sections[0]


def where_words(kind: Kind, remark: Remark) -> str:
    """What a remark hangs on, as a person says it."""
    comment = remark.comment
    element = kind.element_at(comment.element, comment.group)
    label = element.label if element else comment.element
    if comment.group not in kind.groups_by_key:
        return label or WHOLE[1]
    row = tr("第 {remark.row} 行").format(remark=remark) if remark.row else tr("（已删去的一行）")
    return f"{kind.groups_by_key[comment.group].label}{row} {label}".strip()
