"""One step of a task: a number and a title; open while it is worked on, one line when done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import Elided, label

WAITING, OPEN, DONE, STOPPED, FINISHED = "waiting", "open", "done", "stopped", "finished"
"""FINISHED: done, and its result is still shown."""
_WORDS = {
    WAITING: tr("还没到"),
    OPEN: tr("正在办"),
    DONE: tr("已完成"),
    STOPPED: tr("停在这里"),
    FINISHED: tr("已完成"),
}
_OPENED = (OPEN, STOPPED, FINISHED)
_LOOKS = {
    WAITING: ("surface", "border-strong", "text-3"),
    OPEN: ("accent", "accent", "on-accent"),
    DONE: ("ok-solid", "ok-solid", "on-accent"),
    STOPPED: ("err-icon", "err-icon", "on-accent"),
    FINISHED: ("ok-solid", "ok-solid", "on-accent"),
}
_EDGE = 22


class StepMark(QWidget):
    """The number on a disc; a tick when done."""

    def __init__(self, look: Look, number: int) -> None:
        super().__init__()
        self._look, self._number, self._state = look, number, WAITING
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: str) -> None:
        """Waiting, open, done or stopped."""
        self._state = state
        self.setAccessibleName(tr("第 {number} 步，{0}").format(_WORDS[state], number=self._number))
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._look.theme.px(_EDGE)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, text = _LOOKS[self._state]
        painter.setPen(QPen(theme.colour(edge), 1.2))
        painter.setBrush(theme.colour(fill))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        if self._state in (DONE, STOPPED, FINISHED):
            icon = self._look.icons.pixmap("x" if self._state == STOPPED else "check", text, 13)
            edge_px = theme.px(13)
            corner = (self.width() - edge_px) // 2
            painter.drawPixmap(corner, corner, icon)
            return
        painter.setPen(theme.colour(text))
        painter.setFont(theme.font("small-strong"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), str(self._number))


class StepFrame(QFrame):
    """Head with a summary and a link (更改, 查看); a body below."""

    asked = Signal(int)
    """The link of a step that is done was clicked: its number, from 1."""

    def __init__(self, look: Look, number: int, title: str, link: str, body: QWidget) -> None:
        super().__init__()
        self._look, self._number, self.body = look, number, body
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        self._mark = StepMark(look, number)
        self._summary = Elided(look, "body", "2")
        self.link = button(look, link, kind="link")
        self.link.setAccessibleName(f"{link}：{title}")
        self.link.clicked.connect(lambda: self.asked.emit(self._number))
        words = label(look, title, "section")
        words.setMinimumWidth(look.theme.px(112))
        head = QHBoxLayout()
        head.setContentsMargins(14, 9, 12, 9)
        head.setSpacing(10)
        head.addWidget(self._mark)
        head.addWidget(words)
        head.addWidget(self._summary, 1)
        head.addWidget(self.link)
        self._opened = QWidget()
        around = QHBoxLayout(self._opened)
        around.setContentsMargins(46, 0, 16, 14)
        around.addWidget(body)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self._opened)
        self.state = ""
        self.show_state(WAITING)

    def show_state(self, state: str, summary: str = "") -> None:
        """Waiting, open, done (with one line of what was done) or stopped."""
        self.state = state
        self._mark.show_state(state)
        self._summary.setText(summary)
        self._opened.setVisible(state in _OPENED)
        self.link.setVisible(state == DONE)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """On to what the step asks for first; a focus proxy would hide from Tab what is before."""
        self.body.starts_at.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The step that is worked on has a line of the accent, or of an error, around it."""
        super().paintEvent(event)
        if self.state not in _OPENED:
            return
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(_LOOKS[self.state][1]), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    @property
    def summary(self) -> str:
        """The line of a step that is done."""
        return self._summary.text()
