"""The workspace that is open in the window: opened, changed and closed on the worker thread.

Reads for the screen go through `bench` on the GUI thread; they are short.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.people import Org, Person
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.paths import is_sample
from cdo_desktop.settings import Settings
from cdo_desktop.tasks import Run
from cdo_desktop.work import replaying
from cdo_desktop.work.identity import call_person
from cdo_desktop.work.opinion_drafts import take_along
from cdo_desktop.work.replaying import Replayed
from cdo_desktop.work.starting import (
    Opened,
    make_sample_anew,
    open_or_read,
    open_sample,
    put_sample,
    sample_path,
)
from cdo_desktop.workbench import Desk, Workbench
from ui.jobs import Job, Jobs
from ui.tr import tr

RECENT, USED = "workspaces.recent", "workspaces.used"
"""Settings keys: their paths, newest first; path -> when it was last open."""
_KEPT = 8


class Session(QObject):
    """What is open, and the doors to open something else."""

    leaving = Signal()
    """What is open is about to be closed; whoever remembers something of it keeps it now."""
    opened = Signal()
    """Another workspace is on the bench now, or none."""
    changed = Signal()
    """Records were written; everything shown is to be read again."""
    stepped = Signal()
    """One record was saved by its form; whoever shows steps reads them again."""
    refused = Signal(object, object)
    """(Path, exception): a workspace could not be opened; the one before is still there."""
    renamed = Signal()
    """Whoever works here goes by another name now; `changed` follows."""
    replayed = Signal(object)
    """A Replayed: a step was undone or done again, after `changed`."""
    failed = Signal(object)
    """A step (undo, redo) could not be made."""

    def __init__(self, jobs: Jobs, settings: Settings, desk: Desk) -> None:
        super().__init__()
        self._jobs = jobs
        self._settings = settings
        self._desk = desk
        self._wanted = Path()
        self.bench: Workbench | None = None
        self.held = ""
        """Why the workspace can only be read; "" if it can be written."""
        self.is_new = False
        """Whether what is open was made just now."""

    @property
    def is_sample(self) -> bool:
        """Whether what is open is the sample workspace."""
        return self.bench is not None and self.bench.workspace.path == sample_path()

    @property
    def is_practice(self) -> bool:
        """Whether what is open is to practise in: what leaves it never counts."""
        return self.bench is not None and self.bench.is_practice

    @property
    def may_reset(self) -> bool:
        """Whether what is open can be made anew: the sample, or one that was set aside."""
        return self.bench is not None and is_sample(self.bench.workspace.path)

    @property
    def writable(self) -> bool:
        """Whether there is a workspace that can be changed."""
        return self.bench is not None and not self.held

    def recent(self) -> list[Path]:
        """The workspaces opened last that are still there, newest first."""
        paths = [Path(text) for text in self._settings.get(RECENT, [])]
        return [path for path in paths if path.is_file()]

    def last_used(self, path: Path) -> datetime | None:
        """When a workspace was last open here; None if that is not known."""
        kept = self._settings.get(USED, {}).get(str(path))
        return datetime.fromisoformat(kept) if isinstance(kept, str) else None

    def call(self, name: str) -> None:
        """Work on under this name, here and whenever the program is started; "" = the login's."""
        who = call_person(self._settings, name)
        self._settings.save()
        self._desk = replace(self._desk, who=who)
        if self.bench is not None:
            self._take_opinions_along(self.bench, who)
            self.bench = self.bench.done_by(who)
        self.renamed.emit()
        self.changed.emit()

    def _take_opinions_along(self, bench: Workbench, who: Person) -> None:
        try:
            take_along(bench, who)
        except DiskTrouble as error:
            self.failed.emit(error)

    def open(self, path: Path, passphrase: str | None = None) -> Job:
        """Open a workspace; to read only where somebody else writes."""
        self._wanted = path
        job = self._jobs.start(
            tr("打开“{path.name}”").format(path=path),
            lambda run: open_or_read(self._desk, path, passphrase),
        )
        return self._watched(job)

    def create(self, path: Path, org: Org, region: str, profile: str) -> Job:
        """Make a new workspace; whoever asks is told by the job why it could not be made."""
        job = self._jobs.start(
            tr("新建“{path.name}”").format(path=path),
            lambda run: Opened(self._desk.create(path, org, region, profile), is_new=True),
        )
        job.done.connect(self._take)
        return job

    def open_sample(self) -> Job:
        """Open the sample workspace, made first if there is none."""
        self._wanted = sample_path()
        job = self._jobs.start(tr("准备示例"), lambda run: open_sample(self._desk, run))
        return self._watched(job)

    def reset_sample(self) -> Job:
        """Make the sample anew and open it; the one that is open is closed and set aside.

        It is made first: where that fails, nothing has happened.
        """
        self._wanted = sample_path()
        job = self._jobs.start(tr("重置练习"), lambda run: make_sample_anew(self._desk, run))
        job.done.connect(self._swap_sample)
        job.failed.connect(self._refuse)
        return job

    @Slot(object)
    def _swap_sample(self, made: Path) -> None:
        self.leaving.emit()
        before, self.bench = self.bench, None
        self.opened.emit()

        def swap(run: Run) -> Opened:
            if before is not None:
                before.close()
            put_sample(self._desk, made)
            return open_sample(self._desk, run)

        self._watched(self._jobs.start(tr("打开新的示例"), swap))

    def _watched(self, job: Job) -> Job:
        job.done.connect(self._take)
        job.failed.connect(self._refuse)
        return job

    @Slot(object)
    def _take(self, opened: Opened) -> None:
        self.leaving.emit()
        before, self.bench, self.held = self.bench, opened.bench, opened.held
        self.is_new = opened.is_new
        if before is not None:
            self._note_use(before.workspace.path)
            self._jobs.start(tr("关闭前一个工作区"), lambda run: before.close())
        self._remember(opened.bench.workspace.path)
        self.opened.emit()

    @Slot(object)
    def _refuse(self, error: BaseException) -> None:
        self.refused.emit(self._wanted, error)

    def _remember(self, path: Path) -> None:
        kept = [text for text in self._settings.get(RECENT, []) if text != str(path)]
        self._settings.set(RECENT, [str(path), *kept][:_KEPT])
        self._note_use(path)

    def _note_use(self, path: Path) -> None:
        """It was open until now; of those that are not offered any more nothing is kept."""
        used = {**self._settings.get(USED, {}), str(path): timestamp(self._desk.clock.now())}
        recent = self._settings.get(RECENT, [])
        self._settings.set(USED, {text: at for text, at in used.items() if text in recent})

    def undo(self) -> None:
        """Take back the newest step."""
        self._step(tr("撤销"), replaying.undo)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._step(tr("重做"), replaying.redo)

    def _step(self, title: str, act: Callable[[Workbench], Replayed]) -> None:
        bench = self.bench
        if bench is None:
            return
        job = self._jobs.start(title, lambda run: act(bench))
        job.done.connect(self._stepped)
        job.failed.connect(self.failed)

    @Slot(object)
    def _stepped(self, result: Replayed) -> None:
        self.changed.emit()
        self.replayed.emit(result)

    def close(self) -> None:
        """Close what is open, after the work in hand, and wait until it is one file again."""
        self.leaving.emit()
        bench, self.bench = self.bench, None
        if bench is not None:
            self._note_use(bench.workspace.path)
            self._jobs.start(tr("关闭工作区"), lambda run: bench.close())
        self._jobs.finish()
