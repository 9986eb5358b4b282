"""Pages of a PDF as pictures: one in the size it is shown in, or one after the other for a printer.

PDFium is loaded when a page is first drawn, and is to be used in one thread only: in the window
that is the worker (ui/jobs.py), so everything here is called there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cdo_desktop.tasks import Run

POINTS = 72
"""Points of an inch."""
SHARPEST = 300
"""Dots of an inch for a printer: more cannot be seen, and a page of A4 takes 35 MB as it is."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page, drawn: four bytes a point (blue, green, red, unused), line by line."""

    page: int
    """From 0."""
    pages: int
    size: tuple[float, float]
    """Width and height of the page in points of 1/72 inch."""
    width: int
    height: int
    stride: int
    """Bytes of a line."""
    points: bytes = field(repr=False)


def page_picture(path: Path, page: int, room: tuple[int, int]) -> PagePicture:
    """A page as large as it fits into a room of pixels; a height of 0 = only the width counts.

    A page that is not there any more is the last one. Raises Refused CDO-U101, CDO-K471.
    """
    from cdo_desktop.report.pictures import PdfPages  # PDFium takes 0.04 s to load

    with PdfPages(path) as pages:
        number = max(0, min(page, len(pages) - 1))
        wide, tall = pages.size(number)
        scale = room[0] / wide
        if room[1]:
            scale = min(scale, room[1] / tall)
        return _drawn(pages, number, scale)


def page_sizes(path: Path) -> list[tuple[float, float]]:
    """Width and height of every page in points. Raises Refused CDO-U101, CDO-K471."""
    from cdo_desktop.report.pictures import PdfPages  # as above

    with PdfPages(path) as pages:
        return [pages.size(number) for number in range(len(pages))]


def pages_to_print(path: Path, dots: int, wanted: range | None, run: Run) -> Iterator[PagePicture]:
    """Pages as sharp as a printer of so many dots an inch wants them, one at a time.

    `wanted`: numbers from 0; None = all. Raises Refused CDO-U101, CDO-K471, Cancelled.
    """
    from cdo_desktop.report.pictures import PdfPages  # as above

    with PdfPages(path) as pages:
        every = range(len(pages))
        numbers = [number for number in wanted or every if number in every]
        for done, number in enumerate(numbers):
            run.step("打印", done, len(numbers))
            yield _drawn(pages, number, min(dots, SHARPEST) / POINTS)


def _drawn(pages: Any, number: int, scale: float) -> PagePicture:
    """`pages`: a PdfPages, whose module is not loaded before it is needed."""
    made = pages.picture(number, scale)
    whole = (number, len(pages), pages.size(number))
    return PagePicture(*whole, made.width, made.height, made.stride, made.points)
