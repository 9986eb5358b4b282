"""What the page of reports says, counted on the worker; only the newest wish is answered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.tasks import Run
from cdo_desktop.work.figures import Figures, figures
from cdo_desktop.work.roadmap import Road, roadmap
from cdo_desktop.workbench import Workbench
from ui.jobs import Job, Jobs
from ui.tr import tr


class FiguresReading(QObject):
    """Counts, and counts again where something else was wished for meanwhile."""

    read = Signal(object, object)
    """(Figures, Road)."""
    failed = Signal(object)
    """The exception."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._wanted: tuple[Workbench, str | None, int] | None = None

    def begin(self, bench: Workbench, office: str | None, months: int) -> None:
        """Count for an office ("" = what has none, None = all) over so many months."""
        self._wanted = (bench, office, months)
        if self._job is None:
            self._start()

    def _start(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        bench, office, months = wanted

        def work(run: Run) -> tuple[Figures, Road]:
            return figures(bench, run, office, months), roadmap(bench, run)

        self._job = self._jobs.start(tr("统计"), work, quiet=True)
        self._job.done.connect(self._show)
        self._job.failed.connect(self._fail)
        self._job.stopped.connect(self._end)

    @Slot(object)
    def _show(self, found: tuple[Figures, Road]) -> None:
        if self._wanted is None:
            self.read.emit(*found)
        self._end()

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        if self._wanted is None:
            self.failed.emit(error)
        self._end()

    @Slot()
    def _end(self) -> None:
        self._job = None
        self._start()
