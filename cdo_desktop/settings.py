"""Settings of this user: one small, readable JSON file; a broken one is as good as none."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any, TypeVar

from cdo_desktop.files import write_bytes

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


class Settings:
    """Values by key, read once, written by `save`. A value of another type counts as absent."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)
        self._written = dict(self._values)

    def get(self, key: str, default: T) -> T:
        """The stored value of the same type as `default`, else `default`."""
        value = self._values.get(key)
        return value if type(value) is type(default) else default

    def set(self, key: str, value: str | int | float | bool | list[Any] | dict[str, Any]) -> None:
        """Keep a value; it is on the disk after the next `save`."""
        self._values[key] = value

    def save(self) -> None:
        """Write the file if something was set since. Raises DiskTrouble."""
        if self._values == self._written:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self._values, ensure_ascii=False, indent=2, sort_keys=True)
        write_bytes(self._path, text.encode())
        self._written = dict(self._values)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _LOG.warning("settings not read: %s", type(error).__name__)
        return {}
    return found if isinstance(found, dict) else {}
