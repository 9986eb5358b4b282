"""Any report as pages: its parts one after the other, in the order in which they are given."""

from __future__ import annotations

from functools import singledispatch
from typing import IO

from cdo_desktop.domain.report_parts import (
    Bars,
    Code,
    Facts,
    Plain,
    Report,
    ReportPart,
    Roadmap,
    Table,
    Words,
)
from cdo_desktop.report.charts import bars_height, draw_bars, draw_roadmap, roadmap_height
from cdo_desktop.report.flow import Cell, Flow, cells
from cdo_desktop.report.fonts import Face, Faces
from cdo_desktop.report.page import (
    CELL,
    FINE,
    LABEL,
    LEFT,
    MM,
    TITLE,
    WIDTH,
    About,
    Paper,
    Style,
)
from cdo_desktop.report.qr import draw_qr
from cdo_desktop.tasks import Run

_PART = Style(Face.HEI, 13, 1.6)
_TEXT = Style(Face.FANGSONG, 12, 1.6)
_CELL = Style(Face.FANGSONG, 9, 1.35)
_HEAD = Style(Face.HEI, 9, 1.35)
_PLAIN = Style(Face.SONG, 8, 1.4)
_LABEL_WIDTH = 34 * MM
_QR = 34 * MM


def draw_report(report: Report, sink: IO[bytes], faces: Faces, run: Run) -> int:
    """Draw a report; gives the number of pages. Raises Cancelled."""
    paper = Paper(sink, faces, About(report.title, report.org, report.made, report.org))
    flow = Flow(paper)
    flow.title(report.title, TITLE)
    made = f"{report.org}　{report.made:%Y}年{report.made.month}月{report.made.day}日"
    flow.title(made, _TEXT)
    for part in report.parts:
        _draw(part, flow, run)
    return paper.finish()


@singledispatch
def _draw(part: ReportPart, flow: Flow, run: Run) -> None:
    raise TypeError(type(part).__name__)


@_draw.register
def _(part: Words, flow: Flow, run: Run) -> None:
    flow.gap(1.5 * MM)
    flow.paragraph(part.text, FINE if part.is_fine else _TEXT)


@_draw.register
def _(part: Facts, flow: Flow, run: Run) -> None:
    _headed(flow, part.title)
    for label, value in part.pairs:
        flow.row(
            [
                Cell(label, _LABEL_WIDTH, LABEL, shaded=True, is_label=True),
                Cell(value or "—", WIDTH - _LABEL_WIDTH, CELL),
            ]
        )


@_draw.register
def _(part: Table, flow: Flow, run: Run) -> None:
    head = cells(part.head, part.shares, _HEAD, shaded=True)
    _headed(flow, part.title, flow.height(head) + LABEL.leading * 3)
    drawn = 0
    with flow.under(head):
        for row in run.each(f"排版{part.title}", part.rows, part.count):
            drawn += 1
            texts = [f"{one:,}" if isinstance(one, int) else one for one in row]
            made = cells(texts, part.shares, _CELL)
            flow.row(
                [
                    Cell(cell.text, cell.width, _CELL, "right" if isinstance(one, int) else "left")
                    for cell, one in zip(made, row, strict=True)
                ]
            )
    if not drawn:
        flow.row([Cell("没有内容。", WIDTH, _CELL)])


@_draw.register
def _(part: Bars, flow: Flow, run: Run) -> None:
    _headed(flow, part.title, bars_height(part))
    if part.parts:
        draw_bars(flow, part)
    else:
        flow.paragraph("没有内容。", _TEXT)


@_draw.register
def _(part: Roadmap, flow: Flow, run: Run) -> None:
    _headed(flow, part.title, roadmap_height(part))
    draw_roadmap(flow, part)


@_draw.register
def _(part: Plain, flow: Flow, run: Run) -> None:
    _headed(flow, part.title)
    flow.paragraph(part.text, _PLAIN, 0.0)


@_draw.register
def _(part: Code, flow: Flow, run: Run) -> None:
    flow.need(_QR + 4 * MM)
    flow.gap(3 * MM)
    top, x = flow.y, LEFT + _QR + 4 * MM
    draw_qr(flow.paper, part.content, LEFT, top - _QR, _QR)
    y = top
    for text in part.lines:
        for line in flow.lines(text, _TEXT, WIDTH - _QR - 4 * MM):
            y -= _TEXT.leading
            flow.paper.text(x, y, line, _TEXT)
    flow.y = min(y, top - _QR) - 2 * MM


def _headed(flow: Flow, title: str, keep: float = 0.0) -> None:
    """The title of a part; `keep`: what follows is so tall and stands on the same page."""
    flow.need(_PART.leading * 1.6 + 4 * MM + keep)
    flow.gap(2 * MM)
    if title:
        flow.heading(title, _PART)
    flow.gap(1 * MM)
