"""Whole stories: from a sheet to a signed package, to a receipt, and round again."""

from pathlib import Path

import pytest
from flow_steps import (
    BUREAU,
    BUREAU_CODE,
    PLATFORM,
    PLATFORM_CODE,
    REFUSED,
    TITLES,
    WANTING,
    Office,
    People,
    ask,
    full_office,
    new_office,
    run,
    sheet,
    table,
    titled,
)

FIRST, SECOND, THIRD, FOURTH = TITLES
TO = f"{PLATFORM}:{PLATFORM_CODE}"


@pytest.fixture
def office(tmp_path: Path, everybody: People) -> Office:
    """Four approved resources and the trust bundle."""
    return full_office(tmp_path).approved().trusting(everybody)


def test_from_a_sheet_to_a_receipt_and_round_again(tmp_path, everybody):
    office = new_office(tmp_path).trusting(everybody)
    key = everybody.key("李文涛")

    faulty = [
        *titled(FIRST, SECOND),
        *titled(THIRD, 信息资源摘要=None, 责任科室=None),
        *titled(FOURTH, 数据存储总量="12.5GB"),
    ]
    brought = office.bring(*faulty, exits=WANTING)
    assert (brought["new"], brought["invalid"], brought["items"]) == (4, 0, 12)
    errors = {f["element"] for f in brought["findings"] if f["severity_key"] == "error"}
    assert errors == {"信息资源摘要", "数据存储总量"}
    assert set(office.states().values()) == {"草稿"}

    checked = office.ask("check", exits=WANTING)
    assert {f["title"] for f in checked["findings"] if f["severity_key"] == "error"} == {
        THIRD,
        FOURTH,
    }
    sent = office.ask("submit", "--all", "--by", "王晓燕", exits=WANTING)
    assert (sent["moved"], sent["stayed"]) == (2, 2)
    assert {one["title"] for one in sent["behind"]} == {THIRD, FOURTH}
    assert all(one["reason"] and one["findings"] for one in sent["behind"])
    assert office.states() == {
        FIRST: "待审核",
        SECOND: "待审核",
        THIRD: "草稿",
        FOURTH: "草稿",
    }

    known = office.listed()
    assert office.ask("mend")["mended"] == 1
    office.ask("set", known[THIRD]["id"], "信息资源摘要=校车许可证的发放、注销情况。")
    assert office.ask("fill", "责任科室=安全管理股")["filled"] == 1
    assert office.ask("check")["errors"] == 0
    office.ask("submit", "--all", "--by", "王晓燕")
    office.ask("approve", "--all", "--by", "李文涛")
    assert set(office.states().values()) == {"已审核"}

    exported = office.export(key, "全量.cdopkg", "--to", TO)
    assert (exported["records"], exported["scope"], exported["behind"]) == (4, "full", [])
    trust = ("--trust", everybody.bundle, "--roots", everybody.roots)
    verified = ask("verify", exported["package"], *trust, "--deep")
    assert verified["verdict"] == "valid"
    assert verified["containerDigest"] == exported["containerDigest"]
    office.ask("handed", exported["package"], "--to", PLATFORM)
    assert set(office.states().values()) == {"已交接"}

    code = known[SECOND]["code"]
    first = office.answered(
        everybody, "全量.cdopkg", "回执1.cdopkg", "--reject", f"{code}=摘要不清"
    )
    taken = office.ask("receipt take", first)
    assert (taken["result"], taken["items"]) == ("partial", {"已受理": 3, "被退回": 1})
    assert office.states()[SECOND] == "被退回"
    [page] = office.ask("ledger")["packages"]
    assert {item["reason"] for item in page["items"] if item["state"] == "被退回"} == {"摘要不清"}

    office.ask("set", code, "信息资源摘要=教师资格认定的申请、认定结论和证书编号。")
    assert office.states()[SECOND] == "草稿"
    assert office.listed()[SECOND]["revision"] > known[SECOND]["revision"]
    revisions = office.ask("history", code)["revisions"]
    assert revisions[0]["parents"] == [revisions[1]["revisionId"]]
    left = office.export(key, "早了.cdopkg", exits=WANTING)
    assert [(one["title"], "草稿" in one["reason"]) for one in left["behind"]] == [(SECOND, True)]
    office.approved()

    again = office.export(key, "增量1.cdopkg", "--scope", "delta")
    assert (again["scope"], again["records"]) == ("full", 4)  # nothing was accepted as a whole yet
    office.ask("receipt take", office.answered(everybody, "增量1.cdopkg", "回执2.cdopkg"))
    assert set(office.states().values()) == {"已受理"}

    office.ask("delete", known[FIRST]["id"])
    office.ask("set", known[FOURTH]["id"], "更新周期=每年")
    office.approved()
    delta = office.export(key, "增量2.cdopkg", "--scope", "delta")
    assert (delta["scope"], delta["records"], delta["tombstones"]) == ("delta", 1, 1)
    assert delta["unchanged"] == 2
    assert ask("verify", delta["package"], *trust, "--deep")["verdict"] == "valid"
    last = office.ask("receipt take", office.answered(everybody, "增量2.cdopkg", "回执3.cdopkg"))
    assert last["items"] == {"已受理": 2}
    assert set(office.states().values()) == {"已受理"}

    office.ask("set", known[THIRD]["id"], "更新周期=每季度")
    office.approved()
    next_delta = office.export(key, "增量3.cdopkg", "--scope", "delta")
    assert (next_delta["records"], next_delta["tombstones"]) == (1, 0)  # a deletion is told once
    assert office.is_whole()


# -- sheets again ----------------------------------------------------------------------------------


def test_what_was_exported_comes_back_as_no_change(office):
    copy = office.folder / "副本.xlsx"
    assert office.ask("export-xlsx", "-o", copy)["records"] == 4
    before = office.told()
    again = office.ask("import", copy)
    assert (again["new"], again["changed"], again["unchanged"], again["invalid"]) == (0, 0, 4, 0)
    assert office.told() == before  # also no state: they stay approved


def test_a_sheet_over_an_approved_record_makes_a_draft_and_says_so(office):
    before = office.listed()
    brought = office.bring(*titled(FIRST, 更新周期="每年"), *titled(SECOND))
    assert (brought["changed"], brought["unchanged"]) == (1, 1)
    [said] = [f for f in brought["findings"] if f["code"] == "CDO-W803"]
    assert "已审核" in said["message"]
    assert "草稿" in said["message"]
    after = office.listed()
    assert after[FIRST]["state"] == "草稿"
    assert after[FIRST]["revision"] == before[FIRST]["revision"] + 1
    assert after[SECOND] == before[SECOND]
    kept = office.ask("history", before[FIRST]["id"])["revisions"]
    assert before[FIRST]["revisionId"] in {one["revisionId"] for one in kept}


def test_rehearsing_writes_nothing(tmp_path):
    office = new_office(tmp_path)
    before = office.path.read_bytes()
    told = office.ask("import", sheet(tmp_path / "a.xlsx", *titled(*TITLES)), "--rehearse")
    assert told["new"] == 4
    assert office.path.read_bytes() == before


def test_a_whole_import_is_undone_and_done_again_in_other_processes(tmp_path):
    office = full_office(tmp_path, [FIRST])
    office.bring(*titled(FIRST, 更新周期="每年"), *titled(SECOND, THIRD))
    after = office.listed()
    assert len(after) == 3
    run("undo", office.path)
    assert list(office.listed()) == [FIRST]
    assert office.ask("show", after[FIRST]["id"])["values"]["update_cycle"] == "每月"
    office.ask("redo")
    again = office.listed()
    assert {title: one["id"] for title, one in again.items()} == {
        title: one["id"] for title, one in after.items()
    }
    assert office.ask("show", after[FIRST]["id"])["values"]["update_cycle"] == "每年"
    assert [one["code"] for one in again.values()] == [one["code"] for one in after.values()]
    assert office.refuses("redo") == "CDO-S208"
    assert office.is_whole()


def test_a_code_that_was_given_is_never_given_again(tmp_path):
    office = full_office(tmp_path, [FIRST])
    [first] = office.listed().values()
    office.ask("undo")
    office.bring(*titled(SECOND))
    [second] = office.listed().values()
    assert first["code"] != second["code"]


# -- who may ---------------------------------------------------------------------------------------


def appoint(office: Office, *appointments: tuple[str, str, str, str]) -> None:
    """Register people with a role, from one day to another."""
    names = dict.fromkeys(name for name, *_ in appointments)
    made = table(office.folder / "人员.xlsx", [{"姓名": name} for name in names], "人员")
    office.ask("import", made, "--kind", "person", exits=None)
    rows = [
        {
            "任职名称": f"{name}任{duty}",
            "任职人员": name,
            "任职角色": duty,
            "任职单位": BUREAU,
            "任职单位代码": BUREAU_CODE,
            "任职开始日期": begins,
            "任职结束日期": ends or None,
        }
        for name, duty, begins, ends in appointments
    ]
    made = table(office.folder / "任职.xlsx", rows, "任职")
    assert office.ask("import", made, "--kind", "appointment")["new"] == len(rows)


def test_where_people_are_appointed_only_the_right_one_moves_a_record(tmp_path):
    office = full_office(tmp_path)
    appoint(
        office,
        ("王晓燕", "填报人", "2025-01-01", ""),
        ("李文涛", "部门首席数据官", "2025-01-01", ""),
    )
    mine = ("--by", "王晓燕"), ("--by", "李文涛"), ("--by", "路人甲")
    clerk, officer, stranger = mine
    record = office.listed()[FIRST]["id"]
    before = office.told()
    assert office.refuses("submit", record, *officer) == "CDO-S206"
    assert office.refuses("submit", "--all", *stranger) == "CDO-S206"
    assert office.told() == before
    office.ask("submit", record, *clerk)
    for who in (clerk, stranger):
        assert office.refuses("approve", record, *who) == "CDO-S206"
        assert office.refuses("return", record, *who, "--note", "不清") == "CDO-S206"
    assert office.refuses("return", record, *officer) == "CDO-S207"
    office.ask("return", record, *officer, "--note", "摘要不清")
    assert office.states()[FIRST] == "已退回"
    assert office.ask("history", record)["revisions"][0]["why"] == "摘要不清"
    office.ask("set", record, "信息资源摘要=说清楚的摘要。")
    assert office.states()[FIRST] == "已退回"
    office.ask("submit", record, *clerk)
    office.ask("approve", record, *officer)
    assert office.states()[FIRST] == "已审核"
    assert office.ask("history", record)["revisions"][0]["who"] == "李文涛"


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("2020-01-01", "2021-01-01"), ("2099-01-01", ""), ("2099-01-01", "2099-02-01")],
)
def test_an_appointment_binds_on_its_days_only(tmp_path, begins, ends):
    office = full_office(tmp_path, [FIRST])
    appoint(office, ("李文涛", "部门首席数据官", begins, ends))
    record = office.listed()[FIRST]["id"]
    # nobody else may either: appointments are kept here, and none of today allows it
    for who in ("李文涛", "王晓燕"):
        assert office.refuses("submit", record, "--by", who) == "CDO-S206"
    appoint(office, ("王晓燕", "填报人", "2025-01-01", "2099-01-01"))
    office.ask("submit", record, "--by", "王晓燕")
    assert office.refuses("approve", record, "--by", "李文涛") == "CDO-S206"


# -- secrets ---------------------------------------------------------------------------------------


def test_what_is_secret_never_enters_a_package(tmp_path, everybody):
    office = full_office(tmp_path, [FIRST]).approved().trusting(everybody)
    office.bring(*titled("国防教育动员信息", 涉密性="涉密"), exits=WANTING)
    stayed = office.ask("submit", "--all", "--by", "王晓燕", exits=WANTING)["behind"]
    assert [one["title"] for one in stayed] == ["国防教育动员信息"]
    done = office.export(everybody.key("李文涛"), "a.cdopkg", exits=WANTING)
    assert done["records"] == 1
    [behind] = done["behind"]
    assert behind["title"] == "国防教育动员信息"
    assert "涉密" in behind["reason"]
    assert "国防教育动员".encode() not in Path(done["package"]).read_bytes()


def test_an_item_that_is_secret_keeps_its_record_back(tmp_path, everybody):
    office = full_office(tmp_path, [FIRST])
    record = office.listed()[FIRST]["id"]
    office.ask("set", record, "信息项[2].信息项涉密性=涉密")
    assert office.ask("submit", record, "--by", "王晓燕", exits=WANTING)["stayed"] == 1
    done = office.refuses(
        "export", "--key", everybody.key("李文涛"), "-o", tmp_path / "a.cdopkg", exits=WANTING
    )
    assert done == "CDO-E710"
    assert not (tmp_path / "a.cdopkg").exists()


def test_a_record_marked_secret_after_its_export_stays_back_from_then_on(office, everybody):
    key = everybody.key("李文涛")
    office.export(key, "a.cdopkg")
    record = office.listed()[FIRST]["id"]
    office.ask("set", record, "涉密性=涉密")
    done = office.export(key, "b.cdopkg", exits=WANTING)
    assert done["records"] == 3
    assert [one["title"] for one in done["behind"]] == [FIRST]


# -- an encrypted workspace ------------------------------------------------------------------------


def test_an_encrypted_workspace_from_end_to_end(tmp_path, everybody):
    secret = {"CDO_WORKSPACE_PASSPHRASE": "梧桐-5"}
    path = tmp_path / "密.cdo"
    owner = ("--org", BUREAU, "--org-code", BUREAU_CODE)
    made = ask("new", path, *owner, "--encrypt", CDO_PASSPHRASE="梧桐-5")
    assert made["encrypted"]
    office = Office(path)
    brought = sheet(tmp_path / "a.xlsx", *titled(*TITLES))
    assert office.refuses("import", brought) == "CDO-S306"
    assert office.refuses("list", CDO_WORKSPACE_PASSPHRASE="错") == "CDO-S307"
    office.ask("import", brought, **secret)
    office.ask("submit", "--all", "--by", "王晓燕", **secret)
    office.ask("approve", "--all", "--by", "李文涛", **secret)
    office.ask("trust import", everybody.bundle, "--roots", everybody.roots, **secret)
    package = tmp_path / "a.cdopkg"
    office.ask("export", "--key", everybody.key("李文涛"), "-o", package, **secret)
    answer = office.answered(everybody, "a.cdopkg", "回执.cdopkg")
    assert office.ask("receipt take", answer, **secret)["items"] == {"已受理": 4}
    backup = tmp_path / "备份.cdo"
    assert office.ask("backup", "-o", backup, **secret)["records"] == 4
    for file in (path, backup):
        assert FIRST.encode() not in file.read_bytes()
        assert refused_list(file) == "CDO-S306"
    assert office.ask("restore-backup", backup, **secret)["records"] == 4
    assert office.ask("doctor", **secret)["healthy"]
    found = office.ask("list", **secret)["records"]
    assert {one["state"] for one in found} == {"已受理"}


def refused_list(path: Path) -> str:
    """The code with which a file is refused to somebody without its passphrase."""
    return ask("list", path, exits=REFUSED)["error"]["code"]


# -- other kinds -----------------------------------------------------------------------------------


def test_all_lists_travel_in_one_package_and_names_do_not(tmp_path, everybody):
    office = full_office(tmp_path, [FIRST]).trusting(everybody)
    appoint(
        office,
        ("李文涛", "部门首席数据官", "2025-01-01", ""),
        ("王晓燕", "填报人", "2025-01-01", ""),
    )
    office.ask("submit", office.listed()[FIRST]["id"], "--by", "王晓燕")
    office.ask("approve", office.listed()[FIRST]["id"], "--by", "李文涛")
    done = office.export(everybody.key("李文涛"), "a.cdopkg")
    assert done["records"] == 1
    body = Path(done["package"]).read_bytes()
    assert b"data/records/resource-001.jsonl" in body
    assert b"data/records/person" not in body
    assert b"data/records/appointment" not in body
