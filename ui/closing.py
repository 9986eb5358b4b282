"""Whether the window may close: not in the middle of work, and with nothing unsaved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ui.notify import Choice, Question
from ui.shell import Shell
from ui.tr import tr


class Closing(QObject):
    """Asks where it must; closes the window again once the answer allows it."""

    def __init__(self, shell: Shell, window: QWidget, all_saved: Callable[[], bool]) -> None:
        super().__init__(window)
        self._shell, self._window, self._all_saved = shell, window, all_saved
        self._waiting = self._giving_up = False
        shell.jobs.ended.connect(self._close_when_idle)

    def allowed(self) -> bool:
        """Whether it may close now; if not, somebody has been asked, or it will close by itself."""
        jobs = self._shell.jobs
        if jobs.busy:
            self._ask_to_stop(jobs.busy[0].title)
        elif not (self._all_saved() or self._giving_up):
            self._ask_to_give_up()
        elif jobs.live:
            self._stop("stop")
        else:
            return True
        return False

    def _ask_to_stop(self, title: str) -> None:
        if self._waiting:
            return
        choices = (Choice("stop", tr("停止并退出"), danger=True), Choice("stay", tr("继续等待")))
        question = Question(
            tr("正在进行：{title}。").format(title=title),
            tr("停下来不会留下写了一半的内容。"),
            choices,
        )
        self._shell.notify.ask(question, self._stop)

    def _ask_to_give_up(self) -> None:
        choices = (Choice("leave", tr("不保存，退出"), danger=True), Choice("stay", tr("返回")))
        question = Question(
            tr("刚输入的内容没有保存。"), tr("返回后可以看到没有保存的原因。"), choices
        )
        self._shell.notify.ask(question, self._give_up)

    def _stop(self, key: str) -> None:
        if key == "stop":
            self._waiting = True
            self._shell.jobs.stop_all()
            self._close_when_idle()

    @Slot()
    def _close_when_idle(self) -> None:
        if self._waiting and not self._shell.jobs.live:
            self._waiting = False
            self._window.close()

    def _give_up(self, key: str) -> None:
        if key == "leave":
            self._giving_up = True
            self._window.close()
