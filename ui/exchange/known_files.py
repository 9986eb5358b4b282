"""Which files this user has used before: packages by their id, key files, folders."""

from __future__ import annotations

from pathlib import Path

from cdo_desktop.settings import Settings
from ui.folders import documents

_PACKAGES, _KEYS, _FOLDER = "exchange.packages", "exchange.keys", "exchange.folder"
_LAST_KEY, _TRIED = "exchange.last_key", "exchange.tried_backups"
_KEPT = 200


class KnownFiles:
    """Remembered in the settings; a file that is gone is no longer offered."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    # -- packages ------------------------------------------------------------------------------

    def remember_package(self, package_id: str, path: Path) -> None:
        """Where a package was written."""
        known = self._settings.get(_PACKAGES, {})
        known.pop(package_id, None)
        kept = [*known.items(), (package_id, str(path))][-_KEPT:]
        self._settings.set(_PACKAGES, dict(kept))
        self._settings.set(_FOLDER, str(path.parent))

    def package(self, package_id: str) -> Path | None:
        """Where a package lies, if it is still there."""
        text = self._settings.get(_PACKAGES, {}).get(package_id)
        path = Path(text) if isinstance(text, str) else None
        return path if path is not None and path.is_file() else None

    @property
    def folder(self) -> Path:
        """The folder last written to, if it is there; else the user's documents."""
        text = self._settings.get(_FOLDER, "")
        return Path(text) if text and Path(text).is_dir() else documents()

    # -- keys ----------------------------------------------------------------------------------

    def key_files(self) -> list[Path]:
        """The key files used last, newest first; also those that are not there now (a stick)."""
        return [Path(text) for text in self._settings.get(_KEYS, []) if isinstance(text, str)]

    def remember_key(self, path: Path) -> None:
        """A key was made, or used."""
        kept = [text for text in self._settings.get(_KEYS, []) if text != str(path)]
        self._settings.set(_KEYS, [str(path), *kept][:_KEPT])

    def forget_key(self, path: Path) -> None:
        """Offer a key no longer; its file stays."""
        kept = [text for text in self._settings.get(_KEYS, []) if text != str(path)]
        self._settings.set(_KEYS, kept)

    @property
    def last_key(self) -> Path | None:
        """The key that signed last, if its file is there."""
        text = self._settings.get(_LAST_KEY, "")
        return Path(text) if text and Path(text).is_file() else None

    def signed_with(self, path: Path) -> None:
        """This key signed."""
        self.remember_key(path)
        self._settings.set(_LAST_KEY, str(path))

    # -- backups -------------------------------------------------------------------------------

    def remember_tried(self, path: Path, records: int, at: str) -> None:
        """A backup was opened and counted; it holds for exactly these bytes."""
        known = self._settings.get(_TRIED, {})
        known[str(path)] = [_mark(path), records, at]
        self._settings.set(_TRIED, dict(list(known.items())[-_KEPT:]))

    def tried(self, path: Path) -> tuple[int, str] | None:
        """(records, when) if the file is as it was when it was opened and counted; else None."""
        found = self._settings.get(_TRIED, {}).get(str(path))
        if not isinstance(found, list) or len(found) != 3 or not path.is_file():
            return None
        if found[0] != _mark(path):
            return None
        return found[1], found[2]


def _mark(path: Path) -> str:
    told = path.stat()
    return f"{told.st_size}-{told.st_mtime_ns}"
