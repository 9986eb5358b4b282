"""Writing what was rehearsed, and the annotated copy, on the worker thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.tasks import Run
from cdo_desktop.work import importing
from cdo_desktop.work.import_choices import Choices
from cdo_desktop.work.importing import Imported, Rehearsed
from cdo_desktop.workbench import Workbench
from ui.jobs import Jobs
from ui.tr import tr


class ImportWriting(QObject):
    """One at a time; tells how it ended."""

    written = Signal(object)
    """An Imported."""
    failed = Signal(object)
    """Nothing was written."""
    stopped = Signal()
    """The user stopped it; nothing was written."""
    annotated = Signal(object)
    """The path of the annotated copy."""
    not_annotated = Signal(object)
    """There is no annotated copy."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.is_busy = False
        """Whether something is being written to the workspace."""

    def write(self, bench: Workbench, found: Rehearsed, choices: Choices) -> None:
        """Write what was chosen of a rehearsal as one step."""
        self.is_busy = True

        def work(run: Run) -> Imported:
            return importing.write(bench, found, run, choices)

        job = self._jobs.start(tr("写入 {0} 条").format(len(found.going(choices))), work)
        job.done.connect(self._written)
        job.failed.connect(self._failed)
        job.stopped.connect(self._stopped)

    @Slot(object)
    def _written(self, done: Imported) -> None:
        self.is_busy = False
        self.written.emit(done)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.is_busy = False
        self.failed.emit(error)

    @Slot()
    def _stopped(self) -> None:
        self.is_busy = False
        self.stopped.emit()

    def annotate(self, found: Rehearsed, target: Path) -> None:
        """Write the user's own sheet with the findings beside the cells."""

        def work(run: Run) -> Path:
            return importing.annotated_copy(found, target, run).path

        job = self._jobs.start(tr("写出“{target.name}”").format(target=target), work)
        job.done.connect(self.annotated)
        job.failed.connect(self.not_annotated)
