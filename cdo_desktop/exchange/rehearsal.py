"""The rehearsal of an import: everything is read, grouped and compared; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.by_hand import named_sheet
from cdo_desktop.exchange.classification import AS_TEXT, FINEST, SHORTENED
from cdo_desktop.exchange.drafts import lines_text
from cdo_desktop.exchange.drag_fill import drag_findings
from cdo_desktop.exchange.entries import Entry, Outcome, Rehearsal, Source, locate
from cdo_desktop.exchange.gathered import Gathered
from cdo_desktop.exchange.grouping import Grouping
from cdo_desktop.exchange.headers import HEAD_LINES
from cdo_desktop.exchange.headings import heading_key
from cdo_desktop.exchange.known import Known
from cdo_desktop.exchange.layouts import Layout
from cdo_desktop.exchange.mapping import NUMBER, Column, How, SheetMapping, Standing
from cdo_desktop.exchange.matching import Matching
from cdo_desktop.exchange.plan import Plan, make_plan
from cdo_desktop.exchange.readings import NumericCodes
from cdo_desktop.exchange.recognition import Recogniser, no_header
from cdo_desktop.exchange.sheet_xml import exact_cells
from cdo_desktop.exchange.workbook import Sheet, Workbook, open_workbook
from cdo_desktop.exchange.workbook_guard import Form
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind, Severity
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run

_QUOTED = 60
"""So many characters of a heading are quoted."""
_LISTED = 5
"""So many records are named."""

__all__ = ["Entry", "Outcome", "Rehearsal", "Source", "locate", "rehearse"]


def rehearse(
    path: Path,
    kind: str,
    library: Library,
    own_org: Org,
    known: Known,
    run: Run,
    layout: Layout | None = None,
    mapping: Mapping[str, SheetMapping] | None = None,
) -> Rehearsal:
    """Read a workbook as records of a kind and compare them with the workspace; writes nothing.

    `layout` is tried before those that ship; `mapping` (by sheet name) says which sheets to read
    and how, instead of recognising them. Raises Refused: what open_workbook refuses, no header
    (W110), no sheet of the kind (W111), a mapping that does not fit (W112, W113); Cancelled.
    """
    return _Rehearsing(path, library.kind(kind), library, own_org, known, run).run(layout, mapping)


class _Rehearsing:
    """One rehearsal under way."""

    def __init__(
        self, path: Path, kind: Kind, library: Library, own: Org, known: Known, run: Run
    ) -> None:
        self._path = path
        self._kind = kind
        self._library = library
        self._matching = Matching(kind, own, known)
        self._run = run
        self._gathered = Gathered()
        self._sources: list[Source] = []
        self._entries: list[Entry] = []
        self._findings: list[Finding] = []

    def run(self, layout: Layout | None, mapping: Mapping[str, SheetMapping] | None) -> Rehearsal:
        """Do it."""
        self._run.step("打开工作簿")
        book = open_workbook(self._path)
        if mapping is not None:
            self._read_as_told(book, mapping)
        else:
            self._read_recognised(book, Recogniser(self._library, self._kind, layout))
        self._entries += self._matching.entries(self._gathered.drafts, self._run)
        if not self._entries:
            self._findings.append(self._without_records())
        return Rehearsal(
            self._path,
            self._kind,
            tuple(self._sources),
            tuple(self._entries),
            tuple(self._findings),
        )

    def _without_records(self) -> Finding:
        """An own form may be empty, as the export of an empty workspace is; other sheets not."""
        own_forms = bool(self._sources) and all(one.mapping.own_form for one in self._sources)
        severity = Severity.HINT if own_forms else Severity.ERROR
        at = Place(sheet=self._sources[0].sheet if self._sources else "")
        return Finding("CDO-W209", severity, at, {"kind": self._kind.label})

    def _read_as_told(self, book: Workbook, mapping: Mapping[str, SheetMapping]) -> None:
        for name, one in mapping.items():
            self._read(named_sheet(book, name), one)
        hidden = [s.name for s in book.sheets if s.hidden and s.name not in mapping]
        self._say_hidden(hidden, any(one.own_form for one in mapping.values()))

    def _read_recognised(self, book: Workbook, recogniser: Recogniser) -> None:
        hidden = [sheet.name for sheet in book.sheets if sheet.hidden]
        others: list[str] = []
        own_form = False
        for sheet in book.visible:
            self._run.step(f"认表头：{sheet.name}")
            seen = recogniser.recognise(sheet.head(HEAD_LINES), sheet.name)
            own_form = (
                own_form or seen.aside or (seen.mapping is not None and seen.mapping.own_form)
            )
            if seen.mapping is not None and seen.kind == self._kind.key:
                self._read(sheet, seen.mapping)
            elif seen.kind:
                others.append(self._library.kind(seen.kind).label)
                facts = {"other": others[-1], "kind": seen.kind}
                self._say("CDO-W202", Severity.HINT, sheet.name, **facts)
            elif not (seen.aside or seen.empty):
                self._say("CDO-W203", Severity.HINT, sheet.name)
            sheet.release()
        if not self._sources:
            raise self._nothing_found(book, others)
        self._say_hidden(hidden, own_form)

    def _say_hidden(self, hidden: Sequence[str], own_form: bool) -> None:
        if hidden and not own_form:  # our own forms keep their lists on hidden sheets
            self._say("CDO-W201", Severity.HINT, "", sheets="、".join(hidden))

    def _nothing_found(self, book: Workbook, others: list[str]) -> Refused:
        if others:
            named = "、".join(dict.fromkeys(others))
            return Refused("CDO-W111", file=self._path.name, kind=self._kind.label, others=named)
        heads = (sheet.head(HEAD_LINES) for sheet in book.visible)
        head = next((rows for rows in heads if any(any(row) for row in rows)), None)
        if head is None:
            return Refused("CDO-W104", file=self._path.name)
        return no_header(self._path.name, self._kind, head)

    def _read(self, sheet: Sheet, mapping: SheetMapping) -> None:
        source = Source(sheet.name, mapping)
        self._sources.append(source)
        self._say_columns(source)
        plan = make_plan(mapping, self._kind, self._library, sheet.form)
        headings, covered = _title_headings(mapping, plan), _covered_lines(sheet, plan)
        grouping = Grouping(plan, source, self._gathered, headings, covered)
        patches = exact_cells(sheet, *_exact_columns(mapping, plan))
        self._run.step(f"读取表格：{sheet.name}")
        grouping.collect(sheet.rows(), mapping.first_line, patches, self._run)
        sheet.release()
        self._say_sheet(sheet, grouping, mapping)
        self._findings += drag_findings(grouping.drafts, plan, source)
        self._say_joined(sheet.name)

    def _say(self, code: str, severity: Severity, sheet: str, **facts: object) -> None:
        place = Place(sheet=sheet)
        self._findings.append(Finding(code, severity, place, {"sheet": sheet, **facts}))

    def _say_columns(self, source: Source) -> None:
        mapping = source.mapping
        if mapping.standard and mapping.standard != self._kind.standard:
            facts = {"theirs": mapping.standard, "ours": self._kind.standard}
            self._say("CDO-W207", Severity.WARNING, source.sheet, **facts)
        for column in mapping.columns:
            told = _COLUMN_FINDINGS.get(column.standing)
            if told is None or _needs_no_word(column):
                continue
            facts = {
                "heading": column.heading[:_QUOTED],
                "label": self._label_of(column),
            }
            at = Place(
                "",
                column.element,
                column.group,
                0,
                source.sheet,
                mapping.header_line,
                column.number,
            )
            self._findings.append(
                Finding(told[0], told[1], at, {**facts, "percent": column.confidence})
            )

    def _say_joined(self, sheet: str) -> None:
        """Which records of the sheet are ones that sheets before it have begun."""
        joined = [draft for draft in self._gathered.drafts if sheet in draft.others]
        if joined:
            label = self._kind.roles[Role.TITLE].key
            names = [shown(draft.values.get(label, ""))[:_QUOTED] for draft in joined[:_LISTED]]
            more = " 等" if len(joined) > _LISTED else ""
            self._say(
                "CDO-W233", Severity.HINT, sheet, count=len(joined), titles="、".join(names) + more
            )

    def _say_sheet(self, sheet: Sheet, grouping: Grouping, mapping: SheetMapping) -> None:
        if grouping.left_out:
            lines = lines_text(grouping.left_out)
            self._say("CDO-W208", Severity.HINT, sheet.name, lines=lines)
        self._say_numeric(sheet, grouping.filling.numeric, mapping)
        tree = self._kind.roles.get(Role.CLASSIFICATION)
        for code, line, column, facts in grouping.filling.unclear.each():
            severity = Severity.WARNING if code in (SHORTENED, AS_TEXT) else Severity.HINT
            at = Place("", tree.key if tree else "", "", 0, sheet.name, line, column)
            self._findings.append(Finding(code, severity, at, facts))

    def _say_numeric(self, sheet: Sheet, numeric: NumericCodes, mapping: SheetMapping) -> None:
        """Codes in number cells: other formats hide how they were shown; in xlsx that is known, so
        only 细目 is in doubt, which has no fixed length."""
        hidden = sheet.form in (Form.XLS, Form.XLSB, Form.ODS)
        code = "CDO-W214" if hidden else "CDO-W231"
        for column in mapping.used():
            if column.number in numeric.first and (hidden or column.part >= FINEST):
                facts = {
                    "sheet": sheet.name,
                    "label": column.heading if column.part else self._label_of(column),
                    "count": numeric.count[column.number],
                }
                line = numeric.first[column.number]
                at = Place("", column.element, column.group, 0, sheet.name, line, column.number)
                self._findings.append(Finding(code, Severity.WARNING, at, facts))

    def _label_of(self, column: Column) -> str:
        return _label(self._kind, column.group, column.element)


_COLUMN_FINDINGS = {
    Standing.UNKNOWN: ("CDO-W204", Severity.HINT),
    Standing.WARNED: ("CDO-W205", Severity.WARNING),
    Standing.PENDING: ("CDO-W206", Severity.WARNING),
}


def _needs_no_word(column: Column) -> bool:
    """Whether a column is left out for a reason that is known: by hand, nameless, a number."""
    left_out = not column.element and (column.how is How.HAND or not column.heading)
    return left_out or (column.element == NUMBER and column.standing is Standing.TAKEN)


def _label(kind: Kind, group: str, element: str) -> str:
    owner = kind.groups_by_key[group].by_key if group in kind.groups_by_key else kind.by_key
    return owner[element].label if element in owner else ""


def _title_headings(mapping: SheetMapping, plan: Plan) -> frozenset[str]:
    heading = plan.columns[plan.title].heading
    return frozenset({heading_key(heading.rpartition("·")[2])}) - {""}


def _covered_lines(sheet: Sheet, plan: Plan) -> frozenset[int]:
    """The lines whose name cell is the lower part of a merged one."""
    column = plan.columns[plan.title].number
    return frozenset(
        line
        for area in sheet.merged
        if area.first_column <= column <= area.last_column
        for line in range(area.first_line + 1, area.last_line + 1)
    )


def _exact_columns(mapping: SheetMapping, plan: Plan) -> tuple[list[int], list[int]]:
    """All columns that are read, and those of them in which a number is a code (from 0)."""
    every = [column.number - 1 for column in mapping.used()]
    texts = [
        column.number - 1
        for column, reading in zip(plan.columns, plan.readings, strict=True)
        if reading is None or reading.counts_digits
    ]
    for group in plan.groups:
        pairs = zip(group.columns, group.readings, strict=True)
        texts += [number - 1 for number, reading in pairs if reading.counts_digits]
    return every, texts
