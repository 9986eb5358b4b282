"""Records as a workbook in our own form: what is read back from it unchanged is “0 changes”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.form_sheet import is_wrapped, set_widths, write_head
from cdo_desktop.exchange.key_row import HEAD_ROWS
from cdo_desktop.exchange.list_sheet import write_list_sheet
from cdo_desktop.exchange.sheet_columns import SheetColumn, columns_of
from cdo_desktop.exchange.xlsx_book import (
    MAX_ROWS,
    MAX_TEXT,
    TextCell,
    TextSheet,
    new_book,
    new_sheet,
    sheet_name,
    utf16_length,
)
from cdo_desktop.exchange.xlsx_styles import Styles, styles_of
from cdo_desktop.standard.element_kinds import Lists, shown
from cdo_desktop.standard.model import Kind
from cdo_desktop.tasks import Run

_RECORD_ID, _ROW_ID = "A", "B"
"""The hidden columns of key_row.py."""


def export_records(
    path: Path,
    kinds_with_records: Iterable[tuple[Kind, Iterable[Record]]],
    library: Lists,
    run: Run,
    *,
    sheet_rows: int = MAX_ROWS,
) -> int:
    """Write records, one sheet per kind (and further ones where a sheet is full); rows written.

    One row per row of a group with the record's own columns repeated, one
    row for a record without any. A file of that name is replaced. Raises Refused where a text is
    longer than a cell can hold, DiskTrouble, Cancelled.
    """
    written = 0
    with new_book(path) as book:
        styles = styles_of(book)
        taken: set[str] = set()
        kinds: list[Kind] = []
        for kind, records in kinds_with_records:
            kinds.append(kind)
            written += _Sheets(book, kind, library, styles, taken, sheet_rows).write(records, run)
        write_list_sheet(book, kinds, library, styles)
        run.step("写入文件")
    return written


@dataclass
class _Sheets:
    """The sheets of one kind while they are being written."""

    book: Workbook
    kind: Kind
    lists: Lists
    styles: Styles
    taken: set[str]
    sheet_rows: int
    _filled: set[int] = field(default_factory=set)
    _columns: tuple[SheetColumn, ...] = ()
    _columns_of: Mapping[str, list[tuple[SheetColumn, str, Format]]] = field(default_factory=dict)
    """By group: the columns with their letters and formats."""
    _next: int = 0

    def write(self, records: Iterable[Record], run: Run) -> int:
        """Write all records; the number of rows."""
        self._columns = columns_of(self.kind)
        self._columns_of = {
            group: [
                (column, xl_col_to_name(column.index), self._style(column))
                for column in self._columns
                if column.group == group
            ]
            for group in ("", *self.kind.groups_by_key)
        }
        sheet = self._begin()
        rows = 0
        for record in run.each(f"导出{self.kind.label}", records, 0):
            lines = list(self._lines(record))
            if self._next > HEAD_ROWS and self._next + len(lines) > self.sheet_rows:
                self._end(sheet)
                sheet = self._begin()
            for cells in lines:
                if self._next >= self.sheet_rows:  # one record fills more than a sheet
                    self._end(sheet)
                    sheet = self._begin()
                sheet.write_texts(self._next, cells)
                self._next += 1
            rows += len(lines)
        self._end(sheet)
        return rows

    def _style(self, column: SheetColumn) -> Format:
        return self.styles.filled_cell if is_wrapped(column) else self.styles.filled_line

    def _begin(self) -> TextSheet:
        sheet = new_sheet(self.book, sheet_name(self.kind.label, self.taken))
        write_head(sheet, self.kind, self.lists, self.styles)
        self._next = HEAD_ROWS
        self._filled.clear()
        return sheet

    def _end(self, sheet: TextSheet) -> None:
        set_widths(sheet, self._columns, self.styles, self._filled)

    def _lines(self, record: Record) -> Iterator[list[TextCell]]:
        first = TextCell.of(_RECORD_ID, record.id, self.styles.key)
        own = self._cells("", record.values, record)
        alone = True
        for group in self.kind.groups_by_key:
            for row in record.groups.get(group, ()):
                alone = False
                key = TextCell.of(_ROW_ID, str(row["id"]), self.styles.key)
                cells = sorted([*own, *self._cells(group, row, record)], key=itemgetter(0))
                yield [first, key, *(cell for _, cell in cells)]
        if alone:
            yield [first, *(cell for _, cell in own)]

    def _cells(
        self, group: str, values: Mapping[str, Any], record: Record
    ) -> list[tuple[int, TextCell]]:
        cells: list[tuple[int, TextCell]] = []
        for column, letters, style in self._columns_of[group]:
            text = shown(values.get(column.element.key))
            if not text:
                continue
            if len(text) > MAX_TEXT // 2 and (length := utf16_length(text)) > MAX_TEXT:
                label = column.element.label
                raise Refused("CDO-W501", title=record.title, label=label, length=length)
            self._filled.add(column.index)
            cells.append((column.index, TextCell.of(letters, text, style)))
        return cells
