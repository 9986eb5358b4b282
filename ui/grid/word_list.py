"""The list below a cell: words that may be meant, each with its note; the editor keeps the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.standard.codes import CodeList
from cdo_desktop.work.word_filter import words_meant
from ui.look import Look
from ui.tr import tr
from ui.widgets.text import label

Index = QModelIndex | QPersistentModelIndex
NOTE = Qt.ItemDataRole.UserRole
_SHOWN, _LEAST, _MOST, _PADDING = 8, 180, 380, 10


class WordDelegate(QStyledItemDelegate):
    """A word, and its note in a weaker colour."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._look.theme.px(27))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._look.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, theme.colour("sel" if chosen else "surface"))
        inner = option.rect.adjusted(theme.px(_PADDING), 0, -theme.px(_PADDING), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("sel-text" if chosen else "text"))
        painter.drawText(inner, middle, index.data())
        inner.setLeft(
            inner.left() + painter.fontMetrics().horizontalAdvance(index.data()) + theme.px(12)
        )
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("sel-text" if chosen else "text-3"))
        note = painter.fontMetrics().elidedText(
            index.data(NOTE) or "", Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, middle, note)
        painter.restore()


class WordList(QFrame):
    """Stands in the window below its editor, never takes the focus."""

    chosen = Signal(str)
    """A word was clicked."""

    def __init__(self, look: Look, window: QWidget, codes: CodeList, words: Sequence[str]) -> None:
        super().__init__(window)
        self._look, self._codes, self._words = look, codes, words
        self._notes = {value.word: value.note for value in codes.values}
        self.setProperty("role", "popup")
        self.setAccessibleName(codes.label)
        self._model = QStandardItemModel(self)
        self.view = QListView()
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setModel(self._model)
        self.view.setItemDelegate(WordDelegate(look, self))
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.clicked.connect(self._click)
        self._foot = label(look, role="small", tone="3")
        self._foot.setContentsMargins(_PADDING, 2, _PADDING, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 3, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._foot)
        self.hide()

    def offer(self, typed: str, present: str = "") -> None:
        """Show the words that may be meant; the first is marked, or the one that is `present`."""
        meant = words_meant(self._codes, self._words, typed)
        self._model.clear()
        for word in meant:
            item = QStandardItem(word)
            item.setData(self._notes.get(word, ""), NOTE)
            self._model.appendRow(item)
        all_of = tr("共 {0} 种，输入文字或首字母可筛选").format(len(self._words))
        self._foot.setText(all_of if meant else tr("没有这样的词，按 Enter 照原样留下"))
        row = meant.index(present) if present in meant else 0 if typed and meant else -1
        self.mark(row)

    def mark(self, row: int) -> None:
        """Mark a word; -1 = none."""
        self.view.setCurrentIndex(self._model.index(row, 0))

    def step(self, by: int) -> None:
        """Mark the next word, or the one before."""
        rows = self._model.rowCount()
        if rows:
            at = self.view.currentIndex().row()
            self.mark((at + by) % rows if at >= 0 else 0 if by > 0 else rows - 1)

    @property
    def marked(self) -> str:
        """The word that is marked; "" if none is."""
        return str(self.view.currentIndex().data() or "")

    @property
    def words(self) -> list[str]:
        """The words offered now."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def show_below(self, editor: QWidget) -> None:
        """Stand below the editor, or above it where there is more room."""
        theme, window = self._look.theme, self.parentWidget()
        rows = max(1, min(_SHOWN, self._model.rowCount()))
        height = rows * theme.px(27) + self._foot.sizeHint().height() + 6
        width = max(editor.width(), theme.px(_MOST if any(self._notes.values()) else _LEAST))
        corner = editor.mapTo(window, QPoint(0, editor.height() + 1))
        if corner.y() + height > window.height():
            corner.setY(max(0, editor.mapTo(window, QPoint(0, 0)).y() - height - 1))
        corner.setX(max(0, min(corner.x(), window.width() - width)))
        self.setGeometry(QRect(corner, QSize(width, height)))
        self.raise_()
        self.show()

    def _click(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data())
