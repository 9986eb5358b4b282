"""The fourth step of an export: who signs, what is to be known of the key, the passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import CdoError
from cdo_desktop.sentences import sentence
from cdo_desktop.work.signers import Signer, signer
from cdo_desktop.workbench import Workbench
from ui.exchange.fields import KEYS, PassphraseField, rows
from ui.exchange.known_files import KnownFiles
from ui.exchange.wording import day, grouped, shortened
from ui.look import Look, restyle
from ui.notify import Notify, told
from ui.widgets.buttons import button, line
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import icon_label, label

_LIMITS = "CDO-E901"
_SOON = 30
_FACTS = ("签名人", "算法", "单位", "证书指纹", "有效期")


class KeyChoice(QWidget):
    """A key file: one of those used before, or another one."""

    changed = Signal()
    """Another key is chosen."""

    def __init__(self, look: Look, notify: Notify, known: KnownFiles, name: str) -> None:
        super().__init__()
        self._notify, self._known = notify, known
        self.box = QuietCombo(name)
        self.box.setPlaceholderText("请选择密钥文件")
        self.box.view().setAccessibleName(name)
        self.box.currentIndexChanged.connect(self.changed)
        choose = button(look, "其它文件…")
        choose.setAccessibleName(f"{name}：其它文件")
        choose.clicked.connect(self._choose)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.box, 1)
        across.addWidget(choose)
        self.setFocusProxy(self.box)

    def fill(self, *, with_last: bool) -> None:
        """Offer the keys used before; with the one that signed last chosen."""
        before = self.path
        self.box.blockSignals(True)
        self.box.clear()
        for path in self._known.key_files():
            if path.is_file():
                self.box.addItem(f"{path.stem}（{path.parent}）", path)
        self.box.setCurrentIndex(-1)
        self.box.blockSignals(False)
        wanted = before or (self._known.last_key if with_last else None)
        if wanted is not None:
            self.choose(wanted)

    @property
    def path(self) -> Path | None:
        """The key file that is chosen."""
        return self.box.currentData()

    def choose(self, path: Path) -> None:
        """Choose a key file."""
        places = [self.box.itemData(n) for n in range(self.box.count())]
        if path not in places:
            self.box.addItem(f"{path.stem}（{path.parent}）", path)
            places.append(path)
        self.box.setCurrentIndex(places.index(path))

    def _choose(self) -> None:
        self._notify.choose_file("选择密钥文件", KEYS, self.choose)


class SignerCard(QFrame):
    """What a certificate says, and honest lines about what its signature proves."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "tile")
        self.setAccessibleName("签名人")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        self._facts = {}
        for place, name in enumerate(_FACTS):
            row, column = place // 2, 2 * (place % 2)
            grid.addWidget(label(look, name, "small", "3"), row, column)
            self._facts[name] = label(look, "—")
            grid.addWidget(self._facts[name], row, column + 1)
            grid.setColumnStretch(column + 1, 1)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        down = QVBoxLayout(self)
        down.setContentsMargins(14, 8, 14, 8)
        down.setSpacing(6)
        down.addLayout(grid)
        down.addWidget(line())
        down.addLayout(self._lines)

    def show_signer(self, found: Signer) -> None:
        """Show a key that could sign."""
        certificate = found.certificate
        left = f"还有 {found.days} 天" if found.days >= 0 else f"已过期 {-found.days} 天"
        values = {
            "签名人": f"{certificate.name}（{role_label(certificate.role) or '证书没有写角色'}）",
            "单位": certificate.org_name or "证书没有写单位",
            "有效期": f"{day(certificate.not_before)} 至 {day(certificate.not_after)}，{left}",
            "算法": certificate.suite.name,
            "证书指纹": shortened(certificate.sha256),
        }
        for name, words in values.items():
            self._facts[name].setText(words)
        self._facts["证书指纹"].setToolTip(grouped(certificate.sha256))
        while (item := self._lines.takeAt(0)) is not None:
            item.widget().deleteLater()
        for mark, token, words in _honest_lines(found):
            self._lines.addWidget(_said(self._look, mark, token, words))


def _honest_lines(found: Signer) -> list[tuple[str, str, str]]:
    lines = [("mark-warning", "warn-icon", words) for words in found.doubts]
    if found.listed is None:
        words = "本工作区没有信任清单：接收方的信任清单里有没有这张证书，本机不知道。"
        lines.append(("mark-question", "plum", words))
    elif found.listed:
        lines.append(("mark-passed", "ok-solid", "这张证书在本工作区的信任清单里。"))
        lines.append(("mark-question", "plum", found.age))
    else:
        words = "这张证书不在本工作区的信任清单里，按同一清单核验的接收方会拒绝。"
        lines.append(("mark-warning", "warn-icon", words))
    return [*lines, ("mark-hint", "info", sentence(_LIMITS).says)]


def _said(look: Look, mark: str, token: str, words: str) -> QWidget:
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(8)
    across.addWidget(icon_label(look, mark, token, 14), 0, Qt.AlignmentFlag.AlignTop)
    text = label(look, words, "small", "2")
    text.setWordWrap(True)
    across.addWidget(text, 1)
    return made


class KeyPart(QWidget):
    """One signature: key, what is to be known of it, passphrase."""

    changed = Signal()
    """Key or passphrase is another one."""

    def __init__(self, look: Look, notify: Notify, known: KnownFiles, which: str) -> None:
        super().__init__()
        self._bench: Workbench | None = None
        self.signer: Signer | None = None
        self.key = KeyChoice(look, notify, known, f"{which}的密钥文件")
        self.card = SignerCard(look)
        self.passphrase = PassphraseField(look, f"{which}的口令")
        self._wrong = label(look, "", "small", "err")
        self._wrong.setWordWrap(True)
        self.card.hide()
        self._wrong.hide()
        lines: tuple[tuple[str, QWidget], ...] = (
            ("密钥文件", self.key),
            ("", self.card),
            ("口令", self.passphrase),
            ("", self._wrong),
        )
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(rows(look, lines, 64))
        self.key.changed.connect(self._show_key)
        self.passphrase.changed.connect(self._typed)

    def show_bench(self, bench: Workbench, *, with_last: bool) -> None:
        """Ask for a key to sign this workspace's package with."""
        self._bench = bench
        self.key.fill(with_last=with_last)

    def _show_key(self) -> None:
        self.signer = None
        self.passphrase.clear()
        self.card.hide()
        path = self.key.path
        if self._bench is not None and path is not None:
            try:
                self.signer = signer(self._bench, path)
                self.card.show_signer(self.signer)
                self.card.show()
            except CdoError as error:
                self.say_wrong(told(error).text)
        self.changed.emit()

    def _typed(self) -> None:
        self._wrong.hide()
        restyle(self.passphrase.line, "state", "")
        self.changed.emit()

    def say_wrong(self, words: str) -> None:
        """Say why this key cannot sign."""
        self._wrong.setText(words)
        self._wrong.show()
        restyle(self.passphrase.line, "state", "error")

    @property
    def missing(self) -> list[str]:
        """What is still wanted."""
        wanted = [] if self.signer else ["密钥文件"]
        return wanted + ([] if self.passphrase.text else ["口令"])


class SignBody(QWidget):
    """One signature, or two; nothing is signed before the last step writes the file."""

    finished = Signal()
    """Keys, passphrases and the tick are there: the passphrases are to be tried."""

    def __init__(self, look: Look, notify: Notify, known: KnownFiles) -> None:
        super().__init__()
        self._says = label(look, "", tone="2")
        self._says.setWordWrap(True)
        self.first = KeyPart(look, notify, known, "签名人")
        self.wants_second = QCheckBox(
            "再加一个签名（例如 SM2 之外再加 P-256，供没有国密软件的接收方核验）"
        )
        self.second = KeyPart(look, notify, known, "第二个签名人")
        self.second.hide()
        self.compared = QCheckBox("我已逐项核对要签名的内容")
        self.go = button(look, "核对口令", kind="primary", icon="pen-line")
        self.go.clicked.connect(self.finished)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(look.theme.px(9))
        for part in (self._says, self.first, self.wants_second, self.second):
            self._down.addWidget(part)
        across = QHBoxLayout()
        across.addWidget(self.compared, 1)
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

    def show_bench(self, bench: Workbench, says: str) -> None:
        """Ask for keys; `says` is what will be signed."""
        self._says.setText(says)
        self.first.show_bench(bench, with_last=True)
        self.second.show_bench(bench, with_last=False)

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
        missing += [] if self.compared.isChecked() else ["勾选“我已逐项核对”"]
        first, second = self.first.key.path, self.second.key.path
        if self.wants_second.isChecked() and first is not None and first == second:
            missing.append("另一个密钥文件")
        self.go.setEnabled(not missing)
        self.go.setToolTip(f"还缺：{'、'.join(dict.fromkeys(missing))}" if missing else "")
        for part in self.parts(also_hidden=True):
            part.passphrase.release_enter(self.compared.isChecked())

    def _enter(self) -> None:
        if self.go.isEnabled():
            self.finished.emit()


def signer_words(found: Signer) -> str:
    """Who will sign, in the line that stands for the step when it is done."""
    certificate = found.certificate
    role = role_label(certificate.role) or "没有写角色"
    return f"{certificate.name}（{role}），{certificate.suite.name}，口令已核对，写出时签"
