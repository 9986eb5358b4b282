"""Reverse cataloguing from a live database, through SQLAlchemy's reflection; nothing is written."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, Engine, Inspector, NullPool, create_engine, inspect, make_url
from sqlalchemy.exc import (
    ArgumentError,
    CompileError,
    DBAPIError,
    NoSuchModuleError,
    SAWarning,
    SQLAlchemyError,
)

from cdo_desktop.domain.findings import Finding
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.ddl import found_table
from cdo_desktop.exchange.found_table import DraftedResource, drafted, hint
from cdo_desktop.exchange.sql_columns import SqlColumn
from cdo_desktop.exchange.sql_tables import SqlTable
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.model import Kind
from cdo_desktop.tasks import Run

_SECONDS = 10
_WAIT: Mapping[str, Mapping[str, Any]] = {
    "postgresql": {"connect_timeout": _SECONDS},
    "mysql": {"connect_timeout": _SECONDS},
    "mariadb": {"connect_timeout": _SECONDS},
}
_FORMATS: Mapping[str, str] = {
    "mssql": "sql server",
    "postgresql": "PostgreSQL",
    "mysql": "mysql",
    "mariadb": "mysql",
    "oracle": "oracle",
    "dm": "Dm",
    "kingbase": "KingbaseES",
    "db2": "db2",
}


def draft_from_database(
    url: str, kind: Kind, library: Lists, run: Run, schema: str | None = None
) -> tuple[DraftedResource, ...]:
    """One draft for every table of a database (of its default schema, unless one is named).

    Raises Refused, never with the password in it: not a URL (W543), no driver (W541), no
    connection (W542), no table (W544); Cancelled. A table that cannot be read is a note.
    """
    address = _address(url)
    with _connected(address) as inspector:
        names = sorted(inspector.get_table_names(schema))
        tables: list[SqlTable] = []
        skipped: list[Finding] = []
        for name in run.each("读表结构", names, len(names), stride=1):
            try:
                tables.append(_table(inspector, name, schema))
            except SQLAlchemyError as error:
                reason = _without_secrets(str(error), address)
                skipped.append(hint("CDO-W545", table=name, reason=reason))
    if not tables:
        raise Refused("CDO-W544", database=_shown(address))
    dialect = _FORMATS.get(address.get_backend_name(), "")
    drafts = [drafted(found_table(table, dialect), kind, library) for table in tables]
    return (_with_notes(drafts[0], skipped), *drafts[1:])


def _with_notes(draft: DraftedResource, notes: list[Finding]) -> DraftedResource:
    return DraftedResource(draft.title, draft.values, draft.items, (*draft.notes, *notes))


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        # without cause: its text repeats the URL with the password
        raise Refused("CDO-W543") from None


@contextmanager
def _connected(address: URL) -> Iterator[Inspector]:
    engine = _engine(address)
    try:
        with warnings.catch_warnings(), engine.connect() as connection:
            warnings.simplefilter("ignore", SAWarning)  # types it does not know become a note
            yield inspect(connection)
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        reason = _without_secrets(str(cause), address)
        # without cause: drivers repeat connection strings in their errors
        raise Refused("CDO-W542", database=_shown(address), reason=reason) from None
    finally:
        engine.dispose()


def _engine(address: URL) -> Engine:
    backend = address.get_backend_name()
    if backend == "sqlite":
        address = _read_only_sqlite(address)
    try:
        return create_engine(address, poolclass=NullPool, connect_args=dict(_WAIT.get(backend, {})))
    except ModuleNotFoundError as error:
        raise Refused("CDO-W541", database=_shown(address), driver=error.name or backend) from None
    except NoSuchModuleError:
        raise Refused("CDO-W541", database=_shown(address), driver=address.drivername) from None
    except SQLAlchemyError:
        raise Refused("CDO-W543") from None


def _read_only_sqlite(address: URL) -> URL:
    """SQLite makes a file that is not there; so open it as what it is, and read-only."""
    if not address.database or address.database == ":memory:":
        raise Refused("CDO-W543")
    path = Path(address.database)
    if not path.is_file():
        raise Refused("CDO-U101", file=str(path))
    name = f"file:{quote(path.resolve().as_posix())}"
    return address.set(database=name, query={"mode": "ro", "uri": "true"})


def _table(inspector: Inspector, name: str, schema: str | None) -> SqlTable:
    keys = set(inspector.get_pk_constraint(name, schema)["constrained_columns"])
    table = SqlTable(name, schema or "", _comment(inspector, name, schema))
    for column in inspector.get_columns(name, schema):
        is_key = column["name"] in keys
        table.columns[column["name"].casefold()] = SqlColumn(
            column["name"],
            _type(inspector, column["type"]),
            bool(column["nullable"]) and not is_key,
            is_key,
            column.get("comment") or "",
        )
    return table


def _comment(inspector: Inspector, name: str, schema: str | None) -> str:
    if not inspector.dialect.supports_comments:
        return ""
    return inspector.get_table_comment(name, schema)["text"] or ""


def _type(inspector: Inspector, column_type: Any) -> str:
    try:
        return str(column_type.compile(dialect=inspector.dialect))
    except CompileError:
        return ""  # a type SQLAlchemy does not know


def _shown(address: URL) -> str:
    """The database without user and password."""
    port = f":{address.port}" if address.port else ""
    return f"{address.drivername}://{address.host or ''}{port}/{address.database or ''}"


def _query_values(address: URL) -> Iterator[str]:
    for value in address.query.values():
        yield from [value] if isinstance(value, str) else value


def _without_secrets(text: str, address: URL) -> str:
    """The first line of a driver's message, without the password in any of its spellings."""
    for secret in filter(None, (address.password, *_query_values(address))):
        for spelling in (secret, quote(secret, safe=""), quote_plus(secret)):
            text = text.replace(spelling, "***")
    return text.strip().splitlines()[0][:300] if text.strip() else "没有说明"
