"""Codes that a spreadsheet has spoilt: never what rows or records are known by, never a code."""

from dataclasses import replace

import pytest
from sheet_makers import ORG_NAME, Shelf, codes, items, read, rewritten, table, titles, write_xlsx

from cdo_desktop.exchange.entries import Outcome

MEMBER = "xl/worksheets/sheet1.xml"
NAMES = ("学籍信息", "教师信息", "校舍信息")
L4 = ["序号", "目分类", "信息资源代码", "信息资源名称", "信息项名称", "数据类型"]


def row(title, code, item="姓名"):
    return [title, code, ORG_NAME, "摘要。", item, "字符型"]


def as_stored(path, *numbers):
    """The same sheet with other digits for the numbers 8881, 8882, 8883 of its code cells."""

    def change(xml):
        for place, number in enumerate(numbers, 8881):
            xml = xml.replace(f"<v>{place}</v>".encode(), f"<v>{number}</v>".encode())
        return xml

    return rewritten(path, MEMBER, change)


def sheet(tmp_path, *numbers):
    rows = [row(title, place) for place, title in enumerate(NAMES[: len(numbers)], 8881)]
    return as_stored(table(tmp_path / "a.xlsx", *rows), *numbers)


@pytest.mark.parametrize(
    "spoilt", ["3070230102000040", "3.0702301020000402E+15", "3.07023010200004E+15"]
)
def test_resources_do_not_become_one_by_a_spoilt_code(tmp_path, library, spoilt):
    rehearsal = read(sheet(tmp_path, spoilt, spoilt, spoilt), library)
    assert titles(rehearsal) == list(NAMES)
    assert [items(entry) for entry in rehearsal.entries] == [["姓名"]] * 3
    assert [entry.record.code for entry in rehearsal.entries] == ["", "", ""]
    assert not any("code" in entry.record.values for entry in rehearsal.entries)
    assert codes(rehearsal) == ["CDO-W210"] * 3


def test_nor_below_merged_names(tmp_path, library):
    spoilt = 3.07023010200004e15
    path = tmp_path / "a.xlsx"
    rows = [
        ["1", "307023", spoilt, "学籍信息", "姓名", "字符型C"],
        ["", "307023", spoilt, "", "学籍号", "字符型C"],
        ["2", "307023", spoilt, "教师信息", "姓名", "字符型C"],
        ["", "307023", spoilt, "", "职称", "字符型C"],
    ]
    rehearsal = read(write_xlsx(path, ("2部门信息资源产生清单", [L4, *rows])), library)
    assert titles(rehearsal) == ["学籍信息", "教师信息"]
    assert [items(e) for e in rehearsal.entries] == [["姓名", "学籍号"], ["姓名", "职称"]]
    assert [entry.record.code for entry in rehearsal.entries] == ["", ""]


@pytest.mark.parametrize("text", ["3.07023E+12", "3.07E+15", " ３.０７e+12"])
def test_a_csv_saved_from_a_spreadsheet_keeps_no_code_either(tmp_path, library, text):
    path = tmp_path / "a.csv"
    lines = [f"{title},{text},{ORG_NAME},姓名" for title in NAMES[:2]]
    path.write_text("\n".join(["信息资源名称,信息资源代码,提供单位,信息项名称", *lines]), "utf-8")
    rehearsal = read(path, library)
    assert titles(rehearsal) == list(NAMES[:2])
    assert {entry.record.code for entry in rehearsal.entries} == {""}
    assert codes(rehearsal) == ["CDO-W210"] * 2


@pytest.mark.parametrize("text", ["#N/A", "#REF!"])
def test_an_error_in_the_code_is_no_code(tmp_path, library, text):
    path = tmp_path / "a.csv"
    lines = [f"{title},{text},{ORG_NAME},姓名" for title in NAMES[:2]]
    path.write_text("\n".join(["信息资源名称,信息资源代码,提供单位,信息项名称", *lines]), "utf-8")
    assert titles(read(path, library)) == list(NAMES[:2])


def test_a_spoilt_code_matches_nothing_in_the_workspace(tmp_path, library):
    first = read(sheet(tmp_path, "12345"), library).entries[0].record
    kept = replace(first, code="3.07023010200004E+15", title="别的", revision_id="r1")
    rehearsal = read(sheet(tmp_path, "3.07023010200004E+15"), library, Shelf(kept))
    assert [entry.outcome for entry in rehearsal.entries] == [Outcome.NEW]


def test_where_the_name_matches_the_code_of_the_workspace_stays(tmp_path, library):
    first = read(sheet(tmp_path, "12345"), library).entries[0].record
    kept = replace(first, revision_id="r1")
    rehearsal = read(sheet(tmp_path, "3.07023010200004E+15"), library, Shelf(kept))
    assert [entry.outcome for entry in rehearsal.entries] == [Outcome.UNCHANGED]
    assert rehearsal.entries[0].record.code == "12345"
    assert codes(rehearsal) == ["CDO-W210"]


@pytest.mark.parametrize(
    "exact",
    [
        ("3070230102000045", "3070230102000046", "3070230102000047"),
        ("30702301020000000045", "30702301020000000046", "30702301020000000050"),
        ("3070230102000049", "3070230102000050", "3070230102000051"),
    ],
)
def test_digits_that_the_file_still_holds_are_used_and_not_called_lost(tmp_path, library, exact):
    rehearsal = read(sheet(tmp_path, *exact), library)
    assert [entry.record.code for entry in rehearsal.entries] == list(exact)
    assert codes(rehearsal) == []


def test_a_region_code_of_twelve_digits_may_end_in_zeros(tmp_path, library):
    header = ["机构名称", "行政区划代码"]
    path = table(tmp_path / "a.xlsx", ["示范县教育局", 511922000000], header=header)
    rehearsal = read(path, library, kind="organisation")
    assert "CDO-W210" not in codes(rehearsal)
    assert "511922000000" in rehearsal.entries[0].record.values.values()
