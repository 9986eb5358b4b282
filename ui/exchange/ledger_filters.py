"""Which packages the ledger shows: by how far they are, by what is wrong, by words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QToolButton

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.receipt import ReceiptResult
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.ledger_rows import PATIENCE, LedgerRow
from ui.exchange.ledger_words import content_words, number_words
from ui.look import Look
from ui.tr import tr
from ui.widgets.filter_chip import FilterChip
from ui.widgets.flow import FlowLayout

ALL = "all"


@dataclass(frozen=True, slots=True)
class _Filter:
    word: str
    icon: str
    fits: Callable[[LedgerRow], bool]


def _is(*states: str) -> Callable[[LedgerRow], bool]:
    return lambda row: row.entry.state in states


FILTERS: Mapping[str, _Filter] = {
    ALL: _Filter(tr("全部"), "", lambda row: True),
    "exported": _Filter(tr("已导出"), "package", _is(Delivery.EXPORTED)),
    "handed": _Filter(tr("已交接"), "handshake", _is(Delivery.HANDED)),
    "received": _Filter(tr("已接收"), "inbox", _is(Delivery.RECEIVED)),
    "accepted": _Filter(
        tr("已受理"), "badge-check", _is(ReceiptResult.ACCEPTED, ReceiptResult.PARTIAL)
    ),
    "rejected": _Filter(tr("有退回"), "undo-2", lambda row: Delivery.REJECTED in row.counts.states),
    "overdue": _Filter(
        tr("交接后 {PATIENCE} 天没有回执").format(PATIENCE=PATIENCE),
        "clock-alert",
        lambda row: row.is_overdue,
    ),
}


class LedgerFilters(QFrame):
    """One chip is on; the find box narrows it further."""

    changed = Signal()
    """Other packages are wanted."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: Sequence[LedgerRow] = ()
        self._kinds: Mapping[str, Kind] = {}
        self._chips = {key: FilterChip(look, one.word, one.icon) for key, one in FILTERS.items()}
        self._group = QButtonGroup(self)
        chips = FlowLayout(gap=6)
        for chip in self._chips.values():
            self._group.addButton(chip)
            chips.addWidget(chip)
        self._chips[ALL].setChecked(True)
        self._group.buttonClicked.connect(lambda chip: self.changed.emit())
        self.find_box = QLineEdit(placeholderText=tr("按文件、编号、内容、经手人查找"))
        self.find_box.setAccessibleName(tr("查找签名包"))
        self.find_box.setClearButtonEnabled(True)
        for clear in self.find_box.findChildren(QToolButton):
            clear.setAccessibleName(tr("清除查找的字"))
        self.find_box.textChanged.connect(self.changed)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 8, 16, 8)
        across.setSpacing(12)
        across.addLayout(chips, 1)
        across.addWidget(self.find_box)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.find_box.setFixedWidth(self._look.theme.px(230))

    @property
    def key(self) -> str:
        """The key of the chip that is on."""
        return next(key for key, chip in self._chips.items() if chip.isChecked())

    def choose(self, key: str) -> None:
        """Switch a chip on."""
        self._chips[key].setChecked(True)
        self.changed.emit()

    def take(self, rows: Sequence[LedgerRow], kinds: Mapping[str, Kind]) -> list[LedgerRow]:
        """Count them for the chips; gives those that are wanted."""
        self._rows, self._kinds = rows, kinds
        for key, chip in self._chips.items():
            chip.show_count(sum(FILTERS[key].fits(row) for row in rows))
        wanted, text = FILTERS[self.key], self.find_box.text().strip().casefold()
        return [row for row in rows if wanted.fits(row) and text in self._words(row)]

    def _words(self, row: LedgerRow) -> str:
        words = (row.entry.file_name, number_words(row), content_words(row, self._kinds), row.who)
        return " ".join(words).casefold()

    def clear(self) -> None:
        """Want all of them."""
        self.find_box.clear()
        self.choose(ALL)
