"""Kinds of element: what people type is understood, what is not understood is kept and told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdo_desktop.standard.element_kinds import KINDS, half_width, judge_value, read_value, shown
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Element, ElementKind, Severity

LIBRARY = Library()
GIVEN: dict[ElementKind, dict[str, Any]] = {
    ElementKind.CHOICE: {"codes": "update_cycle"},
    ElementKind.MULTI_CHOICE: {"codes": "update_cycle"},
    ElementKind.CASCADE: {"codes": "format_type", "parent": "format_class"},
    ElementKind.TREE: {"codes": "catalog_tree"},
    ElementKind.REFERENCE: {"target": "system"},
    ElementKind.NUMBER: {"unit": "G", "decimals": 4},
    ElementKind.MONEY: {"unit": "万元", "decimals": 6},
}


def element(kind: ElementKind, **more: Any) -> Element:
    return Element("it", "这一项", kind, **{**GIVEN.get(kind, {}), **more})


def read(kind: ElementKind, text: str, **more: Any) -> Any:
    return read_value(text, element(kind, **more), LIBRARY)


def problem(kind: ElementKind, value: Any, under: str = "", **more: Any) -> str:
    found = judge_value(value, element(kind, **more), LIBRARY, under)
    return found.code.removeprefix("CDO-") if found else ""


def test_the_table_is_full():
    assert set(KINDS) == set(ElementKind)


@pytest.mark.parametrize("kind", ElementKind)
@pytest.mark.parametrize("blank", ["", "  ", "\u3000\n"])
def test_nothing_is_absent(kind, blank):
    assert read(kind, blank) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (ElementKind.TEXT, "  低保\u3000 名单\n", "低保 名单"),
        (ElementKind.LONGTEXT, "第一行  \r\n第二行 ", "第一行\n第二行"),
        (ElementKind.CHOICE, "按月", "每月"),
        (ElementKind.CHOICE, "偶尔", "偶尔"),
        (ElementKind.MULTI_CHOICE, "每月,按周；每月", ["每周", "每月"]),
        (ElementKind.CASCADE, "人大金仓", "KingbaseES"),
        (ElementKind.TREE, " ３０３ ０１１", "303011"),
        (ElementKind.DATE, "2026/3/1", "2026-03-01"),
        (ElementKind.DATE, "2026.03.01", "2026-03-01"),
        (ElementKind.DATE, "20260301", "2026-03-01"),
        (ElementKind.DATE, "2026年3月1日", "2026-03-01"),
        (ElementKind.DATE, "二〇二六年三月一日", "2026-03-01"),
        (ElementKind.DATE, "2026/3/1 10:30", "2026-03-01"),
        (ElementKind.DATE, "2026-3-1 0:00:00", "2026-03-01"),
        (ElementKind.DATE, "2026-03-01T10:30:00.5+08:00", "2026-03-01"),
        (ElementKind.DATE, "2026年3月1日 10:30", "2026-03-01"),
        (ElementKind.DATE, "2026-02-30", "2026-02-30"),
        (ElementKind.MONTH, "2026年3月", "2026-03"),
        (ElementKind.MONTH, "2026/3/1 8:00", "2026-03"),
        (ElementKind.NUMBER, "１，２３４.50", "1234.50"),
        (ElementKind.NUMBER, "007", "7"),
        (ElementKind.NUMBER, "+.5", "0.5"),
        (ElementKind.NUMBER, "12G", "12G"),
        (ElementKind.MONEY, " 186.40 ", "186.40"),
        (ElementKind.YES_NO, "√", "是"),
        (ElementKind.YES_NO, "不清楚", "不清楚"),
        (ElementKind.USCC, "11100000mb0143028r", "11100000MB0143028R"),
        (ElementKind.REGION, "511922", "511922"),
        (ElementKind.PHONE, "0827 - 5260000", "0827-5260000"),
        (ElementKind.REFERENCE, "低保系统", {"id": "", "code": "", "title": "低保系统"}),
        (ElementKind.CODE, "３０７０２２／１", "307022/1"),
    ],
)
def test_what_people_type_is_understood_or_kept(kind, text, value):
    assert read(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (ElementKind.TEXT, "低保名单", ""),
        (ElementKind.TEXT, "低\x00保", "V117"),
        (ElementKind.CHOICE, "每月", ""),
        (ElementKind.CHOICE, "按月", "V103"),
        (ElementKind.MULTI_CHOICE, ["每月", "偶尔"], "V103"),
        (ElementKind.TREE, "303011", ""),
        (ElementKind.TREE, "303", "V118"),
        (ElementKind.TREE, "4", "V116"),
        (ElementKind.DATE, "2026-03-01", ""),
        (ElementKind.DATE, "2026-3-1", "V105"),
        (ElementKind.DATE, "2026-02-30", "V105"),
        (ElementKind.MONTH, "2026-13", "V106"),
        (ElementKind.NUMBER, "12.5", ""),
        (ElementKind.NUMBER, "1e3", "V107"),
        (ElementKind.NUMBER, "٣", "V107"),
        (ElementKind.NUMBER, "-1", "V108"),
        (ElementKind.NUMBER, "0.12345", "V109"),
        (ElementKind.MONEY, "186.40", ""),
        (ElementKind.YES_NO, "有", "V114"),
        (ElementKind.USCC, "11100000MB0143028R", ""),
        (ElementKind.USCC, "11100000MB0143028X", "V110"),
        (ElementKind.USCC, "1.11E+17", "V119"),
        (ElementKind.REGION, "511922", ""),
        (ElementKind.REGION, "5119", "V112"),
        (ElementKind.REGION, "²²²²²²", "V112"),
        (ElementKind.REGION, "999999", "V120"),
        (ElementKind.PHONE, "0827-5260000", ""),
        (ElementKind.PHONE, "(0827)5260000", ""),
        (ElementKind.PHONE, "0827-5260000转801、13800000000", ""),
        (ElementKind.PHONE, "12345", ""),
        (ElementKind.PHONE, "老王", "V113"),
        (ElementKind.CODE, "307022/000001", ""),
        (ElementKind.CODE, "3.07E+12", "V119"),
        (ElementKind.CODE, "代码1", "V121"),
        (ElementKind.REFERENCE, {"id": "x", "title": "低保系统"}, ""),
        (ElementKind.REFERENCE, {"id": "", "title": "低保系统"}, "V122"),
        (ElementKind.ATTACHMENT, {"sha256": "a" * 64, "name": "报告.pdf", "size": 3}, ""),
        (ElementKind.ATTACHMENT, {"sha256": 5}, "V123"),
    ],
)
def test_values_are_judged_by_their_kind(kind, value, code):
    assert problem(kind, value) == code


@pytest.mark.parametrize(
    ("value", "parent", "code"),
    [
        ("xls", "电子表格", ""),
        ("xls", "数据库", "V104"),
        ("其他", "数据库", ""),
        ("xls", "", ""),
        ("画在纸上", "数据库", "V104"),
        ("画在纸上", "", "V103"),
        ("表格驱动码", "自描述格式", ""),
        ("表格驱动码", "服务接口", "V104"),
        ("由提供方说明", "自描述格式", ""),
        ("xls", "自描述格式", "V104"),
        ("表格\x07驱动码", "自描述格式", "V117"),
    ],
)
def test_a_cascade_depends_on_its_parent(value, parent, code):
    """Under 自描述格式 the provider names its trade's own format (1272号 核心元数据7)."""
    assert problem(ElementKind.CASCADE, value, parent) == code


def test_the_length_of_a_free_word_is_that_of_its_element():
    assert problem(ElementKind.CASCADE, "码" * 9, "自描述格式", max_length=8) == "V102"


@pytest.mark.parametrize(
    ("text", "label", "said"),
    [
        ("1", "是否向社会开放", "是"),
        ("0", "是否向社会开放", "否"),
        ("不开放", "是否向社会开放", "否"),
        ("不予开放", "是否向社会开放", "否"),
        ("不向社会开放", "是否向社会开放", "否"),
        ("开放", "是否向社会开放", "是"),
        ("非主键", "主键", "否"),
        ("未获取", "是否已获取", "否"),
        ("有条件开放", "是否向社会开放", "有条件开放"),
        ("不归集", "是否向社会开放", "不归集"),
        ("空", "是否可空", "空"),
    ],
)
def test_yes_and_no_are_understood_by_value_and_by_the_words_of_the_question(text, label, said):
    assert read_value(text, replace(element(ElementKind.YES_NO), label=label), LIBRARY) == said


@pytest.mark.parametrize(
    ("text", "decimals", "number"),
    [("20.0", 0, "20"), ("20.", 0, "20"), ("20.5", 0, "20.5"), ("1.50000", 4, "1.5000")],
)
def test_zeros_behind_the_decimals_a_number_may_have_say_nothing(text, decimals, number):
    wanted = replace(element(ElementKind.NUMBER), decimals=decimals)
    assert read_value(text, wanted, LIBRARY) == number


def test_a_parent_that_opens_no_words_takes_none_of_another():
    mode = {"codes": "share_mode_type", "parent": "share_mode_class"}
    assert problem(ElementKind.CASCADE, "文件", "邮件", **mode) == "V104"
    assert problem(ElementKind.CASCADE, "文件", "共享平台方式", **mode) == ""


def test_length_and_pattern_of_a_text():
    assert problem(ElementKind.TEXT, "低" * 65, max_length=64) == "V102"
    assert problem(ElementKind.TEXT, "低" * 64, max_length=64) == ""
    assert problem(ElementKind.TEXT, "x1", pattern=r"\d+") == "V115"


def test_what_only_asks_for_a_second_look_is_a_warning():
    found = judge_value("老王", element(ElementKind.PHONE), LIBRARY)
    assert found is not None
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("低保", "低保"),
        (["每周", "每月"], "每周、每月"),
        ({"title": "低保系统"}, "低保系统"),
        (None, ""),
    ],
)
def test_how_a_value_is_shown(value, text):
    assert shown(value) == text


TYPED = st.text(max_size=40) | st.from_regex(
    r"\A\d{4}[-/年]\d{1,2}[-/月]\d{1,2}( \d{1,2}:\d{2})?\Z"
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(ElementKind)), TYPED)
def test_reading_never_fails_and_reading_again_changes_nothing(kind, text):
    value = read(kind, text)
    if value is None:
        return
    judge_value(value, element(kind), LIBRARY)
    if isinstance(value, str):
        again = read(kind, value)
        assert again == value


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([k for k in ElementKind if k is not ElementKind.REFERENCE]), TYPED)
def test_what_is_judged_good_is_canonical(kind, text):
    it = element(kind)
    if kind in (ElementKind.MULTI_CHOICE, ElementKind.ATTACHMENT):
        return
    value = read(kind, text)
    if value is not None and judge_value(value, it, LIBRARY) is None:
        assert read(kind, str(value)) == value


@pytest.mark.parametrize("text", ["K¸", "１２ ３", "ａ¨ b", "一￣二"])
def test_what_is_read_in_half_width_is_read_the_same_again(text):
    once = half_width(text)
    assert half_width(once) == once
