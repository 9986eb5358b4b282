"""The head of the import page: the way back, the file, which list it goes to, the steps."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from cdo_desktop.standard.model import Kind
from ui.importing.step_rail import StepRail
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import Elided, icon_label, label

STEPS = (tr("选文件"), tr("认表头"), tr("预演"), tr("写入"))
_ALL_STEPS_FROM = 820
"""Pixels at 100 % from which all steps are named, not only the one at hand."""
CHOOSE, HEADER, REHEARSAL, WRITING = range(4)


class ImportHeader(QFrame):
    """数据目录 › 导入预演 · file · steps."""

    kind_chosen = Signal(str)
    """The key of another list to import into."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "page-header")
        self._look = look
        self.up = button(look, "", kind="link", tip=tr("回到清单（Esc）"))
        self.facts = Elided(look, "small", "3")
        self.kind = QuietCombo(tr("导入到哪张清单"))
        self.kind.activated.connect(self._kind_activated)
        self.choose = button(look, tr("换一个表格…"), icon="file-spreadsheet")
        self.steps = StepRail(look, STEPS)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 16, 8)
        across.setSpacing(8)
        across.addWidget(self.up)
        across.addWidget(icon_label(look, "chevron-right", "text-3", 14))
        across.addWidget(label(look, tr("导入预演"), "page"))
        across.addWidget(self.facts, 1)
        across.addWidget(label(look, tr("导入到"), tone="2"))
        across.addWidget(self.kind)
        across.addWidget(self.choose)
        across.addSpacing(8)
        across.addWidget(self.steps)
        look.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.steps.show_all(self.width() >= self._look.theme.px(_ALL_STEPS_FROM))

    def show_kinds(self, kinds: Mapping[str, Kind], key: str) -> None:
        """Offer the lists, one of them chosen."""
        self.kind.clear()
        for one in kinds.values():
            self.kind.addItem(one.label, one.key)
        self.kind.setCurrentIndex(self.kind.findData(key))
        self.up.setText(kinds[key].short_label or kinds[key].label)
        self.up.setAccessibleName(tr("回到{0}").format(self.up.text()))

    def _kind_activated(self, place: int) -> None:
        self.kind_chosen.emit(self.kind.itemData(place))
