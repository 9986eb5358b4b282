"""How large the sheets of xlsb and ods files would get, and what calamine would lose there."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.safe_xml import Attributes, read_xml
from cdo_desktop.exchange.sheet_scan import MAX_CELLS
from cdo_desktop.exchange.workbook_guard import Form, inflated

# record types of [MS-XLSB] 2.3.1
ROW = 0x00
_CELLS = range(0x01, 0x0C)
_SHORT_CELLS = range(0x0C, 0x13)
"""Cells without a column number, right of the one before: calamine skips them. Excel and WPS do
not write them, some libraries do."""

_BEGINNING = 256
"""So many bytes of a record are looked at."""


def refuse_oversized(path: Path, form: Form) -> None:
    """Raises Refused if a sheet's used rectangle would not fit into memory (W106), or if an xlsb
    is written in a way that loses cells (W103)."""
    if form not in (Form.XLSB, Form.ODS):
        return
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    for member in members:
        if (
            form is Form.XLSB
            and "worksheets/" in member.filename
            and member.filename.endswith(".bin")
        ):
            _measure_binary(path, member)
        elif form is Form.ODS and member.filename == "content.xml":
            _OpenDocument(path).measure(member)


def _refuse(path: Path, rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise Refused("CDO-W106", file=path.name, rows=rows, columns=columns)


def _measure_binary(path: Path, member: zipfile.ZipInfo) -> None:
    rows = columns = row = 0
    for kind, body in records(path, b"".join(inflated(path, member))):
        if kind == ROW:
            row = int.from_bytes(body[:4], "little") + 1
        elif kind in _SHORT_CELLS:
            raise Refused("CDO-W103", file=path.name)
        elif kind in _CELLS:
            rows = max(rows, row)
            columns = max(columns, int.from_bytes(body[:4], "little") + 1)
    _refuse(path, rows, columns)


def records(path: Path, content: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, first bytes) of every record of an xlsb part; type and size are little-endian base
    128. Raises Refused (W103)."""
    place, end = 0, len(content)
    try:
        while place < end:
            kind, place = content[place], place + 1
            if kind & 0x80:
                kind, place = kind & 0x7F | content[place] << 7, place + 1
            size = shift = 0
            more = True
            while more and shift < 28:
                piece, place = content[place], place + 1
                size |= (piece & 0x7F) << shift
                shift, more = shift + 7, piece >= 0x80
            yield kind, content[place : place + min(size, _BEGINNING)]
            place += size
    except IndexError as error:
        raise Refused("CDO-W103", file=path.name) from error


class _OpenDocument:
    """The used rectangles of an ods: repeated rows and cells count where they hold something."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows = self._columns = self._column = self._row = 0
        self._row_repeats = self._cell_repeats = 1
        self._filled = False

    def measure(self, member: zipfile.ZipInfo) -> None:
        """Raises Refused (W103, W106, W114)."""
        read_xml(inflated(self._path, member), self._path.name, self._start, self._end)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._rows = self._columns = self._row = 0
        elif name == "table-row":
            self._row_repeats = _repeats(attributes, "rows")
            self._column = 0
            self._filled = False
        elif name in ("table-cell", "covered-table-cell"):
            self._cell_repeats = _repeats(attributes, "columns")
            if any(key.endswith((":value-type", ":formula")) for key in attributes):
                self._fill()

    def _fill(self) -> None:
        self._filled = True
        self._columns = max(self._columns, self._column + self._cell_repeats)

    def _end(self, name: str) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self._column += self._cell_repeats
        elif name == "table-row":
            self._row += self._row_repeats
            if self._filled:
                self._rows = self._row
                _refuse(self._path, self._rows, self._columns)


def _repeats(attributes: Attributes, what: str) -> int:
    text = attributes.get(f"table:number-{what}-repeated", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
