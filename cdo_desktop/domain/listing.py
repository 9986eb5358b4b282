"""What a list asks for and what one of its lines shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the checks made of a record, kept beside it so that lists can count and sort."""

    errors: int = 0
    warnings: int = 0
    completeness: int = 0
    """Per cent of the obligatory elements that are filled."""


class Sort(StrEnum):
    """What a list can be sorted by; the store does the sorting."""

    MADE = "made"
    TITLE = "title"
    CODE = "code"
    STATE = "state"
    CHANGED = "changed"
    PROBLEMS = "problems"
    COMPLETENESS = "completeness"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which records, in which order."""

    kind: str = ""
    """Key of the kind; "" = all."""
    states: tuple[str, ...] = ()
    """Keys of review or delivery states, as the list shows them; () = all."""
    text: str = ""
    """Searched in names, codes, pinyin initials and the searchable elements."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Element key -> allowed words."""
    with_problems: bool = False
    """Only records with an error or a warning."""
    with_errors: bool = False
    with_warnings: bool = False
    remarked: bool = False
    """Only records on which a remark is open."""
    deleted: bool = False
    """The recycle bin instead of the list."""
    sort: Sort = Sort.MADE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of a list."""

    n: int
    """The record's number in this workspace; ids of models are these."""
    id: str
    kind: str
    code: str
    title: str
    org_name: str
    office: str
    share_type: str
    update_cycle: str
    review: str
    delivery: str
    revision: int
    revision_id: str
    items: int
    errors: int
    warnings: int
    completeness: int
    updated_at: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class RevisionInfo:
    """One entry of a record's history."""

    number: int
    revision_id: str
    parents: tuple[str, ...]
    review: str
    deleted: bool
    who: str
    at: str
    machine: str
    why: str
    step: int
    step_name: str


@dataclass(frozen=True, slots=True)
class StepInfo:
    """One named step of the workspace's history."""

    seq: int
    kind: str
    name: str
    who: str
    at: str
    machine: str
    records: int
    undone: bool
