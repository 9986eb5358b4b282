"""How sheets are to be read when a person says so, whatever the program would take them for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.headers import HEAD_LINES
from cdo_desktop.exchange.layouts import Layout
from cdo_desktop.exchange.mapping import Column, SheetMapping
from cdo_desktop.exchange.recognition import Recogniser, no_header
from cdo_desktop.exchange.workbook import Row, Sheet, Workbook, open_workbook
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a workbook; "" and 0 = nothing."""

    sheet: str = ""
    """The one sheet to read, even a hidden one."""
    header_row: int = 0
    """The lowest line of its header, counted from 1; the lines below are data."""
    layout: Layout | None = None


def mappings_as_told(
    path: Path, kind: Kind, library: Library, told: Told
) -> Mapping[str, SheetMapping]:
    """Sheet -> how it is read as a list of this kind, for putting columns right by hand.

    Raises Refused: what open_workbook refuses, no such sheet (W115), no such line (W116), several
    sheets that may be meant (W117), no header (W110).
    """
    return _Telling(open_workbook(path), kind, library, told).mappings()


def named_sheet(book: Workbook, name: str) -> Sheet:
    """The sheet of this name, hidden or not. Raises Refused (W115)."""
    for sheet in book.sheets:
        if sheet.name == name:
            return sheet
    names = "、".join(sheet.name for sheet in book.sheets)
    raise Refused("CDO-W115", sheet=name, file=book.path.name, sheets=names)


class _Telling:
    """One workbook and what was said of it."""

    def __init__(self, book: Workbook, kind: Kind, library: Library, told: Told) -> None:
        self._book = book
        self._kind = kind
        self._told = told
        self._recogniser = Recogniser(library, kind, told.layout)

    def mappings(self) -> Mapping[str, SheetMapping]:
        """The mapping of each sheet that is meant."""
        if self._told.header_row:
            sheet = self._only(self._meant())
            return {sheet.name: self._with_header(sheet)}
        if not self._told.sheet:
            recognised = dict(self._recognised())
            if recognised:
                return recognised
        found = {
            sheet.name: mapping
            for sheet in self._meant()
            if (mapping := self._as_asked(sheet)) is not None
        }
        if not found:
            raise no_header(self._book.path.name, self._kind, self._first_head())
        sheet = self._only([sheet for sheet in self._meant() if sheet.name in found])
        return {sheet.name: found[sheet.name]}

    def _meant(self) -> list[Sheet]:
        """The named sheet, else all that are seen and hold something."""
        if self._told.sheet:
            return [named_sheet(self._book, self._told.sheet)]
        return [sheet for sheet in self._book.visible if any(map(any, _head(sheet)))]

    def _only(self, sheets: Sequence[Sheet]) -> Sheet:
        if not sheets:
            raise Refused("CDO-W104", file=self._book.path.name)
        if len(sheets) > 1:
            names = "、".join(sheet.name for sheet in sheets)
            raise Refused("CDO-W117", file=self._book.path.name, sheets=names)
        return sheets[0]

    def _recognised(self) -> Iterator[tuple[str, SheetMapping]]:
        """The sheets that are of the kind without anybody saying so."""
        for sheet in self._book.visible:
            head = _head(sheet)
            seen = self._recogniser.recognise(head, sheet.name)
            if seen.mapping is not None and seen.kind == self._kind.key:
                yield sheet.name, _with_blank_headings(seen.mapping, head)

    def _as_asked(self, sheet: Sheet) -> SheetMapping | None:
        head = _head(sheet)
        mapping = self._recogniser.as_asked(head, sheet.name)
        return _with_blank_headings(mapping, head) if mapping is not None else None

    def _with_header(self, sheet: Sheet) -> SheetMapping:
        line = self._told.header_row
        head = _head(sheet, line + HEAD_LINES)
        mapping = self._recogniser.with_header_at(head, line)
        if mapping is None:
            raise Refused("CDO-W116", sheet=sheet.name, line=line, file=self._book.path.name)
        return _with_blank_headings(mapping, head)

    def _first_head(self) -> list[Row]:
        return next((head for sheet in self._meant() if (head := _head(sheet))), [])


def _head(sheet: Sheet, count: int = HEAD_LINES) -> list[Row]:
    """The first rows; the sheet is let go again."""
    head = list(islice(sheet.rows(), count))
    sheet.release()
    return head


def _with_blank_headings(mapping: SheetMapping, head: Sequence[Row]) -> SheetMapping:
    """The same with the columns that have no heading: these can be named by their letter."""
    known = {column.number: column for column in mapping.columns}
    width = max(map(len, head), default=0)
    numbers = sorted({*known, *range(1, width + 1)})
    return replace(mapping, columns=tuple(known.get(n) or Column(n, "") for n in numbers))
