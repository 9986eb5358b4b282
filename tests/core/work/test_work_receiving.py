"""Receiving: an unproven word changes nothing; a proven one changes what it speaks of, once."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from desk_steps import (
    BUREAU,
    PLATFORM,
    accepted,
    answered,
    approved,
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
    passphrase,
    platform_pin,
    record_now,
    steps_of,
    stopped,
    taken,
)

from cdo_desktop.domain.people import Org
from cdo_desktop.domain.receipt import ItemResult
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import answering, editing, issuing, keys, ledger, receiving, trusting
from cdo_desktop.work.receiving import TrustGiven
from cdo_desktop.work.typed import Entry

COUNTY = Org("11511921MB999999XT", "通江县教育科技和体育局")


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


@pytest.fixture
def sent(bench, act, tmp_path, make_record):
    """Two approved records in a package."""
    records = approved(bench, [make_record(), make_record(title="殡葬信息")])
    return exported(bench, tmp_path / "一.cdopkg", act).sealed.path, records


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


def test_an_altered_package_is_rejected_as_a_whole(bench, act, tmp_path, sent):
    package, _ = sent
    altered = tmp_path / "改.cdopkg"
    content = bytearray(package.read_bytes())
    spot = content.find("殡葬信息".encode())
    content[spot : spot + 3] = "婚".encode()
    altered.write_bytes(bytes(content))
    with pytest.raises(Refused) as caught:
        answered(altered, tmp_path / "回执.cdopkg", act)
    assert code_of(caught) == "CDO-E504"


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
    draft, new = tmp_path / "二版.json", tmp_path / "二版.cdopkg"
    issuing.next_version(desk_of(act), old, draft)
    issuing.revoke_signer(draft, platform_pin(tmp_path, act), act.at)
    root = key_of(tmp_path, act, "root", PLATFORM)
    issuing.sign_trust(desk_of(act), draft, root, passphrase, new, Run())
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
