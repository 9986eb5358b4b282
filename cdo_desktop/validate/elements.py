"""Rules on single values: required, well formed, in its list, under its parent; rows of a group.

Knows elements only; what several elements say together is judged in record_rules.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cdo_desktop.domain.findings import Finding, Fix, Place
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import Lists, Problem, judge_value, shown
from cdo_desktop.standard.model import Condition, Element, ElementKind, Group, Kind, Severity, Stage
from cdo_desktop.validate.mending import has_shape, mended, sharpened
from cdo_desktop.validate.rules import rule

Values = Mapping[str, Any]
_REMEMBERED = 50_000
"""So many good values are remembered for each element, so that words are judged once."""
_REMEMBERED_LENGTH = 64
"""Longer texts are seldom the same twice and would fill the memory."""
_QUOTED = 30
"""So many characters of a value are quoted."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with a value of an element, wherever it stands; made once for each value."""

    code: str
    severity: Severity
    facts: Mapping[str, object]
    fix: Fix | None

    def at(self, place: Place) -> Finding:
        """The finding at a place."""
        fix = self.fix
        if fix is not None and place.row:
            fix = replace(fix, group=place.group, row=place.row)
        return Finding(self.code, self.severity, place, self.facts, fix)


class _At(NamedTuple):
    """Which record or row is being looked at, and for which stage."""

    record: str
    row: int
    stage: Stage


class Checker:
    """All element rules of one kind, compiled once; `check` may be called for many records."""

    def __init__(self, kind: Kind, lists: Lists) -> None:
        self._own = _Columns(kind.elements, "", lists)
        self._groups = tuple(
            (group, _Columns(group.elements, group.key, lists)) for group in kind.groups
        )
        self._group_keys = frozenset(kind.groups_by_key)

    def check(self, record: Record, stage: Stage) -> list[Finding]:
        """What is wrong with the record's values and rows, in the order of the definition."""
        found: list[Finding] = []
        self._own.check(record.values, _At(record.id, 0, stage), found)
        for group, columns in self._groups:
            rows = record.groups.get(group.key, ())
            _count_rows(group, len(rows), record, stage, found)
            for number, row in enumerate(rows, 1):
                columns.check(row, _At(record.id, number, stage), found)
        for key in record.groups.keys() - self._group_keys:
            found.append(_unknown(key, Place(record.id, group=key), stage))
        return found


class _Columns:
    """The elements of a record, or of the rows of one group."""

    def __init__(self, elements: tuple[Element, ...], group: str, lists: Lists) -> None:
        self._group = group
        self._lists = lists
        self._elements = {element.key: element for element in elements}
        self._order = {element.key: place for place, element in enumerate(elements)}
        self._good: dict[str, set[str]] = {element.key: set() for element in elements}
        self._seen: dict[tuple[str, str, str], Judged | None] = {}
        """(element, value, parent's word) of values that are wrong, or that hang on a parent."""
        self._always = frozenset(
            element.key for element in elements if element.required and not element.visible_when
        )
        self._sometimes = tuple(
            element
            for element in elements
            if element.required_when or (element.required and element.visible_when)
        )

    def check(self, values: Values, at: _At, found: list[Finding]) -> None:
        """Adds what is wrong with these values; the good case builds nothing."""
        here: list[Finding] = []
        good = self._good
        for key, value in values.items():
            known = good.get(key)
            if known is None:
                if key != "id":
                    here.append(_unknown(key, self._place(key, at), at.stage))
            elif value.__class__ is not str or value not in known:
                self._judge(self._elements[key], value, values, at, here)
        if not values.keys() >= self._always:
            for key in self._always - values.keys():
                here.append(self._missing(self._elements[key], values, at))
        for element in self._sometimes:
            if element.key not in values and _asked(element, values):
                here.append(self._missing(element, values, at))
        if here:
            here.sort(key=lambda finding: self._order.get(finding.place.element, len(self._order)))
            found += here

    def _place(self, key: str, at: _At) -> Place:
        return Place(at.record, key, self._group, at.row)

    def _judge(
        self, element: Element, value: Any, values: Values, at: _At, here: list[Finding]
    ) -> None:
        if not value:  # an empty value of another program's package is no value
            if _asked(element, values):
                here.append(self._missing(element, values, at))
            return
        judged = self._judged(element, value, self._parent(element, values))
        if judged is not None:
            here.append(judged.at(self._place(element.key, at)))

    def _parent(self, element: Element, values: Values) -> str:
        """The word that decides which words are open; "" if it is none of its list itself."""
        if not element.parent:
            return ""
        beside = self._elements.get(element.parent)
        word = values.get(element.parent)
        if beside is None or not isinstance(word, str):
            return ""
        known = beside.codes in self._lists.codes and word in self._lists.codes[beside.codes].words
        return word if known else ""

    def _judged(self, element: Element, value: Any, parent: str) -> Judged | None:
        if not isinstance(value, str) or len(value) > _REMEMBERED_LENGTH:
            return self._fresh(element, value, parent)
        spot = (element.key, value, parent)
        if spot in self._seen:
            return self._seen[spot]
        judged = self._fresh(element, value, parent)
        if judged is not None or element.kind is ElementKind.CASCADE:
            _make_room(self._seen)
            self._seen[spot] = judged
        else:
            known = self._good[element.key]
            _make_room(known)
            known.add(value)
        return judged

    def _fresh(self, element: Element, value: Any, parent: str) -> Judged | None:
        if not has_shape(element, value):
            return _judgement(element, Problem("CDO-V124", {"value": shown(value)}), None)
        problem = judge_value(value, element, self._lists, parent)
        if problem is None:
            return None
        beside = self._elements.get(element.parent)
        fix = mended(element, value, parent, beside, self._lists)
        return _judgement(element, sharpened(element, value, problem), fix)

    def _missing(self, element: Element, values: Values, at: _At) -> Finding:
        facts: dict[str, object] = {"label": element.label, "clause": element.clause}
        code = "CDO-V101"
        if not element.required and element.required_when is not None:
            code = "CDO-V128"
            facts["because"] = self._because(element.required_when, values)
        return Finding(code, element.severity[at.stage], self._place(element.key, at), facts)

    def _because(self, condition: Condition, values: Values) -> str:
        """What makes it obligatory, as the start of a sentence: “共享类型”为“有条件共享”时."""
        element = self._elements[condition.element]
        word = shown(values.get(condition.element))
        if condition.filled is not None or not word:
            state = "已填写" if condition.filled else "未填写"
            return f"“{element.label}”{state}时"
        return f"“{element.label}”为“{word[:_QUOTED]}”时"


def _asked(element: Element, values: Values) -> bool:
    return element.is_required(values) and element.is_visible(values)


def _judgement(element: Element, problem: Problem, fix: Fix | None) -> Judged:
    facts = {**problem.facts, "label": element.label, "clause": element.clause}
    return Judged(problem.code, problem.severity, facts, fix)


def _unknown(key: str, place: Place, stage: Stage) -> Finding:
    """A receiver refuses what its definition does not know, so it must not be signed."""
    found = rule("CDO-V129")
    return Finding(found.code, found.severity[stage], place, {"key": key})


def _count_rows(
    group: Group, rows: int, record: Record, stage: Stage, found: list[Finding]
) -> None:
    least = group.required_rows(record.values)
    place = Place(record.id, group=group.key)
    facts = {"label": group.label, "clause": group.clause, "rows": rows}
    if rows < least:
        found.append(
            Finding("CDO-V126", group.severity[stage], place, {**facts, "least": least}),
        )
    if group.max_rows and rows > group.max_rows:
        facts["most"] = group.max_rows
        found.append(Finding("CDO-V127", group.severity[stage], place, facts))


def _make_room(known: set[str] | dict[tuple[str, str, str], Judged | None]) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
