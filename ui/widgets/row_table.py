"""The table of rows all lists use: flat header, whole rows, hover, one stretching column."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.look import Look
from ui.models.record_list import RecordList
from ui.models.table import TableModel
from ui.widgets.cells import CellDelegate

_PADDING, _ARROW, _LEAST, _NAME = 8, 12, 40, 150


class FlatHeader(QHeaderView):
    """A header without relief: label, sort arrow, a line between the columns."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setHighlightSections(False)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        theme = self._look.theme
        return QSize(super().sizeHint().width(), theme.px(28 if theme.compact else 30))

    def paintEvent(self, event: QEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._look.theme.colour("header"))
        painter.fillRect(
            0, self.height() - 1, self.viewport().width(), 1, self._look.theme.colour("border")
        )
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, place: QRect, section: int) -> None:
        theme = self._look.theme
        painter.save()
        painter.fillRect(place, theme.colour("header"))
        line = theme.colour("border")
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, line)
        if section < self.count() - 1:
            painter.fillRect(place.right(), place.top(), 1, place.height(), line)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-2"))
        inner = place.adjusted(theme.px(_PADDING), 0, -theme.px(_PADDING // 2), 0)
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        if sorted_by:
            inner.setRight(inner.right() - theme.px(_ARROW))
            up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            arrow = self._look.icons.pixmap("chevron-up" if up else "chevron-down", "link", _ARROW)
            painter.drawPixmap(inner.right(), place.center().y() - theme.px(_ARROW) // 2, arrow)
        align = self.model().data(self.model().index(0, section), Qt.ItemDataRole.TextAlignmentRole)
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(align or Qt.AlignmentFlag.AlignVCenter), fitting)
        painter.restore()


class RowTable(QTableView):
    """Rows of a model; `row_chosen` when another one becomes current."""

    row_chosen = Signal(int)
    """The current row; -1 for none."""
    opened = Signal(int)
    """A row was double-clicked, or Enter was pressed on it."""

    def __init__(self, look: Look, model: RecordList | TableModel, name: str) -> None:
        super().__init__()
        self._look = look
        self._stretched = -1
        self.setAccessibleName(name)
        self._delegate = CellDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(FlatHeader(look, self))
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
            fixed = bool(column.width)
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, mode.Interactive if fixed else mode.Stretch)
            if fixed:
                header.resizeSection(place, theme.px(column.width))
        self._yield_columns()
        self.viewport().update()

    def _yield_columns(self) -> None:
        """Hide what may go, until the stretching column has room for a name."""
        columns = list(enumerate(self.model().columns))
        stretched = [place for place, column in columns if not column.width]
        wanted = sum(self._look.theme.px(column.width or _NAME) for _, column in columns)
        going = sorted((c.yields, place) for place, c in columns if c.yields)
        hidden: set[int] = set()
        while stretched and going and wanted > self.viewport().width():
            _, place = going.pop()
            hidden.add(place)
            wanted -= self._look.theme.px(self.model().columns[place].width)
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
