"""The few DER elements that a CMS signature is put together from, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from asn1crypto import core

NULL = b"\x05\x00"


def element(tag: int, *parts: bytes) -> bytes:
    """One element: a tag byte, the shortest length, the parts."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE."""
    return element(0x30, *parts)


def set_of(parts: Iterable[bytes], tag: int = 0x31) -> bytes:
    """SET OF in DER order (X.690 §11.6)."""
    return element(tag, *sorted(parts))


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER."""
    return bytes(core.ObjectIdentifier(dotted).dump())


def integer(value: int) -> bytes:
    """INTEGER."""
    return bytes(core.Integer(value).dump())


def octets(content: bytes) -> bytes:
    """OCTET STRING."""
    return element(0x04, content)


def time(at: datetime) -> bytes:
    """Time: UTCTime for 1950 to 2049, GeneralizedTime else (RFC 5652 §11.3)."""
    at = at.astimezone(UTC)
    if 1950 <= at.year <= 2049:
        return element(0x17, f"{at:%y%m%d%H%M%S}Z".encode("ascii"))
    return element(0x18, f"{at.year:04}{at:%m%d%H%M%S}Z".encode("ascii"))
