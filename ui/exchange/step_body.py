"""What the bodies of the steps have in common: parts below one another, a button at the end."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import button
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

_ROWS = 6


class StepBody(QWidget):
    """A column of parts, a button at its end."""

    finished = Signal()
    """The step is done."""

    def __init__(self, look: Look, verb: str) -> None:
        super().__init__()
        self._look = look
        self.go = button(look, verb, kind="primary")
        self.go.clicked.connect(self.finished)
        self._why = label(look, "", "small", "3")
        self._why.setWordWrap(True)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(look.theme.px(8))
        look.changed.connect(self._fit_tables)

    @property
    def starts_at(self) -> QWidget:
        """What the keys go to when the step is opened."""
        return self.go

    def end_with(self, *left: QWidget) -> None:
        """The last line: other buttons, why one cannot go on, the button that goes on."""
        across = QHBoxLayout()
        for part in left:
            across.addWidget(part)
        across.addWidget(self._why, 1)
        across.addWidget(self.go)
        self._down.addLayout(across)

    def allow_going(self, why_not: str) -> None:
        """Whether one may go on; "" = yes, else what is in the way."""
        self.go.setEnabled(not why_not)
        self.go.setToolTip(why_not)
        self._why.setText(why_not)

    def _fit_tables(self) -> None:
        for table in self.findChildren(RowTable):
            self.fit_table(table)

    def fit_table(self, table: RowTable) -> None:
        """As high as its rows, but no higher than so many."""
        rows = min(max(table.model().rowCount(), 1), _ROWS)
        header = table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(header + rows * self._look.theme.row_height + 2)
