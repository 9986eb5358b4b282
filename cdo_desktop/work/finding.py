"""Search over the whole workspace: records by kind, items inside them, and what matched where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from cdo_desktop.domain.listing import ListQuery, Sort, Summary
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.roles import Role
from cdo_desktop.store.initials import letters
from cdo_desktop.workbench import Workbench

EACH = 5
"""So many of each group."""
RECENT = 8
_LOOKED_AT = 200
_LOOKED_INTO = 40


@dataclass(frozen=True, slots=True)
class FoundItem:
    """A row of a record whose name matched."""

    name: str
    record: Summary


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    records: tuple[tuple[str, tuple[Summary, ...]], ...]
    """(key of the kind, its first matches), in the order of the kinds."""
    items: tuple[FoundItem, ...]
    total: int
    """How many records match, at most 500."""


def find(bench: Workbench, text: str, each: int = EACH) -> Found:
    """What matches a text by name, initials, code, or in a searchable element."""
    numbers, total = bench.workspace.search(text, _LOOKED_AT)
    lines = bench.workspace.summaries(numbers)
    found = [lines[number] for number in numbers if number in lines]
    records = []
    for kind in bench.library.kinds:
        of_kind = tuple(islice((line for line in found if line.kind == kind), each))
        if of_kind:
            records.append((kind, of_kind))
    return Found(tuple(records), tuple(_items(bench, found, text, each)), total)


def recent(bench: Workbench) -> Sequence[Summary]:
    """The records changed last."""
    query = ListQuery(sort=Sort.CHANGED, descending=True)
    numbers = bench.workspace.numbers(query, RECENT)
    lines = bench.workspace.summaries(numbers)
    return [lines[number] for number in numbers if number in lines]


def _items(bench: Workbench, found: Sequence[Summary], text: str, each: int) -> list[FoundItem]:
    inside = [line for line in found if line.items and not matched(line.title, text)]
    inside = inside[:_LOOKED_INTO]
    records = bench.workspace.by_ids([line.id for line in inside])
    items: list[FoundItem] = []
    for line in inside:
        record = records[line.id]
        kind = bench.library.version(record.kind, record.standard)
        group = kind.group_with(Role.ITEMS)
        if group is None or Role.ITEM_NAME not in group.roles:
            continue
        key = group.roles[Role.ITEM_NAME].key
        names = (shown(row.get(key)) for row in record.groups.get(group.key, ()))
        items += [FoundItem(name, line) for name in names if matched(name, text)]
        if len(items) >= each:
            break
    return items[:each]


def matched(name: str, text: str) -> frozenset[int]:
    """The places of the characters of a name that a text matches; none if it does not.

    The text stands in the name, whatever blanks and case, or is the initials of a part of it.
    """
    wanted = [sign for sign in text.casefold() if sign.isalnum()]
    if not wanted:
        return frozenset()
    signs = [(place, sign.casefold()) for place, sign in enumerate(name) if sign.isalnum()]
    return _run(signs, wanted) or _run_of_initials(signs, wanted)


def _run(signs: Sequence[tuple[int, str]], wanted: Sequence[str]) -> frozenset[int]:
    for start in range(len(signs) - len(wanted) + 1):
        part = signs[start : start + len(wanted)]
        if [sign for _, sign in part] == list(wanted):
            return frozenset(place for place, _ in part)
    return frozenset()


def _run_of_initials(signs: Sequence[tuple[int, str]], wanted: Sequence[str]) -> frozenset[int]:
    table = letters()
    for start in range(len(signs) - len(wanted) + 1):
        part = signs[start : start + len(wanted)]
        pairs = zip(part, wanted, strict=True)
        if all(letter in table.get(sign, sign).casefold() for (_, sign), letter in pairs):
            return frozenset(place for place, _ in part)
    return frozenset()
