"""What is not accepted: a clear word, the right code, and nothing changed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flow_steps import (
    BUREAU,
    BUREAU_CODE,
    REFUSED,
    ROOT,
    TITLES,
    WANTING,
    Office,
    cdo,
    full_office,
    refused,
    sheet,
    titled,
)

FIRST, SECOND = TITLES[:2]
BROKEN = "\udcbd\udce1"  # 结 as GB18030 gives it, read by a system that speaks UTF-8


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Office:
    """Two approved resources; to be copied."""
    return full_office(tmp_path_factory.mktemp("made"), [FIRST, SECOND]).approved()


@pytest.fixture
def office(tmp_path, made) -> Office:
    """The same, for one test."""
    return Office(Path(shutil.copy(made.path, tmp_path)))


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    ["list", "check", "doctor", "history", "ledger", "undo", "backup", "show X", "delete X"],
)
def test_no_such_workspace(tmp_path, command):
    name, *more = command.split()
    assert refused(name, tmp_path / "无.cdo", *more) == "CDO-U101"
    assert refused(name, tmp_path, *more) == "CDO-U101"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"x", b"PK\3\4" + bytes(900), "目录".encode() * 99])
def test_what_is_no_workspace(tmp_path, content):
    path = tmp_path / "a.cdo"
    path.write_bytes(content)
    for command in (["list", path], ["undo", path], ["doctor", path], ["backup", path]):
        assert refused(*command).startswith("CDO-S30")
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("无.xlsx", None, "CDO-U101"),
        ("空.xlsx", b"", "CDO-W104"),
        ("假.xlsx", "不是表格".encode() * 50, "CDO-W101"),
        ("断.xlsx", ..., "CDO-W103"),
        ("无表头.csv", "一,二\n三,四\n".encode(), "CDO-W110"),
        ("乱.csv", b"a,\xff\xff\xff\n" * 40, "CDO-W109"),
    ],
)
def test_what_is_no_sheet(office, name, content, code):
    path = office.folder / name
    if content is ...:
        content = sheet(path, *titled(FIRST)).read_bytes()[:-900]
    if content is not None:
        path.write_bytes(content)
    before = office.told()
    for rehearse in ((), ("--rehearse",)):
        assert office.refuses("import", path, *rehearse) == code
    assert office.told() == before


def test_no_file_is_ever_overwritten(office, everybody):
    taken = office.folder / "在.xlsx"
    taken.write_bytes(b"mine")
    brought = sheet(office.folder / "表.xlsx", *titled(FIRST))
    before, old = office.told(), brought.read_bytes()
    assert office.refuses("export-xlsx", "-o", taken) == "CDO-U102"
    assert office.refuses("export", "--key", everybody.key("李文涛"), "-o", taken) == "CDO-U102"
    assert office.refuses("backup", "-o", taken) == "CDO-U102"
    assert office.refuses("backup", "-o", office.path) == "CDO-U102"
    assert office.refuses("import", brought, "--annotate", taken) == "CDO-U102"
    assert office.refuses("import", brought, "--annotate", brought) == "CDO-U102"
    assert refused("template", "-o", taken) == "CDO-U102"
    holder = ("--name", "王", "--role", "clerk", "--org", BUREAU, "--org-code", BUREAU_CODE)
    assert refused("key", "new", *holder, "-o", taken) == "CDO-U102"
    root = ("--root", everybody.key("根"))
    assert refused("trust", "new", *root, "-o", taken) == "CDO-U102"
    assert refused("new", office.path, "--org", BUREAU, "--org-code", BUREAU_CODE) == "CDO-U102"
    assert (taken.read_bytes(), brought.read_bytes()) == (b"mine", old)
    assert office.told() == before


def test_a_folder_that_is_not_there(office, everybody):
    nowhere = office.folder / "无" / "a"
    brought = sheet(office.folder / "表.xlsx", *titled(FIRST, 更新周期="每年"))
    before = office.told()
    office.refuses("export-xlsx", "-o", nowhere)
    office.refuses("export", "--key", everybody.key("李文涛"), "-o", nowhere)
    office.refuses("backup", "-o", nowhere)
    office.refuses("import", brought, "--annotate", nowhere)
    refused("template", "-o", nowhere)
    refused("new", nowhere, "--org", BUREAU, "--org-code", BUREAU_CODE)
    refused("restore-backup", nowhere, office.path)
    assert not nowhere.parent.exists()
    assert office.told() == before


def test_a_backup_is_not_put_back_where_there_is_no_file(office):
    folder = office.folder / "夹"
    folder.mkdir()
    assert refused("restore-backup", folder, office.path) == "CDO-U102"
    assert office.refuses("restore-backup", sheet(office.folder / "a.xlsx", *titled(FIRST)))
    assert office.is_whole()


def test_the_demonstration_wants_a_folder_of_its_own(office):
    assert refused("demo", office.folder) == "CDO-U109"
    assert refused("demo", office.path) == "CDO-U102"


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("list --kind 没有", "CDO-S102"),
        ("check --kind 没有", "CDO-S102"),
        ("export-xlsx -o x --kind 没有", "CDO-S102"),
        ("list --state 没有", "CDO-U103"),
        ("show 没有", "CDO-S203"),
        ("history 没有", "CDO-S203"),
        ("set 没有 备注=x", "CDO-S203"),
        ("set {id} 没有=x", "CDO-U103"),
        ("set {id} 没有[1].名称=x", "CDO-U103"),
        ("set {id} 备注", "CDO-U105"),
        ("fill 没有=x", "CDO-U103"),
        ("fill 备注=", "CDO-U111"),
        ("mend 没有", "CDO-S203"),
        ("delete {id} 没有", "CDO-S203"),
        ("restore {id}", "CDO-S209"),
        ("submit {id} 没有 --by 王芳", "CDO-S203"),
        ("submit --by 王芳", "CDO-U106"),
        ("submit {id} --all --by 王芳", "CDO-U106"),
        ("undo --an x", "CDO-U124"),
        ("trust-pin 12", "CDO-K304"),
        ("export --key {key} -o x --to 平台", "CDO-U107"),
        ("export --key {key} -o x --to 平台:一二三四五六七八九十一二三四五六七八", "CDO-U107"),
        ("export --key 没有 -o x", "CDO-U101"),
        ("export --key {path} -o x", "CDO-K202"),
        ("reverse 没有.csv", "CDO-U101"),
        ("reverse nix://x", "CDO-W541"),
        ("import {path} --layout 没有", "CDO-U103"),
        ("import {sheet} --layout 没有", "CDO-U103"),
        ("import {sheet} --map 没有=更新周期", "CDO-W802"),
        ("import {sheet} --map A=没有", "CDO-U103"),
        ("import {sheet} --header-row 900", "CDO-W116"),
        ("import {sheet} --sheet 没有", "CDO-W115"),
        ("import {sheet} --save-layout ../x", "CDO-W801"),
    ],
)
def test_a_word_that_is_not_known(office, everybody, monkeypatch, asked, code):
    monkeypatch.chdir(office.folder)
    brought = sheet(office.folder / "表.xlsx", *titled(FIRST, 更新周期="每年"))
    record, key = office.listed()[FIRST]["id"], everybody.key("李文涛")
    before = office.told()
    name, *more = asked.split()
    told = [w.format(id=record, key=key, path=office.path, sheet=brought) for w in more]
    assert office.refuses(name.replace("-pin", " pin"), *told) == code
    assert office.told() == before
    assert not (office.folder / "x").exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("没有", "CDO-U123"),
        ("list", "CDO-U125"),
        ("list a.cdo --没有", "CDO-U124"),
        ("list a.cdo b.cdo", "CDO-U131"),
        ("list a.cdo --deleted=1", "CDO-U133"),
        ("list a.cdo --limit 甲", "CDO-U126"),
        ("list a.cdo --limit", "CDO-U126"),
        ("import a.cdo a.xlsx --header-row 0", "CDO-U126"),
        ("key 没有", "CDO-U123"),
        ("key new -o k --passphrase x", "CDO-U124"),
        ("key new -o k --name 王 --role clerk --org 局 --org-code 1 --suite 没有", "CDO-U126"),
        ("export a.cdo --key k -o x --scope 没有", "CDO-U126"),
        ("submit a.cdo --all", "CDO-U125"),
        ("submit a.cdo --all --by=", "CDO-U126"),
        ("handed a.cdo b --to=", "CDO-U126"),
        ("new a.cdo --org= --org-code 11511921MB999999XT", "CDO-U126"),
        ("new a.cdo --org 局 --org-code 123", "CDO-U121"),
        ("new a.cdo --org 局 --org-code 一二三四五六七八九十一二三四五六七八", "CDO-U121"),
        ("new a.cdo --org 局 --org-code 11511921MB999999XT --profile 没有", "CDO-S104"),
        ("key new -o k --name 王 --role 没有 --org 局 --org-code 11511921MB999999XT", "CDO-U103"),
        ("key new -o k --name 王 --role clerk --org 局 --org-code 123", "CDO-U121"),
        ("trust new -o t --root k --days 0", "CDO-U126"),
        ("trust new -o t --root k --days 99999999", "CDO-U126"),
        ("receipt make a --key k -o r --sequence 0", "CDO-U126"),
        ("receipt make a --key k -o r --sequence 99999999999999999999", "CDO-U126"),
        ("trust revoke t f --from 明天", "CDO-U126"),
        ("template -o t --kind 没有", "CDO-S102"),
    ],
)
def test_a_command_that_is_typed_wrong(tmp_path, monkeypatch, asked, code):
    monkeypatch.chdir(tmp_path)
    assert refused(*asked.split()) == code
    assert list(tmp_path.iterdir()) == []


def test_the_help_is_there_for_who_is_lost():
    assert "退出码" in cdo("--help").out
    for group in ("key", "trust", "receipt"):
        said = cdo(group, exits=REFUSED)
        assert "--help" in said.out + said.err


@pytest.mark.parametrize(
    "asked",
    [
        "show {}",
        "list --query {}",
        "set {id} 备注={}",
        "set {id} {}=备注",
        "fill 备注={}",
        "submit --all --by {}",
        "return {id} --by 王 --note {}",
        "import {}.xlsx",
        "backup -o {}.cdo",
        "export --key {key} -o {}.cdopkg",
        "handed 目录.cdopkg --to {}",
    ],
)
def test_words_in_another_encoding_are_refused(office, everybody, monkeypatch, asked):
    monkeypatch.chdir(office.folder)
    record, key = office.listed()[FIRST]["id"], everybody.key("李文涛")
    before, name = office.told(), asked.split()[0]
    told = [word.format(BROKEN, id=record, key=key) for word in asked.split()[1:]]
    assert office.refuses(name, *told) == "CDO-U122"
    assert office.told() == before
    assert refused("new", f"{BROKEN}.cdo", "--org", BUREAU, "--org-code", BUREAU_CODE) == "CDO-U122"


# -- what must not happen unasked ------------------------------------------------------------------


def test_setting_what_is_already_so_changes_nothing(office):
    before = office.told()
    record = office.listed()[FIRST]["id"]
    said = office.ask("set", record, "更新周期=每月", "信息项[1].数据长度=64", "备注=")
    assert said["review"] == "已审核"
    assert office.told() == before


def test_what_lies_in_the_recycle_bin_is_left_alone(office):
    record = office.listed()[FIRST]["id"]
    office.ask("delete", record)
    before = office.told()
    assert office.refuses("set", record, "备注=x") == "CDO-S212"
    for move in ("submit", "approve"):
        said = office.ask(move, record, "--by", "王芳", exits=WANTING)
        assert (said["moved"], said["stayed"]) == (0, 1)
        assert "回收站" in said["behind"][0]["reason"]
    assert office.ask("delete", record) == {"deleted": []}
    assert office.told() == before


@pytest.mark.parametrize("command", ["delete", "submit", "mend"])
def test_a_record_named_twice_is_done_once(office, command):
    record = office.listed()[FIRST]
    office.ask("set", record["id"], "备注=x")
    by = ("--by", "王芳") if command == "submit" else ()
    office.ask(command, record["id"], record["code"], record["id"], *by)
    assert office.is_whole()
    steps = office.ask("history")["steps"]
    assert steps[0]["records"] == 1


# -- somebody else holds it ------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from cdo_desktop.workbench import Desk
with Desk().open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.readline()
"""


def test_who_holds_a_workspace_is_told_and_reading_goes_on(office, everybody):
    spare = Path(shutil.copy(office.path, office.folder / "备份.cdo"))
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(office.path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with holder:
        assert holder.stdout.readline() == "open\n"
        brought = sheet(office.folder / "表.xlsx", *titled(FIRST))
        record = office.listed()[FIRST]["id"]
        writes = (
            ("import", brought),
            ("set", record, "备注=x"),
            ("delete", record),
            ("submit", "--all", "--by", "王芳"),
            ("undo",),
            ("export", "--key", everybody.key("李文涛"), "-o", office.folder / "a.cdopkg"),
            ("restore-backup", spare),
        )
        for command, *more in writes:
            said = office.ask(command, *more, exits=REFUSED)["error"]
            assert said["code"] == "CDO-S301"
            assert f"进程 {holder.pid}" in said["message"]
        for command, *more in (
            ("list",),
            ("show", record),
            ("check",),
            ("history", "--verify"),
            ("doctor",),
            ("ledger",),
            ("import", brought, "--rehearse"),
            ("export-xlsx", "-o", office.folder / "a.xlsx"),
            ("backup", "-o", office.folder / "b.cdo"),
        ):
            office.ask(command, *more)
        holder.stdin.write("\n")
    assert holder.returncode == 0
    assert not (office.folder / "a.cdopkg").exists()
    office.ask("set", record, "备注=x")
