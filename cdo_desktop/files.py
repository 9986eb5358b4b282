"""Writing files so that the final name never holds half a file: temp + fsync + replace."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import uuid4

from cdo_desktop.errors import DiskTrouble, Refused

_CODES = {
    errno.ENOSPC: "CDO-U201",
    errno.EDQUOT: "CDO-U201",
    errno.EACCES: "CDO-U202",
    errno.EPERM: "CDO-U202",
    errno.EROFS: "CDO-U202",
    errno.ENOENT: "CDO-U203",
    errno.ENOTDIR: "CDO-U203",
    errno.EFBIG: "CDO-U205",
}


def disk_trouble(error: OSError, path: Path) -> DiskTrouble:
    """The clear error for what the operating system said about writing `path`."""
    return DiskTrouble(
        _CODES.get(error.errno or 0, "CDO-U204"), file=path.name, reason=error.strerror
    )


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, put in its place when the block ends well.

    The block writes and closes the file; it is flushed to the disk before it gets its name.
    On any exception nothing is left but what was there before. Raises DiskTrouble.
    """
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        yield part
        flush_to_disk(part)
        part.replace(path)
        flush_to_disk(path.parent)
    except OSError as error:
        raise disk_trouble(error, path) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the name `path` when the block ends well. Raises DiskTrouble."""
    with replacing(path) as part, part.open("xb") as stream:
        yield stream


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file at once, or nothing. Raises DiskTrouble."""
    with writing(path) as stream:
        stream.write(content)


def flush_to_disk(path: Path) -> None:
    """fsync a file or, where the system can, a folder."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def existing(path: Path) -> Path:
    """The path if it is a file one can read; Refused otherwise."""
    try:
        if path.is_file():
            return path
    except OSError as error:  # a name that is too long, a folder that may not be entered
        raise Refused("CDO-U101", file=str(path)) from error
    raise Refused("CDO-U101", file=str(path))


def made_folder(path: Path) -> Path:
    """The folder, made if it was not there. Raises DiskTrouble."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_trouble(error, path) from error
    return path
