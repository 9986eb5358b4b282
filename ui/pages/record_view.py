"""A record to read and to edit: head, sections, groups, history, and what was found in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.findings import Finding, count
from cdo_desktop.domain.listing import RevisionInfo, Summary
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Conflict
from cdo_desktop.standard.model import Element, Group, Kind, Severity
from cdo_desktop.work import checking, editing
from cdo_desktop.workbench import Workbench
from ui.editing import RecordEdit
from ui.forms.section_form import SectionForm
from ui.grid.items_grid import ItemsGrid
from ui.pages.findings_pane import FindingsPane
from ui.pages.history_pane import HistoryPane
from ui.pages.record_head import RecordHead
from ui.shell import Shell
from ui.widgets.banner import Banner
from ui.widgets.buttons import button, line
from ui.widgets.empty_state import EmptyState
from ui.widgets.marks import SEVERITIES
from ui.widgets.text import Elided

_HISTORY = "历史"


class RecordView(QStackedWidget):
    """The right side of a list page; generated from the kind's definition."""

    stepped = Signal(int)
    saved = Signal(object)
    """The Record as it is now: the list is to show it."""
    said = Signal(str)
    """How it is kept, for the status bar."""
    asked = Signal(str)
    """"copy" or "move:…" for the record that is shown."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look = shell.look
        self.setProperty("role", "pane")
        self._shell, self._look = shell, look
        self._kind: Kind | None = None
        self._bench: Workbench | None = None
        self._opened_revision = ""
        self._tabs = QTabBar(drawBase=False, expanding=False, accessibleName="记录的各部分")
        self._tabs.setIconSize(QSize(look.theme.px(14), look.theme.px(14)))
        self._tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self._pages = QStackedWidget()
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self._head = RecordHead(look)
        self._head.stepped.connect(self.stepped)
        self._head.asked.connect(self._ask)
        self.banner = Banner(look)
        self.banner.chosen.connect(self._answer)
        self._findings = FindingsPane(look)
        self._findings.chosen.connect(self._go_to)
        self._empty = EmptyState(look)
        self._sections: dict[str, SectionForm] = {}
        self._groups: dict[str, ItemsGrid] = {}
        self._history = HistoryPane(look)
        self.edit = RecordEdit(shell, self)
        self.edit.saved.connect(self._saved)
        self.edit.said.connect(self.said)
        self.edit.failed.connect(self._failed)
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
        around = QHBoxLayout()
        around.setContentsMargins(12, 0, 12, 0)
        around.addWidget(self.banner)
        down.addWidget(self._head)
        down.addLayout(around)
        down.addLayout(tabs)
        down.addWidget(line())
        down.addWidget(self._pages, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(upper)
        split.addWidget(self._findings)
        split.setCollapsible(0, False)
        split.setStretchFactor(0, 1)
        split.setSizes([520, 154])
        return split

    # -- what is shown -------------------------------------------------------------------------

    def show_nothing(self, words: str) -> None:
        """Say why there is no record."""
        self.edit.end()
        self._empty.say("book-open", words)
        self.setCurrentIndex(0)

    def show_record(self, bench: Workbench, summary: Summary) -> None:
        """Read a record and show it with what the checks find in it. Raises CdoError.

        The same record again keeps what is being typed.
        """
        if self.edit.record is None or self.edit.record.id != summary.id:
            self.edit.flush()
            self.banner.hide()
            self._opened_revision = ""
        elif self.edit.waiting:
            self.edit.flush()
        record = bench.workspace.record(summary.id)
        kind = bench.library.version(record.kind, record.standard)
        self._bench = bench
        if kind is not self._kind:
            self._build(kind)
        self.edit.begin(bench, record)
        self._show(record, summary)
        self.setCurrentIndex(1)

    def _show(self, record: Record, summary: Summary) -> None:
        bench, kind = self._bench, self._kind
        findings = [*checking.check_codes(bench, [record]), *checking.check_record(bench, record)]
        history = bench.workspace.revisions(record.id)
        flow = bench.library.flow_of(kind)
        self._head.show_record(flow, record, summary, history[0])
        writable = self._may_write(record)
        self._tell_frozen(record, history)
        self._offer_moves(record)
        for form in self._sections.values():
            form.show_record(bench, record, findings, writable, self.edit.waiting)
        for key, grid in self._groups.items():
            here = [finding for finding in findings if finding.place.group == key]
            grid.show_rows(bench, record, here, writable)
        self._history.show_history(bench, kind, record, history)
        self._name_tabs(kind, record, findings, len(history))
        at = bench.clock.now().astimezone().strftime("%H:%M")
        checked = f"{at} 用“{kind.standard}”版规则检查过。"
        self._findings.show_findings(kind, findings, checked)

    def _may_write(self, record: Record) -> bool:
        if not self._shell.session.writable or record.deleted:
            return False
        locked = editing.becomes_draft(self._bench, record)
        return not locked or self._opened_revision == record.revision_id

    def _tell_frozen(self, record: Record, history: Sequence[RevisionInfo]) -> None:
        """Say why it cannot be typed into, or why it came back."""
        flow = self._bench.library.flow_of(self._kind)
        word = flow.state(record.review).label
        if record.deleted or not self._shell.session.writable:
            return
        if not self._may_write(record):
            words = f"{word}的内容不能直接改。开始修改会生成新的草稿，原来的一版仍在历史里。"
            self.banner.say("info", words, [("edit", "开始修改")], stays=True)
        elif record.review == "returned" and history[0].why:
            last = history[0]
            self.banner.say("warn", f"{last.who} {last.at[5:10]} 退回：{last.why}", stays=True)
        elif not self.edit.waiting:
            self.banner.hide()

    def _offer_moves(self, record: Record) -> None:
        flow = self._bench.library.flow_of(self._kind)
        moves = [move for move in flow.moves if move.source == record.review]
        moves.sort(key=lambda move: not move.needs_note)
        offered = [
            (move.key, move.label, "undo-2" if move.needs_note else "send") for move in moves
        ]
        writable = self._shell.session.writable and not record.deleted
        self._head.show_moves(offered, writable, "" if writable else self._shell.session.held)

    # -- editing -------------------------------------------------------------------------------

    def _answer(self, key: str) -> None:
        record = self.edit.record
        if record is None:
            return
        if key == "edit":
            self._opened_revision = record.revision_id
            self.banner.hide()
            self._show_again()
            self._focus_first()
        elif key == "mine":
            self.banner.hide()
            self.edit.insist()
        elif key == "theirs":
            self.edit.forget()
            self.banner.hide()
            self._show_again()

    def _focus_first(self) -> None:
        for form in self._sections.values():
            form.focus_first()
            return

    def _ask(self, key: str) -> None:
        if self.edit.flush():
            self.asked.emit(key)

    def _saved(self, record: Record) -> None:
        self._show_again()
        self.saved.emit(record)

    def _show_again(self) -> None:
        record, bench = self.edit.record, self._bench
        if record is None or bench is None:
            return
        number = bench.workspace.number_of(record.id)
        summary = bench.workspace.summaries([number]).get(number)
        if summary is not None:
            self.show_record(bench, summary)

    def _failed(self, error: BaseException) -> None:
        ways = [("mine", "用我刚才输入的"), ("theirs", "放弃我刚才输入的，看现在的内容")]
        links = ways if isinstance(error, Conflict) else []
        self.banner.say_error(error, links)

    def _build(self, kind: Kind) -> None:
        self._kind = kind
        self._sections, self._groups = {}, {}
        while self._tabs.count():
            self._tabs.removeTab(0)
        while self._pages.count():
            old = self._pages.widget(0)
            self._pages.removeWidget(old)
            if old is not self._history:
                old.deleteLater()
        for section in kind.sections:
            elements = [element for element in kind.elements if element.section == section]
            if elements:
                self._add_section(section, elements)
            for group in kind.groups:
                if group.section == section:
                    self._add_group(group)
        self._add_tab(_HISTORY, self._history)
        self._tabs.setCurrentIndex(0)

    def _add_section(self, section: str, elements: Sequence[Element]) -> None:
        form = SectionForm(self._shell, section, elements)
        form.focused.connect(self._findings.show_help)
        form.typed.connect(self.edit.take)
        form.left.connect(self.edit.flush)
        form.fix_asked.connect(self.edit.mend)
        form.file_chosen.connect(self.edit.attach)
        self._sections[section] = form
        self._add_tab(section, _padded(form))

    def _add_group(self, group: Group) -> None:
        grid = ItemsGrid(self._shell, group)
        grid.edited.connect(partial(self.edit.take_rows, group.key))
        grid.undo_asked.connect(self._undo)
        self._groups[group.key] = grid
        whole = button(self._look, "整页编辑", kind="small", icon="maximize-2", tip="F11")
        whole.clicked.connect(partial(self._ask, f"items:{group.key}"))
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
        self._add_tab(group.label, page)

    def _undo(self) -> None:
        if self.edit.flush():
            self._shell.session.undo()

    def whole_page(self) -> None:
        """Edit the rows that are shown, or the first group's, on a page of their own (F11)."""
        shown = [key for key, grid in self._groups.items() if grid.isVisible()]
        for key in [*shown, *self._groups][:1]:
            self._ask(f"items:{key}")

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
            self._groups[finding.place.group].go_to(finding.place.row - 1, finding.place.element)
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
