"""The head of the review page: the way back, which project, how far; the one before and after."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from cdo_desktop.domain.record import Record
from cdo_desktop.standard.flows import Flow
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.chips import Chip, state_chip
from ui.widgets.text import Elided, icon_label, label

_NARROW = 960
PRINT, EXPORT = "print_form", "export_form"


class ReviewHead(QFrame):
    """项目审查 › name, state, code; 第 n 个，共 m 个."""

    back = Signal()
    stepped = Signal(int)
    asked = Signal(str)
    """PRINT, EXPORT, or "record": the record in its list."""

    def __init__(self, look: Look, above: str) -> None:
        super().__init__()
        self.setProperty("role", "page-header")
        self.up = button(look, above, kind="link", tip=tr("回到上一级（Esc）"))
        self.up.setAccessibleName(tr("回到{above}").format(above=above))
        self.up.clicked.connect(self.back)
        self._title = Elided(look, "page")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._chip = Chip(look)
        self._code = Elided(look, "small", "3")
        self._place = label(look, "", "small", "3")
        self._before = icon_button(look, "chevron-left", tr("上一个项目（Alt+↑）"))
        self._after = icon_button(look, "chevron-right", tr("下一个项目（Alt+↓）"))
        self._before.clicked.connect(lambda: self.stepped.emit(-1))
        self._after.clicked.connect(lambda: self.stepped.emit(1))
        self.edit = button(
            look, tr("看记录"), icon="file-text", tip=tr("在清单中打开，写意见到字段")
        )
        self.print = button(look, tr("打印审查表"), icon="printer")
        self.export = button(look, tr("导出"), icon="file-output", tip=tr("导出签过名的审查表"))
        self.edit.clicked.connect(lambda: self.asked.emit("record"))
        self.print.clicked.connect(lambda: self.asked.emit(PRINT))
        self.export.clicked.connect(lambda: self.asked.emit(EXPORT))
        self._look = look
        self._buttons = {made: made.text() for made in (self.edit, self.print, self.export)}
        self._build(look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the buttons are icons with a tooltip, and the code yields."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._look.theme.px(_NARROW)
        for made, words in self._buttons.items():
            made.setText("" if narrow else words)
            made.setToolTip(made.toolTip() or words)
        self._code.setHidden(narrow)
        self._place.setHidden(narrow)

    def _build(self, look: Look) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 16, 8)
        across.setSpacing(8)
        across.addWidget(self.up)
        across.addWidget(icon_label(look, "chevron-right", "text-3", 14))
        across.addWidget(self._title, 4)
        across.addWidget(self._chip)
        across.addWidget(self._code, 1)
        across.addStretch(1)
        across.addWidget(self._place)
        across.addWidget(self._before)
        across.addWidget(self._after)
        for made in (self.edit, self.print, self.export):
            across.addWidget(made)

    def show_record(self, flow: Flow, record: Record) -> None:
        """Show which project it is."""
        self._title.setText(record.title or tr("（没有名称）"))
        self._chip.show_chip(state_chip(flow, record.review, ""))
        self._code.setText(record.code)

    def show_place(self, number: int, total: int) -> None:
        """Its place in the list, from 1; 0 if it is not in it."""
        words = tr("第 {number} 个，共 {total} 个").format(number=number, total=total)
        self._place.setText(words if number else "")
        self._before.setEnabled(number > 1)
        self._after.setEnabled(0 < number < total)

    def offer(self, shown: bool, signed: bool) -> None:
        """What can be printed is what is shown; what can be exported is what was signed."""
        self.print.setEnabled(shown)
        self.export.setEnabled(shown and signed)
        self.export.setToolTip(
            tr("导出签过名的审查表") if signed else tr("还没有签名的审查表，签署以后才能导出")
        )
