"""The grid of a group: what its keys and buttons do to the rows, and what is said about it.

Nothing is written here: every edit goes out as `edited`, and its owner saves it as one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Element, Group
from cdo_desktop.work import items
from cdo_desktop.work.cell_blocks import read_block, write_block, write_table
from cdo_desktop.work.item_paste import Pasted, paste
from cdo_desktop.work.items import Area, Cell, CellReader, Edited, Rows
from cdo_desktop.work.notes import Remark
from cdo_desktop.workbench import Workbench
from ui.grid.cell_watch import CellWatch
from ui.grid.column_choice import ColumnChoice
from ui.grid.grid_menu import GridMenu
from ui.grid.grid_search import GridSearch
from ui.grid.grid_view import CHANGING, GridView
from ui.grid.items_model import ItemsModel
from ui.grid.paste_words import pasted_words
from ui.grid.remark_marks import said_in
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner

UNDO, FIRST = "undo", "first"
_OF_ROWS = frozenset({"delete", "up", "down"})
"""Commands for rows that are there, not for the empty one below."""
_TOO_LONG = 20_000_000
"""Characters: what is longer on the clipboard is no block of items."""


class ItemsGrid(QWidget):
    """Rows of one group to read and to change."""

    edited = Signal(object, str)
    """(rows, name of the step as 撤销 says it)."""
    marked = Signal()
    """Other cells are marked, or another cell is current."""
    undo_asked = Signal()
    """The paste that was made last is to be taken back."""
    typing = Signal(int, str, str)
    """(number of the row, key, text so far): what is typed into a cell that is not done yet."""

    def __init__(self, shell: Shell, group: Group) -> None:
        super().__init__()
        self._shell, self.group = shell, group
        self._bench: Workbench | None = None
        self._record_id = self._title = ""
        self.reader: CellReader | None = None
        self.model = ItemsModel(self)
        self.view = GridView(shell.look, self.model, group.label)
        self.watch = CellWatch(shell.typing, self.view, self.model, group.key)
        self.search = GridSearch(shell.look, self.view, self.model)
        self._columns = ColumnChoice(shell.settings, group)
        self.banner = Banner(shell.look)
        GridMenu(self.view, self.act, self.hindrance)
        self.view.asked.connect(self.act)
        self.view.filled.connect(self._fill_marked)
        self.view.marked.connect(self._marked)
        self.view.cells.typing.connect(self.typing)
        self.view.head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.head.customContextMenuRequested.connect(self._offer_columns)
        self.model.edited.connect(self._typed)
        self.view.widened.connect(self._columns.keep_widths)
        self.search.replace_wished.connect(self._replace)
        self.banner.chosen.connect(self._answer)
        self._step = ""
        """Name of the step that the last edit asked for."""
        shell.session.changed.connect(self._look_again)
        shell.session.stepped.connect(self._look_again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.search.bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.banner)
        self.setFocusProxy(self.view)
        self._unread: tuple[Cell, ...] = ()
        """What the last paste could not understand."""
        self._commands: dict[str, Callable[[Area], None]] = {
            "copy": self._copy,
            "cut": self._cut,
            "paste": self._paste,
            "fill_down": self._fill_down,
            "fill_right": self._fill_right,
            "clear": self._clear,
            "insert": self._insert,
            "append": self._append,
            "delete": self._delete,
            "up": partial(self._move, -1),
            "down": partial(self._move, 1),
            "replace": self._open_replace,
        }

    # -- what is shown -------------------------------------------------------------------------

    @property
    def rows(self) -> Rows:
        """The rows as they are shown."""
        return self.model.rows

    @property
    def current_row(self) -> int:
        """The number of the current row; -1 for none."""
        return self.view.currentIndex().row()

    @property
    def current_element(self) -> Element | None:
        """The element of the current column."""
        column = self.view.currentIndex().column()
        return self.model.columns[column] if column >= 0 else None

    @property
    def writable(self) -> bool:
        """Whether the rows can be changed."""
        return self.model.writable

    def show_rows(
        self, bench: Workbench, record: Record, findings: Iterable[Finding], writable: bool
    ) -> None:
        """Show a record's rows of the group, and what was found in them.

        The same record again keeps cursor, marks and an open editor.
        """
        rows = tuple(record.groups.get(self.group.key, ()))
        self._title, self.watch.record = record.title, record
        same = record.id == self._record_id and bench is self._bench
        if not same or writable != self.model.writable:
            self._bench, self._record_id = bench, record.id
            self.reader = CellReader(bench, self.group)
            self.banner.hide()
            self.search.bar.hide()
            self._columns.go_to(bench.workspace.info.id)
            self.view.take_widths(self._columns.widths())
            self.model.begin(self.reader, self._columns.shown(rows), rows, writable)
            self.view.cells.reader = self.reader
            self.view.stand_at(self.model.index(0, 0))
        elif rows != self.model.rows:
            self.model.take(rows)
        here = [one for one in findings if one.place.group == self.group.key]
        self.model.show_findings(here)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what was found anew; the rows are the same."""
        self.model.show_findings(f for f in findings if f.place.group == self.group.key)

    def show_remarks(self, remarks: Iterable[Remark]) -> None:
        """Mark the rows and cells on which remarks are open."""
        self.model.show_remarks(said_in(self.group.key, remarks))

    def summary(self) -> str:
        """What is marked, in one line for the status bar."""
        words = f"{self.group.label} {len(self.rows)}"
        area = self.view.area()
        if area is None or area.height * len(area.columns) < 2:
            return words
        return tr("{words}，选中 {area.height} 行 × {0} 列").format(
            len(area.columns), words=words, area=area
        )

    # -- columns -------------------------------------------------------------------------------

    def columns_menu(self) -> QMenu:
        """A menu in which columns are shown or hidden."""
        return self._columns.menu(self, self.model.columns, self.show_column)

    def show_column(self, key: str, wanted: bool) -> None:
        """Show or hide a column, and remember it."""
        here = self.view.currentIndex()
        columns = self._columns.choose(key, wanted, self.model.columns)
        self.model.begin(self.reader, columns, self.rows, self.model.writable)
        self.view.stand_at(self.model.index(here.row(), 0))

    def _offer_columns(self, place: QPoint) -> None:
        self.columns_menu().popup(self.view.head.mapToGlobal(place))

    # -- edits ---------------------------------------------------------------------------------

    def hindrance(self, command: str) -> str:
        """Why a command cannot be done now; "" if it can."""
        if command in CHANGING | {"append"} and not self.writable:
            return tr("这条记录现在不能修改。")
        if command in _OF_ROWS and not self.view.marked_rows():
            return tr("先选中有内容的行。")
        return ""

    def act(self, command: str) -> None:
        """Do what a key or a button asks for with the cells that are marked."""
        area = self.view.area()
        if area is not None and not self.hindrance(command):
            self._commands[command](area)

    def adopt(self, edited: Edited, step: str) -> None:
        """Show what an edit made of the rows, and have it saved."""
        if edited.changed:
            self.banner.hide()
            self.model.take(edited.rows)
            self.edited.emit(self.rows, self._named(step))
            self.marked.emit()

    def tell(self, level: str, words: str, undoable: bool) -> None:
        """Say below the grid what has just happened, with 撤销 if it can be taken back."""
        self.banner.say(level, words, [(UNDO, tr("撤销"))] if undoable else [])

    def _typed(self, rows: Rows, step: str) -> None:
        self.banner.hide()
        self.edited.emit(rows, self._named(step))

    def _named(self, step: str) -> str:
        self._step = tr("修改“{title}”的{label}：{step}").format(
            title=self._title, label=self.group.label, step=step
        )
        return self._step

    @Slot()
    def _look_again(self) -> None:
        """撤销 stands for the edit that was made here last: it goes with any other step."""
        bench = self._shell.session.bench
        if UNDO in self.banner.offers and bench is not None:
            newest = bench.workspace.undoable()
            if newest is None or newest.name != self._step:
                self.banner.hide()

    def _fill_marked(self, text: str) -> None:
        area = self.view.area()
        if area is not None and self.reader is not None:
            made = items.typed_into(self.rows, self.reader, area.cells(), text)
            self.adopt(made, tr("填入 {made.changed} 格").format(made=made))
            self.view.mark(area)

    def _copy(self, area: Area) -> None:
        block = items.texts(self.rows, area)
        data = QMimeData()
        data.setText(write_block(block))
        data.setHtml(write_table(block))
        QGuiApplication.clipboard().setMimeData(data)

    def _cut(self, area: Area) -> None:
        self._copy(area)
        made = items.cleared(self.rows, area.cells())
        self.adopt(made, tr("剪切 {made.changed} 格").format(made=made))

    def _clear(self, area: Area) -> None:
        made = items.cleared(self.rows, self._marked_cells())
        self.adopt(made, tr("清空 {made.changed} 格").format(made=made))

    def _fill_down(self, area: Area) -> None:
        made = items.filled_down(self.rows, area)
        self.adopt(made, tr("向下填充 {made.changed} 格").format(made=made))
        self.view.mark(area)

    def _fill_right(self, area: Area) -> None:
        if self.reader is not None:
            keys = [element.key for element in self.model.columns]
            made = items.filled_right(self.rows, self.reader, area, keys)
            self.adopt(made, tr("向右填充 {made.changed} 格").format(made=made))
            self.view.mark(area)

    def _insert(self, area: Area) -> None:
        made = items.inserted(self.rows, area.top, area.height)
        self.adopt(made, tr("插入 {made.changed} 行").format(made=made))
        self.view.mark(Area(area.top, area.top + max(1, made.changed) - 1, area.columns))

    def _append(self, area: Area) -> None:
        """Go to the empty row below: what is typed there is a new row."""
        self.view.stand_at(self.model.index(len(self.rows), 0))
        self.view.scrollToBottom()
        self.view.setFocus()

    def _delete(self, area: Area) -> None:
        made = items.without(self.rows, self.view.marked_rows())
        self.adopt(made, tr("删除 {made.changed} 行").format(made=made))
        self.view.mark(Area(area.top, area.top, area.columns))
        if made.changed:
            self.tell("info", tr("已删除 {made.changed} 行。").format(made=made), True)

    def _move(self, by: int, area: Area) -> None:
        made = items.moved(self.rows, area.top, area.bottom, by)
        self.adopt(
            made,
            tr("{0} {made.changed} 行").format(tr("上移") if by < 0 else tr("下移"), made=made),
        )
        if made.changed:
            self.view.mark(Area(area.top + by, area.bottom + by, area.columns))

    # -- paste ---------------------------------------------------------------------------------

    def _paste(self, area: Area) -> None:
        text = QGuiApplication.clipboard().text()
        if len(text) > _TOO_LONG:
            self.banner.say("err", tr("剪贴板里的内容太多，不像信息项。请分几次复制。"))
            return
        block = read_block(text)
        if not block:
            self.banner.say("info", tr("剪贴板里没有文字。请先在 Excel 或 WPS 里复制单元格。"))
            return
        self.paste_block(area, block)

    def paste_block(self, area: Area, block: Sequence[Sequence[str]]) -> None:
        """Put a block at an area, and say what has become of it."""
        if self.reader is None:
            return
        keys = [element.key for element in self.model.columns]
        before = {row["id"] for row in self.rows}
        made = paste(self.rows, self.reader, keys, area, tuple(map(tuple, block)))
        size = tr("{made.area.height} 行 × {0} 列").format(len(made.area.columns), made=made)
        self.adopt(Edited(made.rows, made.changed), tr("粘贴 {size}").format(size=size))
        self.model.mark_fresh(row["id"] for row in made.rows if row["id"] not in before)
        self.model.judge(made.not_understood)
        self.view.mark(made.area)
        self._tell_pasted(made, size)

    def _tell_pasted(self, made: Pasted, size: str) -> None:
        odd = made.not_understood or made.columns_left_out or made.rows_left_out
        links = [(FIRST, tr("去改认不出的"))] if made.not_understood else []
        links += [(UNDO, tr("撤销粘贴"))] if made.changed else []
        self._unread = made.not_understood
        words = pasted_words(self.group, self.rows, made, size)
        self.banner.say("warn" if odd else "ok", words, links)

    def _answer(self, key: str) -> None:
        if key == FIRST:
            self.go_to(*self._unread[0])
            return
        self.banner.hide()
        self.model.mark_fresh(())
        self.undo_asked.emit()
        self.view.setFocus()

    # -- find and replace ----------------------------------------------------------------------

    def _open_replace(self, area: Area) -> None:
        self.search.open_within(area)

    def open_find(self) -> None:
        """Find in all cells."""
        self.search.open_within(None)

    def _replace(self, cells: list[Cell], sought: str, by: str) -> None:
        if self.reader is not None and self.writable:
            made = items.replaced(self.rows, self.reader, cells, sought, by)
            self.adopt(made, tr("替换 {made.changed} 格").format(made=made))
            self.search.count()

    # -- going ---------------------------------------------------------------------------------

    def go_to(self, row: int, key: str) -> None:
        """Make a cell current, showing its column if it is hidden, and give it the focus."""
        keys = [element.key for element in self.model.columns]
        if key in self.group.by_key and key not in keys:
            self.show_column(key, True)
            keys = [element.key for element in self.model.columns]
        index = self.model.index(row, keys.index(key) if key in keys else 0)
        if index.isValid():
            self.view.stand_at(index)
            self.view.setFocus()

    def next_problem(self, back: bool = False) -> None:
        """Go to the next problem, errors first; from the last to the first."""
        faults = [cell for _, cell in self.model.faults()]
        if not faults:
            return
        element = self.current_element
        here = (self.current_row, element.key if element else "")
        at = faults.index(here) if here in faults else (0 if back else -1)
        self.go_to(*faults[(at + (-1 if back else 1)) % len(faults)])

    def _marked_cells(self) -> list[Cell]:
        indexes = self.view.selectionModel().selectedIndexes() or [self.view.currentIndex()]
        return [(i.row(), self.model.columns[i.column()].key) for i in indexes if i.isValid()]

    def _marked(self) -> None:
        self.search.follow(self.view.area())
        self.marked.emit()
