"""Cells of one column becoming values: each text is understood once, whatever cannot be is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cdo_desktop.exchange.cells import (
    cell_text,
    is_damaged_code,
    is_pinyin_damaged,
    scientific,
    without_pinyin,
)
from cdo_desktop.exchange.sheet_xml import ErrorCell, NoValue
from cdo_desktop.exchange.workbook import Cell
from cdo_desktop.standard.element_kinds import Lists, read_value
from cdo_desktop.standard.model import Element, ElementKind, Severity

CODE_KINDS = frozenset(
    {
        ElementKind.TEXT,
        ElementKind.CODE,
        ElementKind.USCC,
        ElementKind.REGION,
        ElementKind.PHONE,
        ElementKind.TREE,
    }
)
"""Kinds of element in which a number is a code: its zeros and its last digits count."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said about a cell; becomes a finding when its place is known."""

    code: str
    severity: Severity
    facts: dict[str, Any]


class Reading(dict[str, Any]):
    """The values of one column by the text of their cells; a text met again costs a look-up.

    `noted` holds the texts something is to be said about, each time they stand in a cell.
    """

    def __init__(self, element: Element, lists: Lists) -> None:
        super().__init__()
        self.element = element
        self.noted: dict[str, Note] = {}
        self.counts_digits = element.kind in CODE_KINDS
        self._lists = lists

    def __missing__(self, text: str) -> Any:
        clean = text
        if is_pinyin_damaged(text):
            clean = without_pinyin(text)
            facts = {"label": self.element.label, "before": text[:60], "after": clean[:60]}
            self.noted[text] = Note("CDO-W213", Severity.HINT, facts)
        value = self[text] = read_value(clean, self.element, self._lists)
        return value

    def odd(self, cell: Cell) -> tuple[Any, Note | None]:
        """The value of a cell that holds no text, and what is to be said about it."""
        label = {"label": self.element.label}
        if isinstance(cell, NoValue):
            return None, Note("CDO-W211", Severity.ERROR, label)
        if isinstance(cell, ErrorCell):
            return None, Note("CDO-W212", Severity.ERROR, {**label, "value": cell.text})
        if self.counts_digits and is_damaged_code(cell):
            shown = scientific(float(str(cell)))
            return self[shown], Note("CDO-W210", Severity.ERROR, {**label, "value": shown})
        return self[cell_text(cell)], None


@dataclass(slots=True)
class NumericCodes:
    """Numbers in columns of codes, in formats that do not tell how they were shown."""

    first: dict[int, int] = field(default_factory=dict)
    """Column -> first line."""
    count: dict[int, int] = field(default_factory=dict)

    def seen(self, column: int, line: int) -> None:
        """Count one."""
        self.first.setdefault(column, line)
        self.count[column] = self.count.get(column, 0) + 1
