"""SM2 signatures (GB/T 32918.2 over sm2p256v1) by two libraries that are each other's test.

gmssl-pyx (C) signs; it has no wheel for arm64, where gmalg (pure Python, always there) signs.
Secrets are 32 bytes, points 64 bytes (x then y), signatures DER SEQUENCE {r, s}. The signer's ID
is the default of GB/T 35276. The library `gmssl` must never come in: its nonces are predictable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import gmalg
from asn1crypto.algos import DSASignature

try:
    import gmssl_pyx
except ImportError:  # arm64: no wheel
    gmssl_pyx = None

SIGNER_ID = b"1234567812345678"

# The curve sm2p256v1, GB/T 32918.5-2017.
_P = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_00000000_FFFFFFFF_FFFFFFFF
_A = _P - 3
_B = 0x28E9FA9E_9D9F5E34_4D5A9E4B_CF6509A7_F39789F5_15AB8F92_DDBCBD41_4D940E93
_N = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_7203DF6B_21C6052B_53BBF409_39D54123


class Sm2Library(Protocol):
    """What a library must do; the values have been checked before it is asked."""

    def sign(self, secret: bytes, point: bytes, message: bytes) -> tuple[int, int]:
        """r and s over a message."""

    def verify(self, point: bytes, message: bytes, r: int, s: int) -> bool:
        """Whether r and s are good."""


class GmsslLibrary:
    """gmssl-pyx: GmSSL in C."""

    def sign(self, secret: bytes, point: bytes, message: bytes) -> tuple[int, int]:
        """r and s over a message."""
        pair = read_pair(gmssl_pyx.sm2_sign(secret, point, message, SIGNER_ID))
        if pair is None:
            raise RuntimeError("gmssl-pyx gave a signature that is not DER")
        return pair

    def verify(self, point: bytes, message: bytes, r: int, s: int) -> bool:
        """Whether r and s are good."""
        return bool(gmssl_pyx.sm2_verify(point, message, write_pair(r, s), SIGNER_ID))


class GmalgLibrary:
    """gmalg: pure Python."""

    def sign(self, secret: bytes, point: bytes, message: bytes) -> tuple[int, int]:
        """r and s over a message."""
        signer = gmalg.SM2(sk=secret, uid=SIGNER_ID, pk=b"\x04" + point)
        r, s = signer.sign(message)
        return int.from_bytes(r, "big"), int.from_bytes(s, "big")

    def verify(self, point: bytes, message: bytes, r: int, s: int) -> bool:
        """Whether r and s are good."""
        verifier = gmalg.SM2(uid=SIGNER_ID, pk=b"\x04" + point)
        return bool(verifier.verify(message, r.to_bytes(32, "big"), s.to_bytes(32, "big")))


SIGNING: Sm2Library = GmsslLibrary() if gmssl_pyx else GmalgLibrary()
# GmSSL prints two lines to the process's stderr for every bad signature; gmalg's 26 ms are nothing
# beside the few signatures of a package, and verifying touches no secret.
VERIFYING: Sm2Library = GmalgLibrary()


@dataclass(frozen=True, slots=True)
class Sm2Pair:
    """A key pair; the secret does not show in its repr."""

    point: bytes
    secret: bytes

    def __repr__(self) -> str:
        return f"Sm2Pair(point={self.point.hex()})"


def new_pair() -> Sm2Pair:
    """A new key pair from the system's random source."""
    secret, point = gmalg.SM2().generate_keypair()
    return Sm2Pair(bytes(point)[1:], bytes(secret).rjust(32, b"\0"))


def pair_of(secret: bytes) -> Sm2Pair:
    """The pair of a 32-byte secret; ValueError if the number is out of range."""
    if len(secret) != 32 or not 1 <= int.from_bytes(secret, "big") <= _N - 2:
        raise ValueError("the number is no SM2 secret")
    point = gmalg.SM2(sk=secret).generate_pk(secret)
    return Sm2Pair(bytes(point)[1:], secret)


def sign(pair: Sm2Pair, message: bytes, library: Sm2Library = SIGNING) -> bytes:
    """The DER signature of a message; the nonce is random, so each one differs."""
    return write_pair(*library.sign(pair.secret, pair.point, message))


def verify(
    point: bytes, message: bytes, signature: bytes, library: Sm2Library | None = None
) -> bool:
    """Whether a DER signature by the key at this point is good; never raises on wrong bytes."""
    pair = read_pair(signature)
    if pair is None or not is_on_curve(point):
        return False
    r, s = pair
    if not (1 <= r < _N and 1 <= s < _N):
        return False
    return (library or VERIFYING).verify(point, message, r, s)


def is_on_curve(point: bytes) -> bool:
    """Whether 64 bytes are a public key: two field elements that satisfy y² = x³ + ax + b."""
    if len(point) != 64:
        return False
    x, y = int.from_bytes(point[:32], "big"), int.from_bytes(point[32:], "big")
    return x < _P and y < _P and (y * y - (x * x * x + _A * x + _B)) % _P == 0


def write_pair(r: int, s: int) -> bytes:
    """r and s as DER, the form of signatures in CMS and X.509."""
    return bytes(DSASignature({"r": r, "s": s}).dump())


def read_pair(signature: bytes) -> tuple[int, int] | None:
    """r and s out of DER; None if the bytes are not exactly the DER of two positive numbers."""
    try:
        parsed = DSASignature.load(signature, strict=True)
        r, s = parsed["r"].native, parsed["s"].native
    except (ValueError, TypeError):
        return None
    return (r, s) if r > 0 and s > 0 and write_pair(r, s) == signature else None
