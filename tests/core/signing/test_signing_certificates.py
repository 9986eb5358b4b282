"""Certificates: what they say, who can read them, and what is not one."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509
from hypothesis import given
from hypothesis import strategies as st
from signing_people import BUREAU, NOW, signer_of

from cdo_desktop.domain.roles import ROLES, role_label
from cdo_desktop.errors import Refused
from cdo_desktop.signing import der
from cdo_desktop.signing.certificates import (
    Certificate,
    Holder,
    expiry_notice,
    from_file,
    make_certificate,
    parse_certificate,
    to_pem,
)
from cdo_desktop.signing.key_pairs import new_key, verify
from cdo_desktop.signing.suites import MADE, P256, P384, RSA, SM2

ZHANG = Holder("张三", "dept_cdo", "某市民政局", BUREAU)
SUITES = list(MADE)


def certificate_of(suite: str) -> Certificate:
    return signer_of("张三", "dept_cdo", suite=suite).certificate


@pytest.mark.parametrize("suite", SUITES)
def test_a_certificate_says_who_holds_it(suite):
    found = certificate_of(suite)
    assert (found.name, found.role, found.org_name, found.org_code) == (
        "张三",
        "dept_cdo",
        "某市民政局",
        BUREAU,
    )
    assert found.suite is MADE[suite]
    assert found.not_before == datetime(2026, 3, 12, tzinfo=UTC)
    assert found.not_after == datetime(2029, 3, 12, tzinfo=UTC)
    assert parse_certificate(found.der) == found


@pytest.mark.parametrize("suite", SUITES)
def test_a_certificate_is_signed_by_its_own_key(suite):
    found = certificate_of(suite)
    whole = x509.Certificate.load(found.der)
    signature = whole["signature_value"].native
    assert verify(found.spki, whole["tbs_certificate"].dump(), signature)
    assert not verify(found.spki, b"another text", signature)


@pytest.mark.parametrize("suite", SUITES)
def test_openssl_reads_the_same(tmp_path, suite):
    pem = tmp_path / "cert.pem"
    pem.write_text(to_pem(certificate_of(suite)))
    command = [
        "openssl",
        "x509",
        "-in",
        str(pem),
        "-noout",
        "-text",
        "-nameopt",
        "utf8,sep_comma_plus",
    ]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    subject = f"C=CN,O=某市民政局,organizationIdentifier={BUREAU},OU=dept_cdo,CN=张三"
    assert f"Subject: {subject}" in text
    assert f"Issuer: {subject}" in text
    assert "Digital Signature, Non Repudiation" in text
    assert "CA:FALSE" in text
    names = {"sm2": ("SM2-with-SM3", "ASN1 OID: SM2"), "p256": ("ecdsa-with-SHA256", "prime256v1")}
    assert all(name in text for name in names[suite])


@pytest.mark.parametrize("suite", SUITES)
def test_a_certificate_comes_out_of_pem_and_der_files(suite):
    found = certificate_of(suite)
    assert from_file(to_pem(found).encode()) == found
    assert from_file(b"subject=...\r\n" + to_pem(found).replace("\n", "\r\n").encode()) == found
    assert from_file(found.der) == found


def test_a_leap_day_and_the_year_2050_have_their_dates():
    key = new_key(P256)
    leap = make_certificate(key, ZHANG, datetime(2028, 2, 29, 23, tzinfo=UTC))
    late = make_certificate(key, ZHANG, datetime(2048, 5, 1, tzinfo=UTC))
    assert leap.not_after == datetime(2031, 2, 28, tzinfo=UTC)
    assert late.not_after == datetime(2051, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "CDO-K201"),
        ({"name": "张" * 65}, "CDO-K201"),
        ({"name": "张\n三"}, "CDO-K201"),
        ({"org_name": " 某市民政局"}, "CDO-K201"),
        ({"org_code": ""}, "CDO-K201"),
        ({"role": "king"}, "CDO-U103"),
    ],
)
def test_a_holder_that_cannot_stand_in_a_certificate_is_refused(change, code):
    with pytest.raises(Refused) as refused:
        make_certificate(new_key(P256), replace(ZHANG, **change), NOW)
    assert refused.value.code == code
    assert str(refused.value)


@pytest.mark.parametrize(
    ("left", "code", "within"),
    [
        (timedelta(days=91), None, None),
        (timedelta(days=90), "CDO-K203", 90),
        (timedelta(days=31), "CDO-K203", 90),
        (timedelta(days=30), "CDO-K203", 30),
        (timedelta(days=7), "CDO-K203", 7),
        (timedelta(0), "CDO-K203", 7),
        (timedelta(seconds=-1), "CDO-K204", None),
    ],
)
def test_the_end_is_announced_90_30_and_7_days_before(left, code, within):
    found = certificate_of("p256")
    notice = expiry_notice(found, found.not_after - left)
    assert (notice.code if notice else None) == code
    if notice:
        assert notice.facts.get("within") == within
        assert "张三" in notice.message()


@pytest.mark.parametrize(
    ("new", "suite"),
    [
        (["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], P384),
        (["rsa:2048"], RSA),
        (["ec", "-pkeyopt", "ec_paramgen_curve:SM2"], SM2),
    ],
)
def test_a_foreign_certificate_is_read_and_its_department_is_no_role(tmp_path, new, suite):
    found = parse_certificate(foreign(tmp_path, *new))
    assert (found.name, found.org_name, found.role) == ("Li Si", "CA Org", "")
    assert found.suite is suite


@pytest.mark.parametrize(
    "new", [["ed25519"], ["rsa:1024"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-521"]]
)
def test_a_key_of_no_suite_is_refused(tmp_path, new):
    with pytest.raises(Refused) as refused:
        parse_certificate(foreign(tmp_path, *new))
    assert refused.value.code == "CDO-K202"


def foreign(folder, *new):
    command = ["openssl", "req", "-x509", "-newkey", *new, "-nodes", "-keyout", "key.pem"]
    command += ["-subj", "/O=CA Org/OU=Finance/CN=Li Si", "-outform", "DER", "-out", "cert.der"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "cert.der").read_bytes()


def test_a_name_nested_without_end_does_not_exhaust_us():
    """asn1crypto recurses into values of unknown type; so they are left alone."""
    whole = x509.Certificate.load(certificate_of("p256").der)
    tbs = whole["tbs_certificate"]
    deep = b""
    for _ in range(8000):
        deep = der.sequence(deep)
    for kind in ("1.2.3.4", "2.5.4.3"):
        name = der.sequence(der.set_of([der.sequence(der.oid(kind), deep)]))
        parts = [tbs[part].dump() for part in tbs if part in OUTER]
        parts.insert(5, name)
        rest = [whole[part].dump() for part in ("signature_algorithm", "signature_value")]
        try:
            found = parse_certificate(der.sequence(der.sequence(*parts), *rest))
        except Refused as refused:
            assert (refused.code, kind) == ("CDO-K202", "2.5.4.3")
        else:
            assert (found.name, kind) == ("", "1.2.3.4")


OUTER = (
    "version",
    "serial_number",
    "signature",
    "issuer",
    "validity",
    "subject_public_key_info",
    "extensions",
)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_certificate_are_refused(content):
    with pytest.raises(Refused, match="K202"):
        from_file(content)


@pytest.mark.parametrize("suite", SUITES)
def test_a_flipped_certificate_is_refused_or_another_one(suite):
    found = certificate_of(suite)
    for place in range(len(found.der)):
        flipped = bytearray(found.der)
        flipped[place] ^= 1 << place % 8
        try:
            other = parse_certificate(bytes(flipped))
        except Refused as refused:
            assert refused.code == "CDO-K202"
        else:
            assert other.sha256 != found.sha256
            assert other.is_valid_at(NOW) in (True, False)


@pytest.mark.parametrize("moment", [b"00000501000000Z", b"205105010000.00"])
def test_a_validity_that_is_no_moment_is_refused(moment):
    late = make_certificate(new_key(P256), ZHANG, datetime(2048, 5, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="K202"):
        parse_certificate(late.der.replace(b"20510501000000Z", moment))


def test_a_key_off_the_curve_is_refused():
    found = certificate_of("sm2")
    twisted = found.spki[:-1] + bytes([found.spki[-1] ^ 1])
    with pytest.raises(Refused, match="K202"):
        parse_certificate(found.der.replace(found.spki, twisted))


def test_every_role_has_a_label():
    assert role_label("dept_cdo") == "部门首席数据官"
    assert all(role_label(role) != role for role in ROLES)
    assert role_label("财务科") == "财务科"
