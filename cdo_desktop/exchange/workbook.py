"""Opening what people bring: xlsx, xls, xlsb, ods and delimited text, as sheets of cell values."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.csv_text import text_rows
from cdo_desktop.exchange.foreign_scan import refuse_oversized
from cdo_desktop.exchange.sheet_pieces import can_be_cut, rows_in_pieces
from cdo_desktop.exchange.sheet_scan import Merged, Scan, refuse_oversized_sheet, scan_sheet
from cdo_desktop.exchange.workbook_guard import Form, form_of
from cdo_desktop.exchange.xlsx_parts import Parts, read_parts
from cdo_desktop.files import existing

Cell = Any
"""What a cell holds: text, number, truth value, date, moment, time or span; "" is an empty one.
Patched rows also hold ErrorCell and NoValue of sheet_xml.py."""
Row = list[Cell]


@dataclass
class Sheet:
    """One sheet. Rows are laid out when first asked for and kept until `release`."""

    path: Path
    form: Form
    name: str
    hidden: bool
    number: int
    """Position in the workbook, counted from 0."""
    parts: Parts | None = None
    """For xlsx: where its XML is and which number formats matter."""
    _loaded: calamine.CalamineSheet | None = field(default=None, repr=False)

    def rows(self) -> Iterator[Row]:
        """All rows from the first line and the first column on. Raises Refused."""
        if self.form is Form.TEXT:
            yield from text_rows(self.path)
            return
        if self._is_cut and self.parts is not None and self.parts.member is not None:
            with readable(self.path):
                yield from rows_in_pieces(self.path, self.parts.member, self.name)
            return
        sheet = self._sheet()
        if sheet.start is None:
            return
        offset = sheet.start[1]
        if offset == 0:
            yield from sheet.iter_rows()
            return
        blank: Row = [""] * offset
        for row in sheet.iter_rows():
            yield blank + row

    def head(self, count: int) -> list[Row]:
        """The first rows."""
        return list(islice(self.rows(), count))

    @property
    def merged(self) -> tuple[Merged, ...]:
        """Merged ranges, where the file format lets us see them (xlsx, xls)."""
        if self.form not in (Form.XLSX, Form.XLS):
            return ()
        if self._is_cut:
            return self.scan.merged
        ranges = self._sheet().merged_cell_ranges or []
        return tuple(Merged(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in ranges)

    @cached_property
    def scan(self) -> Scan:
        """What the raw XML holds that calamine does not give. Raises Refused (W103, W105)."""
        if self.parts is None or self.parts.member is None:
            return Scan(False, False, False, False, False)
        return scan_sheet(self.path, self.parts.member, self.parts.formats)

    @cached_property
    def _is_cut(self) -> bool:
        """Whether it is read in pieces."""
        if self.parts is None or self.parts.member is None:
            return False
        return self.scan.plain and can_be_cut(self.path, self.parts.member)

    def release(self) -> None:
        """Let go of the laid-out rows."""
        self._loaded = None

    def _sheet(self) -> calamine.CalamineSheet:
        if self._loaded is None:
            if self.parts is not None and self.parts.member is not None:
                refuse_oversized_sheet(self.path, self.parts.member)
            with readable(self.path), _opened(self.path, self.form) as book:
                self._loaded = book.get_sheet_by_index(self.number)
        return self._loaded


@dataclass(frozen=True)
class Workbook:
    """An opened workbook; nothing but the list of sheets has been read yet."""

    path: Path
    form: Form
    sheets: tuple[Sheet, ...]

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """The sheets a person sees."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)


def open_workbook(path: Path) -> Workbook:
    """Open a workbook for reading; the file is not changed.

    Raises Refused: no such file (U101), not a workbook (W101), encrypted (W102), broken (W103),
    empty (W104), a bomb (W105), too large (W106), nothing to read (W107), locked (W108).
    """
    form = form_of(existing(path))
    if form is Form.TEXT:
        sheet = Sheet(path, form, path.stem, hidden=False, number=0)
        with readable(path):
            if not any(any(cell.strip() for cell in row) for row in islice(text_rows(path), 1000)):
                raise Refused("CDO-W104", file=path.name)
        return Workbook(path, form, (sheet,))
    refuse_oversized(path, form)  # calamine lays out an ods as soon as it is opened
    with readable(path), _opened(path, form) as book:
        known = list(book.sheets_metadata)
    parts = read_parts(path) if form is Form.XLSX else {}
    sheets = tuple(
        Sheet(path, form, meta.name, _is_hidden(meta), number, parts.get(meta.name))
        for number, meta in enumerate(known)
        if meta.typ is calamine.SheetTypeEnum.WorkSheet
    )
    if not any(not sheet.hidden for sheet in sheets):
        raise Refused("CDO-W107", file=path.name)
    return Workbook(path, form, sheets)


def _is_hidden(meta: calamine.SheetMetadata) -> bool:
    return meta.visible is not calamine.SheetVisibleEnum.Visible


@contextmanager
def _opened(path: Path, form: Form) -> Iterator[calamine.CalamineWorkbook]:
    """calamine goes by the name's ending; a file with another one is handed over as a stream."""
    if path.suffix.lower() == f".{form}" or (form is Form.XLSX and path.suffix.lower() == ".xlsm"):
        book = calamine.CalamineWorkbook.from_path(path)
        try:
            yield book
        finally:
            book.close()
        return
    with path.open("rb") as stream:
        yield calamine.CalamineWorkbook.from_filelike(stream)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Whatever reading a spoilt file raises, as the refusal a person understands."""
    try:
        yield
    except calamine.PasswordError as error:
        raise Refused("CDO-W102", file=path.name) from error
    except (calamine.CalamineError, zipfile.BadZipFile, ValueError, EOFError) as error:
        raise Refused("CDO-W103", file=path.name) from error
    except OSError as error:
        raise Refused("CDO-W108", file=path.name, reason=error.strerror or str(error)) from error
    except BaseException as error:
        # a panic inside the Rust library is a BaseException that cannot be imported by name
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("CDO-W103", file=path.name) from error
