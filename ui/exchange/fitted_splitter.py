"""Two panes, one of which is as large as it wants within a share of the room, until it is moved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from ui.look import Look


class FittedSplitter(QSplitter):
    """Whoever moves the handle decides from then on."""

    fitted = Signal()
    """The panes have other sizes."""

    def __init__(
        self,
        look: Look,
        direction: Qt.Orientation,
        wanted: Callable[[], int],
        share: float,
        *,
        last: bool = False,
    ) -> None:
        """`wanted`: pixels that the first (or the last) pane wants now; `share`: its most."""
        super().__init__(direction)
        self._wanted, self._share, self._last = wanted, share, last
        self._is_moved = False
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._moved_by_hand)
        look.changed.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the pane what it wants, and the rest to the other."""
        across = self.orientation() is Qt.Orientation.Horizontal
        room = self.width() if across else self.height()
        if not self._is_moved and self.count():
            wanted = min(self._wanted(), round(room * self._share))
            sizes = [wanted, room - wanted]
            self.setSizes(sizes[::-1] if self._last else sizes)
        self.fitted.emit()

    def _moved_by_hand(self) -> None:
        self._is_moved = True
        self.fitted.emit()
