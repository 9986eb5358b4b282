"""A package goes to the disk: written beside its name, read back from the medium, then named."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cdo_desktop.domain.canonical import sha256_hex
from cdo_desktop.errors import Refused
from cdo_desktop.files import flush_to_disk, replacing
from cdo_desktop.package.spool import Sums
from cdo_desktop.package.zip_layout import order
from cdo_desktop.package.zip_read import read_directory, scan
from cdo_desktop.package.zip_write import ZipWriter
from cdo_desktop.tasks import Run

NOTE = "写入文件包"


@dataclass(frozen=True, slots=True)
class Stored:
    """A member whose bytes lie in a file; `open_at` gives a stream that stands at the first."""

    sums: Sums
    open_at: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Members:
    """All members of a package: small ones as bytes, the others where they lie."""

    texts: Mapping[str, bytes]
    files: Mapping[str, Stored]

    def digests(self) -> dict[str, str]:
        """SHA-256 of every member."""
        texts = {name: sha256_hex(data) for name, data in self.texts.items()}
        return texts | {name: stored.sums.sha256 for name, stored in self.files.items()}


@dataclass(frozen=True, slots=True)
class Written:
    """What stands on the medium."""

    container_digest: str
    size: int


def write_package(path: Path, members: Members, run: Run) -> Written:
    """Write the members in their order and read them back; only then the file gets its name.

    Raises DiskTrouble, Refused (CDO-E701, E702: a limit of the format; E703: the medium gives
    back other bytes than were written), Cancelled; then `path` is as it was before.
    """
    with replacing(path) as part:
        with part.open("xb") as stream:
            _write(stream, members, run)
        return _read_back(part, members.digests(), path.name, run)


def _write(stream: IO[bytes], members: Members, run: Run) -> None:
    writer = ZipWriter(stream)
    names = sorted([*members.texts, *members.files], key=order)
    for name in run.each(NOTE, names, len(names), stride=1):
        if name in members.texts:
            writer.add(name, members.texts[name])
        else:
            stored = members.files[name]
            writer.add_from(name, stored.open_at(), stored.sums.size, stored.sums.crc)
    writer.finish()


def _read_back(part: Path, expected: Mapping[str, str], name: str, run: Run) -> Written:
    """Compare every digest with what the medium gives back, not with what memory remembers."""
    flush_to_disk(part)
    size = part.stat().st_size
    with part.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        directory = read_directory(stream, size)
        if directory.faults:
            raise Refused("CDO-E703", file=name)
        container, faults = scan(stream, directory, run)
    found = {member: facts.sha256 for member, facts in container.members.items()}
    if faults or found != expected:
        raise Refused("CDO-E703", file=name)
    return Written(container.digest, size)
