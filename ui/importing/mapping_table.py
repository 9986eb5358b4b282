"""The table of the mapping: a list to choose from in each row, opened by a key or a click."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from ui.importing.mapping_model import NOTHING, PENDING, TARGET, Index, MappingModel
from ui.importing.target_editor import TargetEditor
from ui.look import Look
from ui.tr import tr
from ui.widgets.cells import CellDelegate
from ui.widgets.row_table import RowTable

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OPENING = (*_ENTER, Qt.Key.Key_F2, Qt.Key.Key_Space)
_DONE = (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_COMPOSING = (*_DONE, Qt.Key.Key_Escape)


class MappingDelegate(CellDelegate):
    """Paints the target as a list one can open."""

    elide = Qt.TextElideMode.ElideMiddle  # the names of many columns and fields begin alike

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self._paint_sheet(painter, option, index)
        elif index.column() != TARGET:
            super().paint(painter, option, index)
        else:
            painter.save()
            painter.setClipRect(option.rect)
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            option.state &= ~QStyle.StateFlag.State_HasFocus  # the box shows it
            self._paint_ground(painter, option, index, selected)
            self._paint_box(painter, option, index, focused)
            painter.restore()

    def _paint_sheet(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._look.theme
        painter.fillRect(option.rect, theme.colour("header"))
        if index.column() == 1:
            painter.setFont(theme.font("small-strong"))
            painter.setPen(theme.colour("text-2"))
            inner = option.rect.adjusted(theme.px(8), 0, theme.px(200), 0)
            painter.drawText(
                inner, int(Qt.AlignmentFlag.AlignVCenter), tr("工作表“{0}”").format(index.data())
            )

    def _paint_box(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, focused: bool
    ) -> None:
        theme, px = self._look.theme, self._look.theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -3.5)
        edge = "focus" if focused else "warn-icon" if index.data(PENDING) else "neutral-line"
        painter.setPen(QPen(theme.colour(edge), 2 if focused else 1.4 if edge[0] == "w" else 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box, 4, 4)
        size = px(14)
        arrow = self._look.icons.pixmap("chevron-down", "text-2", 14)
        painter.drawPixmap(
            round(box.right()) - size - px(4), option.rect.center().y() - size // 2, arrow
        )
        words = box.adjusted(px(7), 0, -size - px(7), 0)
        text = str(index.data() or "")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text-3" if text == NOTHING else "text"))
        fitting = painter.fontMetrics().elidedText(text, self.elide, int(words.width()))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), fitting)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget | None:
        model = index.model()
        if not isinstance(model, MappingModel):
            return None
        editor = TargetEditor(self._look, parent, model.targets)
        editor.picked.connect(self._picked)
        return editor

    def _picked(self) -> None:
        editor: Any = self.sender()
        self._close(editor)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leaving the cell by anything but Enter, Tab or a click in the list says nothing."""
        if not isinstance(editor, TargetEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.FocusOut:
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if editor.composing and event.key() in _COMPOSING:
                return True  # they belong to the input method
            if event.key() in _DONE:
                self._close(editor)
                return True
        return super().eventFilter(editor, event)

    def _close(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # the view asks again whenever rows change: what has been typed meanwhile stays
        if isinstance(editor, TargetEditor) and not editor.property("begun"):
            editor.setProperty("begun", True)
            editor.show_text(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, TargetEditor) and editor.target is not None:
            model.setData(index, editor.target)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect)


class MappingTable(RowTable):
    """Enter, F2, a letter or a click opens what a column can be."""

    def __init__(self, look: Look, model: MappingModel) -> None:
        super().__init__(look, model, tr("列对应"))
        self._delegate = MappingDelegate(look, self)
        self.setItemDelegate(self._delegate)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentChanged.connect(self._stay_in_column)

    def _stay_in_column(self, current: QModelIndex, before: QModelIndex) -> None:
        """What is typed goes to the target, whichever column was reached."""
        if current.isValid() and current.column() != TARGET:
            self.setCurrentIndex(current.siblingAtColumn(TARGET))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TARGET:
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        down = event.key() == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier
        opens = event.key() in _OPENING and not held
        if (opens or down) and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys need a row to be on."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose_row(0)

    def keep_place(self) -> tuple[int, int]:
        """Row and scroll position, to come back to after a reset."""
        return self.currentIndex().row(), self.verticalScrollBar().value()

    def come_back(self, place: tuple[int, int]) -> None:
        """Go where one was, if it is still there."""
        row, scrolled = place
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, TARGET))
        self.verticalScrollBar().setValue(scrolled)

    def viewportEvent(self, event: QEvent) -> bool:
        # while a cell is open its tooltip would cover the list below it
        if event.type() == QEvent.Type.ToolTip and self.state() == self.State.EditingState:
            return True
        return super().viewportEvent(event)
