"""Rules within one record: each with a case that breaks it and one that keeps it."""

from __future__ import annotations

import pytest
from validate_samples import ITEMS, OTHER_CODE, codes, judged, kind_of, record, the_finding

from cdo_desktop.standard.model import Severity, Stage

REFUSED = {
    "share_type": "不予共享",
    "share_condition": None,
    "share_scope": None,
    "share_purpose": None,
    "share_mode_class": None,
    "share_mode_type": None,
    "share_reason": "涉及举报人身份，共享可能造成打击报复。",
    "share_basis": "《中华人民共和国监察法》第四十六条",
    "share_basis_rank": "法律",
}
UNCONCERNED = {"privacy_assessment": "不涉及", "privacy_assessed_on": None}
MEDIUM = "介质交换（纸质报表、电子文档等）"
BY_MAIL = {"share_mode_class": "邮件", "share_mode_type": None}
FILE = {"format_class": "电子文件", "format_type": "pdf", "items": ()}


def item(**changes):
    return {"name": "发放日期", "type": "日期型", **changes}


BROKEN = [
    ("V201", {"title": "南江县低保信息管理系统"}),
    ("V201", {"title": "社会救助平台（二期）"}),
    ("V201", {"title": "惠民APP"}),
    ("V202", {"title": "测试数据1"}),
    ("V202", {"title": "南江县民政局"}),
    ("V202", {"title": "基本信息"}),
    ("V202", {"title": "aaa111"}),
    ("V203", {"code": "307022"}),
    ("V203", {"code": "307/12"}),
    ("V204", {"classification": "303011"}),
    ("V205", {**FILE, "share_mode_type": "数据库"}),
    ("V205", {"share_mode_type": "文件"}),
    ("V206", {"share_condition": "无"}),
    ("V206", {"share_purpose": "有条件共享"}),
    ("V206", {**REFUSED, "share_reason": "不宜共享"}),
    ("V207", {**REFUSED, "share_basis_rank": "部门规章"}),
    ("V208", {**REFUSED, "share_basis": "本局内部管理规定"}),
    ("V208", {**REFUSED, "share_basis": "《四川省政务数据管理条例》第九条"}),
    ("V208", {**REFUSED, "share_basis": "《救助工作办法》", "share_basis_rank": None}),
    ("V208", {**REFUSED, "share_basis": "《公安部关于户口登记的规定》"}),
    ("V208", {**REFUSED, "share_basis": "《户口登记工作规定》（公通字〔2010〕14号）"}),
    ("V209", {**REFUSED, "share_basis": "涉及群众隐私"}),
    ("V209", {**REFUSED, "share_basis": "《救助工作办法》"}),
    ("V211", {**REFUSED, "share_mode_class": "共享平台方式"}),
    ("V212", {**REFUSED, "open": "是", "open_condition": "无条件", "items": ITEMS[:1]}),
    ("V214", {"update_cycle": "每年"}),
    ("V215", {"items": (*ITEMS, item(name="保障 标准"))}),
    ("V216", {"items": (item(name="申请人身份证号码"),)}),
    ("V216", {"items": (item(name="手机号", personal="否"),)}),
    ("V217", {"items": (item(name="姓名"), item(name="住址"))}),
    ("V218", {"privacy_assessment": "不涉及", "privacy_assessed_on": None}),
    ("V219", {"secrecy_assessment": "未通过"}),
    ("V219", {"privacy_assessment": "未开展"}),
    ("V220", {"head_approved_on": "2026-01-05"}),
    ("V221", {"items": (*ITEMS, item(level="重要数据"))}),
    ("V222", {"publish_date": "2026-12-01"}),
    ("V223", {"secret": "涉密"}),
    ("V223", {"items": (*ITEMS, item(secret="涉密"))}),
    ("V224", {"summary": "机密★10年：人员名单"}),
    ("V225", {"org_code": OTHER_CODE}),
    ("V226", {"org": "南江县民政局、南江县残联"}),
    ("V227", {"summary": "《城镇居民最低生活保障人员信息》"}),
    ("V228", {"items": (item(primary_key="是", nullable="是"),)}),
    ("V229", {"open": "是", "open_condition": "无条件"}),
    ("V230", {"data_level": "重要数据", "share_type": "无条件共享"}),
    ("V231", {"related_codes": "307022040/000012，307022040/000038"}),
    ("V232", {"storage_shared": "13"}),
    ("V232", {"records_shared": "20"}),
    ("V233", {"org": "社会救助科"}),
    ("V216", {"items": (item(name="姓名"), item(name="证件号码"))}),
    ("V216", {"items": (item(name="低保对象证件号"), item(name="户主"))}),
    ("V217", {"items": (item(name="男方姓名"), item(name="女方姓名"), item(name="男方出生日期"))}),
    ("V218", {**UNCONCERNED, "items": (item(name="户主姓名"), item(name="证件号码"))}),
    ("V234", {**BY_MAIL, "share_type": "无条件共享", "share_condition": None}),
    ("V234", {**BY_MAIL, "share_mode_class": "拷盘", "share_condition": "无"}),
    ("V234", {**BY_MAIL, "share_mode_class": MEDIUM, "share_condition": None}),
]
KEPT = [
    ("V201", {"title": "森林生态系统监测数据"}),
    ("V201", {"title": "平台企业名单"}),
    ("V201", {"title": "南江县森林生态系统"}),
    ("V202", {"title": "低保信息"}),
    ("V202", {"title": "GDP数据"}),
    ("V203", {"code": "3070220400031/38", "classification": "307022"}),
    ("V204", {"code": "3070220400031/000038", "classification": "307022"}),
    ("V205", {"share_mode_type": "接口"}),
    ("V205", {**FILE, "share_mode_type": "文件"}),
    ("V205", {**FILE, "share_mode_class": "邮件", "share_mode_type": None}),
    ("V206", {"share_type": "无条件共享", "share_condition": "无条件"}),
    ("V207", REFUSED),
    ("V208", REFUSED),
    ("V208", {**REFUSED, "share_basis": "统计法第二十五条", "share_basis_rank": None}),
    ("V208", {**REFUSED, "share_basis": "根据《统计法》和本局内部规定"}),
    ("V208", {**REFUSED, "share_basis": "《国务院关于……的决定》", "share_basis_rank": None}),
    (
        "V209",
        {**REFUSED, "share_basis": "《信访工作条例》第二十条", "share_basis_rank": "行政法规"},
    ),
    ("V211", REFUSED),
    ("V212", {**REFUSED, "open": "否"}),
    ("V214", {"items": (*ITEMS, item(update_cycle="不定期"))}),
    ("V214", {"update_cycle": "实时"}),
    ("V215", {"items": (*ITEMS, item(name="保障标准下限"))}),
    ("V216", {"items": (item(name="企业联系人手机号"),)}),
    ("V216", {"items": (item(name="单位名称"), item(name="证件号码"))}),
    ("V216", {"items": (item(name="姓名"), item(name="法人证件类型"))}),
    ("V216", {"items": (item(name="姓名"), item(name="许可证件号"))}),
    ("V217", {"items": (item(name="姓名"), item(name="发放金额"))}),
    ("V217", {"items": (item(name="单位名称"), item(name="学校电话"), item(name="地址"))}),
    ("V217", {"items": (item(name="法人姓名"), item(name="注册地址"), item(name="电话"))}),
    ("V217", {"items": (item(name="姓名"), item(name="学校电话"))}),
    ("V217", {"items": (item(name="姓名", personal="否"), item(name="住址", personal="否"))}),
    ("V218", {"privacy_assessment": "不涉及", "items": ITEMS[:1], "privacy_assessed_on": None}),
    ("V220", {"head_approved_on": "2026-02-10"}),
    ("V221", {"data_level": "核心数据", "items": (*ITEMS, item(level="重要数据"))}),
    ("V222", {"publish_date": "2026-11-22"}),
    ("V222", {"publish_date": "25/3/4"}),
    ("V222", {"publish_date": "尚未发布"}),
    ("V223", {"secret": None}),
    ("V224", {"summary": "秘密举报线索的处理结果统计，按月更新。"}),
    ("V226", {"org": "南江县人力资源和社会保障局"}),
    ("V227", {"summary": "城镇居民最低生活保障人员信息，含保障标准。"}),
    ("V229", {"open": "是", "open_condition": "无条件", "items": ITEMS[:1]}),
    ("V230", {"data_level": "重要数据"}),
    ("V231", {"related_codes": "307022040/000012"}),
    ("V232", {"storage_shared": "12.5"}),
    ("V234", BY_MAIL),
    ("V234", {"share_mode_class": "其他", "share_mode_type": None}),
    ("V233", {"org": "南江县人民政府办公室"}),
    ("V233", {"org": "集州街道办事处"}),
    ("V233", {"org": "县政府一科"}),
]


def _named(case):
    return "-".join([case[0], *(f"{k}={v}" for k, v in case[1].items() if isinstance(v, str))][:3])


@pytest.mark.parametrize(("code", "changes"), BROKEN, ids=map(_named, BROKEN))
def test_the_rule_finds(code, changes):
    finding = the_finding(record(**changes), code)
    assert "{" not in finding.message()
    assert finding.facts["clause"] or code in {"V228"}
    elements = kind_keys(finding.place.group)
    assert finding.place.element in elements


def kind_keys(group):
    kind = kind_of("resource")
    return set(kind.groups_by_key[group].by_key if group else kind.by_key)


@pytest.mark.parametrize(("code", "changes"), KEPT, ids=map(_named, KEPT))
def test_the_rule_is_content(code, changes):
    assert code not in codes(record(**changes))


DEMAND_TITLE = "医疗救助对象参保信息"
FIXED = {"V203", "V205", "V211", "V214", "V216", "V217", "V221", "V225", "V228", "V231"}
UNIQUE = [case for case in BROKEN if case[0] in FIXED]


@pytest.mark.parametrize(("code", "changes"), UNIQUE, ids=map(_named, UNIQUE))
def test_the_fix_removes_its_finding(code, changes):
    entry = record(**changes)
    found = [f for f in judged(entry) if f.code == f"CDO-{code}"]
    if code == "V205" and entry.values["format_class"] == "数据库":
        assert found[0].fix is None  # 数据库 or 接口: two answers are right
        return
    for finding in found:
        assert finding.fix is not None
        entry = finding.fix.applied(entry)
    assert code not in codes(entry)


@pytest.mark.parametrize("code", sorted({case[0] for case in BROKEN} - FIXED))
def test_where_more_than_one_answer_is_right_none_is_offered(code):
    changes = next(changes for found, changes in BROKEN if found == code)
    assert the_finding(record(**changes), code).fix is None


def test_a_code_is_given_anew_only_where_the_classification_allows_one():
    assert the_finding(record(code="38", classification="307"), "V203").fix is None


def test_an_assessment_that_is_not_there_only_asks_in_a_draft():
    entry = record(secrecy_assessment="未开展", secrecy_assessed_on=None)
    assert the_finding(entry, "V219", Stage.DRAFT).severity is Severity.WARNING
    assert the_finding(entry, "V219", Stage.SIGNING).severity is Severity.ERROR


def test_errors_come_first():
    found = judged(record(title="低保系统", org_code=None, items=(item(name="身份证号"),)))
    weights = [finding.severity for finding in found]
    assert weights == sorted(weights, key=list(Severity).index)


REJECTIONS = [
    ("1 系统名作目录名", {"title": "南江县低保信息管理系统"}, "V201"),
    ("5 代码太短", {"code": "307022/1".replace("022", "")}, "V203"),
    ("6 提供方为空", {"org": None}, "V101"),
    ("6 摘要为空", {"summary": None}, "V101"),
    ("7 格式类型不属于格式分类", {"format_type": "xls"}, "V104"),
    ("8 共享方式与格式矛盾", {"share_mode_type": "文件"}, "V205"),
    ("9 普查数字带单位", {"storage_total": "12.5G"}, "V125"),
    ("9 普查数字带别的单位", {"records_shared": "20000条"}, "V133"),
    ("10 数据类型手写", {"items": (item(type="varchar2"),)}, "V103"),
]


@pytest.mark.parametrize(("case", "changes", "code"), REJECTIONS, ids=[r[0] for r in REJECTIONS])
def test_the_usual_rejections_within_a_record_are_found(case, changes, code):
    assert code in codes(record(**changes))


SYSTEM_BROKEN = [
    ("V241", {"connection": "未接入", "not_connected_reason": "专网运行，待改造。"}),
    ("V242", {"connection": "无需接入", "not_connected_reason": "无"}),
    ("V243", {"zombie": "是"}),
    ("V244", {"zombie": "是", "cleanup": "停用"}),
    ("V245", {"started": "2027-01"}),
    ("V246", {"resources": None}),
    ("V223", {"secret": "涉密"}),
]


@pytest.mark.parametrize(("code", "changes"), SYSTEM_BROKEN)
def test_rules_of_the_system_list(code, changes):
    finding = the_finding(record("system", **changes), code)
    assert "{" not in finding.message()


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("V241", {"stage": "在建", "connection": "未接入", "not_connected_reason": "在建。"}),
        ("V242", {"connection": "无需接入", "not_connected_reason": "单机使用，无共享数据。"}),
        ("V243", {"zombie": "是", "cleanup": "停用"}),
        ("V244", {"zombie": "是", "running_cost": "0"}),
        ("V245", {"started": "2026-11"}),
        ("V246", {"stage": "拟建", "resources": None, "started": None}),
        ("V201", {}),
        ("V203", {}),
    ],
)
def test_rules_of_the_system_list_are_content(code, changes):
    assert code not in codes(record("system", **changes))


@pytest.mark.parametrize(
    ("key", "code", "changes", "clause"),
    [
        ("demand", "V227", {"summary": DEMAND_TITLE}, "数据需求清单"),
        ("demand", "V226", {"org": "南江县民政局、南江县残联"}, "数据需求清单；条例第二十条"),
        ("resource", "V227", {"summary": "城镇居民最低生活保障人员信息"}, "1272号 核心元数据6"),
    ],
)
def test_a_list_that_is_no_catalog_does_not_cite_the_catalog_guide(key, code, changes, clause):
    assert the_finding(record(key, **changes), code).facts["clause"] == clause


DEMAND_BROKEN = [
    ("V261", {"use_basis": "工作需要"}),
    ("V261", {"use_until": "长期"}),
    ("V262", {"provider": "南江县 民政局"}),
    ("V263", {"use_until": "2024-01-01至2025-12-31"}),
    ("V264", {"applied_on": "2026-10-01"}),
    ("V265", {"obtained": "是"}),
]


@pytest.mark.parametrize(("code", "changes"), DEMAND_BROKEN)
def test_rules_of_the_demand_list(code, changes):
    finding = the_finding(record("demand", **changes), code)
    assert "{" not in finding.message()


@pytest.mark.parametrize(
    "missing", ["use_basis", "use_scene", "use_scope", "get_mode", "use_until"]
)
def test_a_request_states_the_five_things_of_article_20(missing):
    finding = the_finding(record("demand", **{missing: None}), "V101")
    assert finding.place.element == missing
    assert "条例第二十条" in finding.message()


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("V261", {"use_until": "长期有效，至《社会救助暂行办法》修订"}),
        ("V263", {"use_until": "三年"}),
        ("V263", {"use_until": "至2026-11-22"}),
        ("V264", {"answered_on": "2026-10-15", "request_state": "同意共享"}),
        ("V265", {"obtained": "是", "request_state": "已共享"}),
    ],
)
def test_rules_of_the_demand_list_are_content(code, changes):
    assert code not in codes(record("demand", **changes))


@pytest.mark.parametrize(
    ("key", "changes", "code"),
    [
        ("resource", {"publish_date": "45718"}, "V105"),
        ("resource", {"head_approved_on": "0"}, "V105"),
        ("resource", {"secrecy_assessed_on": "去年三月"}, "V105"),
        ("resource", {"privacy_assessed_on": "2026年13月"}, "V105"),
        ("resource", {"code": "甲乙丙"}, "V121"),
        ("resource", {"code": "3.07E+12"}, "V119"),
        ("resource", {"share_mode_type": "乱写"}, "V104"),
        ("system", {"started": "45718"}, "V106"),
        ("demand", {"applied_on": "0"}, "V105"),
        ("demand", {"lead_agreed_on": "某日"}, "V105"),
    ],
)
def test_one_cause_is_one_finding(key, changes, code):
    """A value nobody can read is not also held against the others."""
    assert [finding.code for finding in judged(record(key, **changes))] == [f"CDO-{code}"]
