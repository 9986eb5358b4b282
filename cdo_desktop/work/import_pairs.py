"""What an import has to do with other records: those it names, and those that are called alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cdo_desktop.domain.changes import Change, changes
from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.record import Record
from cdo_desktop.exchange.entries import Entry, Outcome, Rehearsal, locate
from cdo_desktop.standard.model import Element, ElementKind, Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.across import Across, slim
from cdo_desktop.validate.similar import in_simplified
from cdo_desktop.workbench import Workbench

Pair = tuple[str, str]
Known = Mapping[str, Mapping[str, dict[str, str]]]
"""Kind -> title -> the reference to the only record of that title."""


def tied(bench: Workbench, rehearsal: Rehearsal) -> Rehearsal:
    """The rehearsal with references by name tied to the records they name, as they would be
    written; one that could not be tied when the record was written and now can is a change."""
    kind = rehearsal.kind
    wanted: dict[str, set[str]] = {}
    for entry in rehearsal.entries:
        for element, title in _loose(kind, entry.record):
            wanted.setdefault(element.target, set()).add(title)
    if not wanted:
        return rehearsal
    known = {
        target: bench.workspace.by_titles(target, sorted(titles))
        for target, titles in wanted.items()
    }
    entries = tuple(_tied(kind, entry, known) for entry in rehearsal.entries)
    return replace(rehearsal, entries=entries)


def _tied(kind: Kind, entry: Entry, known: Known) -> Entry:
    found = {
        element.key: known[element.target][title]
        for element, title in _loose(kind, entry.record)
        if title in known[element.target]
    }
    if not found or entry.outcome is Outcome.INVALID:
        return entry
    record = replace(entry.record, values={**entry.record.values, **found})
    if entry.outcome is Outcome.NEW:
        return replace(entry, record=record)
    made = {change.element: change for change in changes(entry.record, record)}
    before = [_with_after(change, made) for change in entry.changes]
    outcome = Outcome.CHANGED
    return replace(entry, outcome=outcome, record=record, changes=(*before, *made.values()))


def _with_after(change: Change, made: dict[str, Change]) -> Change:
    """A change of the sheet that also ties: one change, from what the workspace has."""
    if change.group or change.element not in made:
        return change
    return replace(change, after=made.pop(change.element).after)


def _loose(kind: Kind, record: Record) -> Iterator[tuple[Element, str]]:
    """The references of a record that name a title and no record yet."""
    for element in kind.elements:
        if element.kind is ElementKind.REFERENCE:
            value = record.values.get(element.key)
            if isinstance(value, dict) and not value.get("id"):
                yield element, value["title"]


def alike(bench: Workbench, rehearsal: Rehearsal) -> list[Finding]:
    """Names of one organisation that are the same or differ in script only, as the check of the
    workspace finds them (CDO-V301, CDO-V302): between the records of the sheet, and with those of
    the workspace, found by their index. Said of what is new or changes; the rest is not news."""
    kind = rehearsal.kind
    entries = [one for one in rehearsal.entries if one.outcome is not Outcome.INVALID]
    # the finding stands on the later of two: what stays as it is comes first
    entries.sort(key=lambda entry: entry.outcome is not Outcome.UNCHANGED)
    here = {entry.record.id: entry for entry in entries}
    found = bench.workspace.by_names(kind.key, list(dict.fromkeys(_asked(kind, entries))))
    others = [record for record in found.values() if record.id not in here]
    slims = [slim(record, kind) for record in (*others, *(entry.record for entry in entries))]
    said = Across({kind.key: kind}).same_names(slims)
    placed = ((here.get(one.place.record), one) for one in said)
    return [
        locate(entry, one)
        for entry, one in placed
        if entry is not None and entry.outcome is not Outcome.UNCHANGED
    ]


def _asked(kind: Kind, entries: Sequence[Entry]) -> Iterator[Pair]:
    """Under what names the workspace may have another record: in simplified characters, or where
    a record changes its name. The comparison with the workspace has looked for all others."""
    title = kind.roles.get(Role.TITLE)
    plain = in_simplified([entry.record.title for entry in entries])
    for entry, simplified in zip(entries, plain, strict=True):
        renamed = title is not None and any(
            change.element == title.key and not change.group for change in entry.changes
        )
        if renamed or simplified != entry.record.title:
            org = name_key(entry.record.org.name)
            yield from ((org, name_key(name)) for name in (simplified, entry.record.title))
