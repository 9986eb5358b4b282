"""The left side of a list page: filters, the bar of what is checked, the table on numbers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QVBoxLayout

from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.listed import Counted, Listed
from cdo_desktop.workbench import Workbench
from ui.models.columns import record_columns
from ui.models.record_list import RecordList
from ui.pages.column_menu import ColumnMenu
from ui.pages.filter_terms import filter_from, kept_filter
from ui.pages.kept_filters import KeptFilters
from ui.pages.list_filters import ListFilters
from ui.pages.list_reader import ListReader
from ui.pages.selection_bar import SelectionBar
from ui.remembered import Remembered
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import RowTable

_FIRST = -1
"""In place of a record's number: whichever comes first."""
_BIN = tr("回收站里的记录不在清单里，也不会导出。勾选后可以恢复。")


class ListPane(QFrame):
    """Filters and rows of one kind."""

    chosen = Signal(object)
    """The Summary of the current record, or None."""
    counted = Signal(int, int, int)
    """(all, shown, with problems) after every new question to the store."""
    left = Signal(int)
    """The number of the record that was current and is found no more, by the same question."""
    failed = Signal(object)
    """An exception: the store could not be read."""
    asked = Signal(str)
    """A button of the empty state was clicked: "import" or "new"."""
    acted = Signal(str, object)
    """(key of an action of the selection bar, ids of the checked records in order)."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        look = shell.look
        self._look, self._settings, self._name = look, shell.settings, name
        self._reader = ListReader(shell.jobs, self)
        self._reader.found.connect(self._show)
        self._reader.counted.connect(self._show_counts)
        self._reader.failed.connect(self.failed)
        self._bench: Workbench | None = None
        self._order: tuple[Sort, bool] = (Sort.MADE, False)
        self._current = 0
        """Number of the record that is to be current once it is found; 0 = the one that is."""
        self._kind: Kind | None = None
        self.filters = ListFilters(look, name)
        self.filters.changed.connect(self.ask)
        self.filters.entered.connect(self._into_table)
        self.kept = KeptFilters(look, shell.settings, shell.notify, self.filters)
        self.filters.add(self.kept.button)
        self._bin_banner = Banner(look)
        self._bin_banner.chosen.connect(lambda key: self.show_bin(False))
        self.model = RecordList((), self)
        self.model.checked_changed.connect(self._show_checked)
        self.selection = SelectionBar(look)
        self.selection.chosen.connect(self._act)
        self.selection.hide()
        self.table = self._made_table()
        self._columns = ColumnMenu(look, self.table)
        self.filters.add(self._columns.button)
        self._empty = EmptyState(look)
        self._empty.chosen.connect(self._answer)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self._bin_banner)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.selection)  # below: rows must not jump from under the mouse

    def _made_table(self) -> RowTable:
        table = RowTable(self._look, self.model, self._name)
        table.row_chosen.connect(self._choose)
        table.arranged.connect(self._keep_columns)
        table.setSortingEnabled(False)
        header = table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.sortIndicatorChanged.connect(self._sort)
        return table

    @property
    def find_box(self) -> QLineEdit:
        """Where one types to find."""
        return self.filters.find_box

    def _keep_columns(self) -> None:
        self._remembered.keep_usual(f"columns.{self._kind.key}", self.table.arrangement())

    # -- what is shown -------------------------------------------------------------------------

    def show_bench(self, bench: Workbench, kind: Kind) -> None:
        """Show the records of a kind of this workspace, as they were shown when it was left."""
        self._bench, self._kind = bench, kind
        self._reader.forget()
        self._remembered = Remembered(self._settings, bench.workspace.info.id)
        self.kept.show_kind(kind)
        self.selection.show_kind(bench.library, kind)
        self.model.ask(None, ListQuery(kind.key))
        self.model.set_columns(record_columns(bench.library, kind))
        self.table.arrange(self._remembered.usual(f"columns.{kind.key}", {}))
        self.filters.show_bench(bench, kind)
        kept = self._remembered.here(f"list.{kind.key}", {})
        query = filter_from(kind, kept)
        self._take_order(query)
        self.filters.take(query, tell=False)
        self._current = bench.workspace.number_of(str(kept.get("record", "")))
        self.ask()

    def keep_place(self) -> None:
        """Keep filters, order and the current record, to be taken up at the next opening."""
        current = self.model.summary(self.table.currentIndex().row())
        kept = {**kept_filter(self.query), "record": current.id if current else ""}
        self._remembered.keep_here(f"list.{self._kind.key}", kept)

    @property
    def query(self) -> ListQuery:
        """What the filters ask for now, in the order the header shows."""
        return replace(self.filters.query, sort=self._order[0], descending=self._order[1])

    def ask(self) -> None:
        """Ask the store again; the current record stays current where it is still found."""
        if self._bench is not None and self._kind is not None:
            self._reader.read(self._bench, self.query)

    @Slot(object)
    def _show(self, found: Listed) -> None:
        """Show what was found; the record that was wished for, else the current one, is current.

        One that has left the list by a change leaves its row to the next one.
        """
        if self._bench is None:
            return
        place = self.table.currentIndex().row()
        before = self.model.summary(place)
        wished, self._current = self._current, 0
        current = wished or (before.n if before else 0)
        same = not wished and found.query == self.model.query
        self.model.show_found(self._bench, found.query, found.numbers)
        self._show_counts(found.counted)
        self._tell_bin()
        self._stack.setCurrentIndex(0 if found.numbers else 1)
        if found.numbers:
            row = self.model.row_of(current)
            instead = min(place, len(found.numbers) - 1) if same else 0
            self.table.choose_row(row if row >= 0 else max(instead, 0))
        else:
            self._say_empty(found.counted.everything)
            self.chosen.emit(None)
        if same and current and self.model.row_of(current) < 0:
            self.left.emit(current)

    @Slot(object)
    def _show_counts(self, counts: Counted) -> None:
        self.filters.show_counts(counts.states)
        self.counted.emit(counts.everything, self.model.rowCount(), counts.with_problems)

    def _tell_bin(self) -> None:
        if self.query.deleted:
            self._bin_banner.say("info", _BIN, [("back", tr("返回清单"))], stays=True)
        else:
            self._bin_banner.hide()

    def _say_empty(self, everything: int) -> None:
        if self.query.deleted and not self.filters.is_set:
            self._empty.say("trash-2", tr("回收站是空的。"))
        elif everything and self.filters.is_set:
            self._empty.say(
                "search",
                tr("没有符合条件的{name}。").format(name=self._name),
                [("clear", tr("清除筛选"))],
            )
        elif self._bench.workspace.read_only:
            self._empty.say("file-input", tr("还没有{name}。").format(name=self._name))
        else:
            choices = [("new", tr("新建")), ("import", tr("导入表格"))]
            self._empty.say("file-input", tr("还没有{name}。").format(name=self._name), choices)

    def show_saved(self, number: int) -> None:
        """Read one record's line again, and the counts."""
        self.model.read_again(number)
        self._reader.count(self._bench, self.query)

    def show_query(self, query: ListQuery) -> None:
        """Show what a query finds, as filters that can be seen and taken away, in its order."""
        self._take_order(query)
        self._current = _FIRST
        self.filters.take(query)

    def _take_order(self, query: ListQuery) -> None:
        """Take the order of a query, and have the header show it."""
        self._order = query.sort, query.descending
        sorts = [column.sort for column in self.model.columns]
        section = sorts.index(query.sort) if query.sort in sorts else -1
        orders = Qt.SortOrder
        down = query.descending and section >= 0
        header = self.table.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(section, orders.DescendingOrder if down else orders.AscendingOrder)
        header.blockSignals(False)
        header.viewport().update()

    def show_only_problems(self) -> None:
        """Show only the records that have errors or warnings."""
        self.filters.show_only_problems()

    def clear_filters(self) -> None:
        """Show everything again."""
        self.filters.clear()

    def show_bin(self, deleted: bool) -> None:
        """Show the recycle bin instead of the list, or the list again."""
        self.model.check_all(False)
        self.filters.show_bin(deleted)

    # -- checked rows --------------------------------------------------------------------------

    def checked_ids(self) -> list[str]:
        """The ids of the checked records, in the order of the list."""
        wanted = self.model.checked
        found = self._bench.workspace.summaries(wanted)
        return [found[number].id for number in wanted if number in found]

    def _show_checked(self) -> None:
        number = len(self.model.checked)
        self.selection.show_number(number, self.query.deleted)
        self.selection.setVisible(number > 0)

    def _act(self, key: str) -> None:
        if key == "clear":
            self.model.check_all(False)
        else:
            self.acted.emit(key, self.checked_ids())

    # -- moving --------------------------------------------------------------------------------

    def _into_table(self) -> None:
        self.ask()
        self.table.setFocus()

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        """Sort by a column; one that cannot be sorted by changes nothing."""
        usual = ListQuery()
        wanted = self.model.columns[section].sort if section >= 0 else usual.sort
        if wanted is None:
            self._take_order(self.query)
            return
        self._order = wanted, order is Qt.SortOrder.DescendingOrder
        self.ask()

    def _choose(self, row: int) -> None:
        self.chosen.emit(self.model.summary(row))

    def _answer(self, key: str) -> None:
        if key == "clear":
            self.clear_filters()
        else:
            self.asked.emit(key)

    def step(self, by: int) -> None:
        """Make the next record current, or the one before."""
        row = self.table.currentIndex().row() + by
        if 0 <= row < self.model.rowCount():
            self.table.choose_row(row)

    def go_to(self, number: int) -> None:
        """Make a record current; filters that hide it are cleared."""
        row = self.model.row_of(number)
        if row >= 0:
            self.table.choose_row(row)
        else:
            self._current = number
            self.show_bin(False)
