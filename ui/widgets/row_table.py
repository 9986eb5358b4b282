"""The table of rows all lists use: flat header, whole rows, hover, one stretching column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ui.look import Look
from ui.models.checkable import Checkable
from ui.models.columns import Column
from ui.models.record_list import RecordList
from ui.models.table import TableModel
from ui.widgets.cells import CellDelegate
from ui.widgets.flat_header import FlatHeader

_LEAST, _NAME = 32, 150


class RowTable(QTableView):
    """Rows of a model; `row_chosen` when another one becomes current."""

    row_chosen = Signal(int)
    """The current row; -1 for none."""
    opened = Signal(int)
    """A row was double-clicked, or Enter was pressed on it."""
    arranged = Signal()
    """Columns were resized, shown or hidden by hand."""

    def __init__(self, look: Look, model: RecordList | TableModel, name: str) -> None:
        super().__init__()
        self._look = look
        self._hidden: frozenset[str] | None = None
        self._widths: dict[str, int] = {}
        self.setAccessibleName(name)
        self._delegate = CellDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self._header = FlatHeader(look, self)
        self.setHorizontalHeader(self._header)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setModel(model)
        self.horizontalHeader().setMinimumSectionSize(_LEAST)
        self.horizontalHeader().sectionResized.connect(self._resized)
        self.activated.connect(self._open)
        look.changed.connect(self.fit)
        model.modelReset.connect(self._fit_new_columns)
        self.fit()

    def fit(self) -> None:
        """Give rows and columns the sizes of the theme."""
        theme = self._look.theme
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        header = self.horizontalHeader()
        self._columns = len(self.model().columns)
        for place, column in enumerate(self.model().columns):
            width = self._width(column)
            mode = QHeaderView.ResizeMode
            kind = mode.Fixed if column.checks else mode.Interactive if width else mode.Stretch
            header.setSectionResizeMode(place, kind)
            if width:
                header.resizeSection(place, theme.px(width))
        self._yield_columns()
        self.viewport().update()

    def _width(self, column: Column[Any]) -> int:
        """At 100 %; 0 = it takes what is left."""
        return self._widths.get(column.key, column.width) if column.width else 0

    # -- columns as somebody wants them --------------------------------------------------------

    @property
    def hidden_columns(self) -> frozenset[str]:
        """Keys of the columns that are not to be shown."""
        optional = frozenset(c.key for c in self.model().columns if c.optional)
        return optional if self._hidden is None else self._hidden

    def show_column(self, key: str, shown: bool) -> None:
        """Show a column, or do not."""
        hidden = self.hidden_columns
        self._hidden = hidden - {key} if shown else hidden | {key}
        self.fit()
        self.arranged.emit()

    def arrangement(self) -> dict[str, Any]:
        """{"hidden": keys or null, "widths": {key: width at 100 %}}, to be kept."""
        hidden = None if self._hidden is None else sorted(self._hidden)
        return {"hidden": hidden, "widths": dict(self._widths)}

    def arrange(self, kept: Mapping[str, Any]) -> None:
        """Take an arrangement that was kept; {} is the usual one."""
        hidden, widths = kept.get("hidden"), kept.get("widths", {})
        self._hidden = frozenset(hidden) if isinstance(hidden, list) else None
        self._widths = {key: width for key, width in widths.items() if type(width) is int}
        self.fit()

    def _resized(self, place: int, before: int, now: int) -> None:
        column = self.model().columns[place]
        if not self._header.held or not column.width or not now:
            return
        self._widths[column.key] = max(_LEAST, round(now / self._look.theme.zoom))
        self.arranged.emit()

    def _yield_columns(self) -> None:
        """Hide what may go, until the stretching column has room for a name."""
        unwanted = self.hidden_columns
        columns = list(enumerate(self.model().columns))
        hidden = {place for place, column in columns if column.key in unwanted}
        shown = [(place, column) for place, column in columns if place not in hidden]
        px = self._look.theme.px
        stretched = [place for place, column in shown if not column.width]
        wanted = sum(px(self._width(column) or _NAME) for _, column in shown)
        going = sorted((c.yields, place) for place, c in shown if c.yields)
        while stretched and going and wanted > self.viewport().width():
            _, place = going.pop()
            hidden.add(place)
            wanted -= px(self._width(self.model().columns[place]))
        for place, _ in columns:
            if self.isColumnHidden(place) != (place in hidden):
                self.setColumnHidden(place, place in hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._yield_columns()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.selectionModel().currentRowChanged.connect(self._choose)

    def _fit_new_columns(self) -> None:
        if len(self.model().columns) != self._columns:
            self.fit()

    def _choose(self, current: QModelIndex, before: QModelIndex) -> None:
        self.row_chosen.emit(current.row())

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def choose_row(self, row: int) -> None:
        """Make a row current and bring it into view."""
        index = self.model().index(row, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, row = self.model(), self.currentIndex().row()
        checks = isinstance(model, Checkable) and any(c.checks for c in model.columns)
        if checks and event.key() == Qt.Key.Key_Space and row >= 0:
            model.toggle(row)
        elif checks and event.matches(QKeySequence.StandardKey.SelectAll):
            model.check_all()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()
