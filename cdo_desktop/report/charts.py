"""Charts, drawn with reportlab's graphics in our own fonts; black on white, fit for a copier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.renderbase import renderScaledDrawing
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, black, grey, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.rl_config import defaultGraphicsFontName

from cdo_desktop.domain.report_parts import Bars, Roadmap, Span
from cdo_desktop.report.flow import Flow
from cdo_desktop.report.page import FINE, LEFT, MM, WIDTH

_BAR = 6.5 * MM
_LABELS = 42 * MM
_INK = Color(0.2, 0.35, 0.55)
_PLANNED = Color(0.8, 0.85, 0.92)
_MOST_BARS = 24
_MOST_LINES = 30
_MONTHS = 12


class _Renderer(renderPDF._PDFRenderer):  # type: ignore[misc]
    """Leaves out the font that reportlab begins every drawing with: it would not be embedded."""

    def applyStateChanges(self, delta: dict[str, Any], state: object) -> None:
        """Set what a shape asks for."""
        standard = delta.get("fontName") == defaultGraphicsFontName
        own = {key: value for key, value in delta.items() if key != "fontName" or not standard}
        super().applyStateChanges(own, state)


def draw_bars(flow: Flow, bars: Bars) -> None:
    """Horizontal bars with label and number; many go on over further pages."""
    for start in range(0, len(bars.parts), _MOST_BARS):
        part = bars.parts[start : start + _MOST_BARS]
        most = max(number for _, number in bars.parts) or 1
        _place(flow, _bars(flow, part, bars.unit, most))


def _bars(flow: Flow, parts: tuple[tuple[str, int], ...], unit: str, most: int) -> Drawing:
    height = len(parts) * _BAR + 4 * MM
    drawing = Drawing(WIDTH, height)
    chart = HorizontalBarChart()
    chart.x, chart.y = _LABELS, 2 * MM
    chart.width, chart.height = WIDTH - _LABELS - 24 * MM, height - 4 * MM
    chart.data = [[number for _, number in reversed(parts)]]
    chart.valueAxis.valueMin, chart.valueAxis.valueMax = 0, most
    chart.valueAxis.visible = False
    chart.bars[0].fillColor, chart.bars[0].strokeColor = _INK, None
    chart.barWidth, chart.groupSpacing = 6, 4
    font = _font(flow)
    axis = chart.categoryAxis
    axis.categoryNames = [_cut(flow, label, _LABELS - 4 * MM) for label, _ in reversed(parts)]
    axis.labels.fontName, axis.labels.fontSize = font, FINE.size
    axis.visibleTicks = False
    chart.barLabelFormat = lambda number: f"{int(number):,} {unit}"
    chart.barLabels.fontName, chart.barLabels.fontSize = font, FINE.size
    chart.barLabels.nudge, chart.barLabels.boxAnchor = 3, "w"
    drawing.add(chart)
    return drawing


def bars_height(bars: Bars) -> float:
    """How tall the first drawing of a chart of bars is."""
    return min(len(bars.parts), _MOST_BARS) * _BAR + 4 * MM


def roadmap_height(roadmap: Roadmap) -> float:
    """How tall the first drawing of a roadmap is."""
    return min(len(roadmap.lines), _MOST_LINES) * _BAR + 8 * MM


def draw_roadmap(flow: Flow, roadmap: Roadmap) -> None:
    """Months across, projects down; what was planned pale, what happened dark, today a line."""
    spans = [span for _, line in roadmap.lines for span in line]
    days = [day for s in spans for given in (s.planned, s.actual) if given for day in given]
    if not days:
        flow.paragraph("没有填报进度计划。", FINE)
        return
    first, last = _months(min(days), max(days))
    for start in range(0, len(roadmap.lines), _MOST_LINES):
        lines = roadmap.lines[start : start + _MOST_LINES]
        _place(flow, _roadmap(flow, lines, (first, last), roadmap.today))
    flow.paragraph("浅色是计划，深色是实际，虚线是今天。", FINE, 0.0)


def _months(first: date, last: date) -> tuple[int, int]:
    """Whole months, counted from the year 0, the second not included."""
    return first.year * 12 + first.month - 1, last.year * 12 + last.month


def _roadmap(
    flow: Flow,
    lines: tuple[tuple[str, tuple[Span, ...]], ...],
    months: tuple[int, int],
    today: date,
) -> Drawing:
    height = len(lines) * _BAR + 8 * MM
    drawing = Drawing(WIDTH, height)
    first, last = months
    scale = (WIDTH - _LABELS) / (last - first)
    top = height - 7 * MM
    _month_lines(flow, drawing, months, scale, top)
    for at, (label, spans) in enumerate(lines):
        y = top - (at + 1) * _BAR
        words = _cut(flow, label, _LABELS - 2 * MM)
        drawing.add(_words(flow, 0, y + 2 * MM, words))
        _spans(drawing, spans, y, first, scale)
    now = _place_of(today) - first
    if 0 <= now <= last - first:
        x = _LABELS + now * scale
        drawing.add(Line(x, 0, x, top, strokeColor=black, strokeWidth=0.8, strokeDashArray=[3, 2]))
    return drawing


def _month_lines(
    flow: Flow, drawing: Drawing, months: tuple[int, int], scale: float, top: float
) -> None:
    first, last = months
    step = max(1, -(-(last - first) // _MONTHS))
    for month in range(first, last, step):
        x = _LABELS + (month - first) * scale
        drawing.add(Line(x, 0, x, top, strokeColor=grey, strokeWidth=0.25))
        year, number = divmod(month, 12)
        words = f"{year}.{number + 1}" if number == 0 or month == first else str(number + 1)
        drawing.add(_words(flow, x + 1, top + 2, words))


def _spans(drawing: Drawing, spans: Iterable[Span], y: float, first: int, scale: float) -> None:
    """The plans first, so that none lies on what happened; the shorter ones above the longer."""
    spans = tuple(spans)
    bars = [
        *((span.planned, _PLANNED, 0.8) for span in spans if span.planned),
        *((span.actual, _INK, 2.0) for span in spans if span.actual),
    ]
    bars.sort(key=lambda bar: (bar[1] is _INK, bar[0][0] - bar[0][1]))
    for given, colour, inset in bars:
        start = _LABELS + (_place_of(given[0]) - first) * scale
        end = _LABELS + (_place_of(given[1]) + 1 / 31 - first) * scale
        low, tall = y + inset * MM, _BAR - 2 * inset * MM
        bar = Rect(start, low, max(end - start - 0.6, 1), tall)
        bar.fillColor, bar.strokeColor, bar.strokeWidth = colour, white, 0.3
        drawing.add(bar)


def _place_of(day: date) -> float:
    """In months from the year 0."""
    return day.year * 12 + day.month - 1 + (day.day - 1) / 31


def _words(flow: Flow, x: float, y: float, text: str) -> String:
    return String(x, y, text, fontName=_font(flow), fontSize=FINE.size - 1)


def _cut(flow: Flow, text: str, width: float) -> str:
    """The beginning of a text that fits, in signs that the chart's font has."""
    first = flow.paper.faces.widths(FINE.face).first
    text = "".join(sign if sign in first else "〓" for sign in text)
    while text and flow.paper.width_of(text, FINE) > width:
        text = text[:-2] + "…"
    return text


def _font(flow: Flow) -> str:
    """The name of the first font of the small face."""
    return str(flow.paper.faces.widths(FINE.face).chain[0].fontName)


def _place(flow: Flow, drawing: Drawing) -> None:
    flow.need(drawing.height)
    flow.y -= drawing.height

    def draw(canvas: Canvas) -> None:
        _Renderer().draw(renderScaledDrawing(drawing), canvas, LEFT, flow.y)

    flow.paper.with_canvas(draw)
