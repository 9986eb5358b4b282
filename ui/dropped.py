"""Files dropped on the window, recognised by their names."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path


class FileType(StrEnum):
    """What a file is to the program."""

    WORKSPACE = "workspace"
    SHEET = "sheet"
    PACKAGE = "package"


_SUFFIXES = {
    ".cdo": FileType.WORKSPACE,
    ".cdopkg": FileType.PACKAGE,
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"), FileType.SHEET),
}


def recognised(paths: Iterable[Path]) -> tuple[FileType, list[Path]] | None:
    """What the first file is that the program can do something with, and all files of that type."""
    known = [(kind, path) for path in paths if (kind := _SUFFIXES.get(path.suffix.lower()))]
    if not known:
        return None
    first = known[0][0]
    return first, [path for kind, path in known if kind is first]
