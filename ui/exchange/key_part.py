"""One signature: the key file, what is to be known of its certificate, the passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import CdoError
from cdo_desktop.sentences import sentence
from cdo_desktop.work.signers import Signer, signer
from cdo_desktop.workbench import Workbench
from ui.exchange.fact import Fact
from ui.exchange.fields import KEYS, PassphraseField, rows
from ui.exchange.known_files import KnownFiles
from ui.exchange.wording import day, grouped, shortened, suite_words
from ui.look import Look, restyle
from ui.notify import Notify, told
from ui.tr import tr
from ui.widgets.buttons import button, line
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import icon_label, label
from ui.widgets.wrap_grid import WrapGrid

_LIMITS = "CDO-E901"
_FACT = 240
"""Pixels that a fact takes at 100 %."""
_SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_FACTS = (tr("签名人"), tr("算法"), tr("单位"), tr("证书指纹"), tr("有效期"))


class KeyChoice(QWidget):
    """A key file: one of those used before, or another one."""

    changed = Signal()
    """Another key is chosen."""

    def __init__(self, look: Look, notify: Notify, known: KnownFiles, name: str) -> None:
        super().__init__()
        self._notify, self._known = notify, known
        self.box = QuietCombo(name)
        self.box.setPlaceholderText(tr("请选择密钥文件"))
        self.box.setSizeAdjustPolicy(_SHORT)
        self.box.setMinimumContentsLength(8)
        self.box.view().setAccessibleName(name)
        self.box.currentIndexChanged.connect(self.changed)
        choose = button(look, tr("其它文件…"))
        choose.setAccessibleName(tr("{name}：其它文件").format(name=name))
        choose.clicked.connect(self._choose)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.box, 1)
        across.addWidget(choose)
        self.setFocusProxy(self.box)

    def fill(self, *, with_last: bool) -> None:
        """Offer the keys used before; the one that signed last, or the only one, is chosen."""
        before = self.path
        offered = [path for path in self._known.key_files() if path.is_file()]
        self.box.blockSignals(True)
        self.box.clear()
        for path in offered:
            self.box.addItem(f"{path.stem}（{path.parent}）", path)
        self.box.setCurrentIndex(-1)
        self.box.blockSignals(False)
        usual = self._known.last_key or (offered[0] if len(offered) == 1 else None)
        wanted = before or (usual if with_last else None)
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
        self._notify.choose_file(tr("选择密钥文件"), KEYS, self.choose)


class SignerCard(QFrame):
    """What a certificate says, and honest lines about what its signature proves."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "tile")
        self.setAccessibleName(tr("签名人"))
        self._facts = {name: Fact(look, name) for name in _FACTS}
        facts = WrapGrid([(fact, 1) for fact in self._facts.values()], self._columns, gap=4)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        down = QVBoxLayout(self)
        down.setContentsMargins(14, 8, 14, 8)
        down.setSpacing(6)
        down.addWidget(facts)
        down.addWidget(line())
        down.addLayout(self._lines)

    def _columns(self, width: int) -> int:
        return min(2, width // self._look.theme.px(_FACT))

    def show_signer(self, found: Signer) -> None:
        """Show a key that could sign."""
        certificate = found.certificate
        left = (
            tr("还有 {found.days} 天").format(found=found)
            if found.days >= 0
            else tr("已过期 {0} 天").format(-found.days)
        )
        role = role_label(certificate.role) or tr("证书没有写角色")
        values = {
            tr("签名人"): f"{certificate.name}（{role}）",
            tr("单位"): certificate.org_name or tr("证书没有写单位"),
            tr("有效期"): tr("{0} 至 {1}，{left}").format(
                day(certificate.not_before), day(certificate.not_after), left=left
            ),
            tr("算法"): suite_words(certificate.suite.name),
            tr("证书指纹"): shortened(certificate.sha256),
        }
        for name, words in values.items():
            self._facts[name].say(words)
        self._facts[tr("证书指纹")].setToolTip(grouped(certificate.sha256))
        while (item := self._lines.takeAt(0)) is not None:
            item.widget().deleteLater()
        for mark, token, words in honest_lines(found):
            self._lines.addWidget(honest_line(self._look, mark, token, words))


def honest_lines(found: Signer) -> list[tuple[str, str, str]]:
    """(icon, token, words) of what a signature with this key does not prove, and what it does."""
    lines = [("mark-warning", "warn-icon", words) for words in found.doubts]
    if found.listed is None:
        words = tr("本工作区没有信任清单：接收方的信任清单里有没有这张证书，本机不知道。")
        lines.append(("mark-question", "plum", words))
    elif found.listed:
        lines.append(("mark-passed", "ok-solid", tr("这张证书在本工作区的信任清单里。")))
        lines.append(("mark-question", "plum", found.age))
    else:
        words = tr("这张证书不在本工作区的信任清单里，按同一清单核验的接收方会拒绝。")
        lines.append(("mark-warning", "warn-icon", words))
    return [*lines, ("mark-hint", "info", sentence(_LIMITS).says)]


def honest_line(look: Look, mark: str, token: str, words: str) -> QWidget:
    """One of them as a line."""
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
        self.key = KeyChoice(look, notify, known, tr("{which}的密钥文件").format(which=which))
        self.card = SignerCard(look)
        self.passphrase = PassphraseField(look, tr("{which}的口令").format(which=which))
        self._wrong = label(look, "", "small", "err")
        self._wrong.setWordWrap(True)
        self.card.hide()
        self._wrong.hide()
        lines: tuple[tuple[str, QWidget], ...] = (
            (tr("密钥文件"), self.key),
            ("", self.card),
            (tr("口令"), self.passphrase),
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
        wanted = [] if self.signer else [tr("密钥文件")]
        return wanted + ([] if self.passphrase.text else [tr("口令")])
