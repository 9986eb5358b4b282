"""A record while its rows are being collected from the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cdo_desktop.exchange.entries import Source
from cdo_desktop.standard.model import Severity

_NUMBERED = re.compile(r"(.*?)(\d{1,15})(\D{0,4})", re.DOTALL)
_LISTED = 8


@dataclass(frozen=True, slots=True)
class Told:
    """Something to be said about a cell; becomes a finding when the record is known."""

    code: str
    severity: Severity
    facts: Mapping[str, Any]
    line: int
    column: int
    element: str
    group: str = ""
    row: int = 0
    """Row of the draft's group, counted from 1."""
    sheet: str = ""
    """"" = the one the draft begins on."""


@dataclass(slots=True)
class Draft:
    """What the rows of one resource say so far."""

    source: Source
    """The sheet it begins on."""
    line: int
    title_key: str
    org_key: str
    record_id: str = ""
    code: str = ""
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    """The texts of 类, 项, 目, 细目."""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    notes: list[Told] = field(default_factory=list)
    differing: dict[tuple[str, int], list[tuple[int, str]]] = field(default_factory=dict)
    """(sheet, column) -> what the draft has, with its first line, then (line, text) of the rows of
    that sheet that disagree with it."""
    repeated: list[int] = field(default_factory=list)
    """Lines of its first sheet that only say once more what is there already."""
    others: dict[str, Source] = field(default_factory=dict)
    """The other sheets that rows of it stand on, by name."""
    elsewhere: dict[tuple[str, int], str] = field(default_factory=dict)
    """(group, position of the row) -> its sheet, for rows of those."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sheets its rows stand on."""
        return (self.source, *self.others.values())


def counted_up(texts: Sequence[str]) -> bool:
    """Whether the texts are one text with a number that goes up by one: 名称1, 名称2, 名称3."""
    found = [_NUMBERED.fullmatch(text) for text in texts]
    first = found[0] if found else None
    if len(texts) < 2 or first is None:
        return False
    start = int(first[2])
    return all(
        one is not None and one[1] == first[1] and one[3] == first[3] and int(one[2]) == start + n
        for n, one in enumerate(found)
    )


def lines_text(lines: Sequence[int]) -> str:
    """Line numbers as a person writes them: 5、6、7, or 5 至 40."""
    if len(lines) > 3 and lines[-1] - lines[0] == len(lines) - 1:
        return f"{lines[0]} 至 {lines[-1]}"
    listed = "、".join(map(str, lines[:_LISTED]))
    return f"{listed} 等 {len(lines)}" if len(lines) > _LISTED else listed
