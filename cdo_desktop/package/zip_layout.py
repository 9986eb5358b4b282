"""The one byte form of our ZIP: names, limits and headers, shared by the writer and the reader.

The form (docs/package-format.md): every entry stored, flags 0, version 2.0 made by Unix 2.0,
time 0, date 1980-01-01, a plain file 0644, no extra field, comment, ZIP64 or data descriptor.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

MIB = 1 << 20
CHUNK = MIB
"""How much is read or copied at a time: memory does not grow with the package."""

MAX_ENTRIES = 10_000
MAX_MEMBER = 512 * MIB
MAX_TOTAL = 2048 * MIB
MAX_TEXT = 16 * MIB
"""The largest control file (manifest, package.json): 10 000 entries of the longest name fit."""
MAX_SIGNATURE = 64 * 1024

MIMETYPE_NAME = "mimetype"
MIMETYPE = b"application/vnd.etsi.asic-e+zip"

_LOCAL = struct.Struct("<4s5H3I2H")
_DIRECTORY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
LOCAL_SIZE, DIRECTORY_SIZE, END_SIZE = _LOCAL.size, _DIRECTORY.size, _END.size
LOCAL_MARK, DIRECTORY_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
LONGEST_NAME = 9 * 100 + 8

_VERSION = 20
_MADE_BY = 0x0314
_DATE = 0x21
_ATTRIBUTES = 0o100644 << 16

_PART = r"[a-z0-9][a-z0-9._-]{0,99}"
_NAME = re.compile(rf"(?:{_PART}/){{0,8}}{_PART}")
META_NAME = re.compile(r"META-INF/(ASiCManifest|signature|statement)([0-9]{3})\.(xml|p7s|json)")
_META_SUFFIX = {"ASiCManifest": "xml", "signature": "p7s", "statement": "json"}
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the directory says about one member."""

    name: str
    crc: int
    size: int
    offset: int

    @property
    def header(self) -> bytes:
        """The bytes before its content."""
        name = self.name.encode("ascii")
        return (
            _LOCAL.pack(
                LOCAL_MARK, _VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size, len(name), 0
            )
            + name
        )

    @property
    def directory(self) -> bytes:
        """Its line in the central directory."""
        name = self.name.encode("ascii")
        fixed = (_MADE_BY, _VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size, len(name))
        return _DIRECTORY.pack(DIRECTORY_MARK, *fixed, 0, 0, 0, 0, _ATTRIBUTES, self.offset) + name

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.offset + LOCAL_SIZE + len(self.name)

    @property
    def end(self) -> int:
        """Where the next header begins."""
        return self.start + self.size


@dataclass(frozen=True, slots=True)
class DirectoryFields:
    """The fields of one directory line that a strict reader needs, as they stand in the file."""

    mark: bytes
    crc: int
    packed: int
    size: int
    name_size: int
    extra_size: int
    comment_size: int
    offset: int

    @classmethod
    def read(cls, data: bytes, at: int) -> DirectoryFields:
        """The fields at `at`; struct.error if the bytes end before they do."""
        found = _DIRECTORY.unpack_from(data, at)
        mark, crc, packed, size, *sizes, offset = (found[0], *found[7:13], found[16])
        return cls(mark, crc, packed, size, sizes[0], sizes[1], sizes[2], offset)


@dataclass(frozen=True, slots=True)
class EndFields:
    """The end record: how many entries, and where the directory stands."""

    mark: bytes
    count: int
    size: int
    offset: int

    @property
    def canonical(self) -> bytes:
        """The end record in its one form."""
        return end_record(self.count, self.size, self.offset)

    @classmethod
    def read(cls, data: bytes) -> EndFields:
        """The fields of the last 22 bytes of a file."""
        mark, _, _, _, count, size, offset, _ = _END.unpack(data)
        return cls(mark, count, size, offset)


def end_record(count: int, size: int, offset: int) -> bytes:
    """The last 22 bytes of the file."""
    return _END.pack(END_MARK, 0, 0, count, count, size, offset, 0)


def order(name: str) -> tuple[bool, str]:
    """The sort key of the members: mimetype first, the rest by their bytes."""
    return (name != MIMETYPE_NAME, name)


def is_good_name(name: str) -> bool:
    """Whether a member may be called so: the same file on every system, and never outside."""
    if meta := META_NAME.fullmatch(name):
        return _META_SUFFIX[meta[1]] == meta[3] and meta[2] != "000"
    if not _NAME.fullmatch(name) or ".." in name:
        return False
    # Windows drops a trailing dot, and takes its device names with any extension
    return not any(p.endswith(".") or _DEVICE.fullmatch(p) for p in name.split("/"))


def limit_of(name: str) -> int:
    """The most bytes that a member of this name may have."""
    if name.endswith(".p7s"):
        return MAX_SIGNATURE
    is_payload = name.startswith("data/") and name != "data/package.json"
    return MAX_MEMBER if is_payload else MAX_TEXT
