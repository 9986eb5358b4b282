"""The boxes of a 项目审查表: what was said, by whom, and where it is signed."""

from __future__ import annotations

from cdo_desktop.report.flow import PAD, SHADE, Cell, Flow
from cdo_desktop.report.fonts import Face
from cdo_desktop.report.form_parts import OpinionBox, decision_line
from cdo_desktop.report.page import CELL, FINE, LABEL, LEFT, MM, WIDTH, Style

LABEL_WIDTH = 29 * MM
"""The column of labels, of the boxes as of the rest of the form."""
_STRIP = 30 * MM
"""The foot of an opinion box: signature field at the left, who and when at the right; or more."""
_BY_HAND = 10 * MM
"""Room in it to sign by hand."""
_FIELD = (76 * MM, 25 * MM)
"""The signature field below an opinion that is printed already."""
_SIGNER = LEFT + 2 * MM + _FIELD[0] + 4 * MM
_OPEN_FIELD = (WIDTH - LABEL_WIDTH - 4 * MM, 64 * MM)
"""The field of an opinion still to come: words and signature go into it together."""
_OPEN = 80 * MM
_NO_DATE = "　　　　年　　月　　日"
DIGITS = Style(Face.SONG, 8, 1.3)


def draw_opinion(flow: Flow, box: OpinionBox) -> None:
    """The box of an opinion: given, with a field or words for its signature, or still to come."""
    if box.decision or box.verified:
        _given_opinion(flow, box)
    else:
        _open_box(flow, box)


def _open_box(flow: Flow, box: OpinionBox) -> None:
    """Room for an opinion still to come: in its signature field, or by hand."""
    flow.need(_OPEN)
    paper, top, bottom = flow.paper, flow.y, flow.y - _OPEN
    x = LEFT + LABEL_WIDTH
    paper.fill(LEFT, bottom, LABEL_WIDTH, _OPEN, SHADE)
    for line in ((LEFT, top, LEFT, bottom), (x, top, x, bottom)):
        paper.line(*line)
    paper.line(LEFT + WIDTH, top, LEFT + WIDTH, bottom)
    paper.line(LEFT, top, LEFT + WIDTH, top)
    paper.line(LEFT, bottom, LEFT + WIDTH, bottom)
    lines = flow.lines(box.title, LABEL, LABEL_WIDTH - 2 * PAD)
    y = (top + bottom + len(lines) * LABEL.leading) / 2
    for words in lines:
        y -= LABEL.leading
        paper.text(LEFT + PAD, y + LABEL.size * 0.3, words, LABEL)
    field_x, field_y = x + 2 * MM, top - 2 * MM - _OPEN_FIELD[1]
    paper.text(field_x + 4, top - 2 * MM - CELL.leading, decision_line(""), CELL)
    _field(flow, box, field_x, field_y, *_OPEN_FIELD)
    who = f"签名（盖章）{f'：{box.role}' if box.role else '：'}"
    paper.text(field_x, bottom + 4 * MM, who, CELL)
    paper.text(LEFT + WIDTH - 4 * MM, bottom + 4 * MM, f"日期：{_NO_DATE}", CELL, "right")
    flow.y = bottom


def _given_opinion(flow: Flow, box: OpinionBox) -> None:
    words = [decision_line(box.decision), *filter(None, [box.text])]
    conditions = [
        f"{at}. {one.text}{f'（{one.met}）' if one.met else ''}"
        for at, one in enumerate(box.conditions, 1)
    ]
    if conditions:
        words += ["附带条件：", *conditions]
    label = Cell(box.title, LABEL_WIDTH, LABEL, shaded=True, is_label=True)
    text = Cell("\n".join(words), WIDTH - LABEL_WIDTH, CELL)
    signer = _signer_lines(flow, box)
    tall = max(_STRIP, sum(style.leading for _, style in signer) + _BY_HAND)
    flow.row([label, text], keep=tall)
    flow.need(tall)
    _strip(flow, box, signer, tall)


def _strip(flow: Flow, box: OpinionBox, signer: list[tuple[str, Style]], tall: float) -> None:
    """Signature field, name, role, certificate, date, and a line to sign on by hand."""
    paper, top, bottom = flow.paper, flow.y, flow.y - tall
    for x in (LEFT, LEFT + WIDTH):
        paper.line(x, top, x, bottom)
    paper.line(LEFT, bottom, LEFT + WIDTH, bottom)
    field_x, field_y = LEFT + 2 * MM, bottom + (tall - _FIELD[1]) / 2
    if box.verified:
        _words_of_signature(flow, box.verified, field_x, field_y)
    else:
        _field(flow, box, field_x, field_y, *_FIELD)
    y = top - 1 * MM
    for line, style in signer:
        y -= style.leading
        paper.text(_SIGNER, y, line, style)
    words, y = "手写签名（盖章）：", bottom + 2 * MM
    paper.text(_SIGNER, y, words, CELL)
    start = _SIGNER + paper.width_of(words, CELL)
    paper.line(start, y - 2, LEFT + WIDTH - 2 * MM, y - 2)
    flow.y = bottom


def _field(flow: Flow, box: OpinionBox, x: float, y: float, wide: float, tall: float) -> None:
    """An empty signature field with a thin edge; what is signed covers the words in it."""
    flow.paper.signature_field(box.field, x, y, wide, tall, f"{box.title}的电子签名")
    for edge in _edges(x, y, wide, tall):
        flow.paper.line(*edge)
    flow.paper.text(x + wide - 3, y + 4, "（电子签名处）", DIGITS, "right")


def _edges(
    x: float, y: float, wide: float, tall: float
) -> tuple[tuple[float, float, float, float], ...]:
    right, top = x + wide, y + tall
    return ((x, y, right, y), (x, top, right, top), (x, y, x, top), (right, y, right, top))


def _words_of_signature(flow: Flow, words: str, x: float, y: float) -> None:
    at = y + _FIELD[1]
    for line in flow.lines(words, FINE, _FIELD[0]):
        at -= FINE.leading
        flow.paper.text(x, at, line, FINE)


def _signer_lines(flow: Flow, box: OpinionBox) -> list[tuple[str, Style]]:
    """Who signed, with which certificate and when, as it fits beside the field."""
    who = f"{box.name}（{box.role}）" if box.name and box.role else box.name or box.role
    said = (
        (f"签名人：{who}", CELL),
        (f"证书编号：{box.certificate or '—'}", DIGITS),
        (f"日期：{box.date or _NO_DATE}", CELL),
    )
    wide = LEFT + WIDTH - _SIGNER - 2 * MM
    return [(line, style) for text, style in said for line in flow.lines(text, style, wide)]
