"""The lines of a package's records, read a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator

from cdo_desktop.domain.package import FileEntry, FileRole, Manifest
from cdo_desktop.errors import Refused
from cdo_desktop.package.parts import MAX_RECORD_PART
from cdo_desktop.package.zip_read import Container


def record_blocks(
    container: Container, manifest: Manifest
) -> Iterator[tuple[FileEntry, list[bytes]]]:
    """Every line of records and tombstones in order, about a chunk of them at a time.

    Refused (CDO-E109) if the file changed since it was verified, CDO-E608 for an endless line.
    """
    for entry in manifest.of_role(FileRole.RECORDS):
        rest = b""
        for block in container.chunks(entry.path):
            lines = (rest + block if rest else block).split(b"\n")
            rest = lines.pop()
            if len(rest) > MAX_RECORD_PART:
                raise Refused("CDO-E608", file=entry.path)
            yield entry, lines
        if rest:
            yield entry, [rest + b"\n"]  # no line end in the file: a line that is not canonical


def kind_of(entry: FileEntry) -> str:
    """The kind that a file of records holds, by its name."""
    return entry.path.rpartition("/")[2].rpartition("-")[0]
