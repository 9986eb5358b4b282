"""The records that a move left where they were, each with its own reasons, and the way to each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cdo_desktop.domain.record import Record
from cdo_desktop.work.reviewing import StayedBehind
from ui.look import Look
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.room import within
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

_TITLE = 240


def title_of(record: Record) -> str:
    """What a record is called, also one that has no name yet."""
    return record.title or tr("（没有名称）")


def reasons_of(behind: StayedBehind) -> list[str]:
    """Every reason in a sentence, not only the first of them."""
    return [finding.message() for finding in behind.findings] or [behind.reason]


_COLUMNS = (
    Column[StayedBehind]("title", tr("名称"), lambda row: title_of(row.record), _TITLE),
    Column[StayedBehind]("reasons", tr("没有办理的原因"), lambda row: "".join(reasons_of(row))),
)


class StayedDialog(QDialog):
    """A table of them; below, all reasons of the one that is current."""

    wished = Signal(str)
    """The id of a record that is to be shown."""

    def __init__(self, look: Look, stayed: Sequence[StayedBehind], parent: QWidget) -> None:
        super().__init__(parent)
        self._stayed = stayed
        words = tr("{0:,} 条没有办理").format(len(stayed))
        self.setWindowTitle(words)
        self.resize(within(look, 760, 440, parent.window()))
        self.model = TableModel(_COLUMNS, self)
        self.table = RowTable(look, self.model, words)
        self.table.row_chosen.connect(self._choose)
        self.table.opened.connect(self._look_at)
        self.reasons = QPlainTextEdit(readOnly=True, accessibleName=tr("这一条的全部原因"))
        self.reasons.setTabChangesFocus(True)
        self._there = button(look, tr("看这一条"), kind="primary")
        self._there.clicked.connect(lambda: self._look_at(self.table.currentIndex().row()))
        close = button(look, tr("关闭"))
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        buttons.addWidget(self._there)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 16, 16, 16)
        down.setSpacing(look.theme.px(9))
        hint = tr("改好以后可以再办理。选一条，下面是它的全部原因。")
        down.addWidget(label(look, hint, tone="2"))
        down.addWidget(self.table, 3)
        down.addWidget(self.reasons, 2)
        down.addLayout(buttons)
        self.model.show_rows(stayed)
        self.table.choose_row(0)
        Dim(parent.window(), self)

    def _choose(self, row: int) -> None:
        if row >= 0:
            reasons = enumerate(reasons_of(self._stayed[row]), 1)
            self.reasons.setPlainText("\n".join(f"{n}. {words}" for n, words in reasons))

    def _look_at(self, row: int) -> None:
        if row >= 0:
            self.accept()
            self.wished.emit(self._stayed[row].record.id)
