"""The ledger: every package and how far it has come; below, what happened and each record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.ledger import LedgerItem
from cdo_desktop.standard.model import Kind
from ui.exchange.deed_buttons import Deed, DeedButtons
from ui.exchange.fitted_splitter import FittedSplitter
from ui.exchange.item_results import ItemResults
from ui.exchange.ledger_filters import LedgerFilters
from ui.exchange.ledger_words import happenings, ledger_columns
from ui.exchange.timeline import Timeline
from ui.exchange.track_cells import TrackTable
from ui.look import Look
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.empty_state import EmptyState
from ui.widgets.text import Elided, label

_TIMELINE = 352
_DEEDS = (
    Deed("handover", tr("登记交接…"), "handshake", kind="small"),
    Deed("verify", tr("重新核验"), "shield-check", kind="small"),
    Deed("slip", tr("打印交接单"), "printer", kind="small"),
)
_NOTHING = tr("还没有签名包。审核通过的记录导出后，在这里看它走到了哪一步。")


class LedgerView(QWidget):
    """Filters, packages, and the one that is current."""

    asked = Signal(str, object)
    """("export" | "handover" | "verify" | "card" | "clear", the current LedgerRow or None)."""
    items_wanted = Signal(str)
    """packageId: what it carried is to be given to `show_items`."""
    record_wished = Signal(str)
    """The id of a record that is to be shown."""
    redraft_wished = Signal(object)
    """Ids of records that are to become drafts."""
    counted = Signal(int, int)
    """(all packages, those shown)."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: Sequence[object] = ()
        self._kinds: Mapping[str, Kind] = {}
        self._writable = False
        self._current = ""
        self.filters = LedgerFilters(look)
        self.filters.changed.connect(self._show)
        self._model = TableModel(ledger_columns({}), self)
        self.table = TrackTable(look, self._model, tr("签名包"))
        self.table.row_chosen.connect(self._choose)
        self._empty = EmptyState(look)
        self._empty.chosen.connect(self._answer_empty)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.results = ItemResults(look)
        self.results.record_wished.connect(self.record_wished)
        self.results.redraft_wished.connect(self.redraft_wished)
        across = Qt.Orientation.Horizontal
        self._lower = FittedSplitter(look, across, lambda: look.theme.px(_TIMELINE), 0.32)
        self._lower.addWidget(self._course())
        self._lower.addWidget(self.results)
        self._lower.setStretchFactor(1, 1)
        self._lower.fitted.connect(self._fit_deeds)
        upper = QFrame()
        upper.setProperty("role", "pane")
        down = QVBoxLayout(upper)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.filters)
        down.addWidget(self._stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self._lower)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _course(self) -> QFrame:
        """经过: what happened to the package."""
        look = self._look
        self._title = Elided(look, "small", "3")
        self._timeline = Timeline(look)
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("经过"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("role", "ground")
        around = QVBoxLayout(inner)
        around.setContentsMargins(14, 8, 12, 8)
        around.addWidget(self._timeline)
        around.addStretch(1)
        area.setWidget(inner)
        self._deeds = DeedButtons(look, _DEEDS)
        self._deeds.pressed.connect(self._ask)
        deeds = QHBoxLayout()
        deeds.setContentsMargins(14, 6, 12, 10)
        self._deeds.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        deeds.addWidget(self._deeds)
        head = QHBoxLayout()
        head.setContentsMargins(14, 9, 12, 3)
        head.setSpacing(8)
        head.addWidget(label(look, tr("经过"), "section"))
        head.addWidget(self._title, 1)
        pane = QFrame()
        pane.setProperty("role", "pane")
        down = QVBoxLayout(pane)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(area, 1)
        down.addLayout(deeds)
        return pane

    def _fit_deeds(self) -> None:
        self._deeds.fit(self._lower.sizes()[0] - 26)

    @property
    def main_pane(self) -> QWidget:
        """What the keys go to: the packages, or what to do where there are none."""
        return self._stack.currentWidget()

    def _show_table(self, shown: bool) -> None:
        """The packages, or what to do where there are none; the keys stay with what is shown."""
        held = self.main_pane.isAncestorOf(self.window().focusWidget() or self)
        self._stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            offered = self._empty.findChildren(QPushButton)
            self._empty.setFocusProxy(offered[-1] if offered else self.filters.find_box)
        if held:
            self.main_pane.setFocus()

    # -- what is shown -------------------------------------------------------------------------

    def show_rows(
        self, rows: Sequence[object], kinds: Mapping[str, Kind], *, writable: bool
    ) -> None:
        """Show these packages; the current one stays current."""
        self._rows, self._writable = rows, writable
        if kinds is not self._kinds:
            self._kinds = kinds
            self._model.show_rows((), ledger_columns(kinds))
        self._show()

    def _show(self) -> None:
        current = self._current
        found = self.filters.take(self._rows, self._kinds)
        self._model.show_rows(found)
        self._lower.setVisible(bool(found))
        if not self._rows:
            offer = [("export", tr("导出签名包"))] if self._writable else []
            self._empty.say("package", _NOTHING, offer)
        elif not found:
            self._empty.say("search", tr("没有符合条件的签名包。"), [("clear", tr("清除筛选"))])
        ids = [row.entry.package_id for row in found]
        self.table.choose_row(ids.index(current) if current in ids else 0)
        self._show_table(bool(found))
        if not found:
            self._choose(-1)
        self.counted.emit(len(self._rows), len(found))

    @property
    def current(self) -> object | None:
        """The LedgerRow that is current."""
        at = self.table.currentIndex().row()
        return self._model.row(at) if 0 <= at < self._model.rowCount() else None

    def go_to(self, package_id: str) -> None:
        """Show one package, whatever the filters."""
        self._current = package_id
        self.filters.clear()

    def _choose(self, at: int) -> None:
        row = self._model.row(at) if 0 <= at < self._model.rowCount() else None
        if row is None:
            self.results.show_items((), self._kinds, writable=False)
            self._timeline.show_happenings(())
            self._title.setText("")
            return
        is_other = row.entry.package_id != self._current
        self._current = row.entry.package_id
        self._title.setText(row.entry.file_name)
        self._timeline.show_happenings(happenings(row))
        self._deeds.allow("handover", self._writable, tr("只读打开，不能修改"))
        for key in ("verify", "slip"):
            self._deeds.allow(key, not row.is_being_written, tr("还没有写完"))
        if is_other:
            self.results.show_items((), self._kinds, writable=False)
        self.items_wanted.emit(self._current)

    def show_items(self, package_id: str, items: Sequence[LedgerItem]) -> None:
        """What a package carried, if it is still the one that is current."""
        if package_id == self._current:
            self.results.show_items(items, self._kinds, writable=self._writable)

    def _ask(self, key: str) -> None:
        self.asked.emit(key, self.current)

    def _answer_empty(self, key: str) -> None:
        if key == "clear":
            self.filters.clear()
        else:
            self.asked.emit(key, None)
