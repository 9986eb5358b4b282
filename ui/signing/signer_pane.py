"""The right of the sheet: who signs with which key, what is to be known of it, the passphrase."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdo_desktop.domain.roles import role_label
from cdo_desktop.work.review_cases import Offering
from ui.exchange.fact import Fact
from ui.exchange.fields import PassphraseField
from ui.exchange.key_part import KeyChoice, honest_line, honest_lines
from ui.exchange.known_files import KnownFiles
from ui.exchange.wording import day, moment, suite_words
from ui.shell import Shell
from ui.signing.error_note import ErrorNote
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import label

WIDTH = 352
_FACTS = (
    *(tr("单位"), tr("证书"), tr("序列号"), tr("有效期"), tr("签名算法")),
    tr("本机时间"),
)


class SignerCard(QFrame):
    """What the certificate says, and the time that will be signed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look = shell.look
        self.setProperty("role", "tile")
        self.setAccessibleName(tr("签署人"))
        self._name = label(look, "", "record")
        self._role = label(look, "", "small", "2")
        self._facts = {name: Fact(look, name) for name in _FACTS}
        down = QVBoxLayout(self)
        down.setContentsMargins(14, 10, 14, 10)
        down.setSpacing(4)
        for part in (self._name, self._role, *self._facts.values()):
            down.addWidget(part)
        for part in (self._name, self._role):
            part.setWordWrap(True)

    def show_offering(self, found: Offering) -> None:
        """Show who would sign."""
        certificate, speaker = found.signer.certificate, found.offer.speaker
        self._name.setText(speaker.name)
        self._role.setText(role_label(speaker.role))
        left = tr("还有 {found.days} 天").format(found=found.signer)
        begin, end = day(certificate.not_before), day(certificate.not_after)
        values = (
            certificate.org_name or speaker.org_code,
            tr("密钥文件“{0}”").format(found.signer.key.stem),
            _spaced(certificate.serial),
            tr("{begin} 至 {end}，{left}").format(begin=begin, end=end, left=left),
            suite_words(certificate.suite.name),
            _second(found.offer.statement.at),
        )
        for name, words in zip(_FACTS, values, strict=True):
            self._facts[name].say(words)


def _second(at: datetime) -> str:
    return f"{moment(at):%Y-%m-%d %H:%M:%S}"


def _spaced(serial: int) -> str:
    """As certificates are read out: pairs of digits; the middle of a long one is left out."""
    text = f"{serial:X}"
    text = text.rjust(len(text) + len(text) % 2, "0")
    pairs = [text[at : at + 2] for at in range(0, len(text), 2)]
    return " ".join(pairs) if len(pairs) <= 6 else " ".join((*pairs[:4], "…", *pairs[-2:]))


class SignerPane(QFrame):
    """Key above, passphrase and buttons below; what is between scrolls."""

    key_chosen = Signal()
    """Another key file is chosen."""
    changed = Signal()
    """The passphrase is another one."""
    finished = Signal()
    """The button was pressed, or Enter in the passphrase while that is allowed."""
    cancelled = Signal()
    """Nothing is to be signed."""

    def __init__(self, shell: Shell, verb: str) -> None:
        super().__init__()
        self._look = look = shell.look
        self.setProperty("role", "strip")
        self.setAccessibleName(tr("签署人"))
        self.key = KeyChoice(look, shell.notify, KnownFiles(shell.settings), tr("密钥文件"))
        self.key.changed.connect(self.key_chosen)
        self.card = SignerCard(shell)
        self.note = ErrorNote(look)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.passphrase = PassphraseField(look, tr("密钥口令"))
        self.passphrase.changed.connect(self.changed)
        self.passphrase.entered.connect(self._enter)
        self._asks = QWidget()
        self._why = label(look, "", "small", "3")
        self._why.setWordWrap(True)
        self.cancel = button(look, tr("取消"))
        self.cancel.clicked.connect(self.cancelled)
        self.go = button(look, verb, kind="primary", icon="pen-line")
        self.go.clicked.connect(self.finished)
        self.card.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        look, px = self._look, self._look.theme.px
        ground = QWidget()
        ground.setProperty("role", "ground")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(px(8))
        inside.addWidget(label(look, tr("密钥文件"), "section"))
        inside.addWidget(self.key)
        inside.addWidget(self.card)
        inside.addLayout(self._lines)
        inside.addStretch(1)
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setWidget(ground)
        area.setAccessibleName(tr("签署人和证书"))
        asks = QVBoxLayout(self._asks)
        asks.setContentsMargins(0, 0, 0, 0)
        asks.setSpacing(4)
        asks.addWidget(label(look, tr("密钥口令"), "small", "2"))
        asks.addWidget(self.passphrase)
        self._across = QHBoxLayout()
        self._across.setSpacing(8)
        self._across.addWidget(self.cancel)
        self._across.addWidget(self.go, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 12, 16, 14)
        down.setSpacing(px(8))
        down.addWidget(area, 1)
        down.addWidget(self.note)
        down.addWidget(self._asks)
        down.addWidget(self._why)
        down.addLayout(self._across)

    def put_beside(self, other: QWidget) -> None:
        """One more button, between the two."""
        self._across.insertWidget(1, other)

    # -- what it says --------------------------------------------------------------------------

    def show_offering(self, found: Offering) -> None:
        """Show who would sign with the key that is chosen."""
        self._clear()
        self.note.hide()
        self.card.show_offering(found)
        self.card.show()
        for mark, token, words in honest_lines(found.signer):
            self._lines.addWidget(honest_line(self._look, mark, token, words))

    def show_nobody(self) -> None:
        """It is not known who signs."""
        self._clear()
        self.card.hide()
        self.note.hide()

    def say_already(self, words: str) -> None:
        """This signer has signed already: that is said instead of asking for a passphrase."""
        self.show_nobody()
        self.note.say("info", words)
        for part in (self._asks, self._why, self.go):
            part.hide()

    def ask(self) -> None:
        """Ask for the passphrase again."""
        for part in (self._asks, self._why, self.go):
            part.show()

    def leave_out_passphrase(self) -> None:
        """The passphrase is asked for elsewhere."""
        self._asks.hide()

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()

    # -- the button ----------------------------------------------------------------------------

    def want(self, missing: list[str], *, ticked: bool) -> None:
        """What is still missing; with nothing missing it can be signed."""
        words = tr("还缺：{0}").format("、".join(missing)) if missing else ""
        self.go.setEnabled(not missing)
        self.go.setToolTip(words)
        self._why.setText(words)
        self.passphrase.release_enter(ticked)

    def _enter(self) -> None:
        if self.go.isEnabled() and self.go.isVisible():
            self.finished.emit()
