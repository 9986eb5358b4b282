"""Whether a trust bundle is taken in: threshold, rollback, fork, expiry; and what verdicts are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from signing_people import CONTENT, NOW, PLATFORM_ORG, signed_by, signer_of

from cdo_desktop.domain.verdict import Reason, Verdict, Weight, verdict_of
from cdo_desktop.signing.cms import check_signature, make_signature
from cdo_desktop.signing.trust import (
    DEFAULT_POLICIES,
    DEFAULT_SUITES,
    KnownBundle,
    Roots,
    TrustBundle,
    judge_bundle_expiry,
    judge_bundle_signatures,
    judge_bundle_version,
)

DAY = timedelta(days=1)
CDO = signer_of("张三", "dept_cdo")
PLATFORM = signer_of("平台", "platform", PLATFORM_ORG)
ROOT_KEYS = [signer_of(f"根{n}", "root", PLATFORM_ORG) for n in range(3)]
TRUST = TrustBundle(5, NOW - 10 * DAY, NOW + 80 * DAY, DEFAULT_SUITES, (), DEFAULT_POLICIES)
ROOTS = Roots(1, NOW, tuple(sorted(key.certificate.sha256 for key in ROOT_KEYS)), 2)


@pytest.mark.parametrize(
    ("people", "signed"),
    [
        (ROOT_KEYS[:2], None),
        (ROOT_KEYS, None),
        ([*ROOT_KEYS[:2], CDO], None),
        (ROOT_KEYS[:1], 1),
        ([ROOT_KEYS[0], ROOT_KEYS[0]], 1),
        ([ROOT_KEYS[0], CDO, PLATFORM], 1),
        ([], 0),
    ],
)
def test_a_bundle_needs_a_threshold_of_different_roots(people, signed):
    reasons = judge_bundle_signatures([signed_by(person) for person in people], ROOTS)
    assert [reason.code for reason in reasons] == ([] if signed is None else ["CDO-E402"])
    assert all(reason.facts == {"signed": signed, "threshold": 2} for reason in reasons)


def test_a_bad_root_signature_does_not_count():
    bad = check_signature(b"", make_signature(CONTENT, ROOT_KEYS[1], NOW))
    (reason,) = judge_bundle_signatures([signed_by(ROOT_KEYS[0]), bad], ROOTS)
    assert "只有 1 把有效" in reason.message()


@pytest.mark.parametrize(
    ("version", "digest", "code"),
    [
        (6, "new", None),
        (5, "known", None),
        (5, "other", "CDO-E403"),
        (4, "known", "CDO-E403"),
        (4, "older", "CDO-E403"),
    ],
)
def test_a_bundle_neither_goes_back_nor_forks(version, digest, code):
    reason = judge_bundle_version(replace(TRUST, version=version), digest, KnownBundle(5, "known"))
    assert (reason.code if reason else None) == code
    assert reason is None or "5" in reason.message()


def test_the_first_bundle_is_taken():
    assert judge_bundle_version(TRUST, "any", None) is None


def test_an_expired_bundle_is_not_taken_in():
    assert judge_bundle_expiry(TRUST, TRUST.expires) is None
    reason = judge_bundle_expiry(TRUST, TRUST.expires + DAY)
    assert reason and (reason.code, reason.weight) == ("CDO-E404", Weight.INVALID)


# Verdicts.


@pytest.mark.parametrize(
    ("weights", "verdict", "label"),
    [
        ([], Verdict.VALID, "有效"),
        ([Weight.NOTE], Verdict.VALID_WITH_NOTES, "有效但有提示"),
        ([Weight.CANNOT, Weight.NOTE], Verdict.CANNOT_BE_CHECKED, "无法完全核验"),
        ([Weight.NOTE, Weight.INVALID, Weight.CANNOT], Verdict.INVALID, "无效"),
    ],
)
def test_the_verdict_is_the_worst_of_the_reasons(weights, verdict, label):
    found = verdict_of(Reason("CDO-E301", "", {}, weight) for weight in weights)
    assert (found, found.label) == (verdict, label)
