"""What stands in the columns of a sheet: samples, and how its words become those of the lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cdo_desktop.exchange.by_hand import named_sheet
from cdo_desktop.exchange.cells import cell_text
from cdo_desktop.exchange.headings import text_row
from cdo_desktop.exchange.mapping import Column, SheetMapping
from cdo_desktop.exchange.workbook import open_workbook
from cdo_desktop.standard.element_kinds import clean_text, read_value, shown
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Element, ElementKind, Kind
from cdo_desktop.tasks import Run

HEAD = 60
"""So many lines are shown of a sheet."""
_SAMPLES, _CUT, _STRIDE = 4, 60, 2_000
_MOST_WORDS = 400
"""A column with more different texts is none of a code list."""


@dataclass(slots=True)
class ColumnLook:
    """What was met in one column."""

    samples: list[str] = field(default_factory=list)
    """The first different texts, cut to a line."""
    words: dict[str, int] = field(default_factory=dict)
    """Text -> in how many lines; empty where there are too many different ones."""
    too_many: bool = False

    def met(self, text: str) -> None:
        """One more cell that is not empty."""
        if self.too_many:
            return
        if text not in self.words and len(self.samples) < _SAMPLES:
            self.samples.append(" ".join(text.split())[:_CUT])
        self.words[text] = self.words.get(text, 0) + 1
        if len(self.words) > _MOST_WORDS:
            self.words.clear()
            self.too_many = True


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What was met in one sheet."""

    head: tuple[tuple[str, ...], ...]
    """Its first lines."""
    lines: int
    """How many lines it has."""
    columns: Mapping[int, ColumnLook]
    """By number, counted from 1."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """One text of the sheet that becomes another word."""

    label: str
    """Of the element."""
    text: str
    word: str
    lines: int


def look(path: Path, first_lines: Mapping[str, int], run: Run) -> Mapping[str, SheetLook]:
    """What stands in these sheets from the given lines on (counted from 1).

    Raises Refused: what open_workbook refuses, no such sheet (W115); Cancelled.
    """
    book = open_workbook(path)
    found: dict[str, SheetLook] = {}
    for name, first in first_lines.items():
        sheet = named_sheet(book, name)
        columns: dict[int, ColumnLook] = {}
        head: list[tuple[str, ...]] = []
        line = 0
        for line, row in enumerate(sheet.rows(), 1):
            if line % _STRIDE == 0:
                run.step(f"看各列的内容：{name}", line)
            if line <= HEAD:
                head.append(tuple(text_row(row)))
            if line >= first:
                _met(columns, row)
        sheet.release()
        found[name] = SheetLook(tuple(head), line, columns)
    return found


def _met(columns: dict[int, ColumnLook], row: list[object]) -> None:
    for number, cell in enumerate(row, 1):
        if cell != "" and (text := cell_text(cell).strip()):
            if number not in columns:
                columns[number] = ColumnLook()
            columns[number].met(text)


def conversions(
    library: Library,
    kind: Kind,
    mapping: Mapping[str, SheetMapping],
    looks: Mapping[str, SheetLook],
) -> list[Conversion]:
    """What the words of the sheets become, the most frequent first."""
    found: dict[tuple[str, str, str], int] = {}
    for sheet, one in mapping.items():
        for column, element in _with_lists(kind, one):
            met = looks[sheet].columns.get(column.number) if sheet in looks else None
            for text, lines in met.words.items() if met else ():
                word = shown(read_value(text, element, library))
                if word and word != clean_text(text):
                    key = (element.label, text, word)
                    found[key] = found.get(key, 0) + lines
    made = [Conversion(*key, lines) for key, lines in found.items()]
    return sorted(made, key=lambda one: -one.lines)


def _with_lists(kind: Kind, mapping: SheetMapping) -> Iterator[tuple[Column, Element]]:
    """The columns that are read as words of a list."""
    for column in mapping.used():
        element = kind.element_at(column.element, column.group)
        if element is not None and not column.part and _has_list(element):
            yield column, element


def _has_list(element: Element) -> bool:
    return bool(element.codes) or element.kind is ElementKind.YES_NO
