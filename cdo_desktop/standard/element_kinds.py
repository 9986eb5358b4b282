"""The kinds of element as one table: how each is read from text, judged, shown and put in a schema.

Reading never loses anything: what is understood becomes the canonical form of PACKAGE format §2a
(docs/package-format.md), what is not stays as the text it was, and `problem` says why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from cdo_desktop.standard.codes import CodeList
from cdo_desktop.standard.dates import read_date, read_month, without_time
from cdo_desktop.standard.model import Element, ElementKind, Severity
from cdo_desktop.standard.numbers import fitting, read_number
from cdo_desktop.standard.regions import Regions
from cdo_desktop.standard.uscc import check_uscc

Value = str | list[str] | dict[str, Any]


class Lists(Protocol):
    """Where code lists and regions are looked up (the Library)."""

    @property
    def codes(self) -> Mapping[str, CodeList]: ...

    @property
    def regions(self) -> Regions: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value is not as its element wants it."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


Reader = Callable[[str, Element, Lists], Value]
Judge = Callable[[Any, Element, Lists, str], Problem | None]
Schema = Callable[[Element, Lists], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class KindRule:
    """What the program knows of one kind of element."""

    label: str
    read: Reader
    """Text as a person typed it -> canonical value, or the cleaned text if not understood."""
    judge: Judge
    """(value, element, lists, parent's word) -> the problem, or None."""
    schema: Schema


_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_YES_NO = {
    **dict.fromkeys(("是", "y", "yes", "true", "√", "对", "有", "1"), "是"),
    **dict.fromkeys(("否", "n", "no", "false", "×", "无", "不", "0"), "否"),
}
"""1 and 0 are the values of 1272号 核心元数据10."""
_DENIED = re.compile(r"(?:不予|不|未|没有|没|非)(.{2,})")
_SEPARATORS = re.compile(r"[,，;；、\n]+")
_PHONE = re.compile(
    r"(?:\(0\d{2,3}\)|(?:\+?86-?)?0\d{2,3}-?)?[2-9]\d{6,7}(?:[-转]\d{1,6})?"
    r"|(?:\+?86-?)?1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}|1[12]\d{1,4}|9[56]\d{3,4}",
    re.ASCII,
)
_CODE = re.compile(r"[A-Za-z0-9_/-]{1,64}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
CLASSIFICATION = re.compile(r"[123](?:\d{2}(?:\d{3}\d*)?)?", re.ASCII)


def clean_text(text: str) -> str:
    """NFC, `\\n` line ends, no blanks at the ends of the text or its lines; content untouched."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "\n" not in normal:
        return normal.strip()
    return "\n".join(line.rstrip() for line in normal.split("\n")).strip()


def half_width(text: str) -> str:
    """NFKC without blanks: for codes, numbers, dates, where full-width digits are typing slips."""
    bare = _SPACES.sub("", unicodedata.normalize("NFKC", text)).strip()
    return unicodedata.normalize("NFC", bare)  # an accent may have lost the blank it stood on


def _text(text: str, element: Element, lists: Lists) -> str:
    return clean_text(text)


def _line(text: str, element: Element, lists: Lists) -> str:
    return _SPACES.sub(" ", clean_text(text).replace("\n", " "))


def _choice(text: str, element: Element, lists: Lists) -> str:
    return lists.codes[element.codes].word(text) or clean_text(text)


def _choices(text: str, element: Element, lists: Lists) -> list[str]:
    codes = lists.codes[element.codes]
    whole = codes.word(text)
    if whole is not None:
        return [whole]
    words = [codes.word(part) or part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    order = {word: index for index, word in enumerate(codes.words)}
    return sorted(dict.fromkeys(words), key=lambda word: order.get(word, len(order)))


def _tree(text: str, element: Element, lists: Lists) -> str:
    codes = lists.codes[element.codes]
    compact = half_width(text)
    if CLASSIFICATION.fullmatch(compact):
        return compact
    named = codes.word(text)
    found = [value.code for value in codes.values if named is not None and value.word == named]
    return found[0] if len(found) == 1 else clean_text(text)


def _date(text: str, element: Element, lists: Lists) -> str:
    return read_date(half_width(without_time(text))) or clean_text(text)


def _month(text: str, element: Element, lists: Lists) -> str:
    return read_month(half_width(without_time(text))) or clean_text(text)


def _number(text: str, element: Element, lists: Lists) -> str:
    number = read_number(half_width(text))
    return fitting(number, element.decimals) if number else clean_text(text)


def _yes_no(text: str, element: Element, lists: Lists) -> str:
    said = half_width(text).casefold()
    return _YES_NO.get(said) or _repeated(said, element.label) or clean_text(text)


def _repeated(said: str, label: str) -> str:
    """“不开放” where the element asks 是否向社会开放: the question's own words, said or denied."""
    asked = label.removeprefix("是否")
    if _ends(asked, said):
        return "是"
    denied = _DENIED.fullmatch(said)
    return "否" if denied and _ends(asked, denied[1]) else ""


def _ends(asked: str, said: str) -> bool:
    return len(said) > 1 and asked.endswith(said)


def _uscc(text: str, element: Element, lists: Lists) -> str:
    return half_width(text).upper()


def _region(text: str, element: Element, lists: Lists) -> str:
    compact = half_width(text)
    if compact.isdigit():
        return compact
    found = lists.regions.find(clean_text(text))
    return found[0] if len(found) == 1 else clean_text(text)


def _compact(text: str, element: Element, lists: Lists) -> str:
    return half_width(text)


def _reference(text: str, element: Element, lists: Lists) -> dict[str, Any]:
    """A reference typed as text names a title; the store resolves it to a record."""
    return {"id": "", "code": "", "title": clean_text(text)}


def _attachment(text: str, element: Element, lists: Lists) -> str:
    return clean_text(text)


def _fine(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    return None


def _judge_text(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    if element.max_length and len(value) > element.max_length:
        return Problem("CDO-V102", {"length": len(value), "limit": element.max_length})
    if _CONTROL.search(value):
        return Problem("CDO-V117")
    if element.pattern and not re.fullmatch(element.pattern, value):
        return Problem("CDO-V115", {"value": value, "example": element.example or element.pattern})
    return None


def _judge_choice(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    codes = lists.codes[element.codes]
    if codes.open or value in codes.words:
        return None
    return Problem("CDO-V103", {"value": value, "choices": _some(codes.words)})


def _judge_choices(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    problems = (_judge_choice(word, element, lists, parent) for word in value)
    return next((problem for problem in problems if problem), None)


def _judge_cascade(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    codes = lists.codes[element.codes]
    if not parent:
        return _judge_choice(value, element, lists, parent)
    allowed = codes.words_under(parent)
    elsewhere = codes.parents_of(value)
    if value in allowed or (not elsewhere and not allowed):
        return None
    if not elsewhere and codes.takes_others(parent):
        return _judge_text(value, element, lists, parent)
    facts = {"value": value, "parent": parent, "choices": _some(allowed) or "不填"}
    return Problem("CDO-V104", facts)


def _some(words: tuple[str, ...]) -> str:
    return "、".join(words[:12]) + (" 等" if len(words) > 12 else "")


def _judge_tree(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    if CLASSIFICATION.fullmatch(value):
        return Problem("CDO-V118", {"value": value}) if len(value) < 6 else None
    return Problem("CDO-V116", {"value": value})


def _judge_date(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    return None if read_date(value) == value else Problem("CDO-V105", {"value": value})


def _judge_month(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    return None if read_month(value) == value else Problem("CDO-V106", {"value": value})


def _judge_number(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    if read_number(value) != value:
        return Problem("CDO-V107", {"value": value, "unit": element.unit or "数字"})
    if value.startswith("-"):
        return Problem("CDO-V108", {"value": value})
    if len(value.partition(".")[2]) > element.decimals:
        return Problem("CDO-V109", {"value": value, "decimals": element.decimals}, Severity.WARNING)
    return None


def _judge_yes_no(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    return None if value in ("是", "否") else Problem("CDO-V114", {"value": value})


def _judge_uscc(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    if _SCIENTIFIC.fullmatch(value):
        return Problem("CDO-V119", {"value": value})
    result = check_uscc(value)
    if result.errors:
        return Problem("CDO-V110", {"value": value, "reason": "；".join(result.errors)})
    if result.warnings:
        facts = {"value": value, "reason": "；".join(result.warnings)}
        return Problem("CDO-V111", facts, Severity.WARNING)
    return None


def _judge_region(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    if not (value.isascii() and value.isdigit() and len(value) in (6, 9, 12)):
        return Problem("CDO-V112", {"value": value})
    if lists.regions.name(value[:6]) is None:
        return Problem("CDO-V120", {"value": value}, Severity.WARNING)
    return None


def _judge_phone(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    parts = [part for part in re.split(r"[,，;；、/]", value) if part]
    if parts and all(_PHONE.fullmatch(part) for part in parts):
        return None
    return Problem("CDO-V113", {"value": value}, Severity.WARNING)


def _judge_code(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    if _SCIENTIFIC.fullmatch(value):
        return Problem("CDO-V119", {"value": value})
    if not _CODE.fullmatch(value):
        return Problem("CDO-V121", {"value": value})
    return None


def _judge_reference(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    if isinstance(value, dict) and value.get("id"):
        return None
    title = value.get("title", "") if isinstance(value, dict) else value
    return Problem("CDO-V122", {"value": title}, Severity.HINT)


def _judge_attachment(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    if isinstance(value, dict) and re.fullmatch(r"[0-9a-f]{64}", str(value.get("sha256"))):
        return None
    return Problem("CDO-V123", {"value": shown(value)}, Severity.WARNING)


def _string(element: Element, lists: Lists) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if element.max_length:
        schema["maxLength"] = element.max_length
    if element.pattern:
        schema["pattern"] = f"^(?:{element.pattern})$"
    return schema


def _enum(element: Element, lists: Lists) -> dict[str, Any]:
    codes = lists.codes[element.codes]
    return _string(element, lists) if codes.takes_others() else {"enum": list(codes.words)}


def _enums(element: Element, lists: Lists) -> dict[str, Any]:
    return {"type": "array", "items": _enum(element, lists), "minItems": 1, "uniqueItems": True}


def _pattern(pattern: str, **more: Any) -> Schema:
    return lambda element, lists: {"type": "string", "pattern": pattern, **more}


def _object(required: tuple[str, ...], **properties: dict[str, Any]) -> Schema:
    body = {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
    return lambda element, lists: body


_TEXT = {"type": "string"}
_NUMBER_FORM = r"^-?(?:0|[1-9]\d*)(?:\.\d+)?$"

KINDS: Mapping[ElementKind, KindRule] = {
    ElementKind.TEXT: KindRule("文本", _line, _judge_text, _string),
    ElementKind.LONGTEXT: KindRule("长文本", _text, _judge_text, _string),
    ElementKind.CHOICE: KindRule("单选", _choice, _judge_choice, _enum),
    ElementKind.MULTI_CHOICE: KindRule("多选", _choices, _judge_choices, _enums),
    ElementKind.CASCADE: KindRule("级联选择", _choice, _judge_cascade, _enum),
    ElementKind.TREE: KindRule("分类", _tree, _judge_tree, _pattern(r"^[123]\d{5,}$")),
    ElementKind.DATE: KindRule(
        "日期", _date, _judge_date, _pattern(r"^\d{4}-\d{2}-\d{2}$", format="date")
    ),
    ElementKind.MONTH: KindRule(
        "年月", _month, _judge_month, _pattern(r"^\d{4}-(?:0[1-9]|1[0-2])$")
    ),
    ElementKind.NUMBER: KindRule("数字", _number, _judge_number, _pattern(_NUMBER_FORM)),
    ElementKind.MONEY: KindRule("金额（万元）", _number, _judge_number, _pattern(_NUMBER_FORM)),
    ElementKind.YES_NO: KindRule(
        "是否", _yes_no, _judge_yes_no, lambda e, x: {"enum": ["是", "否"]}
    ),
    ElementKind.USCC: KindRule(
        "统一社会信用代码", _uscc, _judge_uscc, _pattern(r"^[0-9A-HJ-NPQRTUWXY]{18}$")
    ),
    ElementKind.REGION: KindRule(
        "行政区划", _region, _judge_region, _pattern(r"^\d{6}(?:\d{3}){0,2}$")
    ),
    ElementKind.PHONE: KindRule("电话", _compact, _judge_phone, _string),
    ElementKind.REFERENCE: KindRule(
        "引用", _reference, _judge_reference, _object(("title",), id=_TEXT, code=_TEXT, title=_TEXT)
    ),
    ElementKind.ATTACHMENT: KindRule(
        "附件",
        _attachment,
        _judge_attachment,
        _object(
            ("sha256", "name", "size"),
            sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
            name=_TEXT,
            size={"type": "integer", "minimum": 0},
        ),
    ),
    ElementKind.CODE: KindRule("编号", _compact, _judge_code, _pattern(r"^[A-Za-z0-9_/-]{1,64}$")),
}


def read_value(text: str, element: Element, lists: Lists) -> Value | None:
    """What a person typed, in canonical form; None for nothing (absent rather than empty)."""
    if not text or not text.strip():
        return None
    return KINDS[element.kind].read(text, element, lists) or None


def judge_value(value: Any, element: Element, lists: Lists, parent: str = "") -> Problem | None:
    """Why the value is not as the element wants it, or None. `parent` is the cascade's word."""
    return KINDS[element.kind].judge(value, element, lists, parent)


def shown(value: Any) -> str:
    """A value as a person reads it in a cell."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, dict):
        return str(value.get("title") or value.get("name") or "")
    return ""
