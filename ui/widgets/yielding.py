"""A row of widgets of which the last ones go where there is no room for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget


class YieldingRow(QWidget):
    """`kept` stand left and stay; `yielding` come after them, the last of them right, and go from
    the right where they do not fit: what they do can be done in another way too."""

    def __init__(self, kept: Sequence[QWidget], yielding: Sequence[QWidget], gap: int = 6) -> None:
        super().__init__()
        self._yielding = yielding
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(4, 0, 4, 0)
        self._line.setSpacing(gap)
        for widget in (*kept, *yielding[:-1]):
            self._line.addWidget(widget)
        self._line.addStretch()
        for widget in yielding[-1:]:
            self._line.addWidget(widget)

    def sizeHint(self) -> QSize:
        """It asks for no width: what stands beside it comes first."""
        return QSize(0, super().sizeHint().height())

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show as many as there is room for; called also when they have become wider."""
        for widget in self._yielding:
            widget.show()
        for widget in reversed(self._yielding):
            if self._line.sizeHint().width() <= self.width():
                return
            widget.hide()
            self._line.invalidate()
