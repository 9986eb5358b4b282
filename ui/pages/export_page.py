"""导出签名包, step by step: scope, checks, what is signed, by whom, written and read back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.work.handing_over import Exported
from cdo_desktop.work.listed import newest_step
from cdo_desktop.work.surveying import Inspection, Survey
from cdo_desktop.workbench import Workbench
from ui.exchange import export_work
from ui.exchange.accordion import DONE, FINISHED, STOPPED
from ui.exchange.export_work import ExportWork, Order, Surveys, WrongKey
from ui.exchange.ledger_words import scope_words
from ui.exchange.scope_body import survey_words
from ui.exchange.sign_body import signer_words
from ui.exchange.slip import print_slip
from ui.exchange.write_body import suggested_name
from ui.notify import Choice, Question, told
from ui.pages.export_frame import CHECK, SCOPE, SIGN, STEPS, SUMMARY, WRITE, ExportFrame
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner

BACK, HANDOVER, RECORD = "exchange", "handover", "record"
"""What this page wishes for: the ledger (with a packageId), the dialog there, a record."""
_STOPPED = {
    export_work.SURVEY: tr("已停止选取，什么都没有改动。"),
    export_work.CHECK: tr("检查已停止。重新检查后才能继续。"),
    export_work.KEYS: tr("已停止核对口令，什么都没有签。"),
    export_work.WRITE: tr("已取消写出，没有留下文件，台账没有变化。"),
}
_AGAIN = {export_work.SURVEY: [("begin", tr("重新选取"))]}


class ExportPage(ExportFrame):
    """One step is open; the pane beside them always shows the package."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._bench: Workbench | None = None
        self._seen = 0
        self._surveys: Surveys | None = None
        self._done: Exported | None = None
        self.work = ExportWork(shell.jobs, self)
        self._connect()

    def _connect(self) -> None:
        self._header.back.connect(self.go_back)
        self.banner.chosen.connect(self._follow)
        self._leave.clicked.connect(self.go_back)
        self.scope.chosen.connect(self._show_scope)
        self.scope.addressed.connect(self.pane.show_recipient)
        self.scope.finished.connect(self._scope_done)
        self.check.finished.connect(self._check_done)
        self.check.again.connect(self.begin)
        self.check.record_wished.connect(partial(self.wished.emit, RECORD))
        self.summary.finished.connect(self._summary_done)
        self.sign.finished.connect(self._try_passphrases)
        self.write.go_wished.connect(self._write)
        self.write.stop_wished.connect(self.work.stop)
        self.write.slip_wished.connect(self._print_slip)
        self.write.handover_wished.connect(self._wish_handover)
        self._finish.clicked.connect(self.go_back)
        self._again.clicked.connect(self.begin)
        for frame in self.steps.values():
            frame.asked.connect(self._ask_back)
        self.work.surveyed.connect(self._surveyed)
        self.work.checked.connect(self._checked)
        self.work.tried.connect(self._tried)
        self.work.progressed.connect(self.write.show_progress)
        self.work.written.connect(self._written)
        self.work.failed.connect(self._failed)
        self.work.stopped.connect(self._stopped)

    # -- the steps -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Begin again where something was changed meanwhile; what was entered is then void."""
        bench = self.shell.session.bench
        if bench is None:
            return
        self._say_number()
        if self.work.busy and bench is self._bench:
            return
        if bench is not self._bench or (self._done is None and newest_step(bench) != self._seen):
            self.begin()

    def begin(self) -> None:
        """Choose anew what goes; nothing has been written."""
        bench = self.shell.session.bench
        if bench is None:
            return
        self._bench, self._seen = bench, newest_step(bench)
        self._surveys = self._done = None
        self.banner.hide()
        self.sign.forget()
        self.write.banner.hide()
        self.write.show_practice(self.shell.session.is_practice)
        self.write.show_idle()
        self.pane.show_survey(None)
        self.scope.allow(None)
        self._open(SCOPE)
        self.work.survey(bench)
        self._show_foot()

    @Slot(str, object)
    def _failed(self, what: str, error: BaseException) -> None:
        if what == export_work.CHECK:
            self.steps[CHECK].show_state(STOPPED)
        self._banner_of(what).say_error(error, _AGAIN.get(what, ()))
        self._at_rest(what)

    @Slot(str)
    def _stopped(self, what: str) -> None:
        self._banner_of(what).say("info", _STOPPED[what], _AGAIN.get(what, ()))
        self._at_rest(what)

    def _banner_of(self, what: str) -> Banner:
        banners = {export_work.CHECK: self.check.banner, export_work.WRITE: self.write.banner}
        return banners.get(what, self.banner)

    def _at_rest(self, what: str) -> None:
        """Nothing is under way any more, and the step can be tried again."""
        if what == export_work.WRITE:
            self.write.show_idle()
        self._show_foot()
        self._go_to_step()

    def _follow(self, key: str) -> None:
        if key == "begin":
            self.begin()

    @property
    def _survey(self) -> Survey | None:
        return self._surveys.of(self.scope.scope) if self._surveys else None

    @Slot(object)
    def _surveyed(self, found: Surveys) -> None:
        self._surveys = found
        self.scope.show_surveys(found.full, found.delta)
        self._show_scope()
        self._say_number()
        self._go_to_step()

    def _say_number(self) -> None:
        found = self._survey
        self.status.emit(
            tr("目录第 {found.sequence} 号，{found.records:,} 条").format(found=found)
            if found
            else ""
        )

    def _show_scope(self) -> None:
        found = self._survey
        if found is not None:
            self.scope.show_behind(found.behind)
        self.scope.allow(found)
        self.pane.show_survey(found)
        self._say_number()

    def _scope_done(self) -> None:
        bench, found = self._bench, self._survey
        if bench is None or found is None:
            return
        behind = tr("；留下 {0:,} 条").format(len(found.behind)) if found.behind else ""
        self.check.show_running()
        self._finish_step(SCOPE, f"{scope_words(found.scope)}：{survey_words(found)}{behind}")
        self.work.check(bench, found)

    @Slot(object)
    def _checked(self, checked: Inspection) -> None:
        found = self._survey
        if found is not None and self.check.show_found(found, checked):
            self.steps[CHECK].show_state(STOPPED)
        self._checks = checked
        self._go_to_step()

    def _check_done(self) -> None:
        found, checked = self._survey, self._checks
        if self._bench is None or found is None:
            return
        words = tr("0 个错误，{checked.warnings} 个警告").format(checked=checked) + (
            tr("已看过") if checked.warnings else ""
        )
        others = found.others.records
        words += tr("，{others} 条的提供方不是本单位").format(others=others) if others else ""
        self.summary.show_survey(found, self._bench.library.kinds)
        self._finish_step(CHECK, tr("{words}，涉密 0 条").format(words=words))

    def _summary_done(self) -> None:
        bench, found = self._bench, self._survey
        if bench is None or found is None:
            return
        says = tr(
            "您要签的是：目录第 {found.sequence} 号，{0}，{1}。"
            "写出时签名，签名管到包里的每一个文件。"
        ).format(scope_words(found.scope), survey_words(found), found=found)
        self.sign.show_bench(bench, says, found.others.warning())
        self._finish_step(
            SUMMARY, tr("{0:,} 条，每条都列出了这一版的摘要").format(len(found.items))
        )

    def _try_passphrases(self) -> None:
        self.sign.go.setEnabled(False)
        self.work.try_keys(self.sign.keys())

    @Slot(object)
    def _tried(self, wrong: WrongKey | None) -> None:
        parts = self.sign.parts()
        if wrong is not None:
            parts[wrong.number].say_wrong(told(wrong.error).text)
            parts[wrong.number].passphrase.setFocus()
            return
        for part in parts:
            self._known.signed_with(part.signer.key)
        self._suggest()
        self._finish_step(SIGN, "；".join(signer_words(part.signer) for part in parts))

    def _suggest(self) -> None:
        found = self._survey
        if found is not None:
            self.write.suggest(self._known.folder / suggested_name(found.scope, found.sequence))
            self.write.show_idle()

    # -- back to an earlier step ---------------------------------------------------------------

    def _ask_back(self, number: int) -> None:
        if self.work.busy or self._done is not None:
            return
        if self.steps[SIGN].state == DONE:
            title = tr("回到“{0}”？").format(STEPS[number - 1][1])
            text = tr("口令会清掉，要重新核对并输入。还没有写出任何文件。")
            choices = (Choice("back", tr("回去更改")), Choice("stay", tr("不更改")))
            self.shell.notify.ask(Question(title, text, choices), partial(self._go_back_to, number))
        else:
            self._go_back_to(number, "back")

    def _go_back_to(self, number: int, answer: str) -> None:
        if answer == "back":
            self.sign.forget()
            self._open(number)

    # -- writing -------------------------------------------------------------------------------

    def _write(self) -> None:
        bench, found, target = self._bench, self._survey, self.write.target
        keys = self.sign.keys()
        if bench is None or found is None or target is None or not keys or self.work.busy:
            return
        self.write.show_running()
        order = Order(found, self._seen, target, self.scope.recipient, keys)
        self.work.write(bench, order)
        self._show_foot()

    @Slot(object)
    def _written(self, done: Exported | None) -> None:
        if done is None:
            self.begin()
            said = tr("记录在您核对之后又有改动，没有签名，也没有写出。请从头再核对一遍。")
            self.banner.say("warn", said)
            return
        self._done = done
        self.sign.forget()
        self._known.remember_package(done.sealed.package_id, done.sealed.path)
        self.pane.show_written(done)
        self.write.show_written(done)
        self._header.say(tr("5 步都已完成"))
        for frame in self.steps.values():
            frame.link.hide()
        self.steps[WRITE].show_state(FINISHED)
        self._show_foot()
        self._go_to_step()
        self.shell.session.changed.emit()

    def _show_foot(self) -> None:
        written = self._done is not None
        self._finish.setVisible(written)
        self._again.setVisible(written)
        self._leave.setVisible(not written)
        self._leave.setEnabled(self.work.busy != export_work.WRITE)

    # -- away from here ------------------------------------------------------------------------

    def go_back(self) -> None:
        """The ledger, at the package if there is one; passphrases are forgotten."""
        if self.work.busy == export_work.WRITE:
            return
        self.sign.forget()
        made = self._done.entry.package_id if self._done else ""
        self._bench = None
        self.wished.emit(BACK, made)

    def leave(self) -> bool:
        self.go_back()
        return False

    def _wish_handover(self) -> None:
        if self._done is not None:
            self.wished.emit(HANDOVER, self._done.entry.package_id)

    def _print_slip(self) -> None:
        found = self._survey
        if self._done is not None and found is not None:
            practice = self.shell.session.is_practice
            print_slip(self, self._done.entry, survey_words(found), "", practice=practice)

    def panes(self) -> list[QWidget]:
        return [self._header.up, self.steps[self.current], self.pane]
