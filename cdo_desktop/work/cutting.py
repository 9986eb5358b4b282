"""核减: a sum that a reviewer strikes off the investment, asked for as a condition of the opinion.

As a condition it is signed with the opinion, printed, and ticked off before the project goes on.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, Kind
from cdo_desktop.standard.numbers import read_number
from cdo_desktop.standard.roles import Role

_CUT = re.compile(r"核减 ([0-9.]+) (\S+)，核减后\S+ [0-9.]+ \2")


def investment(kind: Kind, record: Record) -> tuple[Element, str] | None:
    """The element that holds the whole investment, and its sum; None where there is none yet."""
    element = kind.roles.get(Role.PROJECT_TOTAL)
    total = read_number(shown(record.values.get(element.key))) if element else None
    return (element, total) if element and total else None


def left_over(element: Element, total: str, typed: str) -> str:
    """What is left of a sum when what was typed is struck off, in the unit of the element.

    Raises Refused CDO-P430: what was typed is no number above 0 with so many decimals as the
    element may have, or more than there is.
    """
    cut = read_number(typed.strip())
    if cut is None or not 0 < Decimal(cut) <= Decimal(total) or _decimals(cut) > element.decimals:
        raise Refused("CDO-P430", typed=typed, total=_plain(total), unit=element.unit)
    return _plain(Decimal(total) - Decimal(cut))


def cut_words(element: Element, total: str, typed: str) -> str:
    """The condition that says so: 核减 12 万元，核减后总投资 174.4 万元. Raises as `left_over`."""
    left, unit = left_over(element, total, typed), element.unit
    return (
        f"核减 {_plain(typed.strip().replace(',', ''))} {unit}，核减后{element.label} {left} {unit}"
    )


def is_cut(condition: str) -> bool:
    """Whether a condition strikes off a sum, in the words of `cut_words`."""
    return _CUT.fullmatch(condition) is not None


def is_out_of_date(element: Element, total: str, condition: str) -> bool:
    """Whether a condition strikes a sum off another total than this one: it was changed since."""
    found = _CUT.fullmatch(condition)
    if found is None:
        return False
    try:
        return cut_words(element, total, found[1]) != condition
    except Refused:
        return True


def _plain(number: str | Decimal) -> str:
    """Without an exponent and without zeros at the end: 174.40 is 174.4."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimals(number: str) -> int:
    return len(number.partition(".")[2].rstrip("0"))
