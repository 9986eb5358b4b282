"""A list and the record that is current in it: one page class for every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.listing import ListQuery, Summary
from cdo_desktop.domain.record import Record
from cdo_desktop.work.listed import newest_step
from cdo_desktop.work.problems import LastCheck
from cdo_desktop.workbench import Workbench
from ui.grid.items_grid import ItemsGrid
from ui.pages.kept_splitter import KeptSplitter
from ui.pages.left_words import left_words
from ui.pages.list_actions import ListActions
from ui.pages.list_head import BIN, CHECK, EXPORT, IMPORT, NEW, PRINT, ListHead
from ui.pages.list_menu import ListMenu
from ui.pages.list_moves import STAYED
from ui.pages.list_pane import ListPane
from ui.pages.page import Page
from ui.pages.record_place import RecordPlace
from ui.pages.record_view import RecordView
from ui.pages.step_notice import Notice, to_record
from ui.printing import print_list
from ui.remembered import Remembered
from ui.shell import Shell
from ui.tr import tr

ITEMS, REVIEW = "items", "review"
_SIZES = [600, 680]
_LIST_AT_LEAST = 560


class ListPage(Page):
    """数据目录, 信息系统, 数据需求, 机构 …: what differs comes from the definition."""

    def __init__(
        self, shell: Shell, kind_key: str, name: str, beside: Sequence[tuple[str, str]] = ()
    ) -> None:
        """`beside`: key and name of each list that shares a place of the rail with this one."""
        super().__init__(shell)
        look = shell.look
        self._kind_key, self._name = kind_key, name
        self._shown: Workbench | None = None
        self._facts = ""
        self._newest = 0
        """The newest step of the workspace when the list was read."""
        self.does = ListActions(shell, kind_key, name, self)
        self.does.told.connect(self.tell)
        self.does.signing.connect(partial(self.wished.emit, "sign_batch"))
        self.does.moves.wished.connect(partial(self.wished.emit, "record"))
        self.banner.chosen.connect(self._answer)
        self.does.failed.connect(self._failed)
        self.does.made.connect(self._show_made)
        self._head = ListHead(look, name, kind_key, beside)
        self._head.asked.connect(self._begin)
        self._head.led.connect(partial(self.wished.emit, "back"))
        self.pane = ListPane(shell, name)
        look.changed.connect(self._fit)
        self._fit()
        self.pane.chosen.connect(self._show_record)
        self.pane.counted.connect(self._tell_counts)
        self.pane.asked.connect(self._begin)
        self.pane.acted.connect(self.does.act)
        self.pane.failed.connect(self._failed)
        self.pane.left.connect(self._tell_gone)
        self.pane.table.opened.connect(self._review_row)
        ListMenu(shell, self.pane, self.does, lambda: self.view.whole_page())
        self._right = RecordPlace(shell)
        self._right.made.connect(self._connect_view)
        self._splitter = KeptSplitter(f"sizes.{kind_key}", _SIZES)
        self._splitter.addWidget(self.pane)
        self._splitter.addWidget(self._right)
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        self.put(self._head, self._splitter, banner_below=True)

    def _fit(self) -> None:
        """A large text may not let the list cover the record beside it."""
        self.pane.setMinimumWidth(min(self.shell.look.theme.px(460), _LIST_AT_LEAST))

    @Slot(object)
    def _connect_view(self, view: RecordView) -> None:
        view.stepped.connect(self.step)
        view.said.connect(self.kept)
        view.saved.connect(self._show_saved)
        view.asked.connect(self._ask_for_record)
        view.record_wished.connect(partial(self.wished.emit, "record"))

    @property
    def view(self) -> RecordView:
        """The current record, to read and to edit."""
        return self._right.view

    def refresh(self) -> None:
        bench = self.shell.session.bench
        if bench is None:
            return
        self._head.show_writable(self.shell.session.held)
        self.pane.selection.setEnabled(self.shell.session.writable)
        newest = newest_step(bench)
        if bench is not self._shown:
            self._shown, self._newest = bench, newest
            self.banner.hide()
            remembered = Remembered(self.shell.settings, bench.workspace.info.id)
            self._splitter.remember_in(remembered)
            self._right.first_tab = remembered.here(f"tab.{self._kind_key}", "")
            self.pane.show_bench(bench, bench.library.kind(self._kind_key))
        elif newest != self._newest:
            self._newest = newest
            self.pane.ask()
        self.status.emit(self._facts)

    @Slot(object)
    def _show_record(self, summary: Summary | None) -> None:
        self._finish_editing()
        bench = self.shell.session.bench
        if summary is None or bench is None:
            self._right.show_nothing()
        else:
            self._right.show_record(bench, summary)

    def _tell_counts(self, everything: int, shown: int, with_problems: int) -> None:
        if self._shown is None:
            return
        label = self._shown.library.kind(self._kind_key).label
        self._head.show_counts(label, everything, with_problems)
        self._facts = tr("{name} {everything:,} 条，显示 {shown:,}").format(
            name=self._name, everything=everything, shown=shown
        )
        self.status.emit(self._facts)

    @Slot(str)
    def _answer(self, key: str) -> None:
        if key == STAYED:
            self.does.moves.show_stayed()

    @Slot(int)
    def _tell_gone(self, number: int) -> None:
        """The record that was current is in this list no more; what was deleted is told as that."""
        bench = self.shell.session.bench
        now = bench.workspace.summaries([number]).get(number) if bench else None
        if bench is None or now is None or now.deleted:
            return
        flow = bench.library.flow_of(bench.library.kind(now.kind))
        words = left_words(flow, self.pane.model.query, now)
        self.tell_gone(Notice("info", words, to_record(now.id)))

    def shows(self, record_id: str) -> bool:
        return record_id in self._current_ids()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.banner.say_error(error)

    # -- what is done here ---------------------------------------------------------------------

    def acts(self) -> Mapping[str, Callable[[], object]]:
        return {
            "export_sheet": self.export_sheet,
            "new_record": self.new_record,
            "copy_record": self.copy_record,
            "delete_record": self.delete_record,
            "print_page": self.print_list,
            "check_all": self.check_all,
            "whole_page": lambda: self.view.whole_page(),
            "fold_bottom": lambda: self.view.fold_bottom(),
            "write_remark": lambda: self.view.write_remark(),
            "help_field": lambda: self.view.help_field(),
        }

    @Slot(str)
    def _begin(self, key: str) -> None:
        """What the head of the page asks for, or the empty list."""
        {
            IMPORT: self.import_sheet,
            EXPORT: self.export_sheet,
            NEW: self.new_record,
            CHECK: self.check_all,
            PRINT: self.print_list,
            BIN: lambda: self.pane.show_bin(True),
        }[key]()

    def import_sheet(self) -> None:
        """Wish for the import page, for this kind."""
        if self.shell.session.writable:
            self.wished.emit(IMPORT, self._kind_key)

    def export_sheet(self) -> None:
        """Have a place chosen and write this list as a workbook."""
        self.does.export()

    def new_record(self) -> None:
        """Begin a new record (Ctrl+N)."""
        if self.shell.session.writable:
            self.does.new()

    def delete_record(self) -> None:
        """Put what is checked, else the current record, into the recycle bin."""
        ids = self.pane.checked_ids() or self._current_ids()
        if ids and self.shell.session.writable and not self.pane.query.deleted:
            self.does.delete(ids)

    def copy_record(self) -> None:
        """Make a new record after the current one."""
        for id_ in self._current_ids():
            self.does.copy(id_)

    def _current_ids(self) -> list[str]:
        summary = self.pane.model.summary(self.pane.table.currentIndex().row())
        return [summary.id] if summary else []

    @Slot(object)
    def _show_made(self, record: Record) -> None:
        bench = self.shell.session.bench
        if bench is not None:
            self.pane.go_to(bench.workspace.number_of(record.id))
            self.view.setFocus()

    def print_list(self) -> None:
        """Print what the list shows."""
        bench = self.shell.session.bench
        if bench is not None:
            title = f"{bench.org.name}　{self._name}"
            print_list(self, title, self.pane.model, self.pane.table.hidden_columns)

    def check_all(self) -> None:
        """Check every record, also against the others (F7); what was found is listed below."""
        job = self.view.check_all()
        if job is not None:
            job.done.connect(self._checked)

    @Slot(object)
    def _checked(self, last: LastCheck) -> None:
        found = last.checked
        words = tr(
            "检查了 {found.records:,} 条：错误 {found.errors:,}，警告 {found.warnings:,}。"
        ).format(found=found)
        level = "err" if found.errors else "warn" if found.warnings else "ok"
        links = [("problems", tr("只看有问题的"))] if found.errors + found.warnings else []
        self.banner.say(level, words, links)

    # -- what is shown -------------------------------------------------------------------------

    def show_only_problems(self) -> None:
        """Show only what has errors or warnings."""
        self.pane.show_only_problems()

    def show_query(self, query: ListQuery) -> None:
        """Show what a query finds, with its filters set."""
        self.refresh()
        self.pane.show_query(query)

    def go_to(self, number: int) -> None:
        """Show a record by its number."""
        self.refresh()
        self.pane.go_to(number)

    def flush(self) -> bool:
        self._finish_editing()
        known = self._right.known
        return known is None or known.flush()

    def _finish_editing(self) -> None:
        """What is being typed into a cell belongs to the record it was begun in."""
        for grid in self._right.findChildren(ItemsGrid):
            grid.view.finish_editing()

    def keep_place(self, kept: Remembered) -> None:
        if self._shown is not None and self._shown is self.shell.session.bench:
            self.pane.keep_place()
            if self._right.known is not None:
                kept.keep_here(f"tab.{self._kind_key}", self._right.known.tab)

    @Slot(object)
    def _show_saved(self, record: Record) -> None:
        """The list shows what was typed; nothing else of it moves."""
        if self._shown is None:
            return
        self._newest = newest_step(self._shown)
        self.pane.show_saved(self._shown.workspace.number_of(record.id))
        self.shell.session.stepped.emit()

    def _ask_for_record(self, key: str) -> None:
        record = self.view.edit.record
        if record is None:
            return
        what, _, group = key.partition(":")
        if key == "copy":
            self.does.copy(record.id)
        elif what == REVIEW:
            self.wished.emit(REVIEW, record.id)
        elif what == ITEMS:
            self.wished.emit(ITEMS, (self._kind_key, record.id, group))
        else:
            self.does.act(key, [record.id])

    @Slot(int)
    def _review_row(self, row: int) -> None:
        """A double click, or Enter, leads to the review of what is reviewed with opinions."""
        summary, bench = self.pane.model.summary(row), self._shown
        if summary is None or bench is None or summary.deleted:
            return
        if bench.library.flow_of(bench.library.kind(summary.kind)).opinions and self.flush():
            self.wished.emit(REVIEW, summary.id)

    def find(self) -> None:
        self.pane.find_box.setFocus()
        self.pane.find_box.selectAll()

    def leave(self) -> bool:
        if self.pane.model.checked:
            self.pane.model.check_all(False)
        elif self.pane.find_box.text():
            self.pane.find_box.clear()
        elif self.pane.query.deleted:
            self.pane.show_bin(False)
        return False

    def next_problem(self, back: bool = False) -> None:
        self.view.next_problem(back)

    def next_section(self) -> None:
        self.view.next_section()

    def step(self, by: int) -> None:
        self.pane.step(by)

    def panes(self) -> list[QWidget]:
        known = self._right.known
        return [self.pane.find_box, self.pane.table, *(known.panes() if known else ())]
