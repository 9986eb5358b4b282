"""Pages that may be wished for, made one at a time before anybody asks for them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from ui.frame import Frame
from ui.places import PLACES

PAUSE = 100
"""Milliseconds between two pages: what is typed meanwhile is shown meanwhile."""


class Readying(QObject):
    """Makes the pages of the rail once a workspace is open: going there then only shows them.

    A page takes some 30 ms to make and as long to show; together a click would be felt.
    """

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._left = list(PLACES)
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self._make_next)
        frame.shell.session.opened.connect(self._timer.start)

    @Slot()
    def _make_next(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if not self._left or not self._frame.may_go(self._left[0].needs_workspace):
            self._timer.stop()
            return
        place = self._left.pop(0)
        self._frame.made(place.key, partial(place.make, self._frame.shell))
