"""Codes: 分类码/顺序码 of a catalog entry (1272号), running numbers of the other lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

SEQUENCE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Bearer:
    """A record that bears a code or bore it before."""

    kind: str
    code: str
    record_id: str
    title: str
    """What the record is called now."""
    since: int
    """The place in the history of the first revision that bore the code."""
    is_listed: bool
    """Whether it stands in the list under the code today."""
    is_binned: bool
    """Whether it lies in the recycle bin under the code."""
    is_published: bool
    """Whether it left in a package under the code."""


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
