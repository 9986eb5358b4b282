"""A backup takes the place of the open workspace, which is closed for it and opened again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.tasks import Run
from cdo_desktop.work import keeping
from cdo_desktop.work.keeping import Restored
from cdo_desktop.work.restoring import Preview
from cdo_desktop.workbench import Desk, Workbench
from ui.shell import Shell
from ui.tr import tr


class Replacing(QObject):
    """Nobody reads a workspace while it is replaced: the session has none."""

    restored = Signal(str)
    """What was done, in a sentence; the workspace is open again."""
    failed = Signal(object)
    """An exception: the workspace is as it was, and open again."""
    stopped = Signal()
    """It can only be stopped before it begins: the workspace is still open."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._put_away: Workbench | None = None
        self._workspace = Path()
        self._passphrase: str | None = None
        self._says = ""
        self._trouble: BaseException | None = None
        shell.session.opened.connect(self._opened)

    def replace(self, bench: Workbench, found: Preview, passphrase: str | None) -> None:
        """Have the backup that was looked at take the place of the open workspace."""
        desk = Desk(bench.clock, bench.who, bench.machine)
        backup, anything = found.backup.path, not found.same_workspace
        workspace = self._workspace = bench.workspace.path
        self._passphrase, self._put_away = passphrase, bench
        self._shell.session.bench = None

        def work(run: Run) -> Restored:
            bench.close()
            return keeping.restore_backup(
                desk, backup, workspace, passphrase, whatever_is_there=anything
            )

        job = self._shell.jobs.start(tr("还原"), work)
        job.done.connect(self._restored)
        job.failed.connect(self._not_restored)
        job.stopped.connect(self._stopped)

    @Slot(object)
    def _restored(self, done: Restored) -> None:
        kept = tr("，原来的存为“{done.kept.name}”").format(done=done) if done.kept else ""
        self._says = tr(
            "已还原到“{done.backup.path.name}”，{done.backup.records:,} 条{kept}。"
        ).format(done=done, kept=kept)
        self._open_again()

    @Slot(object)
    def _not_restored(self, error: BaseException) -> None:
        self._trouble = error
        self._open_again()

    def _open_again(self) -> None:
        self._put_away = None
        self._shell.session.open(self._workspace, self._passphrase)

    @Slot()
    def _opened(self) -> None:
        """What is told before would be covered by what the window says of the opened workspace."""
        says, trouble = self._says, self._trouble
        self._says, self._trouble = "", None
        if says:
            self.restored.emit(says)
        elif trouble is not None:
            self.failed.emit(trouble)

    @Slot()
    def _stopped(self) -> None:
        self._shell.session.bench, self._put_away = self._put_away, None
        self.stopped.emit()
