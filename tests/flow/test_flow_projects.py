"""Projects through the command line: from the intake sheet and the file of values to the checks."""

from __future__ import annotations

import json

import pytest
from flow_steps import BUREAU, BUREAU_CODE, REFUSED, ROOT, WANTING, ask, cdo, refused

LISTS = ROOT / "resources" / "lists"
PLANNED = ROOT / "tests" / "data" / "sheets" / "拟建系统.csv"
VALUES = {
    "项目名称": "通江县校车监管平台",
    "total": 86.50,
    "涉密性": "非密",
    "nature": "新建",
    "users": ["群众", "本单位"],
    "是否采用信创产品": True,
    "建设内容": "校车线路报备、驾驶人审核",
    "channel": "接入平台",
}
GROUPS = {
    "资金来源": [{"source": "财政", "金额": 86.5}],
    "functions": [{"name": "校车线路报备"}, {"name": "家长统一登录"}],
}


@pytest.fixture
def office(tmp_path):
    """A new workspace of the bureau."""
    path = tmp_path / "教体局.cdo"
    ask("new", path, "--org", BUREAU, "--org-code", BUREAU_CODE, "--profile", "bazhong")
    return path


def values_file(folder, body):
    path = folder / "值.json"
    path.write_text(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False))
    return path


@pytest.fixture
def project(office, tmp_path):
    """The project of the file of values, as the command shows it."""
    body = {"values": VALUES, "groups": GROUPS}
    return ask("project", "new", office, "--values", values_file(tmp_path, body))


def test_the_sheet_of_planned_systems_is_taken_column_by_column(office):
    said = ask("import", office, PLANNED, "--kind", "project", exits=None)
    assert (said["new"], said["invalid"]) == (2, 0)
    assert {column["layout"] for column in said["mapping"]} == {"拟建系统普查表（22 列）"}
    assert len([one for one in said["mapping"] if one["target_key"] not in ("", "_number")]) == 22
    first, second = ask("project", "list", office)["records"]
    shown = ask("project", "show", office, first["code"])
    values = shown["values"]
    assert values["nature"] == "新建"
    assert values["total"] == "1286.50"
    assert values["users"] == ["本单位工作人员", "社会公众"]
    assert values["planned_on"] == "2027-08"
    assert [row["source"] for row in shown["groups"]["funds"]] == ["财政资金"]
    assert (first["code"], second["code"]) == ("XM-0001", "XM-0002")


def test_a_project_goes_out_in_a_sheet_and_comes_back_unchanged(office, project, tmp_path):
    out = tmp_path / "项目.xlsx"
    assert ask("export-xlsx", office, "-o", out, "--kind", "project")["records"] == 1
    said = ask("import", office, out, "--kind", "project", "--rehearse", exits=None)
    assert (said["new"], said["changed"], said["unchanged"]) == (0, 0, 1)


def test_the_shipped_lists_are_taken_in_and_have_no_fault(office):
    for key, number in (("joint_build", 6), ("negative", 5)):
        said = ask("import", office, LISTS / f"{key}.csv", "--kind", key)
        assert (said["new"], said["findings"]) == (number, [])
    [entry] = ask("list", office, "--query", "好差评")["records"]
    assert entry["kind"] == "joint_build"


def test_the_values_of_a_file_are_read_as_they_are_typed(project):
    values, groups = project["values"], project["groups"]
    assert (values["total"], values["secret"], values["localised"]) == ("86.5", "非涉密", "是")
    assert values["users"] == ["本单位工作人员", "社会公众"]
    assert (values["org"], values["org_code"]) == (BUREAU, BUREAU_CODE)
    assert values["channel"] == "接入共享交换平台"
    [fund] = groups["funds"]
    assert (fund["source"], fund["amount"]) == ("财政资金", "86.5")
    assert project["code"] == "XM-0001"
    assert {one["element_key"] for one in project["findings"]} >= {"leader", "basis_title"}


def test_money_of_a_file_stays_exact(office, tmp_path):
    text = '{"values": {"title": "甲", "total": 0.1000000000000000055}}'
    made = ask("project", "new", office, "--values", values_file(tmp_path, text))
    assert made["values"]["total"] == "0.1000000000000000055"


WRONG = {
    "no JSON": ("{", "CDO-P411"),
    "a list": ("[]", "CDO-P411"),
    "nested without end": ("[" * 100_000, "CDO-P411"),
    "another part": ('{"value": {}}', "CDO-P411"),
    "values that are a list": ('{"values": []}', "CDO-P411"),
    "a group that is no list": ('{"groups": {"funds": {}}}', "CDO-P411"),
    "a row that is a text": ('{"groups": {"funds": ["财政"]}}', "CDO-P411"),
    "an element there is not": ('{"values": {"天气": "晴"}}', "CDO-U103"),
    "a group there is not": ('{"groups": {"天气": []}}', "CDO-U103"),
    "a value that is an object": ('{"values": {"title": {"a": 1}}}', "CDO-P412"),
    "an attachment": ('{"groups": {"files": [{"file": "方案.pdf"}]}}', "CDO-P412"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_is_no_project_writes_nothing(office, tmp_path, wrong):
    text, code = WRONG[wrong]
    assert refused("project", "new", office, "--values", values_file(tmp_path, text)) == code
    assert ask("project", "list", office)["count"] == 0


def test_a_file_that_is_not_there(office, tmp_path):
    assert refused("project", "new", office, "--values", tmp_path / "无.json") == "CDO-U101"


def test_the_checks_are_told_with_evidence_and_clause(office, project):
    ask("import", office, LISTS / "joint_build.csv", "--kind", "joint_build")
    said = ask("project", "check", office, project["id"], exits=WANTING)
    for one in said["checks"]:
        assert {"check", "result", "sentence", "evidence", "clause"} <= one.keys()
        assert one["result"] in {"pass", "note", "fail", "ask"}
    by_key = {one["check"]: one for one in said["checks"]}
    assert by_key["money"]["result"] == "pass"
    assert by_key["threshold"]["evidence"][0]["mine"] == "86.5"
    [hit] = by_key["joint_build"]["evidence"]
    assert (hit["mine"], by_key["joint_build"]["result"]) == ("家长统一登录", "fail")
    assert ask("show", office, hit["record"])["title"] == "统一身份认证平台"
    assert sum(said["counts"].values()) == len(said["checks"])
    text = cdo("project", "check", office, "XM-0001", exits=WANTING).out
    assert "家长统一登录 ↔ 统建已有" in text


def test_an_overruled_check_no_longer_counts(office, project):
    before = ask("project", "check", office, "XM-0001", exits=WANTING)["open"]
    reason = ("--reason", "上级统一承诺。", "--by", "李建国")
    said = ask("project", "overrule", office, "XM-0001", "共享承诺", *reason)
    assert said["open"] == before - 1
    [one] = [check for check in said["checks"] if check["overrule"]]
    assert (one["check"], one["result"], one["open"]) == ("commitment", "fail", False)
    assert (one["overrule"]["reason"], one["overrule"]["holds"]) == ("上级统一承诺。", True)


def test_only_projects_are_checked_and_shown(office):
    ask("import", office, LISTS / "negative.csv", "--kind", "negative")
    for command in ("check", "show"):
        assert refused("project", command, office, "FM-0001") == "CDO-P401"


def test_a_project_with_errors_is_not_filed(office, project):
    said = ask("project", "file", office, "XM-0001", "--by", "王芳", exits=WANTING)
    assert (said["moved"], said["stayed"]) == (0, 1)


def test_submitting_the_lists_leaves_projects_alone(office, project):
    assert ask("submit", office, "--all", "--by", "王芳")["moved"] == 0


@pytest.mark.parametrize("kind", ["project", "项目", "joint_build", "负面清单", "resource"])
def test_the_schema_of_a_kind_is_printed_as_json(kind):
    said = cdo("schema", kind, "--profile", "bazhong").document
    assert said["$schema"].endswith("2020-12/schema")
    assert cdo("schema", kind, "--profile", "bazhong", "--json").document == said


def test_the_schema_of_a_list_there_is_not():
    assert refused("schema", "天气", exits=REFUSED) == "CDO-S102"
