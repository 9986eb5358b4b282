"""The header of the tables of rows: flat, with a sort arrow and, over check boxes, one for all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.look import Look
from ui.models.checkable import Checkable
from ui.widgets.check_box import paint_check_box

_PADDING, _ARROW = 8, 12


class FlatHeader(QHeaderView):
    """A header without relief: label, sort arrow, a line between the columns."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.held = False
        """Whether the mouse holds it: only then a width is somebody's wish."""
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
        check = self._check_state(section)
        if check is not None:
            paint_check_box(painter, inner, self._look, check)
            painter.restore()
            return
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(align or Qt.AlignmentFlag.AlignVCenter), fitting)
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.held = False

    def _check_state(self, section: int) -> Qt.CheckState | None:
        role = Qt.ItemDataRole.CheckStateRole
        return self.model().headerData(section, Qt.Orientation.Horizontal, role)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        section = self.logicalIndexAt(event.position().toPoint())
        near_edge = self.cursor().shape() is Qt.CursorShape.SplitHCursor
        model = self.model()
        if section < 0 or near_edge or self._check_state(section) is None:
            self.held = True
            super().mousePressEvent(event)
        elif isinstance(model, Checkable):
            model.check_all(model.check_state is not Qt.CheckState.Checked)
