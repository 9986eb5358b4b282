"""What follows one another down the pages: headings, paragraphs, rows of tables that may break.

A row is given as cells; its height is that of its longest cell. A row that does not fit goes to the
next page whole if it is short, else it is torn between two lines, and its label is repeated with
（续）. The head of a table stands again on every page the table reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from cdo_desktop.report.lines import broken
from cdo_desktop.report.page import (
    BODY,
    BOTTOM,
    CEILING,
    HEADING,
    LABEL,
    LEFT,
    TITLE,
    WIDTH,
    Align,
    Colour,
    Paper,
    Style,
)

PAD = 3.2
"""Room between the rule of a cell and its text, in points."""
SHADE: Colour = (0.93, 0.93, 0.93)
CONTINUED = "（续）"
_RULE = 0.5
_SHORT, _MOST_SHORT = 16, 4096
_HALF = 0.4
"""A row taller than this part of the text block is torn rather than carried over whole."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row."""

    text: str
    width: float
    """In points; the cells of a row fill the text block."""
    style: Style
    align: Align = "left"
    shaded: bool = False
    is_label: bool = False
    """Repeated with （续） where the row goes on over the page."""


Row = Sequence[Cell]


class Flow:
    """The way down the pages."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.y = CEILING
        """Where the next thing begins."""
        self._head: tuple[Row, ...] = ()
        self._short: dict[tuple[str, Style, float], list[str]] = {}
        """Lines of short texts: labels and words of a list come again and again."""

    @property
    def room(self) -> float:
        """What is left of the page's text block."""
        return self.y - BOTTOM

    def next_page(self) -> None:
        """Go on at the top of a new page, below the head of the table that is being drawn."""
        self.paper.next_page()
        self.y = CEILING
        head, self._head = self._head, ()
        for row in head:
            self.row(row)
        self._head = head

    def need(self, height: float) -> None:
        """Go to a new page unless so much is left on this one."""
        if self.room < height and self.y < CEILING:
            self.next_page()

    def gap(self, height: float) -> None:
        """Leave room, but none at the top of a page."""
        if self.y < CEILING:
            self.y -= height

    def lines(self, text: str, style: Style, width: float, indent: float = 0.0) -> list[str]:
        """The lines of a text in a width, as they will stand on the paper; not to be changed."""
        if indent or len(text) > _SHORT:
            return self._broken(text, style, width, indent)
        key = (text, style, width)
        if key not in self._short:
            if len(self._short) >= _MOST_SHORT:
                self._short.clear()
            self._short[key] = self._broken(text, style, width, indent)
        return self._short[key]

    def _broken(self, text: str, style: Style, width: float, indent: float) -> list[str]:
        shown = self.paper.faces.shown(text, style.face)
        widths = self.paper.faces.widths(style.face)
        scale = 1000 / style.size
        return list(broken(shown, widths, width * scale, indent * scale))

    def title(self, text: str, style: Style = TITLE) -> None:
        """A centred title, over several lines if it must be."""
        for line in self.lines(text, style, WIDTH):
            self.y -= style.leading
            self.paper.text(LEFT + WIDTH / 2, self.y + style.size * 0.25, line, style, "centre")
        self.y -= style.size * 0.5

    def heading(self, text: str, style: Style = HEADING) -> None:
        """A heading that never stands alone at the foot of a page."""
        self.need(style.leading * 3)
        self.gap(style.size * 0.4)
        self.paragraph(text, style, 0.0)
        self.y -= style.size * 0.2

    def paragraph(self, text: str, style: Style = BODY, indent: float = 2.0) -> None:
        """A paragraph over the whole width, its first line indented by so many signs."""
        for part in text.split("\n"):
            shift = indent * style.size
            for line in self.lines(part, style, WIDTH, shift):
                self.need(style.leading)
                self.y -= style.leading
                self.paper.text(LEFT + shift, self.y + _lift(style), line, style)
                shift = 0.0

    @contextmanager
    def under(self, *head: Row) -> Iterator[None]:
        """Rows that stand above what follows, now and again on every further page."""
        self.need(sum(self.height(row) for row in head) + LABEL.leading * 3)
        for row in head:
            self.row(row)
        before, self._head = self._head, (*self._head, *head)
        yield
        self._head = before

    def height(self, row: Row) -> float:
        """How tall a row is if it is not torn."""
        return max(self._tall(cell, len(self._cell_lines(cell))) for cell in row)

    def row(self, row: Row, keep: float = 0.0) -> None:
        """Draw a row, torn over pages where it must be.

        `keep`: so much more must fit below it on its last page.
        """
        left = [self._cell_lines(cell) for cell in row]
        whole = max(map(self._tall, row, map(len, left)))
        if whole + keep > self.room and whole + keep <= (CEILING - BOTTOM) * _HALF:
            self.need(whole + keep)
        if whole <= self.room:
            self._draw(row, left)
            return
        cells = list(row)
        while any(left):
            fitting = [self._fitting(cell) for cell in cells]
            if min(fitting) < 1:
                self.next_page()
                continue
            now = [lines[:number] for lines, number in zip(left, fitting, strict=True)]
            left = [lines[number:] for lines, number in zip(left, fitting, strict=True)]
            self._draw(cells, now)
            if any(left):
                cells, left = self._continued(cells, left)
                self.next_page()

    def _continued(
        self, cells: Sequence[Cell], left: Sequence[list[str]]
    ) -> tuple[list[Cell], list[list[str]]]:
        """The row as it goes on: its label stands there again."""
        again = [
            replace(cell, text=cell.text.removesuffix(CONTINUED) + CONTINUED)
            if cell.is_label
            else cell
            for cell in cells
        ]
        lines = [
            self._cell_lines(cell) if cell.is_label and not rest else rest
            for cell, rest in zip(again, left, strict=True)
        ]
        return again, lines

    def _cell_lines(self, cell: Cell) -> list[str]:
        return self.lines(cell.text, cell.style, cell.width - 2 * PAD)

    def _tall(self, cell: Cell, lines: int) -> float:
        return lines * cell.style.leading + 2 * PAD

    def _fitting(self, cell: Cell) -> int:
        """How many lines of a cell the page still holds."""
        return int((self.room - 2 * PAD + 0.01) / cell.style.leading)

    def _draw(self, cells: Sequence[Cell], parts: Sequence[list[str]]) -> None:
        tall = max(map(self._tall, cells, map(len, parts)))
        x, top, bottom = LEFT, self.y, self.y - tall
        for cell in cells:
            if cell.shaded:
                self.paper.fill(x, bottom, cell.width, tall, SHADE)
            x += cell.width
        x = LEFT
        rules = [(x, top, x, bottom)]
        for cell, part in zip(cells, parts, strict=True):
            self._draw_cell(cell, part, x, top, tall)
            x += cell.width
            rules.append((x, top, x, bottom))
        self.paper.lines([*rules, (LEFT, top, x, top), (LEFT, bottom, x, bottom)], _RULE)
        self.y = bottom

    def _draw_cell(
        self, cell: Cell, part: Sequence[str], x: float, top: float, tall: float
    ) -> None:
        inner = cell.width - 2 * PAD
        place = {"left": 0.0, "centre": inner / 2, "right": inner}[cell.align] + x + PAD
        spare = tall - self._tall(cell, len(part))
        # short cells stand in the middle of their row, as forms have them
        y = top - PAD - (spare / 2 if len(part) <= 3 else 0)
        for line in part:
            y -= cell.style.leading
            self.paper.text(place, y + _lift(cell.style), line, cell.style, cell.align)


def _lift(style: Style) -> float:
    """From the lower edge of a line to its base line."""
    return style.size * (0.12 + (style.spacing - 1) / 2)


def cells(
    texts: Sequence[str],
    shares: Sequence[float],
    style: Style,
    *,
    shaded: bool = False,
    aligns: Sequence[Align] = (),
    width: float = WIDTH,
) -> list[Cell]:
    """The cells of a row: texts, and how the width is shared among them."""
    whole = sum(shares)
    given = aligns or ["left"] * len(texts)
    return [
        Cell(text, width * share / whole, style, align, shaded)
        for text, share, align in zip(texts, shares, given, strict=True)
    ]
