"""批量修改: one word into the marked rows, column by column; 不改 unless somebody chooses."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QVBoxLayout

from cdo_desktop.work import items
from ui.grid.items_grid import ItemsGrid
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import Elided, label

_KEEP, _EMPTY = tr("不改"), tr("（清空）")
_NO_CHOICE = object()


class BulkPane(QFrame):
    """A combo for every column with a list; the button says how many cells would change."""

    done = Signal()

    def __init__(self, look: Look, grid: ItemsGrid) -> None:
        super().__init__()
        self._look, self._grid = look, grid
        self._combos: dict[str, QuietCombo] = {}
        self._title = Elided(look, "strong")
        self._apply = button(look, tr("应用"), kind="small")
        self._apply.clicked.connect(self._make)
        self._form = QFormLayout()
        self._form.setContentsMargins(12, 8, 12, 4)
        self._form.setVerticalSpacing(6)
        head = QFrame()
        head.setProperty("role", "strip")
        across = QHBoxLayout(head)
        across.setContentsMargins(12, 4, 8, 4)
        across.addWidget(self._title, 1)
        across.addWidget(self._apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(self._form)

    def fit(self) -> None:
        """One combo per column that has a list and is shown."""
        grid = self._grid
        keys = [
            element.key
            for element in grid.model.columns
            if grid.reader is not None and grid.reader.choices({}, element.key) is not None
        ]
        if list(self._combos) == keys:
            return
        while self._form.rowCount():
            self._form.removeRow(0)
        self._combos = {}
        for key in keys:
            self._add(key)

    def _add(self, key: str) -> None:
        reader = self._grid.reader
        choices = reader.choices({}, key) if reader is not None else None
        if choices is None:
            return
        element = self._grid.group.by_key[key]
        combo = QuietCombo(tr("批量修改：{element.label}").format(element=element))
        combo.addItem(_KEEP, _NO_CHOICE)
        for word in choices[1]:
            combo.addItem(word, word)
        combo.addItem(_EMPTY, "")
        combo.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(6)
        combo.currentIndexChanged.connect(self.tell)
        name = label(self._look, element.label, "small", "2")
        name.setWordWrap(True)
        name.setFixedWidth(self._look.theme.px(100))
        self._combos[key] = combo
        self._form.addRow(name, combo)

    def _wanted(self) -> dict[str, str]:
        return {
            key: combo.currentData()
            for key, combo in self._combos.items()
            if combo.currentData() is not _NO_CHOICE
        }

    def _edited(self) -> items.Edited:
        grid, rows = self._grid, self._grid.rows
        if grid.reader is None or not grid.writable:
            return items.Edited(rows, 0)
        return items.bulk_set(rows, grid.reader, grid.view.marked_rows(), self._wanted())

    def tell(self) -> None:
        """Say what is marked and what would change."""
        area = self._grid.view.area()
        size = (
            tr("{area.height} 行 × {0} 列").format(len(area.columns), area=area)
            if area
            else tr("没有选中")
        )
        self._title.setText(tr("选中 {size}").format(size=size) if area else size)
        changed = self._edited().changed
        idle = tr("没有要改的格") if self._wanted() else tr("批量修改")
        words = tr("改 {changed} 格").format(changed=changed) if changed else idle
        self._apply.setText(words)
        self._apply.setAccessibleName(words)
        self._apply.setEnabled(bool(changed))
        self._apply.setToolTip(
            "" if changed else tr("选中若干行，再在下面选一个值；“不改”的列不会动。")
        )

    def _make(self) -> None:
        area, made = self._grid.view.area(), self._edited()
        self._grid.adopt(made, tr("批量修改 {made.changed} 格").format(made=made))
        for combo in self._combos.values():
            combo.setCurrentIndex(0)
        if area is not None:
            self._grid.view.mark(area)
        self.done.emit()
