"""Key files: opened only with the passphrase, readable without, and never silently damaged."""

from __future__ import annotations

import json
import logging
import os
import stat
import unicodedata
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from hypothesis import given
from hypothesis import strategies as st
from signing_people import BUREAU, CONTENT, NOW

from cdo_desktop.domain.canonical import canonical_bytes, digest
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.signing import keys
from cdo_desktop.signing.certificates import Certificate, Holder, make_certificate
from cdo_desktop.signing.cms import check_signature, make_signature
from cdo_desktop.signing.key_pairs import key_of_pkcs8, new_key
from cdo_desktop.signing.keys import create_key, import_pkcs12, open_key, read_certificate
from cdo_desktop.signing.suites import MADE

ZHANG = Holder("张三", "dept_cdo", "某市民政局", BUREAU)
WORDS = "春江潮水连海平 1"
SUITES = list(MADE)


def words() -> str:
    return WORDS


def never() -> str:
    raise AssertionError("the passphrase was asked for without need")


@pytest.fixture(scope="module")
def key_files(tmp_path_factory) -> dict[str, Path]:
    """One key file of each suite."""
    folder = tmp_path_factory.mktemp("keys")
    for suite in SUITES:
        create_key(folder / f"{suite}.key", MADE[suite], ZHANG, words, NOW)
    return {suite: folder / f"{suite}.key" for suite in SUITES}


def refusal(path: Path, passphrase=never) -> str:
    with pytest.raises(Refused) as refused:
        open_key(path, passphrase)
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("suite", SUITES)
def test_a_key_file_signs_with_its_passphrase(key_files, suite):
    signer = open_key(key_files[suite], words)
    found = check_signature(CONTENT, make_signature(CONTENT, signer, NOW))
    assert found.ok
    assert found.certificate == read_certificate(key_files[suite])


@pytest.mark.parametrize("suite", SUITES)
def test_who_holds_a_key_is_shown_without_the_passphrase(key_files, suite):
    found = read_certificate(key_files[suite])
    assert (found.name, found.role, found.org_code) == ("张三", "dept_cdo", BUREAU)
    assert found.suite is MADE[suite]


@pytest.mark.parametrize("passphrase", ["", "春江潮水连海平 2", WORDS + " ", "\ud800"])
def test_a_wrong_passphrase_has_its_own_code_and_is_not_repeated(key_files, passphrase):
    with pytest.raises(Refused) as refused:
        open_key(key_files["sm2"], lambda: passphrase)
    assert refused.value.code == "CDO-K102"
    assert passphrase == "" or passphrase not in f"{refused.value!r}{refused.value}"


def test_the_same_passphrase_from_another_keyboard_opens_the_key(tmp_path):
    path = tmp_path / "zhang.key"
    create_key(path, MADE["p256"], ZHANG, lambda: unicodedata.normalize("NFD", "é1ü"), NOW)
    assert open_key(path, lambda: unicodedata.normalize("NFC", "é1ü")).certificate.name == "张三"


@pytest.mark.skipif(os.name == "nt", reason="Windows files take the rights of their folder")
def test_only_the_owner_may_read_a_key_file(key_files):
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in key_files.values())


def test_nothing_of_the_secret_is_shown_or_logged(key_files, caplog):
    caplog.set_level(logging.DEBUG)
    for path in key_files.values():
        signer = open_key(path, words)
        shown = f"{signer!r} {signer} {signer.key!r} {vars(type(signer))} {caplog.text}"
        secret = signer.key.pkcs8()
        for at in range(0, len(secret) - 16, 8):
            piece = secret[at : at + 16]
            assert piece.hex() not in shown
            assert repr(piece)[2:-1] not in shown
        assert WORDS not in shown
        assert secret not in path.read_bytes()


def test_an_empty_passphrase_makes_no_file(tmp_path):
    path = tmp_path / "zhang.key"
    with pytest.raises(Refused, match="K101"):
        create_key(path, MADE["p256"], ZHANG, lambda: "", NOW)
    assert not list(tmp_path.iterdir())


def test_an_existing_file_is_never_replaced(tmp_path):
    path = tmp_path / "zhang.key"
    path.write_text("mine")
    with pytest.raises(Refused, match="U102"):
        create_key(path, MADE["p256"], ZHANG, never, NOW)
    assert path.read_text() == "mine"


def test_a_folder_that_is_not_there_is_disk_trouble(tmp_path):
    with pytest.raises(DiskTrouble, match="U203"):
        create_key(tmp_path / "no" / "zhang.key", MADE["p256"], ZHANG, words, NOW)


def test_a_missing_file_is_named(tmp_path):
    assert refusal(tmp_path / "zhang.key") == "CDO-U101"


@pytest.mark.parametrize("suite", SUITES)
def test_a_flipped_bit_is_found_before_the_passphrase_is_asked_for(key_files, tmp_path, suite):
    whole = key_files[suite].read_bytes()
    path = tmp_path / "flipped.key"
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        path.write_bytes(flipped)
        # one flip makes another format number
        assert refusal(path) in ("CDO-K103", "CDO-K104"), place


def test_a_truncated_file_is_found(key_files, tmp_path):
    whole = key_files["p256"].read_bytes()
    path = tmp_path / "short.key"
    for size in [*range(0, len(whole), 41), len(whole) - 1]:
        path.write_bytes(whole[:size])
        assert refusal(path) == "CDO-K103"


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"{}", b"[" * 60_000, b"1" * 60_000, b" " * 70_000, b'{"format":"x"}'],
)
def test_another_file_is_no_key_file(tmp_path, content):
    path = tmp_path / "other.key"
    path.write_bytes(content)
    assert refusal(path) == "CDO-K103"


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "fuzz.key"
    path.write_bytes(content)
    assert refusal(path) == "CDO-K103"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


@given(
    name=st.sampled_from(["suite", "certificate", "kdf", "cipher", "secret", "digest"]), value=JSON
)
def test_any_field_may_be_anything(key_files, tmp_path_factory, name, value):
    path = tmp_path_factory.getbasetemp() / "field.key"
    path.write_text(json.dumps({**json.loads(key_files["sm2"].read_bytes()), name: value}))
    assert refusal(path) == "CDO-K103"


def rewritten(source: Path, path: Path, **changed) -> Path:
    """A key file with changed fields and a digest that fits them, as an enemy would write it."""
    whole = {**json.loads(source.read_bytes()), **changed}
    del whole["digest"]
    path.write_bytes(canonical_bytes({**whole, "digest": digest(whole)}) + b"\n")
    return path


def test_a_newer_format_is_named(key_files, tmp_path):
    newer = rewritten(key_files["p256"], tmp_path / "newer.key", format="cdo-key/2")
    assert refusal(newer) == "CDO-K104"


@pytest.mark.parametrize(
    "change", [{"iterations": 1}, {"memoryKiB": 8}, {"memoryKiB": 2**40}, {"lanes": 1}]
)
def test_the_work_of_guessing_cannot_be_changed(key_files, tmp_path, change):
    kdf = {**json.loads(key_files["p256"].read_bytes())["kdf"], **change}
    assert refusal(rewritten(key_files["p256"], tmp_path / "weak.key", kdf=kdf)) == "CDO-K103"


def test_the_certificate_is_authenticated_together_with_the_secret(key_files, tmp_path):
    other = tmp_path / "other.key"
    create_key(other, MADE["p256"], ZHANG, words, NOW)
    certificate = json.loads(other.read_bytes())["certificate"]
    swapped = rewritten(key_files["p256"], tmp_path / "swapped.key", certificate=certificate)
    assert refusal(swapped, words) == "CDO-K102"


def test_a_secret_that_does_not_belong_to_the_certificate_is_found(tmp_path):
    """Only a faulty program could write such a file; it must not sign with it."""
    path = tmp_path / "mixed.key"
    certificate = make_certificate(new_key(MADE["p256"]), ZHANG, NOW)
    keys._write(path, new_key(MADE["p256"]), certificate, words)
    assert refusal(path, words) == "CDO-K103"


@pytest.mark.parametrize("suite", SUITES)
def test_pkcs8_in_another_form_is_no_key_of_ours(suite):
    pkcs8 = new_key(MADE[suite]).pkcs8()
    assert key_of_pkcs8(pkcs8).pkcs8() == pkcs8
    for other in (pkcs8[:-1], pkcs8 + b"\0", pkcs8[:-1] + bytes([pkcs8[-1] ^ 1]), b"", b"0"):
        with pytest.raises(ValueError):
            key_of_pkcs8(other)


# PKCS#12 as a certification authority hands it out.


def issued(key, subject="李四") -> x509.Certificate:
    """A certificate for this key, by a CA."""
    ca_key = ec.generate_private_key(ec.SECP256R1())
    return (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named("某省电子政务 CA"))
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=365))
        .sign(ca_key, hashes.SHA256())
    )


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def handed_out(path: Path, key, certificate) -> Path:
    lock = serialization.BestAvailableEncryption(b"from the CA")
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate, None, lock))
    return path


def taken(folder: Path, key, certificate, opening="from the CA") -> Certificate:
    source = handed_out(folder / "ca.p12", key, certificate)
    return import_pkcs12(source, folder / "li.key", lambda: opening, words)


def test_a_key_from_a_ca_signs_with_the_certificate_of_the_ca(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = issued(key)
    found = taken(tmp_path, key, certificate)
    assert found.sha256 == certificate.fingerprint(hashes.SHA256()).hex()
    assert (found.name, found.role) == ("李四", "")
    signer = open_key(tmp_path / "li.key", words)
    check = check_signature(CONTENT, make_signature(CONTENT, signer, NOW))
    assert check.ok
    assert check.certificate == found


def test_the_wrong_passphrase_of_a_pkcs12_file_is_refused(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(Refused, match="K105"):
        taken(tmp_path, key, issued(key), opening="guess")
    assert not (tmp_path / "li.key").exists()


@pytest.mark.parametrize("content", [b"", b"0", b"no PKCS#12 at all", b"0\x80" * 500])
def test_a_file_that_is_no_pkcs12_is_refused(tmp_path, content):
    (tmp_path / "ca.p12").write_bytes(content)
    with pytest.raises(Refused, match="K105"):
        import_pkcs12(tmp_path / "ca.p12", tmp_path / "li.key", words, words)


def test_a_key_we_do_not_sign_with_is_refused(tmp_path):
    for key in (rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())):
        with pytest.raises(Refused, match="K106"):
            taken(tmp_path, key, issued(key))
    assert not (tmp_path / "li.key").exists()


def test_a_pkcs12_with_the_certificate_of_another_key_is_refused(tmp_path, monkeypatch):
    """No tool at hand writes such a file, so the reading is faked."""
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    mixed = SimpleNamespace(key=key, cert=SimpleNamespace(certificate=issued(other)))
    monkeypatch.setattr(pkcs12, "load_pkcs12", lambda content, passphrase: mixed)
    with pytest.raises(Refused, match="K106"):
        taken(tmp_path, key, issued(key))
    assert not (tmp_path / "li.key").exists()


def test_a_pkcs12_without_certificate_is_refused(tmp_path):
    with pytest.raises(Refused, match="K106"):
        taken(tmp_path, ec.generate_private_key(ec.SECP256R1()), None)
