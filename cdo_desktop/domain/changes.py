"""What differs between two revisions, element by element and row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cdo_desktop.domain.record import Record, Row


class ChangeType(StrEnum):
    """What happened to a value or a row."""

    VALUE = "value"
    ROW_ADDED = "row_added"
    ROW_REMOVED = "row_removed"
    ROWS_MOVED = "rows_moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` or `after` is None where there is nothing."""

    type: ChangeType
    element: str = ""
    group: str = ""
    row: str = ""
    """The id of the group's row."""
    before: Any = None
    after: Any = None


def changes(before: Record, after: Record) -> tuple[Change, ...]:
    """Every difference in values and groups; rows are matched by their id."""
    found = list(_values(before.values, after.values))
    for group in dict.fromkeys((*before.groups, *after.groups)):
        found += _rows(group, before.groups.get(group, ()), after.groups.get(group, ()))
    return tuple(found)


def _values(
    before: Mapping[str, Any], after: Mapping[str, Any], group: str = "", row: str = ""
) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new and key != "id":
            yield Change(ChangeType.VALUE, key, group, row, old, new)


def _rows(group: str, before: tuple[Row, ...], after: tuple[Row, ...]) -> Iterator[Change]:
    old = {row["id"]: row for row in before}
    new = {row["id"]: row for row in after}
    for key, row in old.items():
        if key not in new:
            yield Change(ChangeType.ROW_REMOVED, group=group, row=key, before=row)
    for key, row in new.items():
        if key not in old:
            yield Change(ChangeType.ROW_ADDED, group=group, row=key, after=row)
        else:
            yield from _values(old[key], row, group, key)
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    if kept_before != kept_after:
        yield Change(ChangeType.ROWS_MOVED, group=group, before=kept_before, after=kept_after)
