"""Items taken in from a data file or from table definitions: 反编目."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu

from cdo_desktop.work.items import Edited
from cdo_desktop.work.recognising import FoundItems, Taken, find_items, taken_in
from ui.grid.grid_tools import GridTools
from ui.grid.items_grid import ItemsGrid
from ui.shell import Shell
from ui.tr import tr

SOURCES = tr("数据文件和建表语句 (*.xlsx *.xlsm *.xls *.ods *.csv *.sql)")


class Recognising(QObject):
    """Finds items in a file on the worker and adds to the rows of a grid what they lack."""

    failed = Signal(object)
    """The exception: the file could not be read."""

    def __init__(self, shell: Shell, grid: ItemsGrid, tools: GridTools) -> None:
        super().__init__(grid)
        self._shell, self._grid, self._tools = shell, grid, tools

    @Slot()
    def choose(self) -> None:
        """Have a data file or table definition chosen, and take its items in."""
        self._shell.notify.choose_file(tr("选择数据文件或建表语句"), SOURCES, self.read)

    def read(self, path: Path) -> None:
        """Find items in a file."""
        bench = self._shell.session.bench
        if bench is None:
            return
        job = self._shell.jobs.start(
            tr("识别“{path.name}”").format(path=path), lambda run: find_items(bench, str(path), run)
        )
        job.done.connect(self._found)
        job.failed.connect(self.failed)

    @Slot(object)
    def _found(self, found: list[FoundItems]) -> None:
        if len(found) == 1:
            self._take_in(found[0])
            return
        menu = QMenu(self._tools)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for table in found:
            words = tr("{table.title}（{0} 项）").format(len(table.items), table=table)
            menu.addAction(words).triggered.connect(partial(self._take_in, table))
        below = QPoint(self._tools.width() // 2, self._tools.height())
        menu.popup(self._tools.mapToGlobal(below))

    def _take_in(self, found: FoundItems, checked: bool = False) -> None:
        grid = self._grid
        if not grid.writable:
            return
        before = len(grid.rows)
        taken = taken_in(grid.group, grid.rows, found.items)
        changed = taken.added + taken.completed
        step = tr("从“{found.title}”识别 {taken.added} 项").format(found=found, taken=taken)
        grid.adopt(Edited(taken.rows, changed), step)
        grid.model.mark_fresh(row["id"] for row in grid.rows[before:])
        grid.tell("ok" if changed else "info", _words(found, taken), bool(changed))
        if taken.added:
            grid.go_to(before, grid.group.elements[0].key)


def _words(found: FoundItems, taken: Taken) -> str:
    words = tr("从“{found.title}”认出 {0} 项：新增 {taken.added} 项").format(
        len(found.items), found=found, taken=taken
    )
    if taken.completed:
        words += tr("，补全 {taken.completed} 项的空格").format(taken=taken)
    if taken.same:
        words += tr("，{taken.same} 项这里已有").format(taken=taken)
    return f"{words}。{''.join(note.message() for note in found.notes)}"
