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
"""A spreadsheet keeps 15 digits of a number; what is typed beyond them becomes zeros."""
_WHOLE_LIMIT = 2**53
"""Up to here the files of other programs hold each whole number exactly."""
_LONG_CODE = 1e11
"""From here on General shows a number as 3.07E+12; typed back, its last digits are zeros."""
_LOST_DIGITS = 10_000
ERROR_TEXTS = frozenset(
    ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
"""What a spreadsheet shows, and writes into a csv, where a formula has failed."""


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
    if isinstance(number, int) or (number.is_integer() and abs(number) <= _WHOLE_LIMIT):
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


def is_damaged_code(cell: Cell, may_end_in_zeros: bool = False) -> bool:
    """Whether a number in a column of codes has lost digits: it has more than 15 and ends in a zero
    or is no longer exact, or it is a long one that ends in four zeros, as it does after Excel
    turned it into 3.0702204E+12 (unless such codes are usual: 511922000000 is a county)."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    size = abs(cell)
    if size >= EXACT_LIMIT:  # a sixteenth digit that is no zero: not written by a spreadsheet
        return size > _WHOLE_LIMIT or size % 10 not in range(1, 10)
    return not may_end_in_zeros and size >= _LONG_CODE and size % _LOST_DIGITS == 0


_SCIENTIFIC = re.compile(r"\d(?:\.\d+[eE]\+?|[eE]\+)\d{1,3}", re.ASCII)


def is_scientific(text: str) -> bool:
    """Whether a text is a long number as Excel shows it and writes it into a csv: 3.07E+12."""
    return _SCIENTIFIC.fullmatch(text) is not None


def unescaped(text: str) -> str:
    """The two signs that no XML can hold, which an xlsx escapes and calamine leaves escaped."""
    if "_xFFF" not in text:
        return text
    return text.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")


_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(29_221, 73_051)
"""1980-01-01 to 2099-12-31 as the numbers by which spreadsheets count days."""


def serial_day(text: str) -> str | None:
    """45718 -> 2025-03-02: the day a spreadsheet's number means; None for other numbers."""
    if not _SERIAL.fullmatch(text) or int(text[:5]) not in _SERIALS:
        return None
    return (_DAY_ZERO + timedelta(int(text[:5]))).isoformat()


def may_be_october(cell: Cell) -> bool:
    """Whether a number is 2025.1, as 2025.10 becomes when it is typed into a General cell."""
    return isinstance(cell, float) and re.fullmatch(r"(?:19|20)\d\d\.1", str(cell)) is not None


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
