"""Which heading is which element: by layout, by words, by likeness; each element once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cdo_desktop.exchange.headings import Heading
from cdo_desktop.exchange.layouts import Layout
from cdo_desktop.exchange.mapping import NUMBER, Column, How
from cdo_desktop.exchange.vocabulary import BARE, LABEL, SYNONYM, Meaning, Vocabulary
from cdo_desktop.standard.roles import Role

_HAN = re.compile(r"[\u3400-\u9fff]")

Spot = tuple[str, str, int]


class Assignment:
    """Headings being given their elements; the surest first, so that no guess takes one away."""

    def __init__(self, words: Vocabulary, headings: list[Heading]) -> None:
        self._words = words
        self._headings = headings
        self._found: dict[int, Meaning] = {}
        self._taken: set[Spot] = set()

    def by_layout(self, layout: Layout) -> None:
        """Take what a layout says; its columns are not looked at again."""
        for number, column in layout.placed(self._headings).items():
            group, _, element = column.target.rpartition(".")
            self._take(number, Meaning(group, element, LABEL, How.LAYOUT, column.part))

    def by_words(self) -> None:
        """Labels first, then synonyms, then both without their brackets; a second column with the
        heading of a record's element belongs to the group whose columns stand left of it."""
        for least in (LABEL, SYNONYM, 0):
            for heading in self._open():
                self._take_first(
                    heading, (m for m in self._exact(heading) if m.confidence >= least)
                )
        for heading in self._open():
            self._take_first(heading, self._of_group_before(heading))

    def by_place(self) -> None:
        """A description that stands left of all other columns of the items is not one of theirs,
        but that of the whole record."""
        summary = self._words.kind.roles.get(Role.SUMMARY)
        for group, note in self._with_role(Role.ITEM_NOTE):
            number = self._number_of(group, note)
            others = [n for n, m in self._found.items() if m.group == group and n != number]
            if summary is not None and number and number < min(others, default=number + 1):
                self._turn(number, Meaning("", summary.key, BARE, How.SYNONYM))

    def by_cells(self, samples: Mapping[int, Sequence[str]]) -> None:
        """字段名 is the name of the item, where its cells are Chinese and no other column is."""
        for group, field in self._with_role(Role.ITEM_FIELD):
            number = self._number_of(group, field)
            name = self._words.kind.groups_by_key[group].roles.get(Role.ITEM_NAME)
            if name is not None and number and _mostly_chinese(samples.get(number, ())):
                self._turn(number, Meaning(group, name.key, BARE, How.SYNONYM))

    def _with_role(self, role: Role) -> Iterator[tuple[str, str]]:
        for group in self._words.kind.groups:
            if role in group.roles:
                yield group.key, group.roles[role].key

    def _number_of(self, group: str, element: str) -> int:
        """The column that was taken for an element by a synonym that may mean another one too; 0
        if there is none, or a group header says whose it is."""
        for heading in self._headings:
            meaning = self._found.get(heading.number)
            if meaning is not None and (meaning.group, meaning.element) == (group, element):
                free = self._words.group_named(heading.upper) is None and "英" not in heading.leaf
                return heading.number if meaning.how is How.SYNONYM and free else 0
        return 0

    def _turn(self, number: int, meaning: Meaning) -> None:
        """Give a column another meaning, if that has no column yet."""
        if (meaning.group, meaning.element, meaning.part) not in self._taken:
            before = self._found[number]
            self._taken.remove((before.group, before.element, before.part))
            self._take(number, meaning)

    def by_likeness(self) -> None:
        """Portals' names, then similarity, for what is still unknown; the most similar first."""
        for heading in self._open():
            meaning = self._words.of_portals(heading)
            self._take_first(heading, [meaning] if meaning else [])
        while guesses := self._guesses(self._words.similar):
            heading, meaning = max(guesses, key=lambda guess: guess[1].confidence)
            self._take(heading.number, meaning)

    def _guesses(
        self, similar: Callable[[Heading, set[tuple[str, str]]], Meaning | None]
    ) -> list[tuple[Heading, Meaning]]:
        taken = {(group, element) for group, element, _ in self._taken}
        found = ((heading, similar(heading, taken)) for heading in self._open())
        return [(heading, meaning) for heading, meaning in found if meaning is not None]

    @property
    def weight(self) -> float:
        """How much of a header these headings are; the column of the name counts double."""
        known = [meaning for meaning in self._found.values() if meaning.element != NUMBER]
        title = any(m.element == self._words.title and not m.group for m in known)
        return sum(m.confidence / 100 for m in known) + (1 if title else 0)

    @property
    def has_title(self) -> bool:
        """Whether a column gives the record's name."""
        return ("", self._words.title, 0) in self._taken

    def columns(self) -> tuple[Column, ...]:
        """All columns of the sheet that have a heading."""
        return tuple(self._column(heading) for heading in self._headings)

    def _column(self, heading: Heading) -> Column:
        meaning = self._found.get(heading.number)
        if meaning is None:
            return Column(heading.number, heading.text)
        return Column(
            heading.number,
            heading.text,
            meaning.group,
            meaning.element,
            meaning.part,
            meaning.confidence,
            meaning.how,
        )

    def _open(self) -> list[Heading]:
        return [heading for heading in self._headings if heading.number not in self._found]

    def _exact(self, heading: Heading) -> list[Meaning]:
        return sorted(self._words.exact(heading), key=lambda m: (-m.confidence, m.group != ""))

    def _of_group_before(self, heading: Heading) -> Iterable[Meaning]:
        for group in self._words.kind.groups:
            begun = any(m.group == group.key and n < heading.number for n, m in self._found.items())
            if begun:
                yield from self._words.in_group(heading, group)

    def _take_first(self, heading: Heading, meanings: Iterable[Meaning]) -> None:
        for meaning in meanings:
            if (meaning.group, meaning.element, meaning.part) not in self._taken:
                self._take(heading.number, meaning)
                return

    def _take(self, number: int, meaning: Meaning) -> None:
        self._found[number] = meaning
        if meaning.element:
            self._taken.add((meaning.group, meaning.element, meaning.part))


def _mostly_chinese(texts: Sequence[str]) -> bool:
    return 2 * sum(_HAN.search(text) is not None for text in texts) > len(texts)
