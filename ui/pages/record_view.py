"""A record to read and to edit: head, parts, and below what was found and remarked in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.listing import RevisionInfo, Summary
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Conflict
from cdo_desktop.standard.model import Element, Kind
from cdo_desktop.work import comparing, editing
from cdo_desktop.work.twice import check_in_list
from cdo_desktop.workbench import Workbench
from ui.editing import RecordEdit
from ui.jobs import Job
from ui.pages.bottom_pane import BottomPane, BottomSplit
from ui.pages.record_head import RecordHead
from ui.pages.record_notes import RecordNotes
from ui.pages.record_parts import RecordParts, Shown
from ui.pages.record_problems import RecordProblems
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.empty_state import EmptyState

_WRITE, _DROP = "write_remarks", "drop_remarks"


class RecordView(QStackedWidget):
    """The right side of a list page; generated from the kind's definition."""

    stepped = Signal(int)
    saved = Signal(object)
    """The Record as it is now: the list is to show it."""
    said = Signal(object)
    """How it is kept, for the status bar."""
    asked = Signal(str)
    """"copy" or "move:…" for the record that is shown."""
    record_wished = Signal(str)
    """The id of another record, for a problem in it: whoever shows it goes to its field."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look = shell.look
        self.setProperty("role", "pane")
        self._shell = shell
        self._kind: Kind | None = None
        self._bench: Workbench | None = None
        self._opened_revision = ""
        self._head = RecordHead(look)
        self._parts = RecordParts(shell)
        self._bottom = BottomPane(look, shell.settings)
        self.banner = Banner(look)
        self.edit = RecordEdit(shell, self)
        self._bottom.problems.check_asked.connect(self.edit.flush)  # before it is checked
        self.problems = RecordProblems(shell, self._bottom.problems, self)
        self.notes = RecordNotes(shell, self._parts, self._bottom, self)
        self._empty = EmptyState(look)
        self._arrived = QTimer(self, singleShot=True, interval=0)
        self._arrived.timeout.connect(self._arrive)
        self._connect()
        self.addWidget(self._empty)
        self.addWidget(BottomSplit(look, self._upper(), self._bottom))
        self.show_nothing(tr("选一条，在这里看它的内容、信息项和问题。"))

    def _connect(self) -> None:
        self._head.stepped.connect(self.stepped)
        self._head.asked.connect(self._ask)
        self._head.history_asked.connect(self._parts.show_history)
        self._parts.focused.connect(self._bottom.show_help)
        self._parts.typed.connect(self.edit.take)
        self._parts.left.connect(self.edit.flush)
        self._parts.fix_asked.connect(self.edit.mend)
        self._parts.file_chosen.connect(self.edit.attach)
        self._parts.rows_edited.connect(self.edit.take_rows)
        self._parts.undo_asked.connect(self._undo)
        self._parts.whole_asked.connect(lambda group: self._ask(f"items:{group}"))
        self.banner.chosen.connect(self._answer)
        self.edit.saved.connect(self._saved)
        self.edit.said.connect(self.said)
        self.edit.failed.connect(self._failed)
        self.problems.chosen.connect(self._go_to)
        self.problems.elsewhere.connect(self._wish)
        self.problems.failed.connect(self._failed)
        self.notes.failed.connect(self._failed)
        self.notes.changed.connect(self._name_tabs)

    def _upper(self) -> QWidget:
        upper = QWidget()
        down = QVBoxLayout(upper)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        around = QHBoxLayout()
        around.setContentsMargins(12, 0, 12, 0)
        around.addWidget(self.banner)
        down.addWidget(self._head)
        down.addLayout(around)
        down.addWidget(self._parts, 1)
        return upper

    # -- what is shown -------------------------------------------------------------------------

    def show_nothing(self, words: str) -> None:
        """Say why there is no record."""
        self.edit.end()
        self._empty.say("book-open", words)
        self.setCurrentIndex(0)

    def prepare(self, bench: Workbench, kind_key: str) -> None:
        """Make what records of a kind are shown in, before one is shown."""
        self._parts.build(bench.library.kind(kind_key))

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
        self._bench = bench
        self._kind = bench.library.version(record.kind, record.standard)
        self._parts.build(self._kind)
        self.edit.begin(bench, record)
        self._show(bench, self._kind, record, summary)
        self.setCurrentIndex(1)
        self._arrived.start()  # after whoever leads here has put the focus where it puts it

    def _show(self, bench: Workbench, kind: Kind, record: Record, summary: Summary) -> None:
        findings = check_in_list(bench, record)
        history = bench.workspace.revisions(record.id)
        self._show_head(bench, kind, record, summary, history)
        self._tell_frozen(record, history)
        writable = self._may_write(record)
        waiting = self.edit.waiting
        self._parts.show_record(Shown(bench, record, findings, history, writable, waiting))
        self.problems.show_record(bench, kind, record, findings)
        self.notes.show_record(bench, kind, record)
        self._shown = (record, findings, len(history))
        self._name_tabs()

    def _name_tabs(self) -> None:
        record, findings, revisions = self._shown
        self._parts.name_tabs(record, findings, self.notes.remarks, revisions)

    def _show_head(
        self,
        bench: Workbench,
        kind: Kind,
        record: Record,
        summary: Summary,
        history: Sequence[RevisionInfo],
    ) -> None:
        flow = bench.library.flow_of(kind)
        self._head.show_record(flow, record, summary, history[0])
        reviewed = comparing.last_review(flow, history)
        changed = comparing.since(bench, reviewed, record).changes if reviewed else ()
        self._head.show_changes(len(changed))
        # what an opinion moves is moved by its signature alone
        moves = [m for m in flow.moves if m.source == record.review and not m.opinions]
        moves.sort(key=lambda move: not move.needs_note)
        offered = [
            (move.key, move.label, "undo-2" if move.needs_note else "send") for move in moves
        ]
        writable = self._shell.session.writable and not record.deleted
        awaited = any(move.opinions for move in flow.moves_from(record.review))
        self._head.offer_review(bool(flow.opinions) and not record.deleted, awaited)
        held = "" if writable else self._shell.session.held
        self._head.show_moves(offered, writable, held, primary=not awaited)

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
            words = tr(
                "{word}的内容不能直接改。开始修改会生成新的草稿，原来的一版仍在历史里。"
            ).format(word=word)
            self.banner.say("info", words, [("edit", tr("开始修改"))], stays=True)
        elif record.review == "returned" and history[0].why:
            last = history[0]
            self.banner.say(
                "warn",
                tr("{last.who} {0} 退回：{last.why}").format(last.at[5:10], last=last),
                stays=True,
            )
        elif not self.edit.waiting:
            self.banner.hide()

    # -- editing -------------------------------------------------------------------------------

    def _answer(self, key: str) -> None:
        record = self.edit.record
        if record is None:
            return
        self.banner.hide()
        if key == "edit":
            self._opened_revision = record.revision_id
            self._show_again()
            self._parts.focus_first()
        elif key == "mine":
            self.edit.insist()
        elif key == "theirs":
            self.edit.forget()
            self._show_again()
        elif key == _WRITE:
            self.notes.write_all()
        elif key == _DROP:
            self.notes.forget()

    def _ask(self, key: str) -> None:
        if self.edit.flush():
            self.asked.emit(key)

    def _undo(self) -> None:
        if self.edit.flush():
            self._shell.session.undo()

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
        ways = [("mine", tr("用我刚才输入的")), ("theirs", tr("放弃我刚才输入的，看现在的内容"))]
        links = ways if isinstance(error, Conflict) else []
        self.banner.say_error(error, links)

    def flush(self) -> bool:
        """Save what was typed; False if it could not be, or a remark is half written."""
        saved = self.edit.flush()
        words = self.notes.unwritten
        if words and saved:
            links = [(_WRITE, tr("写入")), (_DROP, tr("不写了"))]
            self.banner.say("warn", words, links, stays=True)
        return saved and not words

    # -- what the page and the frame ask -------------------------------------------------------

    def _go_to(self, finding: Finding) -> None:
        kind, place = self._kind, finding.place
        element: Element | None = kind.element_at(place.element, place.group) if kind else None
        if element is not None:
            self._bottom.show_help(element)
        self._parts.go_to(place)

    def _wish(self, finding: Finding) -> None:
        self._shell.full_check.wish(finding)
        self.record_wished.emit(finding.place.record)

    def _arrive(self) -> None:
        """A problem led to this record: go to its field, and on from there with F8."""
        record = self.edit.record
        finding = self._shell.full_check.wished_in(record.id) if record else None
        if finding is None:
            return
        self._bottom.show_problems()
        self._bottom.problems.stand_on(finding)
        self._go_to(finding)

    def next_problem(self, back: bool = False) -> None:
        """Go to the next problem, of this record or of all, as the pane is set (F8)."""
        self._bottom.problems.next_problem(back)

    def check_all(self) -> Job | None:
        """Check the whole workspace (F7); its job gives a LastCheck."""
        self.edit.flush()  # what is being typed is checked too
        return self.problems.check_all()

    def fold_bottom(self) -> None:
        """Fold the bottom pane, or open it (Ctrl+J)."""
        self._bottom.toggle()

    def help_field(self) -> None:
        """Bring the help of the field into view (F1)."""
        self._bottom.open_help()

    def write_remark(self) -> None:
        """Put the cursor where a remark on the field is written."""
        self._bottom.show_remarks(writing=True)

    def whole_page(self) -> None:
        """Edit the rows that are shown, or the first group's, on a page of their own (F11)."""
        self._parts.ask_whole_page()

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return self._parts.tabs.current

    def show_tab(self, name: str) -> None:
        """Show a tab by its name; one that there is not changes nothing."""
        self._parts.tabs.show_tab(name)

    def next_section(self) -> None:
        """Show the next tab; after the last the first."""
        self._parts.next_section()

    def panes(self) -> list[QWidget]:
        """Where F6 puts the focus: the tabs, the problems or remarks."""
        return [self._parts.bar, self._bottom.problems.table, self._bottom.remarks.line]
