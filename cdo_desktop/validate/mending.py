"""The one right answer for a value with a problem, where there is exactly one."""

from __future__ import annotations

import re
from typing import Any

from cdo_desktop.domain.findings import Fix
from cdo_desktop.standard.dates import read_month
from cdo_desktop.standard.element_kinds import (
    Lists,
    Problem,
    Value,
    half_width,
    judge_value,
    read_value,
    shown,
)
from cdo_desktop.standard.model import Element, ElementKind
from cdo_desktop.standard.numbers import fitting, read_number

_NUMBER_KINDS = (ElementKind.NUMBER, ElementKind.MONEY)
_WITH_UNIT = re.compile(r"([+-]?[\d,]+(?:\.\d+)?)(?!\d)(\D{1,8})")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_SAME_UNIT = {
    "G": ("g", "gb", "gib", "吉", "吉字节", "千兆"),
    "M": ("m", "mb", "mib", "兆", "兆字节"),
    "万": ("万", "万条", "万条记录", "万个", "万余条"),
    "万元": ("万元", "万", "万圆", "万人民币"),
    "条": ("条", "条记录"),
    "字节": ("字节", "b", "byte", "bytes", "位"),
}
"""How the unit of an element is written when somebody types it behind the number."""


def has_shape(element: Element, value: Any) -> bool:
    """Whether the value is of the type its kind of element stores (package format §2a)."""
    if element.kind is ElementKind.MULTI_CHOICE:
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    if element.kind in (ElementKind.REFERENCE, ElementKind.ATTACHMENT):
        return isinstance(value, (dict, str))
    return isinstance(value, str)


def sharpened(element: Element, value: Any, problem: Problem) -> Problem:
    """The problem, told more exactly: a number typed with its unit, a date without its day."""
    if not isinstance(value, str):
        return problem
    if problem.code == "CDO-V105" and (month := read_month(half_width(value))):
        return Problem("CDO-V131", {"value": value, "example": f"{month}-12"}, problem.severity)
    found = _WITH_UNIT.fullmatch(half_width(value)) if problem.code == "CDO-V107" else None
    if found is None:
        return problem
    number = _without_unit(element, value)
    facts = {"value": value, "typed": found[2], "unit": element.unit, "number": number}
    return Problem("CDO-V125" if number else "CDO-V133", facts, problem.severity)


def mended(
    element: Element, value: Any, parent: str, beside: Element | None, lists: Lists
) -> Fix | None:
    """The fix for a value with a problem; None where no answer or more than one is right.

    `beside` is the element that decides which words are open, for a cascade.
    """
    better = _better(element, value, lists)
    if better is not None and better != value and not judge_value(better, element, lists, parent):
        return Fix(f"改为“{shown(better)}”", element.key, better)
    if beside is not None and element.kind is ElementKind.CASCADE:
        return _other_parent(element, value, parent, beside, lists)
    return None


def _better(element: Element, value: Any, lists: Lists) -> Value | None:
    """The value as reading it again would understand it."""
    if isinstance(value, list):
        text = "\n".join(word for word in value if isinstance(word, str))
    elif isinstance(value, str):
        text = value
    else:
        return None
    if element.kind in _NUMBER_KINDS:
        number = read_number(half_width(text)) or _without_unit(element, text)
        return fitting(number, element.decimals) if number else None
    return read_value(_CONTROL.sub("", text), element, lists)


def _without_unit(element: Element, text: str) -> str | None:
    """120GB -> 120 where the element counts in G; another unit is no matter of deleting.

    Where an element only counts, it is: 12个 -> 12.
    """
    found = _WITH_UNIT.fullmatch(half_width(text))
    if found is None:
        return None
    spellings = (*_SAME_UNIT.get(element.unit, ()), element.unit.casefold())
    same = not element.unit or found[2].casefold() in spellings
    return read_number(found[1]) if same else None


def _other_parent(
    element: Element, value: str, parent: str, beside: Element, lists: Lists
) -> Fix | None:
    """格式类型 xls under 数据库: the class must be 电子表格, as xls stands in no other."""
    parents = lists.codes[element.codes].parents_of(value)
    if len(parents) != 1 or parents[0] == parent:
        return None
    return Fix(f"把“{beside.label}”改为“{parents[0]}”", beside.key, parents[0])
