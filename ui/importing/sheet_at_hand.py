"""The workbook that is being imported: which file, how it is read, what came of it so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cdo_desktop.domain.listing import StepInfo
from cdo_desktop.work.import_columns import SheetLook
from cdo_desktop.work.import_trying import Attempt, SheetLeft, Wish
from cdo_desktop.work.importing import Rehearsed
from cdo_desktop.workbench import Workbench
from ui.tr import tr

Stamp = tuple[int, int] | None
"""(time of the last change, size) of a file; None for one that is not there."""
Mark = tuple[StepInfo | None, StepInfo | None]
"""What could be undone and redone: another one where records have been written since."""


@dataclass
class SheetAtHand:
    """Kept while one is on other pages."""

    file: Path
    kind: str
    wish: Wish = field(default_factory=Wish)
    tried: Attempt | None = None
    looks: Mapping[str, SheetLook] = field(default_factory=dict)
    looked_from: Mapping[str, int] = field(default_factory=dict)
    """Sheet -> the first line that `looks` speaks of."""
    left: tuple[SheetLeft, ...] = ()
    """The sheets that wait for an import of their own."""
    stamp: Stamp = None
    mark: Mark = (None, None)

    def note_state(self, bench: Workbench) -> None:
        """The file and the workspace as they are when a rehearsal begins."""
        self.stamp = stamp_of(self.file)
        self.mark = mark_of(bench)

    @property
    def file_changed(self) -> bool:
        """Whether the file is another one since the rehearsal."""
        return self.stamp != stamp_of(self.file)

    @property
    def found(self) -> Rehearsed | None:
        """The rehearsal, if there is one."""
        return self.tried.rehearsed if self.tried else None

    @property
    def mapping(self) -> Mapping[str, Any]:
        """How its sheets are read; nothing where that is not known."""
        return self.tried.mapping if self.tried else {}

    @property
    def first_lines(self) -> dict[str, int]:
        """Sheet -> the first line of its data."""
        return {sheet: one.first_line for sheet, one in self.mapping.items()}

    @property
    def pending(self) -> int:
        """How many columns wait to be confirmed."""
        columns = (column for one in self.mapping.values() for column in one.columns)
        return sum(column.standing == "pending" for column in columns)

    def head(self, sheet: str) -> Sequence[Sequence[str]]:
        """The first lines of a sheet, as far as they have been read."""
        if sheet in self.looks:
            return self.looks[sheet].head
        sheets = self.tried.sheets if self.tried else ()
        return next((one.head for one in sheets if one.name == sheet), ())

    @property
    def shown_sheet(self) -> str:
        """The sheet one would look at: the one wished for, one that is read, one with something."""
        if self.wish.sheet:
            return self.wish.sheet
        filled = [one.name for one in (self.tried.sheets if self.tried else ()) if any(one.head)]
        return next(iter((*self.mapping, *filled)), "")


def stamp_of(file: Path) -> Stamp:
    """How a file is told from a later one of the same name."""
    try:
        found = file.stat()
    except OSError:  # gone, or the stick was pulled out: told where it is read
        return None
    return found.st_mtime_ns, found.st_size


def mark_of(bench: Workbench) -> Mark:
    """Whether records have been written is seen by the steps that could be undone and redone."""
    return bench.workspace.undoable(), bench.workspace.redoable()


def facts_of(hand: SheetAtHand | None, busy: bool) -> str:
    """The file and its sheets in one line."""
    if hand is None:
        return ""
    if hand.found is None:
        return tr("正在读取“{hand.file.name}”…").format(hand=hand) if busy else hand.file.name
    sheets = "、".join(f"“{source.sheet}”" for source in hand.found.rehearsal.sources)
    return tr("{hand.file.name}  ·  工作表{sheets}").format(hand=hand, sheets=sheets)


def counts_of(hand: SheetAtHand | None) -> str:
    """What was read, for the status bar."""
    if hand is None or hand.found is None:
        return ""
    lines = sum(one.lines for one in hand.looks.values())
    read = tr("读取 {lines:,} 行，").format(lines=lines) if lines else ""
    rehearsal = hand.found.rehearsal
    return tr("{read}归并为 {0:,} 条，信息项 {rehearsal.items:,} 个").format(
        len(rehearsal.entries), read=read, rehearsal=rehearsal
    )
