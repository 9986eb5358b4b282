"""What a file really is, and whether it may be opened: judged before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from cdo_desktop.errors import Refused

MAX_UNPACKED = 1 << 30
"""All members of a workbook together, unpacked: 1 GiB (96 000 rows × 31 columns are 0.17 GiB)."""
MAX_RATIO = 250
"""Unpacked to packed, for members above SMALL: real sheets reach 15 to 60, deflate 1032."""
SMALL = 16 << 20
MAX_MEMBERS = 10_000

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}
_CHUNK = 1 << 16


class Form(StrEnum):
    """The kinds of file that can be read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    TEXT = "csv"


def form_of(path: Path) -> Form:
    """What the file is by its content, not by its name. Raises Refused (W101 to W105, W108)."""
    try:
        with path.open("rb") as stream:
            start = stream.read(512)
        if not start:
            raise Refused("CDO-W104", file=path.name)
        if start.startswith(_ZIP):
            return _zip_form(path)
        if start.startswith(_OLE):
            return _ole_form(path)
    except OSError as error:
        raise Refused("CDO-W108", file=path.name, reason=error.strerror or str(error)) from error
    markup = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<?xml", b"<!doc"))
    if path.suffix.lower() in _TEXT_SUFFIXES and not markup:
        return Form.TEXT
    raise Refused("CDO-W101", file=path.name)


def _zip_form(path: Path) -> Form:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise Refused("CDO-W103", file=path.name) from error
    names = {member.filename.rsplit("/", 1)[-1] for member in members}
    for name, form in (
        ("workbook.xml", Form.XLSX),
        ("workbook.bin", Form.XLSB),
        ("content.xml", Form.ODS),
    ):
        if name in names:
            _refuse_bombs(path, members)
            _refuse_locked(path, members)
            return form
    raise Refused("CDO-W101", file=path.name)


def _refuse_bombs(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise Refused("CDO-W102", file=path.name)
    total = sum(member.file_size for member in members)
    steep = any(m.file_size > SMALL and m.file_size > MAX_RATIO * m.compress_size for m in members)
    if steep or total > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise bomb(path)
    for member in members:
        if member.compress_size * 1032 > SMALL and not _is_sheet(member):
            for _ in inflated(path, member):
                pass


def _refuse_locked(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """An ods with a password keeps a readable manifest that says how its parts are encrypted."""
    manifest = next((m for m in members if m.filename == "META-INF/manifest.xml"), None)
    if manifest is not None and b"encryption-data" in b"".join(inflated(path, manifest)):
        raise Refused("CDO-W102", file=path.name)


def _is_sheet(member: zipfile.ZipInfo) -> bool:
    """Sheets are unpacked, and so measured, when they are scanned (sheet_scan.py)."""
    return "worksheets/" in member.filename and member.filename.endswith(".xml")


def bomb(path: Path) -> Refused:
    """The refusal of a file that unpacks to more than any workbook needs."""
    return Refused("CDO-W105", file=path.name, limit=MAX_UNPACKED >> 20)


def inflated(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's content in chunks. Raises Refused if it is longer than its directory entry says
    (zipfile itself would stop there and hide it) or broken."""
    left = member.file_size
    for chunk in _unpacked(path, member):
        left -= len(chunk)
        if left < 0:
            raise bomb(path)
        yield chunk


def _unpacked(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("CDO-W103", file=path.name)
    stored = member.compress_type == zipfile.ZIP_STORED
    with path.open("rb") as stream:
        stream.seek(member.header_offset)
        header = stream.read(30)
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        stream.seek(member.header_offset + 30 + names)
        inflater = zlib.decompressobj(-15)
        left = member.compress_size
        while left > 0 and (packed := stream.read(min(left, _CHUNK))):
            left -= len(packed)
            try:
                yield packed if stored else inflater.decompress(packed)
            except zlib.error as error:
                raise Refused("CDO-W103", file=path.name) from error


def _ole_form(path: Path) -> Form:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("CDO-W102", file=path.name)
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return Form.XLS
    raise Refused("CDO-W101", file=path.name)
