"""One writer at a time: who holds a workspace, and how a second program learns it."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.people import Act
from cdo_desktop.errors import Busy, DiskTrouble, Refused
from cdo_desktop.files import write_bytes
from cdo_desktop.store.engine import SOMEBODY


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the workspace."""

    who: str
    machine: str
    since: str
    process: int

    def __str__(self) -> str:
        """As it stands in a sentence; the time is that of the clock on the wall here."""
        since = datetime.fromisoformat(self.since).astimezone().strftime("%Y-%m-%d %H:%M")
        return f"“{self.machine}”上的“{self.who}”（{since} 起，进程 {self.process}）"


class WriterLock:
    """An operating-system lock beside the file; it falls when its process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path.with_name(f".{path.name}.lock"))
        self._card = path.with_name(f".{path.name}.holder")

    def take(self, act: Act) -> None:
        """Become the writer. Raises Busy if somebody is, Refused where nothing can be written."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            who = self.holder()
            raise Busy("CDO-S301", file=self._path.name, who=who or SOMEBODY) from error
        except OSError as error:
            raise Refused("CDO-S304", file=self._path.name) from error
        facts = {"who": act.who.name, "machine": act.machine}
        card = {**facts, "since": timestamp(act.at), "process": os.getpid()}
        try:
            write_bytes(self._card, json.dumps(card, ensure_ascii=False).encode())
        except DiskTrouble:
            self._let_go()
            raise

    def release(self) -> None:
        """Let go; harmless if it was never taken."""
        if self._lock.is_locked:
            self._card.unlink(missing_ok=True)
            self._let_go()

    def _let_go(self) -> None:
        """The lock's file goes while the lock is still held: afterwards it may be another's.

        Windows cannot remove a file that is open; there it goes if nobody has taken it since.
        """
        file = Path(self._lock.lock_file)
        if os.name != "nt":
            file.unlink(missing_ok=True)
        self._lock.release()
        with suppress(PermissionError):
            if os.name == "nt":
                file.unlink(missing_ok=True)

    def holder(self) -> Holder | None:
        """Who wrote the card, if there is one that can be read."""
        try:
            card = Holder(**json.loads(self._card.read_text("utf-8")))
            str(card)
            return card
        except (OSError, ValueError, TypeError, OverflowError):
            return None
