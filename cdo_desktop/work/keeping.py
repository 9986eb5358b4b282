"""Keeping: backup, restore, checking the file and its history."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Act
from cdo_desktop.errors import Refused
from cdo_desktop.files import made_folder
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.uscc import check_uscc
from cdo_desktop.store.backup import (
    Backup,
    has_steps_beside,
    numbers,
    restored_from,
    superfluous,
    tested,
)
from cdo_desktop.store.info import WorkspaceInfo
from cdo_desktop.store.lock import WriterLock
from cdo_desktop.store.volumes import Volume
from cdo_desktop.tasks import Run
from cdo_desktop.workbench import Desk, Workbench

_VOLUMES = {
    Volume.LOCAL: "本机磁盘",
    Volume.NETWORK: "网络磁盘",
    Volume.REMOVABLE: "移动磁盘",
}
_FORM = "%Y%m%d-%H%M%S"
_NUMBER = re.compile(r"(?<=-\d{6})-\d{1,3}$")
"""What tells the second backup of a second from the first."""
OLDER = "CDO-S304"
NAME_TAKEN = "CDO-U102"
MAYBE_ENCRYPTED = ("CDO-S306", "CDO-S307")
_FAULTS = {
    "missing": "这一步不见了",
    "digest": "内容与它的摘要不符",
    "hash": "与前一步接不上",
    "revision": "版本 {which} 的内容被改动过",
    "record": "记录 {which} 显示的与历史不符",
}


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    backup: Backup
    kept: Path | None
    """Where the file that was there before went."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the doctor found; empty texts and tuples mean all is well."""

    damage: str
    broken_links: tuple[tuple[int, str], ...]
    volume: Volume
    read_only: bool
    encrypted: bool
    records: int
    deleted: int
    steps: int
    size: int
    profile: str
    standards: tuple[str, ...]

    @property
    def volume_label(self) -> str:
        """The kind of disk in words."""
        return _VOLUMES[self.volume]

    @property
    def healthy(self) -> bool:
        """Whether nothing is broken."""
        return not self.damage and not self.broken_links


def back_up(bench: Workbench, target: Path | None, run: Run) -> Backup:
    """Write a backup, open it again and count; without a name, into the folder of backups.

    Raises Refused if the name is taken or the copy is not sound, DiskTrouble, Cancelled; then
    nothing of it is left.
    """
    if target is not None:
        return bench.workspace.back_up(target, run)
    folder = backup_folder(bench.workspace.path)
    is_new = not folder.exists()
    made_folder(folder)
    try:
        return _under_free_name(bench, folder, run)
    except BaseException:
        if is_new:
            with suppress(OSError):  # another program has put its backup there
                folder.rmdir()
        raise


def _under_free_name(bench: Workbench, folder: Path, run: Run) -> Backup:
    """Named by the second; the second one within a second gets a number."""
    stem = f"{bench.workspace.path.stem}-{bench.clock.now().strftime(_FORM)}"
    paths = (folder / f"{stem}{number}.cdo" for number in numbers())
    try:
        return bench.workspace.back_up(next(p for p in paths if not p.exists()), run)
    except Refused as refused:
        if refused.code != NAME_TAKEN:
            raise
    return _under_free_name(bench, folder, run)  # another program was quicker


def backup_folder(workspace: Path) -> Path:
    """Where the automatic backups of a workspace lie."""
    return workspace.with_name(f"{workspace.stem}.backups")


def thin_backups(bench: Workbench) -> list[Path]:
    """Remove automatic backups that the schedule no longer keeps; gives what went."""
    folder = backup_folder(bench.workspace.path)
    found: dict[datetime, list[Path]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        stamp = _stamp(path, bench)
        if stamp:
            found.setdefault(stamp, []).append(path)
    stamps = [stamp for stamp, paths in found.items() for _ in paths]
    gone = [found[stamp].pop() for stamp in superfluous(stamps, bench.clock.now())]
    for path in gone:
        path.unlink()
    return gone


def _stamp(path: Path, bench: Workbench) -> datetime | None:
    start = f"{bench.workspace.path.stem}-"
    if not path.name.startswith(start) or path.suffix != ".cdo":
        return None
    text = _NUMBER.sub("", path.stem.removeprefix(start))
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=bench.clock.now().tzinfo)
    except ValueError:
        return None


def restore_backup(
    desk: Desk,
    backup: Path,
    workspace: Path,
    passphrase: str | None,
    *,
    whatever_is_there: bool = False,
) -> Restored:
    """Put a tested backup in the place of a workspace; what was there is kept beside it.

    `whatever_is_there`: also in the place of another workspace, or of a file that cannot be read.
    Raises Busy if the workspace is open; Refused if the backup is not sound, no workspace, another
    workspace's, the workspace itself, or has steps beside it that would be lost; DiskTrouble.
    """
    if not backup.is_file():
        raise Refused("CDO-U101", file=str(backup))
    if not workspace.parent.is_dir():
        raise Refused("CDO-U203", file=workspace.name)
    if workspace.exists() and not workspace.is_file():
        raise Refused("CDO-U102", file=workspace.name)
    _is_free(workspace, desk.act())
    if workspace.exists() and backup.samefile(workspace):
        raise Refused("CDO-S215", file=backup.name)
    if has_steps_beside(backup):
        raise Refused("CDO-S216", file=backup.name)
    theirs = _info(desk, backup, passphrase)
    if theirs and workspace.exists() and not whatever_is_there:
        _is_of(desk, theirs, backup, workspace, passphrase)
    found = tested(backup, passphrase)
    stamp = desk.clock.now().strftime(_FORM)
    kept = restored_from(backup, workspace, desk.act(), stamp)
    return Restored(found, kept)


def _is_free(workspace: Path, act: Act) -> None:
    """Raises Busy if somebody has it open, before anything else is said of the backup."""
    lock = WriterLock(workspace)
    lock.take(act)
    lock.release()


def _is_of(
    desk: Desk, theirs: WorkspaceInfo, backup: Path, workspace: Path, passphrase: str | None
) -> None:
    """Raises Refused if the backup is of another workspace than stands in its place.

    A file that is damaged is replaced: that is what backups are for. One that may be a workspace
    under another passphrase is not.
    """
    try:
        own = _info(desk, workspace, passphrase)
    except Refused as refused:
        if refused.code in MAYBE_ENCRYPTED:
            raise Refused("CDO-S223", file=workspace.name) from refused
        return
    if own and theirs.id != own.id:
        made = theirs.created_at[:10]
        raise Refused("CDO-S214", file=backup.name, org=theirs.org.name, made=made)


def _info(desk: Desk, path: Path, passphrase: str | None) -> WorkspaceInfo | None:
    """Whose workspace a file is; None for one of an older program, which is not opened to read."""
    try:
        with desk.open_to_read(path, passphrase) as bench:
            return bench.workspace.info
    except Refused as refused:
        if refused.code != OLDER:
            raise
        return None


def fault_label(what: str) -> str:
    """A fault of the history in words."""
    kind, _, which = what.partition(" ")
    return _FAULTS[kind].format(which=which)


def examine(bench: Workbench, run: Run) -> Diagnosis:
    """Check the file and its history from end to end."""
    workspace = bench.workspace
    run.step("检查文件")
    damage = workspace.damage()
    broken = () if damage else tuple(workspace.broken_links(run))
    return Diagnosis(
        damage=damage,
        broken_links=broken,
        volume=workspace.volume,
        read_only=workspace.read_only,
        encrypted=workspace.encrypted,
        records=workspace.count(ListQuery()),
        deleted=workspace.count(ListQuery(deleted=True)),
        steps=len(workspace.steps()),
        size=workspace.path.stat().st_size,
        profile=bench.library.profile.label,
        standards=tuple(f"{kind.label} {kind.standard}" for kind in bench.library.kinds.values()),
    )


def notes_on_new(bench: Workbench) -> list[str]:
    """What is to be said about a workspace just made: its organisation's code, region, disk."""
    code = bench.org.code
    checked = check_uscc(code)
    problems = [*checked.errors, *checked.warnings]
    notes = []
    if problems:
        told = "；".join(map(str, problems))
        notes.append(sentence("CDO-S310").says.format(code=code, problem=told))
    region = bench.workspace.info.region
    if region and bench.library.regions.name(region[:6]) is None:
        notes.append(sentence("CDO-S312").says.format(region=region))
    return [*notes, *notes_on_opened(bench)]


def notes_on_opened(bench: Workbench) -> list[str]:
    """What is to be said whenever a workspace is opened: that it lies on a doubtful disk."""
    if bench.workspace.volume is Volume.LOCAL:
        return []
    where = sentence("CDO-S311")
    return [(where.says + where.todo).format(volume=_VOLUMES[bench.workspace.volume])]
