"""A sheet of our own form: key row, group headers, labels, drop-downs, help while typing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from cdo_desktop.exchange.key_row import HEAD_ROWS, hidden_keys
from cdo_desktop.exchange.list_sheet import choice_source
from cdo_desktop.exchange.sheet_columns import HIDDEN, SheetColumn, columns_of
from cdo_desktop.exchange.xlsx_book import MAX_ROWS, TextSheet
from cdo_desktop.exchange.xlsx_styles import Styles
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.model import Element, ElementKind, Kind

_LIMIT = 255
"""Characters in an input message (Excel)."""
_SHORT = 32
"""Characters in the title of an input message (Excel)."""
_WRAPPED = (ElementKind.LONGTEXT, ElementKind.MULTI_CHOICE)


def write_head(sheet: TextSheet, kind: Kind, lists: Lists, styles: Styles) -> None:
    """Everything of the sheet but its data: head rows, validations, panes, print layout."""
    columns = columns_of(kind)
    _write_key_row(sheet, kind, columns, styles)
    _write_labels(sheet, columns, styles)
    for column in columns:
        sheet.data_validation(
            HEAD_ROWS, column.index, MAX_ROWS - 1, column.index, _validation(column, columns, lists)
        )
    set_widths(sheet, columns, styles, filled=None)
    sheet.freeze_panes(HEAD_ROWS, HIDDEN + 1)  # the name stays in sight
    sheet.autofilter(HEAD_ROWS - 1, HIDDEN, HEAD_ROWS - 1, columns[-1].index)
    everywhere = f"A1:{xl_col_to_name(columns[-1].index)}{MAX_ROWS}"
    sheet.ignore_errors({"number_stored_as_text": everywhere})
    _set_print(sheet, kind)


def set_widths(
    sheet: TextSheet, columns: tuple[SheetColumn, ...], styles: Styles, filled: set[int] | None
) -> None:
    """Widths and text format of all columns.

    Sections in which nothing is ever obligatory are folded away behind a “+”, if none of their
    columns is among the `filled` (None = nothing is).
    """
    sheet.set_column(0, HIDDEN - 1, 12, styles.key, {"hidden": True})
    folded = _folded(columns, filled or set())
    for column in columns:
        options = {"level": int(column.optional), "hidden": column.index in folded}
        options["collapsed"] = column.index - 1 in folded and column.index not in folded
        style = styles.cell if is_wrapped(column) else styles.line
        sheet.set_column(column.index, column.index, column.width, style, options)
    last = columns[-1].index
    if last in folded:
        sheet.set_column(last + 1, last + 1, None, None, {"collapsed": True})


def _folded(columns: tuple[SheetColumn, ...], filled: set[int]) -> set[int]:
    used = {column.section for column in columns if column.index in filled}
    return {c.index for c in columns if c.optional and c.section not in used}


def is_wrapped(column: SheetColumn) -> bool:
    """Whether its texts take several lines."""
    return column.element.kind in _WRAPPED


def _write_key_row(
    sheet: TextSheet, kind: Kind, columns: tuple[SheetColumn, ...], styles: Styles
) -> None:
    sheet.set_row(0, None, None, {"hidden": True})
    for place, key in enumerate(hidden_keys(kind.key, kind.standard)):
        sheet.write_string(0, place, key, styles.key)
    for column in columns:
        sheet.write_string(0, column.index, column.key, styles.key)


def _write_labels(sheet: TextSheet, columns: tuple[SheetColumn, ...], styles: Styles) -> None:
    sheet.set_row(1, 20)
    for number, (section, together) in enumerate(groupby(columns, key=lambda c: c.section)):
        first, *others = [column.index for column in together]
        band = styles.bands[number % 2]
        if others:
            sheet.merge_range(1, first, 1, others[-1], "", band)
        sheet.write_string(1, first, section, band)
    sheet.set_row(2, 34)
    for column in columns:
        fill = styles.required if column.element.required else styles.optional
        sheet.write_string(2, column.index, column.label, fill)


def _validation(
    column: SheetColumn, columns: tuple[SheetColumn, ...], lists: Lists
) -> dict[str, Any]:
    element = column.element
    rule: dict[str, Any] = {"validate": "any"}
    if element.kind is ElementKind.YES_NO:
        rule = {"validate": "list", "source": ["是", "否"], **_stop(element, free=False)}
    elif source := choice_source(element, lists, _parent_cell(column, columns)):
        free = element.kind is ElementKind.MULTI_CHOICE or lists.codes[element.codes].takes_others()
        rule = {"validate": "list", "source": source, **_stop(element, free)}
    elif element.max_length:
        rule = _not_longer(element)
    return {**rule, "input_title": element.label[:_SHORT], "input_message": _help(element)}


def _stop(element: Element, free: bool) -> Mapping[str, Any]:
    if free:
        return {"show_error": False}
    return {"error_title": element.label[:_SHORT], "error_message": sentence("CDO-W606").says}


def _not_longer(element: Element) -> dict[str, Any]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": element.max_length,
        "error_type": "warning",
        "error_title": element.label[:_SHORT],
        "error_message": sentence("CDO-W607").says.format(limit=element.max_length),
    }


def _parent_cell(column: SheetColumn, columns: tuple[SheetColumn, ...]) -> str:
    for other in columns:
        if other.group == column.group and other.element.key == column.element.parent:
            return f"${xl_col_to_name(other.index)}{HEAD_ROWS + 1}"
    return ""


def _help(element: Element) -> str:
    """The help of an element as an input message; cut at a whole part where it is too long."""
    parts = [element.help, _how(element), f"例：{element.example}" if element.example else ""]
    text = ""
    for part in filter(None, parts):
        if len(text) + len(part) + 1 <= _LIMIT:
            text = f"{text}\n{part}" if text else part
    return text or element.help[: _LIMIT - 1] + "…"


def _how(element: Element) -> str:
    if element.kind is ElementKind.MULTI_CHOICE:
        return sentence("CDO-W608").says
    return ""


def _set_print(sheet: TextSheet, kind: Kind) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4; a row takes several pages side by side, each with the name
    sheet.set_print_scale(70)
    sheet.print_across()
    sheet.repeat_rows(1, HEAD_ROWS - 1)
    sheet.repeat_columns(0, HIDDEN)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.set_header(f'&C&"黑体,Regular"&16{kind.label.replace("&", "&&")}')
    sheet.set_footer("&C第 &P 页，共 &N 页")
