"""The form of one record line, as types: what cannot be decoded into them is refused.

Null, empty texts, floats, integers from 2^53 on, unknown and missing fields fail while decoding;
encoding again with sorted keys must give the same bytes (the encoder gives what canonical.py
gives, by test). `Reading` does it with the types of a definition: faster, and a line that comes
through obeys its definition too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Protocol

import msgspec

from cdo_desktop.package.parts import TOMBSTONE_START
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.line_types import LineTypes
from cdo_desktop.standard.model import Kind

Text = Annotated[str, msgspec.Meta(min_length=1)]
Integer = Annotated[int, msgspec.Meta(gt=-(1 << 53), lt=1 << 53)]
Object = dict[str, str | Integer]
Value = Text | Integer | Object | list[Text | Object]
Row = dict[str, Value]
Count = Annotated[int, msgspec.Meta(ge=1, lt=1 << 53)]
Hex = Annotated[str, msgspec.Meta(min_length=64, max_length=64)]
Id = Annotated[str, msgspec.Meta(min_length=36, max_length=36)]

# one pattern over all the identities of a line: a pattern for each costs a tenth of the decoding
_IDENTITIES = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[0-9a-f]{64,}")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WHERE = re.compile(r"at `([^`]*)`")
# \b, \f, \r and \u00..: canonical JSON has no other way to write what no value may hold
_CONTROL = re.compile(rb"(?<!\\)(?:\\\\)*\\[bfru]")
_CARRIAGE_RETURN = re.compile(rb"(?<!\\)(?:\\\\)*\\r")


_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


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
    revision: Count
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
    except _UNREADABLE as error:
        place = _WHERE.search(str(error))
        raise BadLine(place[1] if place else "$") from error
    if not is_good:
        raise BadLine("$")
    if not _IDENTITIES.fullmatch(found.id + found.revision_id + "".join(found.parents)):
        raise BadLine("$.revisionId")
    return found


class ObedientLine(Protocol):
    """A record line that has the form of §4 and obeys its definition; fields as in the file."""

    id: str
    kind: str
    revisionId: str
    parents: list[str]
    values: msgspec.Struct
    groups: msgspec.Struct


class Reading:
    """Reads the record lines of one definition."""

    def __init__(self, kind: Kind, lists: Lists) -> None:
        self._types = LineTypes(kind, lists)
        self._decode = msgspec.json.Decoder(_line_type(kind, self._types)).decode
        # the fields stand in canonical order already, so nothing has to be sorted
        self._encode = msgspec.json.Encoder().encode

    def obedient(self, line: bytes) -> ObedientLine | None:
        """The line if it is in its form and all its definition asks for; None: look closer."""
        try:
            found: Any = self._decode(line)
            if self._encode(found) != line or not _is_quiet(line):
                return None
        except _UNREADABLE:
            return None
        if not _IDENTITIES.fullmatch(found.id + found.revisionId + "".join(found.parents)):
            return None
        obedient: ObedientLine = found
        return obedient if self._types.obeys(found.values, found.groups) else None

    def has_attachments(self, line: ObedientLine) -> bool:
        """Whether a value or a row names an attachment."""
        return self._types.has_attachments(line.values, line.groups)


def _line_type(kind: Kind, types: LineTypes) -> type[msgspec.Struct]:
    """The type of a line, with its fields in canonical order."""
    fields: list[tuple[str, Any]] = [
        ("code", str),
        ("groups", types.groups),
        ("id", Id),
        ("kind", Literal.__getitem__(kind.key)),
        ("org", Org),
        ("parents", list[Hex]),
        ("review", Text),
        ("revision", Count),
        ("revisionId", Hex),
        ("standard", Literal.__getitem__(kind.standard)),
        ("title", str),
        ("values", types.values),
    ]
    return msgspec.defstruct("Line", fields, forbid_unknown_fields=True, gc=False)


def attachments_in(value: Mapping[str, Any] | list[Any] | str | int) -> list[dict[str, Any]]:
    """Every attachment named in a value, a row or a list of them."""
    if isinstance(value, dict):
        if "sha256" in value:
            return [value]
        return [found for part in value.values() for found in attachments_in(part)]
    if isinstance(value, list):
        return [found for part in value for found in attachments_in(part)]
    return []


def _is_quiet(line: bytes) -> bool:
    """Whether it is plain and has no control character but tab and line end in any text."""
    if b"\x7f" in line or (b"\\" in line and _CONTROL.search(line)):
        return False
    text = line.decode()
    if "\ufffe" in text or "\uffff" in text:
        return False
    return unicodedata.is_normalized("NFC", text)


def _is_plain(line: bytes) -> bool:
    """Whether its texts are NFC and have no carriage return (both are rules for values).

    The line as a whole may be looked at: no sign composes with the quote before a text.
    """
    # one byte is looked for first: that is ten times as fast as two
    if b"\\" in line and _CARRIAGE_RETURN.search(line):
        return False
    return unicodedata.is_normalized("NFC", line.decode())
