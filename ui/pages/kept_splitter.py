"""A splitter that lies as somebody left it: for each workspace, and for wide and narrow windows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from ui.remembered import Remembered

_WIDE = 1400
"""From this width of the window on its sizes are those of a wide one."""


class KeptSplitter(QSplitter):
    """Panes side by side. Nothing is remembered until it knows of which workspace."""

    def __init__(self, key: str, usual: Sequence[int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._key, self._usual = key, list(usual)
        self._remembered: Remembered | None = None
        self._wide: bool | None = None
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._keep)

    def remember_in(self, remembered: Remembered) -> None:
        """Lie as it was left in this workspace."""
        self._remembered, self._wide = remembered, None
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def _of_width(self) -> str:
        return f"{self._key}.{'wide' if self._wide else 'narrow'}"

    def _keep(self) -> None:
        if self._remembered is not None:
            self._remembered.keep_usual(self._of_width, self.sizes())

    def _fit(self) -> None:
        wide = self.window().width() >= _WIDE
        if self._remembered is None or wide == self._wide:
            return
        self._wide = wide
        kept = self._remembered.usual(self._of_width, [])
        known = len(kept) == self.count() and all(type(one) is int for one in kept)
        self.setSizes(kept if known else self._usual)
