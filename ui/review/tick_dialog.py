"""落实…: by what one knows that a condition was met, perhaps with the paper that proves it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cdo_desktop.work.conditions import LONGEST_NOTE, Condition, tick_off
from cdo_desktop.workbench import Workbench
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.fields import FileField, rows
from ui.jobs import Job
from ui.notify import ANY_FILE
from ui.review.asked_conditions import whose
from ui.shell import Shell
from ui.signing.error_note import ErrorNote
from ui.tr import tr
from ui.widgets.text import label

_LINES = 4


class TickDialog(AskDialog):
    """What was typed stays until it is done; while it is being done the dialog stays too."""

    ticked = Signal(object)
    """The Condition as it stands now."""

    def __init__(
        self, shell: Shell, parent: QWidget, bench: Workbench, record_id: str, condition: Condition
    ) -> None:
        super().__init__(shell, parent, tr("确认条件已落实"), tr("确认已落实"))
        look = shell.look
        self._bench, self._record_id, self._condition = bench, record_id, condition
        self._job: Job | None = None
        self.trouble = ErrorNote(look)
        self.put(self.trouble)
        self.say(condition.text, "", "strong")
        self.say(whose(condition), "3", "small")
        self.text = QPlainTextEdit(accessibleName=tr("说明，必填"))
        self.text.setPlaceholderText(tr("根据什么确认，例如“备案证明已收到”"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + look.theme.px(12))
        title = tr("选择证明材料")
        self.proof = FileField(look, shell.notify, tr("证明材料"), title, ANY_FILE)
        self.proof.line.setPlaceholderText(tr("可以不选；选了的存入工作区"))
        who = label(look, bench.who.name, "strong")
        lines = [(tr("* 说明"), self.text), (tr("证明材料"), self.proof), (tr("确认人"), who)]
        self.put(rows(look, lines, 72))
        self.say(tr("申报表和签名都不改动；确认错了可以撤销，历史里留有记录。"), "3", "small")
        self.text.textChanged.connect(self._judge)
        self._judge()
        self.text.setFocus()

    def _judge(self) -> None:
        number = len(self.text.toPlainText().strip())
        over = tr("说明写短些，最多 {LONGEST_NOTE} 字").format(LONGEST_NOTE=LONGEST_NOTE)
        self.want("" if number else tr("说明"), over if number > LONGEST_NOTE else "")

    def act(self) -> None:
        """Tick it off, on the worker."""
        bench, id_, key = self._bench, self._record_id, self._condition.key
        note, proof = self.text.toPlainText().strip(), self.proof.path
        self.trouble.hide()
        self.verb.setEnabled(False)
        job = self._job = self.shell.jobs.start(
            tr("确认条件已落实"),
            lambda run: tick_off(bench, id_, key, bench.who.name, note, run, evidence=proof),
        )
        job.done.connect(self._done)
        job.failed.connect(self.refuse)
        job.stopped.connect(self._stopped)

    def reject(self) -> None:
        """Away with it; what is being done is stopped first, and may be done by then."""
        if self._job is None:
            super().reject()
        else:
            self._job.stop()

    @Slot(object)
    def _done(self, condition: Condition) -> None:
        self._job = None
        self.accept()
        self.ticked.emit(condition)

    @Slot()
    def _stopped(self) -> None:
        self._job = None
        super().reject()

    @Slot(object)
    def refuse(self, error: BaseException) -> None:
        """It could not be done; its reason stands above what was typed."""
        self._job = None
        self.trouble.say_error(error)
        self._judge()
        self.fit()
        self._area.ensureWidgetVisible(self.trouble)
