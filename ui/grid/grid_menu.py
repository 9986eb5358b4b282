"""The menu of a grid: what its keys and buttons do, at the cells that are marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QPoint, Slot
from PySide6.QtGui import QAction

from ui.grid.grid_view import GridView
from ui.tr import tr
from ui.widgets.context_menu import ContextMenu, MenuAsking

REMARK = "write_remark"
"""The window's action, where the page can do it."""
_PARTS: Sequence[Sequence[tuple[str, str, str]]] = (
    (
        ("cut", tr("剪切"), "Ctrl+X"),
        ("copy", tr("复制"), "Ctrl+C"),
        ("paste", tr("粘贴"), "Ctrl+V"),
    ),
    (
        ("insert", tr("插入行"), "Ctrl+="),
        ("delete", tr("删除行"), "Ctrl+-"),
        ("up", tr("上移"), "Alt+Shift+↑"),
        ("down", tr("下移"), "Alt+Shift+↓"),
    ),
    (("fill_down", tr("向下填充"), "Ctrl+D"), ("clear", tr("清空"), "Delete")),
)


class GridMenu(QObject):
    """Of one grid; made anew each time it is asked for.

    `act` does a command; `hindrance` says why it cannot be done now, "" if it can.
    """

    def __init__(
        self, view: GridView, act: Callable[[str], None], hindrance: Callable[[str], str]
    ) -> None:
        super().__init__(view)
        self._view, self._act, self._hindrance = view, act, hindrance
        asking = MenuAsking(view)
        asking.asked.connect(self._open)

    @Slot(object, object)
    def _open(self, index: QModelIndex, place: QPoint) -> None:
        view = self._view
        view.finish_editing()
        if index.isValid() and not view.selectionModel().isSelected(index):
            view.stand_at(index)
        if view.currentIndex().isValid():
            self.made().popup(place)

    def made(self) -> ContextMenu:
        """The menu as it is now."""
        name = self._view.accessibleName()
        menu = ContextMenu(self._view, tr("{name}的操作").format(name=name))
        for part in _PARTS:
            for key, words, keys in part:
                menu.offer(words, keys, partial(self._act, key), self._hindrance(key))
            menu.addSeparator()
        remark = self._view.window().findChild(QAction, REMARK)
        can = remark is not None and remark.isEnabled()
        do = remark.trigger if remark is not None else self._view.setFocus
        menu.offer(tr("写意见"), "Ctrl+M", do, "" if can else tr("请回到记录里写意见。"))
        return menu
