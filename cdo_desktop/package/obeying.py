"""Where a record does not obey its definition: found line by line, told once for all lines.

Called only for lines that failed the fast reading of line_form.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.package.line_form import RecordLine
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.line_conditions import is_asked, is_binding
from cdo_desktop.standard.line_types import ROW_ID, error_of, parent_word
from cdo_desktop.standard.model import Element, ElementKind, Group, Kind

Weights = Mapping[str, Weight]
"""How much each code of this module counts: the receiver's policy."""

DEFAULT_WEIGHTS: Weights = MappingProxyType(
    {
        "CDO-E612": Weight.INVALID,
        "CDO-E613": Weight.INVALID,
        "CDO-E614": Weight.NOTE,
        "CDO-E615": Weight.NOTE,
        "CDO-E616": Weight.NOTE,
        "CDO-E617": Weight.NOTE,
        "CDO-E618": Weight.NOTE,
    }
)
"""What a program cannot read is invalid; what only a person would have worded otherwise, a note."""

_CODES = {
    "CDO-V102": "CDO-E614",
    "CDO-V103": "CDO-E615",
    "CDO-V104": "CDO-E615",
    "CDO-V114": "CDO-E615",
    "CDO-V105": "CDO-E613",
    "CDO-V106": "CDO-E613",
    "CDO-V107": "CDO-E613",
}
"""Codes of values in the words of this step; any other is E616. Dates, months and numbers have one
form in the package format, so another one is a wrong type."""

_GRAVEST_FIRST = (Weight.INVALID, Weight.CANNOT, Weight.NOTE)
LINES_NAMED = 3
ELEMENTS_NAMED = 200
_REMEMBERED = 20_000
_SHOWN = 60


class Deviation(NamedTuple):
    """One way in which a record does not obey; `element` is what a person calls the place."""

    code: str
    element: str
    facts: Mapping[str, object]


class Explainer:
    """Says in what the records of one definition deviate from it."""

    def __init__(self, kind: Kind, lists: Lists) -> None:
        self.kind = kind
        self._own = _Scope(kind.elements, "", lists)
        self._groups = {
            group.key: (group, _Scope(group.elements, f"{group.label}·", lists))
            for group in kind.groups
        }

    def deviations(self, found: RecordLine) -> Iterator[Deviation]:
        """Everything in which the record does not obey the definition it names."""
        yield from self._own.deviations(found.values)
        for key, rows in found.groups.items():
            if key not in self._groups:
                yield Deviation("CDO-E612", key, {})
                continue
            group, scope = self._groups[key]
            for row in rows:
                if not isinstance(row.get(ROW_ID), str):
                    yield Deviation(_TYPE, f"{group.label}·{ROW_ID}", _value(row.get(ROW_ID)))
                yield from scope.deviations({k: v for k, v in row.items() if k != ROW_ID})
        for group, _ in self._groups.values():
            yield from _row_count(group, found)


def _row_count(group: Group, found: RecordLine) -> Iterator[Deviation]:
    rows, least = len(found.groups.get(group.key, ())), group.required_rows(found.values)
    if (rows < least and is_binding(group)) or (group.max_rows and rows > group.max_rows):
        yield Deviation("CDO-E618", group.label, {"rows": rows})


class _Scope:
    """The elements of the record, or of the rows of one group."""

    def __init__(self, elements: Sequence[Element], group: str, lists: Lists) -> None:
        self._elements = {element.key: element for element in elements}
        self._binding = [e for e in elements if is_binding(e) and (e.required or e.required_when)]
        self._group, self._lists = group, lists
        self._seen: dict[tuple[str, str, str], str] = {}

    def deviations(self, values: Mapping[str, Any]) -> Iterator[Deviation]:
        for key, value in values.items():
            element = self._elements.get(key)
            if element is None:
                yield Deviation("CDO-E612", self._group + key, {})
            elif code := self._code(value, element, values):
                facts = {"limit": element.max_length} if code == "CDO-E614" else _value(value)
                yield Deviation(code, self._group + element.label, facts)
        for element in self._binding:
            if element.key not in values and is_asked(element, values):
                yield Deviation("CDO-E617", self._group + element.label, {})

    def _code(self, value: Any, element: Element, values: Mapping[str, Any]) -> str:
        """The code of what is wrong with a value; "" if nothing is."""
        if not _has_type(value, element):
            return _TYPE
        if element.kind in _OBJECTS:
            # named by hand and not yet resolved, such a value is still a text
            return "CDO-E616" if isinstance(value, str) else ""
        parent = parent_word(element, self._elements, values, self._lists)
        if not isinstance(value, str) or len(value) > _SHOWN:
            return self._judged(value, element, parent)
        spot = (element.key, value, parent)
        if spot not in self._seen:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[spot] = self._judged(value, element, parent)
        return self._seen[spot]

    def _judged(self, value: Any, element: Element, parent: str) -> str:
        problem = error_of(value, element, self._lists, parent)
        return _CODES.get(problem.code, "CDO-E616") if problem else ""


def _has_type(value: Any, element: Element) -> bool:
    """Whether it is the type of JSON that this kind of element has in a line."""
    if element.kind in _OBJECTS:
        return isinstance(value, str) or _is_object(value, element)
    if element.kind is ElementKind.MULTI_CHOICE:
        words = value if isinstance(value, list) else ()
        return bool(words) and all(isinstance(word, str) for word in words)  # no word = absent
    return isinstance(value, str)


_TYPE = "CDO-E613"
_OBJECTS = {
    ElementKind.REFERENCE: ({"title"}, {"id", "code", "title"}),
    ElementKind.ATTACHMENT: ({"sha256", "name", "size"}, {"sha256", "name", "size"}),
}
"""The keys that must and that may stand in an object."""


def _is_object(value: Any, element: Element) -> bool:
    if not isinstance(value, dict):
        return False
    must, may = _OBJECTS[element.kind]
    size = value.get("size", 0)
    texts = [part for key, part in value.items() if key != "size"]
    is_size = isinstance(size, int) and size >= 0
    return must <= value.keys() <= may and is_size and all(isinstance(t, str) for t in texts)


def _value(value: Any) -> Mapping[str, object]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return {"value": _shown(text)}


def _shown(text: str) -> str:
    """A stranger's text made fit to be shown: short, and nothing that a terminal would obey."""
    cut = text[:_SHOWN] + "…" if len(text) > _SHOWN else text
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in cut)


class LinePlace(NamedTuple):
    """Where a line stands."""

    path: str
    number: int


@dataclass(slots=True)
class _Told:
    """What is told once of one deviation of one element."""

    place: str
    facts: Mapping[str, object]
    count: int = 0
    lines: list[str] = field(default_factory=list)


class Deviations:
    """The deviations of all lines, gathered: 100 000 bad lines may be one sentence."""

    def __init__(self, weights: Weights = DEFAULT_WEIGHTS) -> None:
        """`weights` may leave codes out; they count as by default."""
        self._weights = {**DEFAULT_WEIGHTS, **weights}
        self._told: dict[tuple[str, str, str], _Told] = {}
        self.more: dict[Weight, int] = {}
        """How many more there were than can be told apart, by weight."""

    def add(self, line: LinePlace, found: RecordLine, explainer: Explainer) -> None:
        """Take in the deviations of one line; one that stands in several rows counts once."""
        ways = {(way.code, way.element): way for way in explainer.deviations(found)}
        for way in ways.values():
            spot = (way.code, explainer.kind.label, way.element)
            told = self._told.get(spot)
            if told is None:
                if len(self._told) >= ELEMENTS_NAMED:
                    weight = self._weights[way.code]
                    self.more[weight] = self.more.get(weight, 0) + 1
                    continue
                told = self._told[spot] = _Told(line.path, way.facts)
            told.count += 1
            if len(told.lines) < LINES_NAMED:
                told.lines.append(_named(line, found))

    def reasons(self) -> list[Reason]:
        """One reason for each kind of deviation, the gravest and then the most frequent first."""
        spots = sorted(self._told.items(), key=self._rank)
        return [self._reason(*spot, told) for spot, told in spots]

    def _rank(self, item: tuple[tuple[str, str, str], _Told]) -> tuple[int, int]:
        (code, _, _), told = item
        return _GRAVEST_FIRST.index(self._weights[code]), -told.count

    def _reason(self, code: str, kind: str, element: str, told: _Told) -> Reason:
        facts = {
            **told.facts,
            "kind": _shown(kind),
            "element": _shown(element),
            "count": told.count,
            "lines": _listed(told.lines, told.count),
        }
        return Reason(code, told.place, facts, self._weights[code])


def _named(line: LinePlace, found: RecordLine) -> str:
    name = f"“{_shown(found.title or found.id)}”"
    code = f"{_shown(found.code)}，" if found.code else ""
    return f"{name}（{code}{line.path.rpartition('/')[2]} 第 {line.number} 行）"


def _listed(lines: Sequence[str], count: int) -> str:
    return "、".join(lines) + (" 等" if count > len(lines) else "")
