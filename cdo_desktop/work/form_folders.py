"""The private folders in which forms are laid out; what a killed program left of them is swept."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cdo_desktop.clock import Clock
from cdo_desktop.closing import Closes
from cdo_desktop.errors import DiskTrouble

PREFIX = "cdo-form-"
LEFT_BEHIND = timedelta(days=1)
"""Nobody signs what was prepared so long ago: its sheet is stale after an hour."""


def new_form_folder(now: datetime) -> Path:
    """A folder that nobody else can read; first those that were left behind are thrown away.

    Raises DiskTrouble.
    """
    sweep(now)
    try:
        return Path(tempfile.mkdtemp(prefix=PREFIX))
    except OSError as error:
        raise DiskTrouble("CDO-U204", file=tempfile.gettempdir(), reason=error.strerror) from error


class OwnFolder(Closes):
    """A folder of one's own, made when it is first wished for and removed with what is in it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._made: Path | None = None

    @property
    def path(self) -> Path:
        """The folder; nobody else can read it. Raises DiskTrouble."""
        if self._made is None:
            self._made = new_form_folder(self._clock.now())
        return self._made

    def close(self) -> None:
        """Remove it."""
        if self._made is not None:
            shutil.rmtree(self._made, ignore_errors=True)


def sweep(now: datetime) -> None:
    """Throw away the user's own folders of this name that are older than a day: by this clock and
    by the system's, which dates them. In a younger one somebody may be signing.

    What cannot be looked at or removed stays: it is not worth a refusal to sign.
    """
    try:
        with os.scandir(tempfile.gettempdir()) as entries:
            left = [Path(entry.path) for entry in _left(entries, now)]
    except OSError:  # a temporary folder that cannot be read is told when one is made in it
        return
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)


def _left(entries: Iterator[os.DirEntry[str]], now: datetime) -> Iterator[os.DirEntry[str]]:
    latest = min(now.timestamp(), time.time())
    for entry in entries:
        if not entry.name.startswith(PREFIX) or not entry.is_dir(follow_symlinks=False):
            continue
        facts = entry.stat(follow_symlinks=False)
        own = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
        if own and latest - facts.st_mtime > LEFT_BEHIND.total_seconds():
            yield entry
