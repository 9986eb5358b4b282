"""The bottom line: how it is kept, facts of the page, work under way, problems, and: offline."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStatusBar, QWidget

from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Progress
from ui.job_list import JobList
from ui.jobs import Job, Jobs
from ui.kept import Keeping, Kept
from ui.look import Look
from ui.problem_count import ProblemCount
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.marks import SEVERITIES
from ui.widgets.text import Elided, icon_label, label

SHOWN_AFTER = 300
"""Milliseconds a job may take without being mentioned."""


class StatusBar(QStatusBar):
    """One job is shown with its progress; several open a list."""

    problems_asked = Signal(object)
    """A Severity: where such problems are is to be shown."""

    def __init__(self, look: Look, jobs: Jobs) -> None:
        super().__init__()
        self._look, self._jobs = look, jobs
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._saved_icon = icon_label(look, "circle-check", "ok-solid", 14)
        self._saved_icon.hide()
        self._keeping = Keeping.SAVED
        self._saved = label(look, role="small", tone="2")
        self._page = Elided(look, "small", "2")
        self._work = self._made_work()
        self.list = JobList(look, self)
        self.problems = {one: ProblemCount(look, SEVERITIES[one]) for one in _COUNTED}
        self.addWidget(self._saved_icon)
        self.addWidget(self._saved)
        self.addWidget(self._page, 1)
        self.addPermanentWidget(self._work)
        for severity, made in self.problems.items():
            made.clicked.connect(partial(self.problems_asked.emit, severity))
            self.addPermanentWidget(made)
        self.addPermanentWidget(icon_label(look, "hard-drive", "text-2", 14))
        self.addPermanentWidget(label(look, tr("仅本机运行 "), "small", "2"))
        self._later = QTimer(self, singleShot=True, interval=SHOWN_AFTER)
        self._later.timeout.connect(self._show_job)
        jobs.started.connect(self._job_started)
        jobs.ended.connect(self._job_ended)
        look.changed.connect(self._fit)
        self._fit()

    def _made_work(self) -> QWidget:
        look, made = self._look, QWidget()
        self._note = label(look, role="small", tone="2")
        self._many = button(look, tr("正在进行的任务"), kind="link")
        self._many.clicked.connect(self._open_list)
        self._bar = QProgressBar(textVisible=False, accessibleName=tr("任务进度"))
        self._percent = label(look, role="small", tone="2")
        self._stop = button(look, tr("取消"), kind="link")
        self._stop.clicked.connect(self._stop_job)
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        for part in (self._note, self._many, self._bar, self._percent, self._stop):
            across.addWidget(part)
        made.hide()
        return made

    # -- facts ---------------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Facts of the page."""
        self._page.setText(words)

    @Slot(object)
    def say_saved(self, kept: Kept, is_open: bool = True) -> None:
        """How the workspace is kept."""
        self._keeping = kept.keeping
        self._saved.setText(f"{kept.words}  ")
        self._look.put_icon(self._saved_icon, *kept.keeping.value, 14)
        self._saved_icon.setVisible(is_open)

    def say_step(self, kept: Kept) -> None:
        """How the newest step is kept, unless somebody is typing or something is not saved."""
        if self._keeping is Keeping.SAVED:
            self.say_saved(kept)

    def show_problems(self, numbers: Mapping[Severity, int]) -> None:
        """How many problems the workspace has; {} = none is open."""
        for severity, made in self.problems.items():
            if severity in numbers:
                made.show_number(numbers[severity])
            else:
                made.hide()

    # -- work under way ------------------------------------------------------------------------

    @Slot(object)
    def _job_started(self, job: Job) -> None:
        if job.quiet:
            return
        job.progressed.connect(self._progress)
        if not self._work.isHidden():
            self._show_job()
        elif not self._later.isActive():
            self._later.start()

    @Slot(object)
    def _job_ended(self, job: Job) -> None:
        if self._jobs.busy and not self._work.isHidden():
            self._show_job()
        elif not self._jobs.busy:
            self._later.stop()
            self._work.hide()
            self.list.hide()

    @Slot(object)
    def _progress(self, progress: Progress) -> None:
        if not self._work.isHidden():
            self._show_first()

    def _show_job(self) -> None:
        if not self._jobs.busy:
            return
        many = len(self._jobs.busy) > 1
        self._many.setText(tr("{0} 个任务").format(len(self._jobs.busy)))
        self._many.setAccessibleName(tr("{0}，打开列表").format(self._many.text()))
        self._many.setVisible(many)
        self._note.setVisible(not many)
        self._stop.setVisible(not many)
        if self.list.isVisible():
            self._open_list()
        self._show_first()
        self._work.show()

    def _show_first(self) -> None:
        job = self._jobs.busy[0]
        progress = job.latest
        self._note.setText(progress.note)
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        known = progress.total > 0
        self._percent.setText(f"{progress.done * 100 // progress.total}%" if known else "")
        self._stop.setEnabled(not job.run.asked_to_stop)
        self._stop.setText(tr("正在停止") if job.run.asked_to_stop else tr("取消"))

    def _open_list(self) -> None:
        self.list.show_jobs(self._jobs.busy)
        self.list.open_above(self._work)

    def _stop_job(self) -> None:
        if self._jobs.busy:
            self._jobs.busy[0].stop()
            self._show_first()

    def _fit(self) -> None:
        theme = self._look.theme
        self.setFixedHeight(theme.px(26))
        self._bar.setFixedWidth(theme.px(110))


_COUNTED = (Severity.ERROR, Severity.WARNING)
"""What the store counts of every record; hints are only found when a record is looked at."""
