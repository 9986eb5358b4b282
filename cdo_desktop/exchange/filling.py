"""Cells going into a draft: its own elements, and the rows of its groups."""

from __future__ import annotations

from typing import Any

from cdo_desktop.domain.names import name_key
from cdo_desktop.exchange.cells import cell_text
from cdo_desktop.exchange.classification import (
    FINEST,
    FIXED,
    Tree,
    UnclearClasses,
    zeros_restored,
)
from cdo_desktop.exchange.drafts import Draft, Told
from cdo_desktop.exchange.entries import Source
from cdo_desktop.exchange.plan import Cells, GroupPlan, Plan
from cdo_desktop.exchange.readings import Note, NumericCodes, Reading
from cdo_desktop.exchange.workbook import Cell, Row
from cdo_desktop.standard.element_kinds import half_width, shown
from cdo_desktop.standard.model import Severity


class Filling:
    """Fills the drafts of one sheet by its plan."""

    def __init__(self, plan: Plan, source: Source) -> None:
        self.numeric = NumericCodes()
        self.unclear = UnclearClasses()
        self.disagreed: list[list[tuple[int, str]]] = []
        """Where the row compared last has put what it says otherwise."""
        self._plan = plan
        self._source = source
        self._sheet = source.sheet

    def text(self, own: Cells, place: int) -> str:
        """The text at a position of the record's own cells; "" if the sheet has no such column."""
        return cell_text(own[place]).strip() if place >= 0 else ""

    def code(self, own: Cells) -> str:
        """The code in a row; "" if there is none, or it is an error or has lost digits."""
        place = self._plan.code
        if place < 0 or own[place] == "":
            return ""
        reading = self._plan.readings[place]
        value = self._read(reading, own[place])[0] if reading is not None else None
        return half_width(shown(value)) if value is not None else ""

    def opened(self, line: int, own: Cells) -> Draft:
        """A new draft that begins with this row."""
        plan = self._plan
        draft = Draft(
            self._source,
            line,
            name_key(self.text(own, plan.title)),
            name_key(self.text(own, plan.org)),
            self.text(own, plan.record),
            self.code(own),
        )
        values = draft.values
        for place, cell in enumerate(own):
            reading = plan.readings[place]
            if reading is None or cell == "":
                continue
            if cell.__class__ is str and (value := reading[cell]) is not None and not reading.noted:
                values[reading.element.key] = value  # the usual case, without a call
            else:
                self._fill(draft, place, reading, cell, line)
        if plan.tree is not None:
            self._classify(draft, plan.tree, own, line)
        return draft

    def _classify(self, draft: Draft, tree: Tree, own: Cells, line: int) -> None:
        """Put 类, 项, 目, 细目 together; zeros that 细目 has lost come back from the code."""
        texts = [self.text(own, place) for place in self._plan.parts]
        draft.parts = [half_width(text) for text in texts]
        found = tree.joined(texts, draft.parts, draft.code)
        value = found.value
        if not value:
            return
        if found.finding:
            place = self._plan.parts[found.level]
            self.unclear.seen(found, self._plan.columns[place].number, line)
        restored = zeros_restored(value, draft.code)
        draft.values[tree.element] = restored or value
        fine = [place for place in self._plan.parts if self._is_finest(place) and own[place] != ""]
        if restored and fine:
            column = self._plan.columns[fine[-1]].number
            draft.notes.append(self._told(_restored(value, restored), line, column, tree.element))
        elif not draft.code.startswith(value):
            for place in fine:
                if _is_number(own[place]):
                    self.numeric.seen(self._plan.columns[place].number, line)

    def _is_finest(self, place: int) -> bool:
        return self._plan.columns[place].part >= FINEST

    def _fill(self, draft: Draft, place: int, reading: Reading, cell: Cell, line: int) -> None:
        value, note = self._read(reading, cell)
        column = self._plan.columns[place].number
        self._count_digits(reading, cell, column, line)
        if note is not None:
            draft.notes.append(self._told(note, line, column, reading.element.key))
        if value is not None:
            draft.values[reading.element.key] = value

    def compare(self, draft: Draft, line: int, own: Cells) -> bool:
        """Fill what the rows above lack, remember where they disagree; True if nothing was new."""
        as_before = True
        for place, cell in enumerate(own):
            reading = self._plan.readings[place]
            if reading is None or cell == "":
                continue
            have = draft.values.get(reading.element.key)
            value, _ = self._read(reading, cell)
            if have is None:
                self._fill(draft, place, reading, cell, line)
                as_before = as_before and value is None
            elif value is not None and value != have:
                self._disagrees(draft, place, line, shown(have), shown(value))
                as_before = False
        return self._compare_parts(draft, line, own) and as_before

    def _compare_parts(self, draft: Draft, line: int, own: Cells) -> bool:
        tree = self._plan.tree
        if tree is not None and not any(draft.parts) and tree.element not in draft.values:
            self._classify(draft, tree, own, line)
            return not any(draft.parts)
        as_before = True
        # two sheets need not have the same levels
        for have, place in zip(draft.parts, self._plan.parts, strict=False):
            part = half_width(self.text(own, place))
            if part and have and part != have:
                self._disagrees(draft, place, line, have, part)
                as_before = False
        return as_before

    def _disagrees(self, draft: Draft, place: int, line: int, have: str, other: str) -> None:
        column = self._plan.columns[place].number
        spot = (self._sheet, column)
        rows = draft.differing.setdefault(spot, [(draft.line, have)])
        rows.append((line, other))
        self.disagreed.append(rows)

    def agrees(self, draft: Draft, own: Cells) -> bool:
        """Whether the row says nothing that the draft does not, its code aside."""
        for place, cell in enumerate(own):
            reading = self._plan.readings[place]
            if reading is None or cell == "" or place == self._plan.code:
                continue
            value, _ = self._read(reading, cell)
            if value is not None and value != draft.values.get(reading.element.key, value):
                return False
        return True

    def add_row(self, draft: Draft, group: GroupPlan, cells: Cells, line: int, row: Row) -> None:
        """Add a row to a group of the draft, unless its cells hold nothing."""
        values: dict[str, Any] = {}
        for key, reading, cell in zip(group.keys, group.readings, cells, strict=True):
            if cell.__class__ is str:
                value = reading[cell]  # the usual case, without a call
                if reading.noted and cell in reading.noted:
                    self._noted(draft, group, reading, cell, line)
            else:
                value = self._noted(draft, group, reading, cell, line)
            if value is not None:
                values[key] = value
        if not values:
            return
        if self._plan.row_id >= 0:
            values["id"] = cell_text(row[self._plan.row_id]).strip()
        rows = draft.rows.setdefault(group.key, [])
        if draft.source is not self._source:
            draft.elsewhere[group.key, len(rows)] = self._sheet
        rows.append(values)
        draft.lines.setdefault(group.key, []).append(line)

    def _noted(
        self, draft: Draft, group: GroupPlan, reading: Reading, cell: Cell, line: int
    ) -> Any:
        value, note = self._read(reading, cell)
        key = reading.element.key
        column = group.columns[group.keys.index(key)]
        self._count_digits(reading, cell, column, line)
        if note is not None:
            row = len(draft.rows.get(group.key, ())) + 1
            draft.notes.append(self._told(note, line, column, key, group.key, row))
        return value

    def _told(
        self, note: Note, line: int, column: int, element: str, group: str = "", row: int = 0
    ) -> Told:
        facts = (note.facts, line, column, element, group, row, self._sheet)
        return Told(note.code, note.severity, *facts)

    @staticmethod
    def _read(reading: Reading, cell: Cell) -> tuple[Any, Note | None]:
        if isinstance(cell, str):
            return reading[cell], reading.noted.get(cell)
        return reading.odd(cell)

    def _count_digits(self, reading: Reading, cell: Cell, column: int, line: int) -> None:
        if reading.counts_digits and _is_number(cell):
            self.numeric.seen(column, line)


def _restored(value: str, restored: str) -> Note:
    facts = {"value": value[FIXED:], "restored": restored[FIXED:]}
    return Note("CDO-W230", Severity.WARNING, facts)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
