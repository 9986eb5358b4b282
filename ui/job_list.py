"""The list of the work under way: each job with how far it is, and 取消."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QVBoxLayout, QWidget

from cdo_desktop.tasks import Progress
from ui.jobs import Job
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import Elided, label

_WIDTH, _BAR, _PERCENT = 360, 110, 34


class JobRow(QWidget):
    """One job."""

    def __init__(self, look: Look, job: Job, waits: bool) -> None:
        super().__init__()
        self._job = job
        self._unbegun = tr("等待中") if waits else tr("正在进行")
        self._title = Elided(look, "strong")
        self._title.setText(job.title)
        self._note = Elided(look, "small", "2")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("{job.title}的进度").format(job=job))
        self._bar.setFixedWidth(look.theme.px(_BAR))
        self._percent = label(look, role="small", tone="2")
        self._percent.setMinimumWidth(look.theme.px(_PERCENT))
        self._stop = button(look, tr("取消"), kind="link")
        self._stop.setAccessibleName(tr("取消：{job.title}").format(job=job))
        self._stop.clicked.connect(self._ask_to_stop)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 8, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._title, 0, 0, 1, 3)
        grid.addWidget(self._note, 1, 0)
        grid.addWidget(self._bar, 1, 1)
        grid.addWidget(self._percent, 1, 2)
        grid.addWidget(self._stop, 0, 3, 2, 1)
        grid.setColumnStretch(0, 1)
        job.progressed.connect(self._show)
        self._show(job.latest)

    @Slot(object)
    def _show(self, progress: Progress) -> None:
        stopping = self._job.run.asked_to_stop
        note = self._unbegun if progress.note == self._job.title else progress.note
        self._note.setText(tr("正在停止") if stopping else note)
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(progress.done)
        known = progress.total > 0
        self._percent.setText(f"{progress.done * 100 // progress.total}%" if known else "")
        self._stop.setEnabled(not stopping)

    def _ask_to_stop(self) -> None:
        self._job.stop()
        self._show(self._job.latest)


class JobList(QFrame):
    """Opens above the status bar; closes by itself when all is done."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.setAccessibleName(tr("正在进行的任务"))
        self._look = look
        self._rows: list[JobRow] = []
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 6, 0, 6)
        self._down.setSpacing(0)

    @property
    def rows(self) -> Sequence[JobRow]:
        """One for each job."""
        return self._rows

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show these, oldest first; none closes the list."""
        for row in self._rows:
            self._down.removeWidget(row)
            row.deleteLater()
        self._rows = [JobRow(self._look, job, place > 0) for place, job in enumerate(jobs)]
        for row in self._rows:
            self._down.addWidget(row)
        if not jobs:
            self.hide()
        self.setFixedWidth(self._look.theme.px(_WIDTH))
        self.adjustSize()

    def open_above(self, place: QWidget) -> None:
        """Open with its lower right corner at the upper right of a widget."""
        corner = place.mapToGlobal(QPoint(place.width(), 0))
        self.move(corner - QPoint(self.width(), self.height() + 4))
        self.show()
