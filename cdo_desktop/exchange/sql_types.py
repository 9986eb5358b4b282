"""Column types of databases as the data types of the catalog guide, with the defined length.

MySQL, Oracle, SQL Server, PostgreSQL, Dm and KingbaseES share most of their words; 1272号 asks for
the defined column length, in bytes (1272号, 数据长度).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cdo_desktop.exchange.found_table import ItemType

_LENGTH = re.compile(r"\s*(\d{1,9})")


@dataclass(frozen=True, slots=True)
class SqlType:
    """What a type says; None and "" = it is not known or says nothing."""

    type: ItemType | None
    length: str = ""


_STORAGE: Mapping[str, int] = {
    "TINYINT": 1,
    "SMALLINT": 2,
    "INT2": 2,
    "SMALLSERIAL": 2,
    "MEDIUMINT": 3,
    "INT": 4,
    "INTEGER": 4,
    "INT4": 4,
    "SERIAL": 4,
    "BIGINT": 8,
    "INT8": 8,
    "BIGSERIAL": 8,
    "REAL": 4,
    "FLOAT4": 4,
    "BINARY_FLOAT": 4,
    "DOUBLE": 8,
    "DOUBLE PRECISION": 8,
    "FLOAT8": 8,
    "BINARY_DOUBLE": 8,
    "MONEY": 8,
    "SMALLMONEY": 4,
    "BOOL": 1,
    "BOOLEAN": 1,
    "YEAR": 1,
}
"""Bytes a value takes where the type has no length of its own."""

_WORDS: Mapping[ItemType, str] = {
    ItemType.TEXT: "CHAR VARCHAR VARCHAR2 NVARCHAR NVARCHAR2 NCHAR CHARACTER BPCHAR STRING UUID"
    " UNIQUEIDENTIFIER ENUM SET TIME TIMETZ INTERVAL ROWID UROWID SYSNAME INET CIDR MACADDR NAME",
    ItemType.MEMO: "TEXT TINYTEXT MEDIUMTEXT LONGTEXT NTEXT CLOB NCLOB LONG JSON JSONB XML XMLTYPE"
    " LONGVARCHAR CITEXT",
    ItemType.GENERAL: "BLOB TINYBLOB MEDIUMBLOB LONGBLOB BYTEA IMAGE BINARY VARBINARY RAW BFILE"
    " LONGVARBINARY GEOMETRY GEOGRAPHY POINT LINESTRING POLYGON SDO_GEOMETRY ROWVERSION VARBIT",
    ItemType.DATE: "DATE",
    ItemType.DATETIME: "DATETIME TIMESTAMP TIMESTAMPTZ SMALLDATETIME DATETIME2 DATETIMEOFFSET",
    ItemType.LOGICAL: "BOOL BOOLEAN BIT",
    ItemType.INTEGER: "INT INTEGER INT2 INT4 INT8 TINYINT SMALLINT MEDIUMINT BIGINT SERIAL"
    " BIGSERIAL SMALLSERIAL YEAR BYTE",
    ItemType.NUMERIC: "NUMERIC DECIMAL NUMBER DEC FIXED",
    ItemType.MONEY: "MONEY SMALLMONEY",
    ItemType.FLOAT: "FLOAT REAL FLOAT4 BINARY_FLOAT",
    ItemType.DOUBLE: "DOUBLE FLOAT8 BINARY_DOUBLE",
}
_BY_WORD: Mapping[str, ItemType] = {
    word: kind for kind, words in _WORDS.items() for word in words.split()
}
_LONG_WORDS: Mapping[str, ItemType] = {
    "LONG RAW": ItemType.GENERAL,
    "LONG VARCHAR": ItemType.MEMO,
    "LONG VARBINARY": ItemType.GENERAL,
    "CHARACTER LARGE OBJECT": ItemType.MEMO,
    "BINARY LARGE OBJECT": ItemType.GENERAL,
}
_SIZED = (ItemType.TEXT, ItemType.NUMERIC, ItemType.GENERAL)


def is_type_word(word: str) -> bool:
    """Whether a bare word begins a column type."""
    return word.upper() in _BY_WORD


def read_sql_type(text: str) -> SqlType:
    """A type as it stands in DDL, e.g. “varchar2(50 char)”, “double precision”, “text[]”."""
    words, _, rest = text.partition("(")
    words = " ".join(words.upper().split()).rpartition(".")[2].strip()
    if "[" in words or "[" in rest.partition(")")[2]:
        return SqlType(ItemType.MEMO)  # an array of PostgreSQL
    kind = _LONG_WORDS.get(words) or _BY_WORD.get(words.partition(" ")[0])
    if kind is None:
        return SqlType(None)
    arguments = rest.partition(")")[0]
    if (words, arguments.strip()) == ("TINYINT", "1"):
        return SqlType(ItemType.LOGICAL, "1")  # MySQL's boolean
    if words.startswith("BIT"):
        return _bits(arguments)
    if arguments.strip().upper() == "MAX":  # SQL Server: as large as a text or a file
        return SqlType(ItemType.MEMO if kind is ItemType.TEXT else ItemType.GENERAL)
    return SqlType(kind, _length(kind, words, arguments))


def _bits(arguments: str) -> SqlType:
    if arguments.strip() in ("", "1"):
        return SqlType(ItemType.LOGICAL, "1")
    return SqlType(ItemType.GENERAL)


def _length(kind: ItemType, words: str, arguments: str) -> str:
    number = _LENGTH.match(arguments)
    if kind in _SIZED and number and not words.startswith(("TIME", "INTERVAL", "ENUM", "SET")):
        return number[1].lstrip("0")
    size = _STORAGE.get(words) or _STORAGE.get(words.partition(" ")[0])
    return str(size) if size else ""
