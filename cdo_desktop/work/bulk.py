"""Many records at once: filling what is empty, mending what has one right answer; one step each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused
from cdo_desktop.standard.element_kinds import judge_value, shown
from cdo_desktop.standard.model import Element, Kind, Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import check_record
from cdo_desktop.work.editing import becomes_draft, save_all, settled
from cdo_desktop.work.typed import Entry, find_element, record_called, typed
from cdo_desktop.workbench import Workbench

Pair = tuple[Record, str]
"""A changed record and the revision it was made from."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Filled:
    """What filling in bulk changed."""

    changed: int
    reopened: int
    """How many of them had been submitted or approved and are drafts again."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What mending changed."""

    findings: tuple[Finding, ...]
    kinds: Mapping[str, str]
    """Record id -> key of its kind."""
    titles: Mapping[str, str]
    """Record id -> its title."""
    reopened: int
    """How many records had been submitted or approved and are drafts again."""


def fill(
    bench: Workbench, kind_key: str, entries: Sequence[Entry], ids: Sequence[str], run: Run
) -> Filled:
    """Set values where there are none yet and the form would show them, as one step.

    The offer for what a newer rule adds: sheets filled before it lack the elements. A record of an
    older definition becomes one of the newest. Raises Refused for a value that would be an error
    everywhere, Cancelled; then nothing is written.
    """
    kind = bench.library.kind(kind_key)
    wanted = _wanted(bench, kind, entries)
    changed: list[Pair] = []
    reopened = 0
    for start in range(0, len(ids), _CHUNK):
        run.step("补填", start, len(ids))
        for record in bench.workspace.by_ids(ids[start : start + _CHUNK]).values():
            better = _filled(record, kind, wanted)
            if better is not record:
                changed.append((better, record.revision_id))
                reopened += becomes_draft(bench, record)
    labels = "、".join(element.label for element, _ in wanted)
    if changed:
        save_all(bench, changed, f"批量补填 {labels}（{len(changed)} 条）", run=run)
    return Filled(len(changed), reopened)


def _wanted(
    bench: Workbench, kind: Kind, entries: Sequence[Entry]
) -> tuple[tuple[Element, Any], ...]:
    """The elements with their values, in the order of the definition."""
    found: dict[str, tuple[Element, Any]] = {}
    for entry in entries:
        if entry.group:
            raise Refused("CDO-U113", group=entry.group)
        element = find_element(kind, entry.element)
        value = typed(bench, element, entry.text)
        if value is None:
            raise Refused("CDO-U111", label=element.label)
        fit_for_all(bench, element, value)
        found[element.key] = (element, value)
    return tuple(found[element.key] for element in kind.elements if element.key in found)


def fit_for_all(bench: Workbench, element: Element, value: Any) -> None:
    """Raises Refused for a value that would be an error in every record."""
    problem = judge_value(value, element, bench.library)
    if problem is not None and problem.severity is Severity.ERROR:
        facts = {**problem.facts, "label": element.label}
        said = Finding(problem.code, problem.severity, facts=facts).message()
        raise Refused("CDO-U112", label=element.label, value=shown(value), problem=said)


def _filled(record: Record, kind: Kind, wanted: Sequence[tuple[Element, Any]]) -> Record:
    """The record with what it lacks; itself if it lacks nothing. A value may show the next one."""
    if record.kind != kind.key or record.deleted:
        return record
    values = dict(record.values)
    for _ in wanted:
        for element, value in wanted:
            if element.key not in values and element.is_visible(values):
                values[element.key] = value
    if len(values) == len(record.values):
        return record
    return replace(record, values=values, standard=kind.standard)


def mend(bench: Workbench, ids: Sequence[str], run: Run, codes: Sequence[str] = ()) -> Mended:
    """Apply every one-step fix as one step; gives what was mended.

    Without codes errors and warnings are mended; a hint asks a person, who may name its code.
    What lies in the recycle bin is left alone. Raises Cancelled; then nothing is written.
    """
    findings: list[Finding] = []
    before: dict[str, Record] = {}
    changed: list[Pair] = []
    for id_ in run.each("修正", ids, len(ids)):
        record = record_called(bench, id_)
        if record.deleted or record.id in before:
            continue
        better, done = _mended(bench, record, codes)
        if done:
            before[record.id] = record
            changed.append((better, record.revision_id))
            findings += done
    if changed:
        save_all(bench, changed, f"一键修正 {len(findings)} 处", run=run)
    return Mended(
        tuple(findings),
        {id_: record.kind for id_, record in before.items()},
        {id_: record.title for id_, record in before.items()},
        sum(becomes_draft(bench, record) for record in before.values()),
    )


def _mended(bench: Workbench, record: Record, codes: Sequence[str]) -> tuple[Record, list[Finding]]:
    """One fix at a time: what is mended may settle or change the next finding."""
    done: list[Finding] = []
    seen: set[tuple[str, str, int]] = set()
    while True:
        for finding in check_record(bench, record):
            place = (finding.code, finding.place.element, finding.place.row)
            if finding.fix and place not in seen and _is_wanted(finding, codes):
                record = settled(bench, finding.fix.applied(record))
                seen.add(place)
                done.append(finding)
                break
        else:
            return record, done


def _is_wanted(finding: Finding, codes: Sequence[str]) -> bool:
    return finding.code in codes if codes else finding.severity is not Severity.HINT
