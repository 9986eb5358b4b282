"""One suggestion for a row: where it comes from, how well it fits, what it would change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from cdo_desktop.work.item_suggestions import Difference, Suggestion
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import Elided, label

_ALL, _TYPE = "all", "type"
_SAME = tr("相同")


class SuggestionCard(QFrame):
    """Says what it would change; a person takes it or not."""

    taken = Signal(object, str)
    """(Suggestion, "all" or "type")."""
    unfit = Signal(object)
    """A Suggestion that is not to be shown for this name again."""

    def __init__(
        self,
        look: Look,
        suggestion: Suggestion,
        changes: Sequence[Difference],
        type_key: str,
        writable: bool,
    ) -> None:
        super().__init__()
        self._suggestion = suggestion
        self.setProperty("role", "panel")
        self.setAccessibleName(
            tr("建议：{suggestion.name}，相似 {suggestion.score}%").format(suggestion=suggestion)
        )
        name = Elided(look, "strong")
        name.setText(suggestion.name)
        head = QHBoxLayout()
        head.addWidget(name, 1)
        head.addWidget(
            label(
                look,
                tr("相似 {suggestion.score}%").format(suggestion=suggestion),
                "small",
                "ok" if suggestion.score > 89 else "3",
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._line(look, grid, tr("来源"), suggestion.source, "")
        for change in changes:
            before = (
                _SAME
                if not change.differs
                else tr("现为“{change.before}”").format(change=change)
                if change.before
                else tr("现为空")
            )
            self._line(look, grid, change.element.label, change.after, before)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(5)
        column.addLayout(head)
        column.addLayout(grid)
        if writable:
            differing = [change for change in changes if change.differs]
            typed = any(change.element.key == type_key for change in differing)
            column.addLayout(self._buttons(look, len(differing), typed))

    def _line(self, look: Look, grid: QGridLayout, name: str, after: str, before: str) -> None:
        row = grid.rowCount()
        grid.addWidget(label(look, name, "small", "3"), row, 0)
        words = Elided(look, "small")
        words.setText(after)
        grid.addWidget(words, row, 1, 1, 1 if before else 2)
        if before:
            grid.addWidget(label(look, before, "small", "3" if before == _SAME else "warn"), row, 2)

    def _buttons(self, look: Look, changes: int, typed: bool) -> QHBoxLayout:
        take = button(
            look, tr("采用 {changes} 处").format(changes=changes), kind="small", icon="check"
        )
        take.clicked.connect(self._take_all)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(take)
        if typed and changes > 1:
            only = button(look, tr("只采用类型"), kind="small")
            only.clicked.connect(self._take_type)
            line.addWidget(only)
        line.addStretch()
        no = button(look, tr("不合适"), kind="link", tip=tr("以后不再为这个名称给这条建议"))
        no.clicked.connect(self._refuse)
        line.addWidget(no)
        return line

    def _take_all(self) -> None:
        self.taken.emit(self._suggestion, _ALL)

    def _take_type(self) -> None:
        self.taken.emit(self._suggestion, _TYPE)

    def _refuse(self) -> None:
        self.unfit.emit(self._suggestion)
