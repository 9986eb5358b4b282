"""What a chief data officer is told of a project: each check with what sets it off and what not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_steps import record_now
from project_samples import GROUPS, project

from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.project_check import Outcome
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.work import editing
from cdo_desktop.work.project_checks import check_project, overrule, similar_projects


def added(bench, record):
    return editing.add(bench, [record])[0]


def checks_of(bench, record, run):
    return {one.key: one for one in check_project(bench, record, run)}


def filed(bench, groups=None, **changes):
    return added(bench, project(bench.library, groups, **changes))


def the(bench, run, key, groups=None, **changes):
    """What one check says of the project with these changes."""
    return checks_of(bench, filed(bench, groups, **changes), run)[key]


def in_state(bench, record, state):
    """The project where the chain has taken it."""
    with bench.step(state) as unit:
        return unit.save(replace(record, review=state), Assessment(), record.revision_id)


def listed(bench, kind, **values):
    return added(bench, editing.new_record(bench, kind, values))


def system(bench, title, summary, **values):
    return listed(bench, "system", title=title, summary=summary, **values)


# ---------------------------------------------------------------- the whole


def test_every_check_of_the_code_list_is_made_in_its_order(bench, run):
    names = bench.library.codes["project_check"]
    made = check_project(bench, filed(bench), run)
    assert [one.key for one in made] == [value.code for value in names.values]
    assert [one.label for one in made] == list(names.words)
    for one in made:
        assert one.clause
        assert one.sentence.endswith(("。", "？"))
        assert "{" not in one.sentence


def test_only_projects_are_checked(bench, run, make_record):
    with pytest.raises(Refused) as refused:
        check_project(bench, added(bench, make_record()), run)
    assert refused.value.code == "CDO-P401"


def test_the_check_can_be_stopped(bench):
    filed(bench)
    stopped = Run()
    stopped.stop()
    with pytest.raises(Cancelled):
        check_project(bench, filed(bench, title="另一个"), stopped)


# ---------------------------------------------------------------- secret


def test_of_a_secret_project_nothing_else_is_looked_at(bench, run):
    filed(bench, title="早先的项目")
    (only,) = check_project(bench, filed(bench, secret="涉密"), run)
    assert (only.key, only.result, only.stops) == ("secret", Outcome.FAIL, True)
    assert "保密渠道" in only.sentence


def test_a_secret_project_is_named_in_no_other_s_checks(bench, run):
    filed(bench, title="公开的同类平台")
    filed(bench, title="涉密的同类平台", secret="涉密")
    told = str(check_project(bench, filed(bench), run))
    assert "公开的同类平台" in told
    assert "涉密的同类平台" not in told


@pytest.mark.parametrize("word", ["机密级", "绝密★30年", "涉密（机密）", "内部"])
def test_what_may_be_secret_is_handled_as_if_it_were(bench, run, word):
    """None of the words of the list: nobody can say yet that it is not."""
    named = filed(bench, title="可能涉密的同类平台", secret=word)
    (only,) = check_project(bench, named, run)
    assert (only.key, only.result, only.stops) == ("secret", Outcome.FAIL, True)
    assert word in only.sentence
    assert "可能涉密" not in str(check_project(bench, filed(bench), run))


def test_a_secret_entry_of_the_catalog_is_named_in_no_project_s_checks(bench, run, make_record):
    added(bench, make_record(title="不动产登记信息", secret="涉密"))
    said = the(bench, run, "collected_again", collect="不动产登记")
    assert (said.result, said.evidence) == ("pass", ())


@pytest.mark.parametrize(("word", "result"), [("非涉密", "pass"), (None, "ask")])
def test_whether_it_is_secret_is_said(bench, run, word, result):
    said = the(bench, run, "secret", secret=word)
    assert (said.result, said.stops) == (result, False)


# ---------------------------------------------------------------- threshold and splitting


@pytest.mark.parametrize(
    ("total", "result"),
    [("30", "pass"), ("30.00", "pass"), ("29.999999", "note"), ("86.5", "pass"), (None, "ask")],
)
def test_thirty_and_above_holds_thirty_itself(bench, run, total, result):
    assert the(bench, run, "threshold", total=total).result == result


def settings(bench, **changes):
    """The workspace under a place with other settings."""
    bench.library.profile.settings.update(changes)


@pytest.fixture
def own_settings(bench, monkeypatch):
    """Settings that a test may change: the profile is read anew for each library."""
    given = dict(bench.library.profile.settings)
    yield lambda **changes: settings(bench, **changes)
    bench.library.profile.settings.update(given)


def test_a_place_may_leave_the_number_itself_out(bench, run, own_settings):
    own_settings(threshold_inclusive=False)
    assert the(bench, run, "threshold", total="30").result == "note"
    assert the(bench, run, "threshold", total="30.01", title="另一个").result == "pass"


@pytest.mark.parametrize(("level", "result"), [("乡镇级", "note"), ("县级", "pass")])
def test_a_level_outside_the_scope_is_told(bench, run, own_settings, level, result):
    own_settings(project_scope=["市级", "县级"])
    assert the(bench, run, "threshold", level=level).result == result


def small(bench, title, total="20", **changes):
    return filed(bench, title=title, total=total, **changes)


def test_like_named_projects_of_a_unit_within_a_year_are_one_that_was_split(bench, run):
    first = small(bench, "智慧殡葬平台建设项目一期", "18")
    second = small(bench, "智慧殡葬平台建设项目（二期）", "12", applied_on="2026-09-01")
    said = checks_of(bench, second, run)["split"]
    assert (said.result, said.said.facts["sum"]) == ("fail", "30")
    assert [(one.record, one.theirs) for one in said.evidence] == [(first.id, "18 万元")]


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ({"total": "9"}, "note"),
        ({"total": None}, "ask"),
        ({"total": "40"}, "pass"),
        ({"org": "巴中市教育局", "org_code": "11511900MB1Q7K3P24"}, "pass"),
        ({"applied_on": "2025-03-09"}, "pass"),
        ({"applied_on": "2025-03-10"}, "fail"),
        ({"applied_on": None, "year": "2025"}, "pass"),
        ({"applied_on": None}, "fail"),
        ({"title": "婚姻登记档案扫描"}, "pass"),
    ],
)
def test_what_is_no_splitting(bench, run, change, result):
    small(bench, **{"title": "智慧殡葬平台建设项目一期", "total": "18", **change})
    said = checks_of(bench, small(bench, "智慧殡葬平台建设项目二期", "12"), run)["split"]
    assert said.result == result


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ({"applied_on": "2024-02-15"}, {"applied_on": "2025-02-15"}, "fail"),  # 366 days
        ({"applied_on": "2024-02-15"}, {"applied_on": "2025-02-16"}, "pass"),
        ({"applied_on": "2024-02-29"}, {"applied_on": "2025-02-28"}, "fail"),
        ({"applied_on": "2024-02-29"}, {"applied_on": "2025-03-01"}, "pass"),
        ({"applied_on": None}, {"year": None}, "fail"),
        ({"year": None}, {"applied_on": None, "year": "2025"}, "pass"),
    ],
)
def test_a_year_is_a_year_also_over_a_leap_day(bench, run, first, second, result):
    small(bench, "智慧殡葬平台建设项目一期", "18", **first)
    there = small(bench, "智慧殡葬平台建设项目二期", "12", **second)
    assert checks_of(bench, there, run)["split"].result == result


def test_a_project_above_the_threshold_was_not_split(bench, run):
    small(bench, "智慧殡葬平台建设项目一期")
    assert the(bench, run, "split", title="智慧殡葬平台建设项目二期").result == "pass"


def test_without_a_total_nobody_can_say_whether_it_was_split(bench, run):
    assert the(bench, run, "split", total=None).result == "ask"


# ---------------------------------------------------------------- money, targets, need


@pytest.mark.parametrize(
    ("funds", "result"),
    [
        (GROUPS["funds"], "pass"),
        ([{"source": "财政资金", "amount": "86.4"}], "fail"),
        ([{"source": "财政资金"}], "fail"),
        ([], "fail"),
    ],
)
def test_the_money_adds_up(bench, run, funds, result):
    assert the(bench, run, "money", {"funds": funds}).result == result


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("不超过15个工作日", "pass"),
        ("９５％", "pass"),
        ("百分之九十以上", "pass"),
        ("明显缩短", "fail"),
        ("一次办好", "fail"),
    ],
)
def test_a_target_can_be_measured_if_there_is_a_number_in_it(bench, run, value, result):
    said = the(bench, run, "targets", {"targets": [{"name": "办理时间", "value": value}]})
    assert said.result == result
    assert (said.evidence[0].label, said.evidence[0].mine) == ("办理时间", value)


def test_without_targets_nothing_can_be_measured(bench, run):
    assert the(bench, run, "targets", {"targets": []}).result == "fail"


def test_need_is_for_a_person_to_judge_and_grounds_are_not(bench, run):
    assert the(bench, run, "need").result == "ask"
    said = the(bench, run, "need", basis_title=None, title="另一个")
    assert (said.result, said.said.facts["missing"]) == ("fail", "上级文件依据")


# ---------------------------------------------------------------- planned catalog


def planned(resource):
    named = {"id": resource.id, "code": resource.code, "title": resource.title}
    return {"catalog": [{"resource": named}]}


def test_a_planned_resource_that_passes_its_checks(bench, run, make_record):
    resource = added(bench, make_record(code="307022/000001"))
    said = the(bench, run, "catalog", planned(resource))
    assert (said.result, said.evidence[0].record) == ("pass", resource.id)


def test_a_planned_resource_with_errors_is_named_and_led_to(bench, run, make_record):
    resource = added(bench, make_record(summary=None))
    said = the(bench, run, "catalog", planned(resource))
    assert (said.result, said.said.facts["errors"]) == ("fail", 1)
    assert said.evidence[0].record == resource.id


def test_a_planned_resource_with_warnings_is_noted(bench, run, make_record):
    resource = added(bench, make_record(data_level=None))
    assert the(bench, run, "catalog", planned(resource)).result == "note"


def test_a_planned_resource_in_the_bin_is_none(bench, run, make_record):
    resource = added(bench, make_record())
    editing.delete(bench, [resource.id])
    assert the(bench, run, "catalog", planned(resource)).said.code == "CDO-P302"


@pytest.mark.parametrize(("groups", "code"), [(None, "CDO-P302"), ({"catalog": []}, "CDO-P301")])
def test_no_planned_catalog_or_a_name_that_nobody_bears(bench, run, groups, code):
    said = the(bench, run, "catalog", groups)
    assert (said.said.code, said.result) == (code, "fail")


# ---------------------------------------------------------------- built for all, never to be built


@pytest.fixture
def joint(bench):
    return listed(
        bench,
        "joint_build",
        title="统一身份认证平台",
        abilities="身份认证、单点登录",
        words="统一登录",
        source="2026年统建清单",
    )


def does(*functions, **reuse):
    rows = [{"component": name, "used": used} for name, used in reuse.items()]
    return {"functions": [{"name": name} for name in functions], "reuse": rows}


def test_without_a_list_a_person_has_to_look(bench, run):
    checks = checks_of(bench, filed(bench), run)
    assert {checks["joint_build"].result, checks["negative"].result} == {"ask"}


def test_a_function_that_is_built_for_all_is_to_be_cut(bench, run, joint):
    said = the(bench, run, "joint_build", does("群众统一登录", "低保申请受理"))
    assert (said.said.code, said.result) == ("CDO-P203", "fail")
    assert [(one.record, one.mine) for one in said.evidence] == [(joint.id, "群众统一登录")]


def test_a_project_of_nothing_else_is_to_be_refused(bench, run, joint):
    said = the(bench, run, "joint_build", does("身份认证", "单点登录"))
    assert (said.said.code, said.result) == ("CDO-P202", "fail")
    assert "驳回" in said.sentence


def test_what_is_reused_is_no_hit(bench, run, joint):
    said = the(bench, run, "joint_build", does("身份认证", "低保受理", 统一身份认证="是"))
    assert said.result == "pass"
    assert said.evidence[0].theirs == "已写明复用"


def test_nothing_in_common_passes(bench, run, joint):
    assert the(bench, run, "joint_build", does("低保申请受理")).result == "pass"


def test_what_the_unit_itself_calls_built_for_all_is_asked_about(bench, run, joint):
    groups = {"functions": [{"name": "视频会议", "shared": "是"}]}
    assert the(bench, run, "joint_build", groups).result == "ask"


@pytest.fixture
def forbidden(bench):
    return listed(
        bench, "negative", title="政务云以外的机房", words="新建机房、服务器采购", basis="审查规则"
    )


def test_a_function_on_the_negative_list_fails(bench, run, forbidden):
    said = the(bench, run, "negative", does("低保受理", "核心业务服务器采购"))
    assert (said.result, said.evidence[0].record) == ("fail", forbidden.id)
    assert said.evidence[0].theirs == "服务器采购"


def test_what_a_long_text_mentions_a_person_judges(bench, run, forbidden):
    need = "原单位机房老化。本项目使用政务云，不新建机房，由市大数据局统一分配资源，节约经费。"
    said = the(bench, run, "negative", need=need)
    assert said.result == "ask"
    assert "不新建机房" in said.evidence[0].mine
    assert len(said.evidence[0].mine) < len(need)


def test_nothing_on_the_negative_list_passes(bench, run, forbidden):
    assert the(bench, run, "negative").result == "pass"


# ---------------------------------------------------------------- duplicate construction

FOUR = ("低保申请受理", "家庭经济状况核对", "救助金发放", "救助对象动态管理")


def other(bench, *functions, **changes):
    groups = {"functions": [{"name": name} for name in functions]}
    text = {"summary": "另有内容", "title": "巴中市低保业务系统", **changes}
    return filed(bench, groups, **text)


def test_more_than_seventy_per_cent_in_one_scene_is_built_twice(bench, run):
    there = other(bench, "低保申请受理", "居民家庭经济状况核对", "救助资金发放", "殡葬补贴")
    said = the(bench, run, "duplicate")
    assert (said.result, said.said.facts["percent"]) == ("fail", 75)
    head, *pairs = said.evidence
    assert (head.record, head.percent) == (there.id, 75)
    assert {(one.mine, one.theirs) for one in pairs} == {
        ("低保申请受理", "低保申请受理"),
        ("家庭经济状况核对", "居民家庭经济状况核对"),
        ("救助金发放", "救助资金发放"),
    }
    assert all(one.record == there.id and one.percent >= 75 for one in pairs)


def test_exactly_the_limit_is_not_above_it(bench, run, own_settings):
    own_settings(duplicate_percent=75)
    other(bench, *FOUR[:3])
    assert the(bench, run, "duplicate").result == "note"


def test_a_part_in_common_is_noted_with_the_functions(bench, run):
    other(bench, "低保申请受理", "火化预约", "公墓管理")
    said = the(bench, run, "duplicate")
    assert (said.result, said.said.facts["percent"]) == ("note", 25)
    assert [one.theirs for one in said.evidence[1:]] == ["低保申请受理"]


@pytest.mark.parametrize(
    ("shared", "signs", "percent", "result"), [(8, 11, 70, "note"), (13, 18, 71, "fail")]
)
def test_a_text_above_the_limit_by_a_hair_is_a_duplicate(
    bench, run, shared, signs, percent, result
):
    """7 of 10 pairs of signs are not more than 70 %, 12 of 17 are (70.6 %)."""
    mine, theirs = "低保受理核对家庭经济状况发放救助金等", "低保受理核对家庭经济状况婚姻殡葬养老"
    theirs = mine[:shared] + theirs[-(signs - shared) :]
    other(bench, "用户管理", summary=theirs)
    said = the(bench, run, "duplicate", does("用户管理"), summary=mine[:signs])
    assert (said.said.facts["percent"], said.result) == (percent, result)


def test_where_no_function_is_the_same_none_is_said_to_be(bench, run):
    """The sentence is signed: it may not speak of functions in common where none are shown."""
    alike = "低保申请受理和家庭经济状况核对、救助金发放的登记。"
    other(bench, "火化预约", "公墓管理", summary=alike, shared_scene="殡仪馆火化预约")
    said = the(bench, run, "duplicate", summary="低保申请受理和家庭经济状况核对、救助金发放。")
    assert (said.result, len(said.evidence)) == ("note", 1)
    assert "没有相同的功能" in said.sentence


def test_the_sentence_about_functions_names_one_that_has_some(bench, run):
    alike = "低保申请受理和家庭经济状况核对、救助金发放的登记。"
    other(bench, "火化预约", "公墓管理", summary=alike, shared_scene="殡仪馆火化预约")
    part = other(bench, "低保申请受理", "殡葬补贴", "公墓管理", title="丙系统", summary="另有")
    said = the(bench, run, "duplicate", summary="低保申请受理和家庭经济状况核对、救助金发放。")
    assert (said.said.facts["title"], said.said.facts["percent"]) == (part.title, 25)


def test_another_scene_is_no_duplicate(bench, run):
    other(bench, *FOUR, shared_scene="殡仪馆火化预约")
    assert the(bench, run, "duplicate").result == "note"


def test_what_every_system_has_counts_nothing(bench, run):
    common = ("用户管理", "统计分析", "日志管理")
    other(bench, "火化预约", *common, shared_scene="殡葬")
    said = the(bench, run, "duplicate", does("婚姻登记预约", *common), summary="婚姻登记的预约")
    assert said.result == "pass"


def test_a_system_is_held_against_it_by_the_phrases_of_what_it_does(bench, run):
    there = system(bench, "低保系统", "低保申请受理；家庭经济状况核对、救助金发放。")
    said = the(bench, run, "duplicate")
    assert (said.result, said.evidence[0].record) == ("fail", there.id)


def test_the_system_it_extends_is_not_held_against_it(bench, run):
    there = system(bench, "低保系统", "低保申请受理；家庭经济状况核对、救助金发放。")
    named = {"id": there.id, "code": there.code, "title": there.title}
    assert the(bench, run, "duplicate", nature="升级改造", system=named).result == "pass"


def test_a_project_that_came_to_nothing_is_not_held_against_it(bench, run):
    there = other(bench, *FOUR)
    in_state(bench, there, "refused")
    assert the(bench, run, "duplicate").result == "pass"


def test_traditional_characters_are_the_same_functions(bench, run):
    other(bench, "低保申請受理", "家庭經濟狀況核對", "救助金發放", shared_scene=None)
    assert the(bench, run, "duplicate").result == "fail"


def test_without_functions_or_content_nothing_can_be_compared(bench, run):
    assert the(bench, run, "duplicate", {"functions": []}, summary=None).result == "ask"


def test_the_most_like_stands_first_with_its_functions(bench, run):
    part = other(bench, "低保申请受理", title="甲")
    whole = other(bench, *FOUR, title="乙")
    found = similar_projects(bench, filed(bench), run)
    assert [one.record for one in found] == [whole.id, part.id]
    assert [one.is_duplicate for one in found] == [True, False]
    assert (found[0].overlap, found[0].functions, len(found[0].pairs)) == (100, 4, 4)


# ---------------------------------------------------------------- channel, sharing, collecting


@pytest.mark.parametrize(
    ("channel", "reason", "result"),
    [
        ("接入共享交换平台", None, "pass"),
        ("自建通道", None, "fail"),
        ("自建通道", "《…法》第三条", "ask"),
        ("不交换数据", None, "fail"),
        (None, None, "fail"),
    ],
)
def test_a_channel_of_ones_own_needs_a_reason(bench, run, channel, reason, result):
    assert the(bench, run, "channel", channel=channel, channel_reason=reason).result == result


@pytest.mark.parametrize(("word", "result"), [("是", "pass"), ("否", "fail"), (None, "fail")])
def test_sharing_is_committed_to(bench, run, word, result):
    assert the(bench, run, "commitment", commitment=word).result == result


def test_what_a_catalog_entry_offers_is_not_collected_again(bench, run, make_record):
    offered = added(bench, make_record(title="不动产登记信息"))
    said = the(bench, run, "collected_again", collect="不动产登记、申请人银行账号")
    assert (said.result, said.said.facts["names"]) == ("fail", "不动产登记")
    assert [one.record for one in said.evidence] == [offered.id]


def test_an_item_of_that_name_is_only_noted(bench, run, make_record):
    added(bench, make_record(items=("银行账号", "姓名")))
    said = the(bench, run, "collected_again", collect="银行账号，姓名")
    assert (said.result, said.said.facts["names"]) == ("note", "银行账号")


def test_what_nobody_shares_may_be_collected(bench, run, make_record):
    added(bench, make_record(title="不动产登记信息", share_type="不予共享"))
    assert the(bench, run, "collected_again", collect="不动产登记").result == "pass"


def test_the_resources_the_project_itself_plans_are_no_repetition(bench, run, make_record):
    own = added(bench, make_record(title="低保申请信息"))
    assert the(bench, run, "collected_again", planned(own), collect="低保申请").result == "pass"


@pytest.mark.parametrize("collect", [None, "申请人银行账号"])
def test_nothing_that_is_there_already(bench, run, collect):
    assert the(bench, run, "collected_again", collect=collect).result == "pass"


# ---------------------------------------------------------------- reuse, grading, ciphers


@pytest.mark.parametrize(
    ("rows", "result"),
    [
        (GROUPS["reuse"], "pass"),
        ([], "ask"),
        ([{"component": "短信平台", "used": "否"}], "fail"),
        ([{"component": "短信平台", "used": "否", "why": "上级已有"}], "ask"),
    ],
)
def test_what_is_there_for_all_is_used_or_the_reason_given(bench, run, rows, result):
    assert the(bench, run, "reuse", {"reuse": rows}).result == result


@pytest.mark.parametrize(("word", "result"), [("二级", "pass"), ("未定级", "fail"), (None, "fail")])
def test_the_grade_of_protection_is_named(bench, run, word, result):
    assert the(bench, run, "protection", protection=word).result == result


@pytest.mark.parametrize(
    ("word", "result"),
    [("已编制方案", "pass"), ("计划编制", "note"), ("不涉及", "ask"), (None, "fail")],
)
def test_the_plan_of_ciphers_is_told(bench, run, word, result):
    assert the(bench, run, "cipher", cipher=word).result == result


# ---------------------------------------------------------------- overruling


def test_a_reason_against_a_check_stands_in_the_project_and_is_shown(bench, run):
    record = filed(bench, protection="未定级")
    saved = overrule(bench, record.id, "等级保护", "主管部门下月定级。", "李建国", run)
    assert saved.revision == record.revision + 1
    said = checks_of(bench, saved, run)["protection"]
    assert (said.result, said.is_overruled, said.is_open) == ("fail", True, False)
    assert (said.overrule.reason, said.overrule.by) == ("主管部门下月定级。", "李建国")
    assert said.overrule.on == bench.clock.now().date().isoformat()


def test_it_lapses_when_the_check_says_something_else(bench, run):
    record = filed(bench, protection="未定级")
    saved = overrule(bench, record.id, "protection", "下月定级。", "李建国", run)
    emptied = editing.save(bench, saved.with_value("protection", None), saved.revision_id)
    said = checks_of(bench, emptied, run)["protection"]
    assert (said.overrule.holds, said.is_open) == (False, True)


def test_it_lapses_when_the_same_words_rest_on_something_else(bench, run, joint):
    """Who let one hit pass has not seen the one that was put in its place."""
    record = filed(bench, does("群众统一登录", "低保申请受理"))
    saved = overrule(bench, record.id, "joint_build", "本项功能离线使用。", "李建国", run)
    (row, *others) = saved.groups["functions"]
    exchanged = {**saved.groups, "functions": ({**row, "name": "单点登录"}, *others)}
    changed = editing.save(bench, replace(saved, groups=exchanged), saved.revision_id)
    before, now = (checks_of(bench, one, run)["joint_build"] for one in (saved, changed))
    assert before.sentence == now.sentence
    assert (before.is_overruled, now.is_overruled, now.is_open) == (True, False, True)


def test_the_reviewer_who_overrules_leaves_the_project_where_it_is(bench, run):
    there = in_state(bench, filed(bench, protection="未定级"), "in_review")
    assert overrule(bench, there.id, "protection", "理由", "李建国", run).review == "in_review"


@pytest.mark.parametrize(
    ("check", "reason", "code"),
    [
        ("protection", " ", "CDO-P403"),
        ("commitment", "理由", "CDO-P405"),
        ("天气", "理由", "CDO-U103"),
    ],
)
def test_what_cannot_be_overruled(bench, run, check, reason, code):
    record = filed(bench, protection="未定级")
    with pytest.raises(Refused) as refused:
        overrule(bench, record.id, check, reason, "李建国", run)
    assert refused.value.code == code
    assert record_now(bench, record).revision == record.revision


def test_a_secret_project_is_not_saved_by_a_reason(bench, run):
    record = filed(bench, secret="涉密")
    with pytest.raises(Refused) as refused:
        overrule(bench, record.id, "secret", "理由", "李建国", run)
    assert refused.value.code == "CDO-P405"


def test_what_is_signed_is_not_overruled(bench, run):
    there = in_state(bench, filed(bench, protection="未定级"), "bureau_review")
    with pytest.raises(Refused) as refused:
        overrule(bench, there.id, "protection", "理由", "李建国", run)
    assert refused.value.code == "CDO-P402"


def test_only_a_chief_data_officer_overrules_where_appointments_are_kept(bench, run):
    for who, duty in (("李建国", "部门首席数据官"), ("王芳", "填报人")):
        person = listed(bench, "person", title=who)
        named = {"id": person.id, "code": person.code, "title": who}
        values = {"title": f"{who}任职", "person": named, "duty": duty, "from_date": "2026-01-01"}
        listed(bench, "appointment", **values)
    record = filed(bench, protection="未定级")
    with pytest.raises(Refused) as refused:
        overrule(bench, record.id, "protection", "理由", "王芳", run)
    assert refused.value.code == "CDO-P404"
    assert overrule(bench, record.id, "protection", "理由", "李建国", run).revision == 2
