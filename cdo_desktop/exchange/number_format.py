"""Number formats that change what a person reads: 38 shown as 000038, or behind fixed letters."""

from __future__ import annotations

import re
from decimal import Decimal

_PIECES = re.compile(r'"([^"]*)"|\\(.)|([0#]+)|([-/:() ])|(.)', re.DOTALL)
_CONDITIONS = re.compile(r"\[[^\]]*\]")
_PADDING = re.compile(r"_.|\*.")


def padded_format(code: str) -> tuple[str, int, str] | None:
    """(text before, digits, text behind) of a format that pads whole numbers with zeros or puts
    fixed text around them; None for all others (General, decimals, dates, per cent)."""
    first = _PADDING.sub("", _CONDITIONS.sub("", code)).split(";")[0]
    before, digits, behind = "", "", ""
    for quoted, escaped, zeros, literal, other in _PIECES.findall(first):
        if other:
            return None
        if zeros:
            if behind:
                return None
            digits += zeros
        elif digits:
            behind += quoted or escaped or literal
        else:
            before += quoted or escaped or literal
    if not digits or (digits.count("0") < 2 and not (before + behind).strip()):
        return None
    return before, digits.count("0"), behind


def shown_number(number: str, form: tuple[str, int, str]) -> str | None:
    """The number as its cell shows it; None where the format does not fit (decimals, signs)."""
    value = Decimal(number)
    if value != value.to_integral_value() or value < 0:
        return None
    before, digits, behind = form
    return f"{before}{int(value):0{digits}d}{behind}"
