"""Cells going into a draft: its own elements, and the rows of its groups."""

from __future__ import annotations

from typing import Any

from cdo_desktop.domain.names import name_key
from cdo_desktop.exchange.cells import cell_text
from cdo_desktop.exchange.classification import joined_parts
from cdo_desktop.exchange.drafts import Draft, Told
from cdo_desktop.exchange.plan import Cells, GroupPlan, Plan
from cdo_desktop.exchange.readings import Note, NumericCodes, Reading
from cdo_desktop.exchange.workbook import Cell, Row
from cdo_desktop.standard.element_kinds import half_width, shown


class Filling:
    """Fills the drafts of one sheet by its plan."""

    def __init__(self, plan: Plan) -> None:
        self.numeric = NumericCodes()
        self._plan = plan

    def text(self, own: Cells, place: int) -> str:
        """The text at a position of the record's own cells; "" if the sheet has no such column."""
        return cell_text(own[place]).strip() if place >= 0 else ""

    def opened(self, line: int, own: Cells) -> Draft:
        """A new draft that begins with this row."""
        plan = self._plan
        draft = Draft(
            line,
            name_key(self.text(own, plan.title)),
            name_key(self.text(own, plan.org)),
            self.text(own, plan.record),
            half_width(self.text(own, plan.code)),
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
            draft.parts = [half_width(self.text(own, place)) for place in plan.parts]
            if any(draft.parts) and (value := joined_parts(draft.parts, plan.tree)):
                values[plan.tree.element.key] = value
        return draft

    def _fill(self, draft: Draft, place: int, reading: Reading, cell: Cell, line: int) -> None:
        value, note = self._read(reading, cell)
        column = self._plan.columns[place].number
        self._count_digits(reading, cell, column, line)
        if note is not None:
            element = reading.element.key
            draft.notes.append(_told(note, line, column, element))
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
                as_before = False
            elif value is not None and value != have:
                self._disagrees(draft, place, line, shown(have), shown(value))
                as_before = False
        return self._compare_parts(draft, line, own) and as_before

    def _compare_parts(self, draft: Draft, line: int, own: Cells) -> bool:
        as_before = True
        for have, place in zip(draft.parts, self._plan.parts, strict=True):
            part = half_width(self.text(own, place))
            if part and have and part != have:
                self._disagrees(draft, place, line, have, part)
                as_before = False
        return as_before

    def _disagrees(self, draft: Draft, place: int, line: int, have: str, other: str) -> None:
        column = self._plan.columns[place].number
        draft.differing.setdefault(column, [(draft.line, have)]).append((line, other))

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
        draft.rows.setdefault(group.key, []).append(values)
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
            draft.notes.append(_told(note, line, column, key, group.key, row))
        return value

    @staticmethod
    def _read(reading: Reading, cell: Cell) -> tuple[Any, Note | None]:
        if isinstance(cell, str):
            return reading[cell], reading.noted.get(cell)
        return reading.odd(cell)

    def _count_digits(self, reading: Reading, cell: Cell, column: int, line: int) -> None:
        if reading.counts_digits and isinstance(cell, int | float) and not isinstance(cell, bool):
            self.numeric.seen(column, line)


def _told(note: Note, line: int, column: int, element: str, group: str = "", row: int = 0) -> Told:
    return Told(note.code, note.severity, note.facts, line, column, element, group, row)
