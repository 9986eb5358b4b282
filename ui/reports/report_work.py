"""Making a report: a name for its file, the work on the worker, and what is remembered of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.report_parts import ReportKind
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.tasks import Progress, Run
from cdo_desktop.work.listed import newest_step
from cdo_desktop.work.page_pictures import page_sizes
from cdo_desktop.workbench import Workbench
from ui.jobs import Job
from ui.reports.made_reports import MadeReport
from ui.shell import Shell
from ui.tr import tr

PDF, XLSX = ".pdf", ".xlsx"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST = 60
"""Signs of a name before its ending."""


def free_name(folder: Path, words: str, day: date, ending: str) -> Path:
    """A name in a folder that says what the file is and of which day, and that nobody has."""
    stem = _FORBIDDEN.sub("", words).strip(" .")[:_LONGEST] + f" {day:%Y-%m-%d}"
    path, number = folder / f"{stem}{ending}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem} ({number}){ending}"
    return path


class ReportWork(QObject):
    """One report at a time."""

    made = Signal(object, object)
    """(MadeReport, its notices)."""
    failed = Signal(object)
    """The exception: no file was written."""
    stopped = Signal()
    """Somebody stopped it: no file was written."""
    progressed = Signal(object)
    """A Progress."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether a report is being made."""
        return self._job is not None

    def stop(self) -> None:
        """Stop what is being made."""
        if self._job is not None:
            self._job.stop()

    def make(
        self, bench: Workbench, kind: ReportKind, path: Path, package: Path | None = None
    ) -> None:
        """Write a report; nothing while another one is being made."""
        if self._job is not None:
            return
        settings = self._shell.settings

        def work(run: Run) -> tuple[MadeReport, Sequence[Reason]]:
            from cdo_desktop.work import reports  # reportlab takes 0.15 s to load

            step, at = newest_step(bench), timestamp(bench.clock.now())
            fonts = reports.own_fonts(settings)
            done = reports.write(bench, kind, path, run, fonts, package)
            made = MadeReport(
                *(str(path), kind.value, done.pages, done.rows, _paper(path), bench.who.name, at),
                step,
                str(package or ""),
            )
            return made, done.notices

        words = tr("生成“{path.name}”").format(path=path)
        job = self._job = self._shell.jobs.start(words, work)
        job.done.connect(self._end)
        job.failed.connect(self._fail)
        job.stopped.connect(self._stop_told)
        job.progressed.connect(self._progress)

    @Slot(object)
    def _progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)

    @Slot(object)
    def _end(self, result: tuple[MadeReport, Sequence[Reason]]) -> None:
        self._job = None
        self.made.emit(*result)

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        self._job = None
        self.failed.emit(error)

    @Slot()
    def _stop_told(self) -> None:
        self._job = None
        self.stopped.emit()


def _paper(path: Path) -> str:
    """The paper of a PDF, as its first page has it."""
    if path.suffix.lower() != PDF:
        return ""
    wide, tall = page_sizes(path)[0]
    return tr("A4 横") if wide > tall else "A4"
