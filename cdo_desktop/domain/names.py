"""Names made comparable: what stays the same when spaces, width and punctuation differ."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """NFKC, lower case, only letters, digits and marks left (浪潮 field guide: duplicates that
    differ in spaces or punctuation are one)."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in normal if sign.isalnum())
