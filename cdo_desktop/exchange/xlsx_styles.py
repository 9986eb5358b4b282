"""How our workbooks look: a handful of formats, made once per book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from cdo_desktop.standard.model import Severity

SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.ERROR: "错误",
    Severity.WARNING: "警告",
    Severity.HINT: "提示",
}
SEVERITY_FILLS: Mapping[Severity, str] = {
    Severity.ERROR: "FFC7CE",
    Severity.WARNING: "FFEB9C",
    Severity.HINT: "DDEBF7",
}
HEADING_FONT = "黑体"
DARK = "1F3864"
LINE = "BFBFBF"
GREY = "808080"

_CELL = {"num_format": "@", "valign": "top", "text_wrap": True}
_BOX = {"border": 1, "border_color": f"#{LINE}"}
_HEAD = {**_BOX, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
_BAND = {**_HEAD, "font_color": "#FFFFFF", "font_name": HEADING_FONT, "bold": False}


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of one book."""

    key: Format
    cell: Format
    """A cell to fill in: text, wrapped."""
    line: Format
    """A short text: one line, so that rows stay low."""
    filled_cell: Format
    """The same two for what is already filled in: with thin lines around."""
    filled_line: Format
    boxed: Format
    number: Format
    example: Format
    bands: tuple[Format, Format]
    """Group headers, in turns."""
    required: Format
    optional: Format
    title: Format
    note: Format
    head: Format
    link: Format
    levels: Mapping[Severity, Format]


def styles_of(book: Workbook) -> Styles:
    """The formats, added to a book."""

    def style(*parts: Mapping[str, Any], **more: Any) -> Format:
        properties: dict[str, Any] = {}
        for part in (*parts, more):
            properties.update(part)
        return book.add_format(properties)

    centred = {**_BOX, "align": "center", "valign": "vcenter"}
    return Styles(
        key=style(font_color=f"#{GREY}", num_format="@"),
        cell=style(_CELL),
        line=style(num_format="@", valign="top"),
        filled_cell=style(_CELL, _BOX),
        filled_line=style(_BOX, num_format="@", valign="top"),
        boxed=style(_CELL, _BOX, valign="vcenter"),
        number=style(centred),
        example=style(_CELL, _BOX, valign="vcenter", font_color=f"#{GREY}"),
        bands=(style(_BAND, bg_color=f"#{DARK}"), style(_BAND, bg_color="#2F5597")),
        required=style(_HEAD, bg_color="#FCE4D6"),
        optional=style(_HEAD, bg_color="#EAF1FA"),
        title=style(font_name=HEADING_FONT, font_size=16, font_color=f"#{DARK}", valign="vcenter"),
        note=style(valign="vcenter", text_wrap=True),
        head=style(_BAND, bg_color=f"#{DARK}"),
        link=style(centred, font_color="#0563C1", underline=1),
        levels={s: style(centred, bg_color=f"#{fill}") for s, fill in SEVERITY_FILLS.items()},
    )
