"""A review form by commands: opinion, export, countersign, verify, take."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import bagit
import pytest
from flow_steps import (
    REFUSED,
    TITLES,
    UNCHECKED,
    WANTING,
    Office,
    People,
    ask,
    cdo,
    refused,
    run,
    trusted,
)

TITLE = TITLES[0]
AGREE = ("--decision", "同意", "--text", "同意立项。")
IF = ("--decision", "修改后同意", "--text", "原则同意。", "--condition", "补充备案证明")


def first(office: Office, judges: People, *said: object) -> dict:
    record = office.listed()[TITLE]["id"]
    return office.ask("opinion", record, *(said or AGREE), "--key", judges.key("李文涛"))


def out(office: Office, name: str = "审查表.cdopkg") -> Path:
    target = office.folder / name
    office.ask("review export", office.listed()[TITLE]["id"], "-o", target)
    return target


def test_from_opinion_to_taken_back(office: Office, judges: People):
    done = first(office, judges)
    assert (done["number"], done["state"]) == (1, "已审核")
    assert [one["role"] for one in done["wanted"]] == ["首席数据执行官"]
    path = out(office)
    assert path.with_name("审查表.接收核验卡.txt").is_file()
    found = ask("review", "verify", path, *trusted(judges))
    assert (found["verdict"], len(found["opinions"])) == ("valid-with-notes", 1)
    said = ask("review", "countersign", path, *IF, "--key", judges.key("陈明"), *trusted(judges))
    assert (said["number"], said["wanted"], said["verdict"]) == (2, [], "valid")
    taken = office.ask("review take", path)
    assert (taken["new"], taken["repeated"]) == ([2], False)
    assert taken["opinions"][1]["conditions"] == ["补充备案证明"]
    again = office.ask("review take", path)
    assert (again["new"], again["repeated"]) == ([], True)
    assert out(office, "二.cdopkg").read_bytes() == path.read_bytes()
    assert office.is_whole()


def test_everything_that_is_signed_is_shown_before_the_passphrase(office: Office, judges: People):
    record = office.listed()[TITLE]["id"]
    said = cdo("opinion", office.path, record, *AGREE, "--key", judges.key("李文涛"))
    for words in (TITLE, "同意立项。", "李文涛（部门首席数据官", "内容摘要：sha256:", "电话核对"):
        assert words in said.err
    shown = cdo(
        "opinion",
        office.path,
        office.listed()[TITLES[1]]["id"],
        *AGREE,
        "--key",
        judges.key("李文涛"),
        exits=REFUSED,
        CDO_PASSPHRASE="错的口令",
    )
    assert TITLES[1] in shown.err
    assert "CDO-K102" in shown.err
    assert office.states()[TITLES[1]] == "待审核"


def test_the_executive_signs_in_the_workspace_too(office: Office, judges: People):
    first(office, judges)
    record = office.listed()[TITLE]["id"]
    done = office.ask("opinion", record, *AGREE, "--key", judges.key("陈明"))
    assert (done["number"], done["verdict"]) == (2, "valid")


def test_a_person_reads_the_verdict(office: Office, judges: People):
    first(office, judges)
    path = out(office)
    said = cdo("review", "verify", path, *trusted(judges))
    assert "有效但有提示：李文涛（部门首席数据官）同意。还差首席数据执行官的签名。" in said.out
    assert "同意立项。" in said.out


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("--decision", "通过"), "CDO-U103"),
        (("--decision", "不同意"), "CDO-E750"),
        (("--decision", "修改后同意", "--text", "好"), "CDO-E773"),
        (("--decision", "同意", "--by", "王晓燕"), "CDO-E757"),
    ],
)
def test_what_is_refused(office: Office, judges: People, said, code: str):
    before = office.told()
    record = office.listed()[TITLE]["id"]
    key = judges.key("李文涛")
    assert office.refuses("opinion", record, *said, "--key", key) == code
    assert office.told() == before


def test_a_clerk_may_not_sign(office: Office, judges: People):
    record = office.listed()[TITLE]["id"]
    key = judges.key("王晓燕")
    assert office.refuses("opinion", record, *AGREE, "--key", key) == "CDO-E756"


def test_nothing_is_signed_or_taken_without_trust(office: Office, judges: People):
    first(office, judges)
    path = out(office)
    before = path.read_bytes()
    asked = ("review", "countersign", path, *AGREE, "--key", judges.key("陈明"))
    assert refused(*asked, exits=UNCHECKED) == "CDO-E764"
    assert path.read_bytes() == before
    assert ask("review", "verify", path, exits=UNCHECKED)["verdict"] == "cannot-be-checked"


def test_a_spoilt_form(office: Office, judges: People):
    first(office, judges)
    path = out(office)
    data = path.read_bytes()
    path.write_bytes(data.replace("同意立项".encode(), "同意签字".encode()))
    assert ask("review", "verify", path, *trusted(judges), exits=WANTING)["verdict"] == "invalid"
    assert office.refuses("review take", path) == "CDO-E763"


def test_an_edit_makes_a_new_version(office: Office, judges: People):
    first(office, judges)
    path = out(office)
    record = office.listed()[TITLE]["id"]
    office.ask("set", record, "备注=改过")
    office.ask("submit", record, "--by", "王晓燕")
    done = first(office, judges)
    assert done["version"] == 2
    assert "CDO-E421" in [one["code"] for one in done["reasons"]]
    ask("review", "countersign", path, *AGREE, "--key", judges.key("陈明"), *trusted(judges))
    assert office.refuses("review take", path) == "CDO-E762"


def test_openssl_and_bagit_accept_what_travels(office: Office, judges: People):
    first(office, judges)
    path = out(office)
    ask("review", "countersign", path, *IF, "--key", judges.key("陈明"), *trusted(judges))
    folder = office.folder / "p"
    subprocess.run(["unzip", "-q", path, "-d", folder], check=True)
    bag = Path(bagit.__file__).with_name("bagit.py")
    subprocess.run([sys.executable, bag, "--validate", folder], check=True, capture_output=True)
    for number, name in enumerate(("李文涛", "陈明"), 1):
        check = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
        check += ["-in", f"META-INF/signature{number:03d}.p7s"]
        check += ["-content", f"META-INF/ASiCManifest{number:03d}.xml", "-purpose", "any"]
        check += ["-CAfile", str(judges.key(name)) + ".pem", "-out", "/dev/null"]
        done = subprocess.run(check, cwd=folder, capture_output=True)
        assert done.returncode == 0, done.stderr
    listed = (folder / "META-INF/ASiCManifest002.xml").read_text("utf-8")
    assert "META-INF/statement001.json" in listed
    digest = hashlib.sha256((folder / "META-INF/statement002.json").read_bytes()).digest()
    assert b64encode(digest).decode() in listed


def test_the_program_itself(office: Office, judges: People):
    """Once through a process of its own."""
    record = office.listed()[TITLE]["id"]
    run("opinion", office.path, record, *AGREE, "--key", judges.key("李文涛"))
    target = office.folder / "x.cdopkg"
    run("review", "export", office.path, record, "-o", target)
    assert "还差" in run("review", "verify", target, *trusted(judges)).out
