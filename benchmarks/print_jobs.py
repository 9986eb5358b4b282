"""Jobs about what is printed, each a process of its own; `bare` is what they are held against.

`python -m benchmarks.print_jobs JOB …` prints {"seconds", "megabytes", "pages"}.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.projects import review_form
from benchmarks.workspaces import ACT, OWNER
from cdo_desktop.domain.report_parts import ReportKind
from cdo_desktop.memory import collect_seldom
from cdo_desktop.report.page import PAGE_HEIGHT, PAGE_WIDTH, Paper, Style
from cdo_desktop.signing.certificates import Holder
from cdo_desktop.signing.keys import create_key, open_key
from cdo_desktop.signing.suites import P256
from cdo_desktop.tasks import Run
from cdo_desktop.work import prints, reports
from cdo_desktop.workbench import Desk

Timed = tuple[float, int]
"""Seconds and pages."""
String = tuple[str, float, float, float, str]
"""Font file, size, x, y, text."""


def book(workspace: str, target: str) -> Timed:
    """The catalog book of a workspace, from its records to the closed file."""
    path = Path(target)
    path.unlink(missing_ok=True)
    with Desk().open_to_read(Path(workspace)) as bench:
        start = perf_counter()
        made = reports.write(bench, ReportKind.CATALOG_BOOK, path, Run(), {})
        return perf_counter() - start, made.pages


def strings(workspace: str, target: str) -> Timed:
    """Write down every string that the book draws: page by page, with font, size and place."""
    pages: list[list[String]] = [[]]
    draw, turn = Paper.text, Paper.next_page

    def noted(
        paper: Paper, x: float, y: float, text: str, style: Style, align: Any = "left"
    ) -> None:
        widths = paper.faces.widths(style.face)
        left = x - {"left": 0, "centre": 0.5, "right": 1}[align] * paper.width_of(text, style)
        for font, part in widths.runs(text):
            pages[-1].append((str(font.face.filename), style.size, left, y, part))
            left += paper.width_of(part, style)
        draw(paper, x, y, text, style, align)

    def turned(paper: Paper) -> None:
        turn(paper)
        pages.append([])

    Paper.text, Paper.next_page = noted, turned  # type: ignore[method-assign,assignment]
    found = book(workspace, f"{target}.pdf")
    with Path(target).open("w", encoding="utf-8") as stream:
        json.dump([page for page in pages if page], stream)
    return found


def bare(source: str, target: str) -> Timed:
    """The baseline: reportlab draws the same strings at the same places in the same fonts.

    Nothing is measured, broken into lines or read from a workspace; no rules, links or contents.
    """
    pages: list[list[String]] = json.loads(Path(source).read_text("utf-8"))
    start = perf_counter()
    files = {string[0] for page in pages for string in page}
    for file in files:
        pdfmetrics.registerFont(TTFont(file, file, shapable=False))
    first = min(files)
    canvas = Canvas(target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), initialFontName=first)
    for page in pages:
        for file, size, x, y, text in page:
            canvas.setFont(file, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return perf_counter() - start, len(pages)


def review(folder: str) -> Timed:
    """A review form printed and signed by two, as the first one after the start of a program."""
    place = Path(folder)
    signers = []
    for name, role in (("李文涛", "dept_cdo"), ("陈明", "cdo_executive")):
        key = place / f"{role}.cdokey"
        if not key.exists():
            holder = Holder(name, role, OWNER.name, OWNER.code)
            create_key(key, P256, holder, lambda: "杜鹃-8-春天", ACT.at)
        signers.append(open_key(key, lambda: "杜鹃-8-春天"))
    target = place / "review.pdf"
    target.unlink(missing_ok=True)
    form = review_form()
    start = perf_counter()
    made = prints.print_form(form, target, {})
    for box, signer in zip(form.opinions, signers, strict=True):
        prints.sign_print(target, box.field, signer, ACT.at, {}, opinion="同意")
    return perf_counter() - start, made.pages


JOBS: dict[str, Callable[..., Timed]] = {
    "book": book,
    "strings": strings,
    "bare": bare,
    "review": review,
}


def main() -> None:
    """Run one job and print what it cost."""
    collect_seldom()  # as main.py does
    seconds, pages = JOBS[sys.argv[1]](*sys.argv[2:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": peak, "pages": pages}) + "\n")


if __name__ == "__main__":
    main()
