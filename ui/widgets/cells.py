"""How cells of tables are painted: flat rows, a line below, chips and marks, a selection bar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.look import Look
from ui.models.columns import PAINTED
from ui.models.table import TONE
from ui.widgets.check_box import paint_check_box
from ui.widgets.chips import ChipOption, paint_chip

Index = QModelIndex | QPersistentModelIndex
_PADDING, _MARK, _GAP, _BAR = 8, 14, 4, 3
_RELEASE = QEvent.Type.MouseButtonRelease


class CellDelegate(QStyledItemDelegate):
    """Paints a cell from what its column says; the view tells which row the mouse is on."""

    elide = Qt.TextElideMode.ElideRight

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.hovered_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._look.theme.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setClipRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, option, index, selected)
        theme = self._look.theme
        inner = option.rect.adjusted(theme.px(_PADDING), 0, -theme.px(_PADDING // 2), -1)
        check = index.data(Qt.ItemDataRole.CheckStateRole)
        if check is not None:
            paint_check_box(painter, inner, self._look, Qt.CheckState(check))
            painter.restore()
            return
        painted = index.data(PAINTED)
        if isinstance(painted, ChipOption):
            paint_chip(painter, inner, self._look, painted)
        elif painted is not None:
            self._paint_marks(painter, inner, painted, selected)
        else:
            self._paint_text(painter, inner, index, selected)
        painter.restore()

    def editorEvent(self, event: QEvent, model: Any, option: Any, index: Index) -> bool:
        """A click anywhere in a cell with a check box ticks it."""
        check = index.data(Qt.ItemDataRole.CheckStateRole)
        released = isinstance(event, QMouseEvent) and event.type() == _RELEASE
        if check is None or not released or event.button() != Qt.MouseButton.LeftButton:
            return False
        states = Qt.CheckState
        other = states.Unchecked if states(check) is states.Checked else states.Checked
        return bool(model.setData(index, other, Qt.ItemDataRole.CheckStateRole))

    def helpEvent(self, event: Any, view: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        # The default shows nothing for painted cells that have room; ours always names them.
        return (
            super().helpEvent(event, view, option, index)
            if event.type() == QEvent.Type.ToolTip
            else False
        )

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, selected: bool
    ) -> None:
        theme, place = self._look.theme, option.rect
        hovered = index.row() == self.hovered_row
        fill = "sel" if selected else "hover" if hovered else "surface"
        painter.fillRect(place, theme.colour(fill))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, theme.colour("border"))
        if selected and index.column() == 0:
            painter.fillRect(
                place.left(), place.top(), _BAR, place.height() - 1, theme.colour("accent")
            )
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(place.adjusted(1, 1, -1, -2))

    def _paint_marks(
        self, painter: QPainter, place: QRect, marks: tuple[Any, ...], selected: bool
    ) -> None:
        theme = self._look.theme
        left, size = place.left(), theme.px(_MARK)
        painter.setFont(theme.font("body"))
        for mark, word in marks:
            token = "sel-text" if selected and mark.token == "text" else mark.token
            pixmap = self._look.icons.pixmap(mark.icon, token, _MARK)
            painter.drawPixmap(left, place.center().y() - size // 2 + 1, pixmap)
            left += size + theme.px(_GAP)
            painter.setPen(theme.colour("sel-text" if selected else "text"))
            rest = QRect(left, place.top(), place.right() - left + 1, place.height())
            fitting = painter.fontMetrics().elidedText(
                word, Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), fitting)
            left += painter.fontMetrics().horizontalAdvance(word) + theme.px(6)

    def _paint_text(self, painter: QPainter, place: QRect, index: Index, selected: bool) -> None:
        theme = self._look.theme
        token = "sel-text" if selected else index.data(TONE) or "text"
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour(token))
        text = str(index.data() or "").replace("\n", " ")
        fitting = painter.fontMetrics().elidedText(text, self.elide, place.width())
        painter.drawText(place, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), fitting)
