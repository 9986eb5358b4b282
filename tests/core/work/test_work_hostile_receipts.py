"""Receipts of a hostile or careless platform: its own beyond doubt, and yet not to be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from desk_steps import (
    BUREAU,
    COUNTY,
    PLATFORM,
    bundle_of,
    code_of,
    key_of,
    later,
    next_bundle,
    passphrase,
    platform_pin,
    remembered,
    steps_of,
    taken,
)

from cdo_desktop.domain.package import PackageFacts, PackageKind, Reply
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.receipt import (
    ItemResult,
    Receipt,
    ReceiptItem,
    ReceiptResult,
    result_of,
)
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.package.drafting import DraftPackage
from cdo_desktop.package.parts import Parts
from cdo_desktop.package.receipt_json import receipt_bytes
from cdo_desktop.tasks import Run
from cdo_desktop.work import keys, ledger, receiving, trusting
from cdo_desktop.work.receiving import TrustGiven

ACCEPTED = ItemResult.ACCEPTED


@pytest.fixture
def entry(bench, sent):
    """What the ledger knows of the package that was sent."""
    (found,) = bench.workspace.packages()
    return found


@pytest.fixture
def platform(act, tmp_path):
    """A platform that signs whatever it likes; gives the file."""

    def say(receipt: Receipt, reply: Reply, by: Path | None = None, **facts) -> Path:
        signer = remembered(by or key_of(tmp_path, act, "platform", PLATFORM), passphrase)
        certificate = signer.certificate
        told = PackageFacts(
            kind=PackageKind.RECEIPT,
            package_id=f"urn:uuid:{uuid4()}",
            series="receipt",
            sequence=1,
            created_at=act.at,
            sender=Org(certificate.org_code, certificate.org_name),
            recipient=BUREAU,
            in_reply_to=reply,
        )
        draft = DraftPackage(replace(told, **facts), Parts(receipt=receipt_bytes(receipt)))
        target = tmp_path / f"{uuid4().hex}.cdopkg"
        return draft.sealed_by(signer, act.at, target, Run()).path

    return say


def reply_to(entry, **changes) -> Reply:
    digests = (entry.content_digest, entry.container_digest)
    return replace(Reply(entry.package_id, *digests, entry.signatures), **changes)


def whole(act, result=ReceiptResult.ACCEPTED, **changes) -> Receipt:
    return replace(Receipt("HZ-1", act.at, result), **changes)


def item_by_item(bench, act, *results: ItemResult) -> Receipt:
    """An answer to each item of the package that was sent, in the ledger's order."""
    (page,) = ledger.pages(bench)
    items = tuple(
        ReceiptItem(item.record_id, item.code, item.revision_id, result)
        for item, result in zip(page.items, results, strict=True)
    )
    return Receipt("HZ-1", act.at, result_of(results), items)


def refused(bench, receipt: Path, act, error: type[Exception] = Refused) -> str:
    """The words with which it is refused; nothing has changed."""
    before = (bench.workspace.packages(), steps_of(bench), bench.workspace.receipts())
    with pytest.raises(error) as caught:
        taken(bench, receipt, act)
    assert code_of(caught) in ("CDO-E725", "CDO-E726")
    assert (bench.workspace.packages(), steps_of(bench), bench.workspace.receipts()) == before
    return caught.value.happened


@pytest.mark.parametrize(
    "changes",
    [
        {"package_id": "urn:uuid:01a20000-0000-7000-8000-000000000001"},
        {"content_digest": f"sha256:{'0' * 64}"},
        {"container_digest": f"sha256:{'0' * 64}"},
    ],
)
def test_it_must_answer_the_very_file_that_was_sent(bench, act, entry, platform, changes):
    receipt = platform(whole(act), reply_to(entry, **changes))
    assert "CDO-E501" in refused(bench, receipt, act)


def test_one_number_is_not_used_for_two_receipts(bench, act, entry, platform):
    number = f"urn:uuid:{uuid4()}"
    taken(bench, platform(whole(act), reply_to(entry), package_id=number), act)
    other = whole(act, ReceiptResult.REJECTED)
    receipt = platform(other, reply_to(entry), package_id=number, sequence=2)
    assert "CDO-E414" in refused(bench, receipt, act)


def test_it_must_be_for_this_office(bench, act, entry, platform):
    receipt = platform(whole(act), reply_to(entry), recipient=COUNTY)
    assert "CDO-E406" in refused(bench, receipt, act)


@pytest.mark.parametrize("days", [2, 400, 40_000])
def test_what_is_received_tomorrow_is_not_believed_today(bench, act, entry, platform, days):
    """It would set the clock of the desk forward for ever: every certificate would be expired."""
    early = whole(act, received_at=act.at + timedelta(days=days))
    assert "CDO-E503" in refused(bench, platform(early, reply_to(entry)), act)
    assert trusting.proven_now(bench) == act.at


def test_a_clock_may_be_a_little_fast(bench, act, entry, platform):
    fast = whole(act, received_at=act.at + timedelta(hours=20))
    assert taken(bench, platform(fast, reply_to(entry)), act).entry.state == "accepted"


def test_nothing_is_left_unanswered_and_nothing_else_is_answered(bench, act, entry, platform):
    good = item_by_item(bench, act, ACCEPTED, ACCEPTED)
    first, second = good.items
    strange = replace(first, id="01a20000-0000-7000-8000-000000000001")
    older = replace(second, revision_id="0" * 64)
    for items in ((first,), (first, second, strange), (first, older)):
        receipt = platform(replace(good, items=items), reply_to(entry))
        assert "CDO-E507" in refused(bench, receipt, act)
    assert taken(bench, platform(good, reply_to(entry)), act).entry.state == "accepted"


def test_partly_accepted_without_saying_what_says_nothing_of_the_items(bench, act, entry, platform):
    receipt = platform(whole(act, ReceiptResult.PARTIAL), reply_to(entry))
    assert taken(bench, receipt, act).entry.state == "partial"
    (page,) = ledger.pages(bench)
    assert {item.state.value for item in page.items} == {"exported"}


@pytest.mark.parametrize("role", ["dept_cdo", "clerk", "root"])
def test_a_pin_makes_nobody_the_platform(bench, act, tmp_path, entry, platform, role):
    """The clerk who pins a key of the own office cannot accept the own catalog."""
    own = key_of(tmp_path, act, role, BUREAU)
    receipt = platform(whole(act), reply_to(entry), own)
    pin = keys.read_certificate(own).sha256
    for given in (TrustGiven(pin=pin), TrustGiven()):
        with pytest.raises(Refused) as caught:
            receiving.take_receipt(bench, receipt, given, Run())
        assert "CDO-E411" in caught.value.happened
        trusting.pin(bench, pin, "自己")
    assert bench.workspace.receipts() == []


def test_another_office_than_the_addressee_is_named(bench, act, tmp_path, sent, platform):
    (first,) = bench.workspace.packages()
    addressed = replace(first, package_id="urn:uuid:2", recipient=COUNTY)
    reasons = receiving.answer_notes(addressed, PLATFORM)
    assert [reason.code for reason in reasons] == ["CDO-E508"]
    assert PLATFORM.name in reasons[0].message()
    assert receiving.answer_notes(replace(first, recipient=PLATFORM), PLATFORM) == []
    assert receiving.answer_notes(first, PLATFORM) == []  # addressed to nobody


# -- by the trust of the workspace -----------------------------------------------------------------


@pytest.fixture
def trusted(bench, act, tmp_path):
    """The workspace goes by a bundle that is valid for ten days."""
    platform, cdo = key_of(tmp_path, act, "platform", PLATFORM), key_of(tmp_path, act)
    bundle, roots = bundle_of(tmp_path, act, "清单", platform, cdo, days=10)
    trusting.import_trust(bench, bundle, roots, Run())
    return bundle


def taken_by_trust(bench, receipt: Path):
    return receiving.take_receipt(bench, receipt, TrustGiven(), Run())


def test_by_an_expired_bundle_nothing_is_proven(bench, act, entry, platform, trusted):
    receipt = platform(whole(act), reply_to(entry))
    later(bench, 11)
    with pytest.raises(Unproven) as caught:
        taken_by_trust(bench, receipt)
    assert "CDO-E404" in caught.value.happened
    later(bench, -11)
    assert taken_by_trust(bench, receipt).entry.state == "accepted"


def test_the_cdo_does_not_answer_for_the_platform(bench, act, tmp_path, entry, platform, trusted):
    receipt = platform(whole(act), reply_to(entry), key_of(tmp_path, act))
    with pytest.raises(Refused) as caught:
        taken_by_trust(bench, receipt)
    assert "CDO-E411" in caught.value.happened


def test_a_revoked_platform_answers_no_more(bench, act, tmp_path, entry, platform, trusted):
    newer = next_bundle(tmp_path, act, trusted, "二版", revoked=platform_pin(tmp_path, act))
    trusting.import_trust(bench, newer, None, Run())
    with pytest.raises(Refused) as caught:
        taken_by_trust(bench, platform(whole(act), reply_to(entry)))
    assert "CDO-E410" in caught.value.happened


def test_a_bundle_of_tomorrow_is_not_taken_in_today(bench, act, tmp_path):
    """Its date would set the clock of the desk forward for ever."""
    bundle, roots = bundle_of(tmp_path, replace(act, at=act.at + timedelta(days=30)), "明天")
    with pytest.raises(Refused) as caught:
        trusting.import_trust(bench, bundle, roots, Run())
    assert code_of(caught) == "CDO-E722"
    assert "CDO-E412" in caught.value.happened
    assert bench.workspace.newest_trust() is None


def test_the_history_says_by_what_it_was_believed(bench, act, tmp_path, entry, platform):
    """A bundle whose roots were not checked is one person's word, as a pin is."""
    signer = key_of(tmp_path, act, "platform", PLATFORM)
    bundle, _ = bundle_of(tmp_path, act, "手给的", signer)
    receipt = platform(whole(act), reply_to(entry))
    done = receiving.take_receipt(bench, receipt, TrustGiven(bundle), Run())
    assert done.verification.verdict is Verdict.VALID_WITH_NOTES
    assert "未核对根签名" in steps_of(bench)[0].name
