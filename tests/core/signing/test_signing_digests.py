"""SM3 with and without OpenSSL's help."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdo_desktop.errors import Refused
from cdo_desktop.signing.digests import PlainSm3, digest_of, new_digest
from cdo_desktop.signing.suites import MADE, SUITES, suite_of_oids, suite_to_make

# GB/T 32905-2016, example 1
ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_standards_example():
    assert digest_of("sm3", b"abc").hex() == ABC


def test_without_openssl_the_digest_is_the_same(monkeypatch):
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    digest = new_digest("sm3")
    assert isinstance(digest, PlainSm3)
    digest.update(b"a")
    digest.update(b"bc")
    assert digest.hexdigest() == ABC


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_plain_sm3_agrees_with_openssl_however_the_bytes_are_cut(chunks):
    plain = PlainSm3()
    for chunk in chunks:
        plain.update(chunk)
    assert plain.digest() == hashlib.new("sm3", b"".join(chunks)).digest()


def test_the_suites_we_make_have_names_on_the_command_line():
    assert {short: suite_to_make(short).name for short in MADE} == {
        "sm2": "sm2-sm3",
        "p256": "ecdsa-p256-sha256",
    }


def test_an_unknown_suite_is_refused_with_the_choices():
    with pytest.raises(Refused) as refused:
        suite_to_make("ed25519")
    assert refused.value.code == "CDO-U103"
    assert "sm2、p256" in str(refused.value)


def test_every_suite_is_found_by_its_oids_and_no_mixture_is():
    for suite in SUITES.values():
        for signature_oid in suite.signature_oids:
            assert suite_of_oids(suite.cms_digest_oid, signature_oid) is suite
    sm3, ecdsa_sha256 = "1.2.156.10197.1.401", "1.2.840.10045.4.3.2"
    assert suite_of_oids(sm3, ecdsa_sha256) is None
