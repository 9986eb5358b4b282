"""What a definition asks of decoded values beyond their types, compiled once for many records.

Each combination of the few values that decide something is thought through once and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import UNSET

from cdo_desktop.standard.model import Element, Group, Kind, Severity, Stage

_REMEMBERED = 20_000
"""So many good combinations are remembered; later ones are judged each time."""

_REMEMBERED_LENGTH = 64
"""Longer texts are seldom the same twice and would fill the memory."""


def is_binding(element: Element | Group) -> bool:
    """Whether its absence is an error in what is signed."""
    return element.severity[Stage.SIGNING] is Severity.ERROR


def is_asked(element: Element, values: Mapping[str, Any]) -> bool:
    """Whether these values make it obligatory and a form shows it."""
    return element.is_required(values) and element.is_visible(values)


class Memory:
    """Combinations of values that were judged good."""

    def __init__(self) -> None:
        self._good: set[Hashable] = {UNSET}
        self.holds = self._good.__contains__
        self.holds_all: Callable[[Iterable[Hashable]], bool] = self._good.issuperset

    def add(self, given: Hashable) -> None:
        """Remember one more, as long as there is room."""
        if len(self._good) < _REMEMBERED and _is_short(given):
            self._good.add(given)


class Obligations:
    """Elements that are obligatory only for some values: asked once for each combination."""

    def __init__(self, elements: list[Element]) -> None:
        self._elements = [e for e in elements if e.required or e.required_when]
        self.is_empty = not self._elements
        conditions = [c for e in self._elements for c in (e.required_when, e.visible_when) if c]
        self._deciding = tuple({condition.element: None for condition in conditions})
        self._given = getter_of(self._deciding)
        self._needed: dict[Hashable, Callable[[Any], Any]] = {}

    def has_all(self, found: msgspec.Struct) -> bool:
        """Whether everything that these values ask for is there."""
        if self.is_empty:
            return True
        given = self._given(found)
        needed = self._needed.get(given)
        if needed is None:
            values = plain_values(self._deciding, found)
            keys = [element.key for element in self._elements if is_asked(element, values)]
            # the first key twice: with a single one it would not give a tuple
            needed = attrgetter(*keys, keys[0]) if keys else _nothing
            if len(self._needed) < _REMEMBERED and _is_short(given):
                self._needed[given] = needed
        return UNSET not in needed(found)


class LeastRows:
    """How many rows the values ask for, group by group."""

    def __init__(self, kind: Kind) -> None:
        self._groups = tuple(g for g in kind.groups if is_binding(g) and _wants_rows(g))
        conditions = [group.required_when for group in self._groups if group.required_when]
        named = {condition.element: None for condition in conditions}
        self._deciding = tuple(key for key in named if key in kind.by_key)
        self._given = getter_of(self._deciding)
        self._least: dict[Hashable, tuple[tuple[str, int], ...]] = {}

    def enough(self, values: msgspec.Struct, groups: msgspec.Struct) -> bool:
        """Whether every group has as many rows as these values ask for."""
        if not self._groups:
            return True
        given = self._given(values)
        least = self._least.get(given)
        if least is None:
            plain = plain_values(self._deciding, values)
            counts = ((group.key, group.required_rows(plain)) for group in self._groups)
            least = tuple((key, count) for key, count in counts if count)
            if len(self._least) < _REMEMBERED and _is_short(given):
                self._least[given] = least
        return all(len(rows_of(getattr(groups, key))) >= count for key, count in least)


def plain_values(keys: Iterable[str], found: msgspec.Struct) -> dict[str, Any]:
    """The values under these keys as JSON has them; what is not there is left out."""
    given = {key: getattr(found, key) for key in keys}
    there = {key: value for key, value in given.items() if value is not UNSET}
    plain: dict[str, Any] = msgspec.to_builtins(there)
    return {key: list(v) if isinstance(v, tuple) else v for key, v in plain.items()}


def _wants_rows(group: Group) -> bool:
    return group.min_rows > 0 or group.required_when is not None


def rows_of(given: Any) -> list[msgspec.Struct]:
    """The rows of a group, none where it is not there."""
    return [] if given is UNSET else given


def getter_of(keys: tuple[str, ...]) -> Callable[[Any], Any]:
    """Gives the values of these fields: one alone as it is, none or several as a tuple."""
    return attrgetter(*keys) if keys else _nothing


def _nothing(found: Any) -> tuple[()]:
    return ()


def _is_short(given: Hashable) -> bool:
    if isinstance(given, tuple):
        return len(given) <= _REMEMBERED_LENGTH and all(map(_is_short, given))
    if isinstance(given, str):
        return len(given) <= _REMEMBERED_LENGTH
    return given is UNSET or isinstance(given, date)
