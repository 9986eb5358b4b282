"""Signatures: OpenSSL takes ours, we take OpenSSL's, and no changed byte goes unseen."""

from __future__ import annotations

import random
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from asn1crypto import cms as asn1
from hypothesis import given
from hypothesis import strategies as st
from signing_people import CONTENT, NOW, signed_by, signer_of

from cdo_desktop.signing import der, sm2
from cdo_desktop.signing.certificates import to_pem
from cdo_desktop.signing.cms import check_signature, make_signature
from cdo_desktop.signing.key_pairs import new_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.signing.suites import MADE, P256

SUITES = list(MADE)


def zhang(suite: str) -> FileSigner:
    return signer_of("张三", "dept_cdo", suite=suite)


GIVEN = {suite: make_signature(CONTENT, zhang(suite), NOW) for suite in SUITES}


@pytest.mark.parametrize("suite", SUITES)
def test_a_signature_says_who_when_and_how(suite):
    found = signed_by(zhang(suite))
    assert found.ok
    assert found.certificate == zhang(suite).certificate
    assert found.claimed_time == NOW
    assert found.suite is MADE[suite]
    assert found.reason("META-INF/signature001.p7s") is None


def test_p256_signs_the_same_twice_and_sm2_does_not():
    def made(suite):
        return make_signature(CONTENT, zhang(suite), NOW)

    assert made("p256") == made("p256")
    assert made("sm2") != made("sm2")


@pytest.mark.parametrize(
    "at",
    [
        NOW.astimezone(timezone(timedelta(hours=8))),
        datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2050, 1, 1, tzinfo=UTC),
    ],
)
def test_the_claimed_time_comes_back(at):
    assert signed_by(zhang("p256"), at).claimed_time == at


def test_a_time_without_offset_is_a_bug_of_the_caller():
    with pytest.raises(ValueError, match="offset"):
        make_signature(CONTENT, zhang("p256"), datetime(2026, 3, 12))  # noqa: DTZ001


@pytest.mark.parametrize("at", [datetime.now(UTC), datetime(2051, 1, 1, tzinfo=UTC)])
def test_openssl_verifies_a_p256_signature_as_on_the_receivers_card(tmp_path, at):
    signer = zhang("p256")
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "signature.p7s").write_bytes(make_signature(CONTENT, signer, at))
    (tmp_path / "ca.pem").write_text(to_pem(signer.certificate))
    command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
    command += ["-in", "signature.p7s", "-content", "content", "-CAfile", "ca.pem"]
    command += ["-purpose", "any", "-out", "out", "-attime", str(int(NOW.timestamp()))]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "out").read_bytes() == CONTENT
    (tmp_path / "content").write_bytes(CONTENT + b" ")
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode


def test_openssl_verifies_an_sm2_signature_by_hand(tmp_path):
    """openssl cms cannot use the default ID; pkeyutl over the signed attributes can."""
    signer = zhang("sm2")
    p7s = make_signature(CONTENT, signer, NOW)
    info = asn1.ContentInfo.load(p7s)["content"]["signer_infos"][0]
    (tmp_path / "tbs").write_bytes(b"\x31" + info["signed_attrs"].dump()[1:])
    (tmp_path / "value").write_bytes(info["signature"].native)
    (tmp_path / "cert.pem").write_text(to_pem(signer.certificate))
    command = ["openssl", "pkeyutl", "-verify", "-certin", "-inkey", "cert.pem", "-rawin"]
    command += ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
    command += ["-in", "tbs", "-sigfile", "value"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    command = ["openssl", "dgst", "-sm3", "-binary"]
    digest = subprocess.run(command, input=CONTENT, check=True, capture_output=True).stdout
    attributes = {each["type"].native: each["values"] for each in info["signed_attrs"]}
    assert attributes["message_digest"][0].native == digest


@pytest.mark.parametrize("suite", SUITES)
def test_every_flipped_bit_of_a_signature_is_found(suite, monkeypatch):
    monkeypatch.setattr(sm2, "VERIFYING", sm2.SIGNING)  # the quick library
    p7s = make_signature(CONTENT, zhang(suite), NOW)
    for place in range(len(p7s)):
        for bit in range(8):
            flipped = bytearray(p7s)
            flipped[place] ^= 1 << bit
            assert not check_signature(CONTENT, bytes(flipped)).ok, (place, bit)


@pytest.mark.parametrize("suite", SUITES)
def test_every_flipped_bit_of_the_content_is_found(suite):
    p7s = make_signature(CONTENT, zhang(suite), NOW)
    for place in range(len(CONTENT)):
        for bit in range(8):
            flipped = bytearray(CONTENT)
            flipped[place] ^= 1 << bit
            assert check_signature(bytes(flipped), p7s).problem == "message-digest"


@pytest.mark.parametrize("suite", SUITES)
def test_a_flipped_signature_value_is_a_bad_signature(suite):
    p7s = make_signature(CONTENT, zhang(suite), NOW)
    for back in (1, 5, 30):
        flipped = bytearray(p7s)
        flipped[-back] ^= 1
        found = check_signature(CONTENT, bytes(flipped))
        assert found.problem == "signature"
        reason = found.reason("META-INF/signature001.p7s")
        assert reason and reason.code == "CDO-E305"
        assert "META-INF/signature001.p7s" in reason.message()


@pytest.mark.parametrize("suite", SUITES)
def test_truncated_or_lengthened_is_no_signature(suite):
    p7s = make_signature(CONTENT, zhang(suite), NOW)
    for other in (*(p7s[:size] for size in range(0, len(p7s), 7)), p7s + b"\0", p7s + p7s):
        assert check_signature(CONTENT, other).problem == "structure"
    assert check_signature(CONTENT, p7s + bytes(70_000)).problem == "structure"


@pytest.mark.parametrize("suite", SUITES)
def test_the_key_of_another_does_not_sign_for_this_certificate(suite):
    thief = FileSigner(zhang(suite).certificate, new_key(MADE[suite]))
    assert signed_by(thief).problem == "signature"


@pytest.mark.parametrize("suite", SUITES)
def test_a_certificate_that_was_not_signed_for_is_found(suite):
    """Signed well, but another certificate is named in the signed attribute."""
    honest = zhang(suite)
    other = replace(honest.certificate, sha256="00" * 32)
    assert signed_by(FileSigner(other, honest.key)).problem == "certificate-hash"


@pytest.mark.parametrize("suite", SUITES)
def test_a_certificate_put_in_place_of_the_signers_is_found(suite):
    """Same key, same issuer and serial: only the hash in the signed attribute tells."""
    honest = zhang(suite).certificate
    flipped = bytearray(honest.der)
    flipped[-1] ^= 1
    p7s = make_signature(CONTENT, zhang(suite), NOW)
    assert check_signature(CONTENT, p7s.replace(honest.der, bytes(flipped))).problem == (
        "certificate-hash"
    )


def test_an_unsigned_attribute_is_found():
    info = asn1.ContentInfo.load(make_signature(CONTENT, zhang("p256"), NOW))
    extra = asn1.CMSAttribute({"type": "signing_time", "values": [asn1.Time({"utc_time": NOW})]})
    info["content"]["signer_infos"][0]["unsigned_attrs"] = [extra]
    assert check_signature(CONTENT, info.dump(force=True)).problem == "structure"


def test_the_order_of_the_signed_attributes_is_ders():
    p7s = make_signature(CONTENT, zhang("p256"), NOW)
    attributes = asn1.ContentInfo.load(p7s)["content"]["signer_infos"][0]["signed_attrs"]
    in_order = [each.dump() for each in attributes]
    assert in_order == sorted(in_order)
    turned = p7s.replace(b"".join(in_order), b"".join(in_order[::-1]))
    assert turned != p7s
    assert check_signature(CONTENT, turned).problem == "structure"


@pytest.mark.parametrize("moment", [b"00000101000000Z", b"205103120930.00", b"000101010000+14"])
def test_a_signing_time_that_is_no_moment_is_answered(moment):
    p7s = make_signature(CONTENT, zhang("p256"), datetime(2051, 3, 12, 9, 30, tzinfo=UTC))
    odd = p7s.replace(b"20510312093000Z", moment)
    assert odd != p7s
    assert check_signature(CONTENT, odd).problem == "structure"


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(p7s):
    assert not check_signature(CONTENT, p7s).ok


@given(st.randoms(use_true_random=False), st.sampled_from(SUITES))
def test_a_mangled_signature_gets_an_answer(rng, suite):
    p7s = bytearray(GIVEN[suite])
    for _ in range(rng.randint(1, 6)):
        mangle(p7s, rng)
    found = check_signature(CONTENT, bytes(p7s))
    assert found.ok == (bytes(p7s) == GIVEN[suite])


def mangle(p7s: bytearray, rng: random.Random) -> None:
    """Cut, copy, overwrite or lengthen somewhere; tags and lengths are hit often."""
    at, size = rng.randrange(len(p7s)), rng.randint(1, 12)
    tags = [0x02, 0x03, 0x04, 0x05, 0x06, 0x17, 0x18, 0x24, 0x30, 0x31, 0x80, 0xA0, 0xA1, 0xFF]
    match rng.randrange(5):
        case 0:
            del p7s[at : at + size]
        case 1:
            p7s[at:at] = p7s[rng.randrange(len(p7s)) :][:size]
        case 2:
            p7s[at] = rng.choice(tags)
        case 3:
            p7s[at : at + 2] = bytes([rng.choice(tags), 0x80])
        case _:
            p7s[at] = (p7s[at] + rng.choice([-1, 1])) % 256
    if not p7s:
        p7s += b"0"


@pytest.mark.parametrize("spot", ["issuer", "digest", "attribute", "value", "certificate"])
def test_octets_nested_without_end_get_an_answer(spot):
    deep = b""
    for _ in range(8000):
        deep = der.element(0x24, deep)
    assert check_signature(CONTENT, put_together(**{spot: deep})).problem == "structure"


def test_the_parts_put_together_are_the_signature():
    assert put_together() == GIVEN["p256"]


def put_together(**changed: bytes) -> bytes:
    """The given signature with some of its elements replaced."""
    signed = asn1.ContentInfo.load(GIVEN["p256"])["content"]
    info = signed["signer_infos"][0]
    digest = info["digest_algorithm"].dump()
    attributes = [each.dump() for each in info["signed_attrs"]]
    if "attribute" in changed:
        kind = der.oid("1.2.840.113549.1.9.4")
        attributes[2] = der.sequence(kind, der.set_of([changed["attribute"]]))
    certificate = changed.get("certificate", signed["certificates"][0].chosen.dump())
    sid = der.sequence(
        changed.get("issuer", info["sid"].chosen["issuer"].dump()),
        info["sid"].chosen["serial_number"].dump(),
    )
    signer_info = der.sequence(
        der.integer(1),
        sid,
        changed.get("digest", digest),
        der.element(0xA0, *attributes),
        info["signature_algorithm"].dump(),
        changed.get("value", info["signature"].dump()),
    )
    inner = der.sequence(
        der.integer(1),
        der.set_of([digest]),
        der.sequence(der.oid("1.2.840.113549.1.7.1")),
        der.element(0xA0, certificate),
        der.set_of([signer_info]),
    )
    return der.sequence(der.oid("1.2.840.113549.1.7.2"), der.element(0xA0, inner))


def test_the_suite_we_only_read_is_not_made():
    with pytest.raises(ValueError, match="only read"):
        new_key(replace(P256, name="other"))
