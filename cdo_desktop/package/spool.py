"""Payload on its way into a package: written once to an unnamed file, its sums taken on the way.

The headers and the signed digests stand before the payload in a package, so it has to be known
before the first byte is written; it is kept on the disk, not in memory.
"""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cdo_desktop.package.zip_layout import CHUNK
from cdo_desktop.package.zip_read import Hasher
from cdo_desktop.signing.digests import new_digest


@dataclass(frozen=True, slots=True)
class Sums:
    """What is known of a file's content."""

    size: int
    crc: int
    sha256: str
    sm3: str
    """Empty where no signature asks for it."""

    def digest(self, name: str) -> str:
        """The digest by its name ("sha256" or "sm3"), hex."""
        return {"sha256": self.sha256, "sm3": self.sm3}[name]


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file in the spool."""

    offset: int
    sums: Sums


@contextmanager
def spooling(folder: Path, *, with_sm3: bool) -> Iterator[Spool]:
    """A spool in an unnamed file in `folder`, gone at the end, also after a crash. OSError."""
    with tempfile.TemporaryFile(dir=folder, buffering=0) as stream:
        yield Spool(stream, with_sm3=with_sm3)


class Spool:
    """Files one behind the other in a stream. May raise OSError."""

    def __init__(self, stream: IO[bytes], *, with_sm3: bool) -> None:
        self._with_sm3 = with_sm3
        self._stream = stream
        self._at = 0

    def add(self, blocks: Iterable[bytes]) -> Spooled:
        """Take in one file's content."""
        taker, start = SumTaker(with_sm3=self._with_sm3), self._at
        for block in gathered(blocks):
            taker.update(block)
            _write_all(self._stream, block)
            self._at += len(block)
        return Spooled(start, taker.sums())

    def at(self, spooled: Spooled) -> IO[bytes]:
        """The stream, standing where this file begins."""
        self._stream.seek(spooled.offset)
        return self._stream


class SumTaker:
    """Size, CRC-32 and digests of what it is given."""

    def __init__(self, *, with_sm3: bool) -> None:
        self._size = self._crc = 0
        self._sha256: Hasher = hashlib.sha256()
        self._sm3 = new_digest("sm3") if with_sm3 else None

    def update(self, block: bytes) -> None:
        """Take more bytes."""
        self._size += len(block)
        self._crc = zlib.crc32(block, self._crc)
        self._sha256.update(block)
        if self._sm3:
            self._sm3.update(block)

    def sums(self) -> Sums:
        """What came out."""
        sm3 = self._sm3.hexdigest() if self._sm3 else ""
        return Sums(self._size, self._crc, self._sha256.hexdigest(), sm3)


def sums_of(content: bytes, *, with_sm3: bool) -> Sums:
    """The sums of bytes in memory."""
    taker = SumTaker(with_sm3=with_sm3)
    taker.update(content)
    return taker.sums()


def gathered(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of about a chunk: a hash costs per call, not only per byte."""
    waiting: list[bytes] = []
    size = 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def stream_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The content of a stream, a chunk at a time; closes it."""
    with stream:
        while block := stream.read(CHUNK):
            yield block


def _write_all(stream: IO[bytes], block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[stream.write(view) :]
