"""The first lines of a sheet as they are, to say which of them is the header."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cdo_desktop.work import layouts
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.row_table import RowTable
from ui.widgets.text import Elided

_WIDEST = 60
"""Columns shown: enough to tell a header from what stands above it."""
Line = tuple[int, Sequence[str]]


class RawSheet(QFrame):
    """Choosing a line and pressing the button, or Enter, names the header."""

    header_chosen = Signal(str, int)
    """(sheet, line counted from 1): here the header ends."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._sheet = ""
        self._model = TableModel((), self)
        self.table = RowTable(look, self._model, tr("表格的前几行"))
        self.table.opened.connect(self._choose)
        self.table.row_chosen.connect(self._current)
        self._says = Elided(look, "body", "2")
        self.take = button(look, tr("这一行是表头"), kind="small", icon="check")
        self.take.clicked.connect(self._take)
        head = QFrame()
        head.setProperty("role", "strip")
        across = QHBoxLayout(head)
        across.setContentsMargins(12, 5, 10, 5)
        across.setSpacing(8)
        across.addWidget(self._says, 1)
        across.addWidget(self.take)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(head)
        down.addWidget(self.table, 1)

    def show_head(self, sheet: str, head: Sequence[Sequence[str]], header_line: int) -> None:
        """Show these first lines of a sheet; `header_line`: taken for the header, 0 for none."""
        self._sheet = sheet
        width = min(_WIDEST, max(map(len, head), default=0))
        self._model.show_rows(list(enumerate(head, 1)), _columns(width))
        if not head:
            self._says.setText(
                tr("工作表“{sheet}”是空的，或还没有读完。").format(sheet=sheet) if sheet else ""
            )
        else:
            self._says.setText(
                tr("工作表“{sheet}”的前 {0} 行：表头最下面一行是哪一行？").format(
                    len(head), sheet=sheet
                )
            )
        self.take.setEnabled(bool(head))
        self.table.choose_row((header_line or _likely(head)) - 1)
        self.table.horizontalScrollBar().setValue(0)

    def _current(self, row: int) -> None:
        self.take.setText(tr("第 {0} 行是表头").format(row + 1) if row >= 0 else tr("这一行是表头"))

    def _take(self) -> None:
        self._choose(self.table.currentIndex().row())

    def _choose(self, row: int) -> None:
        if 0 <= row < self._model.rowCount():
            self.header_chosen.emit(self._sheet, row + 1)


def _likely(head: Sequence[Sequence[str]]) -> int:
    """The first line with several texts, counted from 1: titles above a header stand alone."""
    filled = (line for line, row in enumerate(head, 1) if sum(map(bool, row)) > 1)
    return next(filled, 1)


def _columns(width: int) -> list[Column[Line]]:
    number: Column[Line] = Column(
        "line", tr("行"), lambda line: str(line[0]), 44, right=True, tone=Tone.THIRD
    )
    return [number, *(_column(place) for place in range(width))]


def _column(place: int) -> Column[Any]:
    return Column(f"c{place}", layouts.letters(place + 1), partial(_text, place), 116)


def _text(place: int, line: Line) -> str:
    return line[1][place] if place < len(line[1]) else ""
