"""The journal of what is being typed: a small file of this user's, offered after a crash.

It lies in the user's own folder, never in the workspace; each program that types has one of its own
beside a lock that falls with the program, so that no two ever write the same. What belongs to an
encrypted workspace is not written: it would lie in clear outside of it (docs/adr/0005).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
from filelock import FileLock, Timeout

from cdo_desktop.domain.canonical import canonical_text
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.record import Head, Record
from cdo_desktop.files import disk_trouble, made_folder, write_bytes
from cdo_desktop.paths import user_data
from cdo_desktop.work.items import Rows
from cdo_desktop.workbench import Workbench

ENDING, DAMAGED = ".typed.json", ".damaged"
_FORM = 1
Place = tuple[str, str, str, str, bool]
"""Id of the record, key of the group, id of the row, key of the element, whether it is a remark."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Something typed that is not in the workspace yet."""

    record: str
    """Id."""
    revision: str
    """The revision it was typed upon."""
    title: str
    """What the record was called then."""
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    text: str
    """As it was typed; for rows their canonical JSON."""
    element: str = ""
    """"" = the rows of the group as a whole."""
    group: str = ""
    row: str = ""
    """Id of the row of a cell; "" for the row that began with this cell."""
    remark: bool = False
    """Whether it is a remark that hangs there."""

    @property
    def place(self) -> Place:
        """Where it was typed: later typing there takes its place."""
        return self.record, self.group, self.row, self.element, self.remark

    @property
    def rows(self) -> Rows:
        """The rows of the group, if it is about them. Raises ValueError if they are damaged."""
        return tuple(msgspec.json.decode(self.text, type=list[dict[str, Any]]))

    @property
    def is_rows(self) -> bool:
        """Whether it is the rows of a group as a whole."""
        return not self.element and not self.remark


def typed_value(record: Record, element: str, text: str, at: datetime) -> Unsaved:
    """What was typed into a field."""
    return Unsaved(record.id, record.revision_id, record.title, at, text, element)


def typed_cell(record: Record, cell: tuple[str, str, str], text: str, at: datetime) -> Unsaved:
    """What is being typed into a cell: (group, id of the row, element)."""
    group, row, element = cell
    return Unsaved(record.id, record.revision_id, record.title, at, text, element, group, row)


def typed_remark(
    head: Head | Record, place: tuple[str, str, str], text: str, at: datetime
) -> Unsaved:
    """A remark being written on (group, id of the row, element), "" where there is none."""
    group, row, element = place
    return Unsaved(head.id, head.revision_id, head.title, at, text, element, group, row, True)


def edited_rows(record: Record, group: str, rows: Rows, at: datetime) -> Unsaved:
    """The rows of a group that wait to be written."""
    text = canonical_text([dict(row) for row in rows])
    return Unsaved(record.id, record.revision_id, record.title, at, text, "", group)


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """A journal as it is written."""

    form: int
    workspace: str
    file: str
    entries: list[Unsaved]


class Journal:
    """One program's file for one workspace; it is there while something is not saved."""

    def __init__(self, path: Path, workspace_id: str, file: Path) -> None:
        self.path = path
        self._workspace_id, self._file = workspace_id, str(file)
        # taken by whichever thread writes first, let go by whichever closes it
        self._lock = FileLock(path.with_name(f".{path.name}.lock"), thread_local=False)

    def take(self) -> bool:
        """Become the one that writes it; False if a living program is. Raises DiskTrouble."""
        try:
            made_folder(self.path.parent).chmod(0o700)
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        except OSError as error:
            raise disk_trouble(error, self.path) from error
        return True

    def write(self, entries: Sequence[Unsaved]) -> None:
        """Keep these and nothing else; without any there is no file. Raises DiskTrouble."""
        if not self._lock.is_locked:
            self.take()
        if entries:
            made = _Written(_FORM, self._workspace_id, self._file, list(entries))
            write_bytes(self.path, msgspec.json.encode(made))
            return
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_trouble(error, self.path) from error

    def read(self) -> tuple[Unsaved, ...]:
        """What is in it; nothing where there is no file, or it is another workspace's. Raises
        ValueError if it is damaged, OSError if it cannot be read."""
        try:
            found = msgspec.json.decode(self.path.read_bytes(), type=_Written)
        except FileNotFoundError:
            return ()
        for entry in found.entries:
            if entry.is_rows and not all(isinstance(row.get("id"), str) for row in entry.rows):
                raise ValueError("a row without an id")
        if found.form != _FORM or found.workspace != self._workspace_id:
            raise ValueError("a journal of another form")
        if found.file != self._file and Path(found.file).exists():
            return ()  # of the workspace this one is a copy of; it is offered there
        return tuple(found.entries)

    def set_aside(self) -> Path:
        """Give a damaged file another name, under which nobody reads it; where it lies then.

        Where it cannot be renamed it stays, and is told of again the next time.
        """
        aside = self.path.with_name(self.path.name.removesuffix(ENDING) + DAMAGED)
        with suppress(OSError):
            return self.path.replace(aside)
        return self.path

    def close(self) -> None:
        """Let go of it; its file stays as it is."""
        if not self._lock.is_locked:
            return
        held = Path(self._lock.lock_file)
        if os.name != "nt":  # while it is held: afterwards it may be another's
            held.unlink(missing_ok=True)
        self._lock.release()
        if os.name == "nt":
            with suppress(PermissionError):
                held.unlink(missing_ok=True)


def journal_for(bench: Workbench) -> Journal | None:
    """A journal for what will be typed; None where nothing can be, or where it may not be kept in
    clear."""
    workspace = bench.workspace
    if workspace.read_only or workspace.encrypted:
        return None
    name = f"{workspace.info.id}-{new_id()[-12:]}{ENDING}"
    return Journal(_folder() / name, workspace.info.id, workspace.path)


@dataclass(frozen=True)
class LeftBehind:
    """What programs that ended in the middle of the typing left for a workspace."""

    journals: tuple[tuple[Journal, tuple[Unsaved, ...]], ...] = ()
    set_aside: tuple[Path, ...] = ()
    """Files that could not be read; they have been given other names."""

    @property
    def entries(self) -> list[Unsaved]:
        """Everything that was typed, in the order of time."""
        found = dict.fromkeys(entry for _, entries in self.journals for entry in entries)
        return sorted(found, key=lambda entry: entry.at)

    def keep_only(self, wanted: Collection[Unsaved]) -> LeftBehind:
        """Forget the rest, also on the disk. Raises DiskTrouble."""
        kept = []
        for journal, entries in self.journals:
            left = tuple(entry for entry in entries if entry in wanted)
            if left != entries:
                journal.write(left)
            if left:
                kept.append((journal, left))
            else:
                journal.close()
        return LeftBehind(tuple(kept))

    def close(self) -> None:
        """Let go of it; what was not decided is offered another time."""
        for journal, _ in self.journals:
            journal.close()


def left_behind(bench: Workbench) -> LeftBehind:
    """What was typed into this workspace and not saved, by programs that live no longer.

    A damaged journal is set aside. Raises DiskTrouble.
    """
    if bench.workspace.read_only:
        return LeftBehind()
    found, aside = [], []
    for journal in _journals(bench):
        if not journal.take():
            continue
        try:
            entries = journal.read()
        except (OSError, ValueError):
            aside.append(journal.set_aside())
            entries = ()
        if entries:
            found.append((journal, entries))
        else:
            journal.close()
    return LeftBehind(tuple(found), tuple(aside))


def _journals(bench: Workbench) -> Iterable[Journal]:
    id_ = bench.workspace.info.id
    for path in sorted(_folder().glob(f"{id_}-*{ENDING}")):
        yield Journal(path, id_, bench.workspace.path)


def _folder() -> Path:
    return user_data() / "unsaved"
