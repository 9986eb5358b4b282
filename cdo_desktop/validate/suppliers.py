"""Which organisations supply which item: one bit for each, as many supply the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from cdo_desktop.domain.names import name_key
from cdo_desktop.validate.words import rule_words


@dataclass(slots=True)
class _Supply:
    """Who supplies one item."""

    bits: int = 0
    """Bit n is set where organisation n does."""
    first: list[int] = field(default_factory=list)
    """The first of them, in the order met; as many as may be named, and one more."""


class Suppliers:
    """The items of a workspace with their organisations, names compared without blanks and points.

    `named`: so many organisations a sentence names. However many supply an item, a record that
    has it costs as much: from a county to a province a check takes as long for each record.
    """

    def __init__(self, named: int) -> None:
        self._named = named
        self._numbers: dict[str, int] = {}
        self._orgs: list[str] = []
        self._by_key: dict[str, _Supply] = {}
        self._by_item: dict[str, _Supply | None] = {}

    def take(self, org: str, items: Iterable[str]) -> None:
        """Organisation `org` supplies these items. Items that everybody has are left out."""
        number = self._number(org)
        if number is None:
            return
        bit = 1 << number
        for item in items:
            if item not in self._by_item:
                self._by_item[item] = self._supply(name_key(item))
            supply = self._by_item[item]
            if supply is not None and not supply.bits & bit:
                supply.bits |= bit
                if len(supply.first) <= self._named:
                    supply.first.append(number)

    def shared(self, items: Iterable[str]) -> list[str]:
        """Which of these items come from more than one organisation."""
        known = self._by_item
        return [item for item in items if (it := known.get(item)) and len(it.first) > 1]

    def others(self, org: str, items: Sequence[str]) -> tuple[list[str], int]:
        """The first organisations beside `org` that supply these items, and how many there are."""
        own = self._numbers.get(name_key(org))
        bits = 0
        first: dict[int, None] = {}
        for supply in filter(None, map(self._by_item.get, items)):
            bits |= supply.bits
            if len(first) <= self._named:
                first.update(dict.fromkeys(supply.first))
        first.pop(-1 if own is None else own, None)
        count = bits.bit_count() - (own is not None and bits >> own & 1)
        return [self._orgs[number] for number in list(first)[: self._named]], count

    def _number(self, org: str) -> int | None:
        """The number of an organisation; None without a name."""
        key = name_key(org)
        if not key:
            return None
        if key not in self._numbers:
            self._numbers[key] = len(self._orgs)
            self._orgs.append(org)
        return self._numbers[key]

    def _supply(self, key: str) -> _Supply | None:
        if not key or key in _generic_items():
            return None
        return self._by_key.setdefault(key, _Supply())


@cache
def _generic_items() -> frozenset[str]:
    return frozenset(map(name_key, rule_words().generic_items))
