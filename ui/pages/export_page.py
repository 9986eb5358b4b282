"""导出签名包, step by step: scope, checks, what is signed, by whom, written and read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.errors import CdoError
from cdo_desktop.tasks import Progress, Run
from cdo_desktop.work import handing_over
from cdo_desktop.work.handing_over import Exported
from cdo_desktop.work.signers import unlocked
from cdo_desktop.work.surveying import Inspection, Survey, check_survey, newest_step, survey
from cdo_desktop.workbench import Workbench
from ui.exchange.accordion import DONE, FINISHED, OPEN, STOPPED, WAITING
from ui.exchange.ledger_words import scope_words
from ui.exchange.scope_body import survey_words
from ui.exchange.sign_body import signer_words
from ui.exchange.slip import print_slip
from ui.exchange.write_body import SUFFIX
from ui.jobs import Job
from ui.notify import Choice, Question, told
from ui.pages.export_frame import CHECK, SCOPE, SIGN, STEPS, SUMMARY, WRITE, ExportFrame
from ui.shell import Shell

BACK, HANDOVER, RECORD = "exchange", "handover", "record"
"""What this page wishes for: the ledger (with a packageId), the dialog there, a record."""


@dataclass(frozen=True, slots=True)
class _Surveys:
    """What either scope would carry."""

    full: Survey
    delta: Survey


@dataclass(frozen=True, slots=True)
class _WrongKey:
    """Which key did not open, and why: a wrong passphrase is an answer, not an accident."""

    number: int
    error: CdoError


class ExportPage(ExportFrame):
    """One step is open; the pane beside them always shows the package."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._bench: Workbench | None = None
        self._seen = 0
        self._surveys: _Surveys | None = None
        self._done: Exported | None = None
        self._job: Job | None = None
        self._surveying: Job | None = None
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
        self.check.record_wished.connect(self._wish_record)
        self.summary.finished.connect(self._summary_done)
        self.sign.finished.connect(self._try_passphrases)
        self.write.go_wished.connect(self._write)
        self.write.stop_wished.connect(self._stop)
        self.write.slip_wished.connect(self._print_slip)
        self.write.handover_wished.connect(self._wish_handover)
        self._finish.clicked.connect(self.go_back)
        self._again.clicked.connect(self.begin)
        for frame in self.steps.values():
            frame.asked.connect(self._ask_back)

    # -- the steps -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Begin again where something was changed meanwhile; what was entered is then void."""
        bench = self.shell.session.bench
        if bench is None or (self._job is not None and bench is self._bench):
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
        self.write.show_idle()
        self.pane.show_survey(None)
        self.scope.allow(None)
        self._open(SCOPE)

        def work(run: Run) -> _Surveys:
            both = (survey(bench, mode, run) for mode in (ScopeMode.FULL, ScopeMode.DELTA))
            return _Surveys(*both)

        job = self._surveying = self._start("选取要导出的记录", work, self._surveyed)
        job.stopped.connect(self._survey_stopped)

    def _start(self, title: str, work: object, done: object) -> Job:
        job = self._job = self.shell.jobs.start(title, work)
        for ended in (job.done, job.failed, job.stopped):
            ended.connect(self._ended)
        job.done.connect(done)
        job.failed.connect(self._failed)
        return job

    @Slot()
    def _ended(self, result: object = None) -> None:
        if self.sender() is self._job:
            self._job = None

    @Slot()
    def _survey_stopped(self) -> None:
        if self.sender() is not self._surveying:
            return
        self.banner.say("info", "已停止选取，什么都没有改动。", [("begin", "重新选取")])

    def _follow(self, key: str) -> None:
        if key == "begin":
            self.begin()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.banner.say_error(error)

    @property
    def _survey(self) -> Survey | None:
        if self._surveys is None:
            return None
        is_delta = self.scope.scope is ScopeMode.DELTA
        return self._surveys.delta if is_delta else self._surveys.full

    @property
    def current(self) -> int:
        """The number of the step that is open."""
        found = (n for n, frame in self.steps.items() if frame.state in (OPEN, STOPPED))
        return next(found, WRITE)

    def _open(self, number: int) -> None:
        """Open a step; those before keep what was done, those after wait."""
        for each, frame in self.steps.items():
            if each == number:
                frame.show_state(OPEN)
            elif each > number:
                frame.show_state(WAITING)
        self._header.say(f"5 步，已完成 {number - 1} 步")
        self._show_foot()
        QTimer.singleShot(0, self._scroll)

    def _scroll(self) -> None:
        """Show the whole step that is open, or as much of it as there is room for."""
        frame = self.steps[self.current]
        self._area.ensureWidgetVisible(frame, 0, 8)
        bar = self._area.verticalScrollBar()
        if frame.height() > self._area.viewport().height():
            bar.setValue(frame.y() - 8)

    def _finish_step(self, number: int, summary: str) -> None:
        self.steps[number].show_state(DONE, summary)
        if number < WRITE:
            self._open(number + 1)

    @Slot(object)
    def _surveyed(self, found: _Surveys) -> None:
        if self.sender() is not self._surveying:
            return  # it was begun again meanwhile
        self._surveys = found
        self.scope.show_surveys(found.full, found.delta)
        self._show_scope()

    def _show_scope(self) -> None:
        found = self._survey
        if found is not None:
            self.scope.show_behind(found.behind)
        self.scope.allow(found)
        self.pane.show_survey(found)

    def _scope_done(self) -> None:
        bench, found = self._bench, self._survey
        if bench is None or found is None:
            return
        behind = f"；留下 {len(found.behind):,} 条" if found.behind else ""
        self._finish_step(SCOPE, f"{scope_words(found.scope)}：{survey_words(found)}{behind}")
        self.check.show_running()
        job = self._start("检查", lambda run: check_survey(bench, found, run), self._checked)
        job.stopped.connect(self._check_stopped)

    @Slot()
    def _check_stopped(self) -> None:
        self.check.banner.say("info", "检查已停止。重新检查后才能继续。", stays=True)

    @Slot(object)
    def _checked(self, checked: Inspection) -> None:
        found = self._survey
        if found is not None and self.check.show_found(found, checked):
            self.steps[CHECK].show_state(STOPPED)
        self._checks = checked

    def _check_done(self) -> None:
        found, checked = self._survey, self._checks
        if self._bench is None or found is None:
            return
        words = f"0 个错误，{checked.warnings} 个警告" + ("已看过" if checked.warnings else "")
        self._finish_step(CHECK, f"{words}，涉密 0 条")
        self.summary.show_survey(found, self._bench.library.kinds)

    def _summary_done(self) -> None:
        bench, found = self._bench, self._survey
        if bench is None or found is None:
            return
        self._finish_step(SUMMARY, f"{len(found.items):,} 条，每条都列出了这一版的摘要")
        says = (
            f"您要签的是：目录第 {found.sequence} 号，{scope_words(found.scope)}，"
            f"{survey_words(found)}。写出时签名，签名管到包里的每一个文件。"
        )
        self.sign.show_bench(bench, says)

    def _try_passphrases(self) -> None:
        """Whether each key opens is asked before anything is written."""
        tried = [(p.signer.key, p.passphrase.text) for p in self.sign.parts() if p.signer]

        def work(run: Run) -> _WrongKey | None:
            for number, (key, passphrase) in enumerate(tried):
                try:
                    unlocked(key, passphrase)
                except CdoError as error:
                    return _WrongKey(number, error)
            return None

        self.sign.go.setEnabled(False)
        self._start("核对口令", work, self._tried)

    @Slot(object)
    def _tried(self, wrong: _WrongKey | None) -> None:
        parts = self.sign.parts()
        if wrong is not None:
            parts[wrong.number].say_wrong(told(wrong.error).text)
            parts[wrong.number].passphrase.setFocus()
            return
        for part in parts:
            self._known.signed_with(part.signer.key)
        self._finish_step(SIGN, "；".join(signer_words(part.signer) for part in parts))
        self._suggest()

    def _suggest(self) -> None:
        found = self._survey
        if found is not None:
            name = f"目录{scope_words(found.scope)}-{found.sequence:02}{SUFFIX}"
            self.write.suggest(self._known.folder / name)
            self.write.show_idle()

    # -- back to an earlier step ---------------------------------------------------------------

    def _ask_back(self, number: int) -> None:
        if self._job is not None or self._done is not None:
            return
        if self.steps[SIGN].state == DONE:
            title = f"回到“{STEPS[number - 1][1]}”？"
            text = "口令会清掉，要重新核对并输入。还没有写出任何文件。"
            choices = (Choice("back", "回去更改"), Choice("stay", "不更改"))
            self.shell.notify.ask(
                Question(title, text, choices), lambda key: key == "back" and self._go_to(number)
            )
        else:
            self._go_to(number)

    def _go_to(self, number: int) -> None:
        self.sign.forget()
        self._open(number)

    # -- writing -------------------------------------------------------------------------------

    def _write(self) -> None:
        bench, found, target = self._bench, self._survey, self.write.target
        parts = self.sign.parts()
        if bench is None or found is None or target is None or self._job is not None:
            return
        keys: Sequence[Path] = [part.signer.key for part in parts if part.signer]
        words = [part.passphrase.text for part in parts]
        recipient = self.scope.recipient

        seen = self._seen

        def work(run: Run) -> Exported | None:
            if newest_step(bench) != seen:
                return None  # another step came between: this is not what was looked at
            return handing_over.export(
                bench,
                target,
                keys[0],
                lambda: words[0],
                run,
                scope=found.scope,
                recipient=recipient,
                cosigner=keys[1] if len(keys) > 1 else None,
                cosigner_passphrase=lambda: words[-1],
            )

        self.write.show_running()
        job = self._start(f"写出“{target.name}”", work, self._written)
        job.progressed.connect(self._show_progress)
        job.failed.connect(self._write_failed)
        job.stopped.connect(self._write_stopped)
        self._show_foot()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    @Slot(object)
    def _show_progress(self, progress: Progress) -> None:
        self.write.show_progress(progress)

    @Slot(object)
    def _written(self, done: Exported | None) -> None:
        if done is None:
            self.begin()
            said = "记录在您核对之后又有改动，没有签名，也没有写出。请从头再核对一遍。"
            self.banner.say("warn", said)
            return
        self._done = done
        self.sign.forget()
        self._known.remember_package(done.sealed.package_id, done.sealed.path)
        self.pane.show_written(done)
        self.write.show_written(done)
        self._header.say("5 步都已完成")
        for frame in self.steps.values():
            frame.link.hide()
        self.steps[WRITE].show_state(FINISHED)
        self._show_foot()
        self.shell.session.changed.emit()

    @Slot(object)
    def _write_failed(self, error: BaseException) -> None:
        self.banner.hide()
        self.write.show_idle()
        self.write.banner.say_error(error)
        self._show_foot()

    @Slot()
    def _write_stopped(self) -> None:
        self.write.show_idle()
        self.write.banner.say("info", "已取消写出，没有留下文件，台账没有变化。")
        self._show_foot()

    def _show_foot(self) -> None:
        written, running = self._done is not None, self._job is not None
        self._finish.setVisible(written)
        self._again.setVisible(written)
        self._leave.setVisible(not written)
        self._leave.setEnabled(not (running and self.current == WRITE))

    # -- away from here ------------------------------------------------------------------------

    def go_back(self) -> None:
        """The ledger, at the package if there is one; passphrases are forgotten."""
        if self._job is not None and self.current == WRITE:
            return
        self.sign.forget()
        made = self._done.entry.package_id if self._done else ""
        self._bench = None
        self.wished.emit(BACK, made)

    def leave(self) -> bool:
        self.go_back()
        return False

    def _wish_record(self, record_id: str) -> None:
        self.wished.emit(RECORD, record_id)

    def _wish_handover(self) -> None:
        if self._done is not None:
            self.wished.emit(HANDOVER, self._done.entry.package_id)

    def _print_slip(self) -> None:
        found = self._survey
        if self._done is not None and found is not None:
            print_slip(self, self._done.entry, survey_words(found), "")

    def panes(self) -> list[QWidget]:
        return [self.steps[self.current].body, self.pane]
