"""The long parts of signing one form: laying out, offering, copying a file out, signing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.domain.review_form import AttachedFile
from cdo_desktop.tasks import Run
from cdo_desktop.work.review_cases import Case, Offering, sign
from cdo_desktop.work.review_forms import ShownForm
from cdo_desktop.work.review_parts import copy_file
from ui.jobs import Job, Jobs, Work
from ui.tr import tr

LAY_OUT, OFFER, COPY, SIGN, PRINT = "lay-out", "offer", "copy", "sign", "print"
"""What is under way, as `failed` and `stopped` name it."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A file of the form that was copied out of it."""

    file: AttachedFile
    path: Path


class SignWork(QObject):
    """Works for one sheet, and outlives it until what it has begun has ended and is put away."""

    laid_out = Signal(object)
    """A ShownForm without an opinion."""
    offered = Signal(object)
    """An Offering."""
    copied = Signal(object)
    """A Copied."""
    signed = Signal(object)
    """A SignedForm."""
    printed = Signal(object)
    """What became of the print after that: a PrintDone, None, or the exception; told also when the
    sheet is gone."""
    failed = Signal(str, object)
    """(what was under way, the exception)."""
    stopped = Signal(str)
    """What was under way."""

    def __init__(self, jobs: Jobs, case: Case, *, keeps_case: bool = False) -> None:
        super().__init__(jobs)
        self.case, self._keeps = case, keeps_case
        self._jobs = jobs
        self._running: dict[Job, str] = {}
        self._newest: Job | None = None
        self._left = False

    @property
    def busy(self) -> str:
        """What was begun last, while it is under way; "" for nothing."""
        return self._running.get(self._newest, "") if self._newest else ""

    def lay_out(self) -> None:
        """Have the form laid out."""
        self._start(LAY_OUT, tr("整理要签署的内容"), self.case.lay_out)

    def offer(self, key: Path) -> None:
        """Find out what signing with this key would be."""
        self._start(OFFER, tr("核对签署人"), lambda run: self.case.offering(key, run))

    def copy(self, shown: ShownForm, file: AttachedFile, target: Path | None = None) -> None:
        """Copy a file out of the form that is shown; without a target to look at it here."""

        def work(run: Run) -> Copied:
            if target is None:
                return Copied(file, self.case.copy_of(shown, file, run))
            return Copied(file, copy_file(self.case.path, shown, file, target, run))

        self._start(COPY, tr("打开“{file.name}”").format(file=file), work)

    def sign(self, offering: Offering, token: str, passphrase: str) -> None:
        """Sign what was shown; the passphrase lives as long as the job."""
        offer, key, case = offering.offer, offering.signer.key, self.case
        self._start(
            SIGN,
            tr("签署"),
            lambda run: sign(case, offer, token, key, lambda: passphrase, run),
        )

    def leave(self) -> None:
        """Nobody needs it any more: what is under way is stopped, what was copied is removed."""
        self._left = True
        for job, what in self._running.items():
            if what != PRINT:
                job.stop()
        self._put_away()

    def _put_away(self) -> None:
        if self._left and not self._running:
            if not self._keeps:
                self.case.close()
            self.deleteLater()

    def _start(self, what: str, title: str, work: Work) -> None:
        job = self._newest = self._jobs.start(title, work)
        self._running[job] = what
        job.done.connect(self._end)
        job.failed.connect(self._fail)
        job.stopped.connect(self._stop_told)

    def _ended(self, then: Callable[[], None] | None = None) -> str:
        """What the sender was; "" if something else was begun since: it tells nothing then."""
        job = self.sender()
        assert isinstance(job, Job)
        what = self._running.pop(job)
        is_newest = job is self._newest
        if is_newest:
            self._newest = None
        if then is not None:
            then()
        self._put_away()
        return what if is_newest and not self._left else ""

    @Slot(object)
    def _end(self, result: object) -> None:
        told = {
            LAY_OUT: self.laid_out,
            OFFER: self.offered,
            COPY: self.copied,
            SIGN: self.signed,
        }
        if what := self._ended(then=self._print):
            told[what].emit(result)

    def _print(self) -> None:
        """Show the signature in the print, before what was copied is put away."""
        later, self.case.print_later = self.case.print_later, None
        if later is not None:
            job = self._jobs.start(tr("打印件"), lambda run: later(), quiet=True)
            self._running[job] = PRINT
            for told in (job.done, job.failed):
                told.connect(self._printed)

    @Slot(object)
    def _printed(self, result: object) -> None:
        self._ended()
        self.printed.emit(result)

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        if what := self._ended():
            self.failed.emit(what, error)

    @Slot()
    def _stop_told(self) -> None:
        if what := self._ended():
            self.stopped.emit(what)
