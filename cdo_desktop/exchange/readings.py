"""Cells of one column becoming values: each text is understood once, whatever cannot be is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cdo_desktop.exchange.cells import (
    ERROR_TEXTS,
    cell_text,
    is_damaged_code,
    is_pinyin_damaged,
    is_scientific,
    may_be_october,
    scientific,
    serial_day,
    unescaped,
    without_pinyin,
)
from cdo_desktop.exchange.sheet_xml import ErrorCell, NoValue
from cdo_desktop.exchange.workbook import Cell
from cdo_desktop.exchange.workbook_guard import Form
from cdo_desktop.standard.element_kinds import Lists, half_width, read_value
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


_WITH_ERRORS_AS_TEXT = (Form.TEXT, Form.ODS)
"""Formats in which an error arrives as the text it shows."""


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

    def __init__(self, element: Element, lists: Lists, form: Form = Form.XLSX) -> None:
        super().__init__()
        self.element = element
        self.noted: dict[str, Note] = {}
        self.counts_digits = element.kind in CODE_KINDS
        self._is_day = element.kind in (ElementKind.DATE, ElementKind.MONTH)
        self._is_code = element.kind is ElementKind.CODE
        self._is_region = element.kind is ElementKind.REGION
        self._lists = lists
        self._form = form

    def __missing__(self, text: str) -> Any:
        if self._form in _WITH_ERRORS_AS_TEXT and text in ERROR_TEXTS:
            facts = {"label": self.element.label, "value": text}
            self.noted[text] = Note("CDO-W212", Severity.ERROR, facts)
            self[text] = None
            return None
        if self._is_code and is_scientific(half_width(text)):
            self.noted[text] = self._lost(half_width(text))
            self[text] = None
            return None
        clean = unescaped(text) if self._form is Form.XLSX else text
        if is_pinyin_damaged(clean):
            clean = without_pinyin(clean)
            facts = {"label": self.element.label, "before": text[:60], "after": clean[:60]}
            self.noted[text] = Note("CDO-W213", Severity.HINT, facts)
        elif self._is_day and (day := serial_day(half_width(text))):
            clean = day
            facts = {"label": self.element.label, "value": text[:60], "date": day}
            self.noted[text] = Note("CDO-W228", Severity.WARNING, facts)
        value = self[text] = read_value(clean, self.element, self._lists)
        return value

    def odd(self, cell: Cell) -> tuple[Any, Note | None]:
        """The value of a cell that holds no text, and what is to be said about it.

        A code that has lost digits is none: it would make one of what has to stay apart.
        """
        label = {"label": self.element.label}
        if isinstance(cell, NoValue):
            return None, Note("CDO-W211", Severity.ERROR, label)
        if isinstance(cell, ErrorCell):
            return None, Note("CDO-W212", Severity.ERROR, {**label, "value": cell.text})
        if self.counts_digits and is_damaged_code(cell, self._is_region):
            shown = scientific(float(str(cell)))
            return None if self._is_code else self[shown], self._lost(shown)
        text = cell_text(cell)
        if self.element.kind is ElementKind.MONTH and may_be_october(cell):
            return self[text], Note("CDO-W229", Severity.WARNING, {**label, "value": text})
        return self[text], self.noted.get(text)

    def _lost(self, shown: str) -> Note:
        facts = {"label": self.element.label, "value": shown}
        return Note("CDO-W210", Severity.ERROR, facts)


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
