"""Key files: one private key under a passphrase, with its certificate readable without.

A key file is canonical JSON: {format, suite, certificate, kdf, cipher} as the header, `secret`
(the PKCS#8 under AES-256-GCM with the header as associated data) and `digest` over all the rest.
The passphrase becomes a key by Argon2id (RFC 9106). The digest protects nothing from an enemy: it
lets the program say "damaged" instead of "wrong passphrase". Nothing secret is ever put into an
exception, a repr or a log.
"""

from __future__ import annotations

import base64
import json
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.serialization import pkcs12

from cdo_desktop.domain.canonical import canonical_bytes, digest
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing, replacing
from cdo_desktop.signing import key_pairs
from cdo_desktop.signing.certificates import (
    Certificate,
    Holder,
    make_certificate,
    parse_certificate,
)
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.signing.suites import Suite

AskPassphrase = Callable[[], str]
"""Asks the user (or a file, or the environment) for a passphrase; called at most once."""

FORMAT = "cdo-key/1"
_LARGEST = 64 * 1024
# Fixed by the format, so that a hostile file can neither weaken the key nor ask for all memory.
_MEMORY_KIB, _ITERATIONS, _LANES = 64 * 1024, 3, 4
_SALT, _NONCE, _TAG = 16, 12, 16
_FIELDS = {"format", "suite", "certificate", "kdf", "cipher", "secret", "digest"}


@dataclass(frozen=True, slots=True)
class _KeyFile:
    """A key file that is whole; its secret is still locked."""

    certificate: Certificate
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    def header(self) -> dict[str, Any]:
        """What is authenticated together with the secret."""
        return {
            "format": FORMAT,
            "suite": self.certificate.suite.name,
            "certificate": _base64(self.certificate.der),
            "kdf": {
                "name": "argon2id",
                "memoryKiB": _MEMORY_KIB,
                "iterations": _ITERATIONS,
                "lanes": _LANES,
                "salt": _base64(self.salt),
            },
            "cipher": {"name": "aes-256-gcm", "nonce": _base64(self.nonce)},
        }

    def content(self) -> bytes:
        """The file, byte for byte."""
        whole = {**self.header(), "secret": _base64(self.secret)}
        return canonical_bytes({**whole, "digest": digest(whole)}) + b"\n"


def create_key(
    path: Path, suite: Suite, holder: Holder, passphrase: AskPassphrase, at: datetime
) -> Certificate:
    """Make a key pair and its self-made certificate, and keep them in a new key file.

    Raises Refused: CDO-U102 if the file is there, CDO-K201 or CDO-U103 for a bad holder,
    CDO-K101 for an empty passphrase; DiskTrouble.
    """
    _not_there(path)
    key = key_pairs.new_key(suite)
    certificate = make_certificate(key, holder, at)
    _write(path, key, certificate, passphrase)
    return certificate


def import_pkcs12(
    source: Path, path: Path, opening: AskPassphrase, passphrase: AskPassphrase
) -> Certificate:
    """Keep the key and CA-issued certificate of a PKCS#12 file (ECDSA P-256) in a new key file.

    `opening` asks for the passphrase of the source, `passphrase` for that of the new file.
    Raises Refused: CDO-U101, CDO-U102, CDO-K105 (wrong passphrase or no PKCS#12), CDO-K106
    (no P-256 key with its certificate inside), CDO-K101; DiskTrouble.
    """
    _not_there(path)
    content = _content(source)
    try:
        loaded = pkcs12.load_pkcs12(content, _normal(opening()))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refused("CDO-K105", file=source.name) from error
    if loaded.cert is None or not isinstance(loaded.key, ec.EllipticCurvePrivateKey):
        raise Refused("CDO-K106", file=source.name)
    certificate = parse_certificate(
        loaded.cert.certificate.public_bytes(serialization.Encoding.DER)
    )
    try:
        key = key_pairs.P256Key(loaded.key)
    except ValueError as error:
        raise Refused("CDO-K106", file=source.name) from error
    if key.spki() != certificate.spki:
        raise Refused("CDO-K106", file=source.name)
    _write(path, key, certificate, passphrase)
    return certificate


def read_certificate(path: Path) -> Certificate:
    """The certificate of a key file, without its passphrase.

    Raises Refused: CDO-U101 no such file, CDO-K103 damaged or no key file, CDO-K104 newer format.
    """
    return _read(path).certificate


def open_key(path: Path, passphrase: AskPassphrase) -> FileSigner:
    """The signer of a key file; the passphrase is asked for once the file is known to be whole.

    Raises Refused: CDO-K102 for a wrong passphrase, and what read_certificate raises.
    """
    file = _read(path)
    try:
        pkcs8 = _cipher(passphrase(), file.salt).decrypt(
            file.nonce, file.secret, canonical_bytes(file.header())
        )
    except InvalidTag as error:
        raise Refused("CDO-K102", file=path.name) from error
    try:
        key = key_pairs.key_of_pkcs8(pkcs8)
    except ValueError:
        # without the cause: its text could speak of the secret
        raise Refused("CDO-K103", file=path.name) from None
    if key.spki() != file.certificate.spki:
        raise Refused("CDO-K103", file=path.name)
    return FileSigner(file.certificate, key)


def _write(
    path: Path, key: key_pairs.SigningKey, certificate: Certificate, passphrase: AskPassphrase
) -> None:
    words = passphrase()
    if not words:
        raise Refused("CDO-K101")
    fresh = _KeyFile(certificate, os.urandom(_SALT), os.urandom(_NONCE), b"")
    secret = _cipher(words, fresh.salt).encrypt(
        fresh.nonce, key.pkcs8(), canonical_bytes(fresh.header())
    )
    content = _KeyFile(certificate, fresh.salt, fresh.nonce, secret).content()
    # owner-only from the first byte; a Windows system keeps the folder's own rights
    with replacing(path) as part, open(part, "xb", opener=_private) as stream:
        stream.write(content)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _content(path: Path) -> bytes:
    """The file, or its beginning if it is far too large for what it should be."""
    try:
        with existing(path).open("rb") as stream:
            return stream.read(_LARGEST + 1)
    except OSError as error:
        raise Refused("CDO-U204", file=path.name, reason=error.strerror) from error


def _read(path: Path) -> _KeyFile:
    content = _content(path)
    damaged = Refused("CDO-K103", file=path.name)
    if len(content) > _LARGEST:
        raise damaged
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise damaged from error
    if not isinstance(whole, dict):
        raise damaged
    found = whole.get("format")
    if isinstance(found, str) and found.startswith("cdo-key/") and found != FORMAT:
        raise Refused("CDO-K104", file=path.name, format=found)
    try:
        file = _taken(whole)
    except (ValueError, TypeError, KeyError, Refused) as error:
        raise damaged from error
    # one comparison for the digest, the fixed parameters, canonical form and unknown fields
    if file.content() != content:
        raise damaged
    return file


def _taken(whole: dict[str, Any]) -> _KeyFile:
    """The parts that vary; raises ValueError, TypeError, KeyError or Refused."""
    if whole.keys() != _FIELDS:
        raise ValueError("fields")
    file = _KeyFile(
        certificate=parse_certificate(_bytes(whole["certificate"])),
        salt=_bytes(whole["kdf"]["salt"]),
        nonce=_bytes(whole["cipher"]["nonce"]),
        secret=_bytes(whole["secret"]),
    )
    if len(file.salt) != _SALT or len(file.nonce) != _NONCE or len(file.secret) <= _TAG:
        raise ValueError("sizes")
    return file


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    kdf = Argon2id(
        salt=salt, length=32, iterations=_ITERATIONS, lanes=_LANES, memory_cost=_MEMORY_KIB
    )
    return AESGCM(kdf.derive(_normal(passphrase)))


def _normal(passphrase: str) -> bytes:
    """The same bytes for what looks the same, whatever system it was typed on."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _not_there(path: Path) -> None:
    if path.exists():
        raise Refused("CDO-U102", file=path.name)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
