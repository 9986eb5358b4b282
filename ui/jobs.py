"""Long work beside the window: one worker thread; each job ends exactly once, on the GUI thread."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from cdo_desktop.errors import CdoError
from cdo_desktop.tasks import Cancelled, Progress, Run

Work = Callable[[Run], Any]
COLLECT_EVERY = 2000
"""Milliseconds. While there is a worker, Python must not look for rings of dead objects by itself:
it would do so on whichever thread makes objects, and end widgets there, which crashes Qt."""
MANY = 100_000
"""Objects that are looked through in a few hundredths of a second."""
PROGRESS_EVERY = 0.1
_LOG = logging.getLogger("cdo_desktop.jobs")


class Job(QObject):
    """One piece of work under way. Connect its signals to methods of QObjects."""

    progressed = Signal(object)
    """A Progress; at most ten a second."""
    done = Signal(object)
    """What the work gave."""
    failed = Signal(object)
    """The exception it ended with."""
    stopped = Signal()
    """The user stopped it; nothing has happened."""

    def __init__(
        self, title: str, parent: QObject, limit: Callable[[Job], Run], quiet: bool = False
    ) -> None:
        super().__init__(parent)
        self.title, self.quiet = title, quiet
        self.run = limit(self)
        self.latest = Progress(title, 0, 0)

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self.run.stop()


@dataclass(frozen=True, slots=True)
class _End:
    """How a job ended."""

    job: Job
    how: str
    work: Work
    value: object = None


def collect_young() -> None:
    """Look for rings among what is young; on the GUI thread, the only one that may end widgets.

    What a job has brought at once (all findings of a workspace) is set aside instead: records and
    findings make no rings, and to look through them would silence the window for a second.
    """
    if gc.get_count()[0] > MANY:
        gc.freeze()
    else:
        gc.collect(1)


class Jobs(QObject):
    """The worker thread and the jobs that wait for it. Lives on the GUI thread."""

    started = Signal(object)
    """A Job has been taken in."""
    ended = Signal(object)
    """A Job has ended, whichever way; after its own signal."""
    broke = Signal(object)
    """An exception that is a bug of ours; for the crash report."""
    _worker_ended = Signal(object)
    _worker_progressed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: SimpleQueue[tuple[Job, Work] | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._live: list[Job] = []
        self._spent: list[_End] = []
        self._collecting = QTimer(self, interval=COLLECT_EVERY)
        self._collecting.timeout.connect(self._tidy)
        queued = Qt.ConnectionType.QueuedConnection
        self._worker_ended.connect(self._end, queued)
        self._worker_progressed.connect(self._progress, queued)

    @property
    def live(self) -> tuple[Job, ...]:
        """The jobs that have not ended, oldest first."""
        return tuple(self._live)

    @property
    def busy(self) -> tuple[Job, ...]:
        """Of these, what somebody waits for: not what is only counted for the screen."""
        return tuple(job for job in self._live if not job.quiet)

    def start(self, title: str, work: Work, *, quiet: bool = False) -> Job:
        """Have `work` done on the worker thread after what is already waiting.

        `quiet` work only reads for the screen: it is not mentioned, and closing does not wait.
        """
        job = Job(title, self, self._run_for, quiet)
        self._live.append(job)
        if self._thread is None:
            gc.disable()
            self._collecting.start()
            self._thread = Thread(target=self._work_on, name="cdo-jobs")
            self._thread.start()
        self._waiting.put((job, work))
        self.started.emit(job)
        return job

    def finish(self) -> None:
        """Stop what can be stopped, let the rest end, and end the thread. Blocks until then.

        Work that never asks (closing a file) is done all the same. Signals of these jobs are
        still delivered when the event loop runs again.
        """
        thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(None)
            thread.join()
            self._collecting.stop()
            collect_young()
            gc.enable()

    def stop_all(self) -> None:
        """Ask every job to stop."""
        for job in self._live:
            job.stop()

    def _run_for(self, job: Job) -> Run:
        last = 0.0

        def report(progress: Progress) -> None:
            # Run lets each new note through at once; notes that take turns would be a flood.
            nonlocal last
            if monotonic() - last >= PROGRESS_EVERY:
                last = monotonic()
                self._worker_progressed.emit(job, progress)

        return Run(report, PROGRESS_EVERY)

    def _work_on(self) -> None:
        """Called on the worker thread: everything that waits, one after the other."""
        while (entry := self._waiting.get()) is not None:
            end = _outcome(*entry)
            self._worker_ended.emit(end)
            del entry, end  # the GUI thread holds them until later, and lets them go

    @Slot(object, object)
    def _progress(self, job: Job, progress: Progress) -> None:
        if job in self._live:
            job.latest = progress
            job.progressed.emit(progress)

    @Slot()
    def _tidy(self) -> None:
        """What jobs held may be the last word of a widget; it must end here, not on the worker."""
        self._spent.clear()
        collect_young()

    @Slot(object)
    def _end(self, end: _End) -> None:
        job = end.job
        self._spent.append(end)
        self._live.remove(job)
        if end.how == "done":
            job.done.emit(end.value)
        elif end.how == "stopped":
            job.stopped.emit()
        else:
            job.failed.emit(end.value)
            if not isinstance(end.value, CdoError):
                self.broke.emit(end.value)
        self.ended.emit(job)
        job.deleteLater()


def _outcome(job: Job, work: Work) -> _End:
    """Called on the worker thread. The only place that catches everything: nothing may end it."""
    try:
        job.run.step(job.title)
        return _End(job, "done", work, work(job.run))
    except Cancelled:
        return _End(job, "stopped", work)
    except BaseException as error:  # noqa: BLE001 - the thread boundary; the GUI thread judges it
        _LOG.info("job ended with %s", type(error).__name__)
        return _End(job, "failed", work, error)
