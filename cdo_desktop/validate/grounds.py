"""Whether a text names a lawful ground for 不予共享: a law, an administrative regulation or a
decision of the State Council (条例第十四条、第十五条).

What cannot be told from the words alone (《…办法》 may be either) is said to be unclear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cdo_desktop.validate.words import rule_words

LAWFUL_RANKS = frozenset({"法律", "行政法规", "国务院决定"})

_QUOTED = re.compile(r"《([^《》]{2,80})》")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+(?:条|款|项|章|节)(?:之[一二三四五])?")
_LEAD = re.compile(r"^(?:根据|依据|按照|依照|按|据|依|参照|属于|因)")
_TAIL = re.compile(r"(?:的?(?:有关|相关)?(?:规定|要求|精神)|等|之规定)$")
_CUTS = re.compile(r"[，。；、：,;:\s和及与]+")
_BRACKETS = re.compile(r"[（(〔\[][^）)〕\]]*[）)〕\]]$")
# 办法、方法、做法、执法 … are no laws; a law's name ends with 法 of its own
_LAW = re.compile(r"(?<![办方做看想用违执非依合说手设立司无书])法(?:典|修正案|解释)?$")
_LOCAL = re.compile(
    r"^(?!中华人民共和国).{1,7}?(?:省|(?<!城)(?<!都)市(?![场级民容区]|政(?![务府协法]))|自治区|自治州|州|县(?!级|域))"
)
_NUMBERED = re.compile(
    r"([\u4e00-\u9fa5]{1,12})(?:[〔\[（(]\d{4}[〕\]）)]\s*第?\s*\d+\s*号|(?<=令)\s*第?\s*\d+\s*号)"
)
"""公通字〔2010〕14号, 公安部令第24号: who issued a document stands before its number."""
_STATE = "中华人民共和国"
_STATE_COUNCIL_ORDER = re.compile(r"国务院(?:第|令|决定)|国务院.{0,40}决定|国务院令")


class Ground(StrEnum):
    """What a text turns out to be."""

    LAWFUL = "lawful"
    LOW = "low"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a ground reads, and the words that show it."""

    ground: Ground
    words: str = ""


@lru_cache(maxsize=2_048)
def read_ground(text: str) -> Reading:
    """How the text of a 不予共享依据 reads; one lawful source is enough, whatever else is named."""
    if _STATE_COUNCIL_ORDER.search(text):
        return Reading(Ground.LAWFUL, "国务院")
    readings = [_read_title(title) for title in _titles(text)]
    for ground in (Ground.LAWFUL, Ground.LOW):
        if found := next((r for r in readings if r.ground is ground), None):
            return found
    low = next((word for word in rule_words().ground.low_words if word in text), None)
    if low:
        return Reading(Ground.LOW, low)
    if number := _low_number(text):
        return Reading(Ground.LOW, number)
    return next((r for r in readings if r.words), Reading(Ground.UNCLEAR))


def _low_number(text: str) -> str:
    """The first number of a document that a ministry or a place issued; "" if there is none."""
    for found in _NUMBERED.finditer(text):
        issuer = _LEAD.sub("", found[1])
        if not issuer.startswith(rule_words().ground.high_issuers):
            return found[0].removeprefix(found[1].removesuffix(issuer))
    return ""


def _titles(text: str) -> list[str]:
    quoted: list[str] = _QUOTED.findall(text)
    if quoted:
        return quoted
    parts = (_LEAD.sub("", part) for part in _CUTS.split(_ARTICLE.sub("，", text)))
    return [bare for part in parts if len(bare := _TAIL.sub("", part)) > 1]


def _read_title(title: str) -> Reading:
    words = rule_words().ground
    bare = _BRACKETS.sub("", title.strip())
    if low := next((word for word in words.low_words if word in bare), None):
        return Reading(Ground.LOW, low)
    if _LAW.search(bare):
        return Reading(Ground.LAWFUL, title)
    if bare.endswith("条例"):
        return Reading(Ground.LOW if _LOCAL.search(bare) else Ground.LAWFUL, title)
    if bare.endswith(words.low_endings) or _is_issued_below(bare):
        return Reading(Ground.LOW, title)
    if bare.endswith(words.doubtful_endings):
        return Reading(Ground.LOW if _LOCAL.search(bare) else Ground.UNCLEAR, title)
    return Reading(Ground.UNCLEAR)


def _is_issued_below(title: str) -> bool:
    """Whether the name itself says that a ministry or a place made the rule."""
    words = rule_words().ground
    name = title.removeprefix(_STATE)
    issuer, about, _ = name.partition("关于")
    if issuer.startswith(words.high_issuers) and not issuer.startswith(words.low_issuers):
        return False
    if name.startswith(words.low_issuers):
        return bool(about) or name.endswith(words.doubtful_endings)
    return bool(about) and issuer.endswith(words.low_issuer_endings)
