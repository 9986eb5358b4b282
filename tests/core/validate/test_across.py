"""Rules across records: the same and nearly the same names, organisations, codes, shared items."""

from __future__ import annotations

from dataclasses import replace

import pytest
from validate_samples import ORG, OTHER_CODE, kind_of, library, record

from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.validate.across import Across, Slim, slim

BASE = Slim("", "resource", "", ORG.name, ORG.code, "", "", "有条件共享", "每月", ())
HEALTH = {"org": "南江县卫生健康局", "org_code": OTHER_CODE}


def entries(*titles, **changes):
    return [
        replace(BASE, id=f"R{n}", title=title, code=f"307022/{n:06d}", **changes)
        for n, title in enumerate(titles, 1)
    ]


def across(*known, run=None):
    return Across(library().kinds).check(known, len(known), run or Run())


def codes(found):
    return {finding.code.removeprefix("CDO-") for finding in found}


@pytest.mark.parametrize("other", ["低保 对象（名单）", "低保对象\u3000名单", "低保·对象名单"])
def test_names_that_differ_in_blanks_or_points_are_one(other):
    [finding] = across(*entries("低保对象名单", other))
    assert finding.code == "CDO-V301"
    assert finding.severity is Severity.ERROR
    assert (finding.place.record, finding.place.element) == ("R2", "title")
    assert finding.facts["other_record"] == "R1"
    assert "“低保对象名单”（307022/000001）重名" in finding.message()


def test_the_same_name_at_another_unit_is_no_duplicate():
    known = [*entries("低保对象名单"), replace(BASE, id="R9", title="低保对象名单", **HEALTH)]
    assert across(*known) == []


def test_traditional_characters_make_no_other_name():
    [finding] = across(*entries("医疗机构执业许可", "醫療機構執業許可"))
    assert finding.code == "CDO-V302"
    assert "繁简" in finding.message()


def test_nearly_the_same_names_are_told_with_their_likeness():
    [finding] = across(*entries("城镇居民最低生活保障人员信息", "城镇居民最低生活保障人员的信息"))
    assert finding.code == "CDO-V303"
    assert finding.severity is Severity.WARNING
    assert int(finding.facts["score"]) >= 85


@pytest.mark.parametrize(
    "titles",
    [
        ("出生医学证明信息", "死亡医学证明信息"),
        ("2024年度低保资金发放统计", "2025年度低保资金发放统计"),
        ("低保统计2024", "低保统计2025"),
        ("第一小学教师信息", "第二小学教师信息"),
    ],
)
def test_names_that_only_look_alike_are_left_alone(titles):
    assert across(*entries(*titles)) == []


def test_dragging_a_cell_makes_a_series_of_numbers():
    found = across(*entries("路灯台账1", "路灯台账2", "路灯台账3", "低保统计2024"))
    assert [finding.code for finding in found] == ["CDO-V304"] * 3
    assert found[0].facts["count"] == 3


def test_a_series_may_begin_without_a_number():
    assert codes(across(*entries("路灯台账", "路灯台账1"))) == {"V304"}


def test_one_organisation_with_two_codes():
    known = entries("甲类名单", "乙类台账", "丙类档案")
    known[1] = replace(known[1], org_code=OTHER_CODE)
    [finding] = across(*known)
    assert (finding.code, finding.place.record) == ("CDO-V305", "R2")
    assert finding.place.element == "org_code"
    assert OTHER_CODE in finding.message()


def test_one_code_with_two_organisations():
    known = entries("甲类名单", "乙类台账", "丙类档案")
    known[2] = replace(known[2], org="南江县残联")
    [finding] = across(*known)
    assert (finding.code, finding.place.record) == ("CDO-V306", "R3")
    assert "南江县残联" in finding.message()


def test_the_same_code_twice():
    known = [replace(entry, code="307022/000001") for entry in entries("甲类名单", "乙类台账")]
    [finding] = across(*known)
    assert (finding.code, finding.place.record) == ("CDO-V307", "R2")


def test_the_same_item_from_several_units_asks_for_one_source():
    known = [
        *entries("参保名单", items=("备注", "参保状态")),
        replace(BASE, id="R7", title="就医名单", items=("参保 状态",), **HEALTH),
    ]
    found = across(*known)
    assert [finding.code for finding in found] == ["CDO-V308", "CDO-V308"]
    assert (found[0].place.group, found[0].place.row) == ("items", 2)
    assert found[0].message() == (
        "信息项“参保状态”另由“南江县卫生健康局”提供，请商定由哪家作数源。（条例第十九条）"
    )


def test_items_that_everybody_has_are_no_question_of_source():
    known = [
        *entries("参保名单", items=("备注", "更新时间", "姓名")),
        replace(BASE, id="R7", title="就医名单", items=("备注", "更新时间", "姓名"), **HEALTH),
    ]
    assert across(*known) == []


def test_the_same_unit_may_supply_an_item_twice():
    assert across(*entries("参保名单", "就医台账", items=("参保状态",))) == []


def test_lists_are_compared_each_by_itself():
    known = [*entries("低保管理"), replace(BASE, id="R7", kind="system", title="低保管理")]
    assert across(*known) == []


def test_the_check_can_be_stopped():
    run = Run()
    run.stop()
    with pytest.raises(Cancelled):
        across(*entries("甲", "乙"), run=run)


def test_progress_names_what_is_done():
    notes = []
    known = [
        *entries("参保名单", items=("参保状态",)),
        replace(BASE, id="R7", title="就医名单", items=("参保状态",), **HEALTH),
    ]
    across(*known, run=Run(lambda progress: notes.append(progress.note), every=0))
    assert {"读取名称", "比较名称", "收集信息项", "比较信息项"} <= set(notes)


def test_a_record_made_slim_keeps_what_is_compared():
    entry = slim(record(), kind_of("resource"))
    assert entry.title == "城镇居民最低生活保障人员信息"
    assert (entry.org, entry.org_code) == (ORG.name, ORG.code)
    assert entry.items == ("救助证号", "身份证号", "保障标准")
    assert (entry.code, entry.share, entry.cycle) == ("307022040/000038", "有条件共享", "每月")


def test_a_record_without_provider_counts_as_its_workspace():
    entry = slim(record(org=None, org_code=None), kind_of("resource"))
    assert (entry.org, entry.org_code) == (ORG.name, ORG.code)


REJECTIONS = [
    ("2 下拉填充", ("低保名单1", "低保名单2", "低保名单3"), "V304"),
    ("3 空格标点不同的重复", ("低保名单", "低保 - 名单"), "V301"),
]


@pytest.mark.parametrize(("case", "titles", "code"), REJECTIONS, ids=[r[0] for r in REJECTIONS])
def test_the_usual_rejections_across_records_are_found(case, titles, code):
    assert code in codes(across(*entries(*titles)))
