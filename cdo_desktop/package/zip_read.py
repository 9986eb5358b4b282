"""Reading the ZIP strictly, without a ZIP library: what is not the one form is named and refused.

Only stored members are accepted, so nothing can swell; sizes are judged before content is read.
One pass over the file gives CRC-32, SHA-256 (and SM3 on wish) of each member and SHA-256 of all.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from itertools import pairwise
from typing import Protocol

from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.package.zip_layout import (
    CHUNK,
    DIRECTORY_MARK,
    DIRECTORY_SIZE,
    END_MARK,
    END_SIZE,
    LONGEST_NAME,
    MAX_ENTRIES,
    MAX_TOTAL,
    MIMETYPE,
    MIMETYPE_NAME,
    DirectoryFields,
    EndFields,
    Entry,
    is_good_name,
    limit_of,
    order,
)
from cdo_desktop.tasks import Run

_WORTH_A_THREAD = 64 * 1024
_MIMETYPE_SHA256 = hashlib.sha256(MIMETYPE).hexdigest()


Source = BufferedReader | BytesIO


class Hasher(Protocol):
    """What hashlib gives, and what stands in for it where SM3 is missing."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Take more bytes."""

    def hexdigest(self) -> str:
        """The digest so far, lower-case hex."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The members in file order; `is_tiled`: they can be read where they are said to stand."""

    entries: tuple[Entry, ...]
    faults: tuple[Reason, ...]
    is_tiled: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A member with what one pass found about its content."""

    entry: Entry
    sha256: str
    sm3: str | None


class Container:
    """A file whose ZIP form was found right, open for reading its members."""

    def __init__(self, stream: Source, members: Mapping[str, Member], digest: str) -> None:
        self._stream = stream
        self.members = members
        self.digest = digest
        """"sha256:" and the SHA-256 of the whole file."""

    def read(self, name: str) -> bytes:
        """The whole content of a member. Refused (CDO-E109) if it changed since the pass."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Its content a chunk at a time; after the last, Refused (CDO-E109) if it had changed."""
        member = self.members[name]
        seen, left, at = hashlib.sha256(), member.entry.size, member.entry.start
        while left:
            self._stream.seek(at)
            block = self._stream.read(min(CHUNK, left))
            if not block:
                break
            seen.update(block)
            left, at = left - len(block), at + len(block)
            yield block
        if seen.hexdigest() != member.sha256:
            raise Refused("CDO-E109", file=name)


def read_directory(stream: Source, size: int) -> Directory:
    """The end record and the central directory, with every fault found in them (E101–E106)."""
    end = _end_record(stream, size)
    if isinstance(end, Reason):
        return Directory((), (end,), is_tiled=False)
    if end.count > MAX_ENTRIES or end.size > end.count * (DIRECTORY_SIZE + LONGEST_NAME):
        return Directory((), (Reason("CDO-E104", "", {"limit": MAX_ENTRIES}),), is_tiled=False)
    stream.seek(end.offset)
    lines = stream.read(end.size)
    entries, faults = _entries(lines, end.count)
    if faults and faults[-1].code == "CDO-E106":
        return Directory(tuple(entries), tuple(faults), is_tiled=False)
    tiling = _tiling_faults(entries, end.offset)
    faults += [*_limit_faults(entries), *_order_faults(entries), *_clash_faults(entries), *tiling]
    return Directory(tuple(entries), tuple(faults), is_tiled=not tiling)


def _end_record(stream: Source, size: int) -> EndFields | Reason:
    """The last 22 bytes, which must be the end record of exactly this file."""
    if size > MAX_TOTAL:
        return Reason("CDO-E104", "", {"limit": MAX_TOTAL})
    if size < END_SIZE:
        return Reason("CDO-E101", "")
    stream.seek(size - END_SIZE)
    raw = stream.read(END_SIZE)
    end = EndFields.read(raw)
    is_whole = end.mark == END_MARK and end.offset + end.size + END_SIZE == size
    if not is_whole or raw != end.canonical or end.count == 0:
        return Reason("CDO-E101", "")
    return end


def _entries(lines: bytes, count: int) -> tuple[list[Entry], list[Reason]]:
    """The lines of the directory; a last fault E106: they could not be read to the end."""
    entries: list[Entry] = []
    faults: list[Reason] = []
    at = 0
    for _ in range(count):
        try:
            fields = DirectoryFields.read(lines, at)
        except struct.error:
            return entries, [*faults, Reason("CDO-E106", "")]
        end = at + DIRECTORY_SIZE + fields.name_size + fields.extra_size + fields.comment_size
        if fields.mark != DIRECTORY_MARK or end > len(lines):
            return entries, [*faults, Reason("CDO-E106", "")]
        raw_name = lines[at + DIRECTORY_SIZE : at + DIRECTORY_SIZE + fields.name_size]
        entry = Entry(_shown(raw_name), fields.crc, fields.packed, fields.offset)
        faults += _line_faults(entry, fields, raw_name, lines[at:end])
        entries.append(entry)
        at = end
    if at != len(lines):
        faults.append(Reason("CDO-E106", ""))
    return entries, faults


def _shown(raw_name: bytes) -> str:
    """The name as text; what is not ASCII is shown escaped, and is then no good name."""
    return raw_name.decode("ascii", "backslashreplace")


def _line_faults(
    entry: Entry, fields: DirectoryFields, raw_name: bytes, line: bytes
) -> Iterator[Reason]:
    if not raw_name.isascii() or not is_good_name(entry.name):
        yield Reason("CDO-E103", entry.name[:120])
    elif fields.packed != fields.size or line != entry.directory:
        yield Reason("CDO-E102", entry.name)


def _limit_faults(entries: list[Entry]) -> Iterator[Reason]:
    for entry in entries:
        if entry.size > limit_of(entry.name):
            yield Reason("CDO-E104", entry.name, {"limit": limit_of(entry.name)})


def _order_faults(entries: list[Entry]) -> Iterator[Reason]:
    if entries[0].name != MIMETYPE_NAME:
        yield Reason("CDO-E108", MIMETYPE_NAME)
    for before, entry in pairwise(entries):
        if order(entry.name) < order(before.name):
            yield Reason("CDO-E102", entry.name)


def _clash_faults(entries: list[Entry]) -> Iterator[Reason]:
    """Names that one folder cannot hold together: twice ignoring case, or a file and a folder."""
    names = [entry.name.lower() for entry in entries]
    folders = {name[:cut] for name in names for cut, char in enumerate(name) if char == "/"}
    seen = set(folders)
    for entry, name in zip(entries, names, strict=True):
        if name in seen:
            yield Reason("CDO-E105", entry.name)
        seen.add(name)


def _tiling_faults(entries: list[Entry], directory_at: int) -> list[Reason]:
    """Members must lie one behind the other from the first byte to the directory."""
    faults = []
    expected = 0
    for entry in entries:
        if entry.offset != expected:
            faults.append(Reason("CDO-E106", entry.name))
        expected = entry.end
    if expected != directory_at:
        faults.append(Reason("CDO-E106", ""))
    return faults


def scan(
    stream: Source, directory: Directory, run: Run, *, sm3: Callable[[], Hasher] | None = None
) -> tuple[Container, list[Reason]]:
    """One pass over a file whose directory is tiled: headers, CRC-32, digests (E102, E106–E108).

    `sm3` makes the second hash of each member, where a signature asks for it.
    """
    with ThreadPoolExecutor(1, "container digest") as pool:
        work = _Pass(stream, pool, sm3)
        total = directory.entries[-1].end
        for entry in directory.entries:
            run.step("核对文件包", entry.offset, total)
            work.member(entry, run, total)
        work.rest()
    if work.members.get(MIMETYPE_NAME, _NOTHING).sha256 != _MIMETYPE_SHA256:
        work.faults.append(Reason("CDO-E108", MIMETYPE_NAME))
    return Container(stream, work.members, f"sha256:{work.whole.hexdigest()}"), work.faults


_NOTHING = Member(Entry("", 0, 0, 0), "", None)


class _Pass:
    """The state of one pass. The digest of the whole file is taken on a second thread."""

    def __init__(
        self, stream: Source, pool: ThreadPoolExecutor, sm3: Callable[[], Hasher] | None
    ) -> None:
        self._stream, self._pool, self._sm3 = stream, pool, sm3
        self._buffer = memoryview(bytearray(CHUNK))
        self.whole = hashlib.sha256()
        self.members: dict[str, Member] = {}
        self.faults: list[Reason] = []
        stream.seek(0)

    def member(self, entry: Entry, run: Run, total: int) -> None:
        """Header and content of one member."""
        expected = entry.header
        found = self._stream.read(len(expected))
        self.whole.update(found)
        if found != expected:
            self.faults.append(Reason(_header_fault(found, expected), entry.name))
        crc, sha256 = 0, hashlib.sha256()
        sm3 = self._sm3() if self._sm3 else None
        left = entry.size
        while left:
            block = self._block(left, entry.name)
            crc = self._take(block, crc, sha256, sm3)
            left -= len(block)
            if left:
                run.step("核对文件包", entry.end - left, total)
        if crc != entry.crc:
            self.faults.append(Reason("CDO-E107", entry.name))
        digests = (sha256.hexdigest(), sm3.hexdigest() if sm3 else None)
        self.members[entry.name] = Member(entry, *digests)

    def rest(self) -> None:
        """The directory and the end record, for the digest of the whole file."""
        while block := self._stream.read(CHUNK):
            self.whole.update(block)

    def _block(self, left: int, name: str) -> memoryview:
        block = self._buffer[: min(CHUNK, left)]
        count = self._stream.readinto(block)
        if not count:
            raise Refused("CDO-E109", file=name)
        return block[:count]

    def _take(self, block: memoryview, crc: int, sha256: Hasher, sm3: Hasher | None) -> int:
        """All sums over one block; returns when none of them needs it any longer."""
        if len(block) < _WORTH_A_THREAD:
            self.whole.update(block)
            pending = None
        else:
            pending = self._pool.submit(self.whole.update, block)
        sha256.update(block)
        if sm3:
            sm3.update(block)
        crc = zlib.crc32(block, crc)
        if pending:
            pending.result()
        return crc


def _header_fault(found: bytes, expected: bytes) -> str:
    """E106 if mark, sum, sizes or name disagree with the directory, else E102."""
    agrees = found[:4] == expected[:4] and found[14:28] == expected[14:28]
    return "CDO-E102" if agrees and found[30:] == expected[30:] else "CDO-E106"
