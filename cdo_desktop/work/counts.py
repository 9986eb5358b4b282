"""The tallies of a workspace, asked in the ways its first page asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.domain.tallies import Tally
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.deadlines import RESOURCE
from cdo_desktop.workbench import Workbench

LISTS = ("system", RESOURCE, "demand")
"""The three lists, in the order in which they are spoken of."""
PROJECT = "project"
NO_OFFICE = "未填科室"
NO_SHARE = "未填共享类型"
DONE = frozenset({"approved", *Delivery} - {Delivery.REJECTED})
"""States of what was approved, and has not come back since."""


@dataclass(frozen=True, slots=True)
class ListStanding:
    """One of the three lists."""

    kind: str
    label: str
    records: int
    completeness: int | None
    """Per cent of the obligatory elements that are filled; None for an empty list."""
    query: ListQuery


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: a share type of the catalog, an office's records."""

    word: str
    number: int
    of: int
    query: ListQuery | None

    @property
    def percent(self) -> int:
        """Per cent, rounded."""
        return round(100 * self.number / self.of) if self.of else 0


class Counts:
    """The tallies, asked in several ways."""

    def __init__(self, bench: Workbench, tallies: Sequence[Tally]) -> None:
        self._kinds = bench.library.kinds
        self._tallies = tallies

    def of(self, kinds: Iterable[str], *states: str) -> list[Tally]:
        """The lines of these kinds, in one of these states (none named = in any)."""
        wanted = set(kinds)
        of_kinds = (one for one in self._tallies if one.kind in wanted)
        return [one for one in of_kinds if not states or one.state in states]

    def records(self, kinds: Iterable[str], *states: str) -> int:
        """How many records those are."""
        return sum(one.records for one in self.of(kinds, *states))

    def most(self, tallies: Sequence[Tally], number: Callable[[Tally], int]) -> str:
        """The kind with the most of something."""
        return max(LISTS, key=lambda kind: sum(number(one) for one in tallies if one.kind == kind))

    def standing(self, key: str) -> ListStanding:
        """How a list stands."""
        lines = self.of([key])
        records = sum(one.records for one in lines)
        summed = sum(one.completeness for one in lines)
        percent = summed // records if records else None
        query = ListQuery(key, sort=Sort.COMPLETENESS)
        return ListStanding(key, self._kinds[key].label, records, percent, query)

    def shares(self) -> list[Part]:
        """The catalog by share type, in the order of the code list."""
        element = self._kinds[RESOURCE].roles[Role.SHARE_TYPE]
        return [
            Part(word or NO_SHARE, number, self.records([RESOURCE]), _facet(element.key, word))
            for word, number in sorted(
                self._by(lambda one: one.share_type).items(), key=_last_empty
            )
        ]

    def offices(self) -> list[Part]:
        """Of each office's entries in the catalog, how many are approved or further."""
        element = self._kinds[RESOURCE].roles[Role.OFFICE]
        every = self._by(lambda one: one.office)
        done = self._by(lambda one: one.office, *DONE)
        ranked = sorted(every.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))
        return [
            Part(word or NO_OFFICE, done.get(word, 0), number, _facet(element.key, word))
            for word, number in ranked
        ]

    def _by(self, word: Callable[[Tally], str], *states: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.of([RESOURCE], *states):
            found[word(one)] = found.get(word(one), 0) + one.records
        return found


def _last_empty(pair: tuple[str, int]) -> tuple[bool, int]:
    """The share types in the order of the law's, the empty one last."""
    order = ("无条件共享", "有条件共享", "不予共享")
    word = pair[0]
    return not word, order.index(word) if word in order else len(order)


def _facet(element: str, word: str) -> ListQuery | None:
    """The list of what has this word; what has none cannot be listed so."""
    return ListQuery(RESOURCE, facets={element: (word,)}) if word else None
