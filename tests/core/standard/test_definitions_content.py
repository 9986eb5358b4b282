"""What the shipped definitions ask for, in the words of the guide (1272) and regulation (809)."""

import re

import pytest

from cdo_desktop.standard.element_kinds import judge_value, read_value
from cdo_desktop.standard.library import KIND_ORDER, Library
from cdo_desktop.standard.model import ElementKind, Severity, Stage
from cdo_desktop.standard.roles import Role

NATIONAL = Library("national")
BAZHONG = Library("bazhong")
RESOURCE = NATIONAL.kind("resource")
ITEMS = RESOURCE.group_with(Role.ITEMS)
EVERY_ELEMENT = [
    pytest.param(kind, group, element, id=f"{kind.key}-{group or 'record'}-{element.key}")
    for kind in NATIONAL.kinds.values()
    for group, element in kind.all_elements()
]


# ---------------------------------------------------------------- the nine kinds


def test_the_nine_kinds_stand_in_the_products_order():
    assert tuple(NATIONAL.kinds) == KIND_ORDER
    assert [kind.label for kind in NATIONAL.kinds.values()] == [
        "数据资源目录", "信息系统清单", "数据需求清单", "项目审查", "统建清单", "项目负面清单",
        "机构", "人员", "任职",
    ]  # fmt: skip


def test_only_resources_are_numbered_by_the_catalog():
    numbering = {kind.key: kind.numbering for kind in NATIONAL.kinds.values()}
    assert numbering.pop("resource") == "catalog"
    assert numbering == {
        "system": "XT", "demand": "XQ", "project": "XM", "joint_build": "TJ", "negative": "FM",
        "organisation": "JG", "person": "RY", "appointment": "RZ",
    }  # fmt: skip


def test_the_resource_names_both_rules_it_follows():
    assert RESOURCE.standard == "1272-2017+809-2025"


@pytest.mark.parametrize(("kind", "group", "element"), EVERY_ELEMENT)
def test_every_element_helps_a_clerk(kind, group, element):
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", element.key)
    assert element.help.endswith("。")
    assert element.clause
    assert element.example or element.kind is ElementKind.ATTACHMENT
    assert "\u201c" not in element.label


@pytest.mark.parametrize(("kind", "group", "element"), EVERY_ELEMENT)
def test_every_example_is_a_good_value(kind, group, element):
    if element.kind is ElementKind.ATTACHMENT:
        return
    beside = kind.groups_by_key[group].by_key if group else kind.by_key
    parent = beside[element.parent].example if element.parent else ""
    value = read_value(element.example, element, NATIONAL)
    problem = judge_value(value, element, NATIONAL, parent)
    unresolved = "CDO-V122"  # a reference finds its record only in a workspace
    assert problem is None or problem.code == unresolved


@pytest.mark.parametrize("kind", NATIONAL.kinds.values(), ids=lambda kind: kind.key)
def test_every_kind_has_a_title_a_code_and_a_section_for_each_element(kind):
    assert {Role.TITLE, Role.CODE, Role.ORG_CODE} <= kind.roles.keys() or kind.key == "organisation"
    assert kind.roles[Role.TITLE].required
    used = {element.section for element in kind.elements} | {g.section for g in kind.groups}
    assert used == set(kind.sections)


# ---------------------------------------------------------------- 1272: the thirteen core elements

CORE = {
    1: ["classification"],
    2: ["title"],
    3: ["code"],
    4: ["org"],
    5: ["org_code"],
    6: ["summary"],
    7: ["format_class", "format_type", "format_note"],
    8: ["items"],
    9: ["share_type", "share_condition", "share_mode_class", "share_mode_type"],
    10: ["open", "open_condition"],
    11: ["update_cycle"],
    12: ["publish_date"],
    13: ["related_codes"],
}


@pytest.mark.parametrize(("number", "keys"), CORE.items())
def test_the_core_element_is_there_and_says_its_number(number, keys):
    for key in keys:
        block = RESOURCE.by_key.get(key) or RESOURCE.groups_by_key[key]
        assert re.search(rf"1272号 核心元数据{number}(?!\d)", block.clause), key


@pytest.mark.parametrize(
    "key",
    ["classification", "title", "code", "org", "org_code", "summary", "format_class",
     "format_type", "share_type", "open", "update_cycle", "publish_date"],
)  # fmt: skip
def test_always_required(key):
    assert RESOURCE.by_key[key].is_required({})


def test_never_required():
    assert not RESOURCE.by_key["related_codes"].is_required({"share_type": "有条件共享"})


OPEN = {"share_type": "无条件共享"}
CONDITIONAL = {"share_type": "有条件共享"}
REFUSED = {"share_type": "不予共享"}


@pytest.mark.parametrize(
    ("key", "values", "required"),
    [
        ("share_condition", OPEN, False),
        ("share_condition", CONDITIONAL, True),
        ("share_condition", REFUSED, False),
        ("share_scope", CONDITIONAL, True),
        ("share_purpose", CONDITIONAL, True),
        ("share_scope", OPEN, False),
        ("share_reason", REFUSED, True),
        ("share_basis", REFUSED, True),
        ("share_basis_rank", REFUSED, True),
        ("share_basis", CONDITIONAL, False),
        ("share_mode_class", OPEN, True),
        ("share_mode_class", CONDITIONAL, True),
        ("share_mode_class", REFUSED, False),
        ("share_mode_class", {}, False),
        ("share_mode_type", {"share_mode_class": "共享平台方式"}, True),
        ("share_mode_type", {"share_mode_class": "邮件"}, False),
        ("open_condition", {"open": "是"}, True),
        ("open_condition", {"open": "否"}, False),
        ("format_note", {"format_type": "其他"}, True),
        ("format_note", {"format_type": "由提供方说明"}, True),
        ("format_note", {"format_type": "oracle"}, False),
        ("secrecy_assessed_on", {"secrecy_assessment": "已通过"}, True),
        ("privacy_assessed_on", {"privacy_assessment": "不涉及"}, False),
    ],
)
def test_required_under_a_condition(key, values, required):
    assert RESOURCE.by_key[key].is_required(values) is required


@pytest.mark.parametrize(
    ("format_class", "rows"), [("数据库", 1), ("电子表格", 1), ("图形图像", 0), ("流媒体", 0)]
)
def test_structured_data_names_its_items(format_class, rows):
    assert ITEMS.required_rows({"format_class": format_class}) == rows


def test_an_item_needs_a_name_and_a_type():
    required = {element.key for element in ITEMS.elements if element.required}
    assert required == {"name", "type"}


def test_limits_of_the_field():
    assert RESOURCE.by_key["title"].max_length == 64
    assert RESOURCE.by_key["summary"].max_length == 256
    assert re.fullmatch(RESOURCE.by_key["code"].pattern, "3070220400031/000038")


def test_the_census_asks_for_six_plain_numbers():
    census = [element for element in RESOURCE.elements if element.role is Role.CENSUS]
    assert [(element.label, element.unit) for element in census] == [
        ("数据存储总量", "G"),
        ("结构化信息记录总数", "万"),
        ("已共享的数据存储量", "G"),
        ("已共享的结构化记录数", "万"),
        ("已开放的数据存储量", "G"),
        ("已开放的结构化记录数", "万"),
    ]
    assert not any(element.required for element in census)


# ---------------------------------------------------------------- 809: what the regulation adds

ADDED_BY_809 = [
    "share_scope", "share_purpose", "share_reason", "share_basis_rank", "data_class",
    "data_level", "secrecy_assessment", "secrecy_assessed_on", "privacy_assessment",
    "privacy_assessed_on", "head_approver", "head_approved_on",
]  # fmt: skip


@pytest.mark.parametrize("key", ADDED_BY_809)
def test_older_sheets_are_only_warned_of_what_809_adds(key):
    element = RESOURCE.by_key[key]
    assert element.since == "809-2025"
    assert element.clause.startswith("条例第")
    assert set(element.severity.values()) == {Severity.WARNING}


@pytest.mark.parametrize("key", ADDED_BY_809)
def test_bazhong_wants_it_when_the_record_is_submitted(key):
    severity = BAZHONG.kind("resource").by_key[key].severity
    assert severity[Stage.DRAFT] is Severity.WARNING
    assert severity[Stage.REVIEW] is severity[Stage.SIGNING] is Severity.ERROR


def test_a_ground_for_refusal_was_always_asked_for():
    basis = RESOURCE.by_key["share_basis"]
    assert basis.since == ""
    assert set(basis.severity.values()) == {Severity.ERROR}


def test_what_809_adds_and_bazhong_tightens_is_the_same_list():
    for key in KIND_ORDER:
        tightened = {
            new.key
            for new, old in zip(
                BAZHONG.kind(key).elements, NATIONAL.kind(key).elements, strict=True
            )
            if new != old
        }
        added = {
            element.key
            for element in NATIONAL.kind(key).elements
            if element.since and (element.required or element.required_when)
        }
        assert added <= tightened
        assert all("条例" in NATIONAL.kind(key).by_key[k].clause for k in tightened)


def test_lower_ranks_can_be_chosen_so_that_a_check_can_name_them():
    ranks = NATIONAL.codes["share_basis_rank"]
    lawful = [value.word for value in ranks.values if value.note.startswith("可以")]
    assert lawful == ["法律", "行政法规", "国务院决定"]
    assert "部门规章" in ranks.words


# ---------------------------------------------------------------- references and people


@pytest.mark.parametrize(
    ("kind", "key", "target"),
    [
        ("resource", "supplier", "person"),
        ("resource", "quality_person", "person"),
        ("resource", "source_system", "system"),
        ("demand", "resource", "resource"),
        ("organisation", "parent", "organisation"),
        ("appointment", "person", "person"),
        ("project", "system", "system"),
    ],
)
def test_references_point_to_lists_that_exist(kind, key, target):
    element = NATIONAL.kind(kind).by_key[key]
    assert (element.kind, element.target) == (ElementKind.REFERENCE, target)
    assert target in NATIONAL.kinds


def test_the_planned_catalog_of_a_project_is_chosen_from_the_resources():
    planned = NATIONAL.kind("project").group_with(Role.PROJECT_CATALOG)
    assert planned.roles[Role.PROJECT_RESOURCE].target == "resource"
    assert planned.required_rows({}) == 1


def test_the_roles_of_appointments():
    assert NATIONAL.codes["duty"].words == (
        "填报人", "共享工作机构负责人", "部门首席数据官", "部门负责人", "首席数据执行官",
        "政府首席数据官", "专家",
    )  # fmt: skip


# ---------------------------------------------------------------- profiles


def test_bazhong_names_its_platform_and_its_threshold():
    profile = BAZHONG.profile
    assert (profile.region, profile.platform.name) == ("511900", "巴中市大数据局")
    assert profile.platform.org_code == ""
    assert profile.settings["project_threshold"] == "30"
    assert profile.settings["threshold_inclusive"] is True
    assert len(profile.settings["duties"]) == 7


def test_both_profiles_know_the_same_settings():
    assert BAZHONG.profile.settings.keys() == NATIONAL.profile.settings.keys()
