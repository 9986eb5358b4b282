"""Tells the journal what is being typed into the cells of a grid."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from cdo_desktop.domain.record import Record
from ui.grid.grid_view import GridView
from ui.grid.items_model import ItemsModel
from ui.unsaved import TypingJournal


class CellWatch(QObject):
    """Lives as long as its table; a cell that is done or given up is dropped again."""

    def __init__(
        self, journal: TypingJournal, view: GridView, model: ItemsModel, group: str
    ) -> None:
        super().__init__(view)
        self._journal, self._model, self._group = journal, model, group
        self.record: Record | None = None
        """Whose rows are shown, as it was saved last."""
        self._cell: tuple[str, str, str] | None = None
        """(id of the record, id of the row, element)."""
        view.cells.typing.connect(self._typed)
        view.cells.closeEditor.connect(self._done)

    @Slot(int, str, str)
    def _typed(self, number: int, element: str, text: str) -> None:
        if self.record is None:
            return
        row = str(self._model.row(number).get("id", ""))
        self._cell = (self.record.id, row, element)
        self._journal.note_cell(self.record, (self._group, row, element), text)

    @Slot()
    def _done(self) -> None:
        """After what was typed has been put into the rows, which are noted or saved by then."""
        done, self._cell = self._cell, None
        if done is not None:
            record_id, row, element = done
            self._journal.drop(record_id, element, self._group, row)
