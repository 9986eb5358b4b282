"""On what kind of disk a file lies: WAL on a network share has corrupted databases."""

from __future__ import annotations

import ctypes
import os
import sys
from enum import StrEnum
from pathlib import Path


class Volume(StrEnum):
    """What matters about a disk."""

    LOCAL = "local"
    NETWORK = "network"
    REMOVABLE = "removable"


_NETWORK = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "9p",
    "fuse.sshfs",
    "fuse.davfs",
)
_REMOVABLE = ("vfat", "exfat", "msdos", "iso9660", "udf", "fuseblk")
_WINDOWS = {2: Volume.REMOVABLE, 4: Volume.NETWORK, 5: Volume.REMOVABLE}


def volume_of(path: Path, mounts: str | None = None) -> Volume:
    """The kind of disk the path lies on; `mounts` is the text of /proc/mounts."""
    if sys.platform == "win32":
        drive = path.absolute().anchor
        if drive.startswith("\\\\"):
            return Volume.NETWORK
        return _WINDOWS.get(ctypes.windll.kernel32.GetDriveTypeW(drive), Volume.LOCAL)
    table = Path("/proc/mounts")
    text = mounts if mounts is not None else table.read_text("utf-8") if table.exists() else ""
    return _by_mounts(os.path.realpath(path), text)


def _by_mounts(real: str, text: str) -> Volume:
    best, kind = "", ""
    for line in text.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    if kind in _NETWORK:
        return Volume.NETWORK
    return Volume.REMOVABLE if kind in _REMOVABLE else Volume.LOCAL
