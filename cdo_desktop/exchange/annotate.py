"""What was found, given back on the user's own sheet: coloured cells, comments, a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from cdo_desktop.domain.findings import Finding
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.annotate_texts import write_texts
from cdo_desktop.exchange.findings_sheet import write_findings
from cdo_desktop.exchange.workbook import Workbook, open_workbook
from cdo_desktop.exchange.workbook_guard import Form
from cdo_desktop.exchange.xlsx_book import new_book, sheet_name
from cdo_desktop.exchange.xlsx_styles import styles_of
from cdo_desktop.files import replacing
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run

MAX_COPY_ROWS = 20_000
"""Above it a marked copy would take minutes and a gigabyte (96 000 rows: 50 s, 1.2 GB)."""
MAX_MERGED_CELLS = 2_000_000
"""openpyxl makes an object of every cell of a merged range."""
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, BadZipFile)
"""What openpyxl raises for workbooks other programs wrote and calamine has read."""


class AnnotatedForm(StrEnum):
    """What was made."""

    COPY = "copy"
    """The user's own workbook with marks."""
    TEXTS = "texts"
    """A new workbook with the texts and the marks."""
    LIST = "list"
    """The findings alone."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """The file that was written, and what its reader should know (as hints)."""

    path: Path
    form: AnnotatedForm
    notes: tuple[Finding, ...] = ()


def annotate(source: Path, target: Path, findings: Iterable[Finding], run: Run) -> Annotated:
    """Write the findings beside the cells they are about, into a new file; the source is only read.

    Findings are placed by Place.sheet, line and column; all of them are in the list 检查结果.
    Raises Refused (the target exists: U102; the source cannot be read: W101 …), DiskTrouble,
    Cancelled; then nothing is written.
    """
    if target.exists():
        raise Refused("CDO-U102", file=target.name)
    found = list(findings)
    book = open_workbook(source)
    run.step("清点行数")
    if _rows(book) > MAX_COPY_ROWS:
        return _write_list(target, found, run, _note("CDO-W512", limit=MAX_COPY_ROWS))
    if _merged_cells(book) > MAX_MERGED_CELLS:
        return _write_list(target, found, run, _note("CDO-W514"))
    for sheet in book.sheets:
        sheet.release()
    if book.form is not Form.XLSX:
        return _write_texts(book, target, found, run, _note("CDO-W513", form=str(book.form)))
    # imported here: openpyxl takes a tenth of a second of every start, and is hardly ever needed
    from cdo_desktop.exchange.annotate_copy import write_copy

    try:
        with replacing(target) as part:
            dropped = write_copy(book, part, found, _marks(found), run)
    except UNREADABLE:
        return _write_texts(book, target, found, run, _note("CDO-W515"))
    notes = (_note("CDO-W511", what=dropped),) if dropped else ()
    return Annotated(target, AnnotatedForm.COPY, notes)


def _rows(book: Workbook) -> int:
    """How many rows there are, counted no further than needed."""
    total = 0
    for sheet in book.sheets:
        total += sum(1 for _ in islice(sheet.rows(), MAX_COPY_ROWS + 1))
    return total


def _merged_cells(book: Workbook) -> int:
    return sum(
        (area.last_line - area.first_line + 1) * (area.last_column - area.first_column + 1)
        for sheet in book.sheets
        for area in sheet.merged
    )


def _marks(findings: list[Finding]) -> dict[tuple[str, int, int], list[Finding]]:
    marks: dict[tuple[str, int, int], list[Finding]] = {}
    for finding in findings:
        place = finding.place
        if place.sheet and place.line:
            marks.setdefault((place.sheet, place.line, place.column), []).append(finding)
    return marks


def _write_texts(
    book: Workbook, target: Path, findings: list[Finding], run: Run, note: Finding
) -> Annotated:
    taken: set[str] = set()
    names = {sheet.name: sheet_name(sheet.name, taken) for sheet in book.sheets}
    with new_book(target) as made:
        styles = styles_of(made)
        write_findings(made, findings, styles, names, taken, run, linked=True)
        write_texts(made, book, names, _marks(findings), run)
        run.step("写入文件")
    return Annotated(target, AnnotatedForm.TEXTS, (note,))


def _write_list(target: Path, findings: list[Finding], run: Run, note: Finding) -> Annotated:
    with new_book(target) as made:
        write_findings(made, findings, styles_of(made), {}, set(), run, linked=False)
        run.step("写入文件")
    return Annotated(target, AnnotatedForm.LIST, (note,))


def _note(code: str, **facts: object) -> Finding:
    return Finding(code, Severity.HINT, facts=facts)
