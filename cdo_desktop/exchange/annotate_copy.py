"""The user's own xlsx with marks: a copy through openpyxl, and what such a copy cannot keep."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cdo_desktop.domain.findings import Finding
from cdo_desktop.exchange.finding_words import (
    AUTHOR,
    COMMENT_WIDTH,
    FINDINGS_SHEET,
    FIRST_ROW,
    HEADS,
    FindingLine,
    Marks,
    cell_link,
    comment_height,
    comment_text,
    finding_lines,
    heaviest,
    summary,
)
from cdo_desktop.exchange.key_row import ASIDE
from cdo_desktop.exchange.workbook import Workbook as SourceBook
from cdo_desktop.exchange.xlsx_book import FONT, MAX_TEXT, escaped_text, sheet_name
from cdo_desktop.exchange.xlsx_styles import (
    DARK,
    HEADING_FONT,
    LINE,
    SEVERITY_FILLS,
    SEVERITY_WORDS,
)
from cdo_desktop.standard.model import SEVERITY_ORDER
from cdo_desktop.tasks import Run

_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_DROPPED_PARTS = (
    ("xl/charts/", "图表的部分样式"),
    ("xl/media/", "图片"),
    ("xl/diagrams/", "SmartArt 图形"),
    ("xl/slicers/", "切片器"),
    ("xl/ctrlProps/", "窗体控件"),
    ("xl/activeX/", "ActiveX 控件"),
    ("xl/embeddings/", "嵌入的文件"),
    ("xl/vbaProject.bin", "宏"),
    ("xl/threadedComments/", "批注下的回复"),
    ("_xmlsignatures/", "文件上的数字签名"),
)
_DROPPED_EXTENSIONS = (
    ("Data Validation", "引用其他表的下拉列表"),
    ("Conditional Formatting", "部分条件格式"),
    ("Sparkline", "迷你图"),
    ("Slicer", "切片器"),
)


def write_copy(
    source: SourceBook, part: Path, findings: list[Finding], marks: Marks, run: Run
) -> str:
    """Write the marked copy to `part`; what it could not keep, in words ("" = nothing).

    Raises whatever openpyxl raises for files it cannot read (see `annotate.UNREADABLE`).
    """
    run.step("读入工作簿")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        book = load_workbook(source.path, rich_text=True)
    _mend_escapes(book, source)
    dropped = _dropped(source.path, [str(warning.message) for warning in warned])
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    cells: dict[tuple[str, str], list[Finding]] = {}
    for (name, line, column), found in run.each("标注单元格", marks.items(), len(marks)):
        if name in sheets:
            cell = _cell(sheets[name], line, column)
            cells.setdefault((name, cell.coordinate), []).extend(found)
    for (name, coordinate), found in cells.items():
        _mark(sheets[name][coordinate], found)
    _insert_findings(book, findings, {name: name for name in sheets})
    run.step("写入文件")
    finished = BytesIO()  # a ZIP cut short by a full disk complains again when it is let go
    book.save(finished)
    part.write_bytes(finished.getvalue())
    return dropped


def _mend_escapes(book: Workbook, source: SourceBook) -> None:
    """openpyxl forgets whether “_x0041_” was that text or stood for a sign, so it is read again."""
    for origin in source.sheets:
        spoilt = {
            cell.coordinate: cell
            for row in book[origin.name].iter_rows()
            for cell in row
            if cell.data_type == "s" and "_x" in (text := str(cell.value)) and _ESCAPE.search(text)
        }
        if not spoilt:
            continue
        for line, cells in enumerate(origin.rows(), start=1):
            for column, value in enumerate(cells, start=1):
                if isinstance(value, str) and "_x" in (text := escaped_text(value)):
                    _rewrite(spoilt.get(f"{get_column_letter(column)}{line}"), text)
        origin.release()


def _rewrite(cell: Cell | MergedCell | None, text: str) -> None:
    if isinstance(cell, Cell) and len(text) <= MAX_TEXT:  # openpyxl would cut a longer one
        cell.value = text
        cell.data_type = "s"


def _cell(sheet: Worksheet, line: int, column: int) -> Cell | MergedCell:
    cell = sheet.cell(line, column or _first_shown(sheet))
    if isinstance(cell, MergedCell):
        # only the corner of a merged range can be seen and can carry a comment
        for area in sheet.merged_cells.ranges:
            if cell.coordinate in area:
                return sheet.cell(area.min_row, area.min_col)
    return cell


def _first_shown(sheet: Worksheet) -> int:
    hidden = {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min or 1, min(dimension.max or 1, 64) + 1)
    }
    return next(column for column in range(1, 66) if column not in hidden)


def _mark(cell: Cell | MergedCell, found: list[Finding]) -> None:
    cell.fill = _fill(SEVERITY_FILLS[heaviest(found)])
    text = comment_text(found)
    if cell.comment is not None:
        text = f"{cell.comment.text}\n{text}"
    cell.comment = Comment(text, AUTHOR, height=comment_height(text), width=COMMENT_WIDTH)


def _dropped(source: Path, warned: list[str]) -> str:
    with zipfile.ZipFile(source) as archive:
        names = archive.namelist()
    words = [word for part, word in _DROPPED_PARTS if any(n.startswith(part) for n in names)]
    words += [word for sign, word in _DROPPED_EXTENSIONS if any(sign in text for text in warned)]
    if "图表的部分样式" not in words and any(n.startswith("xl/drawings/drawing") for n in names):
        words.append("图形和文本框")
    return "、".join(dict.fromkeys(words))


def _insert_findings(book: Workbook, findings: list[Finding], names: Mapping[str, str]) -> None:
    sheet = book.create_sheet(sheet_name(FINDINGS_SHEET, set(book.sheetnames)), 0)
    _write_head(sheet, findings)
    for row, line in enumerate(finding_lines(findings, names), start=FIRST_ROW + 1):
        _write_line(sheet, row, line, names)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _write_head(sheet: Worksheet, findings: list[Finding]) -> None:
    sheet.row_dimensions[1].hidden = True
    sheet["A1"] = ASIDE
    sheet.row_dimensions[2].height = 30
    _put(sheet, 2, 1, FINDINGS_SHEET, Font(name=HEADING_FONT, size=16, color=DARK), _LINE)
    _put(sheet, 3, 1, summary(findings), _PLAIN, _LINE)
    for column, severity in enumerate(SEVERITY_ORDER, start=1):
        cell = _put(sheet, 4, column, SEVERITY_WORDS[severity], _PLAIN, _MIDDLE)
        cell.fill = _fill(SEVERITY_FILLS[severity])
    sheet.row_dimensions[5].height = 22
    for column, (head, width) in enumerate(HEADS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        cell = _put(
            sheet, 5, column, head, Font(name=HEADING_FONT, size=10, color="FFFFFF"), _MIDDLE
        )
        cell.fill = _fill(DARK)
    sheet.freeze_panes = "A6"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "5:5"


def _write_line(sheet: Worksheet, row: int, line: FindingLine, names: Mapping[str, str]) -> None:
    level = SEVERITY_WORDS[line.severity]
    sheet.row_dimensions[row].height = line.height
    texts = ("", level, line.where, line.problem, line.code, line.advice)
    for column, text in enumerate(texts, start=1):
        cell = _put(sheet, row, column, text, _PLAIN, _LEFT if column in (4, 6) else _MIDDLE)
        cell.border = _BOX
    sheet.cell(row, 1, line.number)
    sheet.cell(row, 2).fill = _fill(SEVERITY_FILLS[line.severity])
    if link := cell_link(names.get(line.place.sheet, ""), line.place):
        cell = sheet.cell(row, 3)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=link)
        cell.font = Font(name=FONT, size=10, color="0563C1", underline="single")


def _put(
    sheet: Worksheet, row: int, column: int, text: str, font: Font, alignment: Alignment
) -> Cell | MergedCell:
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"  # a text beginning with “=” stays a text
    cell.font = font
    cell.alignment = alignment
    return cell


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=f"FF{colour}", end_color=f"FF{colour}")


_PLAIN = Font(name=FONT, size=10)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LINE = Alignment(vertical="center")
_LEFT = Alignment(vertical="center", wrap_text=True)
_EDGE = Side(style="thin", color=LINE)
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
