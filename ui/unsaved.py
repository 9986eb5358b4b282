"""Keeps a copy of what is being typed outside the workspace until it is saved in it.

Nothing is written on the key's path: a moment after a key, and then on a thread of its own, since
flushing to a slow disk takes longer than a key may.
"""

from __future__ import annotations

import logging
from queue import SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from cdo_desktop.domain.record import Record
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.work.items import Rows
from cdo_desktop.work.notes import Spot
from cdo_desktop.work.unsaved import (
    Journal,
    Place,
    Unsaved,
    edited_rows,
    journal_for,
    typed_cell,
    typed_remark,
    typed_value,
)
from cdo_desktop.workbench import Workbench
from ui.kept import Keeping, Kept
from ui.tr import tr

WRITE_AFTER = 250
"""Milliseconds after the first key that is not kept yet: who never pauses is kept all the same."""
TYPING = Kept(tr("正在输入…"), Keeping.UNDER_WAY)
TROUBLED = Kept(tr("正在输入…（磁盘写不进，没能另留一份）"), Keeping.NOT_SAVED)
_LOG = logging.getLogger("cdo_desktop.unsaved")
Entries = tuple[Unsaved, ...]


class TypingJournal(QObject):
    """What is typed and not saved, in every form and grid of the open workspace."""

    troubled = Signal(object)
    """A Kept, what the status bar is to say: it cannot be written. Said once."""
    _written = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench: Workbench | None = None
        self._journal: Journal | None = None
        self._live: dict[Place, Unsaved] = {}
        self._queue: SimpleQueue[Entries | None] = SimpleQueue()
        self._thread: Thread | None = None
        self.says = TYPING
        """How it stands with what is being typed, for the status bar."""
        self._wait = QTimer(self, singleShot=True, interval=WRITE_AFTER)
        self._wait.timeout.connect(self.write)
        self._written.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    # -- a workspace is opened and closed ------------------------------------------------------

    def begin(self, bench: Workbench) -> None:
        """Keep what is typed into this workspace from now on, if that may be."""
        self.end()
        self._bench, self._journal = bench, journal_for(bench)

    def end(self) -> None:
        """The typing is over: all is saved, or somebody let it go. Waits for the disk."""
        self._wait.stop()
        self._live.clear()
        thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()
        if self._journal is not None:
            self._journal.close()
        self._bench = self._journal = None
        self.says = TYPING

    # -- what is typed -------------------------------------------------------------------------

    def note_value(self, record: Record, element: str, text: str) -> None:
        """Something was typed into a field of a record."""
        if self._bench is not None:
            self._note(typed_value(record, element, text, self._bench.clock.now()))

    def note_cell(self, record: Record, cell: tuple[str, str, str], text: str) -> None:
        """Something is being typed into a cell: (group, id of the row, element)."""
        if self._bench is not None:
            self._note(typed_cell(record, cell, text, self._bench.clock.now()))

    def note_rows(self, record: Record, group: str, rows: Rows) -> None:
        """Rows of a group were edited."""
        if self._bench is not None:
            self._note(edited_rows(record, group, rows, self._bench.clock.now()))

    def note_remark(self, record_id: str, spot: Spot, text: str) -> None:
        """A remark is being written."""
        if self._bench is None:
            return
        head = self._bench.workspace.heads([record_id]).get(record_id)
        if head is not None:
            place = (spot.group, spot.row_id, spot.element)
            self._note(typed_remark(head, place, text, self._bench.clock.now()))

    def drop(self, record_id: str, element: str = "", group: str = "", row: str = "") -> None:
        """What was typed in this place is saved, or was given up."""
        self._drop((record_id, group, row, element, False))

    def drop_remarks(self, record_id: str) -> None:
        """No remark is being written on this record any more."""
        for place in [p for p in self._live if p[0] == record_id and p[-1]]:
            self._drop(place)

    def _drop(self, place: Place) -> None:
        if self._live.pop(place, None) is not None:
            self._write_soon()

    def _note(self, entry: Unsaved) -> None:
        if self._journal is not None:
            self._live[entry.place] = entry
            self._write_soon()

    # -- writing -------------------------------------------------------------------------------

    def _write_soon(self) -> None:
        if not self._wait.isActive():
            self._wait.start()

    @Slot()
    def write(self) -> None:
        """Have what is not saved now written; nothing if nothing ever was."""
        if self._journal is None or (self._thread is None and not self._live):
            return
        if self._thread is None:
            # Python looks for no dead rings while a workspace is open (ui/jobs.py): no widget
            # can come to its end on this thread
            self._thread = Thread(
                target=self._work_on, args=(self._journal,), name="cdo-unsaved", daemon=True
            )
            self._thread.start()
        self._queue.put(tuple(self._live.values()))

    def _work_on(self, journal: Journal) -> None:
        """Called on the thread: the newest of what waits, until the end; then nothing stays."""
        while (entries := self._queue.get()) is not None:
            if self._queue.empty():
                self._written.emit(_put(journal, entries))
        _put(journal, ())

    @Slot(bool)
    def _tell(self, written: bool) -> None:
        before, self.says = self.says, TYPING if written or self._journal is None else TROUBLED
        if self.says == TROUBLED != before:
            self.troubled.emit(self.says)


def _put(journal: Journal, entries: Entries) -> bool:
    """Called on the thread: whether it could be written."""
    try:
        journal.write(entries)
    except DiskTrouble as error:
        _LOG.warning("typing not kept: %s", error.code)
        return False
    return True
