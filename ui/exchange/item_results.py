"""What became of each record of a package, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout

from cdo_desktop.domain.ledger import LedgerItem
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.standard.model import Kind
from ui.exchange.ledger_words import counted, item_columns
from ui.look import Look
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.filter_chip import FilterChip
from ui.widgets.flow import FlowLayout
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

_CHIPS = {
    "": (tr("全部"), "", tr("全部逐条结果")),
    Delivery.REJECTED: (tr("退回"), "undo-2", ""),
    Delivery.ACCEPTED: (tr("受理"), "badge-check", ""),
}
"""What is shown -> word, icon, and what a screen reader says instead of the word."""
_ORDER = (
    Delivery.REJECTED,
    Delivery.RECEIVED,
    Delivery.HANDED,
    Delivery.EXPORTED,
    Delivery.ACCEPTED,
)


class ItemResults(QFrame):
    """Rejected ones first; a click on the last column does what it says."""

    record_wished = Signal(str)
    """The id of a record that is to be shown."""
    redraft_wished = Signal(object)
    """Ids of records that are to become drafts."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._items: Sequence[LedgerItem] = ()
        self._writable = True
        self._model = TableModel(item_columns({}), self)
        self.table = RowTable(look, self._model, tr("逐条结果"))
        self.table.opened.connect(self._act)
        self.table.clicked.connect(self._click)
        self._chips = {
            key: FilterChip(look, word, icon, spoken=spoken)
            for key, (word, icon, spoken) in _CHIPS.items()
        }
        self._group = QButtonGroup(self)
        self._all_back = button(look, tr("全部转为草稿"), kind="small", icon="file-pen")
        self._all_back.clicked.connect(self._redraft_all)
        chips = FlowLayout(gap=8)
        chips.addWidget(label(look, tr("逐条结果"), "section"))
        for chip in self._chips.values():
            self._group.addButton(chip)
            chips.addWidget(chip)
        self._chips[""].setChecked(True)
        self._group.buttonClicked.connect(lambda chip: self._show())
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(8)
        head.addLayout(chips, 1)
        head.addWidget(self._all_back, 0, Qt.AlignmentFlag.AlignTop)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self.table, 1)
        self.show_items((), {}, writable=False)

    def show_items(
        self, items: Sequence[LedgerItem], kinds: Mapping[str, Kind], *, writable: bool
    ) -> None:
        """Show what a package carried."""
        self._items = sorted(items, key=lambda one: _ORDER.index(one.state))
        self._writable = writable
        self._model.show_rows((), item_columns(kinds))
        self._chips[""].show_count(len(items))
        for state in (Delivery.REJECTED, Delivery.ACCEPTED):
            self._chips[state].show_count(counted(items, state))
        rejected = counted(items, Delivery.REJECTED)
        self._all_back.setVisible(rejected > 0)
        self._all_back.setEnabled(writable)
        self._all_back.setToolTip("" if writable else tr("只读打开，不能修改"))
        self._all_back.setText(tr("退回的 {rejected:,} 条转为草稿").format(rejected=rejected))
        if not rejected and self._chips[Delivery.REJECTED].isChecked():
            self._chips[""].setChecked(True)
        self._show()

    @property
    def shown(self) -> list[LedgerItem]:
        """The items of the chip that is on."""
        wanted = next(key for key, chip in self._chips.items() if chip.isChecked())
        return [item for item in self._items if wanted in ("", item.state)]

    def _show(self) -> None:
        self._model.show_rows(self.shown)

    def _click(self, index: QModelIndex) -> None:
        if self._model.columns[index.column()].key == "act":
            self._act(index.row())

    def _act(self, row: int) -> None:
        item: LedgerItem = self._model.row(row)
        if item.state is Delivery.REJECTED and self._writable:
            self.redraft_wished.emit([item.record_id])
        else:
            self.record_wished.emit(item.record_id)

    def _redraft_all(self) -> None:
        back = [item.record_id for item in self._items if item.state is Delivery.REJECTED]
        self.redraft_wished.emit(back)
