"""Large sheets are read in pieces; nothing of it shows."""

import pytest
import xlsxwriter
from sheet_makers import rewritten

from cdo_desktop.exchange import sheet_pieces
from cdo_desktop.exchange.workbook import open_workbook

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def small_pieces(monkeypatch):
    """Pieces of a few rows, so that a small sheet has many."""
    monkeypatch.setattr(sheet_pieces, "LARGE", 0)
    monkeypatch.setattr(sheet_pieces, "_FIRST_PIECE", 300)
    monkeypatch.setattr(sheet_pieces, "_PIECE", 900)
    monkeypatch.setattr("cdo_desktop.exchange.workbook_guard._CHUNK", 64)


def sheet_with_gaps(path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("目录")
        sheet.write(2, 1, "标题")
        for line in (*range(5, 40), *range(70, 90)):
            for place in range(2 + line % 3, 6):
                sheet.write(line, place, f"第{line}行{place}列" if place % 2 else line * place)
        sheet.merge_range(50, 1, 55, 1, "合并")
        sheet.merge_range(95, 2, 97, 4, "末尾")
    return path


def rows_of(path):
    rows = [list(row) for row in open_workbook(path).sheets[0].rows()]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def test_pieces_give_the_rows_of_the_whole_sheet(tmp_path, small_pieces, monkeypatch):
    path = sheet_with_gaps(tmp_path / "a.xlsx")
    sheet = open_workbook(path).sheets[0]
    member = sheet.parts.member
    assert sheet_pieces.can_be_cut(path, member)
    assert len(list(sheet_pieces._pieces(path, member))) > 3
    cut = rows_of(path)
    monkeypatch.setattr(sheet_pieces, "LARGE", 1 << 40)
    assert not sheet_pieces.can_be_cut(path, member)
    assert cut == rows_of(path)


def test_merged_ranges_are_known_either_way(tmp_path, small_pieces, monkeypatch):
    path = sheet_with_gaps(tmp_path / "a.xlsx")
    cut = open_workbook(path).sheets[0].merged
    monkeypatch.setattr(sheet_pieces, "LARGE", 1 << 40)
    assert sorted(map(str, cut)) == sorted(map(str, open_workbook(path).sheets[0].merged))


def test_rows_that_do_not_say_their_number_are_not_cut_apart(tmp_path, small_pieces):
    path = sheet_with_gaps(tmp_path / "a.xlsx")
    rewritten(path, SHEET, lambda xml: xml.replace(b"<row r=", b"<row x="))
    member = open_workbook(path).sheets[0].parts.member
    assert not sheet_pieces.can_be_cut(path, member)
