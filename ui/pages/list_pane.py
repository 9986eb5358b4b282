"""The left side of a list page: chips with live counts, find, facets, and the table on numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery, Summary
from cdo_desktop.standard.flows import Flow
from cdo_desktop.standard.model import Element, Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.workbench import Workbench
from ui.look import Look, restyle
from ui.models.columns import record_columns
from ui.models.record_list import RecordList
from ui.widgets.buttons import button
from ui.widgets.chips import LOOKS, PLAIN
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_chip import FilterChip
from ui.widgets.flow import FlowLayout
from ui.widgets.row_table import RowTable

FIND_AFTER = 150
"""Milliseconds after the last key until the store is asked."""
_FACET_ROLES = (Role.OFFICE, Role.SHARE_TYPE, Role.UPDATE_CYCLE)
_FACETS_SHOWN = 3
_STATES: dict[str, tuple[str, ...]] = {
    "returned": ("returned", Delivery.REJECTED),
    Delivery.EXPORTED: (Delivery.EXPORTED, Delivery.HANDED, Delivery.RECEIVED),
    Delivery.ACCEPTED: (Delivery.ACCEPTED,),
}
"""What a chip stands for where that is more than the state it is named for."""


class ListPane(QFrame):
    """Filters and rows of one kind."""

    chosen = Signal(object)
    """The Summary of the current record, or None."""
    counted = Signal(int, int, int)
    """(all, shown, with problems) after every new question to the store."""
    asked = Signal(str)
    """A button of the empty state was clicked."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._look, self._name = look, name
        self._bench: Workbench | None = None
        self._kind: Kind | None = None
        self._chips: dict[str, FilterChip] = {}
        self._facets: dict[str, QPushButton] = {}
        self._states: tuple[str, ...] = ()
        self._chosen_words: dict[str, tuple[str, ...]] = {}
        self.model = RecordList((), self)
        self.table = RowTable(look, self.model, name)
        self.table.row_chosen.connect(self._choose)
        self.table.setSortingEnabled(False)
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.sortIndicatorChanged.connect(self._sort)
        self._empty = EmptyState(look)
        self._empty.chosen.connect(self._answer)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._build_find()
        self._chip_line = FlowLayout(gap=look.theme.px(6))
        self._find_line = FlowLayout(gap=look.theme.px(6))
        self._find_line.addWidget(self.find_box)
        self._find_line.addWidget(self._problems)
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(8)
        top.addLayout(self._chip_line)
        top.addLayout(self._find_line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def _build_find(self) -> None:
        self.find_box = QLineEdit(clearButtonEnabled=True, placeholderText="在本页中查找")
        self.find_box.setAccessibleName(f"在{self._name}中查找")
        self.find_box.setToolTip("名称、代码、拼音首字母、信息项（Ctrl+F）")
        self._glass = self.find_box.addAction(
            self._look.icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._look.put_icon(self._glass, "search")
        self._wait = QTimer(self, singleShot=True, interval=FIND_AFTER)
        self._wait.timeout.connect(self.ask)
        self.find_box.textChanged.connect(self._find_soon)
        self.find_box.returnPressed.connect(self._into_table)
        self._problems = button(self._look, "有问题", kind="small", tip="只看有错误或警告的")
        self._problems.setCheckable(True)
        self._problems.toggled.connect(self.ask)

    def show_bench(self, bench: Workbench, kind: Kind) -> None:
        """Show the records of a kind of this workspace, without filters."""
        self._bench, self._kind = bench, kind
        self._states, self._chosen_words = (), {}
        for box in (self.find_box, self._problems):
            box.blockSignals(True)
        self.find_box.clear()
        self._problems.setChecked(False)
        for box in (self.find_box, self._problems):
            box.blockSignals(False)
        self.model.ask(None, ListQuery(kind.key))
        self.model.set_columns(record_columns(bench.library, kind))
        self._build_chips(bench.library.flow_of(kind))
        self._build_facets(kind)
        self.ask()

    def _build_chips(self, flow: Flow) -> None:
        while (item := self._chip_line.takeAt(0)) is not None:
            item.widget().deleteLater()
        words = {"": "全部"} | {state.key: state.label for state in flow.states}
        words |= {Delivery.EXPORTED: Delivery.EXPORTED.label}
        words |= {Delivery.ACCEPTED: Delivery.ACCEPTED.label}
        self._chips = {}
        for key, word in words.items():
            chip = FilterChip(self._look, word, LOOKS.get(key, PLAIN).icon)
            chip.clicked.connect(partial(self.filter_states, key))
            self._chips[key] = chip
            self._chip_line.addWidget(chip)

    def _build_facets(self, kind: Kind) -> None:
        for old in (*self._facets.values(), self._problems):
            self._find_line.removeWidget(old)
        for old in self._facets.values():
            old.deleteLater()
        facets = [element for element in kind.elements if element.facet]
        first = [kind.roles[role] for role in _FACET_ROLES if role in kind.roles]
        ordered = [*(e for e in first if e.facet), *(e for e in facets if e not in first)]
        self._facets = {}
        for element in ordered[:_FACETS_SHOWN]:
            made = button(self._look, element.label, kind="facet")
            made.setAccessibleName(f"按{element.label}筛选")
            menu = QMenu(made)
            menu.aboutToShow.connect(partial(self._fill_menu, element, menu))
            made.setMenu(menu)
            self._facets[element.key] = made
            self._find_line.addWidget(made)
        self._find_line.addWidget(self._problems)

    @property
    def query(self) -> ListQuery:
        """What the filters ask for now, in the order the header shows."""
        return replace(
            self.model.query,
            kind=self._kind.key if self._kind else "",
            states=self._states,
            text=self.find_box.text(),
            facets=dict(self._chosen_words),
            with_problems=self._problems.isChecked(),
        )

    def ask(self) -> None:
        """Ask the store again; the current record stays current where it is still found."""
        if self._bench is None or self._kind is None:
            return
        before = self.model.summary(self.table.currentIndex().row())
        self.model.ask(self._bench, self.query)
        self._count()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        row = self.model.row_of(before.n) if before else 0
        if self.model.rowCount():
            self.table.choose_row(max(row, 0))
        else:
            self._say_empty()
            self.chosen.emit(None)

    def _count(self) -> None:
        workspace = self._bench.workspace
        counts = workspace.state_counts(self.query)
        everything = workspace.count(ListQuery(self._kind.key))
        with_problems = workspace.count(ListQuery(self._kind.key, with_problems=True))
        for key, chip in self._chips.items():
            states = _STATES.get(key, (key,)) if key else tuple(counts)
            chip.show_count(sum(counts.get(state, 0) for state in states))
            chip.setChecked(self._states == (_STATES.get(key, (key,)) if key else ()))
        self._chip_line.invalidate()
        self.counted.emit(everything, self.model.rowCount(), with_problems)

    def _say_empty(self) -> None:
        everything = self._bench.workspace.count(ListQuery(self._kind.key))
        if everything:
            self._empty.say("search", f"没有符合条件的{self._name}。", [("clear", "清除筛选")])
        elif self._bench.workspace.read_only:
            self._empty.say("file-input", f"还没有{self._name}。")
        else:
            self._empty.say("file-input", f"还没有{self._name}。", [("import", "导入表格")])

    def filter_states(self, key: str, checked: bool = True) -> None:
        """Show only the records a chip stands for; "" = all."""
        self._states = _STATES.get(key, (key,)) if key else ()
        self.ask()

    def show_only_problems(self) -> None:
        """Show only the records that have errors or warnings."""
        self._problems.setChecked(True)

    def clear_filters(self) -> None:
        """Show everything again."""
        self.show_bench(self._bench, self._kind)

    def _fill_menu(self, element: Element, menu: QMenu) -> None:
        menu.clear()
        others = {k: v for k, v in self._chosen_words.items() if k != element.key}
        counts = self._bench.workspace.facet_counts(replace(self.query, facets=others), element.key)
        chosen = self._chosen_words.get(element.key, ())
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            action = menu.addAction(f"{word}　{counts[word]}")
            action.setCheckable(True)
            action.setChecked(word in chosen)
            action.toggled.connect(partial(self._toggle_word, element, word))
        if chosen:
            menu.addSeparator()
            menu.addAction("清除").triggered.connect(partial(self._set_words, element, ()))
        if not counts:
            menu.addAction("没有可筛选的值").setEnabled(False)

    def _toggle_word(self, element: Element, word: str, on: bool) -> None:
        rest = tuple(w for w in self._chosen_words.get(element.key, ()) if w != word)
        self._set_words(element, (*rest, word) if on else rest)

    def _set_words(self, element: Element, words: tuple[str, ...], checked: bool = False) -> None:
        if words:
            self._chosen_words[element.key] = words
        else:
            self._chosen_words.pop(element.key, None)
        facet = self._facets[element.key]
        facet.setText(f"{element.label} {len(words)}" if words else element.label)
        restyle(facet, "active", "true" if words else "false")
        self.ask()

    def _find_soon(self) -> None:
        self._wait.start()

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

    def go_to(self, summary: Summary) -> None:
        """Make a record current; filters that hide it are cleared."""
        if self.model.row_of(summary.n) < 0:
            self.clear_filters()
        self.table.choose_row(self.model.row_of(summary.n))
