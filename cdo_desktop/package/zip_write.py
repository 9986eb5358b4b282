"""Writing the ZIP in its one form: stored only, sizes and sums known beforehand."""

from __future__ import annotations

import zlib
from typing import IO

from cdo_desktop.errors import Refused
from cdo_desktop.package.zip_layout import (
    CHUNK,
    MAX_ENTRIES,
    MAX_TOTAL,
    Entry,
    end_record,
    is_good_name,
    limit_of,
    order,
)


class ZipWriter:
    """Members go in one after the other, in the order of `order`; `finish` writes the directory.

    Called with a wrong name or order it raises ValueError: that would be our bug. Refused
    (CDO-E701) if the package grows over a limit of the format.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._entries: list[Entry] = []
        self._at = 0

    def add(self, name: str, content: bytes) -> None:
        """A member given as bytes."""
        entry = self._enter(name, zlib.crc32(content), len(content))
        self._stream.write(entry.header)
        self._stream.write(content)

    def add_from(self, name: str, source: IO[bytes], size: int, crc: int) -> None:
        """A member copied from where `source` stands now; OSError if it ends too early."""
        entry = self._enter(name, crc, size)
        self._stream.write(entry.header)
        copy_bytes(source, self._stream, size)

    def finish(self) -> None:
        """The central directory and the end record."""
        directory = b"".join(entry.directory for entry in self._entries)
        if self._at + len(directory) > MAX_TOTAL:
            raise Refused("CDO-E701", file="", size=self._at, limit=MAX_TOTAL)
        self._stream.write(directory)
        self._stream.write(end_record(len(self._entries), len(directory), self._at))

    def _enter(self, name: str, crc: int, size: int) -> Entry:
        if not is_good_name(name):
            raise ValueError(f"not a name of a member: {name}")
        if self._entries and order(name) <= order(self._entries[-1].name):
            raise ValueError(f"{name} after {self._entries[-1].name}")
        if size > limit_of(name):
            raise Refused("CDO-E701", file=name, size=size, limit=limit_of(name))
        if len(self._entries) >= MAX_ENTRIES:
            raise Refused("CDO-E702", limit=MAX_ENTRIES)
        entry = Entry(name, crc, size, self._at)
        if entry.end > MAX_TOTAL:
            raise Refused("CDO-E701", file=name, size=entry.end, limit=MAX_TOTAL)
        self._entries.append(entry)
        self._at = entry.end
        return entry


def copy_bytes(source: IO[bytes], target: IO[bytes], size: int) -> None:
    """Copy exactly `size` bytes, a chunk at a time; OSError if the source ends before."""
    left = size
    while left:
        block = source.read(min(CHUNK, left))
        if not block:
            raise OSError(f"the source ended {left} bytes early")
        target.write(block)
        left -= len(block)
