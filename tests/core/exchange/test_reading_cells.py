"""Cells: what a person reads in them arrives, what is lost is found, hostile text passes."""

import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from sheet_makers import PLAIN, codes, items, read, rewritten, table

from cdo_desktop.exchange.cells import (
    cell_text,
    is_damaged_code,
    is_pinyin_damaged,
    scientific,
    without_pinyin,
)
from cdo_desktop.exchange.number_format import padded_format, shown_number

SHEET = "xl/worksheets/sheet1.xml"
SHEETS = Path(__file__).parents[2] / "data" / "sheets"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""),
        (" 文字 ", " 文字 "),
        (12.0, "12"),
        (0.15, "0.15"),
        (1e-7, "0.0000001"),
        (-3.0, "-3"),
        (3070220400031.0, "3070220400031"),
        (5.11922e17, "5.11922E+17"),
        (3070230102000045.0, "3070230102000045"),
        (True, "TRUE"),
        (date(2026, 3, 12), "2026-03-12"),
        (datetime.fromisoformat("2026-03-12"), "2026-03-12"),
        (datetime.fromisoformat("2026-03-12T09:30"), "2026-03-12 09:30:00"),
        (time(9, 30), "09:30"),
    ],
)
def test_a_cell_becomes_the_text_a_person_reads(cell, text):
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "damaged"),
    [
        (3070220400000.0, True),
        (511922199001011234.0, True),
        (3070230102000040.0, True),
        (3070230102000045.0, False),
        (30702301020000450.0, True),
        (1000000000000000.5, True),
        (3070220400031.0, False),
        (307022.0, False),
        (1000000.0, False),
        ("3.07E+12", False),
        (True, False),
    ],
)
def test_codes_that_lost_their_last_digits(cell, damaged):
    assert is_damaged_code(cell) is damaged


def test_a_long_number_is_shown_as_excel_shows_it():
    assert scientific(3070220400000.0) == "3.0702204E+12"


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("000000", "38", "000038"),
        ('"3070220400031/"000000', "38", "3070220400031/000038"),
        ("00-0000", "12", None),
        ("General", "38", None),
        ("0", "38", None),
        ("0.00", "38", None),
        ("#,##0", "1000", None),
        ("yyyy-mm-dd", "46093", None),
        ("000000;-000000", "7", "000007"),
        ("000000_ ", "7", "000007"),
        ("000000", "3.5", None),
        ("000000", "-3", None),
    ],
)
def test_formats_that_change_what_is_read(code, number, shown):
    form = padded_format(code)
    assert (shown_number(number, form) if form else None) == shown


def test_pinyin_between_the_characters_is_taken_out_and_made_simplified():
    damaged = "學(xué)籍數(shù)據(jù)的(de)接口(api)管理（内部）"
    assert is_pinyin_damaged(damaged)
    assert without_pinyin(damaged) == "学籍数据的接口(api)管理（内部）"


@pytest.mark.parametrize("text", ["接口(api)说明", "資料（臺灣）", "数据(shuju)", "金额(万元)", ""])
def test_text_without_toned_pinyin_is_left_alone(text):
    assert not is_pinyin_damaged(text)


def test_the_repair_is_said(tmp_path, library):
    path = table(
        tmp_path / "a.xlsx", ["學(xué)籍信息", "1", "示范县教育局", "甲", "姓(xìng)名", "字符型"]
    )
    rehearsal = read(path, library)
    entry = rehearsal.entries[0]
    assert entry.record.title == "学籍信息" and items(entry) == ["姓名"]
    assert [(f.code, f.place.column) for f in entry.findings] == [
        ("CDO-W213", 1),
        ("CDO-W213", 5),
    ]
    assert "學(xué)籍信息" in entry.findings[0].message()


def formatted(path, **cells):
    """A sheet of one record in which some cells are not plain text: (value, number format)."""
    values = dict(
        zip(PLAIN, ("学籍信息", "1", "示范县教育局", "甲", "姓名", "字符型"), strict=True)
    )
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("a")
        for place, heading in enumerate([*values, "数据长度", "发布日期"]):
            sheet.write(0, place, heading)
            value, form = cells.get(heading, (values.get(heading, ""), ""))
            style = book.add_format({"num_format": form}) if form else None
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(1, place, value, style, form)
            else:
                sheet.write(1, place, value, style)
    return path


def test_zeros_that_only_the_format_shows_come_back(tmp_path, library):
    path = formatted(tmp_path / "a.xlsx", 信息资源代码=(38, '"3070220400031/"000000'))
    rehearsal = read(path, library)
    assert rehearsal.entries[0].record.code == "3070220400031/000038"
    assert codes(rehearsal) == []


def test_numbers_and_dates_are_read_as_such(tmp_path, library):
    path = formatted(
        tmp_path / "a.xlsx", 数据长度=(50, "000"), 发布日期=(46093, 'yyyy"年"m"月"d"日"')
    )
    record = read(path, library).entries[0].record
    assert record.groups["items"][0]["length"] == "50"
    assert record.values["publish_date"] == "2026-03-12"


def test_a_code_in_scientific_notation_is_found_and_not_repaired(tmp_path, library):
    path = formatted(tmp_path / "a.xlsx", 信息资源代码=(3070220400000, ""))
    entry = read(path, library).entries[0]
    assert (entry.record.code, "code" in entry.record.values) == ("", False)
    assert [(f.code, f.place.line, f.place.column) for f in entry.findings] == [("CDO-W210", 2, 2)]


@pytest.mark.parametrize(("result", "code"), [("", "CDO-W211"), ("#N/A", "CDO-W212")])
def test_formulas_without_a_result_and_errors_are_never_blank(tmp_path, library, result, code):
    path = formatted(tmp_path / "a.xlsx", 信息资源摘要=("=VLOOKUP(1,A:B,2)", result))
    entry = read(path, library).entries[0]
    assert "summary" not in entry.record.values
    assert [(f.code, f.place.element, f.place.column) for f in entry.findings] == [
        (code, "summary", 4)
    ]


def test_a_formula_with_a_result_is_its_result(tmp_path, library):
    path = formatted(tmp_path / "a.xlsx", 信息资源摘要=('="甲"&"乙"', "甲乙"))
    assert read(path, library).entries[0].record.values["summary"] == "甲乙"


def test_a_sheet_in_an_unusual_spelling_is_read_exactly_all_the_same(tmp_path, library):
    path = formatted(tmp_path / "a.xlsx", 信息资源代码=(38, "000000"))
    rewritten(path, SHEET, lambda xml: re.sub(rb'r="([A-Z]+[0-9]+)"', rb"r='\1'", xml))
    with zipfile.ZipFile(path) as archive:
        assert b"r='B2'" in archive.read(SHEET)
    assert read(path, library).entries[0].record.code == "000038"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "@SUM(A1)", "-2+3", "+1", "a\x0bb", "\u202e反写", "字" * 32_767, "<b>&amp;</b>"],
)
def test_hostile_text_passes_unharmed(tmp_path, library, text):
    path = table(tmp_path / "a.xlsx", ["学籍信息", "1", "示范县教育局", text, "姓名", "字符型"])
    assert read(path, library).entries[0].record.values["summary"] == text


@pytest.mark.parametrize("name", ["numbers.xls", "numbers.xlsb", "numbers.ods"])
def test_numbers_among_codes_are_doubted_where_formats_cannot_be_seen(name, library):
    rehearsal = read(SHEETS / name, library)
    assert [entry.record.code for entry in rehearsal.entries] == ["38", "39"]
    finding = next(f for f in rehearsal.findings if f.code == "CDO-W214")
    assert (finding.place.line, finding.place.column, finding.facts["count"]) == (2, 2, 2)


def test_an_xlsx_tells_its_formats_so_nothing_is_doubted(tmp_path, library):
    path = table(tmp_path / "a.xlsx", ["学籍信息", 38, "教育局", "甲", "姓名", "字符型"])
    rehearsal = read(path, library)
    assert (rehearsal.entries[0].record.code, codes(rehearsal)) == ("38", [])


DATED = ["信息资源名称", "提供单位", "发布日期", "信息项名称"]


def dated(path, cell):
    return table(path, ["学籍信息", "示范县教育局", cell, "姓名"], header=DATED)


@pytest.mark.parametrize("cell", [45718, 45718.0, 45718.75, "45718", "４５７１８"])
def test_a_day_that_shows_as_its_number_is_read_as_the_day_and_said(tmp_path, library, cell):
    entry = read(dated(tmp_path / "a.xlsx", cell), library).entries[0]
    assert entry.record.values["publish_date"] == "2025-03-02"
    (finding,) = entry.findings
    assert (finding.code, finding.severity) == ("CDO-W228", "warning")
    assert (finding.place.line, finding.place.column) == (2, 3)
    assert cell_text(cell) in finding.message() and "“2025-03-02”" in finding.message()


@pytest.mark.parametrize("cell", [12, 20, 29_000, 80_000, -45718, "457180", "45718号"])
def test_other_numbers_are_no_days(tmp_path, library, cell):
    entry = read(dated(tmp_path / "a.xlsx", cell), library).entries[0]
    assert entry.record.values["publish_date"] == str(cell)
    assert entry.findings == ()


def test_a_day_written_as_eight_digits_is_no_serial_number(tmp_path, library):
    entry = read(dated(tmp_path / "a.xlsx", 20250302), library).entries[0]
    assert (entry.record.values["publish_date"], entry.findings) == ("2025-03-02", ())


STARTED = ["信息系统名称", "功能描述", "建设性质", "启用时间"]


def started(path, cell):
    return table(path, ["学籍系统", "管学籍", "自建", cell], header=STARTED)


@pytest.mark.parametrize(
    ("cell", "month", "code"),
    [
        ("2025-3", "2025-03", []),
        ("2025/3", "2025-03", []),
        ("2025年3月", "2025-03", []),
        (202503, "2025-03", []),
        (2025.3, "2025-03", []),
        ("2025.1", "2025-01", []),
        (45718, "2025-03", ["CDO-W228"]),
        (2025.1, "2025-01", ["CDO-W229"]),
    ],
)
def test_months_of_every_usual_form(tmp_path, library, cell, month, code):
    (entry,) = read(started(tmp_path / "a.xlsx", cell), library, kind="system").entries
    assert entry.record.values["started"] == month
    assert [finding.code for finding in entry.findings] == code


def csv_of(path, *rows):
    path.write_text("\n".join(",".join(row) for row in rows), "utf-8")
    return path


def with_error_in_xlsb(path):
    """numbers.xlsb with #REF! in B2 instead of the number."""

    def spoil(content):
        # BrtCellReal of 16 bytes or BrtCellRk of 12 in column 1 becomes BrtCellError
        for kind, size in ((0x02, 12), (0x05, 16)):
            head = bytes((kind, size)) + (1).to_bytes(4, "little")
            if head in content:
                begin = content.index(head)
                error = bytes((0x03, 9)) + content[begin + 2 : begin + 10] + b"\x17"
                return content[:begin] + error + content[begin + 2 + size :]
        raise AssertionError("no number in column B")

    path.write_bytes((SHEETS / "numbers.xlsb").read_bytes())
    return rewritten(path, "xl/worksheets/sheet1.bin", spoil)


def with_error_in_ods(path):
    path.write_bytes((SHEETS / "numbers.ods").read_bytes())
    number = (
        b'office:value-type="float" office:value="38" calcext:value-type="float"><text:p>000038'
    )
    error = b'office:value-type="string" calcext:value-type="error"><text:p>#REF!'
    return rewritten(path, "content.xml", lambda xml: xml.replace(number, error))


def with_error_in_csv(path):
    return csv_of(path, PLAIN, ["学籍信息", "#REF!", "示范县教育局", "甲", "姓名", "字符型"])


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.xlsb", with_error_in_xlsb),
        ("a.ods", with_error_in_ods),
        ("a.csv", with_error_in_csv),
    ],
)
def test_errors_of_other_formats_are_no_blanks_either(tmp_path, library, name, make):
    entry = read(make(tmp_path / name), library).entries[0]
    assert entry.record.code == ""
    (finding,) = [one for one in entry.findings if one.code == "CDO-W212"]
    assert (finding.place.line, finding.place.column) == (2, 2)
    assert "#REF!" in finding.message()


def test_a_text_that_looks_like_an_error_is_text_where_errors_are_marked(tmp_path, library):
    path = table(tmp_path / "a.xlsx", ["学籍信息", "1", "教育局", "#N/A", "姓名", "字符型"])
    assert read(path, library).entries[0].record.values["summary"] == "#N/A"


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_signs_that_are_no_characters_arrive_as_they_are(tmp_path, library, name, sign):
    row = ["学籍信息", "1", "示范县教育局", f"甲{sign}乙", "姓名", "字符型"]
    path = tmp_path / name
    made = table(path, row) if name == "a.xlsx" else csv_of(path, PLAIN, row)
    assert read(made, library).entries[0].record.values["summary"] == f"甲{sign}乙"
