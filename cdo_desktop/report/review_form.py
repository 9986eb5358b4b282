"""项目审查表: the form an office prints, signs and files, drawn from plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from cdo_desktop.report.flow import PAD, SHADE, Cell, Flow, Row, cells
from cdo_desktop.report.fonts import Face, Faces
from cdo_desktop.report.form_parts import (
    DECISIONS,
    AttachmentLine,
    CheckLine,
    FormSection,
    FormTable,
    OpinionBox,
    PackageMark,
    ReviewForm,
)
from cdo_desktop.report.page import (
    BOTTOM,
    CELL,
    FINE,
    LABEL,
    LEFT,
    MM,
    WIDTH,
    About,
    Paper,
    Style,
)
from cdo_desktop.report.qr import draw_qr, package_code, short_fingerprint
from cdo_desktop.sentences import sentence

_LABEL_WIDTH = 29 * MM
_STRIP = 30 * MM
"""The foot of an opinion box: signature field at the left, who and when at the right."""
_FIELD = (76 * MM, 25 * MM)
"""The signature field below an opinion that is printed already."""
_OPEN_FIELD = (WIDTH - _LABEL_WIDTH - 4 * MM, 50 * MM)
"""The field of an opinion still to come: words and signature go into it together."""
_OPEN = 66 * MM
_QR = 32 * MM
_NO_DATE = "　　　　年　　月　　日"
_DIGITS = Style(Face.SONG, 8, 1.3)
_SECTION = Style(Face.HEI, 12, 1.4)


def draw_review_form(form: ReviewForm, sink: IO[bytes], faces: Faces) -> int:
    """Draw the form as a PDF with an empty signature field in each open opinion box.

    The same form and fonts give the same bytes. Gives the number of pages.
    """
    about = About(form.title, form.org, form.created, form.number)
    mark = f"短指纹 {short_fingerprint(form.package.content_digest)}" if form.package else "草稿"
    paper = Paper(sink, faces, about, f"{form.number}　{mark}" if form.number else mark)
    flow = Flow(paper)
    flow.title(form.title)
    _line_of_origin(flow, form)
    numbers = _numbered()
    for section in form.sections:
        _section(flow, next(numbers), section)
    for table in form.tables:
        _table(flow, next(numbers), table)
    if form.checks:
        _checks(flow, next(numbers), form.checks)
    if form.attachments:
        _attachments(flow, next(numbers), form.attachments)
    if form.opinions:
        _headed(flow, f"{next(numbers)}、审查意见", 40 * MM)
        for box in form.opinions:
            _opinion(flow, box)
    _ending(flow, form)
    return paper.finish()


def _numbered() -> Iterator[str]:
    """一, 二, … 十, 十一 …"""
    digits = "一二三四五六七八九"
    for number in range(1, 100):
        tens, ones = divmod(number, 10)
        yield (
            (digits[tens - 1] if tens > 1 else "")
            + ("十" if tens else "")
            + (digits[ones - 1] if ones else "")
        )


def _line_of_origin(flow: Flow, form: ReviewForm) -> None:
    y = flow.y - CELL.leading
    shown = flow.lines(f"申报单位：{form.org}", CELL, WIDTH * 0.62)
    number = flow.lines(f"编号：{form.number}" if form.number else "", CELL, WIDTH * 0.36)
    for at, line in enumerate(shown):
        flow.paper.text(LEFT, y - at * CELL.leading, line, CELL)
    for at, line in enumerate(number):
        flow.paper.text(LEFT + WIDTH, y - at * CELL.leading, line, CELL, "right")
    flow.y = y - (max(len(shown), len(number)) - 1) * CELL.leading - 4


def _headed(flow: Flow, text: str, keep: float = 18 * MM) -> None:
    """The shaded row above a part; it never stands alone at the foot of a page."""
    row = [Cell(text, WIDTH, _SECTION, shaded=True)]
    flow.need(flow.height(row) + keep)
    flow.row(row)


def _section(flow: Flow, number: str, section: FormSection) -> None:
    _headed(flow, f"{number}、{section.title}")
    waiting: tuple[str, str] | None = None
    for entry in section.entries:
        if not _is_short(flow, entry):
            if waiting:
                flow.row(_entry_row(waiting))
            flow.row(_entry_row(entry))
            waiting = None
        elif waiting:
            flow.row([*_pair(waiting, WIDTH / 2), *_pair(entry, WIDTH / 2)])
            waiting = None
        else:
            waiting = entry
    if waiting:
        flow.row(_entry_row(waiting))


def _is_short(flow: Flow, entry: tuple[str, str]) -> bool:
    """Whether the value fits beside another one in a row."""
    width = WIDTH / 2 - _LABEL_WIDTH - 8
    return "\n" not in entry[1] and len(flow.lines(entry[1], CELL, width)) == 1


def _entry_row(entry: tuple[str, str]) -> Row:
    return _pair(entry, WIDTH)


def _pair(entry: tuple[str, str], width: float) -> list[Cell]:
    label, value = entry
    return [
        Cell(label, _LABEL_WIDTH, LABEL, shaded=True, is_label=True),
        Cell(value or "—", width - _LABEL_WIDTH, CELL),
    ]


def _table(flow: Flow, number: str, table: FormTable) -> None:
    shares = table.shares or (1.0,) * len(table.head)
    with flow.under(
        [Cell(f"{number}、{table.title}", WIDTH, _SECTION, shaded=True)],
        cells(table.head, shares, LABEL, shaded=True),
    ):
        for texts in table.rows or [("—",) * len(table.head)]:
            flow.row(cells(texts, shares, CELL))


def _checks(flow: Flow, number: str, checks: Sequence[CheckLine]) -> None:
    rows = [
        (
            check.name,
            check.result,
            "\n".join(filter(None, (check.sentence, f"依据：{check.clause}" * bool(check.clause)))),
            check.overruled or "—",
        )
        for check in checks
    ]
    head = ("核查项", "结果", "说明", "人工改判及理由")
    _table(flow, number, FormTable("自动核查", head, rows, (26, 17, 72, 41)))


def _attachments(flow: Flow, number: str, attachments: Sequence[AttachmentLine]) -> None:
    shares = (10, 68, 24, 54)
    with flow.under(
        [Cell(f"{number}、附件", WIDTH, _SECTION, shaded=True)],
        cells(("序号", "文件名", "大小（字节）", "SHA-256"), shares, LABEL, shaded=True),
    ):
        for at, one in enumerate(attachments, 1):
            row = cells((str(at), one.name, f"{one.size:,}", ""), shares, CELL)
            digest = Cell(_halved(one.sha256), row[3].width, _DIGITS)
            flow.row([*row[:3], digest])


def _halved(digest: str) -> str:
    """64 digits in two lines."""
    return "\n".join(digest[at : at + 32] for at in range(0, len(digest), 32))


def _opinion(flow: Flow, box: OpinionBox) -> None:
    if box.decision or box.verified:
        _given_opinion(flow, box)
    else:
        _open_box(flow, box)


def _open_box(flow: Flow, box: OpinionBox) -> None:
    """Room for an opinion still to come: in its signature field, or by hand."""
    flow.need(_OPEN)
    paper, top, bottom = flow.paper, flow.y, flow.y - _OPEN
    x = LEFT + _LABEL_WIDTH
    paper.fill(LEFT, bottom, _LABEL_WIDTH, _OPEN, SHADE)
    for line in ((LEFT, top, LEFT, bottom), (x, top, x, bottom)):
        paper.line(*line)
    paper.line(LEFT + WIDTH, top, LEFT + WIDTH, bottom)
    paper.line(LEFT, top, LEFT + WIDTH, top)
    paper.line(LEFT, bottom, LEFT + WIDTH, bottom)
    lines = flow.lines(box.title, LABEL, _LABEL_WIDTH - 2 * PAD)
    y = (top + bottom + len(lines) * LABEL.leading) / 2
    for words in lines:
        y -= LABEL.leading
        paper.text(LEFT + PAD, y + LABEL.size * 0.3, words, LABEL)
    field_x, field_y = x + 2 * MM, top - 2 * MM - _OPEN_FIELD[1]
    paper.text(field_x + 4, top - 2 * MM - CELL.leading, _decision(""), CELL)
    _field(flow, box, field_x, field_y, *_OPEN_FIELD)
    who = f"签名（盖章）{f'：{box.role}' if box.role else '：'}"
    paper.text(field_x, bottom + 4 * MM, who, CELL)
    paper.text(LEFT + WIDTH - 4 * MM, bottom + 4 * MM, f"日期：{_NO_DATE}", CELL, "right")
    flow.y = bottom


def _given_opinion(flow: Flow, box: OpinionBox) -> None:
    words = [_decision(box.decision), *filter(None, [box.text])]
    conditions = [
        f"{at}. {one.text}{f'（{one.met}）' if one.met else '（尚未落实）'}"
        for at, one in enumerate(box.conditions, 1)
    ]
    if conditions:
        words += ["附带条件：", *conditions]
    label = Cell(box.title, _LABEL_WIDTH, LABEL, shaded=True, is_label=True)
    text = Cell("\n".join(words), WIDTH - _LABEL_WIDTH, CELL)
    flow.row([label, text], keep=_STRIP)
    flow.need(_STRIP)
    _strip(flow, box)


def _decision(decision: str) -> str:
    return "　　".join(f"{'■' if one == decision else '□'} {one}" for one in DECISIONS)


def _strip(flow: Flow, box: OpinionBox) -> None:
    """Signature field, name, role, certificate, date, and a line to sign on by hand."""
    paper, top, bottom = flow.paper, flow.y, flow.y - _STRIP
    for x in (LEFT, LEFT + WIDTH):
        paper.line(x, top, x, bottom)
    paper.line(LEFT, bottom, LEFT + WIDTH, bottom)
    field_x, field_y = LEFT + 2 * MM, bottom + (_STRIP - _FIELD[1]) / 2
    if box.verified:
        _words_of_signature(flow, box.verified, field_x, field_y)
    else:
        _field(flow, box, field_x, field_y, *_FIELD)
    _signer_lines(flow, box, field_x + _FIELD[0] + 4 * MM, top)
    flow.y = bottom


def _field(flow: Flow, box: OpinionBox, x: float, y: float, wide: float, tall: float) -> None:
    """An empty signature field with a thin edge; what is signed covers the words in it."""
    flow.paper.signature_field(box.field, x, y, wide, tall, f"{box.title}的电子签名")
    for edge in _edges(x, y, wide, tall):
        flow.paper.line(*edge, 0.25)
    flow.paper.text(x + wide - 3, y + 4, "（电子签名处）", _DIGITS, "right")


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


def _signer_lines(flow: Flow, box: OpinionBox, x: float, top: float) -> None:
    who = f"{box.name}（{box.role}）" if box.name and box.role else box.name or box.role
    wide, y = LEFT + WIDTH - x - 2 * MM, top - 1 * MM
    for text, style in (
        (f"签名人：{who}", CELL),
        (f"证书编号：{box.certificate or '—'}", _DIGITS),
        (f"日期：{box.date or _NO_DATE}", CELL),
    ):
        for line in flow.lines(text, style, wide):
            y -= style.leading
            flow.paper.text(x, y, line, style)
    words, y = "手写签名（盖章）：", top - _STRIP + 2 * MM
    flow.paper.text(x, y, words, CELL)
    start = x + flow.paper.width_of(words, CELL)
    flow.paper.line(start, y - 2, x + wide, y - 2)


def _ending(flow: Flow, form: ReviewForm) -> None:
    """Which package it was made from, how to compare, and what a signature of ours proves."""
    flow.gap(4 * MM)
    if form.package:
        _package(flow, form.package)
    said = [sentence("CDO-U472").says] if form.package else []
    for words in (*said, *form.notes, sentence("CDO-E901").says):
        flow.paragraph(words, FINE)


def _package(flow: Flow, package: PackageMark) -> None:
    flow.need(_QR + FINE.leading * 6)
    top, x = flow.y, LEFT + _QR + 4 * MM
    code = package_code(package.content_digest, package.package_id)
    draw_qr(flow.paper, code, LEFT, top - _QR, _QR)
    y = top - 1 * MM
    for label, value, style in (
        ("签名包编号：", package.package_id, FINE),
        ("内容摘要：", package.content_digest, FINE),
        ("短指纹：", short_fingerprint(package.content_digest), Style(Face.HEI, 14)),
    ):
        for line in flow.lines(label + value, style, WIDTH - _QR - 4 * MM):
            y -= style.leading
            flow.paper.text(x, y, line, style)
        y -= 1.5 * MM
    flow.y = max(min(y, top - _QR), BOTTOM) - 2 * MM
