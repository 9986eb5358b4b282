"""Where somebody was in a workspace, and how the window lay: kept when it is left, found again."""

from __future__ import annotations

from PySide6.QtCore import QByteArray

from ui.frame import Frame
from ui.places import PLACES
from ui.remembered import Remembered

_PLACE, _WINDOW = "place", "window"


class LastPlace:
    """Of one window."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def keep(self, workspace_id: str) -> None:
        """Remember the window, the place and what each page says of itself."""
        kept = Remembered(self._frame.shell.settings, workspace_id)
        kept.keep_here(_WINDOW, bytes(self._frame.saveGeometry().toBase64().data()).decode())
        kept.keep_here(_PLACE, self._frame.place)
        for page in self._frame.pages:
            page.keep_place(kept)

    def take_up(self, workspace_id: str, otherwise: str) -> None:
        """Go where somebody was last; to a place that is there, if that one is no more."""
        kept = Remembered(self._frame.shell.settings, workspace_id)
        geometry = kept.here(_WINDOW, "")
        if geometry:
            self._frame.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        place = kept.here(_PLACE, otherwise)
        self._frame.go(place if any(one.key == place for one in PLACES) else otherwise)
