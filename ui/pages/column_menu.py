"""The button and menu with which somebody chooses which columns a table shows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import icon_button
from ui.widgets.row_table import RowTable


class ColumnMenu:
    """Behind its button, and behind a right click on the header."""

    def __init__(self, look: Look, table: RowTable) -> None:
        self._table = table
        self.button: QToolButton = icon_button(look, "columns-3", tr("选择显示哪些列"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.button)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open)

    def _open(self, place: QPoint) -> None:
        self._menu.popup(self._table.horizontalHeader().mapToGlobal(place))

    def _fill(self) -> None:
        self._menu.clear()
        hidden = self._table.hidden_columns
        for column in self._table.model().columns:
            if column.width and not column.checks:
                action = self._menu.addAction(column.label)
                action.setCheckable(True)
                action.setChecked(column.key not in hidden)
                action.toggled.connect(partial(self._table.show_column, column.key))
