"""What a rehearsal says: an entry per record, the findings of the sheets, the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from cdo_desktop.domain.changes import Change
from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.domain.record import Record
from cdo_desktop.exchange.mapping import SheetMapping
from cdo_desktop.standard.model import Kind


class Outcome(StrEnum):
    """What writing an entry would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    INVALID = "invalid"


@dataclass(frozen=True)
class Source:
    """A sheet that was read, and how."""

    sheet: str
    mapping: SheetMapping

    @cached_property
    def columns(self) -> Mapping[tuple[str, str], int]:
        """(group or "", element) -> column, counted from 1."""
        return {(c.group, c.element): c.number for c in self.mapping.used()}

    def elements_of(self, group: str) -> frozenset[str]:
        """The elements the sheet has columns for, of a group or ("") of the record itself."""
        return frozenset(element for owner, element in self.columns if owner == group)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the sheet proposes it."""

    outcome: Outcome
    record: Record
    """The proposed state; CHANGED and UNCHANGED ones stand on what the workspace has, id too."""
    base: str
    """The revision it was compared with; "" for a new one."""
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    """Of reading, grouping and matching; those of the rules come from the validate room."""
    source: Source
    line: int
    """The first line of the record in the sheet."""
    lines: Mapping[str, Sequence[int]]
    """Group -> the line of each of its rows, in the record's order; 0 = not from the sheet."""
    elsewhere: Mapping[tuple[str, int], Source] = field(default_factory=dict)
    """(group, row from 1) -> the sheet of rows that stand on another one than `source`."""


@dataclass(frozen=True)
class Rehearsal:
    """What an import would do. Nothing has been written."""

    path: Path
    kind: Kind
    sources: tuple[Source, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = field(default=())
    """Of the workbook and its sheets: columns and sheets not read, versions that differ."""

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """How many entries of each outcome."""
        found = dict.fromkeys(Outcome, 0)
        for entry in self.entries:
            found[entry.outcome] += 1
        return found

    @cached_property
    def items(self) -> int:
        """How many group rows the sheets hold in entries that can be written."""
        return sum(
            sum(1 for line in lines if line)
            for entry in self.entries
            if entry.outcome is not Outcome.INVALID
            for lines in entry.lines.values()
        )

    @property
    def pending(self) -> tuple[tuple[str, int], ...]:
        """(sheet, column) of the columns that wait to be confirmed."""
        return tuple(
            (source.sheet, column.number)
            for source in self.sources
            for column in source.mapping.columns
            if column.standing == "pending"
        )

    def all_findings(self) -> list[Finding]:
        """Those of the workbook first, then those of the entries in the sheet's order."""
        return [*self.findings, *(f for entry in self.entries for f in entry.findings)]


def locate(entry: Entry, finding: Finding) -> Finding:
    """The finding with the cell it is about: sheet, line and column of the record's element or row.

    A finding made of the record alone (element, group, row) gets its line from the row it names,
    else the record's first line; the column is 0 where the sheet has none for the element.
    """
    place = finding.place
    line, source = entry.line, entry.source
    if place.group and 0 < place.row <= len(entry.lines.get(place.group, ())):
        line = entry.lines[place.group][place.row - 1] or entry.line
        if entry.elsewhere:
            source = entry.elsewhere.get((place.group, place.row), source)
    column = source.columns.get((place.group, place.element), 0)
    cell = Place(entry.record.id, place.element, place.group, place.row, source.sheet, line, column)
    # built anew, not replaced: there are as many as cells, and `replace` takes three times as long
    return Finding(finding.code, finding.severity, cell, finding.facts, finding.fix)
