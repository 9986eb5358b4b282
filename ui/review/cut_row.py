"""建议核减: a sum to be struck off, and what is left then; asked for as a condition."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cdo_desktop.errors import Refused
from cdo_desktop.standard.model import Element
from cdo_desktop.work.cutting import cut_words, is_out_of_date, left_over
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import label

_WIDTH = 84


class CutRow(QWidget):
    """Hidden where the project has no sum yet."""

    asked = Signal(str)
    """The words of the condition."""
    typed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._of: tuple[Element, str] | None = None
        self.amount = QLineEdit(accessibleName=tr("建议核减的金额"))
        self.amount.returnPressed.connect(self.ask)
        self.amount.textChanged.connect(self._tell)
        self.amount.textChanged.connect(self.typed)
        self._unit = label(look, "", tone="2")
        self._left: QLabel = label(look, "", "small", "3")
        self.wrong: QLabel = label(look, "", "small", "err")
        self.wrong.setWordWrap(True)
        self.add = button(look, tr("写成要求"), kind="small", icon="plus")
        self.add.clicked.connect(self.ask)
        across = QHBoxLayout()
        across.setSpacing(6)
        across.addWidget(label(look, tr("建议核减"), tone="2"))
        for part in (self.amount, self._unit):
            across.addWidget(part)
        across.addStretch(1)
        across.addWidget(self.add)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(3)
        down.addLayout(across)
        down.addWidget(self._left)
        down.addWidget(self.wrong)
        self.setVisible(False)
        look.changed.connect(self._fit)
        self._fit()
        self._tell()

    def show_sum(self, of: tuple[Element, str] | None) -> None:
        """What there is to be struck off from: the element of the sum, and the sum."""
        if of != self._of:
            self._of = of
            self.amount.clear()
        self.setVisible(of is not None)
        self._unit.setText(of[0].unit if of else "")
        self._tell()

    @property
    def can_be_asked(self) -> bool:
        """Whether a sum stands there that is no condition yet."""
        return self.add.isEnabled()

    def out_of_date(self, conditions: Iterable[str]) -> str:
        """The condition that strikes off another total than the project has now; "" for none."""
        if self._of is None:
            return ""
        return next((one for one in conditions if is_out_of_date(*self._of, one)), "")

    def ask(self) -> None:
        """Make a condition of it."""
        if self._of is not None and self.can_be_asked:
            self.asked.emit(cut_words(*self._of, self.amount.text()))
            self.amount.clear()

    def _tell(self) -> None:
        """Say what is left, or what is wrong."""
        typed, left, wrong = self.amount.text(), "", ""
        if self._of is not None and typed.strip():
            try:
                left = left_over(*self._of, typed)
            except Refused as error:
                wrong = str(error)
        unit = self._unit.text()
        self._left.setText(tr("核减后 {left} {unit}").format(left=left, unit=unit) if left else "")
        self._left.setVisible(bool(left))
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        self.add.setEnabled(bool(left))

    def _fit(self) -> None:
        self.amount.setFixedWidth(self._look.theme.px(_WIDTH))
