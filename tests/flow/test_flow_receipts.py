"""Receipts and trust: what a platform says counts only where its word can be proven."""

import shutil
from pathlib import Path

import pytest
from flow_steps import (
    BUREAU,
    BUREAU_CODE,
    REFUSED,
    SAMPLE,
    TITLES,
    UNCHECKED,
    WANTING,
    Office,
    People,
    ask,
    cdo,
    full_office,
    refused,
)

FIRST, SECOND = TITLES[:2]
PACKAGE = "目录.cdopkg"


@pytest.fixture(scope="module")
def posted(tmp_path_factory, everybody) -> Office:
    """Two resources, exported and handed over; to be copied. It trusts nobody yet."""
    made = full_office(tmp_path_factory.mktemp("posted"), [FIRST, SECOND]).approved()
    made.export(everybody.key("李文涛"), PACKAGE)
    made.ask("handed", made.folder / PACKAGE, "--to", "平台")
    return made


@pytest.fixture
def office(tmp_path, posted) -> Office:
    """The same, for one test."""
    shutil.copy(posted.folder / PACKAGE, tmp_path)
    return Office(Path(shutil.copy(posted.path, tmp_path)))


def code_of(office: Office, title: str) -> str:
    """The code of a resource."""
    return str(office.listed()[title]["code"])


def judged(people: People) -> tuple[object, ...]:
    """By what the platform judges."""
    return ("--trust", people.bundle, "--roots", people.roots)


# -- an unproven word changes nothing --------------------------------------------------------------


def test_without_trust_a_receipt_changes_nothing(office, everybody):
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg")
    before, ledger = office.told(), cdo("ledger", office.path, "--json").out
    assert office.refuses("receipt take", receipt, exits=UNCHECKED) == "CDO-E725"
    assert office.told() == before
    assert cdo("ledger", office.path, "--json").out == ledger
    assert set(office.states().values()) == {"已交接"}


def test_with_the_stored_trust_it_counts(office, everybody):
    office.trusting(everybody)
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg")
    taken = office.ask("receipt take", receipt)
    assert (taken["verdict"], taken["state"], taken["decides"]) == ("valid", "已受理", True)
    assert set(office.states().values()) == {"已受理"}


def test_with_a_fingerprint_it_counts_and_the_fingerprint_is_kept(office, everybody):
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg", "--received-only")
    taken = office.ask("receipt take", receipt, "--pin", everybody.fingerprint("平台"))
    assert (taken["verdict"], taken["state"]) == ("valid-with-notes", "已接收")
    second = office.answered(everybody, PACKAGE, "回执2.cdopkg", "--sequence", 2)
    assert office.ask("receipt take", second)["state"] == "已受理"  # nothing has to be named again


@pytest.mark.parametrize("by", ["另一平台", "王晓燕", "李文涛"])
def test_nobody_else_answers_for_the_platform(office, everybody, by):
    office.trusting(everybody)
    target = office.folder / "回执.cdopkg"
    made = ("receipt", "make", office.folder / PACKAGE, *judged(everybody))
    ask(*made, "--key", everybody.key(by), "-o", target)
    before = office.told()
    office.refuses("receipt take", target)
    office.refuses("receipt take", target, *judged(everybody))
    assert office.told() == before


def test_another_fingerprint_than_the_platforms_proves_nothing(office, everybody):
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg")
    before = office.told()
    other = everybody.fingerprint("另一平台")
    said = office.ask("receipt take", receipt, "--pin", other, exits=None)
    assert said["error"]["code"] in ("CDO-E725", "CDO-E726")
    assert office.told() == before


def test_a_fingerprint_is_withdrawn(office, everybody):
    platform = everybody.fingerprint("平台")
    assert office.refuses("trust unpin", platform) == "CDO-E736"
    office.ask("trust pin", platform, "--note", "电话核对")
    receipts = [office.answered(everybody, PACKAGE, f"{n}.cdopkg", "--sequence", n) for n in (1, 2)]
    assert office.ask("receipt take", receipts[0])["state"] == "已受理"
    [known] = office.ask("trust pins")["pins"]
    assert (known["certSha256"], known["note"]) == (platform, "电话核对")
    gone = office.ask("trust unpin", platform.upper(), "--note", "平台换了密钥")
    assert gone["pinned"] == known
    assert office.ask("trust pins") == {"pins": []}
    assert office.refuses("receipt take", receipts[1], exits=UNCHECKED) == "CDO-E725"
    assert set(office.states().values()) == {"已受理"}
    said = cdo("history", office.path).out
    assert "平台换了密钥" in said
    assert office.ask("history", "--verify")["verified"]


@pytest.mark.parametrize("pin", ["", "12", "甲" * 64, "g" * 64])
def test_what_is_no_fingerprint_is_refused(office, everybody, pin):
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg")
    before = office.told()
    office.ask("receipt take", receipt, "--pin", pin, exits=REFUSED if pin else UNCHECKED)
    assert office.told() == before


def test_a_receipt_for_another_package_is_not_taken(office, everybody, tmp_path_factory):
    office.trusting(everybody)
    other = full_office(tmp_path_factory.mktemp("other"), [FIRST]).approved()
    other.export(everybody.key("李文涛"), PACKAGE)
    receipt = other.answered(everybody, PACKAGE, "回执.cdopkg")
    before = office.told()
    said = office.ask("receipt take", receipt, exits=REFUSED)["error"]
    assert said["code"] == "CDO-E726"
    assert "CDO-E501" in said["message"]
    assert office.told() == before


def test_what_is_no_receipt_is_not_taken(office, everybody):
    office.trusting(everybody)
    before = office.told()
    for file in (office.folder / PACKAGE, everybody.bundle):
        assert office.refuses("receipt take", file) == "CDO-E726"
    assert office.refuses("receipt take", office.path) == "CDO-E726"
    assert office.refuses("receipt take", office.folder / "无.cdopkg") == "CDO-U101"
    assert office.told() == before


def test_a_receipt_that_was_touched_is_not_taken(office, everybody):
    office.trusting(everybody)
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg")
    good, before = receipt.read_bytes(), office.told()
    for at in range(0, len(good), 211):
        receipt.write_bytes(good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :])
        assert office.refuses("receipt take", receipt) == "CDO-E726"
    receipt.write_bytes(good[:-1])
    assert office.refuses("receipt take", receipt) == "CDO-E726"
    assert office.told() == before
    receipt.write_bytes(good)
    assert office.ask("receipt take", receipt)["state"] == "已受理"


@pytest.mark.parametrize("by", ["另一平台", "王晓燕", "李文涛"])
def test_who_answers_without_a_right_to_is_told_so(office, everybody, by):
    made = ("receipt", "make", office.folder / PACKAGE, "--key", everybody.key(by))
    told = cdo(*made, *judged(everybody), "-o", office.folder / "一.cdopkg", "--json")
    [note] = told.document["notes"]
    assert note["code"] == ("CDO-E738" if by == "另一平台" else "CDO-E737")
    assert note["message"] in told.err
    # without a bundle only the certificate's own word on the role is there to judge by
    alone = ask(*made, "-o", office.folder / "二.cdopkg")
    assert len(alone["notes"]) == (by != "另一平台")


# -- twice, and two of them ------------------------------------------------------------------------


def test_the_same_receipt_again_changes_nothing(office, everybody):
    office.trusting(everybody)
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg")
    office.ask("receipt take", receipt)
    before = office.told()
    copy = Path(shutil.copy(receipt, office.folder / "又一份.cdopkg"))
    for file in (receipt, copy):
        taken = office.ask("receipt take", file)
        assert (taken["repeated"], taken["state"]) == (True, "已受理")
    assert "CDO-E413" not in cdo("receipt", "take", office.path, receipt).out
    assert office.told() == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_receipts_the_later_of_the_series_decides(office, everybody, order):
    office.trusting(everybody)
    code = code_of(office, SECOND)
    receipts = (
        office.answered(everybody, PACKAGE, "一.cdopkg", "--sequence", 1),
        office.answered(
            everybody, PACKAGE, "二.cdopkg", "--sequence", 2, "--reject", f"{code}=重报"
        ),
    )
    taken = [office.ask("receipt take", receipts[place]) for place in order]
    assert [one["decides"] for one in taken] == ([True, True] if order == (0, 1) else [True, False])
    assert office.states() == {FIRST: "已受理", SECOND: "被退回"}
    [page] = office.ask("ledger")["packages"]
    assert len(page["receipts"]) == 2
    assert page["state"] == "部分受理"


def elsewhere(office, everybody, name: str, *more: object) -> Path:
    """A receipt that is made at another computer of the platform, which knows of no other."""
    other = Office(office.folder / name / office.path.name)
    other.folder.mkdir()
    shutil.copy(office.folder / PACKAGE, other.folder)
    return other.answered(everybody, PACKAGE, f"{name}.cdopkg", "--number", name, *more)


@pytest.mark.parametrize(("order", "word"), [((0, 1), "被退回"), ((1, 0), "已受理")])
def test_of_two_receipts_with_one_number_the_first_taken_stays(office, everybody, order, word):
    office.trusting(everybody)
    reason = f"{code_of(office, SECOND)}=重报"
    made = (
        elsewhere(office, everybody, "甲", "--reject", reason),
        elsewhere(office, everybody, "乙"),
    )
    first, second = (made[place] for place in order)
    office.ask("receipt take", first)
    fork = office.ask("receipt take", second, exits=WANTING)
    assert (fork["decides"], fork["forks"], fork["repeated"]) == (False, True, False)
    assert [note["code"] for note in fork["notes"]] == ["CDO-E509"]
    assert office.states() == {FIRST: "已受理", SECOND: word}
    [page] = office.ask("ledger")["packages"]
    assert [(one["receiptNo"], one["decides"]) for one in page["receipts"]] == [
        (first.stem, True),
        (second.stem, False),
    ]
    assert office.ask("receipt take", second)["repeated"]
    shown = [line for line in cdo("ledger", office.path).out.splitlines() if "回执" in line]
    assert [first.stem in shown[0], "以此为准" in shown[0]] == [True, True]
    assert [second.stem in shown[1], "不算数" in shown[1]] == [True, True]


def test_receipts_are_numbered_without_anybody_counting(office, everybody):
    made = ("receipt", "make", office.folder / PACKAGE, *judged(everybody))
    made = (*made, "--key", everybody.key("平台"))
    first = cdo(*made, "-o", office.folder / "一.cdopkg").out
    assert "第 1 份回执" in first
    assert "--previous" in first
    assert ask(*made, "-o", office.folder / "二.cdopkg")["sequence"] == 2
    assert refused(*made, "-o", office.folder / "三.cdopkg", "--sequence", 2) == "CDO-E510"
    away = office.folder / "带走"
    away.mkdir()
    second = (office.folder / "二.cdopkg").rename(away / "二.cdopkg")
    (office.folder / "一.cdopkg").rename(away / "一.cdopkg")
    third = (*made, "-o", office.folder / "三.cdopkg")
    assert refused(*third, "--previous", office.folder / PACKAGE) == "CDO-E511"
    assert ask(*third, "--previous", second)["sequence"] == 3


def test_why_a_record_was_sent_back_is_shown_with_it(office, everybody):
    office.trusting(everybody)
    code = code_of(office, SECOND)
    assert office.ask("show", code)["sentBack"] is None
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg", "--reject", f"{code}=摘要不清")
    office.ask("receipt take", receipt)
    said = office.ask("show", code)["sentBack"]
    assert (said["reasons"], said["package"]) == (["摘要不清"], PACKAGE)
    assert "平台退回：摘要不清" in cdo("show", office.path, code).out
    office.ask("set", code, "更新周期=每年")
    assert "平台退回（送出之后又改过）：摘要不清" in cdo("show", office.path, code).out
    assert "平台退回" not in cdo("show", office.path, code_of(office, FIRST)).out


def test_what_the_workspace_trusts_is_shown(office, everybody):
    assert office.ask("trust show") == {
        "version": None,
        "signers": [],
        "age": None,
        "expired": False,
        "importedAt": None,
        "roots": None,
        "pins": [],
    }
    assert cdo("trust", "show", office.path).out.splitlines() == [
        "本工作区没有信任清单。",
        "没有固定的根清单。",
    ]
    office.trusting(everybody).ask("trust pin", "1" * 64, "--note", "电话核对")
    shown = office.ask("trust show")
    of_file = ask("trust", "show", everybody.bundle)
    assert {key: shown[key] for key in of_file} == of_file
    assert shown["roots"]["keys"] == [everybody.fingerprint("根")]
    said = cdo("trust", "show", office.path).out
    for told in ("此后未核验吊销", shown["roots"]["fingerprint"], "1" * 64, "电话核对", "平台"):
        assert told in said


def test_a_record_that_was_edited_since_keeps_its_own_word(office, everybody):
    office.trusting(everybody)
    office.ask("set", code_of(office, FIRST), "更新周期=每年")
    office.ask("receipt take", office.answered(everybody, PACKAGE, "回执.cdopkg"))
    assert office.states() == {FIRST: "草稿", SECOND: "已受理"}
    [page] = office.ask("ledger")["packages"]
    assert {item["state"] for item in page["items"]} == {"已受理"}


# -- the platform's side ---------------------------------------------------------------------------


def test_the_platform_rejects_by_code_or_id_and_only_what_is_there(office, everybody):
    made = ("receipt", "make", office.folder / PACKAGE, "--key", everybody.key("平台"))
    target = office.folder / "回执.cdopkg"
    asked = (*made, *judged(everybody), "-o", target)
    assert refused(*asked, "--reject", "999999/000001=没有") == "CDO-E506"
    assert refused(*asked, "--reject", code_of(office, FIRST)) == "CDO-U108"
    assert not target.exists()
    record = office.listed()[FIRST]["id"]
    said = ask(*asked, "--reject", f"{record}=重复，请合并=是")
    assert (said["result"], said["items"]) == ("partial", 2)
    assert refused(*asked) == "CDO-U102"
    office.ask("receipt take", target, *judged(everybody))
    [page] = office.ask("ledger")["packages"]
    assert {item["reason"] for item in page["items"]} == {"", "重复，请合并=是"}


def test_what_arrived_with_bad_sums_is_rejected_with_a_receipt(office, everybody):
    package = office.folder / PACKAGE
    content = bytearray(package.read_bytes())
    content[content.find(SECOND.encode())] ^= 1
    package.write_bytes(content)
    made = ("receipt", "make", package, "--key", everybody.key("平台"), *judged(everybody))
    said = ask(*made, "-o", office.folder / "回执.cdopkg")
    assert (said["result"], said["items"]) == ("rejected", 0)
    assert [one["code"] for one in said["findings"]] == ["CDO-E107"]


def test_a_package_that_cannot_be_read_gets_no_receipt(office, everybody):
    package = office.folder / PACKAGE
    package.write_bytes(package.read_bytes()[:5000])
    made = ("receipt", "make", package, "--key", everybody.key("平台"), *judged(everybody))
    asked = (*made, "-o", office.folder / "回执.cdopkg")
    assert refused(*asked) == "CDO-E504"
    assert "没有拷完" in cdo(*asked, exits=REFUSED).err
    assert not (office.folder / "回执.cdopkg").exists()


def test_only_what_was_made_here_is_handed_over(office, everybody):
    package = office.folder / PACKAGE
    before = office.told()
    spoilt = office.folder / "改过.cdopkg"
    spoilt.write_bytes(package.read_bytes()[:-1] + b"\1")
    assert office.refuses("handed", spoilt, "--to", "平台") == "CDO-E711"
    assert office.refuses("handed", everybody.bundle, "--to", "平台") == "CDO-E711"
    assert office.refuses("ledger", "--package", "没有.cdopkg") == "CDO-E731"
    assert office.told() == before


def test_what_a_stranger_writes_does_not_command_the_terminal(office, everybody):
    office.trusting(everybody)
    reason = f"{code_of(office, FIRST)}=\x1b[2J\u202e重报"
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg", "--reject", reason)
    office.ask("receipt take", receipt)
    said = cdo("ledger", office.path).out
    assert "重报" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_why_a_whole_package_was_rejected_is_shown(office, everybody):
    office.export(everybody.key("王晓燕"), "无权.cdopkg")
    receipt = office.answered(everybody, "无权.cdopkg", "回执.cdopkg")
    office.trusting(everybody)
    said = cdo("receipt", "take", office.path, receipt).out
    assert "被退回" in said
    assert "CDO-E411" in said
    taken = office.ask("receipt take", receipt)
    assert [one["code"] for one in taken["findings"]] == ["CDO-E411"]


def test_what_somebody_here_vouches_for_is_shown_with_the_receipt(office, everybody):
    receipt = office.answered(everybody, PACKAGE, "回执.cdopkg")
    said = cdo("receipt", "take", office.path, receipt, "--trust", everybody.bundle).out
    assert "CDO-E723" in said
    assert "未核对根签名" in cdo("history", office.path).out


def test_the_ledger_names_the_series_in_words(office):
    [page] = office.ask("ledger")["packages"]
    assert (page["series"], page["series_key"]) == ("目录", "catalog")
    said = cdo("ledger", office.path).out
    assert said.startswith("目录 第 1 号")
    assert "catalog" not in said


# -- verifying -------------------------------------------------------------------------------------


def verdict(package: Path, *given: object, exits: int) -> tuple[str, set[str]]:
    """What verify says, and the codes of its reasons."""
    found = ask("verify", package, *given, exits=exits)
    return found["verdict"], {reason["code"] for reason in found["reasons"]}


def test_verify_says_what_it_can(office, everybody):
    package = office.folder / PACKAGE
    trust = ("--trust", everybody.bundle)
    assert verdict(package, exits=UNCHECKED) == ("cannot-be-checked", {"CDO-E400"})
    assert verdict(package, *judged(everybody), "--deep", exits=0) == ("valid", set())
    assert verdict(package, *trust, exits=0) == ("valid-with-notes", {"CDO-E723"})
    pin = ("--pin", everybody.fingerprint("李文涛"))
    assert verdict(package, *pin, exits=0) == ("valid-with-notes", {"CDO-E401"})
    wrong = verdict(package, "--pin", everybody.fingerprint("平台"), exits=None)
    assert wrong[0] in ("cannot-be-checked", "invalid")


def test_what_is_no_package_is_invalid(office, tmp_path, everybody):
    package = office.folder / PACKAGE
    good = package.read_bytes()
    for number, spoilt in enumerate((good[:-1], good[:200], b"", b"PK", b"no zip at all" * 99)):
        file = tmp_path / f"{number}.cdopkg"
        file.write_bytes(spoilt)
        assert verdict(file, *judged(everybody), exits=WANTING) == ("invalid", {"CDO-E101"})
    assert refused("verify", tmp_path / "无.cdopkg") == "CDO-U101"
    assert refused("verify", tmp_path) == "CDO-U101"


def test_of_another_kind_of_file_only_that_is_said(office):
    said = cdo("verify", SAMPLE, exits=WANTING).out
    assert said.count("CDO-") == 1
    assert "CDO-E108" in said
    assert "请确认选对了文件" in said
    assert "能证明" not in said
    assert verdict(SAMPLE, exits=WANTING) == ("invalid", {"CDO-E108"})


@pytest.mark.parametrize("signer", ["王晓燕", "平台", "另一平台"])
def test_who_may_not_sign_an_export_is_found_by_the_platform(office, everybody, signer):
    office.export(everybody.key(signer), "b.cdopkg")
    word, codes = verdict(office.folder / "b.cdopkg", *judged(everybody), exits=WANTING)
    assert word == "invalid"
    assert codes & {"CDO-E407", "CDO-E411"}


def test_a_revoked_certificate_no_longer_signs(office, everybody, tmp_path):
    draft, newer = tmp_path / "二.json", tmp_path / "二.cdopkg"
    ask("trust", "next", everybody.bundle, "-o", draft)
    ask("trust", "revoke", draft, everybody.fingerprint("李文涛"), "--from", "2026-01-01")
    root = ("--key", everybody.key("根"), "--roots", everybody.roots)
    ask("trust", "sign", draft, *root, "-o", newer)
    given = ("--trust", newer, "--roots", everybody.roots)
    word, codes = verdict(office.folder / PACKAGE, *given, exits=WANTING)
    assert (word, "CDO-E410" in codes) == ("invalid", True)
    # the workspace takes the newer one and never goes back
    office.trusting(everybody)
    assert office.ask("trust import", newer)["version"] == 2
    before = office.told()
    assert office.refuses("trust import", everybody.bundle) == "CDO-E722"
    fork, forked = tmp_path / "岔.json", tmp_path / "岔.cdopkg"
    ask("trust", "next", everybody.bundle, "-o", fork)
    ask("trust", "sign", fork, *root, "-o", forked)
    assert office.refuses("trust import", forked) == "CDO-E722"
    assert office.told() == before


def test_a_bundle_needs_as_many_roots_as_were_agreed(office, everybody, tmp_path):
    second = tmp_path / "根2.cdokey"
    holder = ("--name", "根2", "--role", "根", "--org", BUREAU, "--org-code", BUREAU_CODE)
    ask("key", "new", "-o", second, *holder, "--suite", "p256")
    draft, roots = tmp_path / "草稿.json", tmp_path / "root.json"
    both = ("--root", everybody.key("根"), "--root", second)
    ask("trust", "new", "-o", draft, *both, "--threshold", 2)
    ask("trust", "add", draft, f"{everybody.key('平台')}.pem")
    once, twice = tmp_path / "一签.cdopkg", tmp_path / "两签.cdopkg"
    said = ask("trust", "sign", draft, "--key", everybody.key("根"), "-o", once)
    assert (said["signatures"], said["threshold"]) == (1, 2)
    assert office.refuses("trust import", once, "--roots", roots) == "CDO-E722"
    assert office.refuses("trust import", once, exits=UNCHECKED) == "CDO-E724"
    again = ("trust", "sign", once, "-o", twice, "--key")
    assert refused(*again, everybody.key("根"), CDO_PASSPHRASE="不对") == "CDO-E734"
    assert refused(*again, everybody.key("平台"), CDO_PASSPHRASE="不对") == "CDO-E733"
    elsewhere = ("--roots", tmp_path / "无.json")
    assert refused(*again, second, *elsewhere) == "CDO-E735"
    assert not twice.exists()
    ask(*again, second)
    assert office.refuses("trust import", twice, exits=UNCHECKED) == "CDO-E724"
    assert office.ask("trust import", twice, "--roots", roots)["signers"] == 1
    assert [one["name"] for one in ask("trust", "show", twice)["signers"]] == ["平台"]
