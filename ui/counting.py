"""Counts what waits and what is wrong, for the frame: on the worker, and never twice at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cdo_desktop.work.standing import Standing, standing
from cdo_desktop.workbench import Workbench
from ui.jobs import Job, Jobs
from ui.session import Session
from ui.tr import tr

AFTER_TYPING = 2000
"""Milliseconds after a form saved a record: the next one often follows at once."""


class Counting(QObject):
    """Counted when a workspace was opened, when records were written, when typing has paused."""

    counted = Signal(object)
    """The Standing of the workspace that is open."""

    def __init__(self, jobs: Jobs, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._session = jobs, session
        self._job: Job | None = None
        self._of: Workbench | None = None
        self._again = False
        self._later = QTimer(self, singleShot=True, interval=AFTER_TYPING)
        self._later.timeout.connect(self.count)
        session.opened.connect(self.count)
        session.changed.connect(self.count)
        session.stepped.connect(self._later.start)

    @Slot()
    def count(self) -> None:
        """Count now, or once more after the count that is under way."""
        self._later.stop()
        bench = self._session.bench
        if bench is None:
            return
        if self._job is not None:
            self._again = True
            return
        self._of = bench
        self._job = self._jobs.start(tr("统计"), lambda run: standing(bench, run), quiet=True)
        self._job.done.connect(self._show)
        self._job.failed.connect(self._end)
        self._job.stopped.connect(self._end)

    @Slot(object)
    def _show(self, found: Standing) -> None:
        if self._of is self._session.bench:
            self.counted.emit(found)
        self._end()

    def _end(self, error: object = None) -> None:
        """What could not be counted is counted again with the next change; a page will tell why."""
        self._job = None
        if self._again:
            self._again = False
            self.count()
