"""What is seen of an electronic signature in its field: whose it is, when, with which certificate.

The picture of a seal may stand beside the words. It is only a picture: no signature depends on it,
and where there is no signature it makes none.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PIL.Image import DecompressionBombError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cdo_desktop.errors import Refused
from cdo_desktop.files import existing
from cdo_desktop.report.fonts import Face, Faces
from cdo_desktop.report.lines import broken
from cdo_desktop.report.page import CELL, GREY, MM, About, Paper, Style

_PAD = 1.5 * MM
_SEAL = 22 * MM
_LARGEST = 4 * 1024 * 1024
_MOST_POINTS = 25_000_000
"""A seal of 22 mm has a thousandth of it; some kB can be a picture of gigabytes."""
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_WHITE = (1.0, 1.0, 1.0)
_HINT = Style(Face.SONG, 7, 1.3, GREY)
_NAME = Style(Face.KAI, 17, 1.2)
_LINE = Style(Face.SONG, 7.5, 1.35)
_SIZES = (CELL.size, 9.0, 7.5, 6.5)
"""An opinion in a field is set in the first of these in which it fits."""
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6)
"""Whose signature it is, likewise; in the last it may be cut."""
_MORE = "……（字数过多，全文见签名包）"


@dataclass(frozen=True, slots=True)
class StampWords:
    """The words of a visible signature."""

    name: str
    role: str
    org: str
    at: datetime
    certificate: str
    """The number of the certificate."""
    opinion: str = ""
    """What is signed, where the print does not show it yet: the field is then a large one."""

    def lines(self) -> list[tuple[str, Style]]:
        """Whose signature it is, line by line."""
        at = self.at.strftime("%Y-%m-%d %H:%M:%S %z")
        return [
            ("电子签名", _HINT),
            (self.name, _NAME),
            (f"{self.org}　{self.role}", _LINE),
            (f"签名时间 {at}", _LINE),
            (f"证书编号 {self.certificate}", _LINE),
        ]


def draw_stamp(
    words: StampWords, size: tuple[float, float], faces: Faces, seal: bytes | None = None
) -> bytes:
    """One page of the size of a signature field, to be laid into it; `seal` from `read_seal`.

    A long opinion is set small; one too long for the field ends in words that say so.
    """
    sink = io.BytesIO()
    paper = Paper(sink, faces, About(words.name, words.org, words.at), size=size)
    paper.fill(1, 1, size[0] - 2, size[1] - 2, _WHITE)
    wide = size[0] - 2 * _PAD - (_SEAL + _PAD if seal else 0)
    signed = _whose(words, faces, wide, size[1] - 2 * _PAD)
    room = size[1] - 2 * _PAD - sum(style.leading for _, style in signed)
    told = _within(words.opinion, faces, size[0] - 2 * _PAD, room) if words.opinion else []
    y = size[1] - _PAD
    for line, style in [*told, *signed]:
        y -= style.leading
        paper.text(_PAD, y + style.size * 0.2, line, style)
    if seal:
        picture = ImageReader(io.BytesIO(seal))
        paper.with_canvas(lambda canvas: _draw_seal(canvas, picture, size[0]))
    paper.finish()
    return sink.getvalue()


def _whose(words: StampWords, faces: Faces, wide: float, tall: float) -> list[tuple[str, Style]]:
    """Whose signature it is, as large as the field is tall: beside a seal lines become more."""
    for share in _SHARES:
        lines = [
            (line, smaller)
            for text, style in words.lines()
            for smaller in (replace(style, size=style.size * share),)
            for line in _two(text, smaller, faces, wide)
        ]
        if sum(style.leading for _, style in lines) <= tall:
            break
    return lines


def _broken(text: str, style: Style, faces: Faces, wide: float) -> list[str]:
    shown = faces.shown(text, style.face)
    return list(broken(shown, faces.widths(style.face), wide * 1000 / style.size))


def _two(text: str, style: Style, faces: Faces, wide: float) -> list[str]:
    """No more than two lines: the certificate in the file says it whole."""
    lines = _broken(text, style, faces, wide)
    return lines if len(lines) <= 2 else [lines[0], lines[1][:-1] + "…"]


def _within(text: str, faces: Faces, wide: float, room: float) -> list[tuple[str, Style]]:
    """The text in the largest size in which it fits; in the smallest it may be cut, and says so."""
    for size in _SIZES:
        style = Style(CELL.face, size, CELL.spacing)
        lines, number = _broken(text, style, faces, wide), max(1, int(room / style.leading))
        if len(lines) <= number:
            return [(line, style) for line in lines]
    return [(line, style) for line in [*lines[: number - 1], _MORE]]


def _draw_seal(canvas: Canvas, picture: ImageReader, wide: float) -> None:
    x = wide - _PAD - _SEAL
    canvas.drawImage(picture, x, _PAD, _SEAL, _SEAL, mask="auto", preserveAspectRatio=True)


def read_seal(path: Path) -> bytes:
    """The picture of a seal (PNG or JPEG). Raises Refused CDO-U101, CDO-U474."""
    try:
        with existing(path).open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        raise Refused("CDO-U474", file=path.name) from error
    if len(content) > _LARGEST or not content.startswith(_PICTURES):
        raise Refused("CDO-U474", file=path.name)
    try:
        reader = ImageReader(io.BytesIO(content))
        wide, tall = reader.getSize()
        if wide * tall > _MOST_POINTS:
            raise Refused("CDO-U474", file=path.name)
        reader.getRGBData()
    # SyntaxError: a broken PNG, says Pillow; and one that would fill the memory is none either
    except (OSError, ValueError, SyntaxError, DecompressionBombError) as error:
        raise Refused("CDO-U474", file=path.name) from error
    return content
