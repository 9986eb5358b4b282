"""What stands in the 数据资源目录汇编: every data resource with its elements and items."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cdo_desktop.domain.record import Record
from cdo_desktop.domain.report_parts import Report, Table
from cdo_desktop.exchange.report_book import write_report
from cdo_desktop.report.catalog_book import Book, BookEntry, draw_book
from cdo_desktop.report.fonts import Faces
from cdo_desktop.report.page import About
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.deadlines import RESOURCE
from cdo_desktop.work.report_records import Listing, cell_of, of_role, office_of, rows_of
from cdo_desktop.workbench import Workbench

TITLE = "数据资源目录汇编"
_FIELDS = (
    *(Role.CODE, Role.ORG, Role.CLASSIFICATION, Role.SUMMARY),
    *(Role.FORMAT_CLASS, Role.FORMAT_TYPE, Role.UPDATE_CYCLE),
    *(Role.SHARE_TYPE, Role.SHARE_CONDITION, Role.SHARE_SCOPE, Role.SHARE_PURPOSE),
    *(Role.SHARE_REASON, Role.SHARE_BASIS, Role.SHARE_MODE_CLASS, Role.SHARE_MODE_TYPE),
    *(Role.OPEN, Role.OPEN_CONDITION, Role.DATA_CLASS, Role.DATA_LEVEL),
    *(Role.PUBLISH_DATE, Role.SYSTEM, Role.RELATED_CODES),
)
"""条例第十三条 says what a catalog must state; the rest helps who looks for data."""
_ITEM = (Role.ITEM_NAME, Role.ITEM_FIELD, Role.ITEM_TYPE, Role.ITEM_LENGTH, Role.ITEM_NOTE)
_ITEM_HEAD = ("序号", "信息项名称", "英文名称", "数据类型", "长度", "描述")
_ITEM_SHARES = (10.0, 42.0, 32.0, 24.0, 14.0, 34.0)


def draw_catalog(bench: Workbench, sink: IO[bytes], faces: Faces, run: Run) -> tuple[int, Listing]:
    """Draw the book; gives the number of pages, and the listing that was drawn."""
    listing = Listing(bench, RESOURCE, run)
    now = bench.clock.now()
    book = Book(
        About(TITLE, bench.org.name, now, bench.org.name),
        bench.org.name,
        f"{now.year}年{now.month}月{now.day}日",
        len(listing),
        _ITEM_HEAD,
        _ITEM_SHARES,
    )
    entries = (_entry(kind, record) for kind, record in listing)
    return draw_book(book, entries, sink, faces, run), listing


def _entry(kind: Kind, record: Record) -> BookEntry:
    return BookEntry(
        office_of(kind, record),
        record.title,
        record.code,
        tuple(_fields(kind, record)),
        tuple(_items(kind, record)),
    )


def _fields(kind: Kind, record: Record) -> Iterator[tuple[str, str]]:
    """The filled elements; 提供方 where it is not said is the one of the record."""
    for role in _FIELDS:
        element = kind.roles.get(role)
        if element is None:
            continue
        value = shown(record.values.get(element.key))
        if role is Role.ORG and not value:
            value = record.org.name
        if value:
            yield element.label.removeprefix("信息资源") or element.label, value


def _items(kind: Kind, record: Record) -> Iterator[tuple[str, ...]]:
    group, rows = rows_of(kind, record, Role.ITEMS)
    if group is None:
        return
    for number, row in enumerate(rows, 1):
        yield (str(number), *(cell_of(group, row, role) for role in _ITEM))


def write_catalog(bench: Workbench, path: Path, run: Run) -> tuple[int, Listing]:
    """The same as a workbook: a sheet of resources and one of their items."""
    listing = Listing(bench, RESOURCE, run)
    roles = [role for role in _FIELDS if role in listing.kind.roles]
    head = ("责任科室", "信息资源名称", *(listing.kind.roles[role].label for role in roles))
    resources = (
        (office_of(kind, record), record.title, *(of_role(kind, record, role) for role in roles))
        for kind, record in listing
    )
    items = (line for kind, record in listing for line in _item_lines(kind, record))
    item_head = ("信息资源名称", "信息资源代码", *_ITEM_HEAD)
    tables = (
        Table("数据资源", head, (2.0,) * len(head), resources, len(listing)),
        Table("信息项", item_head, (3, 3, *(1.5,) * len(_ITEM_HEAD)), items, len(listing)),
    )
    report = Report(TITLE, bench.org.name, bench.clock.now(), tables)
    return write_report(report, path, run), listing


def _item_lines(kind: Kind, record: Record) -> Iterator[tuple[str, ...]]:
    for row in _items(kind, record):
        yield (record.title, record.code, *row)
