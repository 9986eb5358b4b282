"""Menus at the place where one is: asked for by the right button, the menu key or Shift+F10."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget


class ContextMenu(QMenu):
    """Entries with the words and keys of the commands they are; what cannot be done says why."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        self.setToolTipsVisible(True)

    def offer(self, words: str, keys: str, do: Callable[[], object], why: str = "") -> QAction:
        """One entry; `why` it cannot be done now, "" if it can. The keys are only shown."""
        made = self.addAction(f"{words}\t{keys}" if keys else words)
        made.triggered.connect(lambda checked=False: do())
        refuse(made, why)
        return made


def refuse(action: QAction, why: str) -> None:
    """Disable an entry and say why; "" = it can be done."""
    action.setEnabled(not why)
    action.setToolTip(why or action.text().partition("\t")[0])
    action.setStatusTip(why)


class MenuAsking(QObject):
    """Watches a view for all three ways; a key asks for the current cell."""

    asked = Signal(object, object)
    """(QModelIndex, perhaps none; the place on the screen)."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            if event.reason() is QContextMenuEvent.Reason.Keyboard:
                self._ask_here()
            elif watched is self._view.viewport():
                self.asked.emit(self._view.indexAt(event.pos()), event.globalPos())
            return True
        if event.type() == QEvent.Type.KeyPress and _is_menu_key(event):
            self._ask_here()
            return True
        return super().eventFilter(watched, event)

    def _ask_here(self) -> None:
        index: QModelIndex = self._view.currentIndex()
        place: QPoint = self._view.visualRect(index).center()
        self.asked.emit(index, self._view.viewport().mapToGlobal(place))


def _is_menu_key(event: QEvent) -> bool:
    """Shift+F10, which not every platform makes a context menu of by itself."""
    keys = isinstance(event, QKeyEvent) and (event.key(), event.modifiers())
    return keys == (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
