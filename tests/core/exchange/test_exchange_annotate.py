"""The user's own sheet given back with marks, comments and a list of findings."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from cdo_desktop.domain.findings import Finding, Fix, Place
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.annotate import MAX_COPY_ROWS, Annotated, AnnotatedForm, annotate
from cdo_desktop.exchange.key_row import ASIDE
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Cancelled, Run

RED, YELLOW, BLUE = "FFFFC7CE", "FFFFEB9C", "FFDDEBF7"


def said(
    severity: Severity, sheet: str, line: int, column: int, what: str = "序号", fix: bool = False
) -> Finding:
    """A finding in a cell; its sentence quotes `what`."""
    mend = Fix("改为“oracle”", "format_type", "oracle") if fix else None
    return Finding(
        "CDO-W524",
        severity,
        Place(sheet=sheet, line=line, column=column),
        {"column": what, "clause": "1272号 核心元数据2"},
        mend,
    )


def book_of(path: Path, rows: int = 5) -> Worksheet:
    """A small catalogue as somebody made it: a title, formulas, a comment, merged cells."""
    book = Workbook()
    sheet = book.active
    sheet.title = "目录"
    sheet.append(["政务信息资源目录", None, None])
    sheet.append(["信息资源名称", "信息资源代码", "格式类型"])
    for number in range(rows):
        sheet.append([f"救助信息{number}", f"{number:06}", "oracle"])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    sheet["C5"] = "=1+1"
    sheet["C6"].value = "=假公式"
    sheet["C6"].data_type = "s"
    sheet["B3"].comment = Comment("原来的批注", "李明")
    book.save(path)
    return sheet


def findings_of(sheet: str) -> list[Finding]:
    """Five findings, two of them on one cell, one in a merged range, one for a whole line."""
    return [
        said(Severity.WARNING, sheet, 5, 3, fix=True),
        said(Severity.ERROR, sheet, 5, 3),
        said(Severity.WARNING, sheet, 4, 1),
        said(Severity.HINT, sheet, 6, 0),
        Finding("CDO-W524", Severity.HINT, facts={"column": "哪里都不是"}),
    ]


def marked(tmp_path: Path, name: str, findings: list[Finding]) -> Annotated:
    """The annotated file of a source."""
    return annotate(tmp_path / name, tmp_path / "批注.xlsx", findings, Run())


def test_cells_are_coloured_by_the_heaviest_finding_and_carry_all_of_them(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    done = marked(tmp_path, "目录.xlsx", findings_of("目录"))
    assert done.form is AnnotatedForm.COPY
    sheet = load_workbook(done.path)["目录"]
    assert sheet["C5"].fill.fgColor.rgb == RED
    assert sheet["A3"].fill.fgColor.rgb == YELLOW, "the corner of the merged range"
    assert sheet["A6"].fill.fgColor.rgb == BLUE
    text = sheet["C5"].comment.text
    assert text.index("【错误】") < text.index("【警告】")
    assert text.count("CDO-W524") == 2
    assert "可以改为“oracle”" in text
    assert "1272号" in text


def test_the_copy_keeps_what_was_there(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    source = (tmp_path / "目录.xlsx").read_bytes()
    done = marked(tmp_path, "目录.xlsx", [*findings_of("目录"), said(Severity.ERROR, "目录", 3, 2)])
    sheet = load_workbook(done.path)["目录"]
    assert sheet["C5"].value == "=1+1"
    assert sheet["C5"].data_type == "f"
    assert (sheet["C6"].value, sheet["C6"].data_type) == ("=假公式", "s")
    assert sheet["B3"].value == "000000"
    assert sheet["B3"].comment.text.startswith("原来的批注\n【错误】")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:C1", "A3:A4"}
    assert (tmp_path / "目录.xlsx").read_bytes() == source, "the source is only read"


def test_the_list_says_place_problem_code_and_advice_and_links_to_the_cell(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    sheet = load_workbook(marked(tmp_path, "目录.xlsx", findings_of("目录")).path).worksheets[0]
    assert sheet.title == "检查结果"
    assert sheet["A1"].value == ASIDE
    assert sheet.row_dimensions[1].hidden
    assert "共 5 条：错误 1 条，警告 2 条，提示 2 条" in sheet["A3"].value
    assert [cell.value for cell in sheet[5]] == ["序号", "级别", "位置", "问题", "代码", "建议"]
    first = [cell.value for cell in sheet[6]]
    assert first[:3] == [1, "错误", "目录 C5"]
    assert "“序号”是行号" in first[3]
    assert "1272号 核心元数据2" in first[3]
    assert first[4] == "CDO-W524"
    assert sheet["C6"].hyperlink.location == "'目录'!C5"
    assert [sheet.cell(row, 2).value for row in range(6, 11)] == [
        "错误",
        "警告",
        "警告",
        "提示",
        "提示",
    ]
    assert sheet["C9"].value == "目录 第6行"
    assert sheet["C10"].hyperlink is None


def test_a_sheet_name_already_taken_or_with_quotes_does_no_harm(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "检查结果"
    book.create_sheet("张三's 表")
    book.save(tmp_path / "目录.xlsx")
    done = marked(tmp_path, "目录.xlsx", [said(Severity.ERROR, "张三's 表", 2, 2)])
    copy = load_workbook(done.path)
    assert copy.sheetnames == ["检查结果(2)", "检查结果", "张三's 表"]
    assert copy.worksheets[0]["C6"].hyperlink.location == "'张三''s 表'!B2"


def test_hostile_facts_are_written_as_text(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    hostile = "=cmd()\x01\x0b字" + "长" * 40_000
    done = marked(tmp_path, "目录.xlsx", [said(Severity.ERROR, "目录", 3, 2, hostile)])
    sheet = load_workbook(done.path).worksheets[0]
    assert sheet["D6"].data_type == "s"
    assert "=cmd()\u2401\u240b字" in sheet["D6"].value


def test_csv_becomes_a_new_workbook_with_the_texts_and_the_marks(tmp_path: Path) -> None:
    with (tmp_path / "目录.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([["名称", "代码"], ["低保", "000038"], ["=1+1", ""]])
    findings = [
        said(Severity.ERROR, "目录", 2, 2),
        said(Severity.WARNING, "目录", 3, 2),
        said(Severity.HINT, "目录", 9, 1),
    ]
    done = marked(tmp_path, "目录.csv", findings)
    assert done.form is AnnotatedForm.TEXTS
    assert [note.code for note in done.notes] == ["CDO-W513"]
    book = load_workbook(done.path)
    assert book.sheetnames == ["检查结果", "目录"]
    sheet = book["目录"]
    assert sheet["B2"].value == "000038"
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert [sheet[at].fill.fgColor.rgb for at in ("B2", "B3", "A9")] == [RED, YELLOW, BLUE]
    assert "CDO-W524" in sheet["B3"].comment.text
    assert book.worksheets[0]["C6"].hyperlink.location == "'目录'!B2"


def test_above_the_limit_the_findings_get_a_workbook_of_their_own(tmp_path: Path) -> None:
    with (tmp_path / "大.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([f"救助{n}", n] for n in range(MAX_COPY_ROWS + 1))
    done = marked(tmp_path, "大.csv", [said(Severity.ERROR, "大", 20_000, 2)])
    assert done.form is AnnotatedForm.LIST
    assert [note.code for note in done.notes] == ["CDO-W512"]
    assert "20000" in done.notes[0].message()
    book = load_workbook(done.path)
    assert book.sheetnames == ["检查结果"]
    assert book.active["C6"].value == "大 B20000"
    assert book.active["C6"].hyperlink is None


def test_a_huge_merged_range_is_not_copied(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "目录.xlsx") as source,
        zipfile.ZipFile(tmp_path / "巨.xlsx", "w", zipfile.ZIP_DEFLATED) as spoilt,
    ):
        for name in source.namelist():
            content = source.read(name).replace(b'ref="A3:A4"', b'ref="A3:XFD1048576"')
            spoilt.writestr(name, content)
    done = marked(tmp_path, "巨.xlsx", findings_of("目录"))
    assert done.form is AnnotatedForm.LIST
    assert [note.code for note in done.notes] == ["CDO-W514"]


def test_what_a_copy_cannot_keep_is_said(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    with zipfile.ZipFile(tmp_path / "目录.xlsx", "a") as archive:
        archive.writestr("xl/media/image1.png", b"picture")
        archive.writestr("xl/ctrlProps/ctrlProp1.xml", b"<x/>")
    done = marked(tmp_path, "目录.xlsx", findings_of("目录"))
    (note,) = done.notes
    assert note.code == "CDO-W511"
    assert "图片、窗体控件" in note.message()


def test_a_workbook_openpyxl_stumbles_over_comes_back_with_its_texts(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "目录.xlsx") as source,
        zipfile.ZipFile(tmp_path / "怪.xlsx", "w") as spoilt,
    ):
        for name in source.namelist():
            content = source.read(name).replace(b'"gray125"', b'"unheard-of"')
            spoilt.writestr(name, content)
    done = marked(tmp_path, "怪.xlsx", findings_of("目录"))
    assert done.form is AnnotatedForm.TEXTS
    assert [note.code for note in done.notes] == ["CDO-W515"]
    assert load_workbook(done.path)["目录"]["A5"].value == "救助信息2"


def test_an_existing_target_and_the_source_itself_are_never_overwritten(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    before = hashlib.sha256((tmp_path / "目录.xlsx").read_bytes()).digest()
    with pytest.raises(Refused) as refused:
        annotate(tmp_path / "目录.xlsx", tmp_path / "目录.xlsx", [], Run())
    assert refused.value.code == "CDO-U102"
    assert hashlib.sha256((tmp_path / "目录.xlsx").read_bytes()).digest() == before


def test_stopped_means_no_copy(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    run = Run()
    run.stop()
    with pytest.raises(Cancelled):
        annotate(tmp_path / "目录.xlsx", tmp_path / "批注.xlsx", [], run)
    assert [path.name for path in tmp_path.iterdir()] == ["目录.xlsx"]


def test_many_findings_on_one_cell_are_counted_in_its_comment(tmp_path: Path) -> None:
    book_of(tmp_path / "目录.xlsx")
    findings = [said(Severity.ERROR, "目录", 3, 2, str(number)) for number in range(20)]
    done = marked(tmp_path, "目录.xlsx", findings)
    text = load_workbook(done.path)["目录"]["B3"].comment.text
    assert "这一格还有 12 条" in text
    rows = CalamineWorkbook.from_path(done.path).get_sheet_by_index(0).to_python()
    assert len(rows) == 25, "all of them are in the list"
