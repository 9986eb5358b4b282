"""The check of the whole workspace (F7): made on the worker, kept until another one is open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from cdo_desktop.domain.findings import Finding
from cdo_desktop.work import problems
from cdo_desktop.work.problems import LastCheck
from cdo_desktop.workbench import Workbench
from ui.jobs import Job, Jobs
from ui.tr import tr


class FullCheck(QObject):
    """What the last check found, for every list page to show."""

    changed = Signal()
    """There is another result, or a check has begun or ended."""

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        self.last: LastCheck | None = None
        self._wished: Finding | None = None

    @property
    def running(self) -> bool:
        """Whether a check is under way."""
        return self._job is not None

    def begin(self, jobs: Jobs, bench: Workbench) -> Job:
        """Check everything; its job gives a LastCheck. One that is under way goes on."""
        if self._job is not None:
            return self._job
        job = jobs.start(tr("检查全部清单"), lambda run: problems.check_all(bench, run))
        job.done.connect(partial(self._take, job))
        job.failed.connect(partial(self._end, job))
        job.stopped.connect(partial(self._end, job))
        self._job = job
        self.changed.emit()
        return job

    def _take(self, job: Job, last: LastCheck) -> None:
        if job is self._job:
            self.last = last
        self._end(job)

    def _end(self, job: Job, error: object = None) -> None:
        """Whoever asked tells the error; here only the waiting ends."""
        if job is self._job:
            self._job = None
            self.changed.emit()

    def follow(self, record_id: str, before: Sequence[Finding], now: Sequence[Finding]) -> None:
        """A record was changed and checked by itself: the list of everything goes along."""
        if self.last is not None:
            after = problems.followed(self.last, record_id, before, now)
            changed, self.last = after is not self.last, after
            if changed:
                self.changed.emit()

    def wish(self, finding: Finding) -> None:
        """A finding of a record that is not shown: whoever shows it next goes to its field."""
        self._wished = finding

    def wished_in(self, record_id: str) -> Finding | None:
        """The finding that is wished for, if it is in this record; told once."""
        found = self._wished
        if found is None or found.place.record != record_id:
            return None
        self._wished = None
        return found

    def forget(self) -> None:
        """Another workspace is open now."""
        job, self._job, self.last, self._wished = self._job, None, None, None
        if job is not None:
            job.stop()
        self.changed.emit()
