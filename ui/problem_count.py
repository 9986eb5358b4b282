"""All errors or warnings of the workspace as a number in the status bar that leads to them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from ui.look import Look
from ui.tr import tr
from ui.widgets.marks import Mark


class ProblemCount(QToolButton):
    """Mark and number; without a problem it leads nowhere and says so."""

    def __init__(self, look: Look, mark: Mark) -> None:
        super().__init__()
        self._mark = mark
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.put_type(self, "small")
        look.put_icon(self, mark.icon, mark.token, 14)
        self.hide()

    def show_number(self, number: int) -> None:
        """How many there are in the workspace."""
        self.setText(f"{number:,}")
        self.setEnabled(number > 0)
        words = (
            f"{self._mark.word} {number:,}"
            if number
            else tr("没有{word}").format(word=self._mark.word)
        )
        self.setAccessibleName(tr("整个工作区：{words}").format(words=words))
        self.setToolTip(
            tr("整个工作区：{words}").format(words=words) + (tr("。点开看有哪些") if number else "")
        )
        self.show()
