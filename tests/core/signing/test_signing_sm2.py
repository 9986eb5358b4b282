"""SM2 by the standard's example, by two libraries against each other, and by OpenSSL."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import gmalg
import pytest
from signing_people import CONTENT

from cdo_desktop.signing import sm2
from cdo_desktop.signing.key_pairs import Sm2Key, key_of_pkcs8

# where gmssl-pyx has no wheel (arm64) only gmalg is left
LIBRARIES = [sm2.GmalgLibrary(), *([sm2.GmsslLibrary()] if sm2.gmssl_pyx else [])]
NAMES = [type(library).__name__ for library in LIBRARIES]
ORDER = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_7203DF6B_21C6052B_53BBF409_39D54123

# GB/T 32918.5-2017, annex A.2
VECTOR = {
    "d": "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8",
    "x": "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020",
    "y": "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13",
    "r": "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3",
    "s": "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA",
}
POINT = bytes.fromhex(VECTOR["x"] + VECTOR["y"])
SIGNATURE = sm2.write_pair(int(VECTOR["r"], 16), int(VECTOR["s"], 16))

# 11: x begins with 04; 107: y begins with 00; 327: x begins with 00
AWKWARD = [11, 107, 327]


def pair_number(number: int) -> sm2.Sm2Pair:
    return sm2.pair_of(number.to_bytes(32, "big"))


@pytest.mark.parametrize("library", LIBRARIES, ids=NAMES)
def test_the_standards_example_verifies(library):
    assert sm2.verify(POINT, b"message digest", SIGNATURE, library)
    assert not sm2.verify(POINT, b"message digesT", SIGNATURE, library)


def test_the_standards_secret_has_the_standards_point():
    assert sm2.pair_of(bytes.fromhex(VECTOR["d"])).point == POINT


def test_the_awkward_keys_are_what_they_are_meant_to_be():
    points = [pair_number(number).point for number in AWKWARD]
    assert (points[0][0], points[1][32], points[2][0]) == (4, 0, 0)


@pytest.mark.parametrize("number", [*AWKWARD, *(2**200 + 7 * n for n in range(30))])
def test_what_one_library_signs_the_other_verifies(number):
    pair, message = pair_number(number), str(number).encode()
    for signing, verifying in product(LIBRARIES, repeat=2):
        signature = sm2.sign(pair, message, signing)
        assert sm2.verify(pair.point, message, signature, verifying)
        assert not sm2.verify(pair.point, message + b"!", signature, verifying)


@pytest.mark.parametrize("number", [*AWKWARD, 2**250 + 3])
@pytest.mark.parametrize("library", LIBRARIES, ids=NAMES)
def test_openssl_verifies_what_we_sign_and_we_what_it_signs(tmp_path, library, number):
    pair = pair_number(number)
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "key.der").write_bytes(Sm2Key(pair).pkcs8())
    (tmp_path / "ours").write_bytes(sm2.sign(pair, CONTENT, library))
    by_openssl(tmp_path, "-verify", "-sigfile", "ours")
    by_openssl(tmp_path, "-sign", "-out", "theirs")
    assert sm2.verify(pair.point, CONTENT, (tmp_path / "theirs").read_bytes(), library)


def by_openssl(folder, *what):
    command = ["openssl", "pkeyutl", "-inkey", "key.der", "-keyform", "DER", "-in", "content"]
    command += ["-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{sm2.SIGNER_ID.decode()}"]
    subprocess.run([*command, *what], cwd=folder, check=True, capture_output=True)


def test_every_signature_has_its_own_nonce():
    pair = pair_number(5)
    assert len({sm2.sign(pair, CONTENT)[:36] for _ in range(20)}) == 20


def test_a_point_off_the_curve_verifies_nothing():
    for point in (POINT[:-1] + b"\x00", POINT[:-1], b"\x04" + POINT, bytes(64), b"\xff" * 64):
        assert not sm2.is_on_curve(point)
        assert not sm2.verify(point, b"message digest", SIGNATURE)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNATURE + b"\x00",
        SIGNATURE[:-1],
        b"\x30\x81" + SIGNATURE[1:],
        SIGNATURE.replace(b"\x02\x21\x00", b"\x02\x22\x00\x00", 1),
        sm2.write_pair(0, 5),
        sm2.write_pair(5, 0),
        sm2.write_pair(-5, 5),
        sm2.write_pair(ORDER, 5),
        sm2.write_pair(int(VECTOR["r"], 16) + ORDER, int(VECTOR["s"], 16)),
        sm2.write_pair(5, ORDER - 5),
    ],
)
def test_a_signature_in_another_form_is_not_good(signature):
    assert not sm2.verify(POINT, b"message digest", signature)


@pytest.mark.parametrize("secret", [bytes(32), b"\x01", b"\xff" * 32, (ORDER - 1).to_bytes(32)])
def test_a_number_out_of_range_is_no_secret(secret):
    with pytest.raises(ValueError, match="no SM2 secret"):
        sm2.pair_of(secret)


def test_a_secret_with_leading_zeros_keeps_its_length(monkeypatch):
    five = pair_number(5)
    monkeypatch.setattr(gmalg.SM2, "generate_keypair", lambda self: (b"\x05", b"\x04" + five.point))
    assert sm2.new_pair() == five


def test_a_new_pair_signs_and_its_secret_is_not_shown():
    pair = sm2.new_pair()
    assert sm2.verify(pair.point, CONTENT, sm2.sign(pair, CONTENT))
    assert pair.secret.hex() not in repr(pair)
    assert str(pair.secret) not in repr(pair)


def test_pkcs8_is_read_back_by_us_and_by_openssl(tmp_path):
    pair = pair_number(327)
    file = tmp_path / "key.der"
    file.write_bytes(Sm2Key(pair).pkcs8())
    assert key_of_pkcs8(file.read_bytes()).spki() == Sm2Key(pair).spki()
    command = ["openssl", "pkey", "-inform", "DER", "-in", str(file), "-pubout", "-outform", "DER"]
    assert subprocess.run(command, check=True, capture_output=True).stdout == Sm2Key(pair).spki()


def test_without_gmssl_pyx_everything_still_works():
    code = (
        "import sys; sys.modules['gmssl_pyx'] = None\n"
        "from cdo_desktop.signing import sm2\n"
        "assert isinstance(sm2.SIGNING, sm2.GmalgLibrary)\n"
        "pair = sm2.new_pair()\n"
        "assert sm2.verify(pair.point, b'text', sm2.sign(pair, b'text'))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
