"""The sheet 可选值: every word a drop-down offers, one column each, as named ranges.

A list inside a validation may not exceed 255 characters, so all longer ones stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from cdo_desktop.exchange.key_row import ASIDE
from cdo_desktop.exchange.sheet_columns import text_width
from cdo_desktop.exchange.xlsx_book import new_sheet
from cdo_desktop.exchange.xlsx_styles import Styles
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.model import Element, ElementKind, Kind

LIST_SHEET = "可选值"
_FIRST = 4
"""Row (as Excel counts) of the first word: below marker, list name and parent's word."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of words; `parent` is the parent's word it is open under, "" for all."""

    codes: str
    title: str
    parent: str
    words: tuple[str, ...]


def write_list_sheet(book: Workbook, kinds: Iterable[Kind], lists: Lists, styles: Styles) -> None:
    """Write the words of all lists of these kinds, and name their ranges for `choice_source`."""
    columns = list(_columns(kinds, lists))
    sheet = new_sheet(book, LIST_SHEET)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.write_string(0, 0, ASIDE, styles.key)
    height = max((len(column.words) for column in columns), default=0)
    for place, column in enumerate(columns):
        widest = max(map(text_width, (column.title, column.parent, *column.words)), default=0)
        sheet.set_column(place, place, min(max(widest + 2, 10), 46))
        sheet.write_string(1, place, column.title, styles.head)
    for place, column in enumerate(columns):
        sheet.write_string(2, place, column.parent or "全部", styles.optional)
    for row in range(height):
        for place, column in enumerate(columns):
            if row < len(column.words):
                sheet.write_string(_FIRST - 1 + row, place, column.words[row], styles.line)
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(1, 2)
    _name_ranges(book, columns, height)


def choice_source(element: Element, lists: Lists, parent_cell: str) -> str:
    """The formula of an element's drop-down; "" where it has none.

    `parent_cell` is the cell with the parent's word, e.g. “$F4”. A cascade offers what is open
    under that word, and all its words while the cell above is empty or unknown.
    """
    if element.kind in (ElementKind.CHOICE, ElementKind.MULTI_CHOICE):
        return f"={_range(element.codes)}"
    if element.kind is not ElementKind.CASCADE:
        return ""
    name = _range(element.codes)
    found = f"MATCH({parent_cell},{name}_in,0)-1"
    height = f"COUNTA(OFFSET({name}_top,0,{found},{_height(element, lists)},1))"
    under = f"OFFSET({name}_top,0,{found},{height},1)"
    return f"=IF(COUNTIF({name}_in,{parent_cell})=0,{name},{under})"


def _height(element: Element, lists: Lists) -> int:
    return len(lists.codes[element.codes].words)


def _columns(kinds: Iterable[Kind], lists: Lists) -> Iterator[_Column]:
    done: set[str] = set()
    for kind in kinds:
        for group, element in kind.all_elements():
            if element.codes in done or not choice_source(element, lists, "A1"):
                continue
            done.add(element.codes)
            codes = lists.codes[element.codes]
            yield _Column(element.codes, codes.label, "", codes.words)
            for parent in _parents(kind, group, element, lists):
                yield _Column(element.codes, codes.label, parent, codes.words_under(parent))


def _parents(kind: Kind, group: str, element: Element, lists: Lists) -> tuple[str, ...]:
    above = kind.element_at(element.parent, group) if element.parent else None
    if above is None:
        return ()
    codes = lists.codes[element.codes]
    return tuple(word for word in lists.codes[above.codes].words if codes.words_under(word))


def _name_ranges(book: Workbook, columns: list[_Column], height: int) -> None:
    places: Mapping[str, list[int]] = {
        codes: [i for i, column in enumerate(columns) if column.codes == codes]
        for codes in dict.fromkeys(column.codes for column in columns)
    }
    for codes, (whole, *under) in places.items():
        last = _FIRST - 1 + len(columns[whole].words)
        _define(book, codes, "", (_FIRST, whole), (last, whole))
        if under:
            _define(book, codes, "_in", (_FIRST - 1, under[0]), (_FIRST - 1, under[-1]))
            _define(book, codes, "_top", (_FIRST, under[0]), (_FIRST, under[0]))


def _define(
    book: Workbook, codes: str, part: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    cells = ":".join(f"${xl_col_to_name(column)}${row}" for row, column in (first, last))
    book.define_name(_range(codes) + part, f"='{LIST_SHEET}'!{cells}")


def _range(codes: str) -> str:
    return f"cdo_{codes}"
