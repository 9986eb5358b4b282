"""The end of a row of sheets: one passphrase for what was looked at; what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdo_desktop.errors import CdoError
from cdo_desktop.work.review_batch import BatchDone, NotSigned, Waiting, sign_batch
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.fields import PassphraseField, rows
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.panel import Panel
from ui.widgets.text import label


class BatchDialog(AskDialog):
    """Asks for the passphrase, signs, and shows 已签, 跳过, 未成功 apart."""

    WIDTH = 640
    ended = Signal(object)
    """A BatchDone, or None: nothing was signed."""

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        waiting: Sequence[Waiting],
        key: Path | None,
        failed: Sequence[NotSigned],
    ) -> None:
        title = tr("批量签署")
        self._count = sum(1 for one in waiting if one.token)
        super().__init__(shell, parent, title, tr("签署 {0} 份").format(self._count))
        self._waiting, self._key, self._failed = tuple(waiting), key, tuple(failed)
        self._done: BatchDone | None = None
        self._busy = False
        self._says = self.say(tr("下面这些您都打开看过，用同一个密钥逐份签署："))
        self.lists = QWidget()
        self._down = QVBoxLayout(self.lists)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(shell.look.theme.px(8))
        self.put(self.lists)
        self.passphrase = PassphraseField(shell.look, tr("密钥口令"))
        self.passphrase.changed.connect(self._judge)
        named = label(shell.look, key.stem if key else "")
        self._asks = QWidget()
        self._asks.setLayout(
            rows(shell.look, ((tr("密钥文件"), named), (tr("密钥口令"), self.passphrase)), 64)
        )
        self.put(self._asks)
        opened = [_decided(one) for one in waiting if one.token]
        skipped = [one.name for one in waiting if not one.token]
        self._list(tr("要签署"), opened)
        self._list(tr("跳过"), skipped)
        self._list(tr("未成功"), [_words(one) for one in failed])
        self._judge()
        self.passphrase.setFocus()
        if not opened:
            self._show(BatchDone((), tuple(NotSigned(one, "") for one in skipped), ()))

    def _list(self, title: str, names: Sequence[str]) -> None:
        look = self.shell.look
        panel = Panel(look, title, tr("{0} 份").format(len(names)))
        text = label(look, "\n".join(names) or tr("没有"), tone="" if names else "3")
        text.setWordWrap(True)
        text.setAccessibleName(title)
        panel.put(text, 13, 6, 13, 8)
        self._down.addWidget(panel)

    def _judge(self) -> None:
        if self._done is not None:
            return
        self.want(
            tr("签署完成") if self._busy else "",
            "" if self.passphrase.text or self._busy else tr("口令"),
        )

    def act(self) -> None:
        """Sign those that were looked at; when that is done, close."""
        if self._done is not None:
            self.accept()
            return
        key, passphrase, waiting = self._key, self.passphrase.text, self._waiting
        if key is None or not passphrase or self._busy:
            return
        self.banner.hide()
        self._busy = True
        self.passphrase.clear()
        self._judge()
        job = self.shell.jobs.start(
            tr("签署 {0} 份").format(self._count),
            lambda run: sign_batch(waiting, key, lambda: passphrase, run),
        )
        job.done.connect(self._signed)
        job.failed.connect(self._not_signed)
        job.stopped.connect(self._not_begun)

    @Slot(object)
    def _signed(self, done: BatchDone) -> None:
        self._busy = False
        self._show(done)
        self.fit()

    def _show(self, done: BatchDone) -> None:
        self._done = done
        while (item := self._down.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self._asks.hide()
        self._says.setText(tr("每一份各是各的：没有签成的保持原样。"))
        self._list(tr("已签"), [name for name, _ in done.signed])
        self._list(tr("跳过"), [_words(one) for one in done.skipped])
        self._list(tr("未成功"), [_words(one) for one in (*self._failed, *done.failed)])
        self.want()
        self.verb.setText(tr("完成"))
        self.cancel.hide()

    @Slot(object)
    def _not_signed(self, error: BaseException) -> None:
        """A wrong passphrase: none of them is signed."""
        self._busy = False
        self.refuse(error)
        self._judge()
        if isinstance(error, CdoError):
            self.passphrase.setFocus()

    @Slot()
    def _not_begun(self) -> None:
        self._busy = False
        self.banner.say("warn", tr("已停止，一份都没有签署。"))
        self._judge()

    def done(self, result: int) -> None:
        """While it is being signed it stays."""
        if self._busy:
            return
        self.passphrase.clear()
        super().done(result)
        self.ended.emit(self._done)


def _decided(one: Waiting) -> str:
    return tr("{one.decision}：{one.name}").format(one=one)


def _words(one: NotSigned) -> str:
    code = f"（{one.code}）" if one.code else ""
    return f"{one.name}：{one.reason}{code}" if one.reason else one.name
