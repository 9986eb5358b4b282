"""Who signs: a certificate and a way to sign, wherever the private key lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.key_pairs import SigningKey


class Signer(Protocol):
    """What cms.make_signature needs; a token is to be another one of these."""

    @property
    def certificate(self) -> Certificate:
        """The signer's certificate; its suite is the suite of the signature."""

    def sign(self, tbs: bytes) -> bytes:
        """The signature value over these bytes, as it stands in CMS. May raise CdoError."""


@dataclass(frozen=True, slots=True)
class FileSigner:
    """A signer whose private key came out of a key file (keys.open_key)."""

    certificate: Certificate
    key: SigningKey = field(repr=False)

    def sign(self, tbs: bytes) -> bytes:
        """The signature value over these bytes, DER."""
        return self.key.sign(tbs)
