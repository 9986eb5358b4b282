"""同意 / 修改后同意 / 不同意: one of them, or none yet; each may be closed for a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cdo_desktop.domain.statement import Decision
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button

_ICONS = {
    Decision.AGREE: "circle-check",
    Decision.AGREE_IF: "file-pen",
    Decision.REFUSE: "ban",
}


class DecisionBar(QWidget):
    """Three buttons in a row."""

    chosen = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(tr("审核结论"))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[Decision, QPushButton] = {}
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        for decision, icon in _ICONS.items():
            made = button(look, decision.label, icon=icon)
            made.setCheckable(True)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(made)
            self.buttons[decision] = made
            across.addWidget(made, 1)
        self._group.buttonClicked.connect(lambda made: self.chosen.emit())

    @property
    def decision(self) -> Decision | None:
        """The one that is on; None while there is none."""
        return next((key for key, made in self.buttons.items() if made.isChecked()), None)

    def choose(self, decision: Decision | None) -> None:
        """Switch one on, or all off."""
        self._group.setExclusive(False)
        for key, made in self.buttons.items():
            made.setChecked(key is decision)
        self._group.setExclusive(True)

    def close_for(self, reasons: dict[Decision, str]) -> None:
        """These are not to be had, each for its reason; what is on and closed goes off."""
        for key, made in self.buttons.items():
            why = reasons.get(key, "")
            made.setEnabled(not why)
            made.setToolTip(why)
        if self.decision in reasons:
            self.choose(None)
