"""What a person has decided about a rehearsal so far; kept while it is rehearsed again."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from cdo_desktop.work.import_choices import Choices, Spot, Subject, spot_of, subjects_of
from cdo_desktop.work.importing import Rehearsed


class Decisions(QObject):
    """Records left out, and of changed ones what stays as it is."""

    changed = Signal()
    """Something else is decided now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left_out: set[Spot] = set()
        self._kept: dict[Spot, frozenset[Subject]] = {}

    def forget(self) -> None:
        """Another sheet, another rehearsal: everything is taken."""
        self._left_out.clear()
        self._kept.clear()
        self.changed.emit()

    @property
    def choices(self) -> Choices:
        """As the writing takes them."""
        return Choices(frozenset(self._left_out), dict(self._kept))

    def is_ticked(self, spot: Spot) -> bool:
        """Whether a record is to be written."""
        return spot not in self._left_out

    def tick(self, spots: Iterable[Spot], on: bool) -> None:
        """Have records written, or leave them out."""
        if on:
            self._left_out.difference_update(spots)
        else:
            self._left_out.update(spots)
        self.changed.emit()

    def kept(self, spot: Spot) -> frozenset[Subject]:
        """What of a record stays as the workspace has it."""
        return self._kept.get(spot, frozenset())

    def keep(self, spot: Spot, subjects: Iterable[Subject], stays: bool) -> None:
        """Let these stay, or take them from the sheet."""
        before = self.kept(spot)
        now = before.union(subjects) if stays else before.difference(subjects)
        if now:
            self._kept[spot] = now
        else:
            self._kept.pop(spot, None)
        if now != before:
            self.changed.emit()

    def fit(self, found: Rehearsed) -> None:
        """Drop what was decided of changes that another reading of the sheet does not make."""
        if not self._kept:
            return
        before, self._kept = self._kept, {}
        for entry in found.rehearsal.entries:
            spot = spot_of(entry)
            left = before.get(spot, frozenset()).intersection(subjects_of(entry))
            if left:
                self._kept[spot] = left
        if self._kept != before:
            self.changed.emit()
