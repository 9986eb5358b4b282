"""What a person takes of a rehearsal: which records, and of a changed one which of its changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cdo_desktop.domain.changes import Change
from cdo_desktop.domain.record import Record, org_of, title_of
from cdo_desktop.exchange.entries import Entry, Outcome
from cdo_desktop.standard.model import Kind
from cdo_desktop.workbench import Workbench

Spot = tuple[str, int]
"""(sheet, first line) of an entry: what it is known by when the sheet is rehearsed again."""
Subject = tuple[str, str]
"""(group, "") for the rows of a group as a whole, ("", element) for a value of the record."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is not to be written as the sheet has it; by itself nothing is."""

    left_out: frozenset[Spot] = frozenset()
    """Records that are not to be written."""
    kept: Mapping[Spot, frozenset[Subject]] = field(default_factory=dict)
    """Of changed records what stays as the workspace has it."""


ALL = Choices()


def spot_of(entry: Entry) -> Spot:
    """What an entry is known by."""
    return entry.source.sheet, entry.line


def subject_of(change: Change) -> Subject:
    """What the choice about a change is made for: the rows of a group stay or go together."""
    return (change.group, "") if change.group else ("", change.element)


def subjects_of(entry: Entry) -> tuple[Subject, ...]:
    """All there is to choose about an entry, in its order; nothing where it is not a change."""
    return tuple(dict.fromkeys(map(subject_of, entry.changes)))


def is_written(entry: Entry, choices: Choices = ALL) -> bool:
    """Whether an entry makes a revision: one that only gives another code counts as changed
    (issue §4.2) so that it is seen, but the workspace's code stays and nothing else differs."""
    spot = spot_of(entry)
    if entry.outcome not in (Outcome.NEW, Outcome.CHANGED) or spot in choices.left_out:
        return False
    kept = choices.kept.get(spot, frozenset())
    return entry.outcome is Outcome.NEW or not kept.issuperset(subjects_of(entry))


def as_chosen(bench: Workbench, kind: Kind, entry: Entry, choices: Choices) -> Record:
    """The record as it is to be written: the sheet's, but for what stays as it was."""
    kept = choices.kept.get(spot_of(entry), frozenset()).intersection(subjects_of(entry))
    if not kept:
        return entry.record
    base, given = bench.workspace.revision(entry.base), entry.record
    values, groups = dict(given.values), dict(given.groups)
    for group, element in kept:
        there, mine, key = (base.groups, groups, group) if group else (base.values, values, element)
        mine.pop(key, None)
        if key in there:
            mine[key] = there[key]
    org = org_of(kind, values, bench.org)
    return replace(
        given,
        values=values,
        groups=groups,
        title=title_of(kind, values),
        org=base.org if org == org_of(kind, base.values, bench.org) else org,
    )
