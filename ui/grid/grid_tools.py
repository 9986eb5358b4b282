"""The buttons above a grid: what the keys do, for the mouse."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from ui.grid.items_grid import ItemsGrid
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import icon_button

_BUTTONS = (
    ("append", tr("新增行"), "plus", tr("到最后的空行，直接输入")),
    (
        "insert",
        tr("插入"),
        "between-horizontal-start",
        tr("在上面插入与选中一样多的空行（Ctrl+=）"),
    ),
    ("delete", tr("删除"), "trash-2", tr("删除选中的行（Ctrl+-）")),
    ("up", tr("上移"), "chevron-up", tr("上移（Alt+Shift+↑）")),
    ("down", tr("下移"), "chevron-down", tr("下移（Alt+Shift+↓）")),
    ("paste", tr("粘贴"), "clipboard-paste", tr("从 Excel 或 WPS 粘贴（Ctrl+V）")),
    ("fill_down", tr("向下填充"), "arrow-down-to-line", tr("用选中区域的第一行填满下面（Ctrl+D）")),
    ("replace", tr("替换"), "replace", tr("在选中区域里查找和替换（Ctrl+H）")),
)
_ICON_ONLY = frozenset({"up", "down"})


class GridTools(QFrame):
    """One line of buttons; which columns are shown at its end."""

    recognise_asked = Signal()
    """Items are to be taken from a data file or a table definition."""

    def __init__(self, look: Look, grid: ItemsGrid, recognises: bool) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self._grid = grid
        self._made: dict[str, QToolButton] = {}
        across = QHBoxLayout(self)
        across.setContentsMargins(10, 5, 10, 5)
        across.setSpacing(4)
        for key, words, icon, tip in _BUTTONS:
            made = icon_button(look, icon, tip)
            if key not in _ICON_ONLY:
                _with_words(made, words)
            made.setProperty("command", key)
            made.clicked.connect(self._act)
            self._made[key] = made
            across.addWidget(made)
        self._recognise = icon_button(
            look, "wand-sparkles", tr("从表格、CSV 或 .sql 文件认出信息项，加到这里")
        )
        _with_words(self._recognise, tr("从数据文件/SQL 识别"))
        if not recognises:
            self._recognise.hide()
        self._recognise.clicked.connect(self.recognise_asked)
        self._columns = icon_button(look, "columns-3", tr("显示哪些列"))
        self._columns.clicked.connect(self._offer_columns)
        across.addWidget(self._recognise)
        across.addStretch(1)
        across.addWidget(self._columns)
        look.changed.connect(self._fit)
        grid.marked.connect(self.tell)
        grid.model.modelReset.connect(self.tell)

    @property
    def buttons(self) -> Mapping[str, QToolButton]:
        """The buttons by what they do."""
        return self._made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words where there is room for them, else only icons."""
        styles = Qt.ToolButtonStyle
        worded = [*self._made.values(), self._recognise]
        worded = [made for made in worded if made.text()]
        for made in worded:
            made.setToolButtonStyle(styles.ToolButtonTextBesideIcon)
        across = self.layout()
        gaps = across.spacing() * across.count() + 2 * across.contentsMargins().left()
        needed = sum(made.sizeHint().width() for made in self.findChildren(QToolButton))
        if needed + gaps > self.width():
            for made in worded:
                made.setToolButtonStyle(styles.ToolButtonIconOnly)

    def tell(self) -> None:
        """Enable what can be done now."""
        for key, made in self._made.items():
            made.setEnabled(not self._grid.hindrance(key))
        self._recognise.setEnabled(self._grid.writable)

    def _act(self) -> None:
        self._grid.act(self.sender().property("command"))
        if self.sender().property("command") != "replace":
            self._grid.view.setFocus()

    def _offer_columns(self) -> None:
        corner = self._columns.rect().bottomLeft()
        self._grid.columns_menu().popup(self._columns.mapToGlobal(corner))


def _with_words(made: QToolButton, words: str) -> None:
    made.setText(words)
    made.setAccessibleName(words)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
