"""Checking: one record as it is typed, the whole workspace on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdo_desktop.domain.findings import Finding, count
from cdo_desktop.domain.found import Found, Gathering
from cdo_desktop.domain.listing import Assessment, ListQuery
from cdo_desktop.domain.numbering import catalog_code, running_code
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Kind, Severity, Stage
from cdo_desktop.standard.roles import Role
from cdo_desktop.store.codes import CATALOG, can_be_numbered
from cdo_desktop.tasks import Run
from cdo_desktop.validate.across import Across, Slim, slim
from cdo_desktop.validate.codes_borne import reused
from cdo_desktop.validate.completeness import Completeness, completeness, percent
from cdo_desktop.validate.newly_asked import NewlyAsked
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the whole workspace found."""

    records: int
    findings: Found
    titles: dict[str, str]
    """Record id -> title, for the sentences."""
    kinds: dict[str, str]
    """Record id -> key of its kind."""

    @property
    def errors(self) -> int:
        """How many errors."""
        return self.findings.number(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many warnings."""
        return self.findings.number(Severity.WARNING)

    def title_of(self, finding: Finding) -> str:
        """Whose finding it is; "" for one about many records."""
        return self.titles.get(finding.place.record, "")

    def kind_of(self, finding: Finding, kinds: Mapping[str, Kind]) -> Kind | None:
        """The kind of the record, or of the records, that a finding is about."""
        return kinds.get(self.kinds.get(finding.place.record) or str(finding.facts.get("kind", "")))


def check_record(bench: Workbench, record: Record, stage: Stage | None = None) -> list[Finding]:
    """What is wrong with one record by itself, heaviest first."""
    kind = bench.library.version(record.kind, record.standard)
    judged_for = stage or bench.library.flow_of(kind).state(record.review).judged_for
    return bench.judge(kind).findings(record, judged_for, bench.clock.now().date())


def assess(bench: Workbench, record: Record) -> Assessment:
    """The figures lists show of a record, once it is saved."""
    kind = bench.library.version(record.kind, record.standard)
    saved = numbered(kind, record)
    return figures(kind, saved, check_record(bench, saved))


def figures(kind: Kind, record: Record, findings: Sequence[Finding]) -> Assessment:
    """The figures lists show of a record with these findings of its own."""
    errors, warnings = count(findings, Severity.ERROR), count(findings, Severity.WARNING)
    return Assessment(errors, warnings, percent(record, kind))


def numbered(kind: Kind, record: Record) -> Record:
    """The record with a code as saving will give it, where it brings none: it is not missing."""
    element = kind.roles.get(Role.CODE)
    if element is None or element.key in record.values or not can_be_numbered(kind, record.values):
        return record
    series = str(kind.role_value(record.values, Role.CLASSIFICATION) or "")
    code = catalog_code(series, 1) if kind.numbering == CATALOG else running_code(kind.numbering, 1)
    return record.with_value(element.key, record.code or code)


def check_codes(bench: Workbench, records: Sequence[Record]) -> list[Finding]:
    """Which of these records bear a code that another record was given before.

    Looked up by index, so that it can be asked for one record of 100 000.
    """
    entries = [slim(one, bench.library.version(one.kind, one.standard)) for one in records]
    return _reused(bench, entries, [entry.code for entry in entries if entry.code])


def _reused(bench: Workbench, entries: Sequence[Slim], codes: Sequence[str]) -> list[Finding]:
    return list(reused(entries, bench.workspace.bearers(codes), bench.library.kinds))


def explain_completeness(bench: Workbench, record: Record) -> Completeness:
    """The completeness of a record, explained line by line (GB/T 36344 dimensions)."""
    kind = bench.library.version(record.kind, record.standard)
    return completeness(record, kind, check_record(bench, record))


def check_workspace(bench: Workbench, run: Run, kind: str = "") -> Checked:
    """Check every record by itself and against the others. Raises Cancelled."""
    gathered = Gathering()
    slims: list[Slim] = []
    titles: dict[str, str] = {}
    kinds: dict[str, str] = {}
    newly = NewlyAsked()
    for record in bench.workspace.each_record(ListQuery(kind), run, "检查"):
        definition = bench.library.version(record.kind, record.standard)
        gathered.add(newly.sift(check_record(bench, record), definition))
        slims.append(slim(record, definition))
        titles[record.id] = record.title
        kinds[record.id] = definition.key
    gathered.add(newly.settled())
    gathered.add(_reused(bench, slims, bench.workspace.codes_of_several()))
    gathered.add(Across(bench.library.kinds).check(slims, len(slims), run))
    return Checked(len(titles), gathered.found(), titles, kinds)
