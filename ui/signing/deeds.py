"""What is done with review forms in the window: signed, one or several, sent, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.record import Record
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.reports import own_fonts
from cdo_desktop.work.review_batch import BatchDone
from cdo_desktop.work.review_beside import PrintDone
from cdo_desktop.work.review_cases import FileCase, HereCase
from cdo_desktop.work.review_export import export_printed, fit_for_a_file, print_here, take_printed
from cdo_desktop.work.review_forms import Opinion, SignedForm, TakenForm
from cdo_desktop.workbench import Desk
from ui.exchange.fields import PACKAGES
from ui.exchange.known_files import KnownFiles
from ui.exchange.write_body import PRACTICE
from ui.shell import Shell
from ui.signing.opinion_dialog import OpinionDialog
from ui.signing.print_dialog import PrintDialog
from ui.signing.sign_sheet import SignSheet
from ui.signing.signing_row import SigningRow
from ui.tr import tr
from ui.widgets.banner import Banner

FOLDER, EXPORT, PRINTED = "form-folder", "form-export", "form-print"


@dataclass(frozen=True, slots=True)
class Exported:
    """A form that was written out."""

    path: Path
    package_id: str
    signatures: int
    card: Path
    printed: PrintDone


class SigningDeeds(QObject):
    """Asks before a window, does it, and says it in the window's banner."""

    file_changed = Signal(object)
    """The Path of a form that bears one signature more, or was taken in."""

    def __init__(self, shell: Shell, window: QWidget, banner: Banner) -> None:
        super().__init__(window)
        self._shell, self._window, self._banner = shell, window, banner
        self._known = KnownFiles(shell.settings)
        self._written = Path()
        self._signed_id = ""
        self._links: list[tuple[str, str]] = []
        self._print: Path | None = None
        banner.chosen.connect(self._follow)

    # -- signing -------------------------------------------------------------------------------

    def sign_record(self, record_id: str, opinion: Opinion) -> None:
        """Show the sheet of the first or next signature on the form of a record."""
        bench = self._shell.session.bench
        if bench is None or not self._shell.session.writable:
            return
        case = HereCase(bench, record_id, opinion)
        sheet = SignSheet(self._shell, self._window, case, opinion)
        sheet.signed.connect(self._signed_here)
        sheet.work.printed.connect(self._printed)
        sheet.open()

    @Slot(object)
    def _signed_here(self, done: SignedForm) -> None:
        record = done.record
        assert record is not None  # signed in a workspace
        self._signed_id = record.id
        words = tr("已签署“{record.title}”，这是第 {0} 个签名。{state}").format(
            len(done.sealed.signatures), record=record, state=self._state(record)
        )
        self._shell.session.changed.emit()
        self._links = [(EXPORT, tr("导出审查表…"))]
        self._banner.say("ok", words, self._links)

    def _state(self, record: Record) -> str:
        """How far it has come."""
        bench = self._shell.session.bench
        assert bench is not None
        flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
        return tr("现在的状态：{0}。").format(flow.state(record.review).label)

    def sign_file(self, path: Path) -> None:
        """Show a form that came as a file, ask for an opinion, show the sheet."""
        bench = self._shell.session.bench
        desk = Desk(bench.clock, bench.who, bench.machine) if bench else Desk()
        case = FileCase(desk, bench, path)
        dialog = OpinionDialog(self._shell, self._window, case)
        dialog.said.connect(self._show_sheet)
        dialog.open()

    @Slot(object)
    def _show_sheet(self, said: tuple[FileCase, Opinion]) -> None:
        case, opinion = said
        case.opinion = opinion
        sheet = SignSheet(self._shell, self._window, case, opinion)
        sheet.signed.connect(self._signed_file)
        sheet.work.printed.connect(self._printed)
        sheet.open()

    @Slot(object)
    def _signed_file(self, done: SignedForm) -> None:
        self._written = done.sealed.path
        words = tr("已在“{0}”上签署，这是第 {1} 个签名。{2}请把文件交给下一位，或交回送审单位。")
        signed = len(done.sealed.signatures)
        said = words.format(self._written.name, signed, _waits(done))
        self._links = [(FOLDER, tr("打开所在文件夹"))]
        self._banner.say("ok", said, self._links)
        self.file_changed.emit(self._written)

    def sign_batch(self, wanted: Sequence[tuple[str, Opinion]]) -> None:
        """Show one sheet each, then sign those that were looked at."""
        if not wanted or not self._shell.session.writable:
            return
        row = SigningRow(self._shell, self._window, wanted)
        row.ended.connect(self._row_ended)
        row.printed.connect(self._printed)
        row.begin()

    @Slot(object)
    def _row_ended(self, done: BatchDone | None) -> None:
        if done is None:
            self._banner.say("info", tr("批量签署已取消，一份都没有签署。"))
            return
        self._shell.session.changed.emit()
        words = tr("已签 {0} 份，跳过 {1} 份，未成功 {2} 份。")
        counts = (len(done.signed), len(done.skipped), len(done.failed))
        self._links = []
        self._banner.say("warn" if done.failed else "ok", words.format(*counts))

    @Slot(object)
    def _printed(self, done: PrintDone | Exception | None) -> None:
        """Said after the signature: what counts is told already."""
        if isinstance(done, Exception):
            self._banner.say_error(done)
        elif done is not None:
            self._print = done.path
            words = tr("{said}打印件“{0}”上也有了这个签名。") if done.is_signed else "{said}"
            said = [words.format(done.path.name if done.path else "", said=self._banner.words)]
            said.append(_told(done.notices))
            level = "warn" if done.notices else "ok"
            links = [*self._links, *([(PRINTED, tr("看打印件"))] if done.path else [])]
            self._banner.say(level, "".join(said), links)

    # -- on their way --------------------------------------------------------------------------

    def export_form(self, record_id: str) -> None:
        """Have a place chosen, and write the newest form of a record with the receiver's card."""
        bench = self._shell.session.bench
        if bench is None:
            return
        record = bench.workspace.record(record_id)
        name = tr("审查表-{title}.cdopkg").format(title=fit_for_a_file(record.title))
        name = f"{PRACTICE}-{name}" if bench.is_practice else name
        suggested = self._known.folder / name

        def write(target: Path) -> None:
            def work(run: Run) -> Exported:
                sealed, card, done = export_printed(bench, record, target, own_fonts(), run)
                signed = len(sealed.signatures)
                return Exported(sealed.path, sealed.package_id, signed, card, done)

            title = tr("导出“{target.name}”").format(target=target)
            job = self._shell.jobs.start(title, work)
            job.done.connect(self._exported)
            job.failed.connect(self._banner.say_error)

        self._shell.notify.choose_target(tr("审查表写到哪里"), suggested, PACKAGES, write)

    @Slot(object)
    def _exported(self, done: Exported) -> None:
        self._written = done.path
        self._known.remember_package(done.package_id, done.path)
        words = tr("已写出“{done.path.name}”，已有 {done.signatures} 个签名；{card}")
        card = tr("接收核验卡“{done.card.name}”和打印件也在旁边。").format(done=done)
        if done.printed.path is None:
            card = tr("接收核验卡“{done.card.name}”也在旁边。").format(done=done)
        notices = _told(done.printed.notices)
        said = words.format(done=done, card=card) + notices
        self._links = [(FOLDER, tr("打开所在文件夹"))]
        self._banner.say("warn" if notices else "ok", said, self._links)

    def print_form(self, record_id: str) -> None:
        """Show the print of the newest form of a record, or of its draft; from there to paper."""
        bench = self._shell.session.bench
        if bench is None:
            return
        record = bench.workspace.record(record_id)
        dialog = PrintDialog(self._shell, self._window)
        job = self._shell.jobs.start(
            tr("打印“{record.title}”").format(record=record),
            lambda run: print_here(bench, record, dialog.folder, own_fonts(), run),
        )
        job.done.connect(dialog.show_file)
        job.failed.connect(dialog.say_error)
        dialog.open()

    def take_form(self, path: Path) -> None:
        """Take a form that came back into the open workspace; unproven, nothing is changed."""
        bench = self._shell.session.bench
        if bench is None or not self._shell.session.writable:
            return

        def work(run: Run) -> tuple[Path, TakenForm, str]:
            taken, notices = take_printed(bench, path, TrustGiven(), run)
            return path, taken, _told(notices)

        job = self._shell.jobs.start(tr("导入“{path.name}”").format(path=path), work)
        job.done.connect(self._taken)
        job.failed.connect(self._banner.say_error)

    @Slot(object)
    def _taken(self, done: tuple[Path, TakenForm, str]) -> None:
        path, taken, notices = done
        if taken.repeated:
            words = tr("“{path.name}”里的签名以前都导入过，这一次什么都没有改动。")
            self._banner.say("warn" if notices else "info", words.format(path=path) + notices)
        else:
            said = "；".join(
                f"{one.standing.name} {one.statement.decision.label}" for one in taken.new
            )
            words = tr("已导入 {0} 个意见（{said}）。{state}").format(
                len(taken.new), said=said, state=self._state(taken.record)
            )
            self._shell.session.changed.emit()
            self._banner.say("warn" if notices else "ok", words + notices)
        self.file_changed.emit(path)

    def _follow(self, key: str) -> None:
        if key == FOLDER:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))
        elif key == EXPORT:
            self.export_form(self._signed_id)
        elif key == PRINTED and self._print is not None:
            PrintDialog(self._shell, self._window, self._print).open()


def _told(notices: Sequence[Reason]) -> str:
    """What is so, and what to do about it."""
    return "".join(one.message() + one.todo() for one in notices)


def _waits(done: SignedForm) -> str:
    left = "、".join(one.label for one in done.verdict.wanted)
    return tr("还差{left}的签名。").format(left=left) if left else tr("应有的签名都已有了。")
