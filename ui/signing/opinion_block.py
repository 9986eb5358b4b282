"""An opinion verbatim, on the ground of its decision."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from cdo_desktop.domain.statement import Decision
from ui.look import Look, restyle
from ui.tr import tr
from ui.widgets.text import label

_LEVELS = {Decision.AGREE: "ok", Decision.AGREE_IF: "warn", Decision.REFUSE: "err"}


class OpinionBlock(QFrame):
    """Decision, text, conditions; nothing is shortened."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._level = "ok"
        self.setProperty("role", "opinion")
        self.setAccessibleName(tr("您要签署的意见"))
        self.decision = label(look, "", "strong")
        self.text = label(look)
        self.conditions = label(look)
        down = QVBoxLayout(self)
        down.setContentsMargins(14, 9, 14, 9)
        down.setSpacing(4)
        for part in (self.decision, self.text, self.conditions):
            part.setWordWrap(True)
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            down.addWidget(part)
        look.changed.connect(self._paint_ground)

    def show_opinion(self, decision: Decision, text: str, conditions: Sequence[str]) -> None:
        """Show what is going to be signed."""
        self._level = _LEVELS[decision]
        self.decision.setText(decision.label)
        restyle(self.decision, "tone", self._level)
        self.text.setText(text or tr("（没有写意见）"))
        lines = [tr("修改要求 {0} 条：").format(len(conditions))]
        lines += [f"{number}. {one}" for number, one in enumerate(conditions, 1)]
        self.conditions.setText("\n".join(lines))
        self.conditions.setVisible(bool(conditions))
        self.setAccessibleDescription(f"{decision.label}：{text}")
        self._paint_ground()

    def _paint_ground(self) -> None:
        theme = self._look.theme
        fill, edge = theme.hex(f"{self._level}-bg"), theme.hex(f"{self._level}-line")
        self.setStyleSheet(
            f'QFrame[role="opinion"] {{ background: {fill}; border: none;'
            f" border-left: 3px solid {edge}; }}"
        )
