"""项目审查: the form at the left, the checks in the middle, the opinion at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import CdoError, DiskTrouble
from cdo_desktop.standard.flows import Move
from cdo_desktop.work import notes, reviewing
from cdo_desktop.work.conditions import Condition
from cdo_desktop.work.project_checks import PROJECT, settings_of
from cdo_desktop.work.review_desk import Desk, Looked
from cdo_desktop.work.review_proofs import SignatureProof
from cdo_desktop.workbench import Workbench
from ui.kept import Keeping, Kept
from ui.notify import told
from ui.pages.list_moves import STAYED, ListMoves
from ui.pages.page import Page
from ui.pages.step_notice import UNDO, Notice
from ui.review.attachment_dialog import AttachmentDialog
from ui.review.changes_panel import ChangesPanel
from ui.review.desk_rights import DeskRights
from ui.review.form_pane import Read
from ui.review.neighbours import Neighbours
from ui.review.opinion_keeping import OpinionKeeping
from ui.review.overruling import ask_reason, why_no_overrule
from ui.review.review_body import ReviewBody
from ui.review.review_head import ReviewHead
from ui.review.review_work import ReviewWork
from ui.review.tick_dialog import TickDialog
from ui.shell import Shell
from ui.tr import tr

SIGN, BACK = "sign", "back"


class ReviewPage(Page):
    """One project at a time, in the order of the list it was wished for from."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._desk: Desk | None = None
        self._looked: Looked | None = None
        self._bench: Workbench | None = None
        self._record_id = ""
        self._beside = Neighbours()
        self.work = ReviewWork(shell.jobs, self)
        self.moves = ListMoves(shell, self)
        self.head = ReviewHead(look, tr("项目审查"))
        self.changes = ChangesPanel(look)
        self.body = ReviewBody(shell)
        self.form, self.checks = self.body.form, self.body.checks
        self.opinion = self.body.opinion
        self.keeping = OpinionKeeping(self.opinion)
        self._connect()
        self.put(self.head, self.body)
        self._column.insertWidget(2, self.changes)

    def _connect(self) -> None:
        self.head.back.connect(self._go_back)
        self.head.stepped.connect(self.step)
        self.head.asked.connect(self._ask)
        self.changes.field_wished.connect(self.form.show_field)
        self.form.record_wished.connect(self._wish_record)
        self.form.file_wished.connect(self._open_file)
        self.checks.record_wished.connect(self._wish_record)
        self.checks.again_asked.connect(self.check_again)
        self.checks.overrule_asked.connect(self._ask_reason)
        self.opinion.edited.connect(self._keep)
        self.opinion.keep_asked.connect(self._keep_and_tell)
        self.opinion.sign_asked.connect(self._wish_sign)
        self.opinion.back_asked.connect(self._send_back)
        self.opinion.onward_asked.connect(self._move)
        self.opinion.tick_asked.connect(self._ask_note)
        self.moves.told.connect(self.tell)
        self.moves.failed.connect(self._failed)
        self.moves.wished.connect(self._wish_record)
        self.banner.chosen.connect(self._answer)
        self.work.read.connect(self._show)
        self.work.unread.connect(self._unread)
        self.work.looked.connect(self._show_checks)
        self.work.unchecked.connect(self._unchecked)
        self.work.overruled.connect(self._overruled)
        self.work.failed.connect(self._failed)
        self.work.proven.connect(self._show_proofs)
        self.work.unproven.connect(self._show_unproven)

    # -- what is shown -------------------------------------------------------------------------

    def begin(self, record_id: str, numbers: Sequence[int] = ()) -> None:
        """Show a project; `numbers` of the records of the list it stands in, in their order."""
        bench = self.shell.session.bench
        if bench is None:
            return
        self.flush()
        if numbers or bench is not self._bench:
            self._beside = Neighbours(numbers)
        if (record_id, bench) != (self._record_id, self._bench):
            self.banner.hide()
            self.checks.clear()
            self.checks.forget_open()
            self.checks.filter("")
            self.changes.hide()
            self._desk = self._looked = None
            self.opinion.setEnabled(False)  # what stands there is about the one before
        self._bench, self._record_id = bench, record_id
        self._read()

    def _read(self) -> None:
        if self._bench is not None and self._record_id:
            self.work.read_desk(self._bench, self._record_id)

    def refresh(self) -> None:
        if self.shell.session.bench is self._bench:
            self._read()

    @Slot(object)
    def _show(self, desk: Desk) -> None:
        bench = self._bench
        if bench is None or desk.record.id != self._record_id:
            return
        before, self._desk = self._desk, desk
        self.opinion.setEnabled(True)
        self.head.show_record(desk.flow, desk.record)
        self._tell_place(bench, desk.record)
        self.head.offer(not desk.is_secret, desk.signed_version > 0)
        if desk.is_secret:
            self._show_secret()
            return
        self.body.open_form()
        self.changes.show_changes(desk.changes, desk.signed_version, desk.signed_by)
        remarks = [one for one in notes.remarks_on(bench, desk.record) if one.is_open]
        self.form.show_project(Read(bench, desk.kind, desk.record, desk.findings, remarks))
        self._show_opinion(bench, desk, before)
        if before is None or self._looked is None or _is_other(self._looked, desk):
            self.check_again()
        else:
            self._show_checks(self._looked)

    def _show_secret(self) -> None:
        """Nothing of it is shown."""
        words = tr("涉密项目不得在本工具中办理。请走保密渠道，并从工作区中删除这条记录。")
        self.banner.say("err", words, stays=True)
        self.body.close_form("lock", tr("涉密项目，不显示申报表。"))
        self.changes.hide()
        self.checks.say_secret()
        self.opinion.show_secret()

    def _show_opinion(self, bench: Workbench, desk: Desk, before: Desk | None) -> None:
        """What was written stays; once it was signed it is no draft any more."""
        try:
            draft = self.keeping.begin(bench, desk.record.id)
            if before is not None and desk.opinions > before.opinions:
                self.keeping.forget()
        except DiskTrouble as error:  # what could not be kept stays in sight
            self._not_kept(error)
            return
        held = reviewing.roles_held(bench)
        roles = "、".join(map(role_label, held.get(bench.who.name, ())))
        self.opinion.show_desk(desk, bench.who.name, roles, draft)
        self.opinion.show_rights(desk, DeskRights(self.shell, bench, desk, held))
        if self.opinion.chain.has_signatures:
            self.work.prove(bench, desk.record.id)

    @Slot(object)
    def _show_proofs(self, proofs: Sequence[SignatureProof]) -> None:
        """What was asked for last; another project has asked anew by then."""
        if self._bench is not None:
            at = self._bench.clock.now().astimezone().strftime("%H:%M")
            self.opinion.chain.show_proofs(proofs, at)

    @Slot(object)
    def _show_unproven(self, error: BaseException) -> None:
        self.opinion.chain.show_unproven(told(error).text)

    def _tell_place(self, bench: Workbench, record: Record) -> None:
        total = self._beside.total
        self.head.show_place(self._beside.place(bench, record.id), total)
        words = tr("项目 {total} 个，检查规则 {0}").format(record.standard, total=total)
        self.status.emit(words)

    @Slot(object)
    def _unread(self, error: BaseException) -> None:
        self.body.close_form("mark-error", tr("这个项目读不出来。"))
        self.banner.say_error(error)

    # -- the checks ----------------------------------------------------------------------------

    def check_again(self) -> None:
        """Make the checks anew (F7)."""
        if self._bench is None or self._desk is None or self._desk.is_secret:
            return
        self.checks.say_busy()
        self.opinion.show_checks(None)
        self.work.check(self._bench, self._desk.record)

    @Slot(object)
    def _show_checks(self, looked: Looked) -> None:
        bench, desk = self._bench, self._desk
        if bench is None or desk is None or _is_other(looked, desk):
            return
        self._looked = looked
        kinds = {kind.key: kind.short_label or kind.label for kind in bench.library.kinds.values()}
        limit = settings_of(bench).duplicate
        why = why_no_overrule(self.shell, bench, desk)
        self.checks.show_checks(desk.record.title, looked, limit, kinds, why)
        self.opinion.show_checks(looked.checks)

    @Slot(object)
    def _unchecked(self, error: BaseException) -> None:
        words = str(error) if isinstance(error, CdoError) else tr("检查没有做完。")
        self.checks.say_failed(words)
        self.banner.say_error(error)

    @Slot(str)
    def _ask_reason(self, key: str) -> None:
        looked = self._looked
        if looked is not None:
            check = next(one for one in looked.checks if one.key == key)
            ask_reason(self.shell, check, self, partial(self.overrule, key))

    def overrule(self, key: str, reason: str) -> None:
        """Write a reason against a check into the project."""
        if self._bench is not None:
            self.work.overrule(self._bench, self._record_id, key, reason)

    @Slot(object)
    def _overruled(self, record: Record) -> None:
        self.shell.session.changed.emit()
        words = tr("已改判，理由印在审查表上，随您的意见一起签名。")
        self.tell(Notice("ok", words, ((UNDO, tr("撤销")),)))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.banner.say_error(error)

    # -- the opinion ---------------------------------------------------------------------------

    @Slot()
    def _keep(self) -> bool:
        """Keep what is written and not signed; False if it could not be."""
        try:
            self.keeping.keep()
        except DiskTrouble as error:
            self._not_kept(error)
            return False
        return True

    def _not_kept(self, error: DiskTrouble) -> None:
        self.banner.say_error(error)
        self.kept.emit(Kept(tr("意见没有存"), Keeping.NOT_SAVED))

    @Slot()
    def _keep_and_tell(self) -> None:
        self.opinion.conditions.add_typed()
        bench = self._bench
        if bench is None or not self._keep():
            return
        if self.keeping.is_on_disk:
            at = bench.clock.now().astimezone().strftime("%H:%M")
            self.kept.emit(Kept(tr("意见已存 {at}，没有签名").format(at=at)))
            words = tr("意见存好了，没有签名，只在这台电脑上；下次打开这个项目还在。")
            self.banner.say("ok", words)
        else:
            words = tr("工作区加了密，没有签名的意见不写到它外面；关闭程序以前请签署。")
            self.banner.say("warn", words)

    @Slot()
    def _wish_sign(self) -> None:
        self.opinion.conditions.add_typed()
        opinion = self.opinion.opinion
        if self._desk is not None and opinion is not None and self._keep():
            self.wished.emit(SIGN, (self._record_id, opinion))

    @Slot()
    def _send_back(self) -> None:
        if self._desk is not None and self._desk.send_back is not None:
            self._move(self._desk.send_back)

    @Slot(object)
    def _move(self, move: Move) -> None:
        if self._bench is not None and self._keep():
            self.moves.move(self._bench, move, [self._record_id])

    @Slot(object)
    def _ask_note(self, condition: Condition) -> None:
        """By what it is known that a condition was met."""
        if self._bench is not None and self._keep():
            dialog = TickDialog(self.shell, self, self._bench, self._record_id, condition)
            dialog.ticked.connect(self._ticked)
            dialog.open()

    @Slot(object)
    def _ticked(self, condition: Condition) -> None:
        self.shell.session.changed.emit()
        words = tr("条件“{0}”已确认落实。").format(condition.text)
        self.tell(Notice("ok", words, ((UNDO, tr("撤销")),)))

    # -- where one goes ------------------------------------------------------------------------

    @Slot(str)
    def _ask(self, what: str) -> None:
        if self.flush():
            self.wished.emit(what, self._record_id)

    @Slot(str)
    def _wish_record(self, record_id: str) -> None:
        self.wished.emit("record", record_id)

    @Slot(str, int)
    def _open_file(self, group: str, row: int) -> None:
        """Show what hangs on this row of the form; the others are a step away."""
        if self._bench is None or self._desk is None:
            return
        files = list(notes.attached_to(self._bench, self._desk.record))
        place = next((n for n, f in enumerate(files) if (f.group, f.row) == (group, row)), -1)
        if place < 0:
            words = tr("这一行只写了名称，工作区里没有它的文件；请申报单位补上。")
            self.banner.say("warn", words)
        else:
            AttachmentDialog(self.shell, self, self._bench, files, place).open()

    def _go_back(self) -> None:
        if self.flush():
            self.wished.emit(BACK, PROJECT)

    @Slot(str)
    def _answer(self, key: str) -> None:
        if key == STAYED:
            self.moves.show_stayed()

    def step(self, by: int) -> None:
        there = self._beside.beside(self._bench, self._record_id, by) if self._bench else ""
        if there:
            self.begin(there)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        return {"check_all": self.check_again, "print_page": partial(self._ask, "print_form")}

    def shows(self, record_id: str) -> bool:
        return record_id == self._record_id

    def flush(self) -> bool:
        return self._keep()

    def leave(self) -> bool:
        self._go_back()
        return False

    def next_problem(self, back: bool = False) -> None:
        self.checks.next_open(back)

    def next_section(self) -> None:
        self.form.tabs.show_next()

    def panes(self) -> list[QWidget]:
        heads = [row.head for row in self.checks.rows if row.isVisible()]
        first = heads[0] if heads else self.checks.again
        opinion = next(
            (made for made in self.opinion.bar.buttons.values() if made.isEnabled()),
            self.opinion.text,
        )
        return [self.form.tabs.bar, first, opinion]


def _is_other(looked: Looked, desk: Desk) -> bool:
    return looked.revision_id != desk.record.revision_id
