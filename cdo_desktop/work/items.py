"""Rows of a group as a grid: every edit takes rows and gives rows; nothing is written here.

Rows are mappings with an "id"; a cell is (number of the row from 0, key of the element). The cell
below the last row is where a new row begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.record import Row
from cdo_desktop.errors import Refused
from cdo_desktop.standard.codes import CodeList, CodeValue
from cdo_desktop.standard.element_kinds import (
    Problem,
    clean_text,
    judge_value,
    read_value,
    shown,
)
from cdo_desktop.standard.model import Element, ElementKind, Group, Severity
from cdo_desktop.work.typed import typed
from cdo_desktop.workbench import Workbench

Rows = tuple[Row, ...]
Cell = tuple[int, str]
MOST_ROWS = 5_000
"""So many rows a group has at most in the grid; a resource with more items is none."""
_YES_NO = CodeList(
    "yes_no",
    "是否",
    "",
    (CodeValue("是", ("y", "yes", "true", "√")), CodeValue("否", ("n", "no", "false", "×"))),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; `columns` are the keys of the columns it spans, from left to right."""

    top: int
    bottom: int
    columns: tuple[str, ...]

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top + 1

    def cells(self) -> Iterable[Cell]:
        """Its cells, line by line."""
        for row in range(self.top, self.bottom + 1):
            for key in self.columns:
                yield row, key


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit made of the rows."""

    rows: Rows
    changed: int
    """How many cells are different now, or how many rows came, went or moved."""


class CellReader:
    """Texts of cells becoming values of a group's elements; whatever is not understood stays."""

    def __init__(self, bench: Workbench, group: Group) -> None:
        self._bench = bench
        self.group = group
        self._known: dict[tuple[str, str], Any] = {}

    def value(self, key: str, text: str) -> Any:
        """The value of a text; None for nothing. A name that several records bear stays a name."""
        element = self.group.by_key[key]
        if element.kind is ElementKind.REFERENCE:
            return self._reference(element, text)
        if (key, text) not in self._known:
            self._known[key, text] = read_value(text, element, self._bench.library)
        return self._known[key, text]

    def _reference(self, element: Element, text: str) -> Any:
        try:
            return typed(self._bench, element, text)
        except Refused:  # several are called so: the check says it at the cell
            return {"id": "", "code": "", "title": clean_text(text)}

    def problem(self, row: Row, key: str) -> Problem | None:
        """Why the value of a cell is none of its element; None if it is fine or empty."""
        element, value = self.group.by_key[key], row.get(key)
        if value is None:
            return None
        parent = shown(row.get(element.parent)) if element.parent else ""
        problem = judge_value(value, element, self._bench.library, parent)
        return problem if problem and problem.severity is Severity.ERROR else None

    def finding(self, row: Row, key: str) -> Finding | None:
        """The same as a finding, until the record is checked as a whole."""
        problem = self.problem(row, key)
        if problem is None:
            return None
        element = self.group.by_key[key]
        place = Place(element=key, group=self.group.key)
        facts = {**problem.facts, "label": element.label}
        return Finding(problem.code, problem.severity, place, facts)

    def choices(self, row: Row, key: str) -> tuple[CodeList, tuple[str, ...]] | None:
        """The list a cell takes its words from, and those that are open in this row."""
        element = self.group.by_key[key]
        if element.kind is ElementKind.YES_NO:
            return _YES_NO, _YES_NO.words
        if element.kind not in (ElementKind.CHOICE, ElementKind.CASCADE):
            return None
        codes = self._bench.library.codes[element.codes]
        parent = shown(row.get(element.parent)) if element.parent else ""
        return codes, (codes.words_under(parent) if parent else ()) or codes.words


def with_cells(rows: Rows, cells: Mapping[Cell, Any]) -> Edited:
    """The rows with these values; None empties a cell, a row below the last begins a new one."""
    changed: dict[int, dict[str, Any]] = {}
    count = 0
    last = max((row for (row, _), value in cells.items() if value is not None), default=-1)
    grown = (*rows, *({"id": new_id()} for _ in range(len(rows), last + 1)))
    for (number, key), value in cells.items():
        if number >= len(grown) or grown[number].get(key) == value:
            continue
        row = changed.setdefault(number, dict(grown[number]))
        count += 1
        if value is None:
            del row[key]
        else:
            row[key] = value
    if not changed:
        return Edited(rows, 0)
    return Edited(tuple(changed.get(n, row) for n, row in enumerate(grown)), count)


def typed_into(rows: Rows, reader: CellReader, cells: Iterable[Cell], text: str) -> Edited:
    """One text typed into these cells."""
    return with_cells(rows, {(row, key): reader.value(key, text) for row, key in cells})


def cleared(rows: Rows, cells: Iterable[Cell]) -> Edited:
    """The cells emptied; the rows stay."""
    return with_cells(rows, dict.fromkeys(cells))


def texts(rows: Rows, area: Area) -> list[list[str]]:
    """What stands in an area, as a person reads it."""
    found = []
    for number in range(area.top, area.bottom + 1):
        row = rows[number] if number < len(rows) else {}
        found.append([shown(row.get(key)) for key in area.columns])
    return found


def filled_down(rows: Rows, area: Area) -> Edited:
    """The first line of the area in all its lines; a single line takes the one above it."""
    source = area.top - 1 if area.height == 1 else area.top
    if not 0 <= source < len(rows):
        return Edited(rows, 0)
    cells = {(n, key): rows[source].get(key) for n, key in area.cells() if n != source}
    return with_cells(rows, cells)


def filled_right(rows: Rows, reader: CellReader, area: Area, columns: Sequence[str] = ()) -> Edited:
    """The first column of the area in all its columns; a single one takes that to its left.

    `columns` are all columns in their order. Texts are read anew: the columns differ.
    """
    source, targets = area.columns[0], area.columns[1:]
    if not targets:
        place = columns.index(source) if source in columns else 0
        if place == 0:
            return Edited(rows, 0)
        source, targets = columns[place - 1], (source,)
    cells: dict[Cell, Any] = {}
    for number in range(area.top, min(area.bottom + 1, len(rows))):
        text = shown(rows[number].get(source))
        cells |= {(number, key): reader.value(key, text) for key in targets}
    return with_cells(rows, cells)


def replaced(rows: Rows, reader: CellReader, cells: Iterable[Cell], sought: str, by: str) -> Edited:
    """Every occurrence of a text in these cells replaced by another, and the cells read anew."""
    if not sought:
        return Edited(rows, 0)
    found: dict[Cell, Any] = {}
    for number, key in cells:
        text = shown(rows[number].get(key)) if number < len(rows) else ""
        if sought in text:
            found[number, key] = reader.value(key, text.replace(sought, by))
    return with_cells(rows, found)


def bulk_set(
    rows: Rows, reader: CellReader, numbers: Iterable[int], wanted: Mapping[str, str]
) -> Edited:
    """The wanted texts (by element) in these rows; those below the last row are left alone."""
    values = {key: reader.value(key, text) for key, text in wanted.items()}
    cells = {(n, key): value for n in numbers if n < len(rows) for key, value in values.items()}
    return with_cells(rows, cells)


def inserted(rows: Rows, at: int, count: int = 1) -> Edited:
    """Empty rows above the row at this place."""
    place = min(at, len(rows))
    count = min(count, MOST_ROWS - len(rows))
    fresh = tuple({"id": new_id()} for _ in range(count))
    return Edited((*rows[:place], *fresh, *rows[place:]), len(fresh))


def without(rows: Rows, numbers: Iterable[int]) -> Edited:
    """The rows without those at these places."""
    going = set(numbers)
    kept = tuple(row for number, row in enumerate(rows) if number not in going)
    return Edited(kept, len(rows) - len(kept))


def moved(rows: Rows, first: int, last: int, by: int) -> Edited:
    """A run of rows one place up (-1) or down (1), if there is one."""
    last = min(last, len(rows) - 1)
    if first + by < 0 or last + by >= len(rows) or first > last:
        return Edited(rows, 0)
    part, rest = rows[first : last + 1], (*rows[:first], *rows[last + 1 :])
    place = first + by
    return Edited((*rest[:place], *part, *rest[place:]), len(part))
