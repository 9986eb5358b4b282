"""One project laid out for its checks, with what it is held against and the settings of a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.project_check import Similar
from cdo_desktop.domain.record import Record, Row
from cdo_desktop.standard.dates import read_date
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.project_rules import money

_PARTS = re.compile(r"[，,；;、。.\n：:（）()/]+|以及")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a place has laid down for the review of projects (profiles/*.toml)."""

    threshold: Decimal
    """In 万元."""
    inclusive: bool
    scope: tuple[str, ...]
    """The levels of projects that are reviewed; () = all."""
    duplicate: int
    """Per cent of overlap above which a project is a duplicate."""
    like_names: int
    """Likeness of names in per cent from which projects may be parts of one."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Settings:
        """The settings of a profile."""
        return cls(
            Decimal(str(settings["project_threshold"])),
            bool(settings["threshold_inclusive"]),
            tuple(settings["project_scope"]),
            int(settings["duplicate_percent"]),
            int(settings["like_names_percent"]),
        )

    def reaches(self, amount: Decimal) -> bool:
        """Whether an amount is so large that the project is reviewed."""
        return amount >= self.threshold if self.inclusive else amount > self.threshold


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the 统建清单 or of the 项目负面清单."""

    record: str
    title: str
    words: tuple[str, ...]
    """What a hit is known by, the title and the abilities among them."""
    basis: str


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry of the planned catalog: the resource it points to, and what its checks say."""

    title: str
    record: str = ""
    """"" where the name was typed and no resource bears it."""
    deleted: bool = False
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """A catalog entry that offers what the project wants to collect."""

    phrase: str
    record: str
    title: str
    org: str
    item: str = ""
    """The item of that name; "" where the resource itself bears it."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another project, as far as it is needed to know whether one was split."""

    record: str
    title: str
    org: str
    org_code: str
    total: Decimal | None
    applied: str
    year: str

    @classmethod
    def of(cls, kind: Kind, record: Record) -> Sibling:
        """What is needed of a project."""
        return cls(
            record.id,
            record.title,
            record.org.name,
            record.org.code,
            money(kind.role_value(record.values, Role.PROJECT_TOTAL)),
            shown(kind.role_value(record.values, Role.PROJECT_APPLIED_ON)),
            shown(kind.role_value(record.values, Role.PROJECT_YEAR)),
        )

    def same_unit(self, other: Sibling) -> bool:
        """By the code where both have one, else by name."""
        if self.org_code and other.org_code:
            return self.org_code == other.org_code
        return name_key(self.org) == name_key(other.org)

    def within_a_year(self, other: Sibling) -> bool:
        """By the days of application where both are known, else by the year."""
        one, two = _day(self.applied), _day(other.applied)
        if one and two:
            return max(one, two) <= _a_year_after(min(one, two))
        mine, theirs = self.year or self.applied[:4], other.year or other.applied[:4]
        return bool(mine) and mine == theirs


def _a_year_after(day: date) -> date:
    """The same day of the next year; of a leap day the last of that February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text and read_date(text) == text else None


@dataclass(frozen=True, slots=True)
class Around:
    """What a workspace has to hold a project against."""

    joint_build: tuple[Listed, ...] = ()
    negative: tuple[Listed, ...] = ()
    planned: tuple[Planned, ...] = ()
    offered: tuple[Offered, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    """The other projects that have not come to nothing."""
    similar: tuple[Similar, ...] = ()


class ProjectCase:
    """A project and what it is held against."""

    def __init__(self, kind: Kind, record: Record, settings: Settings, around: Around) -> None:
        self.kind, self.record = kind, record
        self.settings, self.around = settings, around

    def text(self, role: Role) -> str:
        """The project's value as a person reads it; "" if it has none."""
        return shown(self.kind.role_value(self.record.values, role))

    def label(self, role: Role) -> str:
        """What the element is called."""
        return self.kind.roles[role].label

    def rows(self, role: Role) -> Sequence[Row]:
        """The rows of the group with this role."""
        return rows_of(self.kind, self.record, role)

    def column(self, group: Role, element: Role) -> list[str]:
        """One cell of every row of a group, "" where it is empty."""
        return column_of(self.kind, self.record, group, element)

    @property
    def functions(self) -> list[str]:
        """What the project will do, one by one."""
        return functions_of(self.kind, self.record)


def rows_of(kind: Kind, record: Record, role: Role) -> Sequence[Row]:
    """The rows of the group with this role; none if the kind has no such group."""
    group = kind.group_with(role)
    return record.groups.get(group.key, ()) if group else ()


def column_of(kind: Kind, record: Record, group: Role, element: Role) -> list[str]:
    """One cell of every row of a group, "" where it is empty."""
    found = kind.group_with(group)
    if found is None or element not in found.roles:
        return []
    key = found.roles[element].key
    return [shown(row.get(key)) for row in record.groups.get(found.key, ())]


def functions_of(kind: Kind, record: Record) -> list[str]:
    """What a project or system does: its list of functions, else the phrases of its summary."""
    named = named_functions(kind, record)
    return named or list(phrases(shown(kind.role_value(record.values, Role.SUMMARY))))


def named_functions(kind: Kind, record: Record) -> list[str]:
    """The list of functions; empty where there is none."""
    named = column_of(kind, record, Role.PROJECT_FUNCTIONS, Role.PROJECT_FUNCTION)
    return [name for name in named if name]


def phrases(text: str) -> Iterator[str]:
    """The phrases of a text of lists and sentences, each once, those of one sign left out."""
    parts = (part.strip() for part in _PARTS.split(text))
    yield from dict.fromkeys(part for part in parts if len(part) > 1)
