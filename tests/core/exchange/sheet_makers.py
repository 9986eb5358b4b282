"""Sheets as people bring them, made for the tests of the reading side."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record
from cdo_desktop.exchange.entries import Entry, Rehearsal
from cdo_desktop.exchange.known import Nothing
from cdo_desktop.exchange.rehearsal import rehearse
from cdo_desktop.standard.library import Library
from cdo_desktop.tasks import Run

ORG_NAME = "示范县教育局"
OWN = Org("11511900MB0000001A", ORG_NAME)
PLAIN = ("信息资源名称", "信息资源代码", "提供单位", "信息资源摘要", "信息项名称", "数据类型")
"""A header of one line, the last two of the items."""

Rows = Sequence[Sequence[object]]


def words(text: str) -> list[str]:
    """The words of a text, for long headers."""
    return text.split()


def write_xlsx(path: Path, *sheets: tuple[str, Rows], hidden: Iterable[str] = ()) -> Path:
    """A workbook with these sheets; None is an empty cell."""
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is not None:
                        sheet.write(line, place, value)
            if name in hidden:
                sheet.hide()
    return path


def table(path: Path, *rows: Sequence[object], header: Sequence[object] = PLAIN) -> Path:
    """A workbook of one sheet: the header and these rows."""
    return write_xlsx(path, ("数据资源目录", [header, *rows]))


def rewritten(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """The same file with one member changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


class Shelf:
    """A workspace as the import sees it: some records."""

    def __init__(self, *records: Record) -> None:
        self._records = records

    def by_ids(self, kind: str, ids: Iterable[str]) -> Mapping[str, Record]:
        """By id."""
        wanted = set(ids)
        return {one.id: one for one in self._records if one.id in wanted}

    def by_codes(self, kind: str, codes: Iterable[str]) -> Mapping[str, Record]:
        """By code."""
        wanted = set(codes)
        return {one.code: one for one in self._records if one.code in wanted}

    def by_names(
        self, kind: str, pairs: Iterable[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Record]:
        """By organisation and name."""
        named = {(name_key(one.org.name), name_key(one.title)): one for one in self._records}
        return {pair: named[pair] for pair in pairs if pair in named}


def read(
    path: Path,
    library: Library,
    known: object = None,
    kind: str = "resource",
    run: Run | None = None,
    **more: object,
) -> Rehearsal:
    """The rehearsal of a file."""
    return rehearse(path, kind, library, OWN, known or Nothing(), run or Run(), **more)


def codes(rehearsal: Rehearsal) -> list[str]:
    """The codes of everything that was found, sorted."""
    return sorted(finding.code for finding in rehearsal.all_findings())


def titles(rehearsal: Rehearsal) -> list[str]:
    """The names of the entries."""
    return [entry.record.title for entry in rehearsal.entries]


def items(entry: Entry) -> list[str]:
    """The names of an entry's items."""
    return [row["name"] for row in entry.record.groups.get("items", ())]
