"""The form of one record line, as types: what cannot be decoded into them is refused.

Null, empty texts, floats, integers from 2^53 on, unknown and missing fields fail while decoding;
encoding again with sorted keys must give the same bytes (the encoder gives what canonical.py
gives, by test).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from cdo_desktop.package.parts import TOMBSTONE_START

Text = Annotated[str, msgspec.Meta(min_length=1)]
Integer = Annotated[int, msgspec.Meta(gt=-(1 << 53), lt=1 << 53)]
Object = dict[str, str | Integer]
Value = Text | Integer | Object | list[Text | Object]
Row = dict[str, Value]
Hex = Annotated[str, msgspec.Meta(min_length=64, max_length=64)]
Id = Annotated[str, msgspec.Meta(min_length=36, max_length=36)]

# one pattern over all the identities of a line: a pattern for each costs a tenth of the decoding
_IDENTITIES = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[0-9a-f]{64,}")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WHERE = re.compile(r"at `([^`]*)`")
_CARRIAGE_RETURN = re.compile(rb"(?<!\\)(?:\\\\)*\\r")


class Org(msgspec.Struct, forbid_unknown_fields=True):
    """Who supplies the record."""

    code: str
    name: str


class RecordLine(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A record."""

    id: Id
    kind: str
    standard: str
    org: Org
    code: str
    title: str
    revision: Annotated[int, msgspec.Meta(ge=1, lt=1 << 53)]
    revision_id: Hex
    parents: list[Hex]
    review: Text
    values: Row
    groups: dict[str, Annotated[list[Row], msgspec.Meta(min_length=1)]]

    def as_dict(self) -> dict[str, Any]:
        """The line as it stands in the file."""
        return {
            "id": self.id,
            "kind": self.kind,
            "standard": self.standard,
            "org": {"code": self.org.code, "name": self.org.name},
            "code": self.code,
            "title": self.title,
            "revision": self.revision,
            "revisionId": self.revision_id,
            "parents": self.parents,
            "review": self.review,
            "values": self.values,
            "groups": self.groups,
        }


class TombstoneLine(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A deletion."""

    id: Id
    kind: str
    deleted: bool
    revision_id: Hex
    parents: list[Hex]

    def as_dict(self) -> dict[str, Any]:
        """The line as it stands in the file."""
        return {
            "id": self.id,
            "kind": self.kind,
            "deleted": self.deleted,
            "revisionId": self.revision_id,
            "parents": self.parents,
        }


_read_record = msgspec.json.Decoder(RecordLine).decode
_read_tombstone = msgspec.json.Decoder(TombstoneLine).decode
_write = msgspec.json.Encoder(order="sorted").encode


class BadLine(ValueError):
    """A line that is not in its form; `where` is the first wrong place, such as $.values."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(where)


def is_tombstone(line: bytes) -> bool:
    """Whether the line says that a record was deleted."""
    return line.startswith(TOMBSTONE_START)


def read_line(line: bytes) -> RecordLine | TombstoneLine:
    """The typed form of a canonical line. Raises BadLine."""
    try:
        found = _read_tombstone(line) if is_tombstone(line) else _read_record(line)
        is_good = _write(found) == line and _is_plain(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        place = _WHERE.search(str(error))
        raise BadLine(place[1] if place else "$") from error
    if not is_good:
        raise BadLine("$")
    if not _IDENTITIES.fullmatch(found.id + found.revision_id + "".join(found.parents)):
        raise BadLine("$.revisionId")
    return found


def attachments_in(value: Mapping[str, Any] | list[Any] | str | int) -> list[dict[str, Any]]:
    """Every attachment named in a value, a row or a list of them."""
    if isinstance(value, dict):
        if "sha256" in value:
            return [value]
        return [found for part in value.values() for found in attachments_in(part)]
    if isinstance(value, list):
        return [found for part in value for found in attachments_in(part)]
    return []


def _is_plain(line: bytes) -> bool:
    """Whether its texts are NFC and have no carriage return (both are rules for values).

    The line as a whole may be looked at: no sign composes with the quote before a text.
    """
    # one byte is looked for first: that is ten times as fast as two
    if b"\\" in line and _CARRIAGE_RETURN.search(line):
        return False
    return unicodedata.is_normalized("NFC", line.decode())
