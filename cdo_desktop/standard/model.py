"""What a record kind is: elements, groups, sections, conditions; frozen and read from data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from cdo_desktop.standard.roles import Role


class ElementKind(StrEnum):
    """The kinds of element; what each can do stands in the table of element_kinds.py."""

    TEXT = "text"
    LONGTEXT = "longtext"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    CASCADE = "cascade"
    TREE = "tree"
    DATE = "date"
    MONTH = "month"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes_no"
    USCC = "uscc"
    REGION = "region"
    PHONE = "phone"
    REFERENCE = "reference"
    ATTACHMENT = "attachment"
    CODE = "code"


class Stage(StrEnum):
    """For what a record is being judged."""

    DRAFT = "draft"
    REVIEW = "review"
    SIGNING = "signing"


class Severity(StrEnum):
    """How much a finding weighs: an error stops a move, a warning asks, a hint only says."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


SEVERITY_ORDER = (Severity.ERROR, Severity.WARNING, Severity.HINT)


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when another element of the record (or of the same row) has one of some values."""

    element: str
    among: tuple[str, ...] = ()
    not_among: tuple[str, ...] = ()
    filled: bool | None = None

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether it holds for these values; a list of choices counts by each of them."""
        value = values.get(self.element)
        if self.filled is not None:
            return (value is not None) == self.filled
        if value.__class__ is list:
            fitting = (self._fits(word) for word in value)
            return any(fitting) if self.among else all(fitting)
        return self._fits(value)

    def _fits(self, word: Any) -> bool:
        if self.among:
            return word in self.among
        return word is not None and word not in self.not_among


ALL_ERRORS = {stage: Severity.ERROR for stage in Stage}


@dataclass(frozen=True)
class Element:
    """One element of a kind or column of a group: said once for form, table, sheet and check."""

    key: str
    label: str
    kind: ElementKind
    section: str = ""
    synonyms: tuple[str, ...] = ()
    clause: str = ""
    """The document and article that asks for it, e.g. “条例第十五条”."""
    help: str = ""
    example: str = ""
    required: bool = False
    required_when: Condition | None = None
    visible_when: Condition | None = None
    codes: str = ""
    """The code list of a choice, cascade or tree."""
    parent: str = ""
    """For a cascade: the element whose word decides which words are open."""
    target: str = ""
    """For a reference: the record kind it points to."""
    max_length: int = 0
    """In characters; 0 = no limit."""
    pattern: str = ""
    unit: str = ""
    decimals: int = 0
    """For numbers: how many decimals at most."""
    severity: Mapping[Stage, Severity] = field(default_factory=lambda: ALL_ERRORS)
    """How much its absence weighs at each stage."""
    facet: bool = False
    searchable: bool = False
    role: Role | None = None
    since: str = ""
    """The rule that added it, e.g. “809-2025”: older sheets lack it; it can be filled in bulk."""

    def is_required(self, values: Mapping[str, Any]) -> bool:
        """Whether these values make it obligatory."""
        return self.required or (
            self.required_when is not None and self.required_when.holds(values)
        )

    def is_visible(self, values: Mapping[str, Any]) -> bool:
        """Whether a form shows it for these values."""
        return self.visible_when is None or self.visible_when.holds(values)


@dataclass(frozen=True)
class Group:
    """Repeating rows inside one record, such as 信息项."""

    key: str
    label: str
    section: str
    elements: tuple[Element, ...]
    synonyms: tuple[str, ...] = ()
    clause: str = ""
    help: str = ""
    min_rows: int = 0
    max_rows: int = 0
    """0 = no limit."""
    required_when: Condition | None = None
    """When at least one row (or `min_rows`) is obligatory."""
    severity: Mapping[Stage, Severity] = field(default_factory=lambda: ALL_ERRORS)
    role: Role | None = None

    @cached_property
    def by_key(self) -> Mapping[str, Element]:
        """Its elements by key."""
        return {element.key: element for element in self.elements}

    @cached_property
    def roles(self) -> Mapping[Role, Element]:
        """Its elements by role."""
        return {element.role: element for element in self.elements if element.role}

    def required_rows(self, values: Mapping[str, Any]) -> int:
        """How many rows these values ask for at least."""
        if self.required_when is not None:
            return max(self.min_rows, 1) if self.required_when.holds(values) else 0
        return self.min_rows


@dataclass(frozen=True)
class Kind:
    """A record kind: a list of the product is one of these and nothing more."""

    key: str
    label: str
    standard: str
    """Name and version of the definition, e.g. “1272-2017+809-2025”; records carry it."""
    sections: tuple[str, ...]
    elements: tuple[Element, ...]
    groups: tuple[Group, ...]
    flow: str
    """Which table of moves (flows/*.toml) its records follow."""
    numbering: str
    """How its codes are made: "catalog" (分类码/顺序码), or a prefix for a running number."""
    short_label: str
    profile: str
    source: Mapping[str, Any]
    """The definition itself, overlay applied, as it is stored and travels in packages."""

    @cached_property
    def by_key(self) -> Mapping[str, Element]:
        """Its elements (not those of groups) by key."""
        return {element.key: element for element in self.elements}

    @cached_property
    def askable(self) -> tuple[Element, ...]:
        """Those of its elements that are obligatory, always or sometimes."""
        return tuple(e for e in self.elements if e.required or e.required_when)

    @cached_property
    def groups_by_key(self) -> Mapping[str, Group]:
        """Its groups by key."""
        return {group.key: group for group in self.groups}

    @cached_property
    def roles(self) -> Mapping[Role, Element]:
        """Its elements by role; code asks for a role, never for a key."""
        return {element.role: element for element in self.elements if element.role}

    def role_value(self, values: Mapping[str, Any], role: Role) -> Any:
        """The value of the element with this role, or None."""
        element = self.roles.get(role)
        return None if element is None else values.get(element.key)

    def group_with(self, role: Role) -> Group | None:
        """The group with this role, if the kind has one."""
        return next((group for group in self.groups if group.role is role), None)

    def element_at(self, key: str, group: str = "") -> Element | None:
        """The element of the record, or of one of its groups."""
        if group:
            found = self.groups_by_key.get(group)
            return found.by_key.get(key) if found else None
        return self.by_key.get(key)

    def all_elements(self) -> Iterator[tuple[str, Element]]:
        """Every element with the key of its group ("" for the record's own)."""
        for element in self.elements:
            yield "", element
        for group in self.groups:
            for element in group.elements:
                yield group.key, element
