"""The sheet 填写说明: what to write into each column, with an example in grey."""

from __future__ import annotations

from itertools import groupby

from xlsxwriter import Workbook

from cdo_desktop.exchange.key_row import ASIDE
from cdo_desktop.exchange.sheet_columns import SheetColumn, columns_of, text_width
from cdo_desktop.exchange.xlsx_book import TextSheet, new_sheet
from cdo_desktop.exchange.xlsx_styles import Styles
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.element_kinds import KINDS, Lists
from cdo_desktop.standard.model import Element, Kind

GUIDE_SHEET = "填写说明"
_HEADS = (("栏目", 16), ("名称", 24), ("必填", 10), ("怎么填", 54), ("可填内容", 34), ("示例", 34))
_LAST = len(_HEADS) - 1
_SHOWN_WORDS = 8
_RULES = ("CDO-W601", "CDO-W602", "CDO-W603", "CDO-W604")
_GROUP_RULE = "CDO-W605"


def write_guide_sheet(book: Workbook, kind: Kind, lists: Lists, styles: Styles) -> None:
    """Write the sheet for a kind."""
    sheet = new_sheet(book, GUIDE_SHEET)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.write_string(0, 0, ASIDE, styles.key)
    for place, (_, width) in enumerate(_HEADS):
        sheet.set_column(place, place, width)
    row = _write_rules(sheet, kind, styles)
    sheet.set_row(row, 22)
    for place, (head, _) in enumerate(_HEADS):
        sheet.write_string(row, place, head, styles.head)
    sheet.freeze_panes(row + 1, 0)
    _write_elements(sheet, kind, lists, styles, row + 1)
    _set_print(sheet, row)


def _write_rules(sheet: TextSheet, kind: Kind, styles: Styles) -> int:
    sheet.set_row(1, 30)
    sheet.merge_range(1, 0, 1, _LAST, "", styles.title)
    sheet.write_string(1, 0, f"{kind.label}　{GUIDE_SHEET}", styles.title)
    rules = [sentence(code).says.format(sheet=kind.label) for code in _RULES]
    group_rule = sentence(_GROUP_RULE).says
    rules += [group_rule.format(group=g.label, kind=kind.short_label) for g in kind.groups]
    for number, rule in enumerate(rules, start=1):
        sheet.set_row(number + 1, 18)
        sheet.merge_range(number + 1, 0, number + 1, _LAST, "", styles.note)
        sheet.write_string(number + 1, 0, f"{number}. {rule}", styles.note)
    edition = f"依据：{kind.standard}"
    sheet.write_string(len(rules) + 2, 0, edition, styles.key)
    return len(rules) + 4


def _write_elements(sheet: TextSheet, kind: Kind, lists: Lists, styles: Styles, row: int) -> None:
    for section, together in groupby(columns_of(kind), key=lambda column: column.section):
        for column in together:
            cells = _cells(section, column, lists)
            sheet.set_row(row, 15 * max(1, _lines(cells)) + 3)
            for place, text in enumerate(cells):
                style = styles.example if place == _LAST else styles.boxed
                sheet.write_string(row, place, text, style)
            row += 1


def _cells(section: str, column: SheetColumn, lists: Lists) -> tuple[str, ...]:
    element = column.element
    clause = f"（{element.clause}）" if element.clause else ""
    return (
        section,
        element.label,
        "必填" if element.required else "有条件" if element.required_when else "选填",
        element.help + clause,
        _content(element, lists),
        element.example,
    )


def _content(element: Element, lists: Lists) -> str:
    if element.codes:
        words = lists.codes[element.codes].words
        more = " 等" if len(words) > _SHOWN_WORDS else ""
        return "、".join(words[:_SHOWN_WORDS]) + more
    unit = f"，单位：{element.unit}" if element.unit else ""
    limit = f"，不超过{element.max_length}个字" if element.max_length else ""
    return KINDS[element.kind].label + unit + limit


def _lines(cells: tuple[str, ...]) -> int:
    return max(
        -(-text_width(text) // (int(width) - 1))
        for text, (_, width) in zip(cells, _HEADS, strict=True)
    )


def _set_print(sheet: TextSheet, head_row: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head_row)
    sheet.set_footer("&C第 &P 页，共 &N 页")
