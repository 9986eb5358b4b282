"""Findings: what a check found, as a value. The words are made when they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cdo_desktop.domain.record import Record
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.model import SEVERITY_ORDER, Severity


@dataclass(frozen=True, slots=True)
class Place:
    """Where: in a record (element, row of a group) and, for a sheet, which cell; 0 and "": not."""

    record: str = ""
    element: str = ""
    group: str = ""
    row: int = 0
    """Row of the group, counted from 1."""
    sheet: str = ""
    line: int = 0
    """Row of the sheet, counted from 1 as Excel shows it."""
    column: int = 0
    """Column of the sheet, counted from 1."""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Fix:
    """The one right answer: this value at this place. `label` is what the button says."""

    label: str
    element: str
    value: Any
    group: str = ""
    row: int = 0

    def applied(self, record: Record) -> Record:
        """The record with the fix done; rows are counted from 1."""
        if self.group:
            return record.with_row_value(self.group, self.row - 1, self.element, self.value)
        return record.with_value(self.element, self.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a stable code, how much it weighs, where, and the facts for the sentence."""

    code: str
    severity: Severity
    place: Place = NOWHERE
    facts: Mapping[str, Any] = field(default_factory=dict)
    fix: Fix | None = None

    def message(self) -> str:
        """The sentence the user reads, with the clause the rule rests on."""
        text = sentence(self.code)
        clause = self.facts.get("clause")
        return (text.says + text.todo).format_map(self.facts) + (f"（{clause}）" if clause else "")


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then hints; within each in the given order."""
    rank = {severity: index for index, severity in enumerate(SEVERITY_ORDER)}
    return sorted(findings, key=lambda finding: rank[finding.severity])


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many of this severity."""
    return sum(finding.severity is severity for finding in findings)
