"""Key pairs of the suites we make: SPKI, PKCS#8, signing; and verifying with any suite we read."""

from __future__ import annotations

from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from cdo_desktop.signing import sm2
from cdo_desktop.signing.suites import P256, P384, RSA, SM2, Suite

# SubjectPublicKeyInfo {{ecPublicKey, sm2p256v1 1.2.156.10197.1.301}, BIT STRING 04 x y}: the only
# form of an SM2 key that GB/T 20518 writes, so the bytes before the point are always these.
_SM2_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
# PrivateKeyInfo {0, {ecPublicKey, sm2p256v1}, {1, OCTET STRING d, [1] BIT STRING 04 x y}}, RFC 5915
_SM2_PKCS8 = bytes.fromhex(
    "308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420"
)
_SM2_PKCS8_POINT = bytes.fromhex("a14403420004")

_RSA_BITS = range(2048, 8193)
"""Shorter is too weak, longer only serves to keep the verifier busy."""


class SigningKey(Protocol):
    """A private key in memory; its repr never shows the secret."""

    @property
    def suite(self) -> Suite:
        """The suite it signs with."""

    def spki(self) -> bytes:
        """SubjectPublicKeyInfo, DER."""

    def pkcs8(self) -> bytes:
        """PrivateKeyInfo, DER, not encrypted: only for the inside of a key file."""

    def sign(self, message: bytes) -> bytes:
        """The DER signature of a message."""


class Sm2Key:
    """An SM2 private key."""

    suite = SM2

    def __init__(self, pair: sm2.Sm2Pair) -> None:
        self._pair = pair

    def spki(self) -> bytes:
        """SubjectPublicKeyInfo, DER."""
        return _SM2_SPKI + self._pair.point

    def pkcs8(self) -> bytes:
        """PrivateKeyInfo, DER, not encrypted."""
        return _SM2_PKCS8 + self._pair.secret + _SM2_PKCS8_POINT + self._pair.point

    def sign(self, message: bytes) -> bytes:
        """The DER signature of a message; each one differs."""
        return sm2.sign(self._pair, message)


class P256Key:
    """An ECDSA private key on P-256."""

    suite = P256

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        if not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("the key is not on P-256")
        self._key = key

    def spki(self) -> bytes:
        """SubjectPublicKeyInfo, DER."""
        return self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def pkcs8(self) -> bytes:
        """PrivateKeyInfo, DER, not encrypted."""
        return self._key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(self, message: bytes) -> bytes:
        """The DER signature of a message, always the same (RFC 6979)."""
        return self._key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


def new_key(suite: Suite) -> SigningKey:
    """A new private key; ValueError for a suite we only read (a bug of the caller)."""
    if suite is SM2:
        return Sm2Key(sm2.new_pair())
    if suite is P256:
        return P256Key(ec.generate_private_key(ec.SECP256R1()))
    raise ValueError(f"{suite.name} is only read")


def key_of_pkcs8(pkcs8: bytes) -> SigningKey:
    """The private key out of its PKCS#8; ValueError if it is not one that we make."""
    if pkcs8.startswith(_SM2_PKCS8):
        secret = pkcs8[len(_SM2_PKCS8) : len(_SM2_PKCS8) + 32]
        key: SigningKey = Sm2Key(sm2.pair_of(secret))
    else:
        loaded = serialization.load_der_private_key(pkcs8, None)
        if not isinstance(loaded, ec.EllipticCurvePrivateKey):
            raise ValueError("the key is not of a suite that we make")
        key = P256Key(loaded)
    if key.pkcs8() != pkcs8:
        raise ValueError("the key is not in the form that we write")
    return key


def suite_of_spki(spki: bytes) -> Suite:
    """The suite whose signatures this public key makes; ValueError if it is none of ours."""
    if spki.startswith(_SM2_SPKI):
        if not sm2.is_on_curve(spki[len(_SM2_SPKI) :]):
            raise ValueError("the SM2 point is not on the curve")
        return SM2
    match _load(spki):
        case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()):
            return P256
        case ec.EllipticCurvePublicKey(curve=ec.SECP384R1()):
            return P384
        case rsa.RSAPublicKey(key_size=bits) if bits in _RSA_BITS:
            return RSA
    raise ValueError("the key is of no suite")


def verify(spki: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is good by this public key, which `suite_of_spki` has accepted."""
    if spki.startswith(_SM2_SPKI):
        return sm2.verify(spki[len(_SM2_SPKI) :], message, signature)
    key = _load(spki)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            on_p256 = isinstance(key.curve, ec.SECP256R1)
            key.verify(
                signature, message, ec.ECDSA(hashes.SHA256() if on_p256 else hashes.SHA384())
            )
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _load(spki: bytes) -> object:
    try:
        return serialization.load_der_public_key(spki)
    except UnsupportedAlgorithm as error:
        raise ValueError("the key is of no suite") from error
