"""The rehearsals of one page on the worker thread: a newer wish stops and outdates the older."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.tasks import Run
from cdo_desktop.work import import_columns
from cdo_desktop.work.import_columns import SheetLook
from cdo_desktop.work.import_trying import Attempt, Wish, attempt
from cdo_desktop.workbench import Workbench
from ui.jobs import Job, Jobs
from ui.tr import tr


class Rehearsing(QObject):
    """Tries a workbook, then looks at its columns; only what was wished last is told."""

    tried = Signal(object)
    """An Attempt."""
    looked = Signal(object)
    """Sheet -> SheetLook, of the sheets that were tried."""
    failed = Signal(object)
    """The file cannot be read at all."""
    stopped = Signal()
    """The user stopped it."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._trying: Job | None = None
        self._looking: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a rehearsal is under way."""
        return self._trying is not None

    def drop(self) -> None:
        """Whatever is under way is not wanted any more."""
        for job in (self._trying, self._looking):
            if job is not None:
                job.stop()
        self._trying = self._looking = None

    def rehearse(self, bench: Workbench, path: Path, kind: str, wish: Wish) -> None:
        """Try a workbook; nothing is written."""
        self.drop()

        def work(run: Run) -> Attempt:
            return attempt(bench, path, kind, run, wish)

        self._trying = self._jobs.start(tr("预演“{path.name}”").format(path=path), work)
        self._trying.done.connect(self._done)
        self._trying.failed.connect(self._failed)
        self._trying.stopped.connect(self._stopped)

    def look(self, path: Path, first_lines: Mapping[str, int]) -> None:
        """Look at the columns of these sheets."""

        def work(run: Run) -> Mapping[str, SheetLook]:
            return import_columns.look(path, first_lines, run)

        self._looking = self._jobs.start(
            tr("看“{path.name}”各列的内容").format(path=path), work, quiet=True
        )
        self._looking.done.connect(self._looked)

    @Slot(object)
    def _done(self, found: Attempt) -> None:
        if self.sender() is self._trying:
            self._trying = None
            self.tried.emit(found)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        if self.sender() is self._trying:
            self._trying = None
            self.failed.emit(error)

    @Slot()
    def _stopped(self) -> None:
        if self.sender() is self._trying:
            self._trying = None
            self.stopped.emit()

    @Slot(object)
    def _looked(self, found: object) -> None:
        if self.sender() is self._looking:
            self._looking = None
            self.looked.emit(found)
