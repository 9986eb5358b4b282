"""Who works here and with which key: what the button at the right of the top bar says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from cdo_desktop.clock import SystemClock
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import CdoError
from cdo_desktop.work import reviewing
from cdo_desktop.work.identity import SigningKey, signing_key
from cdo_desktop.workbench import Workbench
from ui.bar_button import BarButton
from ui.exchange.known_files import KnownFiles
from ui.shell import Shell
from ui.tr import tr

OWN_KEY = tr("本机密钥只能证明内容未改、出自信任名单，不等同于电子政务电子认证的签名。")
NO_KEY = tr("没有签署证书")


@dataclass(frozen=True, slots=True)
class KeyWords:
    """What is said of the key."""

    words: str
    tone: str = ""
    tip: str = ""


def key_words(key: SigningKey) -> KeyWords:
    """Whose key it is and until when it signs."""
    kind = tr("本机密钥") if key.own_made else tr("证书")
    tip = OWN_KEY if key.own_made else ""
    who = tr("签署人 {key.name} · {kind}").format(key=key, kind=kind)
    if key.has_ended:
        return KeyWords(
            tr("{who}已于 {key.until:%Y-%m-%d} 过期").format(who=who, key=key), "err", tip
        )
    if key.ends_soon:
        left = tr("剩 {key.days} 天").format(key=key) if key.days else tr("今天到期")
        return KeyWords(
            f"{who}{left}",
            "warn",
            tr("有效至 {key.until:%Y-%m-%d}。{tip}").format(key=key, tip=tip),
        )
    return KeyWords(tr("{who}有效至 {key.until:%Y-%m-%d}").format(who=who, key=key), "", tip)


class Identity(QObject):
    """Reads the key anew when another one was used, or another workspace opened; not otherwise."""

    def __init__(self, shell: Shell, button: BarButton, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._button = shell, button
        self._known = KnownFiles(shell.settings)
        self._read: object = None
        self._key = KeyWords("")
        self._who = self._roles = ""
        shell.jobs.ended.connect(self.look_again)

    def show_bench(self, bench: Workbench | None) -> None:
        """Show who works at this workspace; nobody works at None."""
        self._who = bench.who.name if bench else ""
        held = reviewing.roles_held(bench).get(self._who, []) if bench else []
        self._roles = "、".join(role_label(role) for role in held) or tr("没有登记任职")
        self._read = None
        self.look_again()

    @Slot()
    def look_again(self) -> None:
        """Show the key, read again only if another one counts now."""
        files = self._known.last_key, *self._known.key_files()
        if files != self._read:
            self._read = files
            self._key = self._words(files)
        self._button.setVisible(bool(self._who))
        words = self._key
        self._button.show_lines(
            self._who, words.words, beside=self._roles, tone=words.tone, tip=words.tip
        )

    def _words(self, files: tuple[Path | None, ...]) -> KeyWords:
        """Of the key that signed last, else of the one that was made or added last."""
        known = [path for path in files if path is not None]
        if not known:
            return KeyWords(NO_KEY, "", tr("在“密钥与证书”里新建或导入。"))
        there = next((path for path in known if path.is_file()), None)
        if there is None:
            return KeyWords(
                tr("签署密钥不在手边"),
                "warn",
                tr("文件不在：{0}（可能在 U 盘里）").format(known[0]),
            )
        bench = self._shell.session.bench
        try:
            return key_words(signing_key(there, (bench.clock if bench else SystemClock()).now()))
        except CdoError as error:
            return KeyWords(tr("签署密钥读不出来"), "err", error.happened)
