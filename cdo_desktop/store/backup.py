"""Backups that prove themselves: SQLite's online backup, opened and counted before it counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlcipher3 import dbapi2 as driver

from cdo_desktop.domain.people import Act
from cdo_desktop.errors import Refused
from cdo_desktop.files import replacing, writing
from cdo_desktop.store.engine import make_engine, quoted, translated
from cdo_desktop.store.lock import WriterLock
from cdo_desktop.tasks import Run

PAGES = 2000


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was opened, checked and counted."""

    path: Path
    records: int
    steps: int


def copy_database(
    engine: Engine,
    target: Path,
    passphrase: str | None,
    run: Run | None = None,
    *,
    new: bool = False,
) -> None:
    """Copy an open database to a file of this name: temp, fsync, replace.

    The copy of an encrypted workspace has the same passphrase. Raises DiskTrouble; with `new` also
    Refused if another program has taken the name meanwhile.
    """
    with replacing(target, new=new) as part, translated(target), engine.connect() as connection:
        source: Any = connection.connection.dbapi_connection
        copy = driver.connect(str(part))
        try:
            if passphrase is not None:
                copy.execute(f"PRAGMA key = {quoted(passphrase)}")
            source.backup(copy, pages=PAGES, progress=_progress(run))
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            copy.close()


def _progress(run: Run | None) -> Callable[[int, int, int], None]:
    def report(status: int, remaining: int, total: int) -> None:
        if run is not None:
            run.step("备份", total - remaining, total)

    return report


def tested(path: Path, passphrase: str | None) -> Backup:
    """Open a copy and count what it holds. Raises Refused if it is not sound."""
    engine = make_engine(path, mode="ro", passphrase=passphrase)
    try:
        with translated(path, passphrase), engine.connect() as connection:
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if said != "ok":
                raise Refused("CDO-S303", file=path.name, reason=said, who="")
            records = connection.exec_driver_sql("SELECT count(*) FROM record").scalar_one()
            steps = connection.exec_driver_sql("SELECT count(*) FROM step").scalar_one()
    finally:
        engine.dispose()
    return Backup(path, records, steps)


def has_steps_beside(path: Path) -> bool:
    """Whether a crash or an open program left steps in the write-ahead log beside the file.

    Whoever reads or copies the file without them does not have them.
    """
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def superfluous(stamps: Sequence[datetime], now: datetime) -> list[datetime]:
    """Which of the automatic backups may go: all of the last day are kept, then one a day for a
    month, then one a month; the newest always stays."""
    kept: set[object] = set()
    gone = []
    for stamp in sorted(stamps, reverse=True):
        age = now - stamp
        if age <= timedelta(days=1):
            continue
        key: object = stamp.date() if age <= timedelta(days=31) else (stamp.year, stamp.month)
        if key in kept and stamp != max(stamps):
            gone.append(stamp)
        kept.add(key)
    return gone


def restored_from(backup: Path, workspace: Path, act: Act, stamp: str) -> Path | None:
    """Put a copy of a backup in the place of a workspace; gives where the old file was kept.

    Raises Busy if somebody has the workspace open, DiskTrouble.
    """
    lock = WriterLock(workspace)
    lock.take(act)
    try:
        kept = None
        if workspace.exists():
            kept = _kept_name(workspace, stamp)
            _copied(workspace, kept)
        try:
            with replacing(workspace) as part:
                _copied(backup, part)
                if kept is not None:  # the last thing before the new file gets the name
                    _move_logs(workspace, kept)
        except BaseException:
            if kept is not None and not _logs(kept):
                kept.unlink()
            raise
        return kept
    finally:
        lock.release()


def _kept_name(workspace: Path, stamp: str) -> Path:
    """Where the old file goes; the lock sees to it that nobody else asks at the same time."""
    stem = f"{workspace.stem}.before-restore-{stamp}"
    names = (f"{stem}{number}{workspace.suffix}" for number in numbers())
    return next(path for name in names if not (path := workspace.with_name(name)).exists())


def numbers() -> Iterator[str]:
    """What tells the second file of a second from the first: nothing, -2, -3 …"""
    yield ""
    yield from (f"-{number}" for number in count(2))


def _move_logs(workspace: Path, kept: Path) -> None:
    """What a crash left beside the old file belongs to it; SQLite would play it into the new one.

    The index of a write-ahead log (-shm) is made again from the log.
    """
    for log in _logs(workspace):
        _copied(log, kept.with_name(kept.name + log.name.removeprefix(workspace.name)))
        log.unlink()
    workspace.with_name(f"{workspace.name}-shm").unlink(missing_ok=True)


def _logs(workspace: Path) -> list[Path]:
    """What a crash or an open program left beside a file."""
    beside = (workspace.with_name(workspace.name + suffix) for suffix in ("-wal", "-journal"))
    return [log for log in beside if log.exists()]


def _copied(source: Path, target: Path) -> None:
    with source.open("rb") as old, writing(target) as new:
        shutil.copyfileobj(old, new, 1 << 20)
