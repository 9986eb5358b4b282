"""登记交接: to whom a package was given; the file itself is compared before it is entered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.work import handing_over
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.fields import PACKAGES, FileField, rows
from ui.shell import Shell
from ui.tr import tr

_SAYS = tr("登记后状态成为“已交接”。这只表示交给了对方；“已接收”“已受理”要等核验过的回执。")


class HandoverDialog(AskDialog):
    """Asks for the file and the receiver, and enters it."""

    entered = Signal(object)
    """The LedgerEntry as it is now."""

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        file: Path | None = None,
        to: str = "",
        known: Sequence[str] = (),
    ) -> None:
        super().__init__(shell, parent, tr("登记交接"), tr("登记交接"))
        look = shell.look
        self.say(_SAYS)
        title = tr("选择交出去的签名包")
        self.file = FileField(look, shell.notify, tr("签名包，必填"), title, PACKAGES)
        self.to = QLineEdit(placeholderText=tr("单位和经手人，例：市数据局 周敏"))
        self.to.setAccessibleName(tr("交给谁，必填"))
        self.to.setCompleter(QCompleter(list(known), self.to))
        self.put(rows(look, ((tr("* 签名包"), self.file), (tr("* 交给"), self.to))))
        self.file.changed.connect(self._judge)
        self.to.textChanged.connect(self._judge)
        self.file.set_path(file)
        self.to.setText(to)
        self._judge()
        (self.to if file else self.file).setFocus()

    def _judge(self) -> None:
        self.want(
            "" if self.file.path else tr("签名包"), "" if self.to.text().strip() else tr("交给谁")
        )

    def act(self) -> None:
        bench, path, to = self.shell.session.bench, self.file.path, self.to.text()
        if bench is None or path is None:
            return
        self.verb.setEnabled(False)
        job = self.shell.jobs.start(
            tr("登记交接“{path.name}”").format(path=path),
            lambda run: handing_over.hand_over(bench, path, to, run),
        )
        job.done.connect(self._entered)
        job.failed.connect(self.refuse)

    @Slot(object)
    def _entered(self, entry: LedgerEntry) -> None:
        self.entered.emit(entry)
        self.accept()
