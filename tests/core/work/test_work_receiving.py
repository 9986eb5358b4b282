"""Receiving: an unproven word changes nothing; a proven one changes what it speaks of, once."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from desk_steps import (
    BUREAU,
    COUNTY,
    PLATFORM,
    accepted,
    answered,
    approved,
    approved_again,
    asked_to_stop,
    bench_of,
    bundle_of,
    code_of,
    desk_of,
    exported,
    key_of,
    later,
    left_in,
    line_of,
    next_bundle,
    passphrase,
    platform_pin,
    record_now,
    steps_of,
    stopped,
    taken,
)

from cdo_desktop.domain.people import Org
from cdo_desktop.domain.receipt import ItemResult, ReceiptResult
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import answering, editing, keys, ledger, receiving, trusting
from cdo_desktop.work.receiving import TrustGiven
from cdo_desktop.work.typed import Entry


def take(bench, receipt, **given):
    return receiving.take_receipt(bench, receipt, TrustGiven(**given), Run())


def nothing_taken(bench) -> bool:
    return bench.workspace.receipts() == [] and bench.workspace.pins() == []


# -- verifying -------------------------------------------------------------------------------------


def verified(act, path, **given):
    return receiving.verify(desk_of(act), path, TrustGiven(**given), Run(), deep=True)


def test_the_four_verdicts(bench, act, tmp_path, sent):
    package, _ = sent
    bundle, roots = bundle_of(tmp_path, act, "清单", key_of(tmp_path, act))
    assert verified(act, package).verdict is Verdict.CANNOT_BE_CHECKED
    assert verified(act, package, bundle=bundle, roots=roots).verdict is Verdict.VALID
    noted = verified(act, package, bundle=bundle)
    assert noted.verdict is Verdict.VALID_WITH_NOTES
    assert [reason.code for reason in noted.reasons] == ["CDO-E723"]
    broken = tmp_path / "断.cdopkg"
    broken.write_bytes(package.read_bytes()[:-40])
    assert verified(act, broken).verdict is Verdict.INVALID


def test_an_expired_bundle_is_said_once(bench, act, tmp_path, sent):
    package, _ = sent
    bundle, roots = bundle_of(tmp_path, act, "清单", key_of(tmp_path, act), days=2)
    desk = desk_of(act)
    desk.clock.at += timedelta(days=3)
    found = receiving.verify(desk, package, TrustGiven(bundle, roots), Run())
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    assert [reason.code for reason in found.reasons] == ["CDO-E404"]


def test_what_is_no_bundle_is_refused_as_trust(act, sent):
    package, _ = sent
    with pytest.raises(Refused) as caught:
        verified(act, package, bundle=package)
    assert code_of(caught) == "CDO-E722"


# -- making receipts -------------------------------------------------------------------------------


def test_a_receipt_is_not_answered_with_a_receipt(act, tmp_path, sent):
    package, _ = sent
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    before = left_in(tmp_path)
    with pytest.raises(Refused) as caught:
        answered(receipt, tmp_path / "回执的回执.cdopkg", act)
    assert code_of(caught) == "CDO-E502"
    assert left_in(tmp_path) == before


def test_what_is_rejected_must_be_in_the_package(act, tmp_path, sent):
    package, _ = sent
    with pytest.raises(Refused) as caught:
        answered(package, tmp_path / "回执.cdopkg", act, {"307022/999999": "没有"})
    assert code_of(caught) == "CDO-E506"
    assert not (tmp_path / "回执.cdopkg").exists()


def test_a_receipt_takes_no_name_that_is_taken(act, tmp_path, sent):
    package, _ = sent
    (tmp_path / "回执.cdopkg").write_text("别人的")
    with pytest.raises(Refused) as caught:
        answered(package, tmp_path / "回执.cdopkg", act)
    assert code_of(caught) == "CDO-U102"


def spoilt(package, target, words: str) -> Path:
    """A copy of the package in which one letter of these words has become another."""
    content = bytearray(package.read_bytes())
    spot = content.find(words.encode())
    assert spot > 0
    content[spot] ^= 1
    target.write_bytes(bytes(content))
    return target


@pytest.mark.parametrize("words", ["殡葬信息", "Source-Organization", "<asic:ASiCManifest"])
def test_what_arrived_broken_is_rejected_as_a_whole(bench, act, tmp_path, sent, words):
    package, _ = sent
    broken = spoilt(package, tmp_path / "坏.cdopkg", words)
    receipt = answered(broken, tmp_path / "回执.cdopkg", act)
    said = verified(act, receipt, pin=platform_pin(tmp_path, act))
    (entry,) = bench.workspace.packages()
    reply = said.reply and said.manifest.facts.in_reply_to
    assert (reply.package_id, reply.content_digest) == (entry.package_id, entry.content_digest)
    assert reply.container_digest != entry.container_digest
    told = OpenedPackage(said).receipt()
    assert (told.result, told.items) == (ReceiptResult.REJECTED, ())
    assert [finding.code for finding in told.findings] == ["CDO-E107"]
    # it answers what arrived, which is not what was sent: nothing here was sent back
    with pytest.raises(Refused) as caught:
        taken(bench, receipt, act)
    assert "CDO-E501" in caught.value.happened
    assert nothing_taken(bench)


@pytest.mark.parametrize("words", ["cdo-package/1", "  data/package.json", "PK\x05\x06"])
def test_what_cannot_be_named_is_refused_and_why(act, tmp_path, sent, words):
    package, _ = sent
    broken = spoilt(package, tmp_path / "坏.cdopkg", words)
    (first, *_) = verified(act, broken).reasons
    with pytest.raises(Refused) as caught:
        answered(broken, tmp_path / "回执.cdopkg", act)
    assert code_of(caught) == "CDO-E504"
    assert first.message() in caught.value.happened
    assert not (tmp_path / "回执.cdopkg").exists()


def place_of(act, receipt) -> tuple[int, str | None]:
    """Its place in the series, and the receipt it says it follows."""
    facts = verified(act, receipt).manifest.facts
    return facts.sequence, facts.previous and facts.previous.package_id


def test_the_second_receipt_to_a_package_goes_on_from_the_first(act, tmp_path, sent):
    package, _ = sent
    first = answered(package, tmp_path / "一回执.cdopkg", act)
    assert place_of(act, first) == (1, None)
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    second = answered(package, elsewhere / "二回执.cdopkg", act)
    assert place_of(act, second) == (2, verified(act, first).manifest.facts.package_id)
    third = answered(package, tmp_path / "三回执.cdopkg", act, previous=second)
    assert place_of(act, third) == (3, verified(act, second).manifest.facts.package_id)
    assert place_of(act, answered(package, tmp_path / "九.cdopkg", act, sequence=9))[0] == 9


def test_the_answer_to_a_spoilt_copy_has_its_place_too(act, tmp_path, sent):
    package, _ = sent
    broken = spoilt(package, tmp_path / "坏.cdopkg", "殡葬信息")
    assert place_of(act, answered(broken, tmp_path / "一回执.cdopkg", act))[0] == 1
    assert place_of(act, answered(package, tmp_path / "二回执.cdopkg", act))[0] == 2


def test_a_place_is_not_given_twice(act, tmp_path, sent):
    package, _ = sent
    answered(package, tmp_path / "一回执.cdopkg", act, sequence=3)
    for taken_place in (1, 3):
        with pytest.raises(Refused) as caught:
            answered(package, tmp_path / "二回执.cdopkg", act, sequence=taken_place)
        assert code_of(caught) == "CDO-E510"
        assert "一回执.cdopkg" in caught.value.happened
    assert not (tmp_path / "二回执.cdopkg").exists()


def test_receipts_of_others_and_to_others_are_not_gone_on_from(
    bench, act, tmp_path, sent, make_record
):
    package, _ = sent
    desk, theirs = desk_of(act), key_of(tmp_path, act, "platform", COUNTY)
    other = tmp_path / "别家回执.cdopkg"
    answering.make_receipt(desk, package, theirs, passphrase, {}, other, TrustGiven(), Run())
    approved(bench, [make_record(title="又一条")])
    second = exported(bench, tmp_path / "二.cdopkg", act).sealed.path
    to_second = answered(second, tmp_path / "二回执.cdopkg", act)
    (tmp_path / "不是包.cdopkg").write_bytes(b"PK")
    (tmp_path / "文件夹.cdopkg").mkdir()
    spoilt(answered(package, tmp_path / "一.回执", act), tmp_path / "坏回执.cdopkg", "receiptNo")
    assert place_of(act, answered(package, tmp_path / "一回执.cdopkg", act)) == (1, None)
    for wrong in (other, to_second, package, tmp_path / "坏回执.cdopkg"):
        with pytest.raises(Refused) as caught:
            answered(package, tmp_path / "新.cdopkg", act, previous=wrong)
        assert code_of(caught) == "CDO-E511"
    with pytest.raises(Refused) as caught:
        answered(package, tmp_path / "新.cdopkg", act, previous=tmp_path / "没有.cdopkg")
    assert code_of(caught) == "CDO-U101"


def doubted(act, key, **given) -> list[str]:
    """The codes of what the sender will object to in a receipt signed with this key."""
    found = answering.doubts(desk_of(act), key, TrustGiven(**given), Run())
    assert all(reason.message() and reason.todo() for reason in found)
    return [reason.code for reason in found]


@pytest.mark.parametrize(
    ("role", "codes"), [("platform", []), ("dept_cdo", ["CDO-E737"]), ("root", ["CDO-E737"])]
)
def test_whose_receipts_will_be_refused_is_told_by_the_role(act, tmp_path, role, codes):
    assert doubted(act, key_of(tmp_path, act, role, PLATFORM)) == codes


def test_with_a_bundle_its_word_on_the_signer_counts(act, tmp_path):
    platform = key_of(tmp_path, act, "platform", PLATFORM)
    clerk = key_of(tmp_path, act, "clerk", PLATFORM)
    bundle, roots = bundle_of(tmp_path, act, "清单", platform, clerk)
    stranger = key_of(tmp_path, act, "platform", COUNTY)
    given = {"bundle": bundle, "roots": roots}
    assert doubted(act, platform, **given) == []
    assert doubted(act, clerk, **given) == ["CDO-E737"]
    assert doubted(act, stranger, **given) == ["CDO-E738"]


# -- taking receipts -------------------------------------------------------------------------------


def test_accepted_item_by_item(bench, act, tmp_path, sent):
    package, (fine, bad) = sent
    receipt = answered(package, tmp_path / "回执.cdopkg", act, {bad.code: "摘要不清"})
    done = taken(bench, receipt, act)
    assert (done.entry.state, done.decides, done.repeated) == ("partial", True, False)
    (page,) = ledger.pages(bench)
    assert {(item.record_id, item.state.value, item.reason) for item in page.items} == {
        (fine.id, "accepted", ""),
        (bad.id, "rejected", "摘要不清"),
    }
    assert line_of(bench, fine).delivery == "accepted"
    assert line_of(bench, bad).delivery == "rejected"
    assert [pin.sha256 for pin in bench.workspace.pins()] == [platform_pin(tmp_path, act)]


def test_without_trust_or_pin_nothing_changes(bench, act, tmp_path, sent):
    package, (record, _) = sent
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    before = len(steps_of(bench))
    with pytest.raises(Unproven) as caught:
        take(bench, receipt)
    assert code_of(caught) == "CDO-E725"
    assert nothing_taken(bench)
    assert len(steps_of(bench)) == before
    assert line_of(bench, record).delivery == "exported"


def test_a_pin_that_does_not_fit_is_not_kept(bench, act, tmp_path, sent):
    package, _ = sent
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    with pytest.raises(Refused) as caught:
        take(bench, receipt, pin="0" * 64)
    assert code_of(caught) == "CDO-E726"
    assert nothing_taken(bench)


def test_a_pin_kept_before_serves_the_next_receipt(bench, act, tmp_path, sent):
    package, _ = sent
    trusting.pin(bench, "1" * 64, "另一个平台")
    taken(bench, answered(package, tmp_path / "收到.cdopkg", act, result=ItemResult.RECEIVED), act)
    second = answered(package, tmp_path / "受理.cdopkg", act, sequence=2)
    assert take(bench, second).entry.state == "accepted"


def test_the_same_receipt_twice_changes_nothing(bench, act, tmp_path, sent):
    package, _ = sent
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    taken(bench, receipt, act)
    before = len(steps_of(bench))
    again = taken(bench, receipt, act)
    assert (again.repeated, again.decides, again.entry.state) == (True, False, "accepted")
    assert len(steps_of(bench)) == before


def test_the_later_receipt_of_the_series_decides_in_whatever_order(bench, act, tmp_path, sent):
    package, (_, bad) = sent
    first = answered(package, tmp_path / "一次.cdopkg", act, {bad.code: "摘要不清"})
    second = answered(package, tmp_path / "二次.cdopkg", act, sequence=2)
    assert taken(bench, second, act).entry.state == "accepted"
    late = taken(bench, first, act)
    assert (late.decides, late.entry.state) == (False, "accepted")
    assert line_of(bench, bad).delivery == "accepted"
    (page,) = ledger.pages(bench)
    assert len(page.receipts) == 2


def twins(package, folder, act, *rejected: str) -> list[Path]:
    """Two receipts with the first place in the series, as made at two computers of the platform."""
    made = []
    for name, refusals in (("甲", {}), ("乙", dict.fromkeys(rejected, "重报"))):
        (folder / name).mkdir()
        copy = shutil.copy(package, folder / name)
        made.append(answered(Path(copy), folder / name / f"{name}.cdopkg", act, refusals))
    return made


@pytest.mark.parametrize(("order", "word"), [((0, 1), "accepted"), ((1, 0), "partial")])
def test_of_two_receipts_in_one_place_the_first_taken_stays(
    bench, act, tmp_path, sent, order, word
):
    package, (_, bad) = sent
    made = twins(package, tmp_path, act, bad.code)
    receipts = [made[place] for place in order]
    first, fork = (taken(bench, receipt, act) for receipt in receipts)
    assert (first.decides, first.forks, first.entry.state) == (True, False, word)
    assert (fork.decides, fork.forks, fork.entry.state) == (False, True, word)
    (note,) = (one for one in fork.verification.reasons if one.code == "CDO-E509")
    assert first.receipt.receipt_no in note.message()
    assert fork.receipt.receipt_no in note.message()
    (page,) = ledger.pages(bench)
    assert [one.decides for one in page.receipts] == [True, False]
    assert {one.who for one in page.receipts} == {"王芳"}
    again = taken(bench, receipts[1], act)
    assert (again.repeated, again.entry.state) == (True, word)
    third = answered(package, tmp_path / "三.cdopkg", act, sequence=2)
    assert taken(bench, third, act).decides
    assert [one.decides for one in ledger.pages(bench)[0].receipts] == [False, False, True]


def test_a_receipt_for_another_workspace_is_refused_though_the_organisation_is_the_same(
    bench, act, tmp_path, sent, new_workspace, make_record
):
    path = shutil.copy(new_workspace, tmp_path / "另一个.cdo")
    with Workspace.open(path, act) as other:
        elsewhere = bench_of(other, act)
        approved(elsewhere, [make_record()])
        theirs = exported(elsewhere, tmp_path / "别处.cdopkg", act).sealed.path
    receipt = answered(theirs, tmp_path / "回执.cdopkg", act)
    with pytest.raises(Refused) as caught:
        taken(bench, receipt, act)
    assert code_of(caught) == "CDO-E726"
    assert "CDO-E501" in caught.value.happened
    assert nothing_taken(bench)


def test_a_package_is_no_receipt(bench, act, sent):
    package, _ = sent
    with pytest.raises(Refused) as caught:
        taken(bench, package, act)
    assert "CDO-E502" in caught.value.happened


def test_an_edited_record_keeps_its_own_word(bench, act, tmp_path, sent):
    package, (record, other) = sent
    editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    taken(bench, answered(package, tmp_path / "回执.cdopkg", act), act)
    assert line_of(bench, record).delivery == ""
    assert line_of(bench, other).delivery == "accepted"
    assert record_now(bench, record).review == "draft"


def test_stopped_means_nothing_was_taken(bench, act, tmp_path, sent):
    package, _ = sent
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    pin = TrustGiven(pin=platform_pin(tmp_path, act))
    assert stopped(receiving.take_receipt, bench, receipt, pin, asked_to_stop())
    assert nothing_taken(bench)


def test_a_workspace_open_to_read_takes_nothing(bench, act, tmp_path, sent):
    package, _ = sent
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    path = bench.workspace.path
    bench.close()
    with Workspace.open_to_read(path) as opened:
        reader = bench_of(opened, act)
        with pytest.raises(Refused) as caught:
            taken(reader, receipt, act)
        assert nothing_taken(reader)
    assert code_of(caught) == "CDO-S304"


def test_receipt_and_pin_are_one_step(bench, act, tmp_path, sent):
    package, _ = sent
    before = len(steps_of(bench))
    taken(bench, answered(package, tmp_path / "回执.cdopkg", act), act)
    assert len(steps_of(bench)) == before + 1


# -- by the trust of the workspace -----------------------------------------------------------------


@pytest.fixture
def trusted(bench, act, tmp_path):
    """The workspace goes by a bundle in which the platform stands."""
    platform = key_of(tmp_path, act, "platform", PLATFORM)
    bundle, roots = bundle_of(tmp_path, act, "清单", platform, key_of(tmp_path, act))
    trusting.import_trust(bench, bundle, roots, Run())
    return bundle, roots


def test_the_stored_trust_is_enough(bench, act, tmp_path, sent, trusted):
    package, _ = sent
    done = take(bench, answered(package, tmp_path / "回执.cdopkg", act))
    assert (done.entry.state, done.verification.verdict) == ("accepted", Verdict.VALID)


def test_a_pin_does_not_go_round_the_stored_trust(bench, act, tmp_path, sent, trusted):
    package, _ = sent
    stranger = key_of(tmp_path, act, "platform", COUNTY)
    receipt = tmp_path / "回执.cdopkg"
    answering.make_receipt(
        desk_of(act), package, stranger, passphrase, {}, receipt, TrustGiven(), Run()
    )
    with pytest.raises(Refused) as caught:
        take(bench, receipt, pin=keys.read_certificate(stranger).sha256)
    assert code_of(caught) == "CDO-E728"
    assert nothing_taken(bench)


def test_a_bundle_of_strange_roots_does_not_go_round_the_stored_roots(
    bench, act, tmp_path, sent, trusted
):
    package, _ = sent
    platform = key_of(tmp_path, act, "platform", PLATFORM)
    theirs, their_roots = bundle_of(tmp_path, act, "别人", platform, by=COUNTY)
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    for given in ({"bundle": theirs}, {"bundle": theirs, "roots": their_roots}):
        with pytest.raises(Refused) as caught:
            take(bench, receipt, **given)
        assert code_of(caught) in ("CDO-E722", "CDO-E727")
    assert nothing_taken(bench)


def test_an_older_bundle_does_not_go_round_the_stored_one(bench, act, tmp_path, sent, trusted):
    old, _ = trusted
    new = next_bundle(tmp_path, act, old, "二版", revoked=platform_pin(tmp_path, act))
    trusting.import_trust(bench, new, None, Run())
    package, _ = sent
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    later(bench, 1)
    with pytest.raises(Refused) as caught:
        take(bench, receipt)
    assert "CDO-E410" in caught.value.happened
    with pytest.raises(Refused) as caught:
        take(bench, receipt, bundle=old)
    assert code_of(caught) == "CDO-E722"
    assert nothing_taken(bench)


def test_a_bundle_given_by_hand_serves_a_workspace_without_trust(bench, act, tmp_path, sent):
    package, _ = sent
    platform = key_of(tmp_path, act, "platform", PLATFORM)
    bundle, roots = bundle_of(tmp_path, act, "清单", platform)
    receipt = answered(package, tmp_path / "回执.cdopkg", act)
    done = take(bench, receipt, bundle=bundle)
    assert done.verification.verdict is Verdict.VALID_WITH_NOTES
    assert bench.workspace.newest_trust() is None
    assert roots.is_file()


def test_a_bundle_named_without_its_roots_is_judged_by_the_stored_roots(
    bench, act, tmp_path, sent, trusted
):
    old, _ = trusted
    newer = next_bundle(tmp_path, act, old, "二版")
    package, _ = sent
    done = take(bench, answered(package, tmp_path / "回执.cdopkg", act), bundle=newer)
    assert done.verification.verdict is Verdict.VALID
    assert done.verification.reasons == ()
    assert "未核对" not in steps_of(bench)[0].name
    assert bench.workspace.newest_trust().version == 1


# -- the ledger ------------------------------------------------------------------------------------


def test_a_page_by_id_or_file_name(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    entry = accepted(bench, tmp_path, act, "一")
    exported(bench, tmp_path / "二.cdopkg", act)
    assert [page.entry.file_name for page in ledger.pages(bench)] == ["二.cdopkg", "一.cdopkg"]
    for name in (entry.package_id, "一.cdopkg"):
        (page,) = ledger.pages(bench, name)
        assert [event.state for event in page.events] == ["exported", "accepted"]
    with pytest.raises(Refused) as caught:
        ledger.pages(bench, "没有.cdopkg")
    assert code_of(caught) == "CDO-E731"


def test_why_a_record_was_sent_back_is_known_until_it_is_sent_again(bench, act, tmp_path, sent):
    package, (fine, bad) = sent
    assert ledger.sent_back(bench, bad.id) is None
    taken(bench, answered(package, tmp_path / "回执.cdopkg", act, {bad.code: "摘要不清"}), act)
    answer = ledger.sent_back(bench, bad.id)
    assert answer.reasons == ("摘要不清",)
    assert (answer.entry.file_name, answer.receipt.receipt_no) == ("一.cdopkg", "回执")
    assert ledger.sent_back(bench, fine.id) is None
    editing.set_values(bench, bad.id, [Entry("更新周期", "每年")])
    assert ledger.sent_back(bench, bad.id) == answer
    approved_again(bench, record_now(bench, bad))
    exported(bench, tmp_path / "二.cdopkg", act)
    assert ledger.sent_back(bench, bad.id) is None


def test_of_a_package_sent_back_as_a_whole_the_findings_are_the_reason(
    bench, act, tmp_path, make_record
):
    record, *_ = approved(bench, [make_record()])
    package = exported(bench, tmp_path / "一.cdopkg", act).sealed.path
    stranger = key_of(tmp_path, act, "dept_cdo", COUNTY)
    bundle, roots = bundle_of(tmp_path, act, "清单", stranger)
    platform, target = key_of(tmp_path, act, "platform", PLATFORM), tmp_path / "回执.cdopkg"
    desk, given = desk_of(act), TrustGiven(bundle, roots)
    answering.make_receipt(desk, package, platform, passphrase, {}, target, given, Run())
    assert taken(bench, target, act).entry.state == "rejected"
    (reason, *_) = ledger.sent_back(bench, record.id).reasons
    assert "不在信任清单中" in reason


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("exported", "已导出"),
        ("handed", "已交接"),
        ("received", "已接收"),
        ("accepted", "已受理"),
        ("partial", "部分受理"),
        ("rejected", "被退回"),
    ],
)
def test_every_state_of_a_package_has_its_word(state, word):
    assert ledger.state_label(state) == word


def test_the_ledger_knows_who_received(bench, act, tmp_path, sent):
    (page,) = ledger.pages(bench)
    assert (page.entry.sender, page.entry.recipient) == (BUREAU, Org("", ""))
