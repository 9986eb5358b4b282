"""密钥与证书: the keys this user signs with, what their certificates say, until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import CdoError
from cdo_desktop.sentences import sentence
from cdo_desktop.work import keys
from cdo_desktop.work.trusting import TrustHere, trust_here
from ui.exchange.fact import Fact
from ui.exchange.fields import KEYS
from ui.exchange.fitted_splitter import FittedSplitter
from ui.exchange.key_dialogs import ImportKeyDialog, MakeKeyDialog
from ui.exchange.key_rows import KEY_COLUMNS, SOON, KnownKey, known_key
from ui.exchange.known_files import KnownFiles
from ui.exchange.sub_header import SubHeader
from ui.exchange.wording import day, grouped, suite_words
from ui.models.table import TableModel
from ui.notify import Choice, Question
from ui.pages.settings_part import SettingsPart
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.row_table import RowTable
from ui.widgets.text import label
from ui.widgets.wrap_grid import WrapGrid

_FACTS = (
    tr("签名人"),
    tr("角色"),
    tr("单位"),
    tr("统一社会信用代码"),
    tr("算法"),
    tr("有效期"),
    tr("信任清单"),
    tr("文件"),
)
_FACT = 300
"""Pixels that a fact takes at 100 %."""
_NOTHING = tr("还没有密钥。新建一把，或添加已有的密钥文件（.cdokey）。")


class KeysPage(SettingsPart):
    """A list of keys, and the certificate of the one that is current."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._known = KnownFiles(shell.settings)
        self._trust: TrustHere | None = None
        self._header = SubHeader(look, tr("设置"), tr("密钥与证书"))
        self._header.say(tr("本机只记住文件在哪里；口令不保存"))
        self._header.back.connect(self.go_back)
        for words, icon, kind, act in (
            (tr("导入机构颁发的证书…"), "file-input", "", self.import_key),
            (tr("添加密钥文件…"), "folder-open", "", self.add_key),
            (tr("新建密钥…"), "key-round", "primary", self.make_key),
        ):
            made = button(look, words, icon=icon, kind=kind)
            made.clicked.connect(act)
            self._header.add(made)
        self._model = TableModel(KEY_COLUMNS, self)
        self.table = RowTable(look, self._model, tr("密钥"))
        self.table.row_chosen.connect(self._show)
        self._empty = EmptyState(look)
        self._empty.say(
            "key-round", _NOTHING, [("make", tr("新建密钥")), ("add", tr("添加密钥文件"))]
        )
        self._empty.chosen.connect(self._answer)
        self._empty.setFocusProxy(self._empty.findChildren(QPushButton)[0])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._pane = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._pane.setAccessibleName(tr("证书"))
        self._pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pane.setWidget(self._certificate())
        down = Qt.Orientation.Vertical
        self._body = body = FittedSplitter(look, down, self._certificate_height, 0.55, last=True)
        body.addWidget(self._stack)
        body.addWidget(self._pane)
        body.setStretchFactor(0, 1)
        self.put(self._header, body)

    def _certificate(self) -> QWidget:
        look = self.shell.look
        made = QFrame()
        made.setProperty("role", "pane")
        self._facts = {name: Fact(look, name) for name in _FACTS}
        facts = WrapGrid([(fact, 1) for fact in self._facts.values()], self._columns, gap=4)
        self._print = label(look, "", "mono")
        self._print.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._print.setAccessibleName(tr("证书指纹"))
        self._print.setWordWrap(True)
        limits = label(look, sentence("CDO-E901").says, "small", "2")
        limits.setWordWrap(True)
        deeds = FlowLayout(gap=8)
        for words, icon, act in (
            (tr("复制指纹"), "copy", self._copy),
            (tr("打开所在文件夹"), "folder-open", self._open_folder),
            (tr("不再列出"), "x", self._ask_forget),
        ):
            deed = button(look, words, kind="small", icon=icon)
            deed.clicked.connect(act)
            deeds.addWidget(deed)
        down = QVBoxLayout(made)
        down.setContentsMargins(16, 12, 16, 14)
        down.setSpacing(8)
        down.addWidget(label(look, tr("证书"), "section"))
        down.addWidget(facts)
        hint = label(look, tr("证书指纹 SHA-256，登记到信任清单时向对方逐字读出"), "small", "3")
        hint.setWordWrap(True)
        down.addWidget(hint)
        down.addWidget(self._print)
        down.addWidget(limits)
        down.addLayout(deeds)
        return made

    def _certificate_height(self) -> int:
        """All of it, as wide as it is now."""
        return self._pane.widget().heightForWidth(self._body.width())

    def _columns(self, width: int) -> int:
        return min(2, width // self.shell.look.theme.px(_FACT))

    # -- what is shown -------------------------------------------------------------------------

    def refresh(self) -> None:
        bench = self.shell.session.bench
        self._trust = trust_here(bench) if bench else None
        now = bench.clock.now() if bench else datetime.now().astimezone()
        before = self.current
        found = [known_key(path, now) for path in self._known.key_files()]
        self._model.show_rows(found)
        self._stack.setCurrentIndex(0 if found else 1)
        self._pane.setVisible(bool(found))
        paths = [key.path for key in found]
        at = paths.index(before.path) if before and before.path in paths else 0
        self.table.choose_row(at)
        self._show(at if found else -1)
        late = sum(key.certificate is not None and key.days <= SOON for key in found)
        self.status.emit(
            tr("密钥 {0}").format(len(found))
            + (tr("，{late} 把快到期或已到期").format(late=late) if late else "")
        )

    @property
    def current(self) -> KnownKey | None:
        """The key that is current."""
        at = self.table.currentIndex().row()
        return self._model.row(at) if 0 <= at < self._model.rowCount() else None

    def _show(self, row: int) -> None:
        key = self._model.row(row) if 0 <= row < self._model.rowCount() else None
        if key is None:
            return
        certificate = key.certificate
        values = dict.fromkeys(_FACTS, "—") | {tr("文件"): str(key.path)}
        if certificate is None:
            values[tr("签名人")] = key.trouble
        else:
            left = (
                tr("还有 {key.days} 天").format(key=key)
                if key.days >= 0
                else tr("已过期 {0} 天").format(-key.days)
            )
            values |= {
                tr("签名人"): certificate.name,
                tr("角色"): role_label(certificate.role) or tr("证书没有写"),
                tr("单位"): certificate.org_name or tr("证书没有写"),
                tr("统一社会信用代码"): certificate.org_code or tr("证书没有写"),
                tr("算法"): suite_words(certificate.suite.name),
                tr("有效期"): tr("{0} 至 {1}，{left}").format(
                    day(certificate.not_before), day(certificate.not_after), left=left
                ),
                tr("信任清单"): self._listed(certificate.sha256),
            }
        for name, words in values.items():
            self._facts[name].say(words)
        self._print.setText(grouped(certificate.sha256) if certificate else "—")
        self._body.fit()

    def _listed(self, sha256: str) -> str:
        if self._trust is None:
            return tr("没有打开工作区")
        if self._trust.bundle is None:
            return tr("本工作区没有信任清单")
        known = self._trust.bundle.signer(sha256)
        return tr("在清单里（{0}）").format(role_label(known.role)) if known else tr("不在清单里")

    # -- what is done --------------------------------------------------------------------------

    def _answer(self, key: str) -> None:
        deeds: Mapping[str, Callable[[], None]] = {"make": self.make_key, "add": self.add_key}
        deeds[key]()

    def make_key(self) -> None:
        """Ask for a new key."""
        dialog = MakeKeyDialog(self.shell, self)
        dialog.made.connect(self._made)
        dialog.open()

    def import_key(self) -> None:
        """Ask for a PKCS#12 file."""
        dialog = ImportKeyDialog(self.shell, self)
        dialog.made.connect(self._made)
        dialog.open()

    @Slot(object)
    def _made(self, path: Path) -> None:
        self._list(path)
        certificate = keys.certificate_path(path).name
        self.banner.say(
            "ok",
            tr(
                "已新建“{path.name}”，证书“{certificate}”在旁边。请另存一份备份，并把证书交给数据主管部门登记到信任清单。"
            ).format(path=path, certificate=certificate),
        )

    def add_key(self) -> None:
        """Have a key file chosen, to be listed here."""
        self.shell.notify.choose_file(tr("选择密钥文件"), KEYS, self._add)

    def _add(self, path: Path) -> None:
        try:
            keys.read_certificate(path)
        except CdoError as error:
            self.banner.say_error(error)
            return
        self._list(path)

    def _list(self, path: Path) -> None:
        self._known.remember_key(path)
        self.refresh()
        self.table.choose_row(0)

    def _copy(self) -> None:
        key = self.current
        if key is not None and key.certificate is not None:
            QApplication.clipboard().setText(key.certificate.sha256)

    def _open_folder(self) -> None:
        if self.current is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.current.path.parent)))

    def _ask_forget(self) -> None:
        key = self.current
        if key is None:
            return
        choices = (Choice("forget", tr("不再列出")), Choice("keep", tr("留着")))
        text = tr("只是不再列在这里，密钥文件不会删除。")
        question = Question(tr("不再列出“{key.path.name}”？").format(key=key), text, choices)
        self.shell.notify.ask(question, partial(self._forget, key.path))

    def _forget(self, path: Path, key: str) -> None:
        if key == "forget":
            self._known.forget_key(path)
            self.refresh()

    # -- what the frame asks -------------------------------------------------------------------

    def panes(self) -> list[QWidget]:
        return [self._header.up, self.table if self._model.rowCount() else self._empty, self._pane]
