"""Reverse cataloguing of data files: header and samples become a drafted resource."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.found_table import DraftedResource, ItemType, suggested_name
from cdo_desktop.exchange.item_guess import guess_column, guess_type, is_personal
from cdo_desktop.exchange.reverse import draft_from_rows, draft_from_table
from cdo_desktop.standard.element_kinds import judge_value
from cdo_desktop.standard.library import Library
from cdo_desktop.tasks import Run

HEAD = ["序号", "姓名", "身份证号", "入户日期", "补助金额（元）", "是否残疾", "家庭人口", "备注"]


def people(count: int) -> list[list[str]]:
    """Rows of a register of people in need."""
    return [
        [
            str(number),
            f"张{chr(0x4E00 + number)}",
            f"51190219800101{number:03}X",
            f"2026-03-{number % 28 + 1:02}",
            f"{number}.50",
            "是" if number % 2 else "否",
            str(number % 7 + 1),
            "" if number % 3 else "低保边缘",
        ]
        for number in range(1, count + 1)
    ]


def written(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    """A csv file."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def draft(path: Path, library: Library) -> DraftedResource:
    """The only draft of a file."""
    (one,) = draft_from_table(path, library.kind("resource"), library, Run())
    return one


def test_a_register_becomes_a_resource_with_typed_items(tmp_path: Path, library: Library) -> None:
    path = written(tmp_path / "低保人员台账_20260301.csv", [HEAD, *people(30)], "gb18030")
    made = draft(path, library)
    assert made.title == made.values["title"] == "低保人员台账"
    assert {row["name"]: (row["type"], row["length"]) for row in made.items} == {
        "姓名": ("字符型", "4"),
        "身份证号": ("字符型", "18"),
        "入户日期": ("日期型", "10"),
        "补助金额（元）": ("货币型", "5"),
        "是否残疾": ("逻辑型", "1"),
        "家庭人口": ("整型", "1"),
        "备注": ("字符型", "10"),
    }
    by_name = {row["name"]: row for row in made.items}
    assert by_name["身份证号"]["primary_key"] == "是"
    assert by_name["身份证号"]["nullable"] == "否"
    assert by_name["备注"]["nullable"] == "是"
    assert {name for name, row in by_name.items() if row.get("personal") == "是"} >= {
        "姓名",
        "身份证号",
    }
    assert len({row["id"] for row in made.items}) == 7
    assert {note.code for note in made.notes} == {
        "CDO-W523",
        "CDO-W524",
        "CDO-W525",
        "CDO-W526",
    }


def test_every_value_of_a_draft_is_one_the_standard_takes(tmp_path: Path, library: Library) -> None:
    book = Workbook()
    for row in [HEAD, *people(12)]:
        book.active.append(row)
    book.save(tmp_path / "低保.xlsx")
    made = draft(tmp_path / "低保.xlsx", library)
    kind = library.kind("resource")
    assert made.values["format_class"] == "电子表格"
    assert made.values["format_type"] == "xlsx"
    for key, value in made.values.items():
        assert judge_value(value, kind.by_key[key], library) is None
    for row in made.items:
        for key, value in row.items():
            if key != "id":
                assert judge_value(value, kind.groups_by_key["items"].by_key[key], library) is None


@pytest.mark.parametrize(("encoding", "length"), [("utf-8", "6"), ("gb18030", "4")])
def test_lengths_are_bytes_of_the_files_encoding(
    tmp_path: Path, library: Library, encoding: str, length: str
) -> None:
    path = written(
        tmp_path / "a.csv",
        [["姓名", "科室"], *([f"张{n}", "甲"] for n in "一二三四五六七八九十")],
        encoding,
    )
    assert draft(path, library).items[0]["length"] == length


def test_a_title_above_the_header_names_the_resource(tmp_path: Path, library: Library) -> None:
    book = Workbook()
    for row in (["残疾人补贴发放表"], [], ["姓名", "金额", "发放日期"], ["张三", 12, "2026-01-02"]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    made = draft(tmp_path / "x.xlsx", library)
    assert made.title == "残疾人补贴发放表"
    assert [row["name"] for row in made.items] == ["姓名", "金额", "发放日期"]


@pytest.mark.parametrize(
    "head",
    [
        [["姓名（xm）", "住址（home_addr）"]],
        [["姓名", "住址"], ["xm", "home_addr"]],
        [["xm", "home_addr"], ["姓名", "住址"]],
    ],
    ids=["one cell", "English below", "Chinese below"],
)
def test_chinese_and_physical_names_are_told_apart(library: Library, head: list[list[str]]) -> None:
    rows = [*head, *[[f"张{n}", "江北大道"] for n in range(9)]]
    made = draft_from_rows(rows, "人员", library.kind("resource"), library)
    assert [(row["name"], row["field"]) for row in made.items] == [
        ("姓名", "xm"),
        ("住址", "home_addr"),
    ]
    assert len(made.items) == 2


def test_an_english_header_stays_the_physical_name_and_nothing_is_invented(
    library: Library,
) -> None:
    rows = [["id_card", "amount"], *[[f"51190219800101{n:03}1", f"{n}.5"] for n in range(9)]]
    made = draft_from_rows(rows, "低保", library.kind("resource"), library)
    assert [row.get("name") for row in made.items] == [None, None]
    assert [row["field"] for row in made.items] == ["id_card", "amount"]
    assert made.items[0]["personal"] == "是"
    assert "CDO-W522" in {note.code for note in made.notes}


def test_each_sheet_with_a_header_is_a_draft_and_the_others_are_named(
    tmp_path: Path, library: Library
) -> None:
    book = Workbook()
    book.active.title = "低保对象"
    book.active.append(["姓名", "金额"])
    book.active.append(["张三", 3])
    numbers = book.create_sheet("统计")
    numbers.append([1, 2])
    hidden = book.create_sheet("旧表")
    hidden.append(["甲", "乙"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "台账.xlsx")
    (made,) = draft_from_table(tmp_path / "台账.xlsx", library.kind("resource"), library, Run())
    assert made.title == "低保对象"
    assert [n.facts["sheet"] for n in made.notes if n.code == "CDO-W528"] == ["统计"]


def test_a_file_without_a_header_is_refused(tmp_path: Path, library: Library) -> None:
    path = written(tmp_path / "数.csv", [["1", "2"], ["3", "4"]])
    with pytest.raises(Refused) as refused:
        draft(path, library)
    assert refused.value.code == "CDO-W521"


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("是否在册", ["0", "1", "1"], ItemType.LOGICAL),
        ("户数", ["0", "1", "1"], ItemType.INTEGER),
        ("启用", ["true", "FALSE"], ItemType.LOGICAL),
        ("日期", ["20260301", "20260302"], ItemType.DATE),
        ("数量", ["20260301", "20260302"], ItemType.INTEGER),
        ("登记时间", ["2026-03-01 09:30:00", "2026-03-02"], ItemType.DATETIME),
        ("面积", ["1.5", "1,234.25", "3"], ItemType.NUMERIC),
        ("合同金额", ["12", "13"], ItemType.MONEY),
        ("联系电话", ["13800000000"], ItemType.TEXT),
        ("行政区划", ["511902"], ItemType.TEXT),
        ("数", ["007", "008"], ItemType.TEXT),
        ("流水", ["1234567890123456789"], ItemType.TEXT),
        ("说明", ["长" * 255], ItemType.MEMO),
        ("说明", ["一\n二"], ItemType.MEMO),
        ("说明", ["2026-02-30"], ItemType.TEXT),
        ("空", [], ItemType.TEXT),
    ],
)
def test_types_are_guessed_from_all_samples(name: str, values: list[str], kind: ItemType) -> None:
    assert guess_type(name, values) is kind


def test_a_column_with_blanks_may_be_empty_and_one_without_is_not_judged() -> None:
    assert guess_column("备注", "", ["a", ""]).nullable is True
    assert guess_column("备注", "", ["a", "b"]).nullable is None


@pytest.mark.parametrize(
    ("name", "field", "values", "personal"),
    [
        ("户主姓名", "", [], True),
        ("单位联系电话", "", [], False),
        ("项目负责人手机", "", [], False),
        ("", "sfzh", [], True),
        ("", "SFZ_H", [], True),
        ("编码", "", ["511902198001011234"] * 6, True),
        ("编码", "", ["511902"] * 6, False),
        ("金额", "", [], False),
    ],
)
def test_personal_information_is_seen_by_name_and_by_value(
    name: str, field: str, values: list[str], personal: bool
) -> None:
    assert is_personal(name, field, values) is personal


@pytest.mark.parametrize(
    ("comment", "name"),
    [
        ("姓名", "姓名"),
        ("状态(0停用 1启用)", "状态"),
        ("性别：1男2女", "性别"),
        ("  户籍地址 ，详细到门牌", "户籍地址"),
        ("user name", ""),
        ("", ""),
        ("（备用）", ""),
        ("字" * 65, ""),
    ],
)
def test_the_chinese_name_is_what_a_comment_begins_with(comment: str, name: str) -> None:
    assert suggested_name(comment) == name
