"""Receipts and trust: what a platform says counts only where its word can be proven."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flow_steps import (
    BUREAU,
    BUREAU_CODE,
    REFUSED,
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

from cdo_desktop.clock import SystemClock

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


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_receipts_with_one_number_the_younger_decides(office, everybody, monkeypatch, order):
    office.trusting(everybody)
    code, now, made = code_of(office, SECOND), SystemClock().now(), []
    for hours, name, more in (
        (-2, "一.cdopkg", ("--reject", f"{code}=重报")),
        (-1, "二.cdopkg", ()),
    ):
        monkeypatch.setattr(SystemClock, "now", lambda _, at=now + timedelta(hours=hours): at)
        made.append(office.answered(everybody, PACKAGE, name, *more))
    monkeypatch.undo()
    for place in order:
        office.ask("receipt take", made[place])
    assert office.states() == {FIRST: "已受理", SECOND: "已受理"}


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


def test_a_package_that_cannot_be_read_gets_no_receipt(office, everybody):
    package = office.folder / PACKAGE
    package.write_bytes(package.read_bytes()[:5000])
    made = ("receipt", "make", package, "--key", everybody.key("平台"), *judged(everybody))
    assert refused(*made, "-o", office.folder / "回执.cdopkg") == "CDO-E504"
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
    ask("trust", "sign", draft, "--key", everybody.key("根"), "-o", newer)
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
    ask("trust", "sign", fork, "--key", everybody.key("根"), "-o", forked)
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
    ask("trust", "sign", draft, "--key", everybody.key("根"), "-o", once)
    assert office.refuses("trust import", once, "--roots", roots) == "CDO-E722"
    assert office.refuses("trust import", once, exits=UNCHECKED) == "CDO-E724"
    ask("trust", "sign", once, "--key", second, "-o", twice)
    assert office.refuses("trust import", twice, exits=UNCHECKED) == "CDO-E724"
    assert office.ask("trust import", twice, "--roots", roots)["signers"] == 1
    assert [one["name"] for one in ask("trust", "show", twice)["signers"]] == ["平台"]
