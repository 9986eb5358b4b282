"""The last step of an export: where to, how far it is, and what stands there now."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.tasks import Progress
from cdo_desktop.work.handing_over import Exported
from ui.exchange.fields import PACKAGES, rows, typed_path
from ui.exchange.ledger_words import scope_words
from ui.exchange.wording import grouped, size_words
from ui.look import Look
from ui.notify import Notify
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.flow import FlowLayout
from ui.widgets.text import label

SUFFIX = ".cdopkg"
PRACTICE = tr("练习")
"""A package of the sample workspace carries it in its name and cannot be taken for a real one."""
_PHASES = {
    "选取要导出的记录": tr("选取"),
    "写入记录": tr("写出"),
    "写入文件包": tr("写出"),
    "核对文件包": tr("复读校验"),
}
_CALM = tr("复读完成前请不要拔出 U 盘。中途取消会删除没有校验完的文件，不影响本机数据。")
_DONE = tr("已写出，从介质重读比对一致。状态记为“已导出”；平台收没收到，要等核验过的回执。")


def suggested_name(scope: ScopeMode, sequence: int) -> str:
    """目录增量-07.cdopkg."""
    return tr("目录{0}-{sequence:02}{SUFFIX}").format(
        scope_words(scope), sequence=sequence, SUFFIX=SUFFIX
    )


class WriteBody(QWidget):
    """Path, button, progress with 取消, result."""

    go_wished = Signal()
    """Writing is wished for."""
    stop_wished = Signal()
    """The writing is to be stopped."""
    handover_wished = Signal()
    """The package is given away now."""
    slip_wished = Signal()
    """The slip is to be printed."""

    def __init__(self, look: Look, notify: Notify) -> None:
        super().__init__()
        self._look, self._notify = look, notify
        self._package: Path | None = None
        self._practice = False
        self.path = QLineEdit(accessibleName=tr("写到哪个文件，必填"))
        self.path.textChanged.connect(self._judge)
        choose = button(look, tr("换一个位置…"))
        choose.clicked.connect(self._choose)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(choose)
        self._choose_button = choose
        self._room = label(look, "", "small", "3")
        self.banner = Banner(look)
        self._note = label(look, "", tone="2")
        self._bar = QProgressBar(textVisible=False, accessibleName=tr("写出进度"))
        self._calm = label(look, _CALM, "small", "info")
        self._calm.setWordWrap(True)
        self.go = button(look, tr("写出并复读校验"), kind="primary", icon="package-plus")
        self.go.clicked.connect(self.go_wished)
        self.stop = button(look, tr("取消写出"))
        self.stop.clicked.connect(self.stop_wished)
        self._result = self._made_result()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.theme.px(8))
        down.addLayout(rows(look, ((tr("写到"), where), ("", self._room)), 52))
        down.addWidget(self.banner)
        for part in (self._note, self._bar, self._calm, self._result):
            down.addWidget(part)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.go)
        down.addLayout(foot)
        self.show_idle()

    def _made_result(self) -> QWidget:
        look = self._look
        made = QWidget()
        self._digests = label(look, "", "mono", "2")
        self._digests.setWordWrap(True)
        self._digests.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._card = label(look, "", tone="2")
        self._card.setWordWrap(True)
        deeds = FlowLayout(gap=8)
        open_folder = button(look, tr("打开所在文件夹"), icon="folder-open")
        open_folder.clicked.connect(self._open_folder)
        card = button(look, tr("打开接收核验卡"), icon="file-text")
        card.clicked.connect(self._open_card)
        slip = button(look, tr("打印交接单"), icon="printer")
        slip.clicked.connect(self.slip_wished)
        handover = button(look, tr("登记交接…"), icon="handshake")
        handover.clicked.connect(self.handover_wished)
        for part in (open_folder, card, slip, handover):
            deeds.addWidget(part)
        self._slip = slip
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.theme.px(8))
        down.addWidget(self._digests)
        down.addWidget(self._card)
        down.addLayout(deeds)
        return made

    # -- where to ------------------------------------------------------------------------------

    @property
    def target(self) -> Path | None:
        """The file to write."""
        path = typed_path(self.path.text())
        if path is None:
            return None
        if self._practice and not path.name.startswith(PRACTICE):
            path = path.with_name(f"{PRACTICE}-{path.name}")
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def show_practice(self, practice: bool) -> None:
        """Whether what is written is only for practice: then its name begins with the word."""
        self._practice = practice

    @property
    def starts_at(self) -> QWidget:
        """What the keys go to when the step is opened."""
        if not self._result.isHidden():
            return self._slip
        return self.go if self.go.isEnabled() else self.path

    def suggest(self, path: Path) -> None:
        """Offer a place; a name that is taken gets a number."""
        if self._practice:
            path = path.with_name(f"{PRACTICE}-{path.name}")
        names = (path.with_stem(f"{path.stem}-{n}") for n in range(2, 1000))
        free = path if not path.exists() else next(p for p in names if not p.exists())
        self.path.setText(str(free))

    def _choose(self) -> None:
        suggested = self.target or Path.home() / tr("签名包{SUFFIX}").format(SUFFIX=SUFFIX)
        self._notify.choose_target(tr("签名包写到哪里"), suggested, PACKAGES, self._take)

    def _take(self, path: Path) -> None:
        self.path.setText(str(path))

    def _judge(self) -> None:
        target = self.target
        why = ""
        if target is None:
            why = tr("还没有写到哪里")
        elif not target.parent.is_dir():
            why = tr("没有这个文件夹")
        elif target.exists():
            why = tr("已有同名文件，请换一个名字")
        self._room.setText(why or self._room_words(target))
        self.go.setEnabled(not why)
        self.go.setToolTip(why)

    def _room_words(self, target: Path) -> str:
        free = tr("这个位置剩余 {0}").format(size_words(shutil.disk_usage(target.parent).free))
        return (
            tr("{free}。练习工作区的包，文件名是“{target.name}”").format(free=free, target=target)
            if self._practice
            else free
        )

    # -- how far it is -------------------------------------------------------------------------

    def show_idle(self) -> None:
        """Nothing is being written."""
        self._allow(running=False)
        self._result.hide()
        self._judge()

    def show_running(self) -> None:
        """It has begun."""
        self.banner.hide()
        self._result.hide()
        self._note.setText(tr("正在签名…"))
        self._bar.setRange(0, 0)
        self._allow(running=True)

    def show_progress(self, progress: Progress) -> None:
        """How far it is."""
        phase = _PHASES.get(progress.note, progress.note)
        known = progress.total > 0
        percent = f"　{progress.done * 100 // progress.total}%" if known else ""
        self._note.setText(phase + percent)
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)

    def _allow(self, *, running: bool) -> None:
        for part in (self._note, self._bar, self._calm, self.stop):
            part.setVisible(running)
        self.go.setVisible(not running)
        for part in (self.path, self._choose_button):
            part.setEnabled(not running)

    def show_written(self, done: Exported) -> None:
        """What stands there now."""
        sealed = done.sealed
        self._package, self._card_path = sealed.path, done.card
        self._allow(running=False)
        self.go.hide()
        for part in (self.path, self._choose_button):
            part.setEnabled(False)
        self.banner.say("ok", _DONE, stays=True)
        self._room.setText(
            tr("{0}，{1} 个签名").format(size_words(sealed.size), len(sealed.signatures))
        )
        self._digests.setText(tr("文件摘要　{0}").format(grouped(sealed.container_digest)))
        self._card.setText(
            tr("接收核验卡“{done.card.name}”也在旁边：接收方不装本软件，照着它也能核验。").format(
                done=done
            )
        )
        self._result.show()

    def _open_folder(self) -> None:
        if self._package is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._package.parent)))

    def _open_card(self) -> None:
        if self._package is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._card_path)))
