"""The moves that take a project on without an opinion: 申报, 立项."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cdo_desktop.standard.flows import Move
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button


class MovesOnward(QWidget):
    """A button for each; hidden where there is none."""

    asked = Signal(object)
    """A Move."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[tuple[Move, str], ...] = ()
        self.buttons: dict[str, QPushButton] = {}
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(6)
        self.hide()

    def show_moves(self, moves: Sequence[Move], why_not: Mapping[str, str]) -> None:
        """Show these; `why_not`: key of a move -> why it cannot be made here and now."""
        shown = tuple((move, why_not.get(move.key, "")) for move in moves)
        self.setVisible(bool(shown))
        if shown == self._shown:
            return
        self._shown = shown
        for old in self.buttons.values():
            self._across.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {move.key: self._made(move, why) for move, why in shown}

    def _made(self, move: Move, why: str) -> QPushButton:
        made = button(self._look, move.label, kind="primary", icon="send")
        made.setEnabled(not why)
        made.setToolTip(why or tr("不用签名，把项目办到下一步"))
        made.clicked.connect(partial(self.asked.emit, move))
        self._across.addWidget(made)
        return made
