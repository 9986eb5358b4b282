"""The long parts of the review page, on the worker: reading, checking, overruling."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from cdo_desktop.domain.record import Record
from cdo_desktop.tasks import Run
from cdo_desktop.work import project_checks, review_desk, review_proofs
from cdo_desktop.workbench import Workbench
from ui.jobs import Job, Jobs
from ui.tr import tr


class ReviewWork(QObject):
    """Only what was asked for last tells how it ended: another project may be shown by then."""

    read = Signal(object)
    """A Desk."""
    looked = Signal(object)
    """A Looked."""
    overruled = Signal(object)
    """The Record with the reason in it."""
    unread = Signal(object)
    """The exception: the project could not be read."""
    unchecked = Signal(object)
    """The exception: the checks could not be made."""
    failed = Signal(object)
    """The exception: it could not be overruled."""
    proven = Signal(object)
    """The SignatureProofs of the newest form."""
    unproven = Signal(object)
    """The exception: the signatures could not be verified."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._newest: dict[str, Job] = {}

    def read_desk(self, bench: Workbench, record_id: str) -> None:
        """Read a project."""

        def work(run: Run) -> review_desk.Desk:
            return review_desk.desk_of(bench, record_id, run)

        self._start(tr("读取项目"), work, self.read.emit, self.unread.emit, quiet=True)

    def check(self, bench: Workbench, record: Record) -> None:
        """Make the checks."""

        def work(run: Run) -> review_desk.Looked:
            return review_desk.look_at(bench, record, run)

        self._start(tr("检查项目"), work, self.looked.emit, self.unchecked.emit, quiet=True)

    def prove(self, bench: Workbench, record_id: str) -> None:
        """Verify the signatures of the newest form."""

        def work(run: Run) -> tuple[review_proofs.SignatureProof, ...]:
            return review_proofs.proofs_of(bench, record_id, run)

        self._start(tr("核验签名"), work, self.proven.emit, self.unproven.emit, quiet=True)

    def overrule(self, bench: Workbench, record_id: str, check: str, reason: str) -> None:
        """Write a reason against a check."""
        by = bench.who.name

        def work(run: Run) -> Record:
            return project_checks.overrule(bench, record_id, check, reason, by, run)

        self._start(tr("改判"), work, self.overruled.emit, self.failed.emit, quiet=False)

    def _start(
        self,
        title: str,
        work: Callable[[Run], Any],
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object],
        *,
        quiet: bool,
    ) -> None:
        before = self._newest.get(title)
        if before is not None and before in self._jobs.live:
            before.stop()
        job = self._jobs.start(title, work, quiet=quiet)
        self._newest[title] = job
        job.done.connect(partial(self._end, job, title, done))
        job.failed.connect(partial(self._end, job, title, failed))

    def _end(self, job: Job, title: str, tell: Callable[[Any], object], value: Any) -> None:
        if self._newest.get(title) is job:
            del self._newest[title]
            tell(value)
