"""What is said about one entry: of reading its cells, of its rows, of its match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.domain.names import name_key
from cdo_desktop.exchange.drafts import Draft, counted_up, lines_text
from cdo_desktop.exchange.entries import Entry, Outcome
from cdo_desktop.exchange.mapping import Column
from cdo_desktop.exchange.matching_rows import MatchedRows
from cdo_desktop.standard.model import Kind, Severity
from cdo_desktop.standard.roles import Role

_LONGEST = 60
"""Characters of a value that are quoted in a sentence."""
_LISTED = 8
"""So many other names are listed."""


def draft_findings(
    draft: Draft, record: str, kind: Kind, rows: Mapping[str, MatchedRows]
) -> Iterator[Finding]:
    """The findings of reading and grouping."""
    first = draft.source.sheet
    for note in draft.notes:
        row = _row_in(rows.get(note.group), note.row)
        sheet = note.sheet or first
        place = Place(record, note.element, note.group, row, sheet, note.line, note.column)
        yield Finding(note.code, note.severity, place, note.facts)
    if draft.differing:
        yield from _Disagreements(draft, record, kind).each()
    if draft.repeated:
        lines = lines_text(draft.repeated)
        facts = {"lines": lines, "first": draft.line, "title": draft.title}
        at = Place(record, sheet=first, line=draft.repeated[0])
        yield Finding("CDO-W227", Severity.HINT, at, facts)


def _row_in(matched: MatchedRows | None, row: int) -> int:
    """Where the draft's row (from 1) stands in the proposed record, 0 if nowhere."""
    if matched is None or row - 1 not in matched.places:
        return 0
    return matched.places.index(row - 1) + 1


class _Disagreements:
    """Cells in which rows of one resource differ, each column of each sheet a finding."""

    def __init__(self, draft: Draft, record: str, kind: Kind) -> None:
        self._draft = draft
        self._record = record
        self._keys = {role: element.key for role, element in kind.roles.items()}

    def each(self) -> Iterator[Finding]:
        """All of them; other names that the code has put under this one come last, together."""
        names: list[tuple[str, Column, int, str]] = []
        for (sheet, number), (first, *others) in self._draft.differing.items():
            column = next(one for one in self._columns(sheet) if one.number == number)
            foreign = [one for one in others if self._is_other_name(column, one[1])]
            if _counted_up(first[1], others):
                foreign = []
            names += [(sheet, column, line, text) for line, text in foreign]
            if alike := [one for one in others if one not in foreign]:
                yield self._differing(sheet, column, first[1], alike)
        if names:
            yield self._names(names)

    def _columns(self, sheet: str) -> tuple[Column, ...]:
        return next(s.mapping.columns for s in self._draft.sources if s.sheet == sheet)

    def _is_other_name(self, column: Column, text: str) -> bool:
        """Whether the rows are one resource by their code alone."""
        by_code = self._draft.code and not self._draft.record_id
        is_title = column.element == self._keys.get(Role.TITLE)
        return bool(by_code) and is_title and name_key(text) != self._draft.title_key

    def _differing(
        self, sheet: str, column: Column, value: str, others: Sequence[tuple[int, str]]
    ) -> Finding:
        """A column in which they disagree: all the lines, and whether they count up."""
        lines = [line for line, _ in others]
        facts = {
            "label": column.heading.rpartition("·")[2],
            "first": self._draft.line,
            "value": value[:_LONGEST],
            "lines": lines_text(lines),
            "other": others[0][1][:_LONGEST],
        }
        place = Place(self._record, column.element, "", 0, sheet, lines[0], column.number)
        if sheet != self._draft.source.sheet:
            facts["sheet"] = self._draft.source.sheet
            return Finding("CDO-W232", Severity.ERROR, place, facts)
        plain = "CDO-W216" if column.element == self._keys.get(Role.CODE) else "CDO-W215"
        code = "CDO-W218" if _counted_up(value, others) else plain
        return Finding(code, Severity.ERROR, place, facts)

    def _names(self, names: Sequence[tuple[str, Column, int, str]]) -> Finding:
        """Other names under the same code: which, and on which rows."""
        sheet, column, line, _ = names[0]
        lines: dict[tuple[str, str], list[int]] = {}
        for at, _, number, text in names:
            lines.setdefault((at, text), []).append(number)
        told = [
            f"{self._sheet_words(at)}第 {lines_text(numbers)} 行“{text[:_LONGEST]}”"
            for (at, text), numbers in lines.items()
        ]
        more = f"等 {len(told)} 个名称" if len(told) > _LISTED else ""
        facts = {
            "code": self._draft.code,
            "first": self._draft.line,
            "title": self._draft.title,
            "others": "、".join(told[:_LISTED]) + more,
        }
        place = Place(self._record, column.element, "", 0, sheet, line, column.number)
        return Finding("CDO-W234", Severity.ERROR, place, facts)

    def _sheet_words(self, sheet: str) -> str:
        return "" if sheet == self._draft.source.sheet else f"工作表“{sheet}”"


def _counted_up(first: str, others: Sequence[tuple[int, str]]) -> bool:
    return counted_up([first, *dict.fromkeys(text for _, text in others)])


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
