"""What an import would do: four tiles that filter, a search, the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from cdo_desktop.work.import_choices import Spot, spot_of
from cdo_desktop.work.importing import Rehearsed
from cdo_desktop.work.word_filter import is_meant
from ui.importing.decisions import Decisions
from ui.importing.entries_model import OUTCOMES, EntriesModel
from ui.importing.entry_table import EntryTable
from ui.importing.outcome_button import OutcomeButton
from ui.look import Look
from ui.tr import tr
from ui.widgets.filter_chip import FilterChip
from ui.widgets.text import Elided

_SAME_NAMES = tr("空格、标点和全半角不同，按同名处理")


class ResultsPane(QFrame):
    """Records stay in the order of the sheet, however they are filtered."""

    entry_chosen = Signal(object)
    """The entry that is current; None for none."""

    def __init__(self, look: Look, decisions: Decisions) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._found: Rehearsed | None = None
        self._outcome = ""
        self._care = False
        self.tiles = {key: OutcomeButton(look, key, *words) for key, words in OUTCOMES.items()}
        self._all = FilterChip(look, tr("全部"), spoken=tr("表格里的全部记录"))
        self._needing = FilterChip(look, tr("只看要处理的"))
        self.search = QLineEdit(placeholderText=tr("按名称查找"))
        self.search.setAccessibleName(tr("按名称查找，可以用拼音首字母"))
        self.search.setClearButtonEnabled(True)
        look.put_icon(
            self.search.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition), "search"
        )
        self.model = EntriesModel(decisions, self)
        self.table = EntryTable(look, self.model)
        for tile in self.tiles.values():
            tile.clicked.connect(self._tile_pressed)
        self._all.clicked.connect(self.show_all)
        self._needing.clicked.connect(self._care_pressed)
        self.search.textChanged.connect(self._filter)
        self.table.row_chosen.connect(self._choose)
        self._lay_out(look)

    def _lay_out(self, look: Look) -> None:
        tiles = QHBoxLayout()
        tiles.setContentsMargins(12, 10, 12, 4)
        tiles.setSpacing(8)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        note = Elided(look, "small", "3")
        note.setText(_SAME_NAMES)
        across = QHBoxLayout()
        across.setContentsMargins(12, 4, 12, 8)
        across.setSpacing(8)
        across.addWidget(self._all)
        across.addWidget(self._needing)
        self.search.setMinimumWidth(look.theme.px(150))
        across.addWidget(self.search, 1)
        across.addWidget(note, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(tiles)
        down.addLayout(across)
        down.addWidget(self.table, 1)

    def show_rehearsal(self, found: Rehearsed | None) -> None:
        """Show what would come of an import; the record one was on stays current."""
        self._found = found
        counts = found.rehearsal.counts if found else {}
        for key, tile in self.tiles.items():
            tile.show_number(counts.get(key) if found else None)
        entries = found.rehearsal.entries if found else ()
        if self._outcome and not counts.get(self._outcome):
            self._outcome = ""
        self._filter()
        self._all.show_count(len(entries))
        self._needing.show_count(sum(map(self.model.needs_care, entries)))

    @property
    def current(self) -> Any:
        """The entry that is current; None for none."""
        row = self.table.currentIndex().row()
        return self.model.row(row) if 0 <= row < self.model.rowCount() else None

    # -- filters -------------------------------------------------------------------------------

    @property
    def is_filtered(self) -> bool:
        """Whether not all records may be shown."""
        return bool(self._outcome or self._care or self.search.text().strip())

    def show_all(self) -> None:
        """Without any filter."""
        self._outcome, self._care = "", False
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._filter()

    def _tile_pressed(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, OutcomeButton):
            self._outcome = pressed.key if self._outcome != pressed.key else ""
            self._filter()

    def _care_pressed(self) -> None:
        self._care = not self._care
        self._filter()

    def _filter(self) -> None:
        spot = spot_of(self.current) if self.current is not None else None
        self.model.show_entries(self._found, self._wanted())
        for key, tile in self.tiles.items():
            tile.setChecked(key == self._outcome)
        self._needing.setChecked(self._care)
        self._all.setChecked(not self.is_filtered)
        row = self.model.row_of(spot) if spot else -1
        if row >= 0 or self.model.rowCount():
            self.table.choose_row(max(0, row))
        else:
            self.entry_chosen.emit(None)

    def _wanted(self) -> Callable[[Any], bool] | None:
        outcome, care, text = self._outcome, self._care, self.search.text().strip()
        if not self.is_filtered:
            return None

        def wanted(entry: Any) -> bool:
            return (
                (not outcome or entry.outcome == outcome)
                and (not care or self.model.needs_care(entry))
                and (not text or is_meant(entry.record.title, text))
            )

        return wanted

    def _choose(self, row: int) -> None:
        self.entry_chosen.emit(self.model.row(row) if row >= 0 else None)

    def go_to(self, spot: Spot) -> None:
        """Make a record current; a filter that hides it goes."""
        if self.model.row_of(spot) < 0:
            self.show_all()
        row = self.model.row_of(spot)
        if row >= 0:
            self.table.choose_row(row)

    def step(self, by: int) -> None:
        """The next record, or the one before."""
        self.table.choose_row(self.table.currentIndex().row() + by)
