"""Reverse cataloguing from a data file: header and sample rows become a drafted resource."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cdo_desktop.domain.findings import Finding
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.cells import cell_text
from cdo_desktop.exchange.csv_text import encoding_of
from cdo_desktop.exchange.found_table import (
    DraftedResource,
    FoundColumn,
    FoundTable,
    drafted,
    hint,
    is_chinese,
)
from cdo_desktop.exchange.item_guess import guess_column, is_row_number, looks_like_key
from cdo_desktop.exchange.workbook import Sheet, open_workbook
from cdo_desktop.exchange.workbook_guard import Form
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.numbers import read_number
from cdo_desktop.tasks import Run

MAX_SAMPLES = 2_000
_HEAD_ROWS = 20
"""The header is looked for in so many first rows (titles and notes may stand above it)."""
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_$#.]{0,127}")
_BOTH = re.compile(r"(.+?)\s*[(（]\s*([A-Za-z_][A-Za-z0-9_]{0,127})\s*[)）]")
_DEFAULT_SHEET = re.compile(r"sheet\s*\d*|工作表\s*\d*|", re.I)
_TAIL = re.compile(r"[\s_-]*(?:\(\d+\)|（\d+）|\d{6,8}|副本|最终版?|v\d+)$", re.I)

_BARE = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "gb18030": "gb18030"}
"""The encodings without their byte order mark, which is no part of any value."""

Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the header was found."""

    row: int
    title: str
    """A title that stands above it, "" if none."""
    names: tuple[str, ...]
    fields: tuple[str, ...]
    data: int
    """The first row of data."""


def draft_from_table(
    path: Path, kind: Kind, library: Lists, run: Run
) -> tuple[DraftedResource, ...]:
    """One draft for every visible sheet with a header; the file is only read.

    Raises Refused: the file cannot be read (W101 …), or no header in any sheet (W521).
    """
    book = open_workbook(path)
    encoding = _BARE[encoding_of(path)] if book.form is Form.TEXT else "utf-8"
    tables: list[FoundTable] = []
    skipped: list[Finding] = []
    for sheet in run.each("读数据文件", book.visible, len(book.visible), stride=1):
        rows = _sample(sheet)
        head = _head(rows)
        if head is not None:
            tables.append(_table(rows, head, _name(path, sheet, len(book.visible)), encoding))
        elif any(any(row) for row in rows):
            skipped.append(hint("CDO-W528", sheet=sheet.name))
    if not tables:
        raise Refused("CDO-W521", file=path.name)
    first, *others = tables
    found = [replace(first, notes=(*first.notes, *skipped)), *others]
    suffix = path.suffix.lstrip(".").lower()
    form = "" if book.form is Form.TEXT else "电子表格"
    return tuple(
        drafted(replace(table, format=suffix, format_class=form), kind, library) for table in found
    )


def draft_from_rows(
    rows: Table, title: str, kind: Kind, library: Lists, encoding: str = "utf-8"
) -> DraftedResource:
    """A draft from rows somebody already has, header first. Raises Refused (W521)."""
    head = _head(rows)
    if head is None:
        raise Refused("CDO-W521", file=title)
    return drafted(_table(rows, head, (title, ""), encoding), kind, library)


def _sample(sheet: Sheet) -> list[list[str]]:
    rows = islice(sheet.rows(), _HEAD_ROWS + MAX_SAMPLES)
    texts = [[cell_text(cell).strip() for cell in row] for row in rows]
    sheet.release()
    return texts


def _head(rows: Table) -> _Head | None:
    """The first row that names most columns of the rows below it."""
    head_rows = rows[:_HEAD_ROWS]
    width = max((sum(1 for text in row if text) for row in head_rows), default=0)
    title = ""
    for number, row in enumerate(head_rows):
        given = [text for text in row if text]
        if len(given) == 1 and width > 1 and is_chinese(given[0]):
            title = title or given[0]
        if not given or len(given) * 10 < width * 7 or any(map(_is_data, given)):
            continue
        return _with_fields(rows, number, title)
    return None


def _is_data(text: str) -> bool:
    return read_number(text) is not None or "\n\n" in text or len(text) > 100


def _with_fields(rows: Table, number: int, title: str) -> _Head:
    """Names and physical names: from cells like “姓名（xm）”, or from two rows, one English."""
    texts = [text.replace("\n", "") for text in rows[number]]
    below = rows[number + 1] if number + 1 < len(rows) else []
    if any(map(is_chinese, texts)) and _all_fields(below):
        fields = [*below, *[""] * len(texts)][: len(texts)]
        return _Head(number, title, tuple(texts), tuple(fields), number + 2)
    if _all_fields(texts) and any(map(is_chinese, below)) and not any(map(_is_data, below)):
        names = [*below, *[""] * len(texts)][: len(texts)]
        if _are_labels(rows, number + 1):
            return _Head(number, title, tuple(names), tuple(texts), number + 2)
    split = [_split(text) for text in texts]
    return _Head(
        number, title, tuple(name for name, _ in split), tuple(f for _, f in split), number + 1
    )


def _are_labels(rows: Table, number: int) -> bool:
    """Chinese texts under English names are labels if none of them comes again as a value."""
    labels = {text for text in rows[number] if text}
    below = {text for row in rows[number + 1 : number + 50] for text in row}
    filled = sum(1 for text in rows[number] if text)
    return (
        len(rows) > number + 1
        and len(labels) == filled
        and not labels & below
        and all(is_chinese(label) for label in labels)
    )


def _all_fields(row: Sequence[str]) -> bool:
    given = [text for text in row if text]
    return (
        len(given) > 1
        and len(set(given)) == len(given)
        and all(_IDENTIFIER.fullmatch(text) for text in given)
        and sum("_" in text or text.islower() for text in given) * 2 >= len(given)
    )


def _split(text: str) -> tuple[str, str]:
    if not is_chinese(text):
        return "", text
    both = _BOTH.fullmatch(text)
    return (both[1].strip(), both[2]) if both and is_chinese(both[1]) else (text, "")


def _table(rows: Table, head: _Head, name: tuple[str, str], encoding: str) -> FoundTable:
    data = [row for row in rows[head.data : head.data + MAX_SAMPLES] if any(row)]
    notes: list[Finding] = []
    columns: list[FoundColumn] = []
    keyed = False
    for place in range(max(len(head.names), max(map(len, data), default=0))):
        label, field = _at(head.names, place), _at(head.fields, place)
        samples = [_at(row, place) for row in data]
        if not label and not field:
            if any(samples):
                notes.append(hint("CDO-W527", column=place + 1))
            continue
        if is_row_number(label or field, samples):
            notes.append(hint("CDO-W524", column=label or field))
            continue
        column = guess_column(label, field, samples, encoding)
        if not keyed and looks_like_key(label, field, samples):
            keyed, column = True, replace(column, is_key=True, nullable=False)
        columns.append(column)
    if data:
        notes.append(hint("CDO-W526", rows=len(data)))
    title, source = (head.title, "表格上方的标题") if head.title else name
    return FoundTable(title, source, tuple(columns), notes=tuple(notes))


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _name(path: Path, sheet: Sheet, sheets: int) -> tuple[str, str]:
    stem = path.stem
    while (shorter := _TAIL.sub("", stem)) and shorter != stem:
        stem = shorter
    if sheets > 1 and not _DEFAULT_SHEET.fullmatch(sheet.name):
        return sheet.name, "工作表名"
    return stem, "文件名"
