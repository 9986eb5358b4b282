"""What an import would change of one record, in words: value by value, group by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cdo_desktop.domain.changes import Change, ChangeType
from cdo_desktop.domain.record import Row
from cdo_desktop.exchange.entries import Entry, Outcome
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Group, Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.import_choices import Subject, subject_of

_NAMED = 6
"""So many rows are named."""
_COMPARED = 600
"""Texts that differ over more characters are shown as wholly different."""

Piece = tuple[str, bool]
"""A stretch of a text, and whether the other one lacks it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what there is, and what the sheet says."""

    subject: Subject
    label: str
    before: str
    after: str
    detail: bool = False
    """Whether it only explains the line of its group above."""


def differences(kind: Kind, entry: Entry) -> list[Difference]:
    """Line by line what writing the entry would change; all that it says where it is new."""
    if entry.outcome in (Outcome.NEW, Outcome.INVALID):
        return [*_values_of(kind, entry), *_groups_of(kind, entry)]
    order = {element.key: place for place, element in enumerate(kind.elements)}
    own = [change for change in entry.changes if not change.group]
    own.sort(key=lambda change: order.get(change.element, len(order)))
    found = [
        Difference(subject_of(c), _label(kind, c.element), shown(c.before), shown(c.after))
        for c in own
    ]
    for group in kind.groups:
        of_group = [change for change in entry.changes if change.group == group.key]
        if of_group:
            found += _of_rows(group, entry, of_group)
    return found


def _values_of(kind: Kind, entry: Entry) -> Iterator[Difference]:
    values = entry.record.values
    for element in kind.elements:
        if element.key in values:
            subject = ("", element.key)
            yield Difference(subject, element.label, "", shown(values[element.key]))


def _groups_of(kind: Kind, entry: Entry) -> Iterator[Difference]:
    for group in kind.groups:
        rows = entry.record.groups.get(group.key, ())
        if rows:
            names = _some([_name(group, row) for row in rows])
            yield Difference((group.key, ""), group.label, "", f"{len(rows)} 项：{names}")


def _of_rows(group: Group, entry: Entry, made: Sequence[Change]) -> Iterator[Difference]:
    """The line of the group, then each cell of a row that stays and changes."""
    rows = {row["id"]: row for row in entry.record.groups.get(group.key, ())}
    added = [c.after for c in made if c.type is ChangeType.ROW_ADDED]
    removed = [c.before for c in made if c.type is ChangeType.ROW_REMOVED]
    cells = [c for c in made if c.type is ChangeType.VALUE]
    changed = list(dict.fromkeys(c.row for c in cells))
    told = [
        _told(group, "新增", added),
        _told(group, "删除", removed),
        _told(group, "修改", [rows[key] for key in changed]),
        "次序不同" if any(c.type is ChangeType.ROWS_MOVED for c in made) else "",
    ]
    before = f"{len(rows) - len(added) + len(removed)} 项"
    yield Difference((group.key, ""), group.label, before, "；".join(filter(None, told)))
    for cell in cells:
        element = group.by_key.get(cell.element)
        label = f"{_name(group, rows[cell.row])} · {element.label if element else cell.element}"
        yield Difference(subject_of(cell), label, shown(cell.before), shown(cell.after), True)


def _told(group: Group, what: str, rows: Sequence[Row]) -> str:
    return f"{what} {len(rows)} 项：{_some([_name(group, row) for row in rows])}" if rows else ""


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")


def _name(group: Group, row: Row) -> str:
    """By what a row is known: the item's name, else what stands first."""
    named = group.roles.get(Role.ITEM_NAME) or group.elements[0]
    return shown(row.get(named.key)) or "（没有名称）"


def _label(kind: Kind, key: str) -> str:
    element = kind.element_at(key)
    return element.label if element else key


def pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in stretches: what they share, and what only one of them has."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    left: list[Piece] = [(before[:head], False)]
    right: list[Piece] = [(after[:head], False)]
    if len(old) + len(new) > _COMPARED:
        left.append((old, True))
        right.append((new, True))
    else:
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            left.append((old[a:b], tag != "equal"))
            right.append((new[c:d], tag != "equal"))
    end = before[len(before) - tail :]
    left.append((end, False))
    right.append((end, False))
    return [one for one in left if one[0]], [one for one in right if one[0]]


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return length


def span_of(entry: Entry) -> str:
    """The lines of an entry on its own sheet, as a person writes them: 3–21."""
    own = (
        line
        for group, lines in entry.lines.items()
        for row, line in enumerate(lines, 1)
        if (group, row) not in entry.elsewhere
    )
    last = max(own, default=0)
    return f"{entry.line}–{last}" if last > entry.line else str(entry.line)
