"""After a crash: offers by a dated banner what was typed and not saved, and does what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.errors import CdoError
from cdo_desktop.sentences import sentence
from cdo_desktop.work.recovering import Offer, Recovered, Standing, offers, recover
from cdo_desktop.work.unsaved import LeftBehind, left_behind
from cdo_desktop.workbench import Workbench
from ui.dialogs.unsaved import UnsavedDialog
from ui.notify import Choice, Question, told
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner

VIEW, RESTORE, DROP = "unsaved:view", "unsaved:restore", "unsaved:drop"
NOT_NOW = tr("您刚输入的内容还没有保存，请先处理它，再恢复以前的。")
LINKS = ((VIEW, tr("查看")), (RESTORE, tr("恢复")), (DROP, tr("不要")))


class Recovery(QObject):
    """Speaks through the window's banner; knows what programs before this one left behind."""

    def __init__(
        self, shell: Shell, banner: Banner, window: QWidget, all_saved: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._shell, self._banner, self._window = shell, banner, window
        self._all_saved = all_saved
        self._bench: Workbench | None = None
        self._left = LeftBehind()
        self._dialog: UnsavedDialog | None = None
        banner.chosen.connect(self._answer)
        shell.session.leaving.connect(self.end)

    # -- a workspace is opened and closed ------------------------------------------------------

    def begin(self, bench: Workbench, notes: Sequence[str] = ()) -> bool:
        """Look for what was left behind, and keep what is typed from now on.

        Whether the banner says something, with these notes behind it.
        """
        self.end()
        self._shell.typing.begin(bench)
        self._bench = bench
        try:
            self._left = left_behind(bench)
            found = self._offers()
            if not found:
                self._left = self._left.keep_only(())
        except CdoError as error:
            self._banner.say_error(error)
            return True
        words = [_words(tr("发现"), found, bench.clock.now())] if found else []
        words += self._damaged()
        if words:
            self._banner.say("warn", "".join([*words, *notes]), self._links(), stays=bool(found))
        return bool(words)

    @Slot()
    def end(self) -> None:
        """The workspace is closed; what was not decided is offered another time."""
        self._shell.typing.end()
        self._left.close()
        self._left, self._bench = LeftBehind(), None

    def _offers(self) -> list[Offer]:
        return offers(self._bench, self._left.entries) if self._bench is not None else []

    def _damaged(self) -> list[str]:
        said = sentence("CDO-U150")
        return [(said.says + said.todo).format(file=path) for path in self._left.set_aside]

    def _links(self) -> Sequence[tuple[str, str]]:
        return LINKS if self._left.entries else ()

    # -- answers -------------------------------------------------------------------------------

    @Slot(str)
    def _answer(self, key: str) -> None:
        if key == VIEW:
            self.view()
        elif key == RESTORE:
            self._restore_all()
        elif key == DROP:
            self._ask_to_drop()

    def view(self) -> None:
        """Show everything, each beside what is saved now."""
        found = self._offers()
        self._dialog = UnsavedDialog(self._shell, found, self._window)
        self._dialog.restore_asked.connect(self._restore)
        self._dialog.drop_asked.connect(self._ask_to_drop)
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.open()

    @Slot()
    def _forget_dialog(self) -> None:
        self._dialog = None

    def _restore_all(self) -> None:
        """Put everything back, unless something speaks against it: then it is shown first."""
        found = self._offers()
        if all(offer.standing is Standing.READY for offer in found):
            self._restore(found)
        else:
            self.view()

    @Slot(object)
    def _restore(self, chosen: Sequence[Offer]) -> None:
        bench, left = self._bench, self._left
        if bench is None:
            return
        if not self._all_saved():
            self._refuse(NOT_NOW)
            return
        job = self._shell.jobs.start(
            tr("恢复没有保存的内容"), lambda run: recover(bench, left, chosen, run)
        )
        job.done.connect(self._restored)
        job.failed.connect(self._failed)

    @Slot(object)
    def _restored(self, recovered: Recovered) -> None:
        self._left = recovered.left
        done, refused = recovered.put_back.done, recovered.put_back.refused
        found = self._offers()
        words = tr("已恢复 {0} 条，可以撤销（Ctrl+Z）。").format(len(done)) if done else ""
        if self._dialog is not None:
            self._dialog.show_offers(found, words, [error for _, error in refused])
        if found and self._bench is not None:
            words += _words(tr("还有"), found, self._bench.clock.now())
        self._banner.say("warn" if found else "ok", words, self._links(), stays=bool(found))
        self._shell.session.changed.emit()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._refuse(told(error).text)

    def _refuse(self, words: str) -> None:
        if self._dialog is not None:
            self._dialog.refuse(words)
        else:
            self._banner.say("err", words, LINKS, stays=True)

    def _ask_to_drop(self) -> None:
        number = len(self._offers())
        choices = (Choice("drop", tr("不要了，删掉"), danger=True), Choice("stay", tr("返回")))
        question = Question(
            tr("这 {number} 条没有保存的内容都不要了？").format(number=number),
            tr("删掉以后不能再找回。"),
            choices,
        )
        self._shell.notify.ask(question, self._drop)

    def _drop(self, key: str) -> None:
        if key != "drop":
            return
        try:
            self._left = self._left.keep_only(())
        except CdoError as error:
            self._failed(error)
            return
        if self._dialog is not None:
            self._dialog.accept()
        self._banner.hide()


def _words(begin: str, found: Sequence[Offer], now: datetime) -> str:
    """发现 10:29 没有保存的内容，2 条。 With the day, where that is another one."""
    at = max(offer.entry.at for offer in found).astimezone()
    day = (
        "" if at.date() == now.astimezone().date() else tr("{at.month}月{at.day}日 ").format(at=at)
    )
    return tr("{begin} {day}{at:%H:%M} 没有保存的内容，{0} 条。").format(
        len(found), begin=begin, day=day, at=at
    )
