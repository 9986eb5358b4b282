"""The headings of the layouts in the field, and of the vendors named, find their element."""

import re
import tomllib

import pytest

from cdo_desktop.standard.codes import folded
from cdo_desktop.standard.library import Library, data_file
from cdo_desktop.standard.model import ElementKind

NATIONAL = Library("national")
RESOURCE = NATIONAL.kind("resource")
_REMARK = re.compile(r"[（(](?:必填|选填|非必填)[）)]|\*")
"""What templates hang behind a heading to say whether it must be filled."""


def place_of(kind, heading):
    """(group, element) that a heading names by label or synonym; None if nobody knows it."""
    wanted = folded(_REMARK.sub("", heading))
    for group, element in kind.all_elements():
        if wanted in {folded(word) for word in (element.label, *element.synonyms)}:
            return group, element.key
    return None


@pytest.mark.parametrize("kind", NATIONAL.kinds.values(), ids=lambda kind: kind.key)
def test_no_heading_names_two_elements(kind):
    owners = {}
    for place, words in (
        ((group, element.key), (element.label, *element.synonyms))
        for group, element in kind.all_elements()
    ):
        for heading in {folded(word) for word in words}:
            assert owners.setdefault(heading, place) == place, heading


L1 = {
    "信息资源名称": "title",
    "信息资源代码": "code",
    "信息资源提供方": "org",
    "资源提供单位": "org",
    "资源提供方地址": "org_address",
    "资源提供方代码": "org_code",
    "信息资源摘要": "summary",
    "信息资源格式分类": "format_class",
    "信息资源格式类型": "format_type",
    "其他类型资源格式描述": "format_note",
    "数据存储总量(G)": "storage_total",
    "结构化信息记录总数(万)": "records_total",
    "已共享的数据存储量(G)": "storage_shared",
    "已共享的结构化记录数(万)": "records_shared",
    "已开放的数据存储量(G)": "storage_opened",
    "已开放的结构化记录数(万)": "records_opened",
    "信息项名称": "items.name",
    "数据类型": "items.type",
    "数据长度": "items.length",
    "共享类型": "share_type",
    "共享条件": "share_condition",
    "共享方式分类": "share_mode_class",
    "共享方式类型": "share_mode_type",
    "是否向社会开放": "open",
    "开放条件": "open_condition",
    "更新周期": "update_cycle",
    "发布日期": "publish_date",
    "关联及类目名称（关联资源代码）": "related_codes",
}
L2 = {
    "信息资源编码（非必填）": "code",
    "信息资源": "title",
    "信息类分类": "classification",
    "信息资源摘要（必填）": "summary",
    "信息资源格式": "format_class",
    "共享类型": "share_type",
    "共享条件": "share_condition",
    "共享方式": "share_mode_class",
    "是否向社会开放": "open",
    "开放条件（选填）": "open_condition",
    "更新周期（必填）": "update_cycle",
    "关联信息系统": "source_system",
    "关联业务事项": "business_item",
    "管理方式(计算机/手工)": "manage_mode",
    "备注": "remark",
    "数据范围(全省/省直/21地市)": "data_range",
    "所属处室（必填）": "office",
    "所属部门（必填）": "org",
    "信息项名称（必填）": "items.name",
    "数据元编号（必填）": "items.data_element",
}
L3 = {
    "信息资源英文名称*": "english_name",
    "名称*": "title",
    "摘要*": "summary",
    "格式分类*": "format_class",
    "格式类型*": "format_type",
    "数据存储总量(M)": "storage_mb",
    "结构化信息记录总数": "records_total",
    "共享类型*": "share_type",
    "共享条件": "share_condition",
    "共享方式分类*": "share_mode_class",
    "共享方式类型*": "share_mode_type",
    "是否向社会开放*": "open",
    "开放条件": "open_condition",
    "更新周期*": "update_cycle",
    "具体更新时间*": "update_detail",
    "主题分类(多选, 英文逗号)": "themes",
    "重点领域分类*(多选)": "key_fields",
    "是否归集数据*": "collected",
    "数据归集方式": "collect_mode",
    "字段名称*": "items.name",
    "英文名称*": "items.field",
    "数据类型*": "items.type",
    "长度": "items.length",
    "是否字典项": "items.dictionary",
    "是否主键*": "items.primary_key",
    "是否为空*": "items.nullable",
    "描述": "items.note",
    "对象类型": "items.object_type",
    "默认值": "items.default_value",
}
L3_SECOND_TIME = {
    "共享类型*": "items.share_type",
    "共享条件": "items.share_condition",
    "共享方式分类*": "items.share_mode_class",
    "共享方式类型*": "items.share_mode_type",
    "是否向社会开放*": "items.open",
    "开放条件": "items.open_condition",
}
L4 = {
    "关联分类": "related_class",
    "信息资源代码": "code",
    "信息资源名称": "title",
    "内设部门名称": "office",
    "信息资源摘要": "summary",
    "信息资源格式分类": "format_class",
    "信息资源格式类型": "format_type",
    "信息资源格式其他描述": "format_note",
    "信息项信息名称": "items.name",
    "数据元": "items.data_element",
    "关联代码集": "items.code_set",
    "数据类型": "items.type",
    "数据长度": "items.length",
    "共享类型": "share_type",
    "共享条件/不予共享依据": "share_condition",
    "开放属性是否": "open",
    "开放属性条件": "open_condition",
    "更新周期": "update_cycle",
    "发布日期": "publish_date",
}
SICHUAN = {
    "最小分级单元": "min_unit",
    "指标体系": "index_system",
    "涉密性": "secret",
    "基本载体": "carrier",
    "服务对象": "service_object",
    "服务领域": "service_field",
    "主要来源": "main_source",
    "共享咨询": "consult_contact",
}
ITEM_EXTENSIONS = {
    "代码集": "items.code_set",
    "主键": "items.primary_key",
    "可空": "items.nullable",
    "默认值": "items.default_value",
    "字典项": "items.dictionary",
    "敏感": "items.sensitive",
    "涉密": "items.secret",
    "增量字段": "items.incremental",
    "本部门产生": "items.own_produced",
}
REGULATION = {
    "数据目录名称": "title",
    "提供单位": "org",
    "数据格式": "format_class",
    "数据更新频率": "update_cycle",
    "共享属性": "share_type",
    "共享方式": "share_mode_class",
    "使用条件": "share_condition",
    "数据分类分级": "data_level",
    "不予共享理由": "share_reason",
    "不予共享依据": "share_basis",
}
RESOURCE_HEADINGS = [
    pytest.param(heading, key, id=f"{name}-{heading}")
    for name, layout in {
        "L1": L1, "L2": L2, "L3": L3, "L4": L4, "四川": SICHUAN, "信息项": ITEM_EXTENSIONS,
        "条例": REGULATION,
    }.items()
    for heading, key in layout.items()
]  # fmt: skip


def named(place):
    """items.name for ("items", "name"), title for ("", "title")."""
    return ".".join(part for part in place if part) if place else None


@pytest.mark.parametrize(("heading", "key"), RESOURCE_HEADINGS)
def test_a_heading_of_a_known_layout_names_its_element(heading, key):
    assert named(place_of(RESOURCE, heading)) == key


@pytest.mark.parametrize(("heading", "key"), L3_SECOND_TIME.items())
def test_a_heading_met_again_among_the_items_is_called_after_them(heading, key):
    assert named(place_of(RESOURCE, f"信息项{heading}")) == key


SYSTEM_SHORT = ["内设部门名称", "信息系统名称", "信息系统代码", "功能描述", "产生的信息资源",
                "建设性质", "部署位置", "接入网络类型", "备注"]  # fmt: skip
SYSTEM_NATIONAL = ["业务系统名称", "安全等级定级情况", "建设资金来源", "预算项目名称",
                   "立项审批部门", "立项审批日期", "预算批复总金额（万元）", "运维费用总支出",
                   "清理后情况", "数据状态", "启用时间", "承载网络", "主管单位", "联系人",
                   "联系电话", "运维单位", "系统描述"]  # fmt: skip


@pytest.mark.parametrize("heading", SYSTEM_SHORT + SYSTEM_NATIONAL + ["接入共享平台情况"])
def test_the_system_list_knows_the_short_and_the_national_set(heading):
    assert place_of(NATIONAL.kind("system"), heading)


DEMAND = ["所需资源名称", "资源所在部门", "具体数据项名称", "信息资源格式", "更新周期",
          "主要用途", "备注", "所需政务信息资源名称", "提供方", "描述", "是否已获取",
          "建议获取方式", "期望数据使用频率", "用途", "所需机构", "需求编号", "支撑业务",
          "期望获取方式", "期望更新频率", "支撑应用"]  # fmt: skip


@pytest.mark.parametrize("heading", DEMAND)
def test_the_demand_list_knows_every_template(heading):
    assert place_of(NATIONAL.kind("demand"), heading)


PLANNED_SYSTEMS = ["系统名称", "主管单位", "建设性质", "建设方式", "系统类别", "涉密分类",
                   "是否脱密处理", "国家或部委文件", "省级文件名称", "省级文件内容",
                   "拟建依据/紧迫性", "紧迫程度", "总投资（万元）", "资金来源", "资金到位情况",
                   "业务功能/建设内容", "建设预期目标", "预估使用对象", "使用规模",
                   "计划建成时间", "基于网络"]  # fmt: skip
PROJECT_FORM = ["项目名称", "申报（建设）单位", "统一社会信用代码", "负责处室或二级单位",
                "项目负责人", "联系人", "申报日期", "年度", "建设周期", "建设必要性",
                "运维费（万元）", "系统部署位置", "是否接入共享交换平台", "等保定级", "密评情况",
                "绩效指标"]  # fmt: skip


@pytest.mark.parametrize("heading", PLANNED_SYSTEMS + PROJECT_FORM)
def test_the_project_knows_the_planned_systems_and_the_application_form(heading):
    assert place_of(NATIONAL.kind("project"), heading)


JOINT_BUILD = ["类别", "平台/系统名称", "统建内容说明", "可向部门提供的服务能力",
               "部门需自行承担的建设内容"]  # fmt: skip
NEGATIVE = ["类别", "内容", "说明", "依据"]


@pytest.mark.parametrize("heading", JOINT_BUILD)
def test_the_list_of_what_is_built_for_all_knows_its_five_columns(heading):
    assert place_of(NATIONAL.kind("joint_build"), heading)


@pytest.mark.parametrize("heading", NEGATIVE)
def test_the_negative_list_knows_its_four_columns(heading):
    known = place_of(NATIONAL.kind("negative"), heading)
    assert known, heading


def test_months_and_money_of_the_system_list():
    system = NATIONAL.kind("system")
    assert system.by_key["started"].kind is ElementKind.MONTH
    assert (system.by_key["budget"].kind, system.by_key["budget"].unit) == ("money", "万元")


def test_a_request_states_what_article_20_asks():
    demand = NATIONAL.kind("demand")
    for label in ("使用依据", "使用场景", "使用范围", "共享方式", "使用时限"):
        _, key = place_of(demand, label)
        assert demand.by_key[key].required
        assert "条例第二十条" in demand.by_key[key].clause


def test_portal_spellings_only_fill_the_gaps():
    portal = tomllib.loads(data_file("portal_synonyms.toml").read_text("utf-8"))
    assert portal["licence"].startswith("Apache-2.0")
    kind = NATIONAL.kind(portal["kind"])
    for heading, key in portal["synonyms"].items():
        assert key in kind.by_key
        assert place_of(kind, heading) is None
    assert not {"开放类型", "openType", "resourceType"} & portal["synonyms"].keys()
