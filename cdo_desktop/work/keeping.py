"""Keeping: backup, restore, checking the file and its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import Refused
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.uscc import check_uscc
from cdo_desktop.store.backup import Backup, restored_from, superfluous, tested
from cdo_desktop.store.volumes import Volume
from cdo_desktop.tasks import Run
from cdo_desktop.workbench import Desk, Workbench

_VOLUMES = {
    Volume.LOCAL: "本机磁盘",
    Volume.NETWORK: "网络磁盘",
    Volume.REMOVABLE: "移动磁盘",
}
_FORM = "%Y%m%d-%H%M%S"


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
    """Write a backup, open it again and count; without a name, into the folder of backups."""
    return bench.workspace.back_up(target or _next_name(bench), run)


def _next_name(bench: Workbench) -> Path:
    folder = backup_folder(bench.workspace.path)
    folder.mkdir(exist_ok=True)
    stamp = bench.clock.now().strftime(_FORM)
    return folder / f"{bench.workspace.path.stem}-{stamp}.cdo"


def backup_folder(workspace: Path) -> Path:
    """Where the automatic backups of a workspace lie."""
    return workspace.with_name(f"{workspace.stem}.backups")


def thin_backups(bench: Workbench) -> list[Path]:
    """Remove automatic backups that the schedule no longer keeps; gives what went."""
    folder = backup_folder(bench.workspace.path)
    stamps: dict[datetime, Path] = {}
    for path in sorted(folder.glob(f"{bench.workspace.path.stem}-*.cdo")):
        stamp = _stamp(path, bench)
        if stamp:
            stamps[stamp] = path
    gone = [stamps[stamp] for stamp in superfluous(list(stamps), bench.clock.now())]
    for path in gone:
        path.unlink()
    return gone


def _stamp(path: Path, bench: Workbench) -> datetime | None:
    text = path.stem.removeprefix(f"{bench.workspace.path.stem}-")
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=bench.clock.now().tzinfo)
    except ValueError:
        return None


def restore_backup(desk: Desk, backup: Path, workspace: Path, passphrase: str | None) -> Restored:
    """Put a tested backup in the place of a workspace; what was there is kept beside it.

    Raises Busy if the workspace is open, Refused if the backup is not sound.
    """
    if not backup.is_file():
        raise Refused("CDO-U101", file=str(backup))
    found = tested(backup, passphrase)
    stamp = desk.clock.now().strftime(_FORM)
    kept = restored_from(backup, workspace, desk.act(), stamp)
    return Restored(found, kept)


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
    """What is to be said about a workspace just made: its disk, its organisation's code."""
    code = bench.org.code
    checked = check_uscc(code)
    problems = [*checked.errors, *checked.warnings]
    notes = []
    if problems:
        told = "；".join(map(str, problems))
        notes.append(sentence("CDO-S310").says.format(code=code, problem=told))
    if bench.workspace.volume is not Volume.LOCAL:
        label = _VOLUMES[bench.workspace.volume]
        where = sentence("CDO-S311")
        notes.append((where.says + where.todo).format(volume=label))
    return notes
