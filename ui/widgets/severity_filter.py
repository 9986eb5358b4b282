"""Severities with their numbers, each a button that shows only its own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from cdo_desktop.standard.model import Severity
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import icon_button
from ui.widgets.marks import SEVERITIES


class SeverityFilter(QWidget):
    """None pressed = all are shown."""

    changed = Signal()
    """Others are wanted now."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._buttons: dict[Severity, QToolButton] = {}
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2)
        for severity, mark in SEVERITIES.items():
            made = icon_button(look, mark.icon, mark.word, token=mark.token, size=14)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            look.put_type(made, "small")
            made.setCheckable(True)
            made.toggled.connect(self.changed)
            self._buttons[severity] = made
            across.addWidget(made)

    @property
    def wanted(self) -> frozenset[Severity]:
        """The severities to be shown; none = all."""
        return frozenset(one for one, made in self._buttons.items() if made.isChecked())

    def clear(self) -> None:
        """Show all again."""
        for made in self._buttons.values():
            made.setChecked(False)

    def show_counts(self, counts: Mapping[Severity, int]) -> None:
        """How many there are of each; one there is none of is not offered, unless it is pressed."""
        for severity, made in self._buttons.items():
            number, word = counts[severity], SEVERITIES[severity].word
            made.setText(f"{number:,}")
            made.setToolTip(tr("{word} {number:,} 条：只看{word}").format(word=word, number=number))
            made.setAccessibleName(tr("只看{word}，{number:,} 条").format(word=word, number=number))
            made.setVisible(number > 0 or made.isChecked())
