"""Headings made comparable, and put together from the one, two or three lines of a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cdo_desktop.domain.names import name_key
from cdo_desktop.exchange.cells import cell_text
from cdo_desktop.exchange.workbook import Cell

_BRACKETS = re.compile(r"[(（【\[〔][^(（【\[〔)）】\]〕]*[)）】\]〕]")
"""Innermost pairs: a search that may run over further opening ones is quadratic in their number."""
_MONEY = re.compile(
    r"(?:[(（【\[〔/]|单位)[:：]?(?:单位[:：]?)?(?:人民币)?"
    r"([十百千]?万?亿?元|美元|欧元)(?:人民币)?(?:[)）】\]〕/，,、]|$)"
)
MAX_HEADING = 60
"""Longer texts are explanations, not headings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one column."""

    number: int
    """Column, counted from 1."""
    leaf: str
    upper: str = ""
    """The group header above it, if there is one."""

    @property
    def key(self) -> str:
        """The label made comparable."""
        return heading_key(self.leaf)

    @property
    def text(self) -> str:
        """As it is shown and kept."""
        return f"{self.upper}·{self.leaf}" if self.upper else self.leaf


def heading_key(text: str) -> str:
    """A heading made comparable: width, blanks, line breaks, stars and punctuation do not count."""
    return name_key(text)


@lru_cache(maxsize=4096)
def bare_key(text: str) -> str:
    """The same without what stands in brackets: （必填）, (万元), 【国】."""
    return name_key(_BRACKETS.sub("", _BRACKETS.sub("", text)))  # twice: (单位(万元))


def money_unit(text: str) -> str:
    """The unit of money that a heading names in brackets or after a stroke; "" for none."""
    found = _MONEY.search("".join(text[: 2 * MAX_HEADING].split()))
    return found[1] if found else ""


def text_row(row: Sequence[Cell]) -> list[str]:
    """A row as texts, headings on one line."""
    return [" ".join(cell_text(cell).split()) for cell in row]


def headings_of(rows: Sequence[Sequence[str]]) -> list[Heading]:
    """The headings of a header block, from its lines top down.

    The label of a column is its lowest text (a label merged downward stands in the upper line);
    the group header is the text above it, or the one to the left of that as far as it reaches.
    """
    width = max(map(len, rows))
    lines = [[*row, *[""] * (width - len(row))] for row in rows]
    found: list[Heading] = []
    group = ""
    for place in range(width):
        column = [line[place] for line in lines]
        filled = [text for text in column if text]
        if len(filled) > 1:
            group = filled[-2]
        elif filled and not column[-1]:
            group = ""
        if filled:
            upper = group if len(rows) > 1 and column[-1] else ""
            found.append(Heading(place + 1, filled[-1], upper))
    return found
