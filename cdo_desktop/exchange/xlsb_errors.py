"""The error cells of an xlsb sheet (#N/A and the like), which calamine gives as empty."""

from __future__ import annotations

import zipfile
from pathlib import Path

from cdo_desktop.exchange.foreign_scan import ROW, records
from cdo_desktop.exchange.workbook_guard import inflated
from cdo_desktop.exchange.xlsx_parts import relation_targets

# record types of [MS-XLSB] 2.3.1; in both kinds of cell: column, style, then the error's number
_SHEET = 0x9C
_ERRORS = (0x03, 0x0B)
_SAYS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def error_texts(path: Path, number: int) -> dict[int, dict[int, str]]:
    """Line (from 1) -> column (from 0) -> the error shown there, of the sheet at this position of
    the workbook (from 0). Raises Refused (W103)."""
    member = _member(path, number)
    found: dict[int, dict[int, str]] = {}
    line = 0
    for kind, body in records(path, b"".join(inflated(path, member))) if member else ():
        if kind == ROW:
            line = int.from_bytes(body[:4], "little") + 1
        elif kind in _ERRORS:
            column = int.from_bytes(body[:4], "little")
            found.setdefault(line, {})[column] = _SAYS.get(int.from_bytes(body[8:9]), "#N/A")
    return found


def _member(path: Path, number: int) -> zipfile.ZipInfo | None:
    with zipfile.ZipFile(path) as archive:
        members = {member.filename.lstrip("/"): member for member in archive.infolist()}
    book, targets = relation_targets(path, members, "workbook.bin")
    content = b"".join(inflated(path, members[book]))
    sheets = [_relation(body) for kind, body in records(path, content) if kind == _SHEET]
    return members.get(targets.get(sheets[number], "")) if number < len(sheets) else None


def _relation(body: bytes) -> str:
    """The relation's id, behind the sheet's state and its id."""
    length = int.from_bytes(body[8:12], "little")
    return body[12 : 12 + 2 * length].decode("utf-16-le", "replace")
