"""The command line as it is promised: arguments, documents, exit codes."""

import json
import re
import shutil
from pathlib import Path

import pytest
from flow_steps import (
    BUREAU,
    BUREAU_CODE,
    PASSPHRASE,
    PLATFORM,
    PLATFORM_CODE,
    REFUSED,
    ROOT,
    SAMPLE,
    TITLES,
    WANTING,
    Office,
    ask,
    cdo,
    checked,
    full_office,
    new_office,
    program,
    run,
    said_by,
    titled,
)

from cdo_desktop.cli.entry import commands

FIRST, SECOND = TITLES[:2]
HOLDER = ("--name", "王芳", "--role", "dept_cdo", "--org", BUREAU, "--org-code", BUREAU_CODE)
FINDING = {"code", "severity", "record", "element", "row", "message"}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Office:
    """Two drafts, one with a fault; to be copied or read."""
    office = new_office(tmp_path_factory.mktemp("made"))
    office.bring(*titled(FIRST), *titled(SECOND, 信息资源摘要=None), exits=WANTING)
    return office


@pytest.fixture
def office(tmp_path, made) -> Office:
    """The same, for one test."""
    return Office(Path(shutil.copy(made.path, tmp_path)))


def keys(document: object, *wanted: str) -> None:
    """It has at least these keys, as the contract lists them."""
    assert isinstance(document, dict)
    assert set(wanted) <= document.keys()


# -- what each command answers ---------------------------------------------------------------------


def test_new(tmp_path):
    office = tmp_path / "a.cdo"
    owner = ("--org", BUREAU, "--org-code", BUREAU_CODE.lower())
    said = ask("new", office, *owner, "--region", "511922", "--profile", "bazhong")
    assert said["org"] == {"code": BUREAU_CODE, "name": BUREAU}
    assert (said["region"], said["profile"], said["encrypted"]) == ("511922", "bazhong", False)
    assert [file.name for file in tmp_path.iterdir()] == ["a.cdo"]


def test_template(tmp_path):
    said = ask("template", "-o", tmp_path / "a.xlsx", "--kind", "数据需求清单")
    keys(said, "file", "kind", "standard")
    assert said["kind"] == "demand"
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"


def test_import(tmp_path):
    office, copy = new_office(tmp_path), tmp_path / "批注.xlsx"
    said = office.ask("import", SAMPLE, "--annotate", copy, exits=WANTING)
    keys(said, "new", "changed", "unchanged", "invalid", "items", "findings")
    assert (said["new"], said["items"]) == (24, 146)
    for finding in said["findings"]:
        keys(finding, *FINDING, "sheet", "column")
        assert finding["severity_key"] in ("error", "warning", "hint")
        assert finding["row"] is None or finding["row"] >= 1
        assert finding["column"] is None or finding["column"].isalpha()
    [drawn] = [f for f in said["findings"] if f["code"] == "CDO-W218" and "学籍" in f["title"]]
    assert (drawn["sheet"], drawn["row"], drawn["column"]) == ("数据资源目录", 5, "F")
    assert copy.exists()
    assert len(office.listed()) == 24  # with findings, and a draft all the same


def test_what_cannot_become_a_draft_is_counted_as_invalid(tmp_path):
    office = new_office(tmp_path)
    said = office.bring(*titled(None, FIRST), exits=WANTING)
    assert (said["new"], said["invalid"]) == (1, 1)
    assert "CDO-W219" in {finding["code"] for finding in said["findings"]}


def test_check(office):
    said = office.ask("check", exits=WANTING)
    keys(said, "records", "errors", "warnings", "findings")
    assert (said["records"], said["errors"]) == (2, 1)
    for finding in said["findings"]:
        keys(finding, *FINDING, "title", "fix")
    [error] = [finding for finding in said["findings"] if finding["severity_key"] == "error"]
    assert (error["title"], error["element"]) == (SECOND, "信息资源摘要")
    office.ask("set", error["record"], "信息资源摘要=教师资格的认定。")
    assert office.ask("check")["errors"] == 0


def test_list(office):
    said = office.ask("list")
    assert said["count"] == 2
    for record in said["records"]:
        keys(record, "id", "kind", "code", "title", "state", "state_key", "review", "delivery")
        keys(record, "revision", "revisionId", "completeness", "errors", "warnings")
        assert (record["kind"], record["state"], record["state_key"]) == (
            "resource",
            "草稿",
            "draft",
        )
        assert (record["review"], record["delivery"], record["revision"]) == ("草稿", "", 1)
        assert isinstance(record["completeness"], int)
        assert 0 < record["completeness"] <= 100
        assert re.fullmatch(r"[0-9a-f]{64}", record["revisionId"])
    assert {one["title"]: one["errors"] for one in said["records"]} == {FIRST: 0, SECOND: 1}


@pytest.mark.parametrize(
    ("asked", "count", "shown"),
    [
        (("--kind", "resource"), 2, 2),
        (("--kind", "数据资源目录"), 2, 2),
        (("--kind", "system"), 0, 0),
        (("--state", "草稿"), 2, 2),
        (("--state", "draft", "--state", "已审核"), 2, 2),
        (("--state", "已审核"), 0, 0),
        (("--query", "学籍"), 1, 1),
        (("--query", "jszg"), 1, 1),
        (("--query", "所在乡镇"), 2, 2),
        (("--query", '"*() AND'), 0, 0),
        (("--limit", "1"), 2, 1),
        (("--deleted",), 0, 0),
    ],
)
def test_list_shows_what_is_asked_for(made, asked, count, shown):
    said = made.ask("list", *asked)
    assert (said["count"], len(said["records"])) == (count, shown)


def test_show_by_id_and_by_code(office):
    record = office.listed()[FIRST]
    for name in (record["id"], record["code"]):
        said = office.ask("show", name)
        keys(said, "id", "code", "title", "values", "groups", "findings", "completeness_lines")
        assert said["title"] == FIRST
        assert [row["name"] for row in said["groups"]["items"]] == [
            "学校名称",
            "所在乡镇",
            "办学类型",
        ]
        assert said["completeness"] == record["completeness"]


BESIDE = ("CDO-V301", "CDO-V307", "CDO-V309", "CDO-V310", "CDO-V311")
"""What a record bears that another bears too: told with it, counted by the check of all."""


def test_lists_show_what_checks_find_also_right_after_an_import(tmp_path):
    office = new_office(tmp_path)
    office.ask("import", SAMPLE, exits=WANTING)
    source = tmp_path / "学校.csv"
    source.write_text("学校名称,学生人数\n通江中学,2100\n", "utf-8")
    office.ask("reverse", source)
    for record in office.ask("list")["records"]:
        said = office.ask("show", record["id"])
        own = (one for one in said["findings"] if one["code"] not in BESIDE)
        found = [one["severity_key"] for one in own]
        assert (record["errors"], record["warnings"], record["completeness"]) == (
            found.count("error"),
            found.count("warning"),
            said["completeness"],
        ), record["title"]


def test_set_counts_rows_from_one_and_adds_the_next(office):
    code = office.listed()[FIRST]["code"]
    said = office.ask(
        "set", code, "信息项[1].数据长度=32", "信息项[4].信息项名称=邮编", "备注=甲=乙"
    )
    rows = said["groups"]["items"]
    assert [row.get("length") for row in rows] == ["32", "64", "64", None]
    assert (rows[3]["name"], said["values"]["remark"]) == ("邮编", "甲=乙")
    assert "remark" not in office.ask("set", code, "备注=")["values"]
    assert office.refuses("set", code, "信息项[6].信息项名称=x") == "CDO-U104"


def test_delete_and_restore(office):
    record = office.listed()[FIRST]["id"]
    assert office.ask("delete", record) == {"deleted": [record]}
    assert list(office.listed()) == [SECOND]
    assert list(office.listed("--deleted")) == [FIRST]
    assert office.ask("restore", record) == {"restored": [record]}
    assert office.refuses("restore", record) == "CDO-S209"


def test_submit_lists_what_stays_behind(office):
    said = office.ask("submit", "--all", "--by", "王芳", "--note", "请审", exits=WANTING)
    keys(said, "moved", "stayed", "records", "behind")
    [behind] = said["behind"]
    keys(behind, "id", "code", "title", "reason", "findings")
    assert behind["title"] == SECOND
    assert office.ask("history", said["records"][0]["id"])["revisions"][0]["why"] == "请审"
    again = office.ask("submit", said["records"][0]["id"], "--by", "王芳", exits=WANTING)
    assert (again["moved"], again["stayed"]) == (0, 1)


def test_history_backup_doctor(office):
    said = office.ask("history")
    keys(said["steps"][0], "step", "kind", "name", "who", "at", "machine", "records", "undone")
    assert office.ask("history", "--verify") == {"verified": True, "steps": 1, "broken": []}
    target = office.folder / "备份.cdo"
    backup = office.ask("backup", "-o", target)
    assert (backup["file"], backup["records"], backup["tested"]) == (str(target), 2, True)
    office.ask("delete", office.listed()[FIRST]["id"])
    back = office.ask("restore-backup", target)
    assert back["records"] == 2
    assert Path(back["kept"]).exists()
    assert len(office.listed()) == 2
    doctor = office.ask("doctor")
    keys(doctor, "healthy", "damage", "brokenLinks", "records", "steps", "size", "encrypted")
    assert (doctor["healthy"], doctor["records"]) == (True, 2)


def test_a_history_that_was_altered_is_found(office):
    content = office.path.read_bytes()
    title = FIRST.encode()
    assert content.count(title) > 1
    office.path.write_bytes(content.replace(title, "义务教育学生学籍信怠".encode()))
    assert office.ask("history", "--verify", exits=WANTING)["verified"] is False
    assert office.ask("doctor", exits=WANTING)["healthy"] is False


def test_reverse(office):
    source = office.folder / "学校.csv"
    source.write_text("学校名称,学生人数\n通江中学,2100\n", "utf-8")
    said = office.ask("reverse", source)
    assert (said["new"], said["records"][0]["items"]) == (1, 2)
    ddl = office.folder / "库.sql"
    ddl.write_text("CREATE TABLE school (name varchar(64), built date);", "utf-8")
    assert office.ask("reverse", ddl)["new"] == 1
    again = office.ask("reverse", ddl)
    assert (again["new"], again["records"]) == (0, [])
    [told] = again["findings"]
    keys(told, *FINDING, "title", "severity_key")
    assert (told["code"], told["title"]) == ("CDO-S220", "school")
    assert told["record"] == office.listed()["school"]["id"]


@pytest.mark.parametrize("suite", ["sm2", "p256"])
def test_keys(tmp_path, suite):
    key = tmp_path / "王芳.cdokey"
    made = ask("key", "new", *HOLDER, "--suite", suite, "-o", key)
    for file in (key, made["certificate"]):
        said = ask("key", "show", file, CDO_PASSPHRASE="不是它")  # showing needs none
        keys(said, "certSha256", "name", "role", "role_key", "org", "orgCode", "notAfter")
        assert said["certSha256"] == made["certSha256"]
        assert (said["name"], said["role"], said["role_key"]) == (
            "王芳",
            "部门首席数据官",
            "dept_cdo",
        )
        assert (said["org"], said["orgCode"]) == (BUREAU, BUREAU_CODE)
    assert re.fullmatch(r"[0-9a-f]{64}", made["certSha256"])


def test_export_and_verify(office, everybody):
    code = office.listed()[SECOND]["code"]
    office.ask("set", code, "信息资源摘要=教师资格的认定。")
    office.approved()
    both = ("--cosign", everybody.key("李文涛-SM2"), "--to", f"{PLATFORM}：{PLATFORM_CODE.lower()}")
    said = office.export(everybody.key("李文涛"), "a.cdopkg", *both)
    keys(said, "package", "packageId", "contentDigest", "containerDigest", "records", "scope")
    assert (said["records"], said["scope"], said["behind"]) == (2, "full", [])
    assert said["packageId"].startswith("urn:uuid:")
    assert Path(said["card"]).exists()
    trust = ("--trust", everybody.bundle, "--roots", everybody.roots, "--deep")
    found = ask("verify", said["package"], *trust)
    keys(found, "verdict", "reasons", "signatures", "packageId", "contentDigest", "records", "deep")
    assert (found["verdict"], found["verdict_label"], found["reasons"]) == ("valid", "有效", [])
    for digest in ("packageId", "contentDigest", "containerDigest"):
        assert found[digest] == said[digest]
    assert [(one["name"], one["suite"]) for one in found["signatures"]] == [
        ("李文涛", "ecdsa-p256-sha256"),
        ("李文涛-SM2", "sm2-sm3"),
    ]
    [page] = office.ask("ledger")["packages"]
    keys(page, "packageId", "file", "series", "sequence", "scope", "state", "items", "events")
    assert page["to"] == {"code": PLATFORM_CODE, "name": PLATFORM}
    assert {(item["title"], item["state"]) for item in page["items"]} == {
        (FIRST, "已导出"),
        (SECOND, "已导出"),
    }


def test_the_reasons_of_a_verdict_are_told(office, everybody):
    office.ask("set", office.listed()[SECOND]["code"], "信息资源摘要=教师资格的认定。")
    said = office.approved().export(everybody.key("李文涛"), "a.cdopkg")
    found = ask("verify", said["package"], exits=3)
    assert (found["verdict"], found["verdict_label"]) == ("cannot-be-checked", "无法完全核验")
    for reason in found["reasons"]:
        keys(reason, "code", "place", "message")
        assert all(reason[key] for key in ("code", "place", "message"))


def test_an_export_of_nothing_leaves_nothing(office, everybody):
    target = office.folder / "a.cdopkg"
    before = office.told()
    code = office.refuses("export", "--key", everybody.key("李文涛"), "-o", target, exits=WANTING)
    assert code == "CDO-E710"
    assert not target.exists()
    assert office.told() == before


# -- how every command answers ---------------------------------------------------------------------


def leaves(group, path=()):
    """Every command with the words that lead to it."""
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


LEAVES = list(leaves(commands))


@pytest.mark.parametrize(("words", "command"), LEAVES, ids=[" ".join(w) for w, _ in LEAVES])
def test_every_command_is_documented_and_takes_json(words, command):
    assert " ".join(words) in (ROOT / "docs" / "commands.md").read_text("utf-8")
    options = {name for parameter in command.params for name in parameter.opts}
    assert "--json" in options
    assert not {"--passphrase", "--password"} & options
    assert "--json" in cdo(*words, "--help").out


def test_the_commands_of_the_contract_are_there():
    text = """new template import check list show set delete restore export-xlsx submit return
    approve undo redo history backup restore-backup doctor reverse export handed ledger verify
    demo"""
    more = {"key new", "key show", "receipt make", "receipt take", "trust new", "trust add"}
    more |= {"trust revoke", "trust sign", "trust show", "trust import"}
    assert set(text.split()) | more <= {" ".join(words) for words, _ in LEAVES}


def test_words_beside_the_document_go_to_stderr(office, everybody):
    said = cdo("doctor", office.path, "--json")
    assert said.err == ""
    json.loads(said.out)
    made = cdo("key", "new", *HOLDER, "-o", office.folder / "k", "--json")
    json.loads(made.out)
    assert "商用密码" in made.err


def test_without_json_a_person_reads_lines(office):
    said = cdo("list", office.path)
    assert said.out.splitlines()[-1] == "共 2 条。"
    assert FIRST in said.out
    with pytest.raises(json.JSONDecodeError):
        json.loads(said.out)


def test_exit_codes_and_streams_are_the_same_in_a_process(office):
    assert json.loads(run("list", office.path, "--json").out)["count"] == 2
    said = run("check", office.path, "--json", exits=WANTING, PYTHONIOENCODING="ascii")
    assert json.loads(said.out)["errors"] == 1
    assert "CDO-U101" in run("list", office.folder / "无.cdo", exits=2).err


# -- passphrases -----------------------------------------------------------------------------------


def test_a_passphrase_comes_from_a_file_or_the_environment(tmp_path, everybody):
    office = full_office(tmp_path, [FIRST]).approved()
    key = everybody.key("李文涛")
    words = tmp_path / "口令.txt"
    for number, text in enumerate((PASSPHRASE, f"{PASSPHRASE}\r\n第二行", f"\ufeff{PASSPHRASE}\n")):
        words.write_bytes(text.encode())
        given = ("--key", key, "--passphrase-file", words)
        office.ask("export", *given, "-o", tmp_path / f"{number}.cdopkg", CDO_PASSPHRASE="错")
    said = office.ask(
        "export", "--key", key, "-o", tmp_path / "9.cdopkg", exits=2, CDO_PASSPHRASE="错"
    )
    assert said["error"]["code"] == "CDO-K102"
    assert not (tmp_path / "9.cdopkg").exists()
    for file in tmp_path.iterdir():
        if file != words:
            assert PASSPHRASE.encode() not in file.read_bytes()


def test_without_a_terminal_a_missing_passphrase_is_refused(tmp_path):
    process = program("key", "new", *HOLDER, "-o", tmp_path / "k", CDO_PASSPHRASE=None)
    assert "CDO-U110" in checked(said_by(process), ["key", "new"], REFUSED).err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\n", "口令".encode("gb18030")])
def test_a_passphrase_file_that_holds_none_is_refused(tmp_path, content):
    words = tmp_path / "口令.txt"
    words.write_bytes(content)
    made = cdo("key", "new", *HOLDER, "-o", tmp_path / "k", "--passphrase-file", words, exits=2)
    assert "CDO-" in made.err
    assert not (tmp_path / "k").exists()
    new = ("new", tmp_path / "a.cdo", "--org", BUREAU, "--org-code", BUREAU_CODE, "--encrypt")
    assert "CDO-" in cdo(*new, "--passphrase-file", words, exits=2).err
    assert not (tmp_path / "a.cdo").exists()
