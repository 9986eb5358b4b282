"""The first page: begin with a new workspace, the sample, an old sheet, or an old workspace."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look, restyle
from ui.pages.page import Page
from ui.pages.start_cards import Card, LastCard
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button, line
from ui.widgets.flow import FlowLayout
from ui.widgets.input_check import InputCheck
from ui.widgets.text import Numeral, icon_label, label

INPUT_CHECKED = "input.checked"
"""Settings key: whether Chinese was typed here once, or nobody wanted to try."""
_WIDTH = 940
_CARDS = (
    (
        *("new", "folder-plus", tr("新建工作区")),
        tr("从选择单位开始：行政区划、单位名称、统一社会信用代码。科室和人员可以以后再补。"),
        tr("新建工作区"),
    ),
    (
        *("sample", "graduation-cap", tr("打开示例")),
        tr("内置一份示例单位的三张清单，供练习用。可以随意改，不影响正式数据。"),
        tr("打开示例"),
    ),
    (
        *("sheet", "file-spreadsheet", tr("导入旧表格")),
        tr("已有 Excel 目录或三张清单？先预演：告诉您哪些能直接用、哪些要改，确认后才写入。"),
        tr("选择表格…"),
    ),
)
_STEPS = (
    (tr("填"), tr("科室填写信息系统、数据资源、数据需求三张清单，边填边查错。")),
    (tr("审"), tr("部门首席数据官审核目录，用证书签署。")),
    (tr("报"), tr("导出签名包，用移动介质带到市数据共享平台，再把回执导回来。")),
)
_SECRET = tr(
    "涉及国家秘密、工作秘密的数据不得录入。标为“涉密”的条目不能写入签名包。"
    "也可以把工作区或表格文件直接拖进窗口。"
)


class FirstStart(Page):
    """Shown as 工作台 until there is a workspace, and to change to another."""

    asked = Signal(str)
    """What was clicked: new, sample, sheet, open."""
    recent_asked = Signal(object)
    """The Path of a workspace opened before."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._recent = FlowLayout(gap=4)
        self.last = LastCard(look)
        self.last.asked.connect(self.recent_asked)
        self.cards = [Card(look, *words) for _, *words in _CARDS]
        for card, (key, *_) in zip(self.cards, _CARDS, strict=True):
            card.button.clicked.connect(partial(self.asked.emit, key))
        self.input_check = InputCheck(look)
        self.input_check.found.connect(self._input_found)
        self.input_check.skipped.connect(self._input_settled)
        self._inner = QWidget()
        down = QVBoxLayout(self._inner)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(12)
        down.addWidget(label(look, tr("开始使用"), "figure"))
        down.addWidget(
            label(
                look,
                tr("数据只存放在这台电脑上的工作区文件里，不上网，也不需要管理员权限。"),
                tone="2",
            )
        )
        down.addWidget(self.input_check)
        down.addWidget(self.last)
        down.addLayout(self._laid_out())
        down.addLayout(self._links(look))
        down.addLayout(self._recent)
        down.addWidget(_how(look))
        down.addLayout(_said(look))
        self.put(None, _centred(self._inner), banner_below=True)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._inner.setMaximumWidth(self.shell.look.theme.px(_WIDTH))

    @Slot(bool, str)
    def _input_found(self, works: bool, words: str) -> None:
        """Say what the field found out; where Chinese came, it has done its work."""
        self.banner.say("ok" if works else "warn", words)
        if works:
            self._input_settled()

    @Slot()
    def _input_settled(self) -> None:
        self.shell.settings.set(INPUT_CHECKED, True)
        self._keep_room(True)  # the cards stay where they are
        self.input_check.hide()

    def _keep_room(self, keep: bool) -> None:
        policy = self.input_check.sizePolicy()
        policy.setRetainSizeWhenHidden(keep)
        self.input_check.setSizePolicy(policy)

    def _laid_out(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(16)
        for card in self.cards:
            across.addWidget(card, 1)
        return across

    def _links(self, look: Look) -> QHBoxLayout:
        open_link = button(look, tr("打开已有工作区…"), kind="link", icon="folder-open")
        open_link.setToolTip("Ctrl+O")
        open_link.clicked.connect(partial(self.asked.emit, "open"))
        across = QHBoxLayout()
        across.addWidget(open_link)
        across.addStretch()
        return across

    def refresh(self) -> None:
        self._keep_room(False)
        self.input_check.setVisible(not self.shell.settings.get(INPUT_CHECKED, False))
        while (item := self._recent.takeAt(0)) is not None:
            item.widget().deleteLater()
        last, *paths = self.shell.session.recent() or [None]
        self._show_last(last)
        if paths:
            self._recent.addWidget(label(self.shell.look, tr("最近打开："), tone="3"))
        for path in paths:
            link = button(self.shell.look, path.stem, kind="link", tip=str(path))
            link.clicked.connect(self._asker(path))
            self._recent.addWidget(link)
        self._recent.invalidate()
        self.status.emit("")

    def _show_last(self, path: Path | None) -> None:
        """The one used last is what most come for; without one, a new workspace is."""
        if path is not None:
            self.last.show_workspace(path, self.shell.session.last_used(path))
        self.last.setVisible(path is not None)
        restyle(self.cards[0].button, "kind", "" if path is not None else "primary")

    def panes(self) -> list[QWidget]:
        """Enter does at once what most come for."""
        return [self.cards[0].button if self.last.isHidden() else self.last.button]

    def _asker(self, path: object) -> Callable[[], None]:
        return lambda: self.recent_asked.emit(path)


def _how(look: Look) -> QFrame:
    panel = QFrame()
    panel.setProperty("role", "panel")
    down = QVBoxLayout(panel)
    down.setContentsMargins(0, 9, 0, 14)
    down.setSpacing(10)
    title = label(look, tr("怎样用起来"), "section")
    title.setContentsMargins(14, 0, 14, 0)
    down.addWidget(title)
    down.addWidget(line())
    for number, (word, text) in enumerate(_STEPS, 1):
        across = QHBoxLayout()
        across.setContentsMargins(14, 0, 14, 0)
        across.setSpacing(12)
        across.addWidget(Numeral(look, number))
        across.addWidget(label(look, word, "strong"))
        across.addWidget(label(look, text, tone="2"), 1)
        down.addLayout(across)
    return panel


def _said(look: Look) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setSpacing(8)
    words = label(look, _SECRET, "small", "3")
    words.setWordWrap(True)
    across.addWidget(icon_label(look, "lock", "text-3", 14))
    across.addWidget(words, 1)
    return across


def _centred(inner: QWidget) -> QScrollArea:
    ground = QWidget()
    ground.setProperty("role", "ground")
    across = QHBoxLayout(ground)
    across.setContentsMargins(24, 48, 24, 24)
    across.addStretch(1)
    across.addWidget(inner, 20, Qt.AlignmentFlag.AlignTop)
    across.addStretch(1)
    area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(tr("开始使用"))
    area.setWidget(ground)
    return area
