"""类, 项, 目, 细目 in columns of their own, put together into one classification code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.numbering import split_code
from cdo_desktop.exchange.readings import Reading
from cdo_desktop.standard.element_kinds import CLASSIFICATION

_LEADING = re.compile(r"(\d+)")
_DIGITS = (1, 2, 3)
"""类 1, 项 2, 目 3 digits (1272号, 分类码); 细目 has no fixed length."""
FIXED = sum(_DIGITS)
FINEST = len(_DIGITS) + 1
"""From this part of the classification on (类 = 1) it is 细目."""

BY_CODE = "CDO-W235"
"""What has no known number was taken from the 分类码 of the resource's code."""
SHORTENED = "CDO-W236"
"""What has no known number could not be taken."""
AS_TEXT = "CDO-W237"
"""So little is known that the names were kept."""
COMPLETED = "CDO-W238"
"""The province's own 目 was put behind 类 and 项."""


@dataclass(frozen=True, slots=True)
class OwnClass:
    """类, 项, 目 of the own province's catalogs, as the profile gives it (DOMAIN: a setting)."""

    prefix: str = ""
    """Six digits, "" = not known."""
    province: str = ""
    """What the 目 is called."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The classification that the parts of a row name."""

    value: str | None
    finding: str = ""
    names: tuple[str, ...] = ()
    """The parts for which no number is known."""
    level: int = 0
    """Where the first of them stands among the parts."""


class Tree:
    """The classification: its known nodes, and the own 目 of the province."""

    def __init__(self, reading: Reading, own: OwnClass) -> None:
        self.element = reading.element.key
        self._reading = reading
        self._own = own
        self._province = name_key(own.province)

    def joined(self, texts: Sequence[str], parts: Sequence[str], code: str) -> Joined:
        """What the parts name: numbers (each alone, or each with those before it) or words of the
        tree. For words it does not know, the 分类码 of the resource's `code` is asked; what even
        that does not say stays behind, or is kept as text, and is said. `parts` are the `texts` in
        half width."""
        if not any(parts):
            return Joined(None)
        known, unknown = self._followed(parts)
        if not unknown:
            return self._completed(known, parts)
        names = tuple(texts[level] for level in unknown)
        given = split_code(code)
        if given and _is_full(given[0]) and given[0].startswith(known):
            return Joined(given[0], BY_CODE, names, unknown[0])
        if _is_full(known):
            return Joined(known, SHORTENED, names, unknown[0])
        whole = self._reading["/".join(text for text in texts if text)]
        return Joined(whole, AS_TEXT, names, unknown[0])

    def _followed(self, parts: Sequence[str]) -> tuple[str, list[int]]:
        """The number as far as it is known, and the levels for which it is not."""
        known = ""
        unknown: list[int] = []
        for level, part in enumerate(parts):
            if not part:
                continue
            found = self._number(part, known, level, bool(unknown))
            if found:  # a known node below an unknown name tells what that must have been
                known = found
                unknown.clear()
            else:
                unknown.append(level)
        return known, unknown

    def _number(self, part: str, above: str, level: int, gap: bool) -> str:
        """The number of a part, with those above it; "" if it is not known."""
        leading = _LEADING.match(part)
        if leading is not None:
            if gap:
                return leading[1] if _is_full(leading[1]) else ""
            return _joined(above, leading[1], level)
        if self._own.prefix.startswith(above) and name_key(part) == self._province:
            return self._own.prefix
        value = self._reading[part]
        named = isinstance(value, str) and value.isdigit() and value.startswith(above)
        return value if named else ""

    def _completed(self, known: str, parts: Sequence[str]) -> Joined:
        """省（自治区、直辖市）和计划单列市 without a 目 is the own province."""
        prefix = self._own.prefix
        if known and len(known) == FIXED - _DIGITS[-1] and prefix.startswith(known):
            last = max(level for level, part in enumerate(parts) if part)
            return Joined(prefix, COMPLETED, (known,), last)
        return Joined(self._reading[known] if known else None)


@dataclass(slots=True)
class UnclearClasses:
    """What could not be told of the classes of a sheet: each thing once, with how many rows."""

    _seen: dict[tuple[str, int, tuple[str, ...]], list[int]] = field(default_factory=dict)
    _values: dict[tuple[str, int, tuple[str, ...]], str] = field(default_factory=dict)

    def seen(self, joined: Joined, column: int, line: int) -> None:
        """Count one; `column` is where the first unknown part stands."""
        key = (joined.finding, column, joined.names)
        self._seen.setdefault(key, [0, line])[0] += 1
        self._values.setdefault(key, joined.value or "")

    def each(self) -> Iterator[tuple[str, int, int, dict[str, object]]]:
        """(code, line of the first, column, facts) of each."""
        for key, (count, line) in self._seen.items():
            code, column, names = key
            facts = {"names": "、".join(names), "count": count, "first": line}
            yield code, line, column, {**facts, "value": self._values[key]}


def _is_full(code: str) -> bool:
    """Whether it reaches the 目: resources can be numbered within it."""
    return len(code) >= FIXED and CLASSIFICATION.fullmatch(code) is not None


def _joined(code: str, part: str, level: int) -> str:
    if code and len(part) > len(code) and part.startswith(code):
        return part
    if level < len(_DIGITS):
        part = part.zfill(_DIGITS[level])
    return code + part


def zeros_restored(classification: object, code: str) -> str:
    """The classification with the zeros its 细目 has in the resource's code (分类码/顺序码); "" if
    the two differ otherwise, or do not differ.

    Excel shows 0400031 in a General cell as 400031; 类, 项 and 目 have fixed lengths, 细目 has not.
    """
    whole = code.partition("/")[0]
    if not isinstance(classification, str) or not classification.startswith(whole[:FIXED]):
        return ""
    fine = classification[FIXED:]
    zeros = len(whole[FIXED:]) - len(whole[FIXED:].lstrip("0"))
    if not (fine and zeros) or fine.startswith("0"):
        return ""
    end = FIXED + zeros + len(fine)
    return whole[:end] if whole[FIXED + zeros : end] == fine else ""
