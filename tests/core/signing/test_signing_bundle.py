"""Trust data as JSON: one form, and a named field for whatever is wrong."""

from __future__ import annotations

import json
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signing_people import BUREAU, NOW, PLATFORM_ORG

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.errors import Refused
from cdo_desktop.signing.bundle import (
    DEFAULT_POLICIES,
    DEFAULT_SUITES,
    Pin,
    Policy,
    Requirement,
    Roots,
    TrustBundle,
    TrustedSigner,
)

BEIJING = NOW.astimezone(timezone(timedelta(hours=8)))


def signer(digit: str, role: str = "dept_cdo", org: str = BUREAU, **more) -> TrustedSigner:
    return TrustedSigner(
        digit * 64, "张三", org, role, BEIJING, BEIJING + timedelta(days=365), **more
    )


BUNDLE = TrustBundle(
    version=3,
    issued=BEIJING,
    expires=BEIJING + timedelta(days=90),
    suites=DEFAULT_SUITES,
    signers=(signer("1"), signer("a", "platform", PLATFORM_ORG, revoked_from=BEIJING)),
    policies={**DEFAULT_POLICIES, "handover": Policy((Requirement(("dept_cdo",), BUREAU),))},
)
ROOTS = Roots(1, BEIJING, ("0" * 64, "b" * 64), 2)


def body_of(thing) -> dict:
    """A copy to spoil, by way of the canonical bytes."""
    return json.loads(canonical_bytes(thing.as_json()))


def test_a_bundle_comes_back_from_its_canonical_json():
    assert TrustBundle.parse(body_of(BUNDLE)) == BUNDLE
    assert canonical_bytes(TrustBundle.parse(body_of(BUNDLE)).as_json()) == canonical_bytes(
        BUNDLE.as_json()
    )


def test_the_default_policies_are_written_as_the_format_says():
    assert {kind: policy.as_json() for kind, policy in DEFAULT_POLICIES.items()} == {
        "catalog-export": {"required": [{"role": ["dept_cdo", "dept_head"], "org": "$from"}]},
        "receipt": {"required": [{"role": "platform", "org": "$from"}]},
        "review-form": {
            "required": [{"role": "dept_cdo", "org": "$from"}, {"role": "cdo_executive"}]
        },
    }


def spoilt(path: list, value) -> dict:
    body = body_of(BUNDLE)
    inner = body
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return body


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (["version"], 0, "version"),
        (["version"], True, "version"),
        (["version"], "3", "version"),
        (["version"], 2**60, "version"),
        (["version"], None, "version"),
        (["more"], 1, "more"),
        (["issued"], "2026-03-12T09:30:00Z", "issued"),
        (["issued"], "2026-03-12T09:30:00", "issued"),
        (["issued"], "yesterday", "issued"),
        (["expires"], "2025-03-12T09:30:00+08:00", "expires"),
        (["suites"], [], "suites"),
        (["suites"], ["sm2-sm3", "ecdsa-p256-sha256"], "suites"),
        (["suites"], ["md5"], "suites"),
        (["suites"], [["sm2-sm3"]], "suites"),
        (["signers"], {}, "signers"),
        (["signers", 0], 7, "signers[0]"),
        (["signers", 0, "certSha256"], "1" * 63, "signers[0].certSha256"),
        (["signers", 0, "certSha256"], "F" * 64, "signers[0].certSha256"),
        (["signers", 0, "certSha256"], "a" * 64, "signers"),
        (["signers", 0, "certSha256"], "b" * 64, "signers"),
        (["signers", 0, "role"], "king", "signers[0].role"),
        (["signers", 0, "name"], "", "signers[0].name"),
        (["signers", 0, "notAfter"], "2020-01-01T00:00:00+00:00", "signers[0].notAfter"),
        (["signers", 0, "orgCode"], None, "signers[0].orgCode"),
        (["signers", 1, "revokedFrom"], "2026", "signers[1].revokedFrom"),
        (["policies"], [], "policies"),
        (["policies", "receipt"], {}, "policies.receipt.required"),
        (["policies", "receipt", "required"], [], "policies.receipt.required"),
        (
            ["policies", "receipt", "required", 0, "role"],
            "king",
            "policies.receipt.required[0].role",
        ),
        (
            ["policies", "receipt", "required", 0, "role"],
            ["platform"],
            "policies.receipt.required[0].role",
        ),
        (["policies", "receipt", "required", 0, "org"], "", "policies.receipt.required[0].org"),
        (["policies", "receipt", "required", 0, "orgs"], "x", "policies.receipt.required[0].orgs"),
    ],
)
def test_what_is_wrong_in_a_bundle_is_named(path, value, field):
    with pytest.raises(Refused) as refused:
        TrustBundle.parse(spoilt(path, value))
    assert (refused.value.code, refused.value.facts["field"]) == ("CDO-K301", field)
    assert field in str(refused.value)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"threshold": 3}, "threshold"),
        ({"threshold": 0}, "threshold"),
        ({"keys": []}, "keys"),
        ({"keys": ["b" * 64, "0" * 64]}, "keys"),
        ({"keys": ["b" * 64, "b" * 64]}, "keys"),
        ({"keys": ["x" * 64, "y" * 64]}, "keys"),
        ({"issued": "2026-03-12"}, "issued"),
        ({"signatures": []}, "signatures"),
    ],
)
def test_what_is_wrong_in_the_roots_is_named(change, field):
    with pytest.raises(Refused) as refused:
        Roots.parse({**body_of(ROOTS), **change})
    assert (refused.value.code, refused.value.facts["field"]) == ("CDO-K302", field)


def test_roots_come_back_and_have_a_fingerprint():
    assert Roots.parse(body_of(ROOTS)) == ROOTS
    assert len(ROOTS.fingerprint) == 64
    assert Roots(2, BEIJING, ROOTS.keys, 2).fingerprint != ROOTS.fingerprint


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(JSON, st.sampled_from(["version", "issued", "suites", "signers", "policies"]))
def test_any_json_is_taken_or_refused(value, name):
    for body in (value, {**body_of(BUNDLE), name: value}):
        try:
            assert TrustBundle.parse(body).as_json() == body
        except Refused as refused:
            assert refused.code == "CDO-K301"


def test_a_signer_is_added_in_order_and_replaced_by_certificate():
    more = BUNDLE.with_signer(signer("5", "clerk"))
    assert [one.cert_sha256[0] for one in more.signers] == ["1", "5", "a"]
    again = more.with_signer(signer("5", "dept_head"))
    found = again.signer("5" * 64)
    assert found and found.role == "dept_head"
    assert len(again.signers) == 3
    assert TrustBundle.parse(body_of(again)) == again


def test_the_next_version_counts_on():
    later = BUNDLE.reissued(BEIJING + timedelta(days=30), BEIJING + timedelta(days=120))
    assert (later.version, later.signers) == (4, BUNDLE.signers)


def test_the_age_of_the_trust_data_is_said():
    assert BUNDLE.age() == "信任清单 2026-03-12 版（第 3 号），此后未核验吊销。"


@pytest.mark.parametrize("text", ["AB" * 32, " ".join(["ab"] * 32), ":".join(["Ab"] * 32) + "\n"])
def test_a_fingerprint_is_taken_as_people_write_it(text):
    assert Pin.of_text(text, NOW, "王五").cert_sha256 == "ab" * 32


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "zz" * 32])
def test_what_is_no_fingerprint_is_refused(text):
    with pytest.raises(Refused, match="K304"):
        Pin.of_text(text, NOW, "王五")
