"""Restoring: which backups there are, whether one can be relied on, and what it would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.listing import ListQuery, StepInfo
from cdo_desktop.store.backup import Backup as Backup  # named by the callers
from cdo_desktop.store.backup import tested
from cdo_desktop.tasks import Run
from cdo_desktop.work.keeping import backup_folder
from cdo_desktop.workbench import Desk, Workbench

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A file in the folder of backups."""

    path: Path
    at: datetime
    """When the file was written, in local time."""
    size: int


@dataclass(slots=True)
class Difference:
    """What restoring would do to the records of one kind."""

    label: str
    back: list[str]
    """Titles of records that are not here now."""
    changed: list[str]
    """Titles of records that would be as they were."""
    gone: list[str]
    """Titles of records made since, which would not be here any more."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of this kind would change."""
        return not (self.back or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Preview:
    """What restoring a backup would change."""

    backup: Backup
    differences: tuple[Difference, ...]
    """By kind; only kinds of which something would change."""
    lost: tuple[StepInfo, ...]
    """The steps made since the backup, newest first."""
    same_workspace: bool

    @property
    def changes(self) -> int:
        """How many records would change, come or go."""
        return sum(len(d.back) + len(d.changed) + len(d.gone) for d in self.differences)


def backups_of(workspace: Path) -> list[KeptBackup]:
    """The backups in the folder of a workspace, newest first."""
    folder = backup_folder(workspace)
    found = []
    for path in folder.glob("*.cdo") if folder.is_dir() else ():
        told = path.stat()
        at = datetime.fromtimestamp(told.st_mtime).astimezone()
        found.append(KeptBackup(path, at, told.st_size))
    return sorted(found, key=lambda one: one.at, reverse=True)


def try_backup(path: Path, passphrase: str | None = None) -> Backup:
    """Open a backup, check the file and count what it holds. Raises Refused if it is not sound."""
    return tested(path, passphrase)


def preview_restore(bench: Workbench, backup: Path, passphrase: str | None, run: Run) -> Preview:
    """What would change if this backup took the place of the open workspace; nothing does.

    Raises Refused if the backup is not sound or no workspace, Cancelled.
    """
    run.step("核对备份")
    sound = tested(backup, passphrase)
    desk = Desk(bench.clock, bench.who, bench.machine)
    with desk.open_to_read(backup, passphrase) as then:
        differences = [_difference(bench, then, kind, run) for kind in bench.library.kinds]
        known = {(step.seq, step.at) for step in then.workspace.steps()}
        same = then.workspace.info.id == bench.workspace.info.id
    lost = tuple(s for s in bench.workspace.steps() if (s.seq, s.at) not in known)
    shown = tuple(one for one in differences if not one.is_empty)
    return Preview(sound, shown, lost, same)


def _difference(now: Workbench, then: Workbench, kind: str, run: Run) -> Difference:
    here = dict(_revisions(now, kind, run))
    there = dict(_revisions(then, kind, run))
    return Difference(
        now.library.kind(kind).label,
        back=[there[id_][1] for id_ in there if id_ not in here],
        changed=[there[i][1] for i in there if i in here and there[i][0] != here[i][0]],
        gone=[here[id_][1] for id_ in here if id_ not in there],
    )


def _revisions(bench: Workbench, kind: str, run: Run) -> Iterator[tuple[str, tuple[str, str]]]:
    """(id, (revision, title)) of every record of a kind that is in the list."""
    numbers = bench.workspace.numbers(ListQuery(kind))
    for start in range(0, len(numbers), _CHUNK):
        run.step("比较", start, len(numbers))
        for line in bench.workspace.summaries(numbers[start : start + _CHUNK]).values():
            yield line.id, (line.revision_id, line.title)
