"""Settings that each workspace has of its own."""

from __future__ import annotations

from typing import Any, TypeVar

from cdo_desktop.settings import Settings

T = TypeVar("T")
Kept = str | int | float | bool | list[Any] | dict[str, Any]


class Remembered:
    """What is remembered of one workspace, known by its id."""

    def __init__(self, settings: Settings, workspace_id: str) -> None:
        self._settings, self._id = settings, workspace_id

    def here(self, key: str, default: T) -> T:
        """What was kept of this workspace."""
        return self._settings.get(f"{key}.{self._id}", default)

    def keep_here(self, key: str, value: Kept) -> None:
        """Keep it of this workspace alone: where somebody was."""
        self._settings.set(f"{key}.{self._id}", value)

    def usual(self, key: str, default: T) -> T:
        """How it is arranged here; where nobody has arranged it, as it was last anywhere."""
        return self.here(key, self._settings.get(key, default))

    def keep_usual(self, key: str, value: Kept) -> None:
        """Keep how it is arranged; a new workspace begins with it."""
        self.keep_here(key, value)
        self._settings.set(key, value)
