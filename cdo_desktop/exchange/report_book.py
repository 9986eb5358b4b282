"""Any report as a workbook: a sheet for each table, one for what is said beside the tables."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter import Workbook

from cdo_desktop.domain.report_parts import (
    Bars,
    Code,
    Facts,
    Plain,
    Report,
    Roadmap,
    Shown,
    Table,
    Words,
)
from cdo_desktop.exchange.xlsx_book import (
    MAX_ROWS,
    MAX_TEXT,
    TextSheet,
    new_book,
    new_sheet,
    sheet_name,
    utf16_length,
)
from cdo_desktop.exchange.xlsx_styles import Styles, styles_of
from cdo_desktop.tasks import Run

_SAID = "说明"
_WIDE = 110
"""Characters across a sheet, shared among the columns of a table."""
_CUT = "……（过长，余下的请在程序中查看）"
_CHART_ROWS = 200
"""A chart of more bars than these says nothing."""


def write_report(report: Report, path: Path, run: Run) -> int:
    """Write a report as a workbook; gives the number of rows of its tables.

    Raises DiskTrouble, Cancelled; then nothing is left.
    """
    with new_book(path) as book:
        book.set_properties({"title": report.title, "author": report.org, "created": report.made})
        return _Writing(book, report, run).write()


class _Writing:
    """One workbook being written; in constant memory a sheet is finished before the next."""

    def __init__(self, book: Workbook, report: Report, run: Run) -> None:
        self._book, self._report, self._run = book, report, run
        self._styles: Styles = styles_of(book)
        self._count = book.add_format({"border": 1, "num_format": "#,##0", "valign": "top"})
        self._taken: set[str] = set()
        self._rows = 0

    def write(self) -> int:
        """Write every part."""
        self._said()
        for part in self._report.parts:
            if isinstance(part, Table):
                self._table(part)
            elif isinstance(part, Bars):
                self._bars(part)
            elif isinstance(part, Roadmap):
                self._roadmap(part)
        return self._rows

    def _said(self) -> None:
        sheet = new_sheet(self._book, sheet_name(_SAID, self._taken))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        _one_page_across(sheet)
        sheet.write_string(0, 0, self._report.title, self._styles.title)
        sheet.write_string(1, 0, self._report.org)
        sheet.write_string(1, 1, f"{self._report.made:%Y-%m-%d %H:%M}")
        row = 3
        for part in self._report.parts:
            for label, text in _said_of(part):
                sheet.write_string(row, 0, _fitting(label), self._styles.note)
                sheet.write_string(row, 1, _fitting(text), self._styles.note)
                row += 1

    def _table(self, table: Table) -> None:
        sheet = self._begun(table)
        row = 0
        for texts in self._run.each(f"写出{table.title}", table.rows, table.count):
            row += 1
            if row >= MAX_ROWS:
                sheet, row = self._begun(table), 1
            for column, one in enumerate(texts):
                self._cell(sheet, row, column, one)
            self._rows += 1

    def _begun(self, table: Table) -> TextSheet:
        sheet = new_sheet(self._book, sheet_name(table.title, self._taken))
        whole = sum(table.shares)
        for column, (words, share) in enumerate(zip(table.head, table.shares, strict=True)):
            sheet.set_column(column, column, max(6, _WIDE * share / whole))
            sheet.write_string(0, column, words, self._styles.head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        _one_page_across(sheet)
        return sheet

    def _cell(self, sheet: TextSheet, row: int, column: int, one: Shown) -> None:
        if isinstance(one, int):
            sheet.write_number(row, column, one, self._count)
        else:
            sheet.write_string(row, column, _fitting(one), self._styles.filled_cell)

    def _bars(self, bars: Bars) -> None:
        head, shares = ("项目", bars.unit), (3.0, 1.0)
        self._table(Table(bars.title, head, shares, bars.parts, len(bars.parts)))
        if not 0 < len(bars.parts) <= _CHART_ROWS:
            return
        sheet = self._book.worksheets()[-1]
        name, last = sheet.get_name(), len(bars.parts)
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "categories": [name, 1, 0, last, 0],
                "values": [name, 1, 1, last, 1],
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": bars.title})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        sheet.insert_chart(1, 3, chart)

    def _roadmap(self, roadmap: Roadmap) -> None:
        rows = [
            (label, span.label, *_days(span.planned), *_days(span.actual))
            for label, spans in roadmap.lines
            for span in spans
        ]
        head = ("项目", "阶段", "计划开始", "计划完成", "实际开始", "实际完成")
        self._table(Table(roadmap.title, head, (4, 1, 1, 1, 1, 1), rows, len(rows)))


def _one_page_across(sheet: TextSheet) -> None:
    """A4, as many pages down as it takes."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _said_of(part: object) -> list[tuple[str, str]]:
    match part:
        case Words(text):
            return [("", text)]
        case Facts(_, pairs):
            return list(pairs)
        case Plain(title, text):
            lines = text.split("\n")  # a row each: Excel shows at most 409 points of one
            return [(title if at == 0 else "", line) for at, line in enumerate(lines)]
        case Code(_, lines):
            return [("", line) for line in lines]
    return []


def _days(given: tuple[object, object] | None) -> tuple[str, str]:
    return (str(given[0]), str(given[1])) if given else ("", "")


def _fitting(text: str) -> str:
    """What Excel takes in one cell; a text that is cut says so."""
    if utf16_length(text) <= MAX_TEXT:
        return text
    return text[: MAX_TEXT // 2 - len(_CUT)] + _CUT
