"""Digests by name, SM3 also where the OpenSSL build behind hashlib lacks it."""

from __future__ import annotations

import hashlib
from typing import Protocol

import gmalg


class Digest(Protocol):
    """What hashlib gives, as far as we use it."""

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""

    def digest(self) -> bytes:
        """The digest of all bytes so far."""

    def hexdigest(self) -> str:
        """The same as lower-case hex."""


class PlainSm3:
    """SM3 (GB/T 32905) in pure Python: slow, but it is always there."""

    def __init__(self) -> None:
        self._core = gmalg.SM3()

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""
        self._core.update(bytes(data))

    def digest(self) -> bytes:
        """The digest of all bytes so far."""
        return bytes(self._core.value())

    def hexdigest(self) -> str:
        """The same as lower-case hex."""
        return self.digest().hex()


def new_digest(name: str) -> Digest:
    """A fresh "sha256", "sha384" or "sm3"."""
    if name == "sm3" and "sm3" not in hashlib.algorithms_available:
        return PlainSm3()
    return hashlib.new(name)


def digest_of(name: str, data: bytes) -> bytes:
    """The digest of these bytes."""
    fresh = new_digest(name)
    fresh.update(data)
    return fresh.digest()
