"""The parts of the import page put together: header, mapping, results, raw sheet, foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.work import layouts
from cdo_desktop.work.import_columns import conversions
from cdo_desktop.work.import_trying import Wish, targets
from cdo_desktop.workbench import Workbench
from ui.importing.decisions import Decisions
from ui.importing.detail_pane import DetailPane
from ui.importing.import_header import ImportHeader
from ui.importing.mapping_pane import WIDTH, MappingPane
from ui.importing.raw_sheet import RawSheet
from ui.importing.results_pane import ResultsPane
from ui.importing.sheet_at_hand import SheetAtHand
from ui.importing.write_foot import WriteFoot
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.empty_state import EmptyState

OTHER = "other-sheet"
"""Key of the link that has a sheet chosen."""
_SIZES = "sizes.import"
_BESIDE_FROM = 800
"""Pixels at 100 % from which the mapping stands beside what comes of it, not above."""
_HIGH = 340
"""The least height at 100 % of each where one stands above the other."""
_ASKS = tr("还没有选表格。可以读 xlsx、xls、xlsb、ods 和 csv；预演只读，不改动任何数据。")


class ImportView(QWidget):
    """Only shows: the page says what."""

    def __init__(self, shell: Shell, decisions: Decisions) -> None:
        super().__init__()
        look = shell.look
        self._settings, self._look = shell.settings, look
        self.header = ImportHeader(look)
        self.mapping = MappingPane(look)
        self.results = ResultsPane(look, decisions)
        self.detail = DetailPane(shell, decisions)
        self.raw = RawSheet(look)
        self.foot = WriteFoot(look)
        self._upright = QSplitter(Qt.Orientation.Vertical)
        self._upright.setChildrenCollapsible(False)
        self._upright.addWidget(self.results)
        self._upright.addWidget(self.detail)
        self._upright.setStretchFactor(0, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._upright)
        self._stack.addWidget(self.raw)
        self.empty = EmptyState(look)
        self.empty.say("file-spreadsheet", _ASKS, [(OTHER, tr("选择表格…"))])
        self._stack.addWidget(self.empty)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.setChildrenCollapsible(False)
        self._across.addWidget(self.mapping)
        self._across.addWidget(self._stack)
        self._across.setStretchFactor(1, 1)
        px = look.theme.px
        self._restore(self._across, "across", [px(WIDTH), px(900)])
        self._restore(self._upright, "upright", [px(400), px(190)])
        self._across.splitterMoved.connect(self._keep_sizes)
        self._upright.splitterMoved.connect(self._keep_sizes)
        self.results.entry_chosen.connect(self.detail.show_entry)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._scrolling(), 1)
        down.addWidget(self.foot)
        look.changed.connect(self._fit)

    def _scrolling(self) -> QScrollArea:
        """Where there is not even room for one above the other, one scrolls."""
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._across)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Side by side where there is room for both, else one above the other."""
        px = self._look.theme.px
        beside = self.width() >= px(_BESIDE_FROM)
        high = 0 if beside else px(_HIGH)
        for part in (self.mapping, self._stack):
            part.setMinimumHeight(high)
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if way is not self._across.orientation():
            self._across.setOrientation(way)
            if beside:
                self._restore(self._across, "across", [px(WIDTH), px(900)])

    @property
    def is_raw(self) -> bool:
        """Whether the sheet itself is shown, not what would come of it."""
        return self._stack.currentWidget() is self.raw

    def show_raw(self, shown: bool) -> None:
        """Show the sheet itself, or what would come of it."""
        self._stack.setCurrentWidget(self.raw if shown else self._upright)
        self.mapping.form.show_raw(shown)

    # -- what is shown -------------------------------------------------------------------------

    def show_hand(self, bench: Workbench, kind: str, hand: SheetAtHand | None) -> None:
        """Show everything there is of the workbook at hand; None = none has been chosen."""
        found = hand.found if hand else None
        if hand is None:
            self._stack.setCurrentWidget(self.empty)
        elif self._stack.currentWidget() is self.empty:
            self.show_raw(False)
        self.header.show_kinds(bench.library.kinds, kind)
        self.show_mapping(bench, kind, hand)
        self.detail.show_rehearsal(found)
        self.results.show_rehearsal(found)
        self.show_looks(bench, hand)

    def show_mapping(self, bench: Workbench, kind: str, hand: SheetAtHand | None) -> None:
        """Show how the workbook is read."""
        tried, wish = (hand.tried, hand.wish) if hand else (None, Wish())
        can_be = targets(bench.library.kind(kind))
        looks = hand.looks if hand else {}
        self.mapping.show_mapping(tried, wish, can_be, layouts.offered(kind), looks)

    def show_looks(self, bench: Workbench, hand: SheetAtHand | None) -> None:
        """Show what stands in the columns, as far as that is known."""
        if hand is None:
            self.mapping.show_conversions(())
            return
        kind = bench.library.kind(hand.kind)
        self.mapping.show_conversions(conversions(bench.library, kind, hand.mapping, hand.looks))
        self.mapping.show_samples(hand.looks, hand.tried)
        self.show_head(hand)

    def show_head(self, hand: SheetAtHand) -> None:
        """Show the first lines of the sheet itself."""
        sheet = hand.shown_sheet
        one = hand.mapping.get(sheet)
        self.raw.show_head(sheet, hand.head(sheet), one.header_line if one else 0)

    def lock(self, locked: bool) -> None:
        """While something is written nothing else can be chosen."""
        for part in (self.header.choose, self.header.kind, self.mapping, self._stack):
            part.setEnabled(not locked)

    def panes(self) -> list[QWidget]:
        """Where F6 puts the focus, in reading order."""
        if self.is_raw:
            return [self.mapping.table, self.raw.table, self.mapping.form.sheet]
        return [
            self.mapping.table,
            self.results.table,
            self.detail.table(),
            self.mapping.form.sheet,
        ]

    def _keep_sizes(self) -> None:
        if self._across.orientation() is Qt.Orientation.Horizontal:
            self._settings.set(f"{_SIZES}.across", self._across.sizes())
        self._settings.set(f"{_SIZES}.upright", self._upright.sizes())

    def _restore(self, splitter: QSplitter, name: str, usual: list[int]) -> None:
        sizes = self._settings.get(f"{_SIZES}.{name}", usual)
        fits = len(sizes) == splitter.count() and all(type(size) is int for size in sizes)
        splitter.setSizes(sizes if fits else usual)
