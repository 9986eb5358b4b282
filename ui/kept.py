"""How what was typed is kept, as the status bar says it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Keeping(Enum):
    """Whether it is saved: the icon that the status bar shows, and its colour."""

    SAVED = ("circle-check", "ok-solid")
    UNDER_WAY = ("pen-line", "text-2")
    NOT_SAVED = ("mark-warning", "warn-icon")


class Kept(NamedTuple):
    """What is said, and whether it is saved."""

    words: str
    keeping: Keeping = Keeping.SAVED
