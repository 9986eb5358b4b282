"""Numbers as people type them, in the canonical form of the package format: decimal strings."""

from __future__ import annotations

import re

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)


def read_number(text: str) -> str | None:
    """A number without exponent, “+”, separators or needless zeros before it; None if none."""
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        return None
    sign = "-" if text.startswith("-") else ""
    whole, _, decimals = text.lstrip("+-").partition(".")
    whole = whole.lstrip("0") or "0"
    number = f"{whole}.{decimals}" if decimals else whole
    return sign + number if number.strip("0.") else number


def fitting(number: str, decimals: int) -> str:
    """The number without zeros behind more decimals than it may have: 20.0 is 20 where none is."""
    whole, _, behind = number.partition(".")
    kept = behind[:decimals] + behind[decimals:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole
