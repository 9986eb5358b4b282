"""A cell as a person reads it: the text first, then the kinds of element make a value of it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from cdo_desktop.exchange.sheet_xml import ErrorCell, NoValue
from cdo_desktop.exchange.workbook import Cell

EXACT_LIMIT = 1e15
"""Beyond 15 digits a spreadsheet's numbers are no longer exact."""
_LONG_CODE = 1e11
"""From here on General shows a number as 3.07E+12; typed back, its last digits are zeros."""
_LOST_DIGITS = 10_000


def cell_text(cell: Cell) -> str:
    """What a person reads in the cell, as far as its format does not matter."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return _moment_text(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes" if cell.second == 0 else "seconds")
    if isinstance(cell, timedelta):
        return str(cell)
    return cell.text if isinstance(cell, ErrorCell | NoValue) else str(cell)


def _number_text(number: int | float) -> str:
    if isinstance(number, int) or (number.is_integer() and abs(number) < EXACT_LIMIT):
        return str(int(number))
    return (
        format(Decimal(repr(number)).normalize(), "f")
        if abs(number) < EXACT_LIMIT
        else scientific(number)
    )


def _moment_text(moment: datetime) -> str:
    if moment.time() == time.min:
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds")


def scientific(number: float) -> str:
    """The number as a narrow General cell shows it, e.g. 3.0702204E+12."""
    digits, mark, exponent = f"{number:.14E}".partition("E")
    if not mark:  # more than a cell can hold
        return digits
    digits = digits.rstrip("0").rstrip(".")
    return f"{digits}E{exponent[0]}{exponent[1:].lstrip('0') or '0'}"


def is_damaged_code(cell: Cell) -> bool:
    """Whether a number in a column of codes has lost digits: more than 15, or a long one that ends
    in four zeros as it does after Excel turned it into 3.0702204E+12."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    size = abs(cell)
    return size >= EXACT_LIMIT or (size >= _LONG_CODE and size % _LOST_DIGITS == 0)


_INSERTED = re.compile(r"(?<=[\u3400-\u9fff])[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ ]{1,24})[)）]")
_NEUTRAL = frozenset(
    [
        "de",
        "le",
        "zi",
        "men",
        "ma",
        "ba",
        "ne",
        "zhe",
        "me",
        "tou",
        "shang",
        "li",
        "a",
        "guo",
        "xia",
        "bian",
    ]
)


def is_pinyin_damaged(text: str) -> bool:
    """Whether pinyin was put between the characters, as in 數(shù)據(jù) (scraped pages)."""
    return ("(" in text or "（" in text) and any(map(_is_toned, _INSERTED.findall(text)))


def without_pinyin(text: str) -> str:
    """The text without the insertions, and in simplified characters: only for damaged cells."""
    kept = _INSERTED.sub(
        lambda found: "" if _is_toned(found[1]) or found[1] in _NEUTRAL else found[0], text
    )
    return _simplified(kept)


def _is_toned(syllables: str) -> bool:
    return any(
        not sign.isascii() and unicodedata.combining(unicodedata.normalize("NFD", sign)[-1])
        for sign in syllables
    )


@lru_cache(maxsize=1024)
def _simplified(text: str) -> str:
    import opencc  # 20 MB of dictionaries, needed for damaged cells only

    return str(opencc.OpenCC("t2s").convert(text))
