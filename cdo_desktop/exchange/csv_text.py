"""Delimited text: encoding and delimiter found out, rows streamed."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cdo_desktop.errors import Refused

MAX_ROWS = 1_048_576
"""What a sheet can hold (Excel, WPS)."""
_MAX_FIELD = 1 << 20
_CHUNK = 1 << 20
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = (",", "\t", ";", "|", "，")


def encoding_of(path: Path) -> str:
    """UTF-16 by its mark; UTF-8 (with or without mark) if every byte fits; else GB18030. Raises
    Refused if neither fits or there is nothing but blanks."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in _ENCODINGS:
        if _fits(path, encoding):
            return encoding
    raise Refused("CDO-W109", file=path.name)


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter that stands equally often, and most often, in the first lines."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        lines = [line for line, _ in zip(stream, range(50), strict=False) if line.strip()]
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines)
        (count, lines_with), *_ = counts.most_common(1) or [(0, 0)]
        weight = count * lines_with + sum(counts.elements()) / 1000
        if count and weight > most:
            best, most = delimiter, weight
    return best


def text_rows(path: Path) -> Iterator[list[str]]:
    """All rows of a delimited text file. Raises Refused (W103, W106, W109)."""
    encoding = encoding_of(path)
    delimiter = delimiter_of(path, encoding)
    csv.field_size_limit(_MAX_FIELD)
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        try:
            for number, row in enumerate(reader, 1):
                if number > MAX_ROWS:
                    raise Refused("CDO-W106", file=path.name, rows=number, columns=len(row))
                yield row
        except (csv.Error, UnicodeDecodeError) as error:
            raise Refused("CDO-W103", file=path.name) from error
