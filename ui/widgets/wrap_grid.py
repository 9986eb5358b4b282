"""Widgets side by side where there is room for all, in fewer columns where there is less."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget


class WrapGrid(QWidget):
    """The same widgets in a number of columns that the width decides."""

    def __init__(
        self,
        parts: Sequence[tuple[QWidget, int]],
        columns: Callable[[int], int],
        gap: int = 12,
    ) -> None:
        """`parts`: (widget, share of the width); `columns`: for a width in pixels."""
        super().__init__()
        self._parts, self._columns = tuple(parts), columns
        self._now = 0
        self._away: set[QWidget] = set()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(gap)
        self._arrange(len(self._parts))

    def set_shown(self, part: QWidget, shown: bool) -> None:
        """Show a widget, or leave its room to the others."""
        (self._away.discard if shown else self._away.add)(part)
        self.rearrange()
        part.setVisible(shown)

    def rearrange(self) -> None:
        """Lay out anew: sizes have changed."""
        self._now = 0
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest part: with less room there are fewer columns."""
        widest = max((part.minimumSizeHint().width() for part, _ in self._parts), default=0)
        return QSize(widest, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._arrange(max(1, self._columns(self.width())))

    def _arrange(self, columns: int) -> None:
        shown = [(part, share) for part, share in self._parts if part not in self._away]
        columns = min(columns, max(1, len(shown)))
        if columns == self._now:
            return
        self._now = columns
        for part, _ in self._parts:
            self._grid.removeWidget(part)
        for column in range(len(self._parts)):
            self._grid.setColumnStretch(column, 0)
        for place, (part, share) in enumerate(shown):
            row, column = divmod(place, columns)
            self._grid.addWidget(part, row, column)
            one_line = columns == len(shown)
            self._grid.setColumnStretch(column, share if one_line else 1)
