"""Opening files: every form is read alike, everything else is refused with its own code."""

import zipfile
from pathlib import Path

import pytest
from sheet_makers import read, rewritten, table, titles, write_xlsx

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.csv_text import MAX_ROWS
from cdo_desktop.exchange.sheet_scan import MAX_CELLS
from cdo_desktop.exchange.workbook import open_workbook
from cdo_desktop.exchange.workbook_guard import MAX_UNPACKED, SMALL

SHEETS = Path(__file__).parents[2] / "data" / "sheets"
CSV = "信息资源名称,提供单位,信息项名称\n在校学生学籍信息,示范县教育局,姓名\n,,学籍号\n"
SHEET = "xl/worksheets/sheet1.xml"


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        for sheet in open_workbook(path).visible:
            list(sheet.rows())
    assert caught.value.happened
    return caught.value.code


@pytest.mark.parametrize("name", ["catalog.xls", "catalog.xlsb", "catalog.ods"])
def test_old_and_open_formats_give_the_same_records(name, library):
    rehearsal = read(SHEETS / name, library)
    assert titles(rehearsal) == ["在校学生学籍信息", "教师资格信息"]
    rows = rehearsal.entries[0].record.groups["items"]
    assert [(row["name"], row["length"]) for row in rows] == [("姓名", "50"), ("学籍号", "19")]
    assert rehearsal.entries[0].record.values["publish_date"] == "2026-03-12"
    assert any(f.code == "CDO-W201" for f in rehearsal.findings), "the hidden sheet is named"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimited_text_in_every_usual_encoding(tmp_path, encoding, delimiter, library):
    path = tmp_path / "目录.csv"
    path.write_bytes(CSV.replace(",", delimiter).encode(encoding))
    rehearsal = read(path, library)
    assert titles(rehearsal) == ["在校学生学籍信息"]
    assert rehearsal.items == 2


def test_a_file_is_known_by_its_content_not_by_its_name(tmp_path, library):
    path = table(
        tmp_path / "目录.xlsx", ["学籍信息", "1", "示范县教育局", "学籍", "姓名", "字符型"]
    )
    assert titles(read(path.rename(tmp_path / "目录.xls"), library)) == ["学籍信息"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.xlsx", b"", "CDO-W104"),
        ("空.csv", b"\xef\xbb\xbf\n,,\n", "CDO-W104"),
        ("文档.pdf", b"%PDF-1.7 ...", "CDO-W101"),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "CDO-W101"),
        ("网页.csv", b"<!DOCTYPE html><p>", "CDO-W101"),
        ("半个.xlsx", b"PK\x03\x04" + b"\0" * 400, "CDO-W103"),
        ("别的.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "CDO-W101"),
        ("乱码.csv", bytes(range(128, 256)) * 4 + b"\xff\xff", "CDO-W109"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == code


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xls", "locked.ods"])
def test_a_password_is_named_as_such(name):
    assert refusal(SHEETS / name) == "CDO-W102"


def test_an_xlsb_that_calamine_would_read_with_holes_is_refused():
    assert refusal(SHEETS / "short_cells.xlsb") == "CDO-W103"


@pytest.mark.parametrize("name", ["catalog.xls", "catalog.xlsb", "catalog.ods"])
def test_truncated_files_are_refused(tmp_path, name):
    path = tmp_path / name
    path.write_bytes((SHEETS / name).read_bytes()[:2000])
    assert refusal(path) in ("CDO-W103", "CDO-W101")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert refusal(path) == "CDO-W101"


def test_a_bomb_is_refused_by_its_directory_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/media/huge.bin", b"\0" * (SMALL + 1))
    assert refusal(path) == "CDO-W105"


def test_a_directory_that_lies_about_its_sizes_is_found(tmp_path):
    path = table(tmp_path / "a.xlsx", ["a", "1", "b", "c", "d", "e"])
    rewritten(path, SHEET, lambda xml: xml + b" " * 3_000_000)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    for place in _all(bytes(content), size.to_bytes(4, "little")):
        content[place : place + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(content)
    assert refusal(path) == "CDO-W105"


def _all(content: bytes, wanted: bytes) -> list[int]:
    places = []
    at = content.find(wanted)
    while at >= 0:
        places.append(at)
        at = content.find(wanted, at + 1)
    return places


def test_more_than_a_gigabyte_is_refused_by_the_directory(tmp_path):
    path = table(tmp_path / "a.xlsx", ["a", "1", "b", "c", "d", "e"])
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (MAX_UNPACKED + 1).to_bytes(4, "little")
    path.write_bytes(content)
    assert refusal(path) == "CDO-W105"


def test_a_cell_in_the_farthest_corner_does_not_exhaust_memory(tmp_path):
    path = write_xlsx(tmp_path / "far.xlsx", ("a", [["x"]]))
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>1</v></c></row></sheetData>'
    rewritten(path, SHEET, lambda xml: xml.replace(b"</sheetData>", far))
    assert MAX_CELLS < 1_048_576 * 16_384
    assert refusal(path) == "CDO-W106"


def test_an_ods_that_repeats_a_filled_cell_without_end_is_refused(tmp_path):
    path = tmp_path / "a.ods"
    path.write_bytes((SHEETS / "catalog.ods").read_bytes())

    def spread(xml: bytes) -> bytes:
        for part, count in ((b"rows", b"900000"), (b"columns", b"16000")):
            element = b"<table:table-row " if part == b"rows" else b"<table:table-cell "
            repeated = element + b"table:number-" + part + b'-repeated="' + count + b'" '
            assert element in xml
            xml = xml.replace(element, repeated, 1)
        return xml

    rewritten(path, "content.xml", spread)
    assert refusal(path) == "CDO-W106"


def test_more_rows_than_a_sheet_can_hold(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes("名称\n".encode() + b"a\n" * MAX_ROWS)
    assert refusal(path) == "CDO-W106"


def test_entities_are_refused(tmp_path):
    path = table(tmp_path / "a.xlsx", ["a", "1", "b", "c", "d", "e"])
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    rewritten(path, "xl/styles.xml", lambda xml: evil + xml.partition(b"?>")[2])
    assert refusal(path) == "CDO-W114"


def test_only_hidden_sheets_leave_nothing_to_read(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", ("看", [["a"]]), ("藏", [["b"]]), hidden=["藏"])
    visible = b'name="\xe7\x9c\x8b" sheetId="1"'
    rewritten(
        path, "xl/workbook.xml", lambda xml: xml.replace(visible, visible + b' state="hidden"')
    )
    assert refusal(path) == "CDO-W107"


def test_a_file_one_may_not_read(tmp_path, monkeypatch):
    path = table(tmp_path / "a.xlsx")

    def locked(*args, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    assert refusal(path) == "CDO-W108"


def test_no_such_file(tmp_path):
    assert refusal(tmp_path / "没有.xlsx") == "CDO-U101"


def test_a_wrong_dimension_record_does_not_matter(tmp_path, library):
    path = table(tmp_path / "wps.xlsx", ["学籍信息", "1", "示范县教育局", "学籍", "姓名", "字符型"])
    with zipfile.ZipFile(path) as archive:
        real = archive.read(SHEET)
    wrong = real.replace(b'ref="A1:F2"', b'ref="A1"')
    assert wrong != real
    rewritten(path, SHEET, lambda _: wrong)
    assert titles(read(path, library)) == ["学籍信息"]


def test_rows_keep_their_places_when_the_sheet_begins_further_down_and_right(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", ("a", [[], [None, None, "x"], [None, "y"]]))
    assert list(open_workbook(path).sheets[0].rows()) == [
        ["", "", ""],
        ["", "", "x"],
        ["", "y", ""],
    ]
