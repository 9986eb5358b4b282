"""Finding and replacing in a grid: where is looked, what is found, where to go next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.work.items import Area, Cell
from ui.grid.grid_view import GridView
from ui.grid.items_model import ItemsModel
from ui.grid.replace_bar import ReplaceBar
from ui.look import Look
from ui.tr import tr


class GridSearch(QObject):
    """The bar above a grid at work."""

    replace_wished = Signal(object, str, str)
    """(cells to look at, what is sought, what to put there)."""

    def __init__(self, look: Look, view: GridView, model: ItemsModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._scope: Area | None = None
        """The area in which is looked; None = all cells."""
        self.bar = ReplaceBar(look)
        self.bar.changed.connect(self.count)
        self.bar.find_next.connect(self.find_next)
        self.bar.replace_all.connect(self._replace)
        self.bar.closed.connect(view.setFocus)

    def open_within(self, area: Area | None) -> None:
        """Open the bar for an area; for all cells if it is none or a single cell."""
        self._scope = _wide(area)
        self.bar.open_for(self._model.writable)
        self.count()

    def follow(self, area: Area | None) -> None:
        """Look in what is marked now, while the bar is open."""
        if self.bar.isVisible():
            self._scope = _wide(area)
            self.count()

    def count(self) -> None:
        """Say how many cells hold what is sought."""
        where = tr("选中区域") if self._scope else tr("全部")
        self.bar.tell(len(self._holding(self.bar.sought.text())), where)

    def find_next(self, sought: str) -> None:
        """Go to the next cell that holds a text; from the last to the first."""
        found = self._holding(sought)
        if not found:
            return
        keys = [element.key for element in self._model.columns]
        index = self._view.currentIndex()
        here = (index.row(), index.column())
        after = [cell for cell in found if (cell[0], keys.index(cell[1])) > here]
        row, key = (after or found)[0]
        scope = self._scope
        self._view.stand_at(self._model.index(row, keys.index(key)))
        self._scope = scope
        self.count()

    def _cells(self) -> list[Cell]:
        if self._scope is not None:
            return list(self._scope.cells())
        keys = [element.key for element in self._model.columns]
        return [(row, key) for row in range(len(self._model.rows)) for key in keys]

    def _holding(self, sought: str) -> list[Cell]:
        return [
            (row, key)
            for row, key in self._cells()
            if sought and sought in shown(self._model.row(row).get(key))
        ]

    def _replace(self, sought: str, by: str) -> None:
        self.replace_wished.emit(self._cells(), sought, by)


def _wide(area: Area | None) -> Area | None:
    return area if area is not None and area.height * len(area.columns) > 1 else None
