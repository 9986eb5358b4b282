"""核对并签署: what is signed is shown from the bytes that are signed; nothing is signed unseen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import CdoError
from cdo_desktop.work.keys import read_certificate
from cdo_desktop.work.review_cases import Case, Offering
from cdo_desktop.work.review_forms import Opinion, ShownForm, SignedForm
from ui.exchange.known_files import KnownFiles
from ui.exchange.wording import minute
from ui.shell import Shell
from ui.signing.error_note import ErrorNote
from ui.signing.sheet_parts import SheetParts
from ui.signing.sign_work import COPY, LAY_OUT, OFFER, SIGN, SignWork
from ui.signing.signer_pane import WIDTH, SignerPane
from ui.tr import tr
from ui.widgets.buttons import line
from ui.widgets.dim import Dim
from ui.widgets.room import within
from ui.widgets.text import Elided, icon_label, label

_WIDE, _TALL = 1060, 690
_PANE = 0.42
"""The right takes no more of the width, whatever the zoom."""
_WRONG_PASSPHRASE = "CDO-K102"


class SignSheet(QDialog):
    """Window-modal. The token is taken from the form that stands on the left, and nowhere else."""

    signed = Signal(object)
    """A SignedForm."""

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        case: Case,
        opinion: Opinion,
        *,
        keeps_case: bool = False,
    ) -> None:
        """`keeps_case`: the form is needed after the sheet; whoever asks closes it."""
        super().__init__(parent)
        self.shell = shell
        self._opinion = opinion
        self._offering: Offering | None = None
        self.last_error: BaseException | None = None
        """Why this form could not be laid out, or not be signed with the key that is chosen."""
        look = shell.look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.title_words)
        self._before = parent.window()
        self.work = SignWork(shell.jobs, case, keeps_case=keeps_case)
        self.stack = SheetParts(shell, self.work)
        self.body, self.view = self.stack.body, self.stack.view
        self.pane = SignerPane(shell, self.verb_words)
        self.trouble = ErrorNote(look)
        self._what = Elided(look, "small", "2")
        self._lay_out()
        self._connect()
        Dim(self._before, self)

    @property
    def title_words(self) -> str:
        """What it is called."""
        return tr("核对并签署")

    @property
    def verb_words(self) -> str:
        """What the button says."""
        return tr("签署")

    def _lay_out(self) -> None:
        look = self.shell.look
        head = QHBoxLayout()
        head.setContentsMargins(16, 11, 16, 11)
        head.setSpacing(10)
        head.addWidget(icon_label(look, "pen-line"))
        head.addWidget(label(look, self.title_words, "page"))
        head.addWidget(self._what, 1)
        pane = QFrame()
        pane.setProperty("role", "pane")
        left = QVBoxLayout(pane)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        around = QHBoxLayout()
        around.setContentsMargins(16, 0, 16, 0)
        around.addWidget(self.trouble)
        left.addLayout(around)
        left.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(pane, 1)
        middle.addWidget(self.pane)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(line())
        down.addLayout(middle, 1)

    def _connect(self) -> None:
        work, pane = self.work, self.pane
        self.body.changed.connect(self.judge)
        pane.key_chosen.connect(self._key_chosen)
        pane.changed.connect(self.judge)
        pane.finished.connect(self.act)
        pane.cancelled.connect(self.reject)
        work.laid_out.connect(self._laid_out)
        work.offered.connect(self._offered)
        work.signed.connect(self._signed)
        work.failed.connect(self._failed)
        work.stopped.connect(self._stopped)

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(within(self.shell.look, _WIDE, _TALL, self._before))
        most = int(self.width() * _PANE)
        self.pane.setFixedWidth(min(self.shell.look.theme.px(WIDTH), most))
        self.setMinimumSize(QSize(self.width(), self.height()))
        super().showEvent(event)

    def open(self) -> None:
        """Show it, and have the form laid out."""
        super().open()
        self.judge()
        self.work.lay_out()

    # -- the form ------------------------------------------------------------------------------

    @Slot(object)
    def _laid_out(self, shown: ShownForm) -> None:
        self._what.setText(f"{shown.form['title']} · {shown.sender.name}")
        self.body.show_form(shown, self._opinion)
        self._choose_key()

    def _choose_key(self) -> None:
        """The key that signed last is offered."""
        self.pane.key.fill(with_last=True)
        if self.pane.key.path is None:
            self.pane.key.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from a part before it gives up the whole sheet."""
        if event.key() == Qt.Key.Key_Escape and self.stack.currentIndex():
            self.stack.show_list()
        else:
            super().keyPressEvent(event)

    # -- who signs -----------------------------------------------------------------------------

    @Slot()
    def _key_chosen(self) -> None:
        """Another key: nothing of the one before holds."""
        key, shown = self.pane.key.path, self.body.shown
        self._offering, self.last_error = None, None
        self.pane.passphrase.clear()
        self.pane.show_nobody()
        self._show_asking()
        if key is None or shown is None:
            self.judge()
            return
        try:
            certificate = read_certificate(key)
        except CdoError as error:
            self.pane.note.say_error(error)
            self.judge()
            return
        given = shown.opinions[:-1] if shown.token else shown.opinions
        said = [one for one in given if one.cert_sha256 == certificate.sha256]
        if said:
            self._say_already(minute(said[0].statement.at), said[0].statement.decision.label)
            return
        self.work.offer(key)
        self.judge()

    def _show_asking(self) -> None:
        self.pane.ask()

    def _say_already(self, at: str, decision: str) -> None:
        words = tr("您 {at} 已签过这一版（{decision}），不用再签。请把文件交给下一位签署人。")
        self.pane.say_already(words.format(at=at, decision=decision))
        self.judge()

    @Slot(object)
    def _offered(self, found: Offering) -> None:
        self._offering = found
        self.body.show_form(found.offer.shown, self._opinion)
        self.body.show_since(found.since)
        who = found.offer.speaker
        role = role_label(who.role)
        self._what.setText(f"{found.offer.shown.form['title']} · {role}{tr('意见')}")
        self.pane.show_offering(found)
        self.judge()

    # -- signing -------------------------------------------------------------------------------

    @property
    def missing(self) -> list[str]:
        """What is still missing before it can be signed."""
        if self.body.shown is None:
            return [tr("整理好的签署内容")]
        found = self.body.missing
        if self._offering is None:
            found.append(tr("能签署的密钥"))
        return found + self.missing_secret

    @property
    def missing_secret(self) -> list[str]:
        """The passphrase, if it is asked for here and not given."""
        return [] if self.pane.passphrase.text else [tr("口令")]

    @Slot()
    def judge(self) -> None:
        """Say what is missing; with nothing missing the button can be pressed."""
        busy = self.work.busy == SIGN
        missing = [tr("签署完成")] if busy else self.missing
        self.pane.want(missing, ticked=self.body.ticked.isChecked())
        for part in (self.pane.key, self.pane.cancel, self.pane.passphrase, self.body):
            part.setEnabled(not busy)

    @Slot()
    def act(self) -> None:
        """Sign what stands on the left."""
        shown, found = self.body.shown, self._offering
        if self.missing or shown is None or found is None or self.work.busy:
            return
        self.pane.note.hide()
        self.work.sign(found, shown.token, self.pane.passphrase.text)
        self.pane.passphrase.clear()
        self.judge()

    @Slot(object)
    def _signed(self, done: SignedForm) -> None:
        if self._offering is not None:
            KnownFiles(self.shell.settings).signed_with(self._offering.signer.key)
        self.signed.emit(done)
        self.accept()

    @Slot(str, object)
    def _failed(self, what: str, error: BaseException) -> None:
        """Whatever it was, nothing is signed."""
        if what in (LAY_OUT, OFFER):
            self.last_error = error
        if what == LAY_OUT:
            self.body.waiting.hide()
            self.trouble.say_error(error)
        elif what == COPY:
            self.view.say_not_taken(error)
        else:
            self.pane.note.say_error(error)
        self.judge()
        if isinstance(error, CdoError) and error.code == _WRONG_PASSPHRASE:
            self.pane.passphrase.setFocus()

    @Slot(str)
    def _stopped(self, what: str) -> None:
        note = self.pane.note if what != LAY_OUT else self.trouble
        note.say("warn", tr("已停止，没有签署。请关闭后重新打开。"))
        self.judge()

    # -- the end -------------------------------------------------------------------------------

    def done(self, result: int) -> None:
        """While it is being signed it stays; afterwards nothing of the passphrase is left."""
        if self.work.busy == SIGN:
            return
        self.pane.passphrase.clear()
        self.work.leave()
        super().done(result)
