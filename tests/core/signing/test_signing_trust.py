"""Who may sign what: every refusal of step 4 with its own code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from signing_people import BUREAU, CONTENT, NOW, PLATFORM_ORG, signed_by, signer_of

from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.cms import check_signature, make_signature
from cdo_desktop.signing.trust import (
    DEFAULT_POLICIES,
    DEFAULT_SUITES,
    Pin,
    Standing,
    TrustBundle,
    TrustedSigner,
    judge_signers,
    trusted_now,
)

DAY = timedelta(days=1)
OTHER_ORG = "11511900MB0000003C"

CDO = signer_of("张三", "dept_cdo")
CDO_SM2 = signer_of("张三", "dept_cdo", suite="sm2")
HEAD = signer_of("李四", "dept_head")
CLERK = signer_of("王五", "clerk")
CDO_ELSEWHERE = signer_of("赵六", "dept_cdo", OTHER_ORG)
EXECUTIVE = signer_of("钱七", "cdo_executive", PLATFORM_ORG)
PLATFORM = signer_of("平台", "platform", PLATFORM_ORG)
STRANGER = signer_of("孙八", "dept_cdo")


def entry(certificate: Certificate) -> TrustedSigner:
    return TrustedSigner(
        certificate.sha256,
        certificate.name,
        certificate.org_code,
        certificate.role,
        certificate.not_before,
        certificate.not_after,
    )


KNOWN = [CDO, CDO_SM2, HEAD, CLERK, CDO_ELSEWHERE, EXECUTIVE, PLATFORM]
TRUST = TrustBundle(
    version=5,
    issued=NOW - 10 * DAY,
    expires=NOW + 80 * DAY,
    suites=DEFAULT_SUITES,
    signers=tuple(sorted((entry(p.certificate) for p in KNOWN), key=lambda one: one.cert_sha256)),
    policies=DEFAULT_POLICIES,
)


def judged(*people, kind="catalog-export", trust=TRUST, pin=None, now=NOW, at=NOW, **more):
    checks = [signed_by(person, at) for person in people]
    return judge_signers(kind, BUREAU, checks, trust, pin, now, **more)


def codes(judgement) -> list[str]:
    for reason in judgement.reasons:
        assert reason.message()
        assert "{" not in reason.message() + reason.todo()
    return [reason.code for reason in judgement.reasons]


def with_entry(person, **changed) -> TrustBundle:
    return TRUST.with_signer(replace(entry(person.certificate), **changed))


@pytest.mark.parametrize("people", [(CDO,), (HEAD,), (CDO_SM2,), (CDO_SM2, CDO), (CLERK, CDO)])
def test_the_cdo_or_head_of_the_sending_organisation_may_sign_a_catalog(people):
    found = judged(*people)
    assert found.verdict is Verdict.VALID
    assert [one.standing for one in found.signatures] == [Standing.TRUSTED] * len(people)
    assert found.trust is TRUST


def test_a_signature_is_shown_with_what_the_bundle_says():
    (shown,) = judged(CDO, trust=with_entry(CDO, name="张三（市民政局）")).signatures
    assert (shown.place, shown.name, shown.role, shown.org_code, shown.suite) == (
        "META-INF/signature001.p7s",
        "张三（市民政局）",
        "dept_cdo",
        BUREAU,
        "ecdsa-p256-sha256",
    )
    assert shown.claimed_time == NOW


@pytest.mark.parametrize(
    ("people", "role", "org"),
    [
        ((CLERK,), "部门首席数据官、部门负责人", BUREAU),
        ((CDO_ELSEWHERE,), "部门首席数据官、部门负责人", BUREAU),
        ((PLATFORM,), "部门首席数据官、部门负责人", BUREAU),
    ],
)
def test_another_role_or_organisation_may_not(people, role, org):
    found = judged(*people)
    assert codes(found) == ["CDO-E411"]
    assert found.reasons[0].facts == {"role": role, "org": org}
    assert found.verdict is Verdict.INVALID


def test_what_counts_is_the_role_in_the_bundle_not_in_the_certificate():
    assert codes(judged(CDO, trust=with_entry(CDO, role="clerk"))) == ["CDO-E411"]
    assert codes(judged(CLERK, trust=with_entry(CLERK, role="dept_cdo"))) == []
    assert codes(judged(CDO, trust=with_entry(CDO, org_code=OTHER_ORG))) == ["CDO-E411"]


@pytest.mark.parametrize(
    "people",
    [(CDO, EXECUTIVE), (CDO_SM2, CDO, EXECUTIVE), (CDO, EXECUTIVE, CLERK)],
)
def test_a_review_form_is_signed_in_order(people):
    assert codes(judged(*people, kind="review-form")) == []


@pytest.mark.parametrize(
    ("people", "place", "wanted"),
    [
        ((EXECUTIVE, CDO), 1, "部门首席数据官"),
        ((EXECUTIVE,), 1, "部门首席数据官"),
        ((CLERK,), 1, "部门首席数据官"),
        ((CDO_ELSEWHERE, EXECUTIVE), 1, "部门首席数据官"),
        ((CDO, CLERK, EXECUTIVE), 2, "首席数据执行官"),
    ],
)
def test_a_signature_of_a_review_form_out_of_turn(people, place, wanted):
    found = judged(*people, kind="review-form")
    assert codes(found) == ["CDO-E411"]
    assert found.reasons[0].facts["role"] == wanted
    assert found.reasons[0].place == f"META-INF/signature{place:03d}.p7s"
    assert found.verdict is Verdict.INVALID


@pytest.mark.parametrize("people", [(CDO,), (CDO_SM2, CDO)])
def test_a_review_form_that_waits_for_somebody_is_no_worse_for_it(people):
    found = judged(*people, kind="review-form")
    assert codes(found) == ["CDO-E420"]
    assert found.reasons[0].facts == {"role": "首席数据执行官", "org": "不限", "missing": 1}
    assert found.verdict is Verdict.VALID_WITH_NOTES


def test_a_receipt_is_signed_by_the_platform_that_sends_it():
    receipt = [signed_by(PLATFORM)]
    assert (
        judge_signers("receipt", PLATFORM_ORG, receipt, TRUST, None, NOW).verdict is Verdict.VALID
    )
    assert codes(judge_signers("receipt", BUREAU, receipt, TRUST, None, NOW)) == ["CDO-E411"]


def test_a_kind_without_policy_is_refused():
    assert codes(judged(CDO, kind="handover")) == ["CDO-E405"]


def test_without_bundle_and_pin_it_cannot_be_checked():
    found = judged(CDO, trust=None)
    assert codes(found) == ["CDO-E400"]
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    assert found.signatures[0].standing is Standing.UNCHECKED


def test_an_unknown_certificate_is_refused():
    found = judged(STRANGER)
    assert codes(found) == ["CDO-E407"]
    assert found.reasons[0].facts["fingerprint"] == STRANGER.certificate.sha256
    assert found.signatures[0].standing is Standing.UNKNOWN
    assert codes(judged(CDO, STRANGER)) == ["CDO-E407"]


def test_a_suite_the_bundle_does_not_list_is_refused():
    sm2_only = replace(TRUST, suites=("sm2-sm3",))
    assert codes(judged(CDO_SM2, trust=sm2_only)) == []
    assert codes(judged(CDO, trust=sm2_only)) == ["CDO-E408"]


def test_an_expired_bundle_proves_nothing():
    found = judged(CDO, now=TRUST.expires + DAY, at=TRUST.expires)
    assert codes(found) == ["CDO-E404"]
    assert found.verdict is Verdict.CANNOT_BE_CHECKED
    assert codes(judged(CDO, now=TRUST.expires)) == []


@pytest.mark.parametrize(
    "changed",
    [{"not_after": NOW - DAY}, {"not_before": NOW + DAY}],
)
def test_a_signer_out_of_his_time_is_refused(changed):
    assert codes(judged(CDO, trust=with_entry(CDO, **changed))) == ["CDO-E409"]


def test_a_certificate_that_has_ended_is_refused_whatever_the_bundle_says():
    later = CDO.certificate.not_after + DAY
    trust = replace(with_entry(CDO, not_after=later + DAY), expires=later + DAY)
    assert codes(judged(CDO, trust=trust, now=later, at=NOW)) == ["CDO-E409"]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (NOW + timedelta(hours=23), []),
        (NOW + timedelta(hours=25), ["CDO-E409"]),
        (NOW - timedelta(days=2), ["CDO-E409"]),
    ],
)
def test_the_claimed_time_must_be_possible(at, found):
    assert codes(judged(CDO, at=at)) == found


def test_a_revoked_certificate_is_refused_from_its_day_on_whatever_time_it_claims():
    trust = with_entry(CDO, revoked_from=NOW)
    assert codes(judged(CDO, trust=trust, now=NOW - timedelta(seconds=1))) == []
    assert codes(judged(CDO, trust=trust, now=NOW)) == ["CDO-E410"]
    assert codes(judged(CDO, trust=trust, now=NOW + DAY, at=NOW - timedelta(hours=1))) == [
        "CDO-E410"
    ]


def test_a_clock_set_back_does_not_revive_a_key():
    trust = replace(with_entry(CDO, revoked_from=NOW), issued=NOW)
    assert codes(judged(CDO, trust=trust, now=NOW - 5 * DAY)) == ["CDO-E410"]
    assert trusted_now(NOW - DAY, NOW) == NOW
    assert trusted_now(NOW, NOW - DAY) == NOW
    assert trusted_now(NOW, None) == NOW


def test_a_package_for_another_is_refused():
    assert codes(judged(CDO, to_org=PLATFORM_ORG, own_org=OTHER_ORG)) == ["CDO-E406"]
    assert codes(judged(CDO, to_org=PLATFORM_ORG, own_org=PLATFORM_ORG)) == []
    assert codes(judged(CDO, to_org=PLATFORM_ORG)) == []


def test_every_fault_is_reported_not_only_the_first():
    trust = replace(
        with_entry(CDO, revoked_from=NOW - DAY, not_after=NOW - DAY), suites=("sm2-sm3",)
    )
    found = judged(CDO, STRANGER, trust=trust, to_org=BUREAU, own_org=OTHER_ORG)
    assert codes(found) == ["CDO-E406", "CDO-E408", "CDO-E409", "CDO-E410", "CDO-E407"]
    assert [one.standing for one in found.signatures] == [Standing.REFUSED, Standing.UNKNOWN]


@pytest.mark.parametrize("trust", [TRUST, None])
def test_a_bad_signature_is_never_trusted(trust):
    bad = check_signature(CONTENT + b" ", make_signature(CONTENT, CDO, NOW))
    for pin in (None, Pin(CDO.certificate.sha256, NOW, "王五")):
        found = judge_signers("catalog-export", BUREAU, [bad], trust, pin, NOW)
        assert "CDO-E305" in codes(found)
        assert found.verdict is Verdict.INVALID


@pytest.mark.parametrize("trust", [TRUST, None])
def test_no_signature_at_all_is_never_valid(trust):
    pin = Pin(CDO.certificate.sha256, NOW, "王五")
    for given in (None, pin):
        found = judge_signers("catalog-export", BUREAU, [], trust, given, NOW)
        assert "CDO-E301" in codes(found)
        assert found.verdict is Verdict.INVALID


# A pinned certificate, where there is no bundle.

PIN = Pin(CDO.certificate.sha256, NOW, "王五")


def test_a_pinned_certificate_is_good_with_a_note():
    found = judged(CDO, trust=None, pin=PIN)
    assert codes(found) == ["CDO-E401"]
    assert found.verdict is Verdict.VALID_WITH_NOTES
    assert found.signatures[0].standing is Standing.PINNED


def test_another_certificate_than_the_pinned_one_is_refused():
    found = judged(CDO_ELSEWHERE, trust=None, pin=PIN)
    assert codes(found) == ["CDO-E407"]
    assert found.verdict is Verdict.INVALID


def test_beside_the_pinned_one_another_is_only_noted():
    found = judged(CDO_SM2, CDO, trust=None, pin=PIN)
    assert codes(found) == ["CDO-E407", "CDO-E401"]
    assert found.verdict is Verdict.VALID_WITH_NOTES


def test_a_pinned_certificate_ends_too():
    found = judged(CDO, trust=None, pin=PIN, now=CDO.certificate.not_after + DAY)
    assert codes(found) == ["CDO-E409"]


def test_a_pin_does_not_stand_against_a_bundle():
    trust = replace(TRUST, signers=(entry(HEAD.certificate),))
    assert codes(judged(CDO, trust=trust, pin=PIN)) == ["CDO-E407"]
