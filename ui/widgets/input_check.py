"""Asks once for a Chinese word, so that a broken input method is found before it is needed."""

from __future__ import annotations

import sys

from PySide6.QtCore import Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import icon_button
from ui.widgets.text import icon_label, label

_ENOUGH = 4
"""So many letters without a composition are no slip."""
_LINUX = tr(
    "刚才的文字没有经过输入法。请先点桌面右下角的输入法图标，切换到中文后再试一次；"
    "还是不行，请注销后重新登录，或请单位的信息化管理人员按安装说明设置输入法。"
)
_WINDOWS = tr("刚才的文字没有经过输入法。请按 Win+空格 切换到中文输入法，再输入一次。")


class WordField(QLineEdit):
    """A line that notes whether an input method has spoken to it."""

    def __init__(self) -> None:
        super().__init__()
        self.composed = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.preeditString() or event.commitString():
            self.composed = True
        super().inputMethodEvent(event)


class InputCheck(QFrame):
    """A field, and what it found out."""

    found = Signal(bool, str)
    """(whether Chinese can be typed, what to say of it)."""
    skipped = Signal()
    """Nobody wants to try."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.field = WordField()
        self.field.setAccessibleName(tr("试一试中文输入"))
        self.field.setPlaceholderText(tr("例如：数据"))
        self.field.setMaxLength(20)
        self.field.textChanged.connect(self._look_at)
        self.field.returnPressed.connect(self._entered)
        close = icon_button(look, "x", tr("不试了"), size=14)
        close.clicked.connect(self.skipped)
        across = QHBoxLayout(self)
        across.setContentsMargins(13, 8, 8, 8)
        across.setSpacing(10)
        across.addWidget(icon_label(look, "pen-line", "text-2", 16))
        words = label(look, tr("试一下输入法：请在这里打一个中文词。"), tone="2")
        across.addWidget(words)
        across.addWidget(self.field, 1)
        across.addWidget(close)

    def _look_at(self, text: str) -> None:
        has_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in text)
        if has_chinese and self.field.composed:
            self.found.emit(True, tr("中文输入正常。"))
        elif not self.field.composed and (has_chinese or len(text) >= _ENOUGH):
            self._explain()

    def _entered(self) -> None:
        if self.field.text() and not self.field.composed:
            self._explain()

    def _explain(self) -> None:
        self.found.emit(False, _WINDOWS if sys.platform == "win32" else _LINUX)
