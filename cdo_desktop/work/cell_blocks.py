"""Blocks of cells as spreadsheet programs put them on the clipboard: read and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

Block = tuple[tuple[str, ...], ...]

_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"(?=[\t\r\n]|\Z)')
"""A cell in quotes ends at the first single quote, and only before a tab or a line end."""
_PLAIN = re.compile(r"[^\t\r\n]*")
_END = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = re.compile(r'[\t\r\n]|\A"')


def read_block(text: str) -> Block:
    """The cells of a tab-separated text, line by line, all lines of one width.

    Excel, WPS and LibreOffice put cells with line breaks, tabs or quotes into quotes and end every
    line, the last too. A quote that closes nowhere is an ordinary sign. "" has no cells.
    """
    lines: list[list[str]] = []
    at = 0
    while at < len(text):
        line, at = _line(text, at)
        lines.append(line)
    width = max(map(len, lines), default=0)
    return tuple((*line, *[""] * (width - len(line))) for line in lines)


def _line(text: str, at: int) -> tuple[list[str], int]:
    """The cells of the line that begins here, and where the next one begins."""
    cells: list[str] = []
    while True:
        quoted = _QUOTED.match(text, at) if text.startswith('"', at) else None
        if quoted:
            cells.append(quoted[1].replace('""', '"').replace("\r\n", "\n"))
            at = quoted.end()
        else:
            plain = _PLAIN.match(text, at)
            cells.append(plain[0] if plain else "")
            at += len(cells[-1])
        if not text.startswith("\t", at):
            end = _END.match(text, at)
            return cells, end.end() if end else at
        at += 1


def write_block(block: Sequence[Sequence[str]]) -> str:
    """The cells as tab-separated text that `read_block` reads as the same cells."""
    return "".join("\t".join(map(_quoted, line)) + "\r\n" for line in block)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def write_table(block: Sequence[Sequence[str]]) -> str:
    """The cells as HTML in which every cell is a text.

    Spreadsheet programs prefer it to plain text: codes keep their zeros and digits, and a text that
    begins with “=” stays a text.
    """
    lines = "".join(f"<tr>{''.join(map(_html_cell, line))}</tr>" for line in block)
    style = 'td { mso-number-format: "\\@"; white-space: pre-wrap; }'
    head = f'<head><meta charset="utf-8"><style>{style}</style></head>'
    return f"<html>{head}<body><table>{lines}</table></body></html>"


def _html_cell(text: str) -> str:
    shown = escape(text).replace("\n", '<br style="mso-data-placement: same-cell">')
    return f"<td>{shown}</td>"
