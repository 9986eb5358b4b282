"""The heads of a grid: columns with their stars, rows with their numbers and problems."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.grid.items_model import ItemsModel
from ui.grid.remark_marks import paint_corner
from ui.look import Look
from ui.widgets.marks import SEVERITIES

_PADDING, _MARK, _BAR, _WIDTH = 7, 14, 3, 46


class ColumnHead(QHeaderView):
    """Labels, a red star before what is obligatory; the frozen columns stay where they are."""

    def __init__(self, look: Look, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._look, self._view = look, view
        self.frozen = 0
        """So many columns at the left do not move; 0 where all have room."""
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        theme = self._look.theme
        return QSize(super().sizeHint().width(), theme.px(28 if theme.compact else 30))

    def frozen_width(self) -> int:
        """How wide the columns are together that do not move."""
        return sum(self.sectionSize(n) for n in range(self.frozen)) if self.offset() else 0

    def paintEvent(self, event: QEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("header"))
        line = theme.colour("border")
        painter.fillRect(0, self.height() - 1, self.viewport().width(), 1, line)
        painter.end()
        super().paintEvent(event)
        if self.frozen_width():
            painter = QPainter(self.viewport())
            left = 0
            for section in range(self.frozen):
                width = self.sectionSize(section)
                self.paintSection(painter, QRect(left, 0, width, self.height()), section)
                left += width
            painter.fillRect(left - 1, 0, 2, self.height(), theme.colour("border-strong"))
            painter.end()

    def paintSection(self, painter: QPainter, place: QRect, section: int) -> None:
        model = self.model()
        if not isinstance(model, ItemsModel) or section >= len(model.columns):
            return
        theme = self._look.theme
        painter.save()
        here = self._view.currentIndex().column() == section
        painter.fillRect(place, theme.colour("sel" if here else "header"))
        line = theme.colour("border")
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, line)
        painter.fillRect(place.right(), place.top(), 1, place.height(), line)
        inner = place.adjusted(theme.px(_PADDING), 0, -theme.px(3), 0)
        painter.setFont(theme.font("small-strong" if here else "small"))
        if model.columns[section].required:
            painter.setPen(theme.colour("err-icon"))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), "*")
            inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance("* "))
        painter.setPen(theme.colour("sel-text" if here else "text-2"))
        fitting = painter.fontMetrics().elidedText(
            model.columns[section].label, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), fitting)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.position().x()
        if left >= self.frozen_width():
            super().mousePressEvent(event)
            return
        for section in range(self.frozen):
            left -= self.sectionSize(section)
            if left < 0:
                self._view.selectColumn(section)
                return


class RowHead(QHeaderView):
    """Numbers, the worst problem of the row, a green bar where it is new since the last paste."""

    def __init__(self, look: Look, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._look, self._view = look, view
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(_WIDTH), 0)  # Qt's own measures every row

    def paintSection(self, painter: QPainter, place: QRect, section: int) -> None:
        model = self.model()
        if not isinstance(model, ItemsModel):
            return
        theme = self._look.theme
        here = self._view.currentIndex().row() == section
        painter.save()
        painter.fillRect(place, theme.colour("sel" if here else "header"))
        line = theme.colour("border")
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, line)
        painter.fillRect(place.right(), place.top(), 1, place.height(), line)
        if model.is_fresh(section):
            bar = theme.colour("ok-solid")
            painter.fillRect(place.left(), place.top(), theme.px(_BAR), place.height() - 1, bar)
        found = model.findings(section)
        if found:
            mark, size = SEVERITIES[found[0].severity], theme.px(_MARK)
            pixmap = self._look.icons.pixmap(mark.icon, mark.token, _MARK)
            painter.drawPixmap(place.left() + theme.px(5), place.center().y() - size // 2, pixmap)
        if model.remarks(section):
            paint_corner(self._look, painter, place.adjusted(0, 0, -1, 0))
        painter.setFont(theme.font("small-strong" if here else "small"))
        painter.setPen(theme.colour("sel-text" if here else "text-3"))
        text = model.headerData(section, Qt.Orientation.Vertical)
        inner = place.adjusted(0, 0, -theme.px(_PADDING), 0)
        painter.drawText(
            inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), str(text)
        )
        painter.restore()
