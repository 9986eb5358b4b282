"""How cells of a grid are painted and edited: problems by colour, border and corner mark."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cdo_desktop.domain.record import Row
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, ElementKind, Severity
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.items import CellReader
from ui.grid.cell_editors import CellEditor, ChoiceEditor, LineEditor, TextEditor
from ui.grid.items_model import HINT, ItemsModel, alignment
from ui.grid.remark_marks import paint_corner
from ui.look import Look
from ui.tr import tr
from ui.widgets.marks import SEVERITIES, Mark

Index = QModelIndex | QPersistentModelIndex
_PADDING, _MARK = 7, 13
_MONO = (Role.ITEM_FIELD,)
_EDGES = {Severity.ERROR: "err-icon", Severity.WARNING: "warn-icon"}
_YES, _NO = tr("是"), tr("否")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMPOSING = (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class GridDelegate(QStyledItemDelegate):
    """Paints and edits; says which way to go when an editor is done."""

    left = Signal(str)
    """How an editor was left by a key: down, up, right, left, fill, or "" for nowhere."""
    typing = Signal(int, str, str)
    """(number of the row, key, text so far) while somebody types."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.reader: CellReader | None = None
        self.replaces = False
        """Whether the editor was opened by typing over the cell: then arrows leave it."""

    # -- painting ------------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._look.theme.px(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, ItemsModel):
            return
        theme, place = self._look.theme, option.rect
        element = model.columns[index.column()]
        finding = model.worst(index.row(), element.key)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        edge = _EDGES.get(finding.severity, "") if finding else ""
        fill = "sel" if selected else "err-bg" if edge == "err-icon" else "surface"
        painter.save()
        painter.setClipRect(place)
        painter.fillRect(place, theme.colour(fill))
        line = theme.colour("border")
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, line)
        painter.fillRect(place.right(), place.top(), 1, place.height(), line)
        if edge:
            painter.setPen(QPen(theme.colour(edge), 1))
            painter.drawRect(place.adjusted(0, 0, -2, -2))
        inner = place.adjusted(theme.px(_PADDING), 0, -theme.px(_PADDING // 2) - 1, -1)
        if finding is not None:
            inner = self._paint_mark(painter, inner, SEVERITIES[finding.severity])
        if index.row() < len(model.rows):
            self._paint_value(painter, inner, element, model.row(index.row()), selected)
        elif index.column() == 0:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("sel-text" if selected else "text-3"))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), HINT)
        if model.remarks(index.row(), element.key):
            paint_corner(self._look, painter, place)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_mark(self, painter: QPainter, inner: QRect, mark: Mark) -> QRect:
        size = self._look.theme.px(_MARK)
        pixmap = self._look.icons.pixmap(mark.icon, mark.token, _MARK)
        painter.drawPixmap(inner.right() - size, inner.center().y() - size // 2, pixmap)
        return inner.adjusted(0, 0, -size - self._look.theme.px(3), 0)

    def _paint_value(
        self, painter: QPainter, inner: QRect, element: Element, row: Row, selected: bool
    ) -> None:
        text = shown(row.get(element.key))
        if not text:
            return
        theme, token = self._look.theme, "sel-text" if selected else "text"
        if element.kind is ElementKind.YES_NO and text == _YES:
            icon = "user-round" if element.role is Role.ITEM_PERSONAL else "check"
            pixmap = self._look.icons.pixmap(icon, token, _MARK)
            size = theme.px(_MARK)
            painter.drawPixmap(inner.left(), inner.center().y() - size // 2, pixmap)
            inner = inner.adjusted(size + theme.px(4), 0, 0, 0)
        elif text == _NO and not selected:
            token = "text-3"
        painter.setFont(theme.font("mono" if element.role in _MONO else "body"))
        painter.setPen(theme.colour(token))
        fitting = painter.fontMetrics().elidedText(
            text.replace("\n", " "), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, int(alignment(element)), fitting)

    # -- editing -------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        element: Element = model.columns[index.column()]
        choices = self.reader.choices(model.row(index.row()), element.key) if self.reader else None
        editor: CellEditor
        if choices is not None:
            editor = ChoiceEditor(self._look, parent, *choices)
            editor.picked.connect(self._picked)
        elif element.kind is ElementKind.LONGTEXT:
            editor = TextEditor(self._look, parent)
        else:
            editor = LineEditor(self._look, parent)
        editor.setProperty("kind", "cell")
        editor.setAccessibleName(
            tr("第 {0} 行，{element.label}").format(index.row() + 1, element=element)
        )
        editor.setProperty("cell", (index.row(), element.key))
        editor.textChanged.connect(self._typed)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # The view asks again whenever rows change: what has been typed meanwhile stays.
        if isinstance(editor, CellEditor) and (editor.cancelled or not editor.property("begun")):
            editor.setProperty("begun", True)
            editor.cancelled = False
            editor.show_text(shown(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEditor):
            model.setData(index, editor.entered(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        place = QRect(option.rect)
        if isinstance(editor, TextEditor):
            place.setHeight(editor.minimumHeight())
        editor.setGeometry(place)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, CellEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            way = self._way_out(editor, event)
            if way is not None:
                self._close(editor, way)
                return True
            if editor.composing and event.key() in _COMPOSING:
                return True  # they belong to the input method
            if isinstance(editor, TextEditor) and event.key() in _ENTER:
                editor.insertPlainText("\n")
                return True
        return super().eventFilter(editor, event)

    def _way_out(self, editor: CellEditor, event: QKeyEvent) -> str | None:
        """Where a key leaves the editor to; None if the key is the editor's."""
        if editor.composing:
            return None
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if key in _ENTER:
            if held == Qt.KeyboardModifier.ControlModifier:
                return "fill"
            return None if held == Qt.KeyboardModifier.AltModifier else "up" if shift else "down"
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return "left" if shift or key == Qt.Key.Key_Backtab else "right"
        if isinstance(editor, ChoiceEditor | TextEditor) or held:
            return None
        arrows = {Qt.Key.Key_Down: "down", Qt.Key.Key_Up: "up"}
        if self.replaces:
            arrows |= {Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right"}
        return arrows.get(Qt.Key(key))

    def _close(self, editor: CellEditor, way: str) -> None:
        if way != "fill":
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.left.emit(way)
            return
        text = editor.entered()
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        self.left.emit(f"fill:{text}")

    def _picked(self) -> None:
        editor: Any = self.sender()
        self._close(editor, "")

    def _typed(self) -> None:
        editor: Any = self.sender()
        if editor.isVisible():
            row, key = editor.property("cell")
            self.typing.emit(
                row, key, editor.text() if isinstance(editor, LineEditor) else editor.toPlainText()
            )
