"""数据资源目录汇编: every entry of the catalog by 科室, with a cover and a table of contents.

Entries are drawn as they come and pages leave memory at once; of each entry only its line in the
table of contents is kept. The contents are drawn last and stand first, so one pass is enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, NamedTuple

from cdo_desktop.report.flow import Cell, Flow, cells
from cdo_desktop.report.fonts import Face, Faces
from cdo_desktop.report.page import (
    BODY,
    CEILING,
    CELL,
    HEADING,
    LABEL,
    LEFT,
    MM,
    TITLE,
    WIDTH,
    About,
    Paper,
    Style,
)
from cdo_desktop.tasks import Run

_LABEL_WIDTH = 24 * MM
_ENTRY = Style(Face.HEI, 12, 1.5)
_OFFICE_LINE = Style(Face.HEI, 11, 1.7)
_ENTRY_LINE = Style(Face.SONG, 10, 1.6)
_NUMBER_ROOM = 14 * MM


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One data resource of the book."""

    office: str
    title: str
    code: str
    fields: tuple[tuple[str, str], ...]
    """Labels with what was filled in; long ones get a row of their own."""
    items: tuple[tuple[str, ...], ...]
    """The rows of its information items."""


@dataclass(frozen=True, slots=True)
class Book:
    """What is the same for the whole book."""

    about: About
    org: str
    date: str
    count: int
    """How many entries will come."""
    item_head: tuple[str, ...]
    item_shares: tuple[float, ...]


class _Line(NamedTuple):
    """A line of the table of contents."""

    is_office: bool
    title: str
    page: int
    page_name: str


def draw_book(
    book: Book, entries: Iterable[BookEntry], sink: IO[bytes], faces: Faces, run: Run
) -> int:
    """Draw the book; `entries` come sorted by 科室. Gives the number of pages. Raises Cancelled."""
    paper = Paper(sink, faces, book.about)
    flow = Flow(paper)
    contents: list[_Line] = []
    office, number = None, 0
    for number, entry in enumerate(run.each("排版目录汇编", entries, book.count, stride=8), 1):
        if entry.office != office:
            office = entry.office
            _begin_office(flow, office)
            contents.append(_Line(True, office, paper.page, paper.page_name()))
        _begin_entry(flow, entry, number)
        contents.append(_Line(False, entry.title, paper.page, paper.page_name()))
        _entry(flow, entry, book)
    if not number:
        flow.paragraph("没有目录。", BODY)
    body = paper.front_matter()
    _cover(paper, book)
    _contents(paper, contents)
    return paper.finish(body)


def _begin_office(flow: Flow, office: str) -> None:
    if flow.y < CEILING:
        flow.next_page()
    flow.paper.bookmark(office)
    flow.paragraph(flow.paper.faces.shown(office, HEADING.face), HEADING, 0.0)
    flow.gap(2 * MM)


def _begin_entry(flow: Flow, entry: BookEntry, number: int) -> None:
    """The heading of an entry, with room for its first rows below it."""
    flow.need(34 * MM)
    flow.gap(4 * MM)
    flow.paragraph(f"{number}. {entry.title}", _ENTRY, 0.0)
    flow.gap(1 * MM)


def _entry(flow: Flow, entry: BookEntry, book: Book) -> None:
    rows = _in_pairs(flow, entry.fields)
    for row in rows:
        flow.row(row)
    if entry.items:
        with flow.under(cells(book.item_head, book.item_shares, LABEL, shaded=True)):
            for texts in entry.items:
                flow.row(cells(texts, book.item_shares, CELL))


def _in_pairs(flow: Flow, fields: Iterable[tuple[str, str]]) -> list[list[Cell]]:
    """Two short values in a row, a long one alone, in the order given."""
    room = WIDTH / 2 - _LABEL_WIDTH - 7
    rows, waiting = [], None
    for label, value in fields:
        if "\n" in value or flow.paper.width_of(value, CELL) > room:
            if waiting:
                rows.append(_pair(*waiting, WIDTH))
            rows.append(_pair(label, value, WIDTH))
            waiting = None
        elif waiting:
            rows.append([*_pair(*waiting, WIDTH / 2), *_pair(label, value, WIDTH / 2)])
            waiting = None
        else:
            waiting = (label, value)
    if waiting:
        rows.append(_pair(*waiting, WIDTH))
    return rows


def _pair(label: str, value: str, width: float) -> list[Cell]:
    return [
        Cell(label, _LABEL_WIDTH, LABEL, shaded=True, is_label=True),
        Cell(value, width - _LABEL_WIDTH, CELL),
    ]


def _cover(paper: Paper, book: Book) -> None:
    flow = Flow(paper)
    flow.y = CEILING - 45 * MM
    flow.title(book.about.title, TITLE)
    middle, y = LEFT + WIDTH / 2, CEILING - 150 * MM
    for text in (book.org, f"共 {book.count:,} 条", book.date):
        for line in flow.lines(text, BODY, WIDTH):
            paper.text(middle, y, line, BODY, "centre")
            y -= BODY.leading
    paper.next_page()


def _contents(paper: Paper, contents: Iterable[_Line]) -> None:
    flow = Flow(paper)
    flow.title("目　　录", Style(Face.TITLE, 18, 1.6))
    for line in contents:
        style = _OFFICE_LINE if line.is_office else _ENTRY_LINE
        _contents_line(flow, line, style, 0.0 if line.is_office else 5 * MM)


def _contents_line(flow: Flow, line: _Line, style: Style, shift: float) -> None:
    paper = flow.paper
    parts = flow.lines(line.title, style, WIDTH - shift - _NUMBER_ROOM)
    flow.need(style.leading * (len(parts) + line.is_office))
    for part in parts:
        flow.y -= style.leading
        paper.text(LEFT + shift, flow.y, part, style)
    number = str(line.page)
    paper.text(LEFT + WIDTH, flow.y, number, style, "right")
    start = LEFT + shift + paper.width_of(parts[-1], style) + 3
    end = LEFT + WIDTH - paper.width_of(number, style) - 3
    if end > start:
        paper.leader(start, end, flow.y + 1)
    height = style.leading * len(parts)
    paper.link(LEFT + shift, flow.y - 2, WIDTH - shift, height, line.page_name)
