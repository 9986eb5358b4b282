"""The one way a value becomes bytes: RFC 8785 for what the product allows, and digests over it.

Under our rules (ASCII keys, integers below 2^53, no floats) json.dumps gives the very bytes of
RFC 8785; the library rfc8785 is the oracle in the tests.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical_text(value: Any) -> str:
    """Canonical JSON of a value made of dicts, lists, strings, integers, booleans and null."""
    return _encode(value)


def canonical_bytes(value: Any) -> bytes:
    """The same, as UTF-8."""
    return _encode(value).encode()


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of a value, 64 hex digits."""
    return hashlib.sha256(_encode(value).encode()).hexdigest()
