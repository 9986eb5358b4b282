"""The header of a page below another: the way back, title, facts, buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.look import Look
from ui.pages.page import PageHeader
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import icon_label


class SubHeader(PageHeader):
    """交换与回执 › 导出签名包."""

    back = Signal()
    """The page above is wished for."""

    def __init__(self, look: Look, above: str, title: str) -> None:
        up = button(look, above, kind="link", tip=tr("回到上一级（Esc）"))
        up.setAccessibleName(tr("回到{above}").format(above=above))
        super().__init__(look, title, (up, icon_label(look, "chevron-right", "text-3", 14)))
        self.up = up
        up.clicked.connect(self.back)
