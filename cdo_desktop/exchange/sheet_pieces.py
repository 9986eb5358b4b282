"""Large xlsx sheets in pieces of some thousand rows, so that never the whole sheet lies in memory.

calamine lays out a whole sheet at once (300 MB for 96 000 rows × 31 columns). A piece is the
same workbook with only this sheet, and in it only some rows; each row says its own number.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

from cdo_desktop.exchange.sheet_scan import LARGE
from cdo_desktop.exchange.workbook_guard import inflated

_FIRST_PIECE = 1 << 20
"""The first piece is small: it is all that finding the header needs."""
_PIECE = 12 << 20
_MAX_SHARED = 16 << 20
"""Shared strings are read anew with each piece; with more of them, pieces do not pay."""

_HEAD = 1 << 20
_ENOUGH = 256
"""Bytes in which the first row's opening tag is sure to end."""

_OPEN = b"<sheetData>"
_CLOSE = b"</sheetData>"
_ROW_END = b"</row>"
_NUMBERED = re.compile(rb'\s*<row [^>]*\br="\d+"')
_NEEDED = ("[Content_Types].xml", "_rels/.rels", "workbook.xml", "workbook.xml.rels")
_SHARED = ("sharedStrings.xml", "styles.xml")


def can_be_cut(path: Path, member: zipfile.ZipInfo) -> bool:
    """Whether the sheet is large, and written so plainly that it can be cut between its rows."""
    if member.file_size < LARGE:
        return False
    with zipfile.ZipFile(path) as archive:
        shared = [m for m in archive.infolist() if m.filename.endswith("sharedStrings.xml")]
    if sum(one.file_size for one in shared) > _MAX_SHARED:
        return False
    rows = _first_rows(path, member)
    return _NUMBERED.match(rows) is not None


def _first_rows(path: Path, member: zipfile.ZipInfo) -> bytes:
    """The beginning of the rows; nothing if they do not begin in the first megabyte."""
    start = b""
    for chunk in inflated(path, member):
        start += chunk
        rows = start.partition(_OPEN)[2]
        if len(rows) >= _ENOUGH or len(start) > _HEAD:
            return rows
    return start.partition(_OPEN)[2]


def rows_in_pieces(path: Path, member: zipfile.ZipInfo, sheet: str) -> Iterator[list[Any]]:
    """All rows from the first line and the first column on, piece after piece."""
    frame = _frame(path)
    done = 0
    for xml in _pieces(path, member):
        with _workbook(frame, member.filename, xml) as stream:
            part = calamine.CalamineWorkbook.from_filelike(stream).get_sheet_by_name(sheet)
        if part.start is None or part.end is None:
            continue
        for _ in range(done, part.start[0]):
            yield []
        blank: list[Any] = [""] * part.start[1]
        # not iter_rows: that begins with line 1 in every piece, which is quadratic
        for row in part.to_python(skip_empty_area=True):
            yield blank + row if blank else row
        done = part.end[0] + 1


def _pieces(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The sheet's XML as several whole documents, cut behind a row."""
    head = b""
    waiting = bytearray()
    limit = _FIRST_PIECE
    for chunk in inflated(path, member):
        waiting += chunk
        if not head:
            before, opened, rest = waiting.partition(_OPEN)
            if not opened:
                continue
            head, waiting = bytes(before + opened), rest
        cut = waiting.rfind(_ROW_END) + len(_ROW_END) if len(waiting) > limit else 0
        if cut > len(_ROW_END):
            yield b"".join((head, waiting[:cut], _CLOSE, b"</worksheet>"))
            del waiting[:cut]
            limit = _PIECE
    rows, _, _ = waiting.partition(_CLOSE)
    yield b"".join((head, rows, _CLOSE, b"</worksheet>"))


def _frame(path: Path) -> list[tuple[str, bytes]]:
    """The members every piece needs beside the sheet itself."""
    with zipfile.ZipFile(path) as archive:
        return [
            (info.filename, archive.read(info))
            for info in archive.infolist()
            if info.filename.endswith((*_NEEDED, *_SHARED))
        ]


def _workbook(frame: list[tuple[str, bytes]], name: str, xml: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for member, content in frame:
            archive.writestr(member, content)
        archive.writestr(name, xml)
    stream.seek(0)
    return stream
