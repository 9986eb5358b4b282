"""Dates and months as people type them."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})"
    r"(?:[日号]?|(?:[日号]|T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)"
)
_TIME_BEHIND = re.compile(
    r"(.*?[\d日号])(?:\s+|T)(?:(?:上午|下午)\s*)?\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?"
    r"(?:Z|[+-]\d{2}:?\d{2}|\s*[AaPp][Mm])?"
)
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_PLAIN_MONTH = re.compile(r"(\d{4})(\d{2})")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)


def read_date(text: str) -> str | None:
    """YYYY-MM-DD (GB/T 7408) from the usual forms, without blanks; None if it is no real day.

    Taken: 2026-3-12, 2026/3/12, 2026.3.12, 20260312, 2026年3月12日 or 号, 二〇二六年三月十二日,
    and any of the first with a time behind it.
    """
    found = _DAY.fullmatch(text) or _PLAIN_DAY.fullmatch(text)
    if found:
        return _real_day(*(int(part) for part in found.groups()))
    chinese = _CHINESE.fullmatch(text)
    if chinese:
        year, month, day = chinese.groups()
        return _real_day(int(year.translate(_DIGITS)), _spoken(month), _spoken(day))
    return None


def without_time(text: str) -> str:
    """A date without the time typed behind it; to be asked before blanks are taken out.

    “2026/3/1 10:30” without its blank would read as the 11th.
    """
    found = _TIME_BEHIND.fullmatch(text.strip())
    return found[1] if found else text


def read_month(text: str) -> str | None:
    """YYYY-MM from the usual forms (also from a full date); None if it is no real month."""
    day = read_date(text)
    if day:
        return day[:7]
    found = _MONTH.fullmatch(text) or _PLAIN_MONTH.fullmatch(text)
    if not found:
        return None
    first = _real_day(int(found[1]), int(found[2]), 1)
    return first[:7] if first else None


def _real_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _spoken(text: str) -> int:
    """一 … 三十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_DIGITS)) if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return 0
    return int((tens or "一").translate(_DIGITS)) * 10 + int((ones or "零").translate(_DIGITS))
