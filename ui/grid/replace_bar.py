"""Finding and replacing in the marked cells of a grid, in a bar above it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.text import label


class ReplaceBar(QFrame):
    """Two fields and what to do; hidden until it is asked for."""

    find_next = Signal(str)
    replace_all = Signal(str, str)
    """(what is sought, what to put there)."""
    changed = Signal(str)
    """What is sought now."""
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.sought = QLineEdit(accessibleName=tr("查找内容"))
        self.by = QLineEdit(accessibleName=tr("替换为"))
        self._next = button(look, tr("下一处"), kind="small", tip=tr("到下一处（Enter）"))
        self._all = button(look, tr("全部替换"), kind="small")
        self._close = icon_button(look, "x", tr("收起查找和替换（Esc）"), size=14)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 5, 8, 5)
        across.setSpacing(8)
        across.addWidget(label(look, tr("查找"), "small", "2"))
        across.addWidget(self.sought, 1)
        across.addWidget(label(look, tr("替换为"), "small", "2"))
        across.addWidget(self.by, 1)
        across.addWidget(self._next)
        across.addWidget(self._all)
        across.addStretch(1)
        across.addWidget(self._close)
        self.sought.textChanged.connect(self.changed)
        self.sought.returnPressed.connect(self._find)
        self.by.returnPressed.connect(self._replace)
        self._next.clicked.connect(self._find)
        self._all.clicked.connect(self._replace)
        self._close.clicked.connect(self.close_bar)
        self.hide()

    def open_for(self, writable: bool) -> None:
        """Show the bar and put the cursor into it."""
        self.by.setEnabled(writable)
        self.show()
        self.sought.setFocus()
        self.sought.selectAll()

    def tell(self, cells: int, where: str) -> None:
        """How many cells hold what is sought; `where` names which were looked at."""
        self._all.setText(
            tr("替换{where}的 {cells} 格").format(where=where, cells=cells)
            if cells
            else tr("没有可替换的")
        )
        self._all.setEnabled(bool(cells) and self.by.isEnabled())
        self._next.setEnabled(bool(cells))

    def close_bar(self) -> None:
        """Hide the bar and give the focus back."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return
        super().keyPressEvent(event)

    def _find(self) -> None:
        self.find_next.emit(self.sought.text())

    def _replace(self) -> None:
        if self._all.isEnabled():
            self.replace_all.emit(self.sought.text(), self.by.text())
