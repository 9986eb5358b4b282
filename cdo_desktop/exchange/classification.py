"""类, 项, 目, 细目 in columns of their own, put together into one classification code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cdo_desktop.exchange.readings import Reading

_LEADING = re.compile(r"(\d+)")
_DIGITS = (1, 2, 3)
"""类 1, 项 2, 目 3 digits (1272号, 分类码); 细目 has no fixed length."""


def joined_parts(parts: Sequence[str], tree: Reading) -> object:
    """The classification that the parts name: by codes (each alone, or each with those before it),
    else by names, the deepest that the tree knows; else the names as they are."""
    given = [part for part in parts if part]
    code = ""
    for level, part in enumerate(parts):
        found = _LEADING.match(part)
        if part and found is None:
            break
        if found is not None:
            code = _joined(code, found[1], level)
    else:
        return tree[code] if code else None
    for part in reversed(given):
        value = tree[part]
        if isinstance(value, str) and value.isdigit():
            return value
    return tree["/".join(given)]


def _joined(code: str, part: str, level: int) -> str:
    if code and len(part) > len(code) and part.startswith(code):
        return part
    if level < len(_DIGITS):
        part = part.zfill(_DIGITS[level])
    return code + part
