"""A QR code, drawn as rectangles: sharp at every size, no picture inside the PDF."""

from __future__ import annotations

import io
from itertools import groupby

import segno

from cdo_desktop.report.page import BLACK, Paper

_QUIET = 2
"""Modules left white on every side; paper beside them is white as well."""


def draw_qr(paper: Paper, text: str, x: float, y: float, edge: float) -> None:
    """Draw a text as a QR code with its lower left corner at x, y (points)."""
    rows = segno.make_qr(text, error="m").matrix
    module = edge / (len(rows) + 2 * _QUIET)
    for down, row in enumerate(rows):
        across = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                left = x + (across + _QUIET) * module
                bottom = y + edge - (down + 1 + _QUIET) * module
                paper.fill(left, bottom, length * module, module * 1.02, BLACK)
            across += length


def qr_picture(text: str, module: int = 8) -> bytes:
    """The same code as a PNG, so many dots for a module: for what is not printed by us."""
    sink = io.BytesIO()
    segno.make_qr(text, error="m").save(sink, kind="png", scale=module, border=_QUIET)
    return sink.getvalue()
