"""Models whose rows can be ticked, as tables and their headers ask for them."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt


@runtime_checkable
class Checkable(Protocol):
    """A model with a column of check boxes."""

    @property
    def check_state(self) -> Qt.CheckState:
        """Of all rows together."""

    def toggle(self, row: int) -> None:
        """Tick a row, or take its tick away."""

    def check_all(self, on: bool = True) -> None:
        """Tick every row that can be, or none."""
