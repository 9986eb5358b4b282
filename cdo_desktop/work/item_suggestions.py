"""What a row of items might hold, by its name: from the standards, from the workspace itself.

A suggestion is shown with what it would change; a person takes it or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.record import Row
from cdo_desktop.exchange.item_guess import is_personal
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, Group
from cdo_desktop.standard.roles import Role
from cdo_desktop.standard.standard_items import StandardItem, standard_items
from cdo_desktop.validate.item_rules import Personal, personal_by_name
from cdo_desktop.validate.sharing_rules import YES
from cdo_desktop.work.items import Cell, Edited, Rows, with_cells
from cdo_desktop.workbench import Workbench

_EXACT, _ENDING, _PATTERN, _HINT = 100, 90, 70, 60
_LEAST_LIKE = 80
_SHORTEST_ENDING = 3
_MOST = 4
_READ = 60
"""So many records with such an item are read to see how it was written there."""
_USED_ROLES = (Role.ITEM_TYPE, Role.ITEM_LENGTH, Role.ITEM_PERSONAL, Role.DATA_LEVEL)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to fill a row."""

    name: str
    """The name it is known by."""
    source: str
    score: int
    """How well the name of the row fits, in per cent."""
    values: Mapping[str, str]
    """Element -> word."""

    @property
    def key(self) -> str:
        """What it is remembered by when somebody finds it unfit."""
        return f"{self.name}|{self.source}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One element of a row beside what a suggestion says."""

    element: Element
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether taking the suggestion would change it."""
        return self.before != self.after


def suggestions(
    bench: Workbench, group: Group, row: Row, record_id: str = ""
) -> tuple[Suggestion, ...]:
    """What might stand in a row, best first; none for a row without a name.

    `record_id` is the record the row belongs to: it is no example for itself.
    """
    name = _text(group, row, Role.ITEM_NAME)
    if not name_key(name):
        return ()
    found = [*_by_standard(name), *_by_use(bench, group, name, record_id)]
    found += _by_pattern(name, found)
    found += _by_person(group, row, name, found)
    fitting = (_within(group, one, name) for one in found)
    kept = [one for one in fitting if one.values]
    return tuple(sorted(kept, key=lambda one: -one.score)[:_MOST])


def differences(group: Group, row: Row, suggestion: Suggestion) -> tuple[Difference, ...]:
    """What each element of the suggestion holds now and would hold then."""
    return tuple(
        Difference(group.by_key[key], shown(row.get(key)), word)
        for key, word in suggestion.values.items()
    )


def adopted(rows: Rows, number: int, suggestion: Suggestion, only: Sequence[str] = ()) -> Edited:
    """The rows with a suggestion taken for one of them; `only` these elements if any are named."""
    cells: dict[Cell, str] = {
        (number, key): word for key, word in suggestion.values.items() if not only or key in only
    }
    return with_cells(rows, cells) if number < len(rows) else Edited(rows, 0)


def _by_standard(name: str) -> Iterator[Suggestion]:
    key = name_key(name)
    for item in standard_items().item:
        score = _score(key, item)
        if score:
            yield Suggestion(item.names[0], item.source, score, item.values)


def _score(key: str, item: StandardItem) -> int:
    names = [name_key(name) for name in item.names]
    if key in names:
        return _EXACT
    if any(len(name) >= _SHORTEST_ENDING and key.endswith(name) for name in names):
        return _ENDING
    likeness = round(max(fuzz.ratio(key, name) for name in names))
    return likeness if likeness >= _LEAST_LIKE and len(key) >= _SHORTEST_ENDING else 0


def _by_pattern(name: str, better: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """The first pattern that fits, where nothing better tells the type."""
    if better:
        return
    for pattern in standard_items().pattern:
        if name.startswith(pattern.begins or "\0") or name.endswith(pattern.ends or "\0"):
            yield Suggestion(name, pattern.source, _PATTERN, pattern.values)
            return


def _by_person(
    group: Group, row: Row, name: str, better: Sequence[Suggestion]
) -> Iterator[Suggestion]:
    """A name that speaks of a person, where no standard says so already."""
    element = group.roles.get(Role.ITEM_PERSONAL)
    if element is None or any(element.key in one.values for one in better):
        return
    field = _text(group, row, Role.ITEM_FIELD)
    if personal_by_name(name) is Personal.DEFINITE:
        yield Suggestion(name, "条例第十三条：名称认得出个人", _ENDING, {element.key: YES})
    elif is_personal(name, field):
        yield Suggestion(name, "条例第十三条：名称像个人信息", _HINT, {element.key: YES})


def _by_use(bench: Workbench, group: Group, name: str, record_id: str) -> Iterator[Suggestion]:
    """How items of this name are written elsewhere in the workspace, most often first."""
    used = Counter(_used(bench, group, name, record_id))
    if used:
        values, times = used.most_common(1)[0]
        yield Suggestion(name, f"本工作区已用 {times} 次", _EXACT - 1, dict(values))


def _used(
    bench: Workbench, group: Group, name: str, record_id: str
) -> Iterator[tuple[tuple[str, str], ...]]:
    keys = [group.roles[role].key for role in _USED_ROLES if role in group.roles]
    numbers, _ = bench.workspace.search(name, _READ)
    ids = [line.id for line in bench.workspace.summaries(numbers).values()]
    wanted = name_key(name)
    for record in bench.workspace.by_ids([id_ for id_ in ids if id_ != record_id]).values():
        for row in record.groups.get(group.key, ()):
            if name_key(_text(group, row, Role.ITEM_NAME)) == wanted:
                values = tuple((key, shown(row[key])) for key in keys if row.get(key))
                if values:
                    yield values


def _within(group: Group, one: Suggestion, name: str) -> Suggestion:
    """The suggestion without what the group has no element for, or what cannot be for this name:
    the address of a company is no personal information."""
    company = Role.ITEM_PERSONAL in group.roles and _is_of_a_body(name)
    personal = group.roles[Role.ITEM_PERSONAL].key if company else ""
    values = {
        key: word
        for key, word in one.values.items()
        if key in group.by_key and not (key == personal and one.score < _EXACT - 1)
    }
    return Suggestion(one.name, one.source, one.score, values)


def _is_of_a_body(name: str) -> bool:
    """Whether the name speaks of an organisation."""
    return personal_by_name(name) is Personal.NOT and not is_personal(name, "")


def _text(group: Group, row: Row, role: Role) -> str:
    element = group.roles.get(role)
    return shown(row.get(element.key)) if element else ""
