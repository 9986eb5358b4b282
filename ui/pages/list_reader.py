"""Reads what a list shows: at once where that is quick, else on the worker; the newest wins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.tasks import Run
from cdo_desktop.work.listed import MANY, Counted, Listed, counted, listed
from cdo_desktop.workbench import Workbench
from ui.jobs import Job, Jobs
from ui.tr import tr

Read = Callable[[Run], Any]


class ListReader(QObject):
    """Of one list. While a worker reads, the list goes on showing what it shows."""

    found = Signal(object)
    """A Listed: the answer to the newest question."""
    counted = Signal(object)
    """A Counted, after one record was saved."""
    failed = Signal(object)
    """The exception with which reading on the worker ended."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._next: Read | None = None
        self._everything = 0

    def forget(self) -> None:
        """Another workspace is open: what is still being read is of no interest."""
        self._job = self._next = None
        self._everything = 0

    def read(self, bench: Workbench, query: ListQuery) -> None:
        """Answer this question; one that is still being read is of no interest any more."""
        self._ask(lambda run: listed(bench, query))

    def count(self, bench: Workbench, query: ListQuery) -> None:
        """Count again what stands beside the list, unless a question is being answered anyway."""
        if self._job is None:
            self._ask(lambda run: counted(bench, query))

    def _ask(self, read: Read) -> None:
        """Behind somebody else's long work the worker would answer late: then it is read here."""
        if self._everything < MANY or self._jobs.busy:
            self._next = None
            self._tell(read(Run()))
            return
        self._next = read
        if self._job is None:
            self._begin()

    def _begin(self) -> None:
        read, self._next = self._next, None
        if read is None:
            return
        self._job = self._jobs.start(tr("读清单"), read, quiet=True)
        self._job.done.connect(partial(self._take, self._job))
        self._job.failed.connect(partial(self._fail, self._job))

    def _take(self, job: Job, answer: Listed | Counted) -> None:
        if job is not self._job:
            return
        self._job = None
        if self._next is None:
            self._tell(answer)
        self._begin()

    def _fail(self, job: Job, error: BaseException) -> None:
        if job is self._job:
            self._job = self._next = None
            self.failed.emit(error)

    def _tell(self, answer: Listed | Counted) -> None:
        if isinstance(answer, Listed):
            self._everything = answer.counted.everything
            self.found.emit(answer)
        else:
            self.counted.emit(answer)
