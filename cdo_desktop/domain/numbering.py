"""Codes: 分类码/顺序码 of a catalog entry (1272号), running numbers of the other lists."""

from __future__ import annotations

import re

SEQUENCE_DIGITS = 6
_CATALOG = re.compile(r"(\d+)/(\d+)")


def catalog_code(classification: str, number: int, digits: int = SEQUENCE_DIGITS) -> str:
    """分类码 + "/" + 顺序码, e.g. 3070220400031/000038."""
    return f"{classification}/{number:0{digits}d}"


def running_code(prefix: str, number: int) -> str:
    """A running number with the prefix of its list, e.g. XT-0012."""
    return f"{prefix}-{number:04d}"


def split_code(code: str, prefix: str = "") -> tuple[str, int] | None:
    """The series a code counts in and its number; None if it has another form."""
    found = _CATALOG.fullmatch(code) or (
        re.fullmatch(rf"({re.escape(prefix)})-(\d+)", code) if prefix else None
    )
    return (found[1], int(found[2])) if found else None
