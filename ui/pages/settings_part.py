"""A page below 设置 with one table: the way back and the way through its rows."""

from __future__ import annotations

from ui.pages.page import Page
from ui.widgets.row_table import RowTable

BACK = "settings"
"""What such a page wishes for when it is left."""


class SettingsPart(Page):
    """Esc goes back to 设置; Alt+↑ and Alt+↓ go through the rows."""

    table: RowTable

    def go_back(self) -> None:
        """The page above."""
        self.wished.emit("back", BACK)

    def leave(self) -> bool:
        self.go_back()
        return False

    def step(self, by: int) -> None:
        self.table.choose_row(self.table.currentIndex().row() + by)
