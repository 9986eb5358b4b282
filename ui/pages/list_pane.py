"""The left side of a list page: filters, the bar of what is checked, the table on numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QStackedWidget, QToolButton, QVBoxLayout

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.settings import Settings
from cdo_desktop.standard.model import Kind
from cdo_desktop.workbench import Workbench
from ui.look import Look
from ui.models.columns import record_columns
from ui.models.record_list import RecordList
from ui.notify import Notify
from ui.pages.kept_filters import KeptFilters
from ui.pages.list_filters import ListFilters
from ui.pages.selection_bar import SelectionBar
from ui.widgets.banner import Banner
from ui.widgets.buttons import icon_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import RowTable

_BIN = "回收站里的记录不在清单里，也不会导出。勾选后可以恢复。"


class ListPane(QFrame):
    """Filters and rows of one kind."""

    chosen = Signal(object)
    """The Summary of the current record, or None."""
    counted = Signal(int, int, int)
    """(all, shown, with problems) after every new question to the store."""
    asked = Signal(str)
    """A button of the empty state was clicked: "import" or "new"."""
    acted = Signal(str, object)
    """(key of an action of the selection bar, ids of the checked records in order)."""

    def __init__(self, look: Look, settings: Settings, notify: Notify, name: str) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._look, self._settings, self._name = look, settings, name
        self._bench: Workbench | None = None
        self._kind: Kind | None = None
        self.filters = ListFilters(look, name)
        self.filters.changed.connect(self.ask)
        self.filters.entered.connect(self._into_table)
        self.kept = KeptFilters(look, settings, notify, self.filters)
        self.filters.add(self.kept.button)
        self.filters.add(self._column_button())
        self._bin_banner = Banner(look)
        self._bin_banner.chosen.connect(lambda key: self.show_bin(False))
        self.model = RecordList((), self)
        self.model.checked_changed.connect(self._show_checked)
        self.selection = SelectionBar(look)
        self.selection.chosen.connect(self._act)
        self.selection.hide()
        self.table = self._made_table()
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
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda at: self._columns.popup(header.mapToGlobal(at))
        )
        return table

    @property
    def find_box(self) -> QLineEdit:
        """Where one types to find."""
        return self.filters.find_box

    # -- columns -------------------------------------------------------------------------------

    def _column_button(self) -> QToolButton:
        made = icon_button(self._look, "columns-3", "选择显示哪些列")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._columns = QMenu(made)
        self._columns.aboutToShow.connect(self._fill_columns)
        made.setMenu(self._columns)
        return made

    def _fill_columns(self) -> None:
        self._columns.clear()
        hidden = self.table.hidden_columns
        for column in self.model.columns:
            if column.width and not column.checks:
                action = self._columns.addAction(column.label)
                action.setCheckable(True)
                action.setChecked(column.key not in hidden)
                action.toggled.connect(partial(self.table.show_column, column.key))

    def _keep_columns(self) -> None:
        self._settings.set(f"columns.{self._kind.key}", self.table.arrangement())

    # -- what is shown -------------------------------------------------------------------------

    def show_bench(self, bench: Workbench, kind: Kind) -> None:
        """Show the records of a kind of this workspace, without filters."""
        self._bench, self._kind = bench, kind
        self.kept.show_kind(kind)
        self.selection.show_kind(bench.library, kind)
        self.model.ask(None, ListQuery(kind.key))
        self.model.set_columns(record_columns(bench.library, kind))
        self.table.arrange(self._settings.get(f"columns.{kind.key}", {}))
        self.filters.show_bench(bench, kind)
        self.ask()

    @property
    def query(self) -> ListQuery:
        """What the filters ask for now, in the order the header shows."""
        order = self.model.query
        return replace(self.filters.query, sort=order.sort, descending=order.descending)

    def ask(self) -> None:
        """Ask the store again; the current record stays current where it is still found."""
        if self._bench is None or self._kind is None:
            return
        before = self.model.summary(self.table.currentIndex().row())
        self.model.ask(self._bench, self.query)
        self._count()
        self._tell_bin()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        row = self.model.row_of(before.n) if before else 0
        if self.model.rowCount():
            self.table.choose_row(max(row, 0))
        else:
            self._say_empty()
            self.chosen.emit(None)

    def _count(self) -> None:
        workspace = self._bench.workspace
        everything = workspace.count(ListQuery(self._kind.key))
        with_problems = workspace.count(ListQuery(self._kind.key, with_problems=True))
        self.filters.count()
        self.counted.emit(everything, self.model.rowCount(), with_problems)

    def _tell_bin(self) -> None:
        if self.query.deleted:
            self._bin_banner.say("info", _BIN, [("back", "返回清单")], stays=True)
        else:
            self._bin_banner.hide()

    def _say_empty(self) -> None:
        if self.query.deleted and not self.filters.is_set:
            self._empty.say("trash-2", "回收站是空的。")
        elif self._bench.workspace.count(ListQuery(self._kind.key)) and self.filters.is_set:
            self._empty.say("search", f"没有符合条件的{self._name}。", [("clear", "清除筛选")])
        elif self._bench.workspace.read_only:
            self._empty.say("file-input", f"还没有{self._name}。")
        else:
            choices = [("new", "新建"), ("import", "导入表格")]
            self._empty.say("file-input", f"还没有{self._name}。", choices)

    def show_saved(self, number: int) -> None:
        """Read one record's line again, and the counts."""
        self.model.read_again(number)
        self._count()

    def show_query(self, query: ListQuery) -> None:
        """Show what a query finds, as filters that can be seen and taken away."""
        self.filters.take(query)

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
        before = self.model.summary(self.table.currentIndex().row())
        self.model.sort(section, order)
        if before is not None:
            self.table.choose_row(self.model.row_of(before.n))

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
        if self.model.row_of(number) < 0:
            self.show_bin(False)
        self.table.choose_row(self.model.row_of(number))
