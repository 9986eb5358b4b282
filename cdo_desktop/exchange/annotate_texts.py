"""A new xlsx with the texts of a workbook and the marks: for what cannot be copied as xlsx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter import Workbook as XlsxBook
from xlsxwriter.format import Format

from cdo_desktop.domain.findings import Finding
from cdo_desktop.exchange.cells import cell_text
from cdo_desktop.exchange.finding_words import (
    AUTHOR,
    COMMENT_WIDTH,
    Marks,
    comment_height,
    comment_text,
    heaviest,
)
from cdo_desktop.exchange.sheet_columns import text_width
from cdo_desktop.exchange.workbook import Sheet, Workbook
from cdo_desktop.exchange.xlsx_book import TextSheet, new_sheet
from cdo_desktop.exchange.xlsx_styles import SEVERITY_FILLS
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run

_WIDEST = 40


def write_texts(
    book: XlsxBook, source: Workbook, names: Mapping[str, str], marks: Marks, run: Run
) -> None:
    """Every sheet of the source under its name here, hidden ones hidden, with coloured cells."""
    fills = {
        severity: book.add_format(
            {"num_format": "@", "bg_color": f"#{fill}", "border": 1, "border_color": "#BFBFBF"}
        )
        for severity, fill in SEVERITY_FILLS.items()
    }
    plain = book.add_format({"num_format": "@"})
    for origin in source.sheets:
        sheet = new_sheet(book, names[origin.name])
        here = {(at[1], at[2]): found for at, found in marks.items() if at[0] == origin.name}
        _write_sheet(sheet, origin, here, plain, fills, run)
        origin.release()
        if origin.hidden:
            sheet.hide()


def _write_sheet(
    sheet: TextSheet,
    origin: Sheet,
    marks: Mapping[tuple[int, int], list[Finding]],
    plain: Format,
    fills: Mapping[Severity, Format],
    run: Run,
) -> None:
    by_line: dict[int, dict[int, list[Finding]]] = {}
    for (line, column), found in marks.items():
        by_line.setdefault(line, {}).setdefault(max(column, 1), []).extend(found)
    widths: dict[int, int] = {}
    rows = run.each(f"写“{origin.name}”表", _texts(origin, max(by_line, default=0)), 0)
    for line, texts in enumerate(rows, start=1):
        found_here = by_line.get(line, {})
        for column in sorted({*texts, *found_here}):
            text = texts.get(column, "")
            widths[column] = max(widths.get(column, 0), min(text_width(text[:99]), _WIDEST))
            here = found_here.get(column, [])
            style = fills[heaviest(here)] if here else plain
            _write_cell(sheet, line, column, text, style)
            if here:
                _comment(sheet, line, column, comment_text(here))
    for column, width in widths.items():
        sheet.set_column(column - 1, column - 1, max(width + 2, 9))


def _write_cell(sheet: TextSheet, line: int, column: int, text: str, style: Format) -> None:
    if text:
        sheet.write_string(line - 1, column - 1, text, style)
    else:
        sheet.write_blank(line - 1, column - 1, None, style)


def _comment(sheet: TextSheet, line: int, column: int, text: str) -> None:
    size = {"width": COMMENT_WIDTH, "height": comment_height(text)}
    sheet.write_comment(line - 1, column - 1, text, {"author": AUTHOR, **size})


def _texts(origin: Sheet, at_least: int) -> Iterator[dict[int, str]]:
    """Column -> text of each line, counted from 1; as many lines as the marks need."""
    lines = 0
    for row in origin.rows():
        cells = ((column, cell_text(cell)) for column, cell in enumerate(row, start=1))
        yield {column: text for column, text in cells if text}
        lines += 1
    for _ in range(lines, at_least):
        yield {}
