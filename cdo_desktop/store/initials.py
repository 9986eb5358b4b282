"""Pinyin initials of names, so that ywjy finds 义务教育.

A table of characters instead of a pinyin library: it costs 100 kB instead of 55 MB, and the search
needs first letters only. Of a name with characters of several readings (重庆: zq and cq) the usual
reading is indexed, one more for each such character, one with the second reading of them all, and a
few with that of two of them (重庆银行: cqyh).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain, combinations, islice

LONGEST = 256
"""So much of a name is spelled: what is longer is no name, and every reading costs its length."""
PAIRS = 6
"""So many spellings with two second readings, nearest to the beginning, where people begin."""


@cache
def letters() -> dict[str, str]:
    """The first letters of each character's readings, most usual first."""
    text = resources.files(__package__).joinpath("initials.txt").read_text("utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines()[1:]:
        readings, _, signs = line.partition(" ")
        found.update(dict.fromkeys(signs, readings))
    return found


def initials(name: str) -> list[str]:
    """The initials of a name, usual reading first; Latin letters and digits as they are."""
    table = letters()
    signs = name[:LONGEST]
    readings = [table.get(one, one if one.isascii() and one.isalnum() else "") for one in signs]
    usual = [reading[:1].lower() for reading in readings]
    found = [
        _spelled(usual, {place: other})
        for place, reading in enumerate(readings)
        for other in (reading[1:] if len(reading) > 1 else "")
    ]
    second = {place: reading[1] for place, reading in enumerate(readings) if len(reading) > 1}
    several = chain([second], map(dict, islice(combinations(second.items(), 2), PAIRS)))
    found += [_spelled(usual, one) for one in several]
    return [text for text in dict.fromkeys(["".join(usual), *found]) if text]


def _spelled(usual: Sequence[str], others: Mapping[int, str]) -> str:
    return "".join([others.get(place, letter) for place, letter in enumerate(usual)])
