"""Writing files so that the final name never holds half a file: temp + fsync + replace."""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import uuid4

from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.paths import resources

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


_MACHINE = f"{zlib.crc32(platform.node().encode()) & 0xFFFF:04x}"
_TEMPORARY = re.compile(
    r"\.(.+)\.([0-9a-f]{4})-([0-9a-f]{1,7})-[0-9a-f]{6}\.part(?:-journal|-wal|-shm)?", re.DOTALL
)
_ENDS = (".part", ".part-journal", ".part-wal", ".part-shm")
_A_DAY = 24 * 60 * 60


def disk_trouble(error: OSError, path: Path) -> DiskTrouble:
    """The clear error for what the operating system said about writing `path`.

    Something else may have been read meanwhile: then it is that file's trouble.
    """
    return trouble_elsewhere(error, path) or DiskTrouble(
        _CODES.get(error.errno or 0, "CDO-U204"), file=path.name, reason=error.strerror
    )


def trouble_elsewhere(error: OSError, path: Path) -> DiskTrouble | None:
    """The clear error if the operating system spoke of another file than `path`; else None.

    A file of the program itself that is missing is said to be one: the copy is not whole.
    """
    if not isinstance(error.filename, str | os.PathLike):
        return None
    named, own = Path(os.fspath(error.filename)).absolute(), path.absolute()
    if any(named.is_relative_to(folder) for folder in _program()):
        return DiskTrouble("CDO-U206", file=str(named))
    if named in own.parents or named.is_relative_to(own.parent):
        return None  # itself, what is written beside it, a folder that it should lie in
    if error.errno == errno.ENOENT:
        return DiskTrouble("CDO-U101", file=str(named))
    return DiskTrouble("CDO-U204", file=named.name, reason=error.strerror)


def _program() -> tuple[Path, Path]:
    """Where the program's own files lie; nobody works in there."""
    return Path(__file__).absolute().parent, resources().absolute()


@contextmanager
def replacing(path: Path, *, new: bool = False) -> Iterator[Path]:
    """A temporary path beside `path`, put in its place when the block ends well.

    The block writes and closes the file; it is flushed to the disk before it gets its name.
    On any exception nothing is left but what was there before; what a killed program left of
    earlier writing to the same name goes too. Raises DiskTrouble; with `new` also Refused if
    somebody else has given a file this name meanwhile.
    """
    part = temporary_name(path)
    _sweep(path)
    try:
        yield part
        flush_to_disk(part)
        if new:
            _take_name(part, path)
        else:
            part.replace(path)
        flush_to_disk(path.parent)
    except OSError as error:
        raise disk_trouble(error, path) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _take_name(part: Path, path: Path) -> None:
    """Give a file a name that nobody has; renaming would take it from who has it."""
    try:
        os.link(part, path)  # the caller removes the other name
    except FileExistsError as error:
        raise Refused("CDO-U102", file=path.name) from error
    except OSError as error:  # a disk on which a file has one name only (FAT)
        if path.exists():
            raise Refused("CDO-U102", file=path.name) from error
        part.rename(path)


def temporary_name(path: Path) -> Path:
    """Where a file is written that will be called `path`: beside it, naming who writes."""
    return path.with_name(f".{path.name}.{_MACHINE}-{os.getpid():x}-{uuid4().hex[:6]}.part")


def _sweep(path: Path) -> None:
    """Remove what is left of writing to this name. What cannot be removed does no harm there."""
    with suppress(OSError):
        for beside in list(path.parent.iterdir()):
            if beside.name.endswith(_ENDS) and _is_left_of(beside, path.name):
                with suppress(OSError):
                    beside.unlink()


def _is_left_of(beside: Path, name: str) -> bool:
    """Whether nobody writes it any longer, and it would have been called `name`.

    A program that lives on this machine is not disturbed; of another machine, and where the system
    cannot be asked, what is a day old is given up.
    """
    found = _TEMPORARY.fullmatch(beside.name)
    target = found
    while target and target[1] != name:  # a copy made within another writing
        target = _TEMPORARY.fullmatch(target[1])
    if found is None or target is None:
        return False
    if found[2] == _MACHINE and os.name != "nt" and not _lives(int(found[3], 16)):
        return True
    return time.time() - beside.stat().st_mtime > _A_DAY


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the name `path` when the block ends well. Raises DiskTrouble."""
    with replacing(path) as part, part.open("xb") as stream:
        yield stream


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file at once, or nothing. Raises DiskTrouble."""
    with writing(path) as stream:
        stream.write(content)


def copy_file(source: Path, target: Path) -> None:
    """Write a whole copy, or nothing. Raises Refused CDO-U101, DiskTrouble."""
    with writing(target) as copy, existing(source).open("rb") as stream:
        shutil.copyfileobj(stream, copy)


_CANNOT_FLUSH = (errno.EINVAL, errno.ENOTSUP)
"""What disks of other machines (CIFS, FUSE) say of flushing a folder: they do not know it."""


def flush_to_disk(path: Path) -> None:
    """fsync a file or, where the system and the disk can, a folder.

    A folder that cannot be flushed is no trouble: what was renamed in it has its name already.
    """
    is_folder = path.is_dir()
    if os.name == "nt" and is_folder:
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as error:
        if not (is_folder and error.errno in _CANNOT_FLUSH):
            raise
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
