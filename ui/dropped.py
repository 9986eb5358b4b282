"""Files dropped on the window, recognised by their names."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path


class FileType(StrEnum):
    """What a file is to the program."""

    WORKSPACE = "workspace"
    SHEET = "sheet"


_SUFFIXES = {
    ".cdo": FileType.WORKSPACE,
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"), FileType.SHEET),
}


def recognised(paths: Iterable[Path]) -> tuple[FileType, Path] | None:
    """The first file the program can do something with, and what it is."""
    for path in paths:
        found = _SUFFIXES.get(path.suffix.lower())
        if found is not None:
            return found, path
    return None
