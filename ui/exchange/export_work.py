"""The long parts of an export: choosing, checking, trying the keys, writing; one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import CdoError
from cdo_desktop.tasks import Progress, Run
from cdo_desktop.work import handing_over
from cdo_desktop.work.handing_over import Exported
from cdo_desktop.work.listed import newest_step
from cdo_desktop.work.signers import unlocked
from cdo_desktop.work.surveying import Survey, check_survey, survey
from cdo_desktop.workbench import Workbench
from ui.jobs import Job, Jobs, Work
from ui.tr import tr

SURVEY, CHECK, KEYS, WRITE = "survey", "check", "keys", "write"
"""What is under way, as `failed` and `stopped` name it."""


@dataclass(frozen=True, slots=True)
class Surveys:
    """What either scope would carry."""

    full: Survey
    delta: Survey

    def of(self, scope: ScopeMode) -> Survey:
        """What this scope would carry."""
        return self.delta if scope is ScopeMode.DELTA else self.full


@dataclass(frozen=True, slots=True)
class WrongKey:
    """Which key did not open, and why: a wrong passphrase is an answer, not an accident."""

    number: int
    error: CdoError


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written, as it was looked at."""

    survey: Survey
    seen: int
    """The newest step when it was surveyed."""
    target: Path
    recipient: Org | None
    keys: tuple[tuple[Path, str], ...]
    """One or two key files with their passphrases."""


class ExportWork(QObject):
    """Only what was begun last tells how it ended."""

    surveyed = Signal(object)
    """Surveys."""
    checked = Signal(object)
    """An Inspection."""
    tried = Signal(object)
    """A WrongKey, or None: all of them open."""
    written = Signal(object)
    """An Exported, or None: something was changed after it had been looked at."""
    progressed = Signal(object)
    """A Progress."""
    failed = Signal(str, object)
    """(what was under way, the exception)."""
    stopped = Signal(str)
    """What was under way."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._what = ""

    @property
    def busy(self) -> str:
        """What is under way; "" for nothing."""
        return self._what if self._job is not None else ""

    def stop(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.stop()

    # -- what can be done ----------------------------------------------------------------------

    def survey(self, bench: Workbench) -> None:
        """Find out what either scope would carry."""

        def work(run: Run) -> Surveys:
            both = (survey(bench, mode, run) for mode in (ScopeMode.FULL, ScopeMode.DELTA))
            return Surveys(*both)

        self._start(SURVEY, tr("选取要导出的记录"), work)

    def check(self, bench: Workbench, found: Survey) -> None:
        """Check what would go."""
        self._start(CHECK, tr("检查"), lambda run: check_survey(bench, found, run))

    def try_keys(self, tried: Sequence[tuple[Path, str]]) -> None:
        """Whether each key opens is asked before anything is written."""

        def work(run: Run) -> WrongKey | None:
            for number, (key, passphrase) in enumerate(tried):
                try:
                    unlocked(key, passphrase)
                except CdoError as error:
                    return WrongKey(number, error)
            return None

        self._start(KEYS, tr("核对口令"), work)

    def write(self, bench: Workbench, order: Order) -> None:
        """Sign, write, read back; nothing if it is not what was looked at any more."""
        (key, passphrase), (cosigner, cosigner_words) = order.keys[0], order.keys[-1]

        def work(run: Run) -> Exported | None:
            if newest_step(bench) != order.seen:
                return None
            return handing_over.export(
                bench,
                order.target,
                key,
                lambda: passphrase,
                run,
                scope=order.survey.scope,
                recipient=order.recipient,
                cosigner=cosigner if len(order.keys) > 1 else None,
                cosigner_passphrase=lambda: cosigner_words,
            )

        self._start(WRITE, tr("写出“{order.target.name}”").format(order=order), work)

    # -- how it ends ---------------------------------------------------------------------------

    def _start(self, what: str, title: str, work: Work) -> None:
        job = self._job = self._jobs.start(title, work)
        self._what = what
        job.done.connect(self._end)
        job.failed.connect(self._fail)
        job.stopped.connect(self._stop_told)
        job.progressed.connect(self._progress)

    def _is_newest(self) -> bool:
        """Whether the sender is what was begun last; then nothing is under way any more."""
        newest = self.sender() is self._job
        if newest:
            self._job = None
        return newest

    @Slot(object)
    def _end(self, result: object) -> None:
        if self._is_newest():
            told = {
                SURVEY: self.surveyed,
                CHECK: self.checked,
                KEYS: self.tried,
                WRITE: self.written,
            }
            told[self._what].emit(result)

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        if self._is_newest():
            self.failed.emit(self._what, error)

    @Slot()
    def _stop_told(self) -> None:
        if self._is_newest():
            self.stopped.emit(self._what)

    @Slot(object)
    def _progress(self, progress: Progress) -> None:
        if self.sender() is self._job:
            self.progressed.emit(progress)
