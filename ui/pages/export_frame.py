"""How the export page is laid out: five steps of which one is open, a pane beside them, a foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.exchange.accordion import DONE, OPEN, STOPPED, WAITING, StepFrame
from ui.exchange.export_steps import CheckBody, SummaryBody
from ui.exchange.known_files import KnownFiles
from ui.exchange.package_pane import PackagePane
from ui.exchange.scope_body import ScopeBody
from ui.exchange.sign_body import SignBody
from ui.exchange.sub_header import SubHeader
from ui.exchange.write_body import WriteBody
from ui.pages.page import Page
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import icon_label, label

SCOPE, CHECK, SUMMARY, SIGN, WRITE = range(1, 6)
STEPS = (
    (SCOPE, tr("范围"), tr("更改")),
    (CHECK, tr("检查"), tr("查看")),
    (SUMMARY, tr("摘要"), tr("查看")),
    (SIGN, tr("签名"), tr("更改")),
    (WRITE, tr("写出并复读校验"), tr("查看")),
)
_CALM = tr("写完并校验一致后，状态记为“已导出”。交给接收单位时再登记“已交接”。")


class ExportFrame(Page):
    """The parts of the page, not yet doing anything."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._known = KnownFiles(shell.settings)
        self.scope = ScopeBody(look)
        self.check = CheckBody(look)
        self.summary = SummaryBody(look)
        self.sign = SignBody(look, shell.notify, self._known)
        self.write = WriteBody(look, shell.notify)
        bodies = (self.scope, self.check, self.summary, self.sign, self.write)
        self.steps = {
            number: StepFrame(look, number, title, link, body)
            for (number, title, link), body in zip(STEPS, bodies, strict=True)
        }
        self.pane = PackagePane(look)
        self._header = SubHeader(look, tr("交换与回执"), tr("导出签名包"))
        self._finish = button(look, tr("完成"), kind="primary", icon="check")
        self._again = button(look, tr("再导出一个"), icon="package-plus")
        self.put(self._header, self._laid_out())
        look.changed.connect(lambda: self.pane.fit_beside(self.width()))

    def _laid_out(self) -> QWidget:
        steps = QWidget()
        steps.setProperty("role", "ground")
        down = QVBoxLayout(steps)
        down.setContentsMargins(16, 14, 16, 14)
        down.setSpacing(8)
        for frame in self.steps.values():
            down.addWidget(frame)
        down.addStretch(1)
        self._area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._area.setAccessibleName(tr("导出的五个步骤"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(steps)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._area, 1)
        across.addWidget(self.pane)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self._foot())
        return body

    def _foot(self) -> QFrame:
        look = self.shell.look
        foot = QFrame()
        foot.setProperty("role", "foot")
        across = QHBoxLayout(foot)
        across.setContentsMargins(16, 9, 16, 9)
        across.setSpacing(8)
        across.addWidget(icon_label(look, "mark-hint", "info", 14))
        calm = label(look, _CALM, tone="2")
        calm.setWordWrap(True)
        across.addWidget(calm, 1)
        self._leave: QPushButton = button(look, tr("不导出了"))
        for made in (self._leave, self._again, self._finish):
            across.addWidget(made)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pane.fit_beside(self.width())

    # -- which step is open --------------------------------------------------------------------

    @property
    def current(self) -> int:
        """The number of the step that is open."""
        found = (n for n, frame in self.steps.items() if frame.state in (OPEN, STOPPED))
        return next(found, WRITE)

    def _open(self, number: int) -> None:
        """Open a step; those before keep what was done, those after wait."""
        for each, frame in self.steps.items():
            if each == number:
                frame.show_state(OPEN)
            elif each > number:
                frame.show_state(WAITING)
        self._header.say(tr("5 步，已完成 {0} 步").format(number - 1))
        self._go_to_step()

    def _finish_step(self, number: int, summary: str) -> None:
        self.steps[number].show_state(DONE, summary)
        self._open(number + 1)

    def _go_to_step(self) -> None:
        """The keys go to what the open step asks for first; the step is shown once laid out."""
        here = self.window().focusWidget()
        if self.isVisible() and (here is None or self.isAncestorOf(here)):
            self.steps[self.current].setFocus()
        QTimer.singleShot(0, self._scroll)

    def _scroll(self) -> None:
        """Show the whole step that is open, or as much of it as there is room for."""
        frame = self.steps[self.current]
        self._area.ensureWidgetVisible(frame, 0, 8)
        bar = self._area.verticalScrollBar()
        if frame.height() > self._area.viewport().height():
            bar.setValue(frame.y() - 8)
