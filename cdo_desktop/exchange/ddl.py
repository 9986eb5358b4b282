"""Reverse cataloguing from SQL DDL: every CREATE TABLE becomes a drafted resource."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.found_table import (
    DraftedResource,
    FoundColumn,
    FoundTable,
    drafted,
    hint,
    is_chinese,
    some,
    suggested_name,
)
from cdo_desktop.exchange.item_guess import is_personal
from cdo_desktop.exchange.sql_columns import SqlColumn
from cdo_desktop.exchange.sql_tables import SqlTable, read_tables
from cdo_desktop.exchange.sql_types import read_sql_type
from cdo_desktop.files import existing
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.model import Kind
from cdo_desktop.tasks import Run

MAX_BYTES = 64 << 20
_LOOKED_AT = 200_000
"""So much of the text decides which database it is for."""
_DIALECTS = (
    ("mysql", re.compile(r"`|\bENGINE\s*=|\bAUTO_INCREMENT\b", re.I)),
    (
        "sql server",
        re.compile(r"\[dbo\]|\[n?varchar\]|\bIDENTITY\s*\(1,1\)|sp_addextendedproperty", re.I),
    ),
    ("KingbaseES", re.compile(r"\bkingbase|\bsys_catalog\.", re.I)),
    ("Dm", re.compile(r"\bCLUSTERBTR\b|\bSTORAGE\s*\(ON\b|\bDM SQL\b", re.I)),
    ("oracle", re.compile(r"\bN?VARCHAR2\b|\bNUMBER\s*\(|\bPCTFREE\b", re.I)),
    (
        "PostgreSQL",
        re.compile(r"\bcharacter varying\b|\bpg_catalog\b|\bbigserial\b|\bserial\b|::", re.I),
    ),
)


def draft_from_ddl(path: Path, kind: Kind, library: Lists, run: Run) -> tuple[DraftedResource, ...]:
    """One draft for every table a .sql file creates; the file is only read.

    Raises Refused: no such file (U101), too large (W532), not text (W535), no table (W531).
    """
    size = existing(path).stat().st_size
    if size > MAX_BYTES:
        raise Refused("CDO-W532", file=path.name, size=size >> 20, limit=MAX_BYTES >> 20)
    return draft_from_sql(_read(path), path.name, kind, library, run)


def draft_from_sql(
    text: str, source: str, kind: Kind, library: Lists, run: Run
) -> tuple[DraftedResource, ...]:
    """One draft for every table the statements create. Raises Refused (W531), naming `source`."""
    tables = read_tables(text, run)
    if not tables:
        raise Refused("CDO-W531", file=source)
    dialect = dialect_of(text)
    return tuple(drafted(found_table(table, dialect), kind, library) for table in tables)


def dialect_of(text: str) -> str:
    """The spelling of a 格式类型 the statements speak for; "" if they could be any."""
    start = text[:_LOOKED_AT]
    return next((name for name, sign in _DIALECTS if sign.search(start)), "")


def found_table(table: SqlTable, dialect: str) -> FoundTable:
    """A table of a database, with notes on what could not be understood."""
    columns = tuple(map(_column, table.columns.values()))
    unknown = [c.name for c in table.columns.values() if read_sql_type(c.type).type is None]
    notes = []
    if not columns:
        notes.append(hint("CDO-W533", table=table.name))
    elif unknown:
        notes.append(hint("CDO-W534", table=table.name, count=len(unknown), fields=some(unknown)))
    named = suggested_name(table.comment)
    source = "表的注释" if named else "表名"
    return FoundTable(named or table.name, source, columns, dialect, "数据库", tuple(notes))


def _column(column: SqlColumn) -> FoundColumn:
    own = column.name if is_chinese(column.name) else ""
    name = suggested_name(column.comment) or own
    sql_type = read_sql_type(column.type)
    note = column.comment if column.comment != name else ""
    if column.choices:
        note = "；".join(filter(None, (note, "取值：" + "、".join(column.choices[:50]))))
    return FoundColumn(
        name,
        "" if own else column.name,
        sql_type.type,
        sql_type.length,
        column.nullable,
        column.is_key,
        is_personal(name, column.name),
        note[:500],
    )


def _read(path: Path) -> str:
    content = path.read_bytes()
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)  # what SQL Server Management Studio writes
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("CDO-W535", file=path.name)
