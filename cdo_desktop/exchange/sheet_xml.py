"""The exact reading of an xlsx sheet's XML, for what calamine loses: shown zeros, digits, errors,
formulas without a result. Slow: only for sheets in which sheet_scan.py found such cells."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cdo_desktop.exchange.number_format import shown_number
from cdo_desktop.exchange.safe_xml import Attributes, read_xml
from cdo_desktop.exchange.sheet_scan import column_number
from cdo_desktop.exchange.workbook import Sheet
from cdo_desktop.exchange.workbook_guard import Form, inflated
from cdo_desktop.exchange.xlsb_errors import error_texts
from cdo_desktop.exchange.xlsx_parts import Padded


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error of the spreadsheet, such as #N/A."""

    text: str


@dataclass(frozen=True, slots=True)
class NoValue:
    """A formula whose result was never stored."""

    text: str = ""


Exact = str | ErrorCell | NoValue
Patches = Mapping[int, Mapping[int, Exact]]
"""Line (from 1) -> column (from 0) -> what stands there."""


def exact_cells(sheet: Sheet, columns: Collection[int], texts: Collection[int]) -> Patches:
    """What the cells of these columns (from 0) hold where calamine does not say so.

    `texts` are those of them in which a number is a code: there a padded number comes as it is
    shown, and one of more digits than calamine's numbers keep comes whole. Empty for sheets without
    such cells; of an xlsb only errors are told, of xls and ods nothing. Raises Refused.
    """
    if sheet.form is Form.XLSB:
        return {
            line: {column: ErrorCell(text) for column, text in cells.items() if column in columns}
            for line, cells in error_texts(sheet.path, sheet.number).items()
        }
    if sheet.form is not Form.XLSX or sheet.parts is None or sheet.parts.member is None:
        return {}
    scan = sheet.scan
    if not (scan.errors or scan.unvalued or ((scan.styled or scan.long) and texts)):
        return {}
    reading = _Reading(frozenset(columns), frozenset(texts), sheet.parts.formats)
    chunks = inflated(sheet.path, sheet.parts.member)
    read_xml(chunks, sheet.path.name, reading.start, reading.end, reading.text)
    reading.settle()
    return reading.found


_LONG = re.compile(r"\d{16,64}", re.ASCII)
_KEPT = 15
"""So many digits of a number a spreadsheet keeps."""


class _Reading:
    """The state of one pass; cells without a reference stand right of the one before."""

    def __init__(
        self, columns: frozenset[int], texts: frozenset[int], formats: Mapping[int, Padded]
    ) -> None:
        self.found: dict[int, dict[int, Exact]] = {}
        self._columns, self._texts, self._formats = columns, texts, formats
        self._line = 0
        self._column = -1
        self._cell: Attributes | None = None
        self._formula = False
        self._into: list[str] | None = None
        self._value: list[str] = []
        self._long: list[tuple[int, int, str]] = []
        self._keeps_digits = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._enter(attributes)
        elif name == "row":
            self._line = _whole(attributes.get("r"), self._line + 1)
            self._column = -1
        elif self._cell is None:
            return
        elif name == "v":
            self._into = self._value
        elif name == "f":
            self._formula = True

    def _enter(self, attributes: Attributes) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self._column = column_number(letters.encode()) - 1 if letters else self._column + 1
        self._cell = attributes if self._column in self._columns else None
        self._formula = False
        self._value = []

    def text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def end(self, name: str) -> None:
        if name == "v":
            self._into = None
        elif name == "c" and self._cell is not None:
            exact = self._exact(self._cell, "".join(self._value))
            if exact is not None:
                self.found.setdefault(self._line, {})[self._column] = exact
            self._cell = None

    def _exact(self, cell: Attributes, value: str) -> Exact | None:
        kind = cell.get("t", "n")
        if kind == "e":
            return ErrorCell(value or "#N/A")
        if not value.strip():
            return NoValue() if self._formula and kind != "str" else None
        if kind == "n" and self._column in self._texts:
            if _LONG.fullmatch(value):
                self._long.append((self._line, self._column, value))
                self._keeps_digits = self._keeps_digits or value[_KEPT:].strip("0") != ""
                return None
            return self._padded(cell, value)
        return None

    def settle(self) -> None:
        """Take the long numbers as they stand, if one of them shows that the program which wrote
        the file kept all digits: a spreadsheet makes zeros of those beyond the fifteenth."""
        if self._keeps_digits:
            for line, column, value in self._long:
                self.found.setdefault(line, {})[column] = value

    def _padded(self, cell: Attributes, value: str) -> str | None:
        form = self._formats.get(_whole(cell.get("s"), -1))
        if form is None or not _is_number(value):
            return None
        return shown_number(value, form)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else otherwise


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and abs(float(text)) < 1e15
    except ValueError:
        return False
