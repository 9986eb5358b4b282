"""The ways into a workspace: new, open, sample, and last year's list taken over into this one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.errors import CdoError
from cdo_desktop.work.copying import Rolled, roll_forward_from
from ui.dialogs.new_workspace import NewWorkspace, NewWorkspaceDialog
from ui.notify import WORKSPACES, Choice, Question
from ui.shell import Shell
from ui.tr import tr

NEEDS_PASSPHRASE = ("CDO-S306", "CDO-S307")


class Doors(QObject):
    """Asks which workspace, and has the session open it."""

    already_open = Signal()
    """The workspace that was asked for is the one that is open."""
    refused = Signal(object)
    """An exception: it could not be opened or taken over."""
    told = Signal(str, str)
    """(level, sentence) about the open workspace."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._session = shell, shell.session
        self._session.refused.connect(self._refuse)

    def new(self, window: QWidget) -> None:
        """Ask whose work it is, and make the file."""
        dialog = NewWorkspaceDialog(self._shell, window)
        dialog.entered.connect(partial(self._create, dialog))
        dialog.open()

    def _create(self, dialog: NewWorkspaceDialog, new: NewWorkspace) -> None:
        job = self._session.create(new.path, new.org, new.region, new.profile)
        job.done.connect(dialog.accept)
        job.failed.connect(dialog.refuse)

    def choose(self) -> None:
        """Have a workspace chosen and open it."""
        self._shell.notify.choose_file(tr("打开工作区"), WORKSPACES, self.open)

    def open(self, path: Path) -> None:
        """Open a workspace; one that is open already is only shown."""
        bench = self._session.bench
        if bench is not None and not self._session.held and bench.workspace.path == path:
            self.already_open.emit()
        else:
            self._session.open(path)

    def open_sample(self) -> None:
        """Open the sample workspace."""
        if self._session.is_sample:
            self.already_open.emit()
        else:
            self._session.open_sample()

    def reset_practice(self) -> None:
        """Make the sample anew, if somebody really wants it."""
        if not self._session.may_reset:
            return
        choices = (Choice("reset", tr("重置练习"), danger=True), Choice("keep", tr("不重置")))
        text = tr("示例会重新生成。现在这一份不删除，改名后放在同一个文件夹里，以后还能打开。")
        question = Question(tr("重置练习？"), text, choices)
        self._shell.notify.ask(question, self._reset)

    def _reset(self, key: str) -> None:
        if key == "reset":
            self._session.reset_sample()

    @Slot(object, object)
    def _refuse(self, path: Path, error: BaseException) -> None:
        if isinstance(error, CdoError) and error.code in NEEDS_PASSPHRASE:
            self._shell.notify.ask_secret(
                tr("打开“{path.name}”").format(path=path),
                tr("{error.happened}\n如果是加密的工作区，请输入口令：").format(error=error),
                partial(self._session.open, path),
            )
        else:
            self.refused.emit(error)

    def roll_forward(self) -> None:
        """Have last year's workspace chosen and take its records over."""
        self._shell.notify.choose_file(tr("结转：选择去年的工作区"), WORKSPACES, self._roll_from)

    def _roll_from(self, path: Path) -> None:
        bench = self._session.bench
        if bench is None:
            return
        job = self._shell.jobs.start(
            tr("结转“{path.name}”").format(path=path),
            lambda run: roll_forward_from(bench, path, run),
        )
        job.done.connect(self._rolled)
        job.failed.connect(self.refused)

    @Slot(object)
    def _rolled(self, rolled: Rolled) -> None:
        self._session.changed.emit()
        known = (
            tr("，{rolled.known:,} 条这里已有，没有动").format(rolled=rolled)
            if rolled.known
            else ""
        )
        self.told.emit(
            "ok",
            tr(
                "已结转 {rolled.records:,} 条，都是草稿{known}。"
                "请在“有问题 › 有意见待处理的”里逐条核对，核对后关闭意见。"
            ).format(rolled=rolled, known=known),
        )
