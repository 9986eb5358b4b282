"""Making a key with a passphrase typed twice, and taking one over from a PKCS#12 file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QWidget

from cdo_desktop.domain.people import Org
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.tasks import Run
from cdo_desktop.work import keys
from cdo_desktop.workbench import Desk, is_named
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.fields import KEYS, FileField, PassphraseField, rows, typed_path
from ui.exchange.known_files import KnownFiles
from ui.look import restyle
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import label

SUFFIX = ".cdokey"
PKCS12 = tr("机构颁发的证书文件 (*.p12 *.pfx)")
_SUITES = {
    "p256": tr("国际通用算法（P-256）：接收方没有国密软件时用"),
    "sm2": tr("国密算法（SM2）：接收方用国密软件核验时用"),
}
_ROLES = ("dept_cdo", "dept_head", "clerk", "sharing_lead", "cdo_executive", "gov_cdo", "platform")
_LABELS = 118
_MUST = tr("必须至少 {0} 个字符，一个汉字算两个。")
_ADVICE = tr("建议用四个以上不相关的词，写下来锁好，不要与密钥文件放在一起。")
_SAYS = tr(
    "密钥文件由口令加密保存。口令不会保存在任何地方，忘记后密钥无法恢复。"
    "自行生成的密钥要由数据主管部门登记到信任清单，接收方才认。"
)


class _TwicePassphrase(QWidget):
    """Two fields that must agree."""

    changed = Signal()
    """Something was typed."""

    def __init__(self, look: object) -> None:
        super().__init__()
        self.first = PassphraseField(look, tr("口令，必填"))
        self.second = PassphraseField(look, tr("再输一遍口令，必填"))
        self.says = label(look, "", "small", "3")
        self.says.setWordWrap(True)
        lines = ((tr("* 口令"), self.first), (tr("* 再输一遍"), self.second), ("", self.says))
        grid = rows(look, lines, _LABELS)
        grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(grid)
        for field in (self.first, self.second):
            field.changed.connect(self._judge)
        self._judge()

    @property
    def missing(self) -> str:
        """What is wanted; "" if both agree."""
        if not self.first.text:
            return tr("口令")
        if keys.passphrase_weight(self.first.text) < keys.SHORTEST:
            return tr("至少 {0} 个字符的口令").format(keys.SHORTEST)
        return "" if self.first.text == self.second.text else tr("两遍一致的口令")

    def _judge(self) -> None:
        typed, again = self.first.text, self.second.text
        weight = keys.passphrase_weight(typed)
        words = _MUST.format(keys.SHORTEST)
        short = bool(typed) and weight < keys.SHORTEST
        if short:
            words = tr("现在只有 {weight} 个字符，还不能用。{words}").format(
                weight=weight, words=words
            )
        elif again and typed != again:
            words = tr("两遍口令还不一致。{words}").format(words=words)
        self.says.setText(words + _ADVICE)
        restyle(self.says, "tone", "err" if short else "3")
        self.changed.emit()


class _NewKeyDialog(AskDialog):
    """Ends in a new key file."""

    made = Signal(object)
    """The Path of the new key file."""

    @property
    def target(self) -> Path:
        """The key file to make."""
        raise NotImplementedError

    def _begin(self, title: str, work: Callable[[Run], object]) -> None:
        self.verb.setEnabled(False)
        job = self.shell.jobs.start(title, work)
        job.done.connect(self._made)
        job.failed.connect(self.refuse)

    @Slot(object)
    def _made(self, certificate: object) -> None:
        self.made.emit(self.target)
        self.accept()


class MakeKeyDialog(_NewKeyDialog):
    """Name, role, organisation, suite, file, passphrase."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent, tr("新建密钥"), tr("新建密钥"))
        look, bench = shell.look, shell.session.bench
        org = bench.org if bench else Org("", "")
        self._suggested = ""
        self._folder = KnownFiles(shell.settings).folder
        self.say(_SAYS)
        self.name = QLineEdit(
            bench.who.name if bench else "", accessibleName=tr("签名人姓名，必填")
        )
        self.role = QuietCombo(tr("角色，必填"))
        for key in _ROLES:
            self.role.addItem(ROLES[key], key)
        self.org = QLineEdit(org.name, accessibleName=tr("单位名称，必填"))
        self.code = QLineEdit(org.code, accessibleName=tr("统一社会信用代码，必填"), maxLength=18)
        look.put_type(self.code, "mono")
        self.suite = QuietCombo(tr("算法"))
        for key, words in _SUITES.items():
            self.suite.addItem(words, key)
        self.path = QLineEdit(accessibleName=tr("密钥文件，必填"))
        choose = button(look, tr("更改…"))
        choose.clicked.connect(self._choose)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(choose)
        self.words = _TwicePassphrase(look)
        lines: tuple[tuple[str, QWidget | QLayout], ...] = (
            (tr("* 签名人"), self.name),
            (tr("* 角色"), self.role),
            (tr("* 单位"), self.org),
            (tr("* 统一社会信用代码"), self.code),
            (tr("算法"), self.suite),
            (tr("* 密钥文件"), where),
        )
        self.put(rows(look, lines, _LABELS))
        self.put(self.words)
        for line in (self.name, self.org, self.code):
            line.textChanged.connect(self._judge)
        self.role.currentIndexChanged.connect(self._judge)
        self.path.textChanged.connect(self._judge)
        self.words.changed.connect(self._judge)
        self._judge()
        self.name.setFocus()

    @property
    def target(self) -> Path:
        """The key file to make."""
        path = typed_path(self.path.text()) or Path(self._suggested)
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def _choose(self) -> None:
        self.shell.notify.choose_target(tr("密钥文件放在哪里"), self.target, KEYS, self._take)

    def _take(self, path: Path) -> None:
        self.path.setText(str(path))

    @property
    def _org(self) -> Org:
        return Org(self.code.text().strip().upper(), self.org.text().strip())

    def _judge(self) -> None:
        name = self.name.text().strip()
        if self.path.text() == self._suggested:  # nobody has chosen another one
            stem = f"{name or tr('签名人')}-{self.role.currentText()}"
            self._suggested = str(self._folder / f"{stem}{SUFFIX}")
            self.path.blockSignals(True)
            self.path.setText(self._suggested)
            self.path.blockSignals(False)
        self.want(
            "" if name else tr("签名人"),
            "" if is_named(self._org) else tr("单位名称和 18 位代码"),
            "" if typed_path(self.path.text()) else tr("密钥文件"),
            self.words.missing,
        )

    def act(self) -> None:
        bench = self.shell.session.bench
        desk = Desk(bench.clock, bench.who, bench.machine) if bench else Desk()
        path, suite, role = self.target, self.suite.currentData(), self.role.currentData()
        name, org, words = self.name.text().strip(), self._org, self.words.first.text
        self._begin(
            tr("新建密钥“{path.name}”").format(path=path),
            lambda run: keys.make_key(desk, path, suite, name, role, org, lambda: words),
        )


class ImportKeyDialog(_NewKeyDialog):
    """The key of a PKCS#12 file, kept in a key file under a passphrase of its own."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent, tr("导入机构颁发的证书"), tr("导入"))
        look = shell.look
        self.say(
            tr(
                "把发证机构给的证书文件（.p12 或 .pfx，国际通用算法 P-256）"
                "存成本程序的密钥文件，原文件不改动。"
            )
        )
        title = tr("选择发证机构给的文件")
        self.source = FileField(look, shell.notify, tr("发证机构给的文件，必填"), title, PKCS12)
        self.opening = PassphraseField(look, tr("原文件的口令"))
        self.words = _TwicePassphrase(look)
        lines = ((tr("* 原文件"), self.source), (tr("原文件口令"), self.opening))
        self.put(rows(look, lines, _LABELS))
        self.put(self.words)
        self.source.changed.connect(self._judge)
        self.words.changed.connect(self._judge)
        self._judge()
        self.source.setFocus()

    def _judge(self) -> None:
        self.want("" if self.source.path else tr("原文件"), self.words.missing)

    @property
    def target(self) -> Path:
        """The key file to make: beside the source."""
        return (self.source.path or Path("x")).with_suffix(SUFFIX)

    def act(self) -> None:
        source, target = self.source.path, self.target
        if source is None:
            return
        opening, words = self.opening.text, self.words.first.text
        self._begin(
            tr("导入“{source.name}”").format(source=source),
            lambda run: keys.import_key(source, target, lambda: opening, lambda: words),
        )
