"""Settings: how it looks, where things are, what it is made of."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop import __version__, paths
from ui.look import MODES
from ui.pages.page import Page, PageHeader
from ui.shell import Shell
from ui.theme import ZOOMS
from ui.tr import tr
from ui.widgets.buttons import button, line
from ui.widgets.text import label

ALWAYS = "diagnostics"
PRINTING = "printing"
"""The parts that need no workspace."""
_PARTS = (
    ("keys", "key-round", tr("密钥与证书"), tr("签名用的密钥在哪里、证书写着谁、有效到哪一天")),
    ("backups", "history", tr("备份与还原点"), tr("有哪些备份、核对过没有、还原会改动什么")),
    (
        PRINTING,
        "type",
        tr("打印字体与印章"),
        tr("打印用的字体文件，可见签名旁边的印章图片"),
    ),
    (
        ALWAYS,
        "list-checks",
        tr("诊断包"),
        tr("查找故障用的版本、数量和日志，先看过再保存；没有记录的内容"),
    ),
)
_LICENSES = (
    (tr("首席数据官工作台"), "Apache-2.0"),
    (tr("Noto Sans SC 字体"), "SIL OFL 1.1（resources/licenses/NotoSansSC-OFL.txt）"),
    (tr("Lucide 图标"), tr("ISC，部分 MIT（resources/licenses/Lucide-ISC-MIT.txt）")),
    ("Qt for Python 6.9.3", "LGPL-3.0"),
)


class SettingsPage(Page):
    """外观与缩放, 文件位置, 关于与许可."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        ground = QWidget()
        ground.setProperty("role", "ground")
        down = QVBoxLayout(ground)
        down.setContentsMargins(16, 16, 16, 16)
        down.setSpacing(12)
        down.addWidget(self._looks())
        down.addWidget(self._parts())
        down.addWidget(self._panel(tr("文件位置"), _places()))
        down.addWidget(self._panel(tr("关于与许可"), _LICENSES))
        down.addStretch()
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("设置"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        self._header = PageHeader(shell.look, tr("设置"))
        self._header.say(tr("版本 {__version__}").format(__version__=__version__))
        self.put(self._header, area)

    def _looks(self) -> QFrame:
        look = self.shell.look
        panel = self._panel(tr("外观与缩放"), ())
        modes = list(MODES.items())
        zooms = [(zoom, f"{round(zoom * 100)}%") for zoom in ZOOMS]
        self._modes, self._zooms = QButtonGroup(self), QButtonGroup(self)
        for name, group, entries, act in (
            (tr("主题"), self._modes, modes, look.set_mode),
            (tr("缩放"), self._zooms, zooms, look.set_zoom),
        ):
            across = QHBoxLayout()
            across.setContentsMargins(14, 2, 14, 2)
            across.setSpacing(6)
            words = label(look, name, tone="2")
            words.setMinimumWidth(look.theme.px(110))
            across.addWidget(words)
            for value, word in entries:
                across.addWidget(
                    self._choice(group, value, f"{name}：{word}", word, partial(act, value))
                )
            across.addStretch()
            panel.layout().addLayout(across)
        self._show_looks()
        look.changed.connect(self._show_looks)
        return panel

    @Slot()
    def _show_looks(self) -> None:
        """What is so is chosen, also where keys have changed it."""
        look = self.shell.look
        for group, now in ((self._modes, look.mode), (self._zooms, look.theme.zoom)):
            for choice in group.buttons():
                choice.setChecked(choice.property("value") == now)

    def _parts(self) -> QFrame:
        """The pages below this one, and what each is for."""
        look = self.shell.look
        panel = self._panel(tr("签名、备份、打印与诊断"), ())
        self._links: list[QPushButton] = []
        for wish, icon, name, what in _PARTS:
            across = QHBoxLayout()
            across.setContentsMargins(14, 2, 14, 2)
            across.setSpacing(12)
            link = button(look, name, icon=icon)
            link.setMinimumWidth(look.theme.px(150))
            link.clicked.connect(partial(self.wished.emit, wish, None))
            across.addWidget(link)
            across.addWidget(label(look, what, tone="2"), 1)
            panel.layout().addLayout(across)
            self._links.append(link)
        return panel

    def _choice(
        self, group: QButtonGroup, value: str | float, name: str, word: str, act: partial[None]
    ) -> QPushButton:
        made = button(self.shell.look, word)
        made.setAccessibleName(name)
        made.setCheckable(True)
        made.setProperty("value", value)
        made.clicked.connect(lambda checked: act())
        group.addButton(made)
        return made

    def _panel(self, title: str, facts: tuple[tuple[str, str], ...]) -> QFrame:
        look = self.shell.look
        panel = QFrame()
        panel.setProperty("role", "panel")
        down = QVBoxLayout(panel)
        down.setContentsMargins(0, 8, 0, 12)
        down.setSpacing(6)
        head = label(look, title, "section")
        head.setContentsMargins(14, 0, 14, 0)
        down.addWidget(head)
        down.addWidget(line())
        for name, value in facts:
            across = QHBoxLayout()
            across.setContentsMargins(14, 0, 14, 0)
            words = label(look, name, tone="2")
            words.setMinimumWidth(look.theme.px(140))
            across.addWidget(words)
            text = label(look, value)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setWordWrap(True)
            across.addWidget(text, 1)
            down.addLayout(across)
        return panel

    def refresh(self) -> None:
        self.status.emit("")
        is_open = self.shell.session.bench is not None
        for link, (wish, *_) in zip(self._links, _PARTS, strict=True):
            link.setEnabled(is_open or wish in (ALWAYS, PRINTING))
            link.setToolTip("" if link.isEnabled() else tr("先打开一个工作区"))


def _places() -> tuple[tuple[str, str], ...]:
    return (
        (tr("设置、版式、示例"), str(paths.user_data())),
        (tr("日志"), str(paths.user_logs())),
    )
