"""Reading the workbook at hand as one says, again and again, without touching the workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.work.import_trying import Attempt, Target, Wish, sheets_left
from cdo_desktop.work.importing import Rehearsed
from cdo_desktop.workbench import Workbench
from ui.importing.mapping_model import MappedRow
from ui.importing.rehearsing import Rehearsing
from ui.importing.sheet_at_hand import SheetAtHand, mark_of
from ui.jobs import Jobs
from ui.tr import tr

_SETTLED = ("taken", "unknown")
"""Standings of a column that need no confirmation."""


class SheetReading(QObject):
    """Holds the workbook until it is written or another one is taken."""

    begun = Signal()
    """A rehearsal is under way."""
    tried = Signal(object)
    """The Attempt that is at hand now."""
    mapped = Signal()
    """A column was told to be something else; the rehearsal follows."""
    looked = Signal()
    """What stands in the columns is known now."""
    failed = Signal(object)
    """The file cannot be read at all."""
    stopped = Signal()
    """The user stopped the rehearsal."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self.bench: Workbench | None = None
        self.kind = ""
        self.hand: SheetAtHand | None = None
        self.notice = ""
        """What is to be said once the rehearsal under way has come to be."""
        self._written: dict[Path, set[str]] = {}
        """Of each workbook the sheets that were imported into this workspace."""
        self._rehearsing = Rehearsing(jobs, self)
        self._rehearsing.tried.connect(self._tried)
        self._rehearsing.looked.connect(self._looked)
        self._rehearsing.failed.connect(self._failed)
        self._rehearsing.stopped.connect(self.stopped)

    @property
    def is_busy(self) -> bool:
        """Whether a rehearsal is under way."""
        return self._rehearsing.is_busy

    @property
    def found(self) -> Rehearsed | None:
        """The rehearsal at hand."""
        return self.hand.found if self.hand else None

    # -- which workbook ------------------------------------------------------------------------

    def take(self, kind: str, file: Path) -> None:
        """Take another workbook, or the same for another list."""
        self.kind, self.notice = kind, ""
        self.hand = SheetAtHand(file, kind)
        self.rehearse(Wish())

    def forget(self, bench: Workbench | None) -> None:
        """No workbook is at hand any more; what is under way does not matter."""
        self._rehearsing.drop()
        if bench is not self.bench:
            self._written.clear()
        self.bench, self.hand, self.notice = bench, None, ""

    def catch_up(self) -> None:
        """Rehearse again, as it was wished, where the file or the workspace has changed since."""
        bench, hand = self.bench, self.hand
        if bench is None or hand is None:
            return
        if hand.file_changed:
            self.notice = tr("“{hand.file.name}”在预演之后改过，已重新预演。").format(hand=hand)
            self.rehearse(hand.wish)
        elif hand.mark != mark_of(bench):
            self.notice = tr("工作区的内容在预演之后变过，已重新预演。")
            self.rehearse(hand.wish)

    # -- how it is read ------------------------------------------------------------------------

    def rehearse(self, wish: Wish) -> None:
        """Read the workbook as wished; one that is under way is stopped and not told any more."""
        bench, hand = self.bench, self.hand
        if bench is None or hand is None:
            return
        if hand.file_changed:
            hand.looks, hand.looked_from = {}, {}
        hand.wish = wish
        hand.note_state(bench)
        self._rehearsing.rehearse(bench, hand.file, hand.kind, wish)
        self.begun.emit()

    @Slot()
    def again(self) -> None:
        """Read it once more in the same way."""
        if self.hand is not None:
            self.rehearse(self.hand.wish)

    @Slot(object)
    def read_as(self, wish: Wish) -> None:
        """Read it so; a header row without a sheet is meant for the one that is looked at."""
        if wish.header_row and not wish.sheet and self.hand is not None:
            wish = replace(wish, sheet=self.hand.shown_sheet)
        self.rehearse(wish)

    @Slot(str, int)
    def header_at(self, sheet: str, line: int) -> None:
        """The header of a sheet ends in this line."""
        if self.hand is not None:
            self.rehearse(Wish(sheet, line, self.hand.wish.layout))

    def as_proposed(self) -> None:
        """Read the sheets as this list, whatever they look like."""
        if self.hand is not None:
            self.rehearse(replace(self.hand.wish, mapping=self.hand.mapping))

    @Slot(object, object)
    def map_column(self, row: MappedRow, target: Target) -> None:
        """A column is something else, or is confirmed to be what it was taken for."""
        hand, before = self.hand, row.column
        if hand is None or hand.tried is None or row.sheet not in hand.mapping:
            return
        same = (before.target, before.part) == (target.target, target.part)
        if same and before.standing in _SETTLED:
            return
        told = hand.mapping[row.sheet].with_target(before.number, target.target, target.part)
        mapping = {**hand.mapping, row.sheet: told}
        hand.tried = replace(hand.tried, mapping=mapping)
        self.rehearse(replace(hand.wish, mapping=mapping))
        self.mapped.emit()

    # -- what came of it -----------------------------------------------------------------------

    @Slot(object)
    def _tried(self, tried: Attempt) -> None:
        hand = self.hand
        if hand is None:
            return
        hand.tried = tried
        self._note_left(hand)
        self.tried.emit(tried)
        if hand.first_lines and hand.first_lines != hand.looked_from:
            self._rehearsing.look(hand.file, hand.first_lines)

    def _note_left(self, hand: SheetAtHand) -> None:
        """Which sheets are left is told only where it was not told which ones to read."""
        left = hand.left
        if hand.found is not None and hand.wish.mapping is None and not hand.wish.sheet:
            left = sheets_left(hand.found)
        done = self._written.get(hand.file, set()).union(hand.mapping)
        hand.left = tuple(one for one in left if one.name not in done)

    def written(self) -> None:
        """What is at hand was written: its sheets wait no longer, and it is forgotten."""
        if self.hand is not None:
            self._written.setdefault(self.hand.file, set()).update(self.hand.mapping)
        self.forget(self.bench)

    @Slot(object)
    def _looked(self, looks: Any) -> None:
        if self.hand is not None:
            self.hand.looks, self.hand.looked_from = looks, self.hand.first_lines
            self.looked.emit()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        if self.hand is not None:
            self.hand.tried = None
        self.failed.emit(error)
