"""Importing a sheet: rehearse first, show everything, write only then, as one undoable step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from cdo_desktop.domain.findings import Finding, by_weight, count
from cdo_desktop.domain.lifecycle import state_after_edit
from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.record import Record
from cdo_desktop.exchange.annotate import Annotated, annotate
from cdo_desktop.exchange.by_hand import Told, mappings_as_told
from cdo_desktop.exchange.entries import Entry, Outcome, Rehearsal, locate
from cdo_desktop.exchange.known import NamePair
from cdo_desktop.exchange.layouts import Layout
from cdo_desktop.exchange.mapping import SheetMapping
from cdo_desktop.exchange.rehearsal import rehearse as rehearse_sheet
from cdo_desktop.standard.model import Kind, Severity, Stage
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.validate.newly_asked import NewlyAsked
from cdo_desktop.work.checking import check_codes, check_record, figures, numbered
from cdo_desktop.work.import_choices import ALL, Choices, as_chosen, is_written
from cdo_desktop.work.import_pairs import alike, tied
from cdo_desktop.work.other_units import IMPORTED, OtherUnits, other_units
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True)
class Rehearsed:
    """What an import would do, with all findings placed in the sheet. Nothing has been written."""

    rehearsal: Rehearsal
    findings: tuple[Finding, ...]
    """Of the workbook, of reading and of the rules, in the order of the sheet."""
    assessments: Mapping[str, Assessment]
    """Record id -> what the checks made of it as it would be written."""
    others: OtherUnits
    """Of what would be written, what other organisations than the workspace's own supply."""

    @cached_property
    def errors(self) -> int:
        """How many errors."""
        return count(self.findings, Severity.ERROR)

    @cached_property
    def by_weight(self) -> Sequence[Finding]:
        """The findings, errors first, then warnings, then hints."""
        return by_weight(self.findings)

    @cached_property
    def by_record(self) -> Mapping[str, Sequence[Finding]]:
        """Record id -> its findings, errors first; "" -> those of the workbook."""
        found: dict[str, list[Finding]] = {}
        for finding in self.by_weight:
            found.setdefault(finding.place.record, []).append(finding)
        return found

    @cached_property
    def goes_with(self) -> tuple[int, int]:
        """How many errors and warnings the records have that would be written all the same."""
        own = [one for entry in self.going() for one in self.by_record.get(entry.record.id, ())]
        return count(own, Severity.ERROR), count(own, Severity.WARNING)

    @property
    def writes(self) -> int:
        """How many records would be written."""
        return len(self.going())

    def going(self, choices: Choices = ALL) -> list[Entry]:
        """The entries that would be written, in the order of the sheet."""
        return [entry for entry in self.rehearsal.entries if is_written(entry, choices)]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote."""

    step: str
    written: int


class _Known:
    """What the workspace has, as the matching asks for it: without tombstones."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def by_ids(self, kind: str, ids: Iterable[str]) -> Mapping[str, Record]:
        found = self._workspace.by_ids(list(ids))
        return {k: r for k, r in found.items() if r.kind == kind and not r.deleted}

    def by_codes(self, kind: str, codes: Iterable[str]) -> Mapping[str, Record]:
        return self._workspace.by_codes(kind, list(codes))

    def by_names(self, kind: str, pairs: Iterable[NamePair]) -> Mapping[NamePair, Record]:
        return self._workspace.by_names(kind, list(pairs))


def rehearse(
    bench: Workbench,
    path: Path,
    kind: str,
    run: Run,
    *,
    layout: Layout | None = None,
    mapping: Mapping[str, SheetMapping] | None = None,
) -> Rehearsed:
    """Read a sheet, compare it with the workspace, check it; nothing is written.

    Raises Refused if the file cannot be read as such a sheet, Cancelled.
    """
    known = _Known(bench.workspace)
    read = rehearse_sheet(path, kind, bench.library, bench.org, known, run, layout, mapping)
    rehearsal = _by_newest(tied(bench, read))
    findings: list[Finding] = list(rehearsal.findings)
    assessments: dict[str, Assessment] = {}
    newly = NewlyAsked()
    reused = _reused(bench, rehearsal.entries)
    for entry in run.each("检查", rehearsal.entries, len(rehearsal.entries)):
        record = numbered(rehearsal.kind, entry.record)
        invalid = entry.outcome is Outcome.INVALID
        rules = [] if invalid else check_record(bench, record, Stage.DRAFT)
        rules += reused.get(record.id, ())
        findings += newly.sift(_placed(bench, rehearsal.kind, entry, rules), rehearsal.kind)
        if is_written(entry):
            assessments[record.id] = figures(rehearsal.kind, record, rules)
    findings += alike(bench, rehearsal)
    others = other_units(bench.org, (e.record.org for e in rehearsal.entries if is_written(e)))
    if others.units:
        findings.insert(0, Finding(IMPORTED, Severity.HINT, facts=others.facts))
    return Rehearsed(rehearsal, (*findings, *newly.settled()), assessments, others)


def _reused(bench: Workbench, entries: Sequence[Entry]) -> dict[str, list[Finding]]:
    """By record, that its code was given to another one before."""
    going = [entry.record for entry in entries if is_written(entry)]
    found: dict[str, list[Finding]] = {}
    for one in check_codes(bench, going):
        found.setdefault(one.place.record, []).append(one)
    return found


def mappings(
    bench: Workbench,
    path: Path,
    kind: str,
    *,
    sheet: str = "",
    header_row: int = 0,
    layout: Layout | None = None,
) -> Mapping[str, SheetMapping]:
    """How the sheets of a workbook would be read as this kind, to be put right by hand and passed
    to `rehearse`: a person's word wins over what a sheet looks like.

    `sheet` names the one to read, `header_row` the lowest line of its header, from 1. Raises
    Refused for a sheet or line there is not, or where no header can be found.
    """
    told = Told(sheet, header_row, layout)
    return mappings_as_told(path, bench.library.kind(kind), bench.library, told)


def _by_newest(rehearsal: Rehearsal) -> Rehearsal:
    """What a sheet changes follows the newest definition, by which the sheet was read."""
    newest = rehearsal.kind.standard
    entries = tuple(
        replace(entry, record=replace(entry.record, standard=newest))
        if is_written(entry) and entry.record.standard != newest
        else entry
        for entry in rehearsal.entries
    )
    return replace(rehearsal, entries=entries)


def _placed(bench: Workbench, kind: Kind, entry: Entry, rules: Sequence[Finding]) -> list[Finding]:
    """What reading and what the rules say of an entry, with the cells of the sheet."""
    found, record = list(entry.findings), entry.record
    said = {(one.code, one.place.line, one.place.column) for one in found}
    located = [locate(entry, one) for one in rules]
    found += [one for one in located if not _is_said(one, said)] if said else located
    flow = bench.library.flow_of(kind)
    if entry.changes and state_after_edit(flow, record.review) != record.review:
        facts = {"state": flow.state(record.review).label, "title": record.title}
        found.append(locate(entry, Finding("CDO-W803", Severity.HINT, facts=facts)))
    return found


_CAUSES = {
    "CDO-V119": ("CDO-W210",),
    "CDO-V101": ("CDO-W210", "CDO-W211", "CDO-W212"),
    "CDO-V128": ("CDO-W210", "CDO-W211", "CDO-W212"),
}
"""Rule -> what reading says of a cell: a damaged code, a formula without a value, an error."""


def _is_said(finding: Finding, said: set[tuple[str, int, int]]) -> bool:
    """Whether reading the cell has already said why the rule finds something."""
    place = finding.place
    causes = _CAUSES.get(finding.code, ())
    return any((code, place.line, place.column) in said for code in causes)


def write(bench: Workbench, rehearsed: Rehearsed, run: Run, choices: Choices = ALL) -> Imported:
    """Write what was rehearsed and chosen as one step; the same rules and states as the form.

    Raises Conflict if a record has changed since the rehearsal, Cancelled; then nothing is written.
    """
    rehearsal = rehearsed.rehearsal
    going = rehearsed.going(choices)
    name = f"导入“{rehearsal.path.name}”{len(going)} 条"
    if not going:
        return Imported("", 0)
    flow = bench.library.flow_of(rehearsal.kind)
    # looked up before the step: it reads what the workspace has
    chosen = [_chosen(bench, rehearsed, entry, choices) for entry in going]
    with bench.step(name) as unit:
        unit.tell({"file": rehearsal.path.name})
        written = zip(going, chosen, strict=True)
        for entry, (record, assessment) in run.each("写入", written, len(going)):
            state = state_after_edit(flow, record.review) if entry.base else flow.start
            unit.save(replace(record, review=state), assessment, entry.base)
    return Imported(name, len(going))


def _chosen(
    bench: Workbench, rehearsed: Rehearsed, entry: Entry, choices: Choices
) -> tuple[Record, Assessment]:
    """The record as it is to be written, and what the checks make of it."""
    kind = rehearsed.rehearsal.kind
    record = as_chosen(bench, kind, entry, choices)
    if record is entry.record:
        return record, rehearsed.assessments[record.id]
    rules = check_record(bench, numbered(kind, record), Stage.DRAFT)
    rules += check_codes(bench, [record])
    return record, figures(kind, record, rules)


def annotated_copy(rehearsed: Rehearsed, target: Path, run: Run) -> Annotated:
    """The user's own workbook with the findings beside the cells, as a new file."""
    return annotate(rehearsed.rehearsal.path, target, rehearsed.findings, run)
