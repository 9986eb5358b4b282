"""登记一张证书: its fingerprint, typed as it is read out over the telephone, never copied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cdo_desktop.work import trusting
from ui.exchange.ask_dialog import AskDialog
from ui.exchange.fields import rows
from ui.look import restyle
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.text import label

_SAYS = tr(
    "请拨打您原来就知道的电话（不要用文件里或对方刚给的号码），请签名人逐字读出他的证书指纹，"
    "照读输入。登记后，他签名的回执可以核验为“有效但有提示”；职务和吊销仍然没有核验。"
)
_DIGITS = 64
_NOISE = re.compile(r"[\s:：-]")
_HEX = re.compile(r"[0-9a-f]*")


class PinDialog(AskDialog):
    """The fingerprint is compared with the file's as it is typed; it stands nowhere on the screen
    (`print_words` in verdict_words.py sees to the page behind)."""

    pinned = Signal(str)
    """The fingerprint that is registered now."""

    def __init__(self, shell: Shell, parent: QWidget, expected: Sequence[str] = ()) -> None:
        super().__init__(shell, parent, tr("登记一张证书"), tr("登记这张证书"))
        look = shell.look
        self._expected = tuple(expected)
        self.say(_SAYS)
        self.print = QPlainTextEdit(accessibleName=tr("证书指纹，必填"))
        self.print.setPlaceholderText(tr("64 位十六进制数字（0–9、a–f），空格和大小写不限"))
        self.print.setTabChangesFocus(True)
        self.print.setFixedHeight(look.theme.px(62))
        look.put_type(self.print, "mono")
        self._says = label(look, role="small", tone="3")
        self._says.setWordWrap(True)
        self.note = QLineEdit(placeholderText=tr("例：市数据局 周敏，办公室座机"))
        self.note.setAccessibleName(tr("与谁核对，必填"))
        self.put(
            rows(
                look,
                ((tr("* 证书指纹"), self.print), ("", self._says), (tr("* 与谁核对"), self.note)),
            )
        )
        self.print.textChanged.connect(self._judge)
        self.note.textChanged.connect(self._judge)
        self._judge()
        self.print.setFocus()

    @property
    def text(self) -> str:
        """The digits that were typed."""
        return _NOISE.sub("", self.print.toPlainText()).lower()

    def _judge(self) -> None:
        typed = self.text
        tone, words, fits = self._compared(typed)
        self._says.setText(words)
        restyle(self._says, "tone", tone)
        self.want(
            "" if fits else tr("正确的证书指纹"), "" if self.note.text().strip() else tr("与谁核对")
        )

    def _compared(self, typed: str) -> tuple[str, str, bool]:
        """(tone, sentence, whether it can be registered)."""
        if not _HEX.fullmatch(typed):
            return "err", tr("只能有数字 0–9 和字母 a–f。"), False
        if len(typed) < _DIGITS:
            return (
                "3",
                tr("已输入 {0} 位，还差 {1} 位。").format(len(typed), _DIGITS - len(typed)),
                False,
            )
        if len(typed) > _DIGITS:
            return "err", tr("多了 {0} 位。").format(len(typed) - _DIGITS), False
        if self._expected and typed not in self._expected:
            words = tr("与这份文件里的证书不一致。请再核对一遍；仍不一致时，不要使用这份文件。")
            return "err", words, False
        return "ok", tr("与这份文件里的证书一致。") if self._expected else tr("64 位，齐了。"), True

    def act(self) -> None:
        bench, text, note = self.shell.session.bench, self.text, self.note.text().strip()
        if bench is None:
            return
        self.verb.setEnabled(False)
        job = self.shell.jobs.start(tr("登记证书"), lambda run: trusting.pin(bench, text, note))
        job.done.connect(self._pinned)
        job.failed.connect(self.refuse)

    @Slot(object)
    def _pinned(self, pin: object) -> None:
        self.pinned.emit(self.text)
        self.accept()
