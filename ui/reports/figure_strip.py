"""A row of figures: what is counted, how much of it, a word on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.text import Elided, label
from ui.widgets.wrap_grid import WrapGrid

LEAST = 164
"""Pixels that a figure takes at 100 %."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of them."""

    title: str
    number: str
    unit: str
    note: str


class FigureCell(QFrame):
    """A figure, read out as one sentence."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._title, self._note = Elided(look, "small", "2"), Elided(look, "small", "3")
        self._number, self._unit = label(look, "—", "figure"), label(look, "", "small", "2")
        across = QHBoxLayout()
        across.setSpacing(5)
        across.addWidget(self._number)
        across.addWidget(self._unit)
        across.addStretch()
        down = QVBoxLayout(self)
        down.setContentsMargins(14, 4, 8, 5)
        down.setSpacing(0)
        down.addWidget(self._title)
        down.addLayout(across)
        down.addWidget(self._note)

    def show_figure(self, figure: Figure) -> None:
        """Show another one."""
        self._title.setText(figure.title)
        self._number.setText(figure.number)
        self._unit.setText(figure.unit)
        self._note.setText(figure.note)
        self.setAccessibleName(f"{figure.title}：{figure.number} {figure.unit}，{figure.note}")

    @property
    def words(self) -> str:
        """What it says."""
        return self.accessibleName()


class FigureStrip(QFrame):
    """All in one panel; in more rows where there is no room for one."""

    def __init__(self, look: Look, number: int) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "panel")
        self.cells = [FigureCell(look) for _ in range(number)]
        parts: list[tuple[QWidget, int]] = [(cell, 1) for cell in self.cells]
        self._grid = WrapGrid(parts, self._columns, gap=0)
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 1, 1, 1)
        down.addWidget(self._grid)
        look.changed.connect(self._grid.rearrange)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these, one in each cell."""
        for cell, figure in zip(self.cells, figures, strict=True):
            cell.show_figure(figure)

    def _columns(self, width: int) -> int:
        fitting = max(1, width // self._look.theme.px(LEAST))
        number = len(self.cells)
        rows = -(-number // fitting)
        return -(-number // rows)
