"""What an import would change of one record, in words a person can choose by."""

from __future__ import annotations

import pytest
from import_sheets import imported, rehearsed, sheet

from cdo_desktop.work.import_diff import differences, pieces, span_of

NEW_ITEM = {"信息项名称": "保障人数"}


def shown(bench, path):
    found = rehearsed(bench, path).rehearsal
    return [(d.label, d.before, d.after, d.detail) for d in differences(found.kind, *found.entries)]


def test_values_and_the_rows_of_the_group(bench, tmp_path):
    imported(bench, sheet(tmp_path / "表.xlsx"))
    rows = {"更新周期": "每年", "责任科室": "办公室"}
    path = sheet(tmp_path / "新.xlsx", {**rows, "数据长度": "80"}, {**rows, **NEW_ITEM})
    assert shown(bench, path) == [
        ("更新周期", "每月", "每年", False),
        ("责任科室", "社会救助科", "办公室", False),
        ("信息项", "1 项", "新增 1 项：保障人数；修改 1 项：街道名称", False),
        ("街道名称 · 数据长度", "64", "80", True),
    ]


def test_of_a_new_record_all_that_the_sheet_says(bench, tmp_path):
    found = shown(bench, sheet(tmp_path / "表.xlsx", {}, NEW_ITEM))
    assert ("更新周期", "", "每月", False) in found
    assert found[-1] == ("信息项", "", "2 项：街道名称、保障人数", False)


def test_many_rows_are_not_all_named(bench, tmp_path):
    rows = [{"信息项名称": f"第{number}项"} for number in range(9)]
    *_, (_, _, after, _) = shown(bench, sheet(tmp_path / "表.xlsx", *rows))
    assert after == "9 项：第0项、第1项、第2项、第3项、第4项、第5项 等"


def test_what_is_the_same_differs_in_nothing(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx")
    imported(bench, path)
    assert shown(bench, path) == []


def test_the_lines_of_an_entry(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx", {}, NEW_ITEM, {"信息资源名称": "殡葬信息"})
    entries = rehearsed(bench, path).rehearsal.entries
    assert [span_of(entry) for entry in entries] == ["2–3", "4"]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("班级数。", "班级数、面积。", [("班级数", 0), ("。", 0)], None),
        ("教育、财政", "县级", [("教育、财政", 1)], [("县级", 1)]),
        ("甲乙丙", "甲丙", [("甲", 0), ("乙", 1), ("丙", 0)], [("甲", 0), ("丙", 0)]),
        ("同", "同", [("同", 0)], [("同", 0)]),
        ("", "新", [], [("新", 1)]),
    ],
)
def test_both_texts_in_stretches(before, after, left, right):
    mine, theirs = pieces(before, after)
    assert mine == [(text, bool(differs)) for text, differs in left]
    if right is not None:
        assert theirs == [(text, bool(differs)) for text, differs in right]


@pytest.mark.parametrize(
    ("before", "after"), [("一二三", "一三四"), ("甲" * 900, "乙" * 900), ("aXbYc", "abZc")]
)
def test_the_stretches_are_the_whole_texts(before, after):
    mine, theirs = pieces(before, after)
    assert "".join(text for text, _ in mine) == before
    assert "".join(text for text, _ in theirs) == after
