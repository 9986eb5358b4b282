"""Buttons in a row that give up their words, not their room, where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.look import Look
from ui.widgets.buttons import button, put_icon


@dataclass(frozen=True, slots=True)
class Deed:
    """One button: its key, words and icon."""

    key: str
    words: str
    icon: str
    kind: str = ""
    tip: str = ""

    def tip_of(self, worded: bool) -> str:
        """What the tooltip says: the words too, where the button does not show them."""
        return self.tip if worded else f"{self.words.rstrip('…')}　{self.tip}".strip()


class DeedButtons(QWidget):
    """The primary one keeps its words; the others are icons with tooltips where room is short."""

    pressed = Signal(str)
    """The key of a button."""

    def __init__(self, look: Look, deeds: Sequence[Deed]) -> None:
        super().__init__()
        self._look = look
        self._deeds = {deed.key: deed for deed in deeds}
        self._buttons = {
            deed.key: button(look, deed.words, kind=deed.kind, icon=deed.icon, tip=deed.tip)
            for deed in deeds
        }
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        for key, made in self._buttons.items():
            made.clicked.connect(partial(self.pressed.emit, key))
            across.addWidget(made)
        across.addStretch(1)

    def __getitem__(self, key: str) -> QPushButton:
        return self._buttons[key]

    def allow(self, key: str, allowed: bool, why_not: str = "") -> None:
        """Whether a button may be pressed; if not, its tooltip says why."""
        made, deed = self._buttons[key], self._deeds[key]
        made.setEnabled(allowed)
        made.setToolTip(why_not if not allowed and why_not else deed.tip_of(bool(made.text())))

    def fit(self, room: int) -> None:
        """Show the words if this many pixels are enough for all of them."""
        self._show_words(True)
        if self.sizeHint().width() > room:
            self._show_words(False)

    def _show_words(self, shown: bool) -> None:
        for key, made in self._buttons.items():
            deed = self._deeds[key]
            words = deed.words if shown or deed.kind == "primary" else ""
            if made.text() != words:
                made.setText(words)
                put_icon(self._look, made, deed.icon, deed.kind)
                if made.isEnabled():
                    made.setToolTip(deed.tip_of(bool(words)))
        self.layout().invalidate()
