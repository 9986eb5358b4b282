"""Dims a window while a dialog is open before it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

_SHADE = QColor(16, 26, 35, 115)
"""rgba(16, 26, 35, .45)."""


class Dim(QWidget):
    """Fills the window until the dialog is finished."""

    def __init__(self, window: QWidget, dialog: QDialog) -> None:
        super().__init__(window)
        dialog.finished.connect(self._lift)
        self.setGeometry(window.rect())
        self.show()

    @Slot()
    def _lift(self) -> None:
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), _SHADE)
