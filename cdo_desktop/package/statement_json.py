"""META-INF/statementNNN.json: what a signer adds, as canonical JSON and back."""

from __future__ import annotations

import unicodedata
from typing import Any

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.package import PackageRef
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.domain.statement import Decision, Statement
from cdo_desktop.package.manifest_json import DIGEST, PACKAGE_ID
from cdo_desktop.package.strict_json import Fields, Malformed

_FIELDS = {"packageId", "contentDigest", "role", "decision", "text", "conditions", "at"}
MAX_CONDITIONS = 200


def statement_bytes(statement: Statement) -> bytes:
    """META-INF/statementNNN.json."""
    return canonical_bytes(
        {
            "packageId": statement.about.package_id,
            "contentDigest": statement.about.content_digest,
            "role": statement.role,
            "decision": statement.decision.value,
            "text": statement.text,
            "conditions": list(statement.conditions),
            "at": timestamp(statement.at),
        }
    )


def statement_of(value: Any) -> Statement:
    """The statement in a canonical JSON value; exactly its seven fields. Raises Malformed."""
    fields = Fields(value)
    if unknown := set(fields.keys()) ^ _FIELDS:
        raise Malformed(f"$.{min(unknown)[:60]}")
    role = fields.text("role")
    if role not in ROLES:
        raise Malformed("$.role")
    text = fields.prose("text")
    if not is_plain(text):
        raise Malformed("$.text")
    return Statement(
        about=PackageRef(
            fields.text("packageId", PACKAGE_ID), fields.text("contentDigest", DIGEST)
        ),
        role=role,
        decision=fields.word("decision", Decision),
        text=text,
        conditions=_conditions(fields),
        at=fields.time("at"),
    )


def _conditions(fields: Fields) -> tuple[str, ...]:
    found = fields.all_texts("conditions")
    if len(found) > MAX_CONDITIONS or not all(one.strip() and is_plain(one) for one in found):
        raise Malformed("$.conditions")
    return found


def is_plain(text: str) -> bool:
    """Whether a text is shown as it is: NFC, no control but the line end, no turned direction.

    What turns the direction of writing could show other words than those that are signed.
    """
    if not unicodedata.is_normalized("NFC", text):
        return False
    return not any(_is_hidden(sign) for sign in text)


def _is_hidden(sign: str) -> bool:
    if sign == "\n":
        return False
    return unicodedata.category(sign) in ("Cc", "Cs") or sign in _TURNING


_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What would show the same words in another order."""
