"""What is said about one entry: of reading its cells, of its rows, of its match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.exchange.drafts import Draft, counted_up, lines_text
from cdo_desktop.exchange.entries import Entry, Outcome, Source
from cdo_desktop.exchange.mapping import Column
from cdo_desktop.exchange.matching_rows import MatchedRows
from cdo_desktop.standard.model import Severity

_LONGEST = 60
"""Characters of a value that are quoted in a sentence."""


def draft_findings(
    draft: Draft, record: str, code: str, source: Source, rows: Mapping[str, MatchedRows]
) -> Iterator[Finding]:
    """The findings of reading and grouping; `code` is the key of the code's element."""
    for note in draft.notes:
        row = _row_in(rows.get(note.group), note.row)
        place = Place(record, note.element, note.group, row, source.sheet, note.line, note.column)
        yield Finding(note.code, note.severity, place, note.facts)
    for number in draft.differing:
        column = next(one for one in source.mapping.columns if one.number == number)
        yield _differing(draft, record, source.sheet, column, column.element == code)
    if draft.repeated:
        lines = lines_text(draft.repeated)
        facts = {"lines": lines, "first": draft.line, "title": draft.title}
        at = Place(record, sheet=source.sheet, line=draft.repeated[0])
        yield Finding("CDO-W227", Severity.HINT, at, facts)


def _row_in(matched: MatchedRows | None, row: int) -> int:
    """Where the draft's row (from 1) stands in the proposed record, 0 if nowhere."""
    if matched is None or row - 1 not in matched.places:
        return 0
    return matched.places.index(row - 1) + 1


def _differing(draft: Draft, record: str, sheet: str, column: Column, is_code: bool) -> Finding:
    """Rows of one resource disagree in a column: all their lines, and whether they count up."""
    (_, first), *others = draft.differing[column.number]
    lines = [line for line, _ in others]
    facts = {
        "label": column.heading.rpartition("·")[2],
        "first": draft.line,
        "value": first[:_LONGEST],
        "lines": lines_text(lines),
        "other": others[0][1][:_LONGEST],
    }
    plain = "CDO-W216" if is_code else "CDO-W215"
    code = "CDO-W218" if counted_up([first, *(text for _, text in others)]) else plain
    place = Place(record, column.element, "", 0, sheet, lines[0], column.number)
    return Finding(code, Severity.ERROR, place, facts)


def with_finding(
    entry: Entry, code: str, severity: Severity, facts: Mapping[str, object], element: str = ""
) -> Entry:
    """The entry with one finding more, at its first line."""
    column = entry.source.columns.get(("", element), 0)
    place = Place(entry.record.id, element, "", 0, entry.source.sheet, entry.line, column)
    return replace(entry, findings=(*entry.findings, Finding(code, severity, place, facts)))


def refused(entry: Entry, code: str, facts: Mapping[str, object]) -> Entry:
    """The entry as one that cannot become a draft, and why."""
    told = with_finding(entry, code, Severity.ERROR, {"line": entry.line, **facts})
    return replace(told, outcome=Outcome.INVALID)
