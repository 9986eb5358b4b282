"""The fourth step of an export: who signs, once or twice, after comparing what is signed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from cdo_desktop.domain.roles import role_label
from cdo_desktop.work.signers import Signer
from cdo_desktop.workbench import Workbench
from ui.exchange.key_part import KeyPart
from ui.exchange.known_files import KnownFiles
from ui.exchange.wording import suite_words
from ui.look import Look
from ui.notify import Notify
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.text import label

_WHY_TWO = tr("例如国密算法（SM2）之外再加国际通用算法（P-256），供没有国密软件的接收方核验。")


class SignBody(QWidget):
    """One signature, or two; nothing is signed before the last step writes the file."""

    finished = Signal()
    """Keys, passphrases and the tick are there: the passphrases are to be tried."""

    def __init__(self, look: Look, notify: Notify, known: KnownFiles) -> None:
        super().__init__()
        self._says = label(look, "", tone="2")
        self._says.setWordWrap(True)
        self.banner = Banner(look)
        self.first = KeyPart(look, notify, known, tr("签名人"))
        self.wants_second = QCheckBox(tr("再加一个签名"))
        why = label(look, _WHY_TWO, "small", "3")
        why.setWordWrap(True)
        why.setContentsMargins(look.theme.px(22), 0, 0, 0)
        self.second = KeyPart(look, notify, known, tr("第二个签名人"))
        self.second.hide()
        self.compared = QCheckBox(tr("我已逐项核对要签名的内容"))
        self.go = button(look, tr("核对口令"), kind="primary", icon="pen-line")
        self.go.clicked.connect(self.finished)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(look.theme.px(9))
        self._why = label(look, "", "small", "3")
        self._why.setWordWrap(True)
        keys = (self.first, self.wants_second, why, self.second)
        for part in (self._says, self.banner, *keys, self.compared):
            self._down.addWidget(part)
        across = QHBoxLayout()
        across.addWidget(self._why, 1)
        across.addWidget(self.go)
        self._down.addLayout(across)
        self.wants_second.toggled.connect(self.second.setVisible)
        for changed in (
            self.first.changed,
            self.second.changed,
            self.compared.toggled,
            self.wants_second.toggled,
        ):
            changed.connect(self._judge)
        for part in self.parts(also_hidden=True):
            part.passphrase.entered.connect(self._enter)
        self._judge()

    def show_bench(self, bench: Workbench, says: str, warning: str) -> None:
        """Ask for keys; `says` is what will be signed, `warning` what must not be overlooked."""
        self._says.setText(says)
        self.banner.say("warn", warning, stays=True)
        self.banner.setVisible(bool(warning))
        self.first.show_bench(bench, with_last=True)
        self.second.show_bench(bench, with_last=False)

    @property
    def starts_at(self) -> QWidget:
        """What the keys go to when the step is opened."""
        return self.first.passphrase if self.first.signer else self.first.key

    def keys(self) -> tuple[tuple[Path, str], ...]:
        """The key files that are to sign, with what was typed as their passphrases."""
        return tuple((p.signer.key, p.passphrase.text) for p in self.parts() if p.signer)

    def parts(self, *, also_hidden: bool = False) -> list[KeyPart]:
        """The signatures that are wanted, in order."""
        two = also_hidden or self.wants_second.isChecked()
        return [self.first, self.second] if two else [self.first]

    def forget(self) -> None:
        """Passphrases and the tick are taken back."""
        for part in self.parts(also_hidden=True):
            part.passphrase.clear()
        self.compared.setChecked(False)

    def _judge(self) -> None:
        missing = [words for part in self.parts() for words in part.missing]
        missing += [] if self.compared.isChecked() else [tr("勾选“我已逐项核对”")]
        first, second = self.first.key.path, self.second.key.path
        if self.wants_second.isChecked() and first is not None and first == second:
            missing.append(tr("另一个密钥文件"))
        words = tr("还缺：{0}").format("、".join(dict.fromkeys(missing))) if missing else ""
        self.go.setEnabled(not missing)
        self.go.setToolTip(words)
        self._why.setText(words)
        for part in self.parts(also_hidden=True):
            part.passphrase.release_enter(self.compared.isChecked())

    def _enter(self) -> None:
        if self.go.isEnabled():
            self.finished.emit()


def signer_words(found: Signer) -> str:
    """Who will sign, in the line that stands for the step when it is done."""
    certificate = found.certificate
    role = role_label(certificate.role) or tr("没有写角色")
    return tr("{certificate.name}（{role}），{suite}，口令已核对，写出时签").format(
        certificate=certificate, role=role, suite=suite_words(certificate.suite.name)
    )
