"""The chips of a list: one for each state with its live count, and tokens of further filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from cdo_desktop.standard.flows import Flow
from ui.look import Look
from ui.pages.filter_terms import chip_for, chip_words, state_words, states_of
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.chips import LOOKS, PLAIN
from ui.widgets.filter_chip import FilterChip
from ui.widgets.flow import FlowLayout

_MOST_LINES = 2
"""Where the chips would need more lines, those that stand for nothing are left away."""


class StateChips(QWidget):
    """Shows and tells; which of them is on, the filters decide."""

    chosen = Signal(str)
    """The key of a chip."""
    narrowed = Signal(object)
    """Only these of the states that a chip stands for."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._flow: Flow | None = None
        self._chips: dict[str, FilterChip] = {}
        self._tokens: list[QPushButton] = []
        self._thinning = False
        self._line = FlowLayout(self, gap=look.theme.px(6))

    def __getitem__(self, key: str) -> FilterChip:
        return self._chips[key]

    @property
    def on(self) -> list[str]:
        """The keys of those that are on."""
        return [key for key, chip in self._chips.items() if chip.isChecked()]

    def show_flow(self, flow: Flow) -> None:
        """A chip for everything, and for each state that records of this flow can be in."""
        while (item := self._line.takeAt(0)) is not None:
            item.widget().deleteLater()
        self._flow, self._chips, self._tokens = flow, {}, []
        for key, word in chip_words(flow).items():
            spoken = word if key else tr("全部记录")
            chip = FilterChip(self._look, word, LOOKS.get(key, PLAIN).icon, spoken=spoken)
            chip.clicked.connect(partial(self._choose, key))
            if len(states_of(key)) > 1:
                self._split(flow, chip, word, states_of(key))
            self._chips[key] = chip
            self._line.addWidget(chip)

    def _choose(self, key: str, checked: bool = False) -> None:
        self.chosen.emit(key)

    def _split(self, flow: Flow, chip: FilterChip, word: str, states: Sequence[str]) -> None:
        """A chip of several states has a menu with each of them."""
        chip.setToolTip(
            tr("“{word}”包括{0}。右键只看其中一种。").format(state_words(flow, states), word=word)
        )
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for state in states:
            action = QAction(tr("只看{0}").format(state_words(flow, (state,))), chip)
            action.triggered.connect(partial(self._narrow, (state,)))
            chip.addAction(action)

    def _narrow(self, states: tuple[str, ...], checked: bool = False) -> None:
        self.narrowed.emit(states)

    def show_counts(self, counts: Mapping[str, int], states: Sequence[str]) -> None:
        """How many records there are in each state, and which states are shown."""
        if self._flow is None:
            return
        shown = chip_for(self._flow, states)
        for key, chip in self._chips.items():
            meant = states_of(key) if key else tuple(counts)
            chip.show_count(sum(counts.get(state, 0) for state in meant))
            chip.setChecked(key == shown)
        self._thin_out()

    def show_tokens(self, tokens: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """A token for each filter that no chip and no button shows; a click takes it away."""
        for old in self._tokens:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._tokens = [self._token(words, take_away) for words, take_away in tokens]
        for made in self._tokens:
            self._line.addWidget(made)
        self._thin_out()

    def _token(self, words: str, take_away: Callable[[], None]) -> QPushButton:
        made = button(self._look, words, kind="token", icon="x", tip=tr("点一下，不再按它筛选"))
        made.setAccessibleName(tr("取消筛选，{words}").format(words=words))
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.clicked.connect(lambda checked=False: take_away())
        return made

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._thin_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._thin_out()

    def _thin_out(self) -> None:
        """Leave away chips of no record where all would need too many lines; never what is on.

        Showing and hiding lays the page out anew, which asks for this again: once is enough.
        """
        if self._thinning or not self.isVisible():
            return
        self._thinning, width = True, -1
        while width != self.width():
            width = self.width()
            crowded = self._line.lines_for(width) > _MOST_LINES
            for key, chip in self._chips.items():
                spare = crowded and key and chip.is_zero and not chip.isChecked()
                if chip.isHidden() != bool(spare):
                    chip.setHidden(bool(spare))
            self._line.invalidate()
            self.updateGeometry()
        self._thinning = False
