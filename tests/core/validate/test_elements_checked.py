"""Rules on single values: what is missing, what is written wrongly, and the one right answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from validate_samples import ITEMS, ORG, codes, judged, kind_of, library, record, the_finding

from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Condition, Severity, Stage
from cdo_desktop.validate.elements import Checker
from cdo_desktop.validate.rules import rule

STAGES = list(Stage)


@pytest.mark.parametrize("key", ["resource", "system", "demand"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_clean_record_has_no_finding_at_any_stage(key, stage):
    assert judged(record(key), stage) == []


def test_what_is_missing_is_named_with_its_clause():
    finding = the_finding(record(org_code=None), "V101")
    assert finding.place.element == "org_code"
    assert (
        finding.message() == "缺“信息资源提供方代码”，请补写。（1272号 核心元数据5；GB 32100-2015）"
    )


def test_the_code_of_a_registered_provider_is_offered():
    finding = the_finding(record(org_code=None), "V101")
    assert finding.fix is not None
    assert finding.fix.label == f"填“{ORG.code}”"
    assert codes(finding.fix.applied(record(org_code=None))) == set()
    assert the_finding(record(org="南江县残联", org_code=None), "V101").fix is None
    assert the_finding(record(org=None, org_code=None), "V101").fix is None


def test_a_trade_may_name_its_own_format():
    own = {"format_class": "自描述格式", "items": (), "share_mode_type": "文件"}
    assert codes(record(**own, format_type="表格驱动码")) == set()
    assert codes(record(**own, format_type="由提供方说明")) == {"V128"}
    assert codes(record(**own, format_type="xls")) == {"V104"}


@pytest.mark.parametrize(
    ("element", "value", "code", "said"),
    [
        ("storage_total", "1.2G", "V125", "“数据存储总量”的“1.2G”带了单位“G”，请改为“1.2”。"),
        ("storage_total", "800MB", "V133", "“数据存储总量”的“800MB”带了别的单位“MB”，请换算"),
        (
            "records_total",
            "1,200条",
            "V133",
            "“1,200条”带了别的单位“条”，请换算成以万为单位的数字，",
        ),
    ],
)
def test_a_unit_behind_a_number_says_what_to_write_instead(element, value, code, said):
    finding = the_finding(record(**{element: value}), code)
    assert said in finding.message()
    assert (finding.fix is not None) == (code == "V125")


def test_a_conditional_requirement_says_why():
    finding = the_finding(record(share_purpose=None), "V128")
    assert finding.message() == (
        "“共享类型”为“有条件共享”时必须填写“使用用途”，现在没有填，请补写。（条例第十五条）"
    )


def test_a_conditional_requirement_names_the_element_it_hangs_on():
    finding = the_finding(record(secrecy_assessed_on=None), "V128")
    assert finding.message().startswith("“保密风险评估”为“已通过”时必须填写“保密风险评估日期”，")


def test_a_yes_or_no_condition_names_its_element():
    finding = the_finding(record(open="是", items=ITEMS[:1]), "V128")
    assert finding.message().startswith("“是否向社会开放”为“是”时必须填写“开放条件”，")


def test_nothing_is_asked_for_what_does_not_apply():
    changes = dict.fromkeys(("share_scope", "share_purpose", "share_condition"))
    assert codes(record(share_type="无条件共享", **changes)) == set()


@pytest.mark.parametrize(
    ("stage", "severity"),
    [
        (Stage.DRAFT, Severity.HINT),
        (Stage.REVIEW, Severity.WARNING),
        (Stage.SIGNING, Severity.ERROR),
    ],
)
def test_the_weight_of_a_missing_value_depends_on_the_stage(stage, severity):
    assert the_finding(record(code=None), "V101", stage).severity is severity


def test_a_city_may_ask_at_submission_what_the_country_only_asks_for():
    bazhong = Library("bazhong")
    checker = Checker(bazhong.kind("resource"), bazhong)
    entry = record(share_scope=None)
    national = the_finding(entry, "V128")
    [local] = [f for f in checker.check(entry, Stage.REVIEW) if f.place.element == "share_scope"]
    assert (national.severity, local.severity) == (Severity.WARNING, Severity.ERROR)


@pytest.mark.parametrize("nothing", ["", [], {}])
def test_an_empty_value_is_no_value(nothing):
    assert the_finding(record(summary=nothing), "V101").place.element == "summary"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "低保" * 40}, "V102"),
        ({"update_cycle": "偶尔"}, "V103"),
        ({"format_type": "jpg"}, "V104"),
        ({"publish_date": "去年三月"}, "V105"),
        ({"storage_mb": "很多"}, "V107"),
        ({"storage_mb": "-3"}, "V108"),
        ({"storage_total": "1.23456"}, "V109"),
        ({"org_code": "11100000MB0143028X"}, "V110"),
        ({"supplier_phone": "找老王"}, "V113"),
        ({"open": "也许"}, "V114"),
        ({"classification": "民政"}, "V116"),
        ({"summary": "低保\x07名单"}, "V117"),
        ({"classification": "307"}, "V118"),
        ({"org_code": "1.11E+17"}, "V119"),
        ({"code": "民政/1"}, "V121"),
        ({"source_system": {"id": "", "code": "", "title": "低保系统"}}, "V122"),
        ({"attachment": "报告.pdf"}, "V123"),
        ({"title": ["两个", "名称"]}, "V124"),
        ({"themes": "社会保障"}, "V124"),
        ({"记事": "另有纸质件"}, "V129"),
    ],
)
def test_a_value_written_wrongly_is_found(changes, code):
    finding = the_finding(record(**changes), code)
    assert finding.place.element in changes
    assert finding.severity is rule(f"CDO-{code}").severity[Stage.REVIEW]
    assert "{" not in finding.message()


def test_a_way_of_sharing_that_is_not_on_the_platform_has_no_type():
    finding = the_finding(record(share_mode_class="邮件"), "V104")
    assert finding.place.element == "share_mode_type"
    assert "可选：不填" in finding.message()


def test_a_month_of_a_system_is_checked():
    assert "V106" in codes(record("system", started="前年"))


def test_the_place_of_a_cell_is_group_and_row():
    items = (*ITEMS, {"name": "发放日期", "type": "时间"})
    finding = the_finding(record(items=items), "V103")
    assert (finding.place.group, finding.place.row, finding.place.element) == ("items", 4, "type")


def test_a_structured_resource_needs_items():
    finding = the_finding(record(items=()), "V126")
    assert finding.place.group == "items"
    assert "有 0 行，至少要 1 行" in finding.message()


def test_a_text_needs_no_items():
    text = record(items=(), format_class="电子文件", format_type="pdf", share_mode_type="文件")
    assert codes(text) == set()


def test_too_many_rows_are_found():
    kind = kind_of("resource")
    narrow = replace(kind, groups=tuple(replace(g, max_rows=2) for g in kind.groups))
    found = Checker(narrow, library()).check(record(), Stage.DRAFT)
    assert [finding.code for finding in found] == ["CDO-V127"]


def test_an_unknown_group_is_told_and_kept():
    entry = record()
    entry = replace(entry, groups={**entry.groups, "extra": ({"id": "x"},)})
    assert the_finding(entry, "V129").place.group == "extra"


def test_a_condition_on_something_filled_says_so():
    kind = kind_of("resource")
    elements = tuple(
        replace(e, required_when=Condition("keywords", filled=True))
        if e.key == "english_name"
        else e
        for e in kind.elements
    )
    found = Checker(replace(kind, elements=elements), library()).check(
        record(keywords="低保"), Stage.DRAFT
    )
    assert found[0].message().startswith("“关键词”已填写时必须填写“信息资源英文名称”")


def test_findings_stand_in_the_order_of_the_definition():
    found = Checker(kind_of("resource"), library()).check(
        record(org_code="1", title=None, open="?"), Stage.DRAFT
    )
    assert [finding.place.element for finding in found] == ["title", "org_code", "open"]


def test_a_value_is_judged_the_same_the_second_time():
    checker = Checker(kind_of("resource"), library())
    entry = record(format_type="jpg", items=(*ITEMS, {"name": "甲", "type": "字符型C"}))
    assert checker.check(entry, Stage.DRAFT) == checker.check(entry, Stage.DRAFT)


def test_a_cascade_is_judged_under_each_of_its_parents():
    checker = Checker(kind_of("resource"), library())
    good = record(format_class="电子表格", format_type="xls")
    bad = record(format_class="数据库", format_type="xls")
    assert checker.check(good, Stage.DRAFT) == []
    assert [f.code for f in checker.check(bad, Stage.DRAFT)] == ["CDO-V104"]
    assert checker.check(good, Stage.DRAFT) == []


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"format_class": "数据库", "format_type": "xls"}, "把“信息资源格式分类”改为“电子表格”"),
        ({"format_type": "Oracle数据库"}, "改为“oracle”"),
        ({"update_cycle": "按月"}, "改为“每月”"),
        ({"publish_date": "2026年3月1日"}, "改为“2026-03-01”"),
        ({"storage_total": "12.5GB"}, "改为“12.5”"),
        ({"records_total": "3.2 万条"}, "改为“3.2”"),
        ({"storage_mb": "2,048"}, "改为“2048”"),
        ({"open": "N"}, "改为“否”"),
        ({"org_code": "１１１０００００mb0143028r"}, "改为“11100000MB0143028R”"),
        ({"keywords": "低保\x07、救助"}, "改为“低保、救助”"),
        ({"storage_total": "500MB"}, None),
        ({"storage_total": "约12"}, None),
        ({"update_cycle": "偶尔"}, None),
        ({"format_type": "其他", "format_class": "自描述格式", "format_note": "码"}, None),
    ],
)
def test_the_one_right_answer_is_offered_and_mends(changes, label):
    entry = record(**changes)
    finding = next(f for f in judged(entry) if f.place.element in changes)
    assert (finding.fix.label if finding.fix else None) == label
    if finding.fix:
        mended = finding.fix.applied(entry)
        again = [f for f in judged(mended) if f.code == finding.code]
        assert again == []


def test_a_cell_of_an_item_is_mended_in_its_row():
    items = (*ITEMS, {"name": "发放日期", "type": "日期型(D)"})
    entry = record(items=items)
    fix = the_finding(entry, "V103").fix
    assert fix is not None
    assert fix.applied(entry).groups["items"][3]["type"] == "日期型"
    assert codes(fix.applied(entry)) == set()


@pytest.mark.parametrize("month", ["2025-3", "2025/3", "2025年3月", "2025.3", "202503"])
def test_a_day_of_which_only_the_month_is_known_says_so(month):
    finding = the_finding(record(publish_date=month), "V131")
    assert finding.message().startswith(f"“发布日期”的“{month}”只写到月，请写到日，如 2025-03-")
    assert finding.severity is Severity.ERROR
