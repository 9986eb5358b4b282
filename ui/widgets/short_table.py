"""A table of a few rows inside a panel: no header, no scroll bars, as high as its rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSizePolicy

from ui.look import Look
from ui.models.table import TableModel
from ui.widgets.row_table import RowTable


class ShortTable(RowTable):
    """A click or Enter on a row chooses it."""

    chosen = Signal(int)
    """A row was clicked, or Enter was pressed on it."""

    def __init__(self, look: Look, model: TableModel, name: str) -> None:
        super().__init__(look, model, name)
        self.horizontalHeader().hide()
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(off)
        self.setHorizontalScrollBarPolicy(off)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._clicked)
        self.opened.connect(self.chosen)
        model.modelReset.connect(self.updateGeometry)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        rows = self.model().rowCount()
        return QSize(super().sizeHint().width(), rows * self.verticalHeader().defaultSectionSize())

    minimumSizeHint = sizeHint

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys need a row to be on, and it must be seen."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_row(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A row stays marked only while the keys are here."""
        super().focusOutEvent(event)
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def _clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())
