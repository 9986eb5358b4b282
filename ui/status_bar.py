"""The bottom line: facts of the page left, the work under way right, and that it is offline."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStatusBar, QWidget

from cdo_desktop.tasks import Progress
from ui.jobs import Job, Jobs
from ui.look import Look
from ui.widgets.buttons import button
from ui.widgets.text import Elided, icon_label, label

SHOWN_AFTER = 300
"""Milliseconds a job may take without being mentioned."""


class StatusBar(QStatusBar):
    """One job is shown with its progress; how many wait behind it is said."""

    def __init__(self, look: Look, jobs: Jobs) -> None:
        super().__init__()
        self._look, self._jobs = look, jobs
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._saved = label(look, role="small", tone="2")
        self._page = Elided(look, "small", "2")
        self._note = label(look, role="small", tone="2")
        self._bar = QProgressBar(textVisible=False, accessibleName="任务进度")
        self._percent = label(look, role="small", tone="2")
        self._stop = button(look, "取消", kind="link")
        self._stop.clicked.connect(self._stop_job)
        self._work = QWidget()
        across = QHBoxLayout(self._work)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        for part in (self._note, self._bar, self._percent, self._stop):
            across.addWidget(part)
        self._work.hide()
        self.addWidget(self._saved)
        self.addWidget(self._page, 1)
        self.addPermanentWidget(self._work)
        self.addPermanentWidget(icon_label(look, "hard-drive", "text-2", 14))
        self.addPermanentWidget(label(look, "仅本机运行 ", "small", "2"))
        self._later = QTimer(self, singleShot=True, interval=SHOWN_AFTER)
        self._later.timeout.connect(self._show_job)
        jobs.started.connect(self._job_started)
        jobs.ended.connect(self._job_ended)
        look.changed.connect(self._fit)
        self._fit()

    def say(self, words: str) -> None:
        """Facts of the page."""
        self._page.setText(words)

    def say_saved(self, words: str) -> None:
        """How the workspace is kept."""
        self._saved.setText(f" {words}  ")

    @Slot(object)
    def _job_started(self, job: Job) -> None:
        job.progressed.connect(self._progress)
        if not self._later.isActive() and self._work.isHidden():
            self._later.start()

    @Slot(object)
    def _job_ended(self, job: Job) -> None:
        if self._jobs.live:
            self._show_job()
        else:
            self._later.stop()
            self._work.hide()

    @Slot(object)
    def _progress(self, progress: Progress) -> None:
        if not self._work.isHidden():
            self._show_job()

    def _show_job(self) -> None:
        if not self._jobs.live:
            return
        job = self._jobs.live[0]
        more = len(self._jobs.live) - 1
        progress = job.latest
        self._note.setText(progress.note + (f"（还有 {more} 个任务）" if more else ""))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        known = progress.total > 0
        self._percent.setText(f"{progress.done * 100 // progress.total}%" if known else "")
        self._stop.setEnabled(not job.run.asked_to_stop)
        self._stop.setText("正在停止" if job.run.asked_to_stop else "取消")
        self._work.show()

    def _stop_job(self) -> None:
        if self._jobs.live:
            self._jobs.live[0].stop()
            self._show_job()

    def _fit(self) -> None:
        theme = self._look.theme
        self.setFixedHeight(theme.px(26))
        self._bar.setFixedWidth(theme.px(110))
