"""Remarks being written: what is typed is kept for each record until it is written or let go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from cdo_desktop.work import notes
from cdo_desktop.work.notes import Spot
from ui.shell import Shell
from ui.tr import tr


@dataclass(frozen=True, slots=True)
class Draft:
    """A remark that is not written yet."""

    spot: Spot
    where: str
    """What it hangs on, in words."""
    text: str


class Remarking(QObject):
    """Writes and settles remarks on the worker, after whatever is being written there."""

    changed = Signal(str)
    """The remarks on the record with this id are to be read again."""
    failed = Signal(object)
    """An exception; what was typed is still here."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._drafts: dict[str, Draft] = {}
        self._going: set[str] = set()
        shell.session.opened.connect(self._forget_quietly)

    def draft(self, record_id: str) -> Draft | None:
        """What was typed for this record and is not written yet."""
        return self._drafts.get(record_id)

    def is_going(self, record_id: str) -> bool:
        """Whether the draft of this record is being written right now."""
        return record_id in self._going

    @property
    def unwritten(self) -> dict[str, Draft]:
        """Record id -> draft, for all that still wait."""
        return dict(self._drafts)

    def keep(self, record_id: str, draft: Draft) -> None:
        """Somebody typed; nothing but blanks is no draft. The journal of typing has it too."""
        self._shell.typing.drop_remarks(record_id)
        if draft.text.strip():
            self._drafts[record_id] = draft
            self._shell.typing.note_remark(record_id, draft.spot, draft.text)
        else:
            self._drafts.pop(record_id, None)

    def forget(self) -> None:
        """Let go of all drafts: somebody chose to."""
        gone, self._drafts = self._drafts, {}
        for record_id in gone:
            self._shell.typing.drop_remarks(record_id)
            self.changed.emit(record_id)

    def write_all(self) -> None:
        """Write every draft."""
        for record_id in list(self._drafts):
            self.write(record_id)

    def write(self, record_id: str) -> None:
        """Write the draft of a record."""
        bench, draft = self._shell.session.bench, self._drafts.get(record_id)
        if bench is None or draft is None or record_id in self._going:
            return
        self._going.add(record_id)
        self.changed.emit(record_id)
        text = draft.text.strip()
        job = self._shell.jobs.start(
            tr("写意见"), lambda run: notes.remark_at(bench, record_id, draft.spot, text)
        )
        job.done.connect(partial(self._written, record_id, draft))
        job.failed.connect(partial(self._not_written, record_id))
        job.stopped.connect(partial(self._not_written, record_id))

    def _written(self, record_id: str, draft: Draft, nothing: object) -> None:
        self._going.discard(record_id)
        if self._drafts.get(record_id) == draft:
            del self._drafts[record_id]
            self._shell.typing.drop_remarks(record_id)
        self.changed.emit(record_id)

    def _not_written(self, record_id: str, error: BaseException | None = None) -> None:
        """`error`: None if somebody stopped it."""
        self._going.discard(record_id)
        self.changed.emit(record_id)
        if error is not None:
            self.failed.emit(error)

    def settle(self, record_id: str, comment_id: str) -> None:
        """Mark a remark as settled."""
        bench = self._shell.session.bench
        if bench is not None:
            job = self._shell.jobs.start(
                tr("处理意见"), lambda run: notes.settle(bench, [comment_id])
            )
            job.done.connect(partial(self._settled, record_id))
            job.failed.connect(self.failed)

    def _settled(self, record_id: str, remarks: object) -> None:
        self.changed.emit(record_id)

    def _forget_quietly(self) -> None:
        self._drafts.clear()
