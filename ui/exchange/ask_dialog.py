"""A dialog that asks for a few things and does one: head, form, what went wrong, two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from ui.shell import Shell
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.text import label


class AskDialog(QDialog):
    """Window-modal; what was typed stays until it is done."""

    def __init__(self, shell: Shell, parent: QWidget, title: str, verb: str) -> None:
        super().__init__(parent)
        self.shell = shell
        look = shell.look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(look.theme.px(560))
        self.banner = Banner(look)
        self.verb = button(look, verb, kind="primary")
        cancel = button(look, "取消")
        cancel.clicked.connect(self.reject)
        self.verb.clicked.connect(self.act)
        self._hint = label(look, role="small", tone="3")
        self._hint.setWordWrap(True)
        self._body = QVBoxLayout()
        self._body.setSpacing(look.theme.px(10))
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.verb)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(look.theme.px(12))
        down.addWidget(label(look, title, "page"))
        down.addWidget(self.banner)
        down.addLayout(self._body)
        down.addStretch(1)
        down.addLayout(foot)
        Dim(parent.window(), self)

    def put(self, part: QWidget | QLayout) -> None:
        """One more part of the form."""
        if isinstance(part, QWidget):
            self._body.addWidget(part)
        else:
            self._body.addLayout(part)

    def say(self, words: str, tone: str = "2", role: str = "body") -> QLabel:
        """One more paragraph of the form."""
        made = label(self.shell.look, words, role, tone)
        made.setWordWrap(True)
        self.put(made)
        return made

    def want(self, *missing: str) -> None:
        """What is still missing; with nothing missing the button can be pressed."""
        named = [one for one in missing if one]
        self.verb.setEnabled(not named)
        self.verb.setToolTip(f"还缺：{'、'.join(named)}" if named else "")
        self._hint.setText(f"还缺：{'、'.join(named)}" if named else "")

    def act(self) -> None:
        """The button was pressed."""
        self.accept()

    @Slot(object)
    def refuse(self, error: BaseException) -> None:
        """It could not be done; what was typed is still there."""
        self.banner.say_error(error)
        self.verb.setEnabled(True)
