"""How large a dialog may be: what it wants at this zoom, but never more than its window."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.look import Look

AROUND = 32
"""Pixels of the window that are seen around a dialog."""


def within(look: Look, width: int, height: int, window: QWidget) -> QSize:
    """A size given at 100 %, as it is in this zoom, made to fit into the window."""
    most = window.size() - QSize(AROUND, AROUND)
    return QSize(look.theme.px(width), look.theme.px(height)).boundedTo(most)
