"""Choosing a node of a tree, category or region, with a field to find by name or code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.room import within

_CODE = Qt.ItemDataRole.UserRole
_MOST = 200


@dataclass(frozen=True, slots=True)
class TreeSource:
    """A tree that is read node by node."""

    children: Callable[[str], Sequence[str]]
    """Codes right below a code; below "" the roots."""
    label: Callable[[str], str]
    """How a node is called."""
    find: Callable[[str], Sequence[str]]
    """Codes of the nodes that a typed text may mean."""
    path: Callable[[str], str]
    """The whole name of a node, from its root."""


class TreeChooser(QDialog):
    """A tree with a find field; the chosen node's code goes out."""

    taken = Signal(str)

    def __init__(self, look: Look, title: str, source: TreeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = source
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(within(look, 520, 560, parent.window()))
        self.find_box = QLineEdit(
            placeholderText=tr("名称、拼音首字母或代码"), clearButtonEnabled=True
        )
        self.find_box.setAccessibleName(tr("{title}：查找").format(title=title))
        self.find_box.textChanged.connect(self._search)
        self.tree = QTreeWidget(accessibleName=title)
        self.tree.setHeaderHidden(True)
        self.tree.itemExpanded.connect(self._fill)
        self.tree.itemActivated.connect(self._take_item)
        self.tree.currentItemChanged.connect(self._moved)
        self._take = button(look, tr("选定"), kind="primary")
        self._take.clicked.connect(self.take)
        cancel = button(look, tr("取消"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self._take)
        down = QVBoxLayout(self)
        down.addWidget(self.find_box)
        down.addWidget(self.tree, 1)
        down.addLayout(buttons)
        Dim(parent.window(), self)
        self._show_roots()

    def _show_roots(self) -> None:
        self.tree.clear()
        for code in self._source.children(""):
            self.tree.addTopLevelItem(self._item(code, self._source.label(code)))
        self._moved(None, None)

    def _item(self, code: str, words: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([words])
        item.setData(0, _CODE, code)
        item.setToolTip(0, self._source.path(code))
        if self._source.children(code):
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _fill(self, item: QTreeWidgetItem) -> None:
        if item.childCount() == 0:
            for code in self._source.children(item.data(0, _CODE)):
                item.addChild(self._item(code, self._source.label(code)))

    def _search(self, text: str) -> None:
        if not text.strip():
            self._show_roots()
            return
        self.tree.clear()
        for code in list(self._source.find(text))[:_MOST]:
            self.tree.addTopLevelItem(self._item(code, self._source.path(code)))
        self.tree.setCurrentItem(self.tree.topLevelItem(0))

    def go_to(self, code: str, above: Sequence[str]) -> None:
        """Unfold down to a node and make it current. `above`: the codes from its root down."""
        level = [self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount())]
        for step in above:
            found = next((item for item in level if item.data(0, _CODE) == step), None)
            if found is None:
                return
            self.tree.setCurrentItem(found)
            if step == code:
                return
            found.setExpanded(True)
            level = [found.child(n) for n in range(found.childCount())]

    def _moved(self, now: QTreeWidgetItem | None, before: QTreeWidgetItem | None) -> None:
        self._take.setEnabled(self.tree.currentItem() is not None)

    def _take_item(self, item: QTreeWidgetItem) -> None:
        self.taken.emit(item.data(0, _CODE))
        self.accept()

    def take(self) -> None:
        """Take the current node."""
        if (item := self.tree.currentItem()) is not None:
            self._take_item(item)
