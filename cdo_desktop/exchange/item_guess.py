"""What a column of sample values is: data type, length in bytes, key, personal information.

Types are the eleven of 1272号; lengths are “estimated upper limit of characters turned into bytes”
(1272号, 数据长度): two bytes a Chinese character in GB 18030, three in UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cdo_desktop.domain.names import name_key
from cdo_desktop.exchange.found_table import FoundColumn, ItemType
from cdo_desktop.standard.dates import read_date, without_time
from cdo_desktop.standard.element_kinds import half_width
from cdo_desktop.standard.numbers import read_number
from cdo_desktop.standard.personal import personal_words

_LOGICAL = {"是", "否", "true", "false", "y", "n", "yes", "no", "√", "×", "有", "无"}
_DIGIT_LOGICAL = {"0", "1"}
_TIME = re.compile(r"\d{1,2}[:：]\d{2}")
_CODE_NAMES = re.compile(
    r"号|码|编码|代码|编号|证|电话|手机|邮编|账户|账号|区划|标识|id$|code|no$", re.I
)
_MONEY_NAMES = re.compile(
    r"金额|费用|费$|工资|薪|价|款$|收入|支出|预算|资金|余额|补贴|amount|price|salary|fee$", re.I
)
_KEY_NAMES = re.compile(r"号$|编码|代码|编号|标识|主键|^id$|_id$|id$|code$|no$|key$", re.I)
_ROW_NUMBER_NAMES = {"序号", "行号", "no", "rownum", "rowno", "xh", "序"}
_LONGEST_TEXT = 254
"""Characters above which a text is a memo (字段长度上限 of the C type)."""
_STEPS = (10, 20, 32, 50, 64, 100, 128, 200, 256, 500, 1000, 2000, 4000)
_MIN_KEY_ROWS = 5
_FIXED = 8
"""So many different texts of one and the same length speak for a fixed length."""

_ID_CARD = re.compile(
    r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")


def guess_column(
    name: str, field: str, samples: Sequence[str], encoding: str = "utf-8"
) -> FoundColumn:
    """A column from its header and sample texts, "" where a row has nothing."""
    values = [text.strip() for text in samples if text.strip()]
    kind = guess_type(name or field, values)
    return FoundColumn(
        name,
        field,
        kind,
        str(_length(kind, values, encoding)) if values else "",
        nullable=True if len(values) < len(samples) else None,
        is_personal=is_personal(name, field, values),
    )


def guess_type(name: str, values: Sequence[str]) -> ItemType:
    """The type all these (non-empty) texts have in common; text where in doubt."""
    if not values:
        return ItemType.TEXT
    if any("\n" in value or len(value) > _LONGEST_TEXT for value in values):
        return ItemType.MEMO
    days = [read_date(half_width(without_time(value))) for value in values]
    values = [half_width(value) for value in values]
    lowered = {value.casefold() for value in values}
    if lowered <= _LOGICAL or (name.startswith("是否") and lowered <= _DIGIT_LOGICAL):
        return ItemType.LOGICAL
    if all(days) and not _is_number_column(name, values):
        timed = any(_TIME.search(value) for value in values)
        return ItemType.DATETIME if timed else ItemType.DATE
    return _number_type(name, values)


def is_row_number(name: str, values: Sequence[str]) -> bool:
    """Whether a column only counts the rows: 序号 1, 2, 3 …"""
    return name_key(name) in _ROW_NUMBER_NAMES and all(
        value == "" or value.isdigit() for value in values
    )


def looks_like_key(name: str, field: str, samples: Sequence[str]) -> bool:
    """Whether it could identify a row: named so, always filled, never twice."""
    if not (_KEY_NAMES.search(name) or _KEY_NAMES.search(field)):
        return False
    return len(samples) >= _MIN_KEY_ROWS and all(samples) and len(set(samples)) == len(samples)


def is_personal(name: str, field: str, values: Sequence[str] = ()) -> bool:
    """Whether name or values speak for personal information. A hint: a person decides."""
    words = personal_words()
    if any(word in name for word in words.not_suspected):
        return False
    if any(word in name for word in words.suspected) or name_key(field) in words.fields:
        return True
    marked = sum(1 for value in values if _ID_CARD.fullmatch(value) or _MOBILE.fullmatch(value))
    return len(values) >= _MIN_KEY_ROWS and marked * 2 > len(values)


def _is_number_column(name: str, values: Sequence[str]) -> bool:
    """Eight digits may be a day or a number: the name decides."""
    digits = all(value.isdigit() for value in values)
    return digits and not re.search(r"日期|时间|日$|date|time|rq$|sj$", name, re.I)


def _number_type(name: str, values: Sequence[str]) -> ItemType:
    numbers = [read_number(value) for value in values]
    if None in numbers or _CODE_NAMES.search(name):
        return ItemType.TEXT
    if any(value.startswith("0") and value[1:2].isdigit() for value in values):
        return ItemType.TEXT  # leading zeros: a code, not a number
    if any(len(value) > 18 for value in values):
        return ItemType.TEXT
    if _MONEY_NAMES.search(name):
        return ItemType.MONEY
    decimals = any("." in number for number in numbers if number)
    return ItemType.NUMERIC if decimals else ItemType.INTEGER


def _length(kind: ItemType, values: Sequence[str], encoding: str) -> int:
    if kind is ItemType.LOGICAL:
        return 1
    sizes = [len(value.encode(encoding, "replace")) for value in values]
    longest = max(sizes)
    fixed = len(set(values)) >= _FIXED and len(set(sizes)) == 1
    if kind not in (ItemType.TEXT, ItemType.MEMO) or fixed:
        return longest
    return next((step for step in _STEPS if step >= longest), longest)
