"""The filters of a list: chips with live counts, find, facets, problems, remarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.standard.model import Element, Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.workbench import Workbench
from ui.look import Look, restyle
from ui.pages.filter_terms import chip_for, state_words, states_of
from ui.pages.state_chips import StateChips
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.flow import FlowLayout

FIND_AFTER = 150
"""Milliseconds after the last key until the store is asked."""
_FACET_ROLES = (Role.OFFICE, Role.SHARE_TYPE, Role.UPDATE_CYCLE)
_FACETS_SHOWN = 3
_FIND_LEAST = 124
"""Pixels at 100 % that the find box keeps before its line is broken."""
_SHORT = 6
_ONLY = tr("有问题")


class ListFilters(QWidget):
    """What a list is asked for; it reads counts from the store and tells of every change."""

    changed = Signal()
    """Ask the store again."""
    entered = Signal()
    """Enter was pressed in the find box."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._bench: Workbench | None = None
        self._kind: Kind | None = None
        self._facets: dict[str, QPushButton] = {}
        self._states: tuple[str, ...] = ()
        self._words: dict[str, tuple[str, ...]] = {}
        self._deleted = False
        self._build_find(name)
        look.changed.connect(self._fit)
        self._fit()
        self.chips = StateChips(look)
        self.chips.chosen.connect(self.filter_states)
        self.chips.narrowed.connect(self._show_states)
        self._find_line = FlowLayout(gap=look.theme.px(6))
        self._behind: list[QWidget] = [self._only]
        for widget in (self.find_box, *self._behind):
            self._find_line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.chips)
        layout.addLayout(self._find_line)

    def _build_find(self, name: str) -> None:
        self.find_box = QLineEdit(clearButtonEnabled=True, placeholderText=tr("在本页中查找"))
        self.find_box.setAccessibleName(tr("在{name}中查找").format(name=name))
        self.find_box.setToolTip(tr("名称、代码、拼音首字母、信息项（Ctrl+F）"))
        glass = self.find_box.addAction(
            self._look.icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._look.put_icon(glass, "search")
        self._wait = QTimer(self, singleShot=True, interval=FIND_AFTER)
        self._wait.timeout.connect(self.changed)
        self.find_box.textChanged.connect(self._find_soon)
        self.find_box.returnPressed.connect(self.entered)
        self._only = button(self._look, _ONLY, kind="facet", tip=tr("只看有问题的，或有意见的"))
        menu = QMenu(self._only)
        self._errors = self._switch(menu, tr("有错误的"))
        self._warnings = self._switch(menu, tr("有警告的"))
        self._remarked = self._switch(menu, tr("有意见待处理的（结转后待确认的也在内）"))
        self._only.setMenu(menu)

    def _fit(self) -> None:
        self.find_box.setMinimumWidth(self._look.theme.px(_FIND_LEAST))

    def _switch(self, menu: QMenu, words: str) -> QAction:
        made = menu.addAction(words)
        made.setCheckable(True)
        made.toggled.connect(self._switched)
        return made

    def _switched(self) -> None:
        self._name_switches()
        self.changed.emit()

    def _name_switches(self) -> None:
        found = {
            (True, True): [_ONLY],
            (True, False): [tr("有错误")],
            (False, True): [tr("有警告")],
        }
        on = list(found.get((self._errors.isChecked(), self._warnings.isChecked()), ()))
        on += [tr("有意见")] if self._remarked.isChecked() else []
        self._only.setText("、".join(on) or _ONLY)
        restyle(self._only, "active", "true" if on else "false")

    def add(self, widget: QWidget) -> None:
        """One more button behind the facets."""
        self._behind.append(widget)
        self._find_line.addWidget(widget)

    def show_bench(self, bench: Workbench, kind: Kind) -> None:
        """Offer the filters of a kind, none of them set; does not tell."""
        self._bench, self._kind = bench, kind
        self._flow = bench.library.flow_of(kind)
        self.chips.show_flow(self._flow)
        self._build_facets(kind)
        self.take(ListQuery(kind.key), tell=False)

    def _build_facets(self, kind: Kind) -> None:
        for old in (*self._facets.values(), *self._behind):
            self._find_line.removeWidget(old)
        for old in self._facets.values():
            old.deleteLater()
        facets = [element for element in kind.elements if element.facet]
        first = [kind.roles[role] for role in _FACET_ROLES if role in kind.roles]
        ordered = [*(e for e in first if e.facet), *(e for e in facets if e not in first)]
        self._facets = {}
        for element in ordered[:_FACETS_SHOWN]:
            made = button(self._look, element.label, kind="facet")
            made.setAccessibleName(tr("按{element.label}筛选").format(element=element))
            menu = QMenu(made)
            menu.aboutToShow.connect(partial(self._fill_menu, element, menu))
            made.setMenu(menu)
            self._facets[element.key] = made
        for widget in (*self._facets.values(), *self._behind):
            self._find_line.addWidget(widget)

    # -- the question --------------------------------------------------------------------------

    @property
    def query(self) -> ListQuery:
        """What the filters ask for now."""
        errors, warnings = self._errors.isChecked(), self._warnings.isChecked()
        return ListQuery(
            kind=self._kind.key if self._kind else "",
            states=self._states,
            text=self.find_box.text(),
            facets=dict(self._words),
            with_problems=errors and warnings,
            with_errors=errors and not warnings,
            with_warnings=warnings and not errors,
            remarked=self._remarked.isChecked(),
            deleted=self._deleted,
        )

    def take(self, query: ListQuery, tell: bool = True) -> None:
        """Set the filters as a query has them."""
        self._states, self._words, self._deleted = query.states, dict(query.facets), query.deleted
        boxes = (self.find_box, self._errors, self._warnings, self._remarked)
        for box in boxes:
            box.blockSignals(True)
        self.find_box.setText(query.text)
        self._errors.setChecked(query.with_problems or query.with_errors)
        self._warnings.setChecked(query.with_problems or query.with_warnings)
        self._remarked.setChecked(query.remarked)
        for box in boxes:
            box.blockSignals(False)
        self._name_switches()
        for key, facet in self._facets.items():
            self._name_facet(facet, self._label(key), self._words.get(key, ()))
        self._show_tokens()
        if tell:
            self.changed.emit()

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return self.query != ListQuery(self.query.kind, deleted=self._deleted)

    def clear(self) -> None:
        """Show everything again; in the recycle bin, everything in it."""
        self.take(ListQuery(self.query.kind, deleted=self._deleted))

    def show_bin(self, deleted: bool) -> None:
        """The recycle bin instead of the list, or the list again."""
        self.take(ListQuery(self.query.kind, deleted=deleted))

    def filter_states(self, key: str) -> None:
        """Show only the records a chip stands for; "" = all."""
        self._show_states(states_of(key))

    def _show_states(self, states: Sequence[str]) -> None:
        self._states = tuple(states)
        self._show_tokens()
        self.changed.emit()

    def show_only_problems(self) -> None:
        """Show only the records that have errors or warnings."""
        self.take(replace(self.query, with_problems=True))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records there are in each state."""
        self.chips.show_counts(counts, self._states)

    # -- what no chip and no button shows ------------------------------------------------------

    def _show_tokens(self) -> None:
        """A token for every filter that nothing else shows."""
        tokens: list[tuple[str, Callable[[], None]]] = []
        if self._states and chip_for(self._flow, self._states) is None:
            words = tr("状态：{0}").format(state_words(self._flow, self._states))
            tokens.append((words, partial(self._show_states, ())))
        for key, chosen in self._words.items():
            if key not in self._facets:
                element = self._kind.by_key[key]
                words = f"{element.label}：{'、'.join(chosen)}"
                tokens.append((words, partial(self._set_words, element, ())))
        self.chips.show_tokens(tokens)

    # -- facets --------------------------------------------------------------------------------

    def _label(self, key: str) -> str:
        return self._kind.by_key[key].label

    def _fill_menu(self, element: Element, menu: QMenu) -> None:
        menu.clear()
        others = {k: v for k, v in self._words.items() if k != element.key}
        counts = self._bench.workspace.facet_counts(replace(self.query, facets=others), element.key)
        chosen = self._words.get(element.key, ())
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            action = menu.addAction(f"{word}　{counts[word]}")
            action.setCheckable(True)
            action.setChecked(word in chosen)
            action.toggled.connect(partial(self._toggle_word, element, word))
        if chosen:
            menu.addSeparator()
            menu.addAction(tr("清除")).triggered.connect(partial(self._set_words, element, ()))
        if not counts:
            menu.addAction(tr("没有可筛选的值")).setEnabled(False)

    def _toggle_word(self, element: Element, word: str, on: bool) -> None:
        rest = tuple(w for w in self._words.get(element.key, ()) if w != word)
        self._set_words(element, (*rest, word) if on else rest)

    def _set_words(self, element: Element, words: tuple[str, ...], checked: bool = False) -> None:
        if words:
            self._words[element.key] = words
        else:
            self._words.pop(element.key, None)
        if element.key in self._facets:
            self._name_facet(self._facets[element.key], element.label, words)
        self._show_tokens()
        self.changed.emit()

    def _name_facet(self, facet: QPushButton, label: str, chosen: Sequence[str]) -> None:
        """One word is shown itself if it is short, of several the number; the tooltip has all."""
        named = chosen[0] if len(chosen) == 1 and len(chosen[0]) <= _SHORT else len(chosen)
        facet.setText(f"{label} {named}" if chosen else label)
        facet.setToolTip(f"{label}：{'、'.join(chosen)}" if chosen else "")
        restyle(facet, "active", "true" if chosen else "false")

    def _find_soon(self) -> None:
        self._wait.start()
