"""项目审查表: the form an office prints, signs and files, drawn from plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from cdo_desktop.domain.package import PackageRef, package_code, short_fingerprint
from cdo_desktop.domain.report_parts import Facts, Table
from cdo_desktop.report.flow import Cell, Flow, Row, cells
from cdo_desktop.report.fonts import Face, Faces
from cdo_desktop.report.form_parts import (
    AttachmentLine,
    CheckLine,
    ReviewForm,
)
from cdo_desktop.report.opinion_boxes import DIGITS, LABEL_WIDTH, draw_opinion
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
from cdo_desktop.report.qr import draw_qr
from cdo_desktop.sentences import sentence

_QR = 32 * MM
_SECTION = Style(Face.HEI, 12, 1.4)


def draw_review_form(form: ReviewForm, sink: IO[bytes], faces: Faces) -> int:
    """Draw the form as a PDF with an empty signature field in each open opinion box.

    The same form and fonts give the same bytes. Gives the number of pages.
    """
    about = About(form.title, form.org, form.created, _subject(form))
    mark = f"短指纹 {short_fingerprint(form.package.content_digest)}" if form.package else "草稿"
    paper = Paper(sink, faces, about, f"{form.number}　{mark}" if form.number else mark)
    flow = Flow(paper)
    flow.title(form.title)
    _line_of_origin(flow, form)
    numbers = _numbered()
    for part in form.parts:
        if isinstance(part, Facts):
            _section(flow, next(numbers), part)
        else:
            _table(flow, next(numbers), part)
    if form.checks:
        _checks(flow, next(numbers), form.checks)
    if form.attachments:
        _attachments(flow, next(numbers), form.attachments)
    if form.opinions:
        _headed(flow, f"{next(numbers)}、审查意见", 40 * MM)
        for box in form.opinions:
            draw_opinion(flow, box)
    _ending(flow, form)
    return paper.finish()


def _subject(form: ReviewForm) -> str:
    """The words of the QR code: by them a program knows which package a print is of."""
    package = form.package
    return package_code(package.content_digest, package.package_id) if package else form.number


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


def _section(flow: Flow, number: str, section: Facts) -> None:
    _headed(flow, f"{number}、{section.title}")
    waiting: tuple[str, str] | None = None
    for entry in section.pairs:
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
    width = WIDTH / 2 - LABEL_WIDTH - 8
    return "\n" not in entry[1] and len(flow.lines(entry[1], CELL, width)) == 1


def _entry_row(entry: tuple[str, str]) -> Row:
    return _pair(entry, WIDTH)


def _pair(entry: tuple[str, str], width: float) -> list[Cell]:
    label, value = entry
    return [
        Cell(label, LABEL_WIDTH, LABEL, shaded=True, is_label=True),
        Cell(value or "—", width - LABEL_WIDTH, CELL),
    ]


def _table(flow: Flow, number: str, table: Table) -> None:
    rows = [tuple(map(str, row)) for row in table.rows] or [("—",) * len(table.head)]
    with flow.under(
        [Cell(f"{number}、{table.title}", WIDTH, _SECTION, shaded=True)],
        cells(table.head, table.shares, LABEL, shaded=True),
    ):
        for texts in rows:
            flow.row(cells(texts, table.shares, CELL))


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
    _table(flow, number, Table("自动核查", head, (26, 17, 72, 41), rows, len(rows)))


def _attachments(flow: Flow, number: str, attachments: Sequence[AttachmentLine]) -> None:
    shares = (10, 64, 28, 54)
    with flow.under(
        [Cell(f"{number}、附件", WIDTH, _SECTION, shaded=True)],
        cells(("序号", "文件名", "大小（字节）", "SHA-256"), shares, LABEL, shaded=True),
    ):
        for at, one in enumerate(attachments, 1):
            row = cells((str(at), one.name, f"{one.size:,}", ""), shares, CELL)
            digest = Cell(_halved(one.sha256), row[3].width, DIGITS)
            flow.row([*row[:3], digest])


def _halved(digest: str) -> str:
    """64 digits in two lines."""
    return "\n".join(digest[at : at + 32] for at in range(0, len(digest), 32))


def _ending(flow: Flow, form: ReviewForm) -> None:
    """Which package it was made from, how to compare, and what a signature of ours proves."""
    codes = ("CDO-U472", "CDO-E901") if form.package else ()  # a draft proves nothing
    notes = (*form.notes, *(sentence(code).says for code in codes))
    lines = sum(len(flow.lines(words, FINE, WIDTH, 2 * FINE.size)) for words in notes)
    flow.gap(4 * MM)
    flow.need(lines * FINE.leading + (_QR + 2 * MM if form.package else 0))  # not torn in two
    if form.package:
        _package(flow, form.package)
    for words in notes:
        flow.paragraph(words, FINE)


def _package(flow: Flow, package: PackageRef) -> None:
    flow.need(_QR + FINE.leading * 6)
    top, x = flow.y, LEFT + _QR + 4 * MM
    code = package_code(package.content_digest, package.package_id)
    draw_qr(flow.paper, code, LEFT, top - _QR, _QR)
    y = top - 1 * MM
    for label, value, style in (
        ("签名包编号：", package.package_id, FINE),
        ("内容摘要：", package.content_digest.replace(":", ":\n"), FINE),
        ("短指纹：", short_fingerprint(package.content_digest), Style(Face.HEI, 14)),
    ):
        for line in flow.lines(label + value, style, WIDTH - _QR - 4 * MM):
            y -= style.leading
            flow.paper.text(x, y, line, style)
        y -= 1.5 * MM
    flow.y = max(min(y, top - _QR), BOTTOM) - 2 * MM
