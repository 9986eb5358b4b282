"""The sheet 检查结果 with XlsxWriter: every finding, where it is, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook

from cdo_desktop.domain.findings import Finding
from cdo_desktop.exchange.finding_words import (
    FINDINGS_SHEET,
    FIRST_ROW,
    HEADS,
    MAX_LINKS,
    FindingLine,
    cell_link,
    finding_lines,
    summary,
)
from cdo_desktop.exchange.key_row import ASIDE
from cdo_desktop.exchange.xlsx_book import MAX_ROWS, TextSheet, new_sheet, sheet_name
from cdo_desktop.exchange.xlsx_styles import SEVERITY_WORDS, Styles
from cdo_desktop.standard.model import SEVERITY_ORDER
from cdo_desktop.tasks import Run


def write_findings(
    book: Workbook,
    findings: list[Finding],
    styles: Styles,
    names: Mapping[str, str],
    taken: set[str],
    run: Run,
    *,
    linked: bool,
    sheet_rows: int = MAX_ROWS,
) -> None:
    """Write the findings, on further sheets where one is full.

    `names` says what a sheet of the source is called here; `linked` whether it is in this book.
    """
    lines = finding_lines(findings, names)
    sheet, row = _begin(book, findings, styles, taken), FIRST_ROW
    for line in run.each("写检查结果", lines, len(findings)):
        if row >= sheet_rows:
            sheet, row = _begin(book, findings, styles, taken), FIRST_ROW
        link = cell_link(names.get(line.place.sheet, ""), line.place) if linked else ""
        _write_line(sheet, row, line, styles, link if line.number <= MAX_LINKS else "")
        row += 1


def _begin(book: Workbook, findings: list[Finding], styles: Styles, taken: set[str]) -> TextSheet:
    sheet = new_sheet(book, sheet_name(FINDINGS_SHEET, taken))
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.write_string(0, 0, ASIDE, styles.key)
    sheet.set_row(1, 30)
    sheet.write_string(1, 0, FINDINGS_SHEET, styles.title)
    sheet.write_string(2, 0, summary(findings))
    for place, severity in enumerate(SEVERITY_ORDER):
        sheet.write_string(3, place, SEVERITY_WORDS[severity], styles.levels[severity])
    sheet.set_row(4, 22)
    for place, (head, width) in enumerate(HEADS):
        sheet.set_column(place, place, width)
        sheet.write_string(4, place, head, styles.head)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return sheet


def _write_line(sheet: TextSheet, row: int, line: FindingLine, styles: Styles, link: str) -> None:
    sheet.set_row(row, line.height)
    sheet.write_number(row, 0, line.number, styles.number)
    sheet.write_string(row, 1, SEVERITY_WORDS[line.severity], styles.levels[line.severity])
    if link:
        sheet.write_url(row, 2, f"internal:{link}", styles.link, line.where)
    else:
        sheet.write_string(row, 2, line.where, styles.number)
    sheet.write_string(row, 3, line.problem, styles.boxed)
    sheet.write_string(row, 4, line.code, styles.number)
    sheet.write_string(row, 5, line.advice, styles.boxed)
