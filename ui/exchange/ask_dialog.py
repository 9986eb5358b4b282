"""A dialog that asks for a few things and does one: head, form, what went wrong, two buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.room import AROUND
from ui.widgets.text import label

_LEAST = 160
"""The least height of a dialog at 100 %."""


class AskDialog(QDialog):
    """Window-modal; what was typed stays until it is done."""

    WIDTH, HEIGHT = 560, 0
    """Pixels at 100 %; a form that wants to be higher is."""

    def __init__(self, shell: Shell, parent: QWidget, title: str, verb: str) -> None:
        super().__init__(parent)
        self.shell = shell
        look = shell.look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.banner = Banner(look)
        self.verb = button(look, verb, kind="primary")
        self.cancel = button(look, tr("取消"))
        self.cancel.clicked.connect(self.reject)
        self.verb.clicked.connect(self.act)
        self._hint = label(look, role="small", tone="3")
        self._hint.setWordWrap(True)
        ground = QWidget()
        ground.setProperty("role", "ground")
        self._body = QVBoxLayout(ground)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(look.theme.px(10))
        self._area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(ground)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.verb)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(look.theme.px(12))
        down.addWidget(label(look, title, "page"))
        down.addWidget(self.banner)
        down.addWidget(self._area, 1)
        down.addLayout(foot)
        self._before = parent.window()
        Dim(self._before, self)

    def put(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """One more part of the form."""
        if isinstance(part, QWidget):
            self._body.addWidget(part, stretch)
        else:
            self._body.addLayout(part, stretch)

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """As large as the form wants, but never larger than the window; then the form scrolls."""
        px, most = self.shell.look.theme.px, self._before.size() - QSize(AROUND, AROUND)
        width = min(px(self.WIDTH), most.width())
        margins = self.layout().contentsMargins()
        inner = width - margins.left() - margins.right()
        wanted = self._body.totalHeightForWidth(inner)
        form = max(wanted, self._body.sizeHint().height() if wanted < 0 else 0)
        self._area.setMinimumHeight(0)
        rest = self.layout().totalHeightForWidth(width) - self._area.sizeHint().height()
        height = max(form + rest, px(self.HEIGHT))
        self.setMinimumSize(QSize(width, min(px(_LEAST), most.height())))
        self.resize(width, min(height, most.height()))
        self._stay_before()

    def _stay_before(self) -> None:
        """What has grown does not reach below its window, where nobody could press its buttons."""
        lowest = self._before.mapToGlobal(self._before.rect().bottomLeft()).y() - AROUND // 2
        if self.isVisible() and self.y() + self.height() > lowest:
            self.move(self.x(), lowest - self.height())

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
        self.verb.setToolTip(tr("还缺：{0}").format("、".join(named)) if named else "")
        self._hint.setText(tr("还缺：{0}").format("、".join(named)) if named else "")

    def act(self) -> None:
        """The button was pressed."""
        self.accept()

    @Slot(object)
    def refuse(self, error: BaseException) -> None:
        """It could not be done; what was typed is still there."""
        self.banner.say_error(error)
        self.verb.setEnabled(True)
        self.fit()
