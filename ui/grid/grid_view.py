"""The table of a grid: moving and marking as in a spreadsheet program."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView

from cdo_desktop.standard.model import Element, ElementKind
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.items import Area
from ui.grid.cell_delegate import GridDelegate
from ui.grid.cell_editors import CellEditor
from ui.grid.frozen_table import FrozenTable
from ui.grid.items_model import ItemsModel
from ui.look import Look

Index = QModelIndex | QPersistentModelIndex
_ROW = 28
_WIDTHS = {
    ElementKind.LONGTEXT: 220,
    ElementKind.NUMBER: 76,
    ElementKind.YES_NO: 84,
    ElementKind.CHOICE: 104,
}
_WIDTH, _NAME = 130, 168
KEYS = {
    "Ctrl+C": "copy",
    "Ctrl+X": "cut",
    "Ctrl+V": "paste",
    "Ctrl+D": "fill_down",
    "Ctrl+R": "fill_right",
    "Ctrl+H": "replace",
    "Ctrl+=": "insert",
    "Ctrl++": "insert",
    "Ctrl+-": "delete",
    "Alt+Shift+Up": "up",
    "Alt+Shift+Down": "down",
    "Del": "clear",
}
"""Key -> what it does with the cells that are marked."""
CHANGING = frozenset(KEYS.values()) - {"copy", "replace"}
_LIST = "Alt+Down"
_OWN = frozenset({*KEYS, _LIST, "F2"})
_IN_EDITOR = frozenset({"Ctrl+Return", "Ctrl+Enter", _LIST, "Alt+Up", "Alt+Return"})
"""Keys that mean something while a cell is edited, whatever they mean to the window."""
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


class GridView(FrozenTable):
    """Cells are marked by rectangle; keys that change cells go out as `asked`."""

    asked = Signal(str)
    """What a key asks for: one of the words of KEYS."""
    filled = Signal(str)
    """A text is to be put into all marked cells (Ctrl+Enter)."""
    marked = Signal()
    """Other cells are marked now."""
    widened = Signal(object)
    """Key -> width at 100 % of the columns that somebody made wider or narrower."""

    def __init__(self, look: Look, model: ItemsModel, name: str) -> None:
        super().__init__(look, model)
        self._widths: dict[str, int] = {}
        """Columns somebody made wider or narrower: key -> width at 100 %."""
        self._fitting = False
        self._tabbed_from: int | None = None
        """The column in which Tab was first pressed: Enter goes back to it, one row down."""
        self.setAccessibleName(name)
        self.cells.left.connect(self._editor_left)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.setTabKeyNavigation(True)
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(self._marks_changed)
        self.selectionModel().currentChanged.connect(self._marks_changed)
        model.modelReset.connect(self.fit)
        look.changed.connect(self.fit)
        self.head.sectionResized.connect(self._keep_width)
        self.fit()

    # -- sizes ---------------------------------------------------------------------------------

    def fit(self) -> None:
        """Give rows and columns the sizes of the theme."""
        theme = self._look.theme
        self._fitting = True
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        self.verticalHeader().setMinimumSectionSize(theme.px(_ROW))
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        words = QFontMetrics(theme.font("small-strong"))
        for place, element in enumerate(self._items.columns):
            label = words.horizontalAdvance(f"* {element.label}") + theme.px(14)
            width = max(theme.px(_width(element)), label)
            kept = self._widths.get(element.key)
            self.setColumnWidth(place, theme.px(kept) if kept else width)
        self._fitting = False
        self.updateGeometries()
        self.freeze()
        self.viewport().update()

    def take_widths(self, widths: Mapping[str, int]) -> None:
        """Columns as wide as somebody made them."""
        self._widths = dict(widths)

    def _keep_width(self, column: int, before: int, width: int) -> None:
        if not self._fitting and column < len(self._items.columns):
            key = self._items.columns[column].key
            self._widths[key] = round(width / self._look.theme.zoom)
            self.freeze()
            self.widened.emit(dict(self._widths))

    # -- what is marked ------------------------------------------------------------------------

    def area(self) -> Area | None:
        """The rectangle around the marked cells; None without a current cell."""
        chosen = self.selectionModel().selection()
        if chosen.isEmpty():
            here = self.currentIndex()
            if not here.isValid():
                return None
            return Area(here.row(), here.row(), (self._items.columns[here.column()].key,))
        top = min(part.top() for part in chosen)
        bottom = max(part.bottom() for part in chosen)
        left = min(part.left() for part in chosen)
        right = max(part.right() for part in chosen)
        keys = tuple(element.key for element in self._items.columns[left : right + 1])
        return Area(top, bottom, keys)

    def marked_rows(self) -> list[int]:
        """The rows with a marked cell, without the empty one below."""
        found = {index.row() for index in self.selectionModel().selectedIndexes()}
        found |= {self.currentIndex().row()} if not found else set()
        return sorted(row for row in found if 0 <= row < len(self._items.rows))

    def mark(self, area: Area) -> None:
        """Mark an area and make its first cell current."""
        keys = [element.key for element in self._items.columns]
        places = [keys.index(key) for key in area.columns if key in keys]
        rows = self._items.rowCount()
        if not places or not rows:
            return
        first = self._items.index(min(area.top, rows - 1), min(places))
        last = self._items.index(min(area.bottom, rows - 1), max(places))
        self.stand_at(first)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(QItemSelection(first, last), flags)

    def stand_at(self, index: Index) -> None:
        """Make a cell current and the only one marked, whatever keys are held down."""
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def _marks_changed(self) -> None:
        self._tabbed_from = None
        self.head.viewport().update()
        self.verticalHeader().viewport().update()
        self.marked.emit()

    # -- keys ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        own = _IN_EDITOR if self.state() == QAbstractItemView.State.EditingState else _OWN
        if asked and _name(event) in own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = _name(event)
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        way = _way(event)
        if name in KEYS:
            self.asked.emit(KEYS[name])
        elif name in (_LIST, "F2"):
            self._edit(replacing=False)
        elif way:
            self.go(way)
        elif name == "Backspace":
            self._edit(replacing=True)
        else:
            self.cells.replaces = True
            super().keyPressEvent(event)
            return
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing opens the cell; so does a text that comes at once, which Qt would drop."""
        self.cells.replaces = True
        at_once = event.commitString() and not event.preeditString()
        if at_once and self.state() != QAbstractItemView.State.EditingState:
            self._edit(replacing=True)
            editor = self.indexWidget(self.currentIndex())
            if editor is not None:
                QCoreApplication.sendEvent(editor, event)
                return
        super().inputMethodEvent(event)

    def mouseDoubleClickEvent(self, event: QEvent) -> None:
        self.cells.replaces = False
        super().mouseDoubleClickEvent(event)

    def _edit(self, replacing: bool) -> None:
        self.cells.replaces = replacing
        index = self.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
            editor = self.indexWidget(index)
            if replacing and isinstance(editor, CellEditor):
                editor.clear()

    def go(self, way: str) -> None:
        """Go on from the current cell; within the marked cells if there are several."""
        down, right = _STEPS[way]
        area, here = self.area(), self.currentIndex()
        if area is not None and here.isValid() and area.height * len(area.columns) > 1:
            self._go_within(area, down, right)
            return
        origin = here.column() if self._tabbed_from is None else self._tabbed_from
        row = here.row() + down
        column = here.column() + right if right else origin
        if column >= len(self._items.columns):
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, len(self._items.columns) - 1
        index = self._items.index(row, column)
        if index.isValid():
            self.stand_at(index)
            self._tabbed_from = origin if right else None

    def _go_within(self, area: Area, down: int, right: int) -> None:
        """The next cell of an area, from its last to its first; the marks stay."""
        keys = [element.key for element in self._items.columns]
        left, width = keys.index(area.columns[0]), len(area.columns)
        row, column = self.currentIndex().row() - area.top, self.currentIndex().column() - left
        if right:
            place = (row * width + column + right) % (width * area.height)
            row, column = divmod(place, width)
        else:
            place = (column * area.height + row + down) % (width * area.height)
            column, row = divmod(place, area.height)
        index = self._items.index(area.top + row, left + column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def finish_editing(self) -> None:
        """Put what is being typed into its cell."""
        editor = self.indexWidget(self.currentIndex())
        if self.state() == QAbstractItemView.State.EditingState and editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, GridDelegate.EndEditHint.NoHint)

    def _editor_left(self, way: str) -> None:
        self.setFocus()
        if way.startswith("fill:"):
            self.filled.emit(way.removeprefix("fill:"))
        elif way:
            self.go(way)


def _width(element: Element) -> int:
    return _NAME if element.role is Role.ITEM_NAME else _WIDTHS.get(element.kind, _WIDTH)


def _name(event: QKeyEvent) -> str:
    """The key with what is held, as in KEYS."""
    keypad = Qt.KeyboardModifier.KeypadModifier
    held = event.modifiers() & ~keypad
    return QKeySequence(int(event.key()) | held.value).toString()


def _way(event: QKeyEvent) -> str:
    """Where Enter and Tab go; "" for other keys."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return ""
    back = held == Qt.KeyboardModifier.ShiftModifier
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return "up" if back else "down"
    if event.key() == Qt.Key.Key_Backtab:
        return "left"
    return ("left" if back else "right") if event.key() == Qt.Key.Key_Tab else ""
