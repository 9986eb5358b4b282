"""下一步: the five steps of a newcomer, each done by what the workspace holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cdo_desktop.work.overview import NextStep, StepKey
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.panel import Panel
from ui.widgets.text import Elided, label

_DISC = 22
_WORDS = {
    StepKey.PEOPLE: (tr("核对机构与人员"), tr("去登记")),
    StepKey.SHEETS: (tr("导入旧表格"), tr("导入表格")),
    StepKey.FILL: (tr("补全信息项与共享条件"), tr("继续补全")),
    StepKey.REVIEW: (tr("提交审核并通过"), tr("去审核")),
    StepKey.DELIVER: (tr("导出签名包，带去市平台"), tr("导出签名包")),
}
DONE, NOW, LATER = "done", "now", "later"
_STATES = {DONE: tr("已完成"), NOW: tr("现在做"), LATER: tr("以后做")}


class StepDisc(QWidget):
    """A tick for what is done, a filled number for now, a ring with a number for later."""

    def __init__(self, look: Look, number: int) -> None:
        super().__init__()
        self._look, self._number, self._state = look, str(number), LATER
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_state(self, state: str) -> None:
        """How far the step is."""
        self._state = state
        self.setAccessibleName(_STATES[state])
        self.setToolTip(_STATES[state])
        self.update()

    def sizeHint(self) -> QSize:
        edge = self._look.theme.px(_DISC)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._state == DONE:
            tick = self._look.icons.pixmap("mark-passed", "ok-solid", _DISC)
            painter.drawPixmap(0, 0, tick)
            return
        is_now = self._state == NOW
        edge = "accent" if is_now else "border-strong"
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.setBrush(theme.colour("accent" if is_now else "surface"))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        painter.setPen(theme.colour("on-accent" if is_now else "text-2"))
        painter.setFont(theme.font("small-strong" if is_now else "small"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._number)


class StepRow(QWidget):
    """One step."""

    chosen = Signal()
    """Its button was pressed."""

    def __init__(self, look: Look, number: int) -> None:
        super().__init__()
        self._look = look
        self.disc = StepDisc(look, number)
        self._title = label(look, role="body")
        self._note = Elided(look, "small", "3")
        self.button = button(look, "", kind="primary")
        self.button.setAccessibleName(tr("第 {number} 步").format(number=number))
        self.button.clicked.connect(self.chosen)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._note)
        across = QHBoxLayout(self)
        across.setContentsMargins(13, 5, 12, 5)
        across.setSpacing(10)
        across.addWidget(self.disc, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(words, 1)
        across.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_step(self, step: NextStep, state: str, can_write: bool) -> None:
        """Show a step; the one to be done now has a button."""
        title, verb = _WORDS[step.key]
        self.disc.show_state(state)
        self._title.setText(title)
        self._look.put_type(self._title, "strong" if state == NOW else "body")
        self._note.setText(step.note)
        self.button.setText(verb)
        self.button.setAccessibleName(f"{verb}（{title}）")
        self.button.setVisible(state == NOW)
        self.button.setEnabled(can_write)
        self.button.setToolTip("" if can_write else tr("这个工作区现在只能读。"))


class StepsPanel(Panel):
    """The five steps, until all are done or nobody wants to see them."""

    chosen = Signal(object)
    """The NextStep to go on with."""
    unwanted = Signal()
    """不再显示."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("下一步"), link=tr("不再显示"))
        self._steps: Sequence[NextStep] = ()
        self.rows = [StepRow(look, number) for number in range(1, len(_WORDS) + 1)]
        for row in self.rows:
            row.chosen.connect(self._choose)
            self.put(row)
        self.fill()
        self.link.clicked.connect(self.unwanted)

    def show_steps(self, steps: Sequence[NextStep], can_write: bool) -> None:
        """Show how far each is; the first that is not done is the one to do now."""
        self._steps = steps
        self.say(f"{sum(step.is_done for step in steps)} / {len(steps)}")
        now = next((step for step in steps if not step.is_done), None)
        for row, step in zip(self.rows, steps, strict=True):
            state = DONE if step.is_done else NOW if step is now else LATER
            row.show_step(step, state, can_write)

    def _choose(self) -> None:
        now = next((step for step in self._steps if not step.is_done), None)
        if now is not None:
            self.chosen.emit(now)
