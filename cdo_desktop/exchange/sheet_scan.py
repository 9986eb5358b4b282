"""A first look at the raw XML of an xlsx sheet: how large it is, and what calamine keeps back.

One pass of plain byte patterns over the unpacked stream (0.6 s for 170 MB). It decides whether
the slow, exact reading of sheet_xml.py is needed at all.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.workbook_guard import inflated

MAX_CELLS = 30_000_000
"""Rows × columns of the used rectangle: calamine lays it out in full, at 32 bytes a cell."""

LARGE = 32 << 20
"""Sheets above this many bytes of XML are read in pieces (sheet_pieces.py)."""
_OVERLAP = 128
# each begins with a fixed text: that is what makes them fast
_FAR = re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{1,2}\d{6})')
"""A cell right of ZZ or below line 99 999."""
_COLUMNS = re.compile(rb"""r=["']([A-Z]{1,3})\d""")
_ROWS = re.compile(rb"""r=["'][A-Z]{1,3}(\d{5,7})["']""")
_PLACES = re.compile(rb"""r=["']([A-Z]{1,3})(\d{1,7})["']""")
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_NO_VALUE = (rb"</f>\s*</c>", rb"<f[^>]*/>\s*</c>", rb"</f>\s*<v>\s*</v>", rb"</?f[^>]*>\s*<v\s*/>")
_FORMULA_ENDS = re.compile(b"|".join(_NO_VALUE))
_LONG = re.compile(rb"<v>\d{16}")


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range; rows and columns counted from 1, both ends inside."""

    first_line: int
    first_column: int
    last_line: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What the look found."""

    errors: bool
    """Cells with #N/A and the like, which calamine gives as empty."""
    unvalued: bool
    """Formulas without a stored result, which calamine gives as empty."""
    styled: bool
    """Cells in one of the asked number formats."""
    long: bool
    """Whole numbers of more digits than a spreadsheet keeps, as other programs write them."""
    plain: bool
    """Without namespace prefixes, with double quotes, and without cells far out: such a sheet may
    be read in pieces unmeasured, for each of them has room for 702 columns."""
    merged: tuple[Merged, ...] = ()
    """Merged ranges."""


def scan_sheet(path: Path, member: zipfile.ZipInfo, styles: Iterable[int]) -> Scan:
    """Look through a sheet. Raises Refused (W103, W105)."""
    wanted = _style_pattern(styles)
    far = False
    merged: dict[Merged, None] = {}
    unusual = errors = unvalued = styled = long = False
    for number, text in enumerate(_overlapping(path, member)):
        if number == 0:
            unusual = b":worksheet" in text or b"r='" in text
        errors = errors or b't="e"' in text
        unvalued = unvalued or (b"<f" in text and _FORMULA_ENDS.search(text) is not None)
        styled = styled or (wanted is not None and wanted.search(text) is not None)
        long = long or _LONG.search(text) is not None
        if b"<mergeCell " in text:
            merged |= dict.fromkeys(map(_merged, _MERGED.findall(text)))
        far = far or _FAR.search(text) is not None
    # with namespace prefixes or other quotes the patterns do not fit: then read exactly, to be safe
    return Scan(
        errors or unusual,
        unvalued or unusual,
        styled or (unusual and wanted is not None),
        long or unusual,
        not unusual and not far,
        tuple(merged),
    )


def _merged(places: tuple[bytes, ...]) -> Merged:
    left, top, right, bottom = places
    return Merged(int(top), column_number(left), int(bottom), column_number(right))


def _style_pattern(styles: Iterable[int]) -> re.Pattern[bytes] | None:
    numbers = "|".join(map(str, styles))
    return re.compile(rf's="(?:{numbers})"'.encode()) if numbers else None


def refuse_oversized_sheet(path: Path, member: zipfile.ZipInfo) -> None:
    """Raises Refused (W106) if the used rectangle of a sheet would not fit into memory.

    First by the widest row and the lowest line apart, which is quick and mostly enough.
    """
    columns: set[bytes] = set()
    rows = 9_999
    for text in _overlapping(path, member):
        columns.update(_COLUMNS.findall(text))
        rows = max(rows, *map(int, _ROWS.findall(text)), 0)
    if rows * max(map(column_number, columns), default=0) > MAX_CELLS:
        _refuse_exactly(path, member)


def _refuse_exactly(path: Path, member: zipfile.ZipInfo) -> None:
    rows = columns = 0
    for text in _overlapping(path, member):
        for letters, row in _PLACES.findall(text):
            rows = max(rows, int(row))
            columns = max(columns, column_number(letters))
    if rows * columns > MAX_CELLS:
        raise Refused("CDO-W106", file=path.name, rows=rows, columns=columns)


def _overlapping(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content in chunks that begin with the end of the one before: no pattern is cut apart."""
    tail = b""
    for chunk in inflated(path, member):
        text = tail + chunk
        yield text
        tail = text[-_OVERLAP:]


def column_number(letters: bytes) -> int:
    """Column letters as a number counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
