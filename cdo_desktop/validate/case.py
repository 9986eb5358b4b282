"""One record laid out for its rules: values by role, columns of its items, ready-made fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from cdo_desktop.domain.findings import Fix
from cdo_desktop.domain.record import Record, Row
from cdo_desktop.standard.dates import read_date, read_month
from cdo_desktop.standard.model import Element, Group, Kind, Stage
from cdo_desktop.standard.roles import Role


class Hit(NamedTuple):
    """What a rule found: at which element, with which facts, in which row (0 = the record)."""

    role: Role
    facts: Mapping[str, object]
    fix: Fix | None = None
    row: int = 0
    element: Element | None = None
    """The element itself, where several carry the role."""
    group: Group | None = None
    """The group of the row, where it is not that of the items."""


Find = Callable[["Case"], Iterable[Hit]]
NOTHING: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A rule within one record: its code, the roles it needs, how it looks."""

    code: str
    needs: tuple[Role, ...]
    find: Find
    rows: tuple[Role, ...] = ()
    """The roles it needs among the items."""
    groups: tuple[tuple[Role, Role], ...] = ()
    """The role of a group and that of an element among its rows, which it needs besides."""


class Frame:
    """A kind laid out by roles; made once, shared by all its cases."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.elements: Mapping[Role, Element] = kind.roles
        self.keys = {role: element.key for role, element in kind.roles.items()}
        self.census = tuple(e for e in kind.elements if e.role is Role.CENSUS)
        self.group = kind.group_with(Role.ITEMS)
        self.row_elements: Mapping[Role, Element] = self.group.roles if self.group else {}
        self.row_keys = {role: element.key for role, element in self.row_elements.items()}

    def has(self, rule: RecordRule) -> bool:
        """Whether the kind has every role the rule needs."""
        own = all(role in self.keys for role in rule.needs)
        rows = all(role in self.row_keys for role in rule.rows)
        return own and rows and all(self._has_row(*named) for named in rule.groups)

    def _has_row(self, group: Role, element: Role) -> bool:
        found = self.kind.group_with(group)
        return found is not None and element in found.roles


@dataclass(slots=True)
class Case:
    """One record at one stage on one day."""

    frame: Frame
    record: Record
    stage: Stage
    today: date
    providers: Mapping[str, str]
    """Registered organisations: name made comparable -> their USCC."""
    values: Mapping[str, Any] = field(init=False)
    rows: Sequence[Row] = field(init=False)
    names: Sequence[str] = field(init=False)
    """The name of every item, "" where there is none; several rules look at them."""

    def __post_init__(self) -> None:
        self.values = self.record.values
        group = self.frame.group
        self.rows = self.record.groups.get(group.key, ()) if group else ()
        named = self.rows and Role.ITEM_NAME in self.frame.row_keys
        names = self.column(Role.ITEM_NAME) if named else ()
        self.names = [name if isinstance(name, str) else "" for name in names]

    def get(self, role: Role) -> Any:
        """The record's value, or None."""
        return self.values.get(self.frame.keys[role])

    def text(self, role: Role) -> str:
        """The record's value if it is a text, else ""."""
        value = self.values.get(self.frame.keys[role])
        return value if isinstance(value, str) else ""

    def day(self, role: Role) -> str:
        """The record's date (YYYY-MM-DD) or month (YYYY-MM), which sort as text; "" if it has none
        or one nobody can read, which is found by itself."""
        value = self.text(role)
        return value if value and _is_day(value) else ""

    def label(self, role: Role) -> str:
        """What the record's element is called."""
        return self.frame.elements[role].label

    def row_label(self, role: Role) -> str:
        """What the items' element is called."""
        return self.frame.row_elements[role].label

    def is_asked(self, role: Role) -> bool:
        """Whether the definition itself asks for it here, so that its absence is told already."""
        return self.frame.elements[role].is_required(self.values)

    def column(self, role: Role) -> list[Any]:
        """The value of every item, None where there is none."""
        key = self.frame.row_keys[role]
        return [row.get(key) for row in self.rows]

    def group_rows(self, role: Role) -> tuple[Group, Sequence[Row]]:
        """The group with this role, which the rule needs, and its rows."""
        group = self.frame.kind.group_with(role)
        assert group is not None  # the frame has every group the rule needs
        return group, self.record.groups.get(group.key, ())

    def change(self, role: Role, value: str) -> Fix:
        """The fix that gives the record's element this value."""
        return Fix(f"改为“{value}”", self.frame.keys[role], value)

    def clear(self, role: Role) -> Fix:
        """The fix that empties the record's element."""
        return Fix(f"清空“{self.label(role)}”", self.frame.keys[role], None)

    def change_row(self, role: Role, row: int, value: str) -> Fix:
        """The fix that gives the item's element this value; rows are counted from 1."""
        group = self.frame.group
        key = self.frame.row_keys[role]
        return Fix(f"改为“{value}”", key, value, group.key if group else "", row)


@lru_cache(maxsize=16_384)
def _is_day(text: str) -> bool:
    return text in (read_date(text), read_month(text))
