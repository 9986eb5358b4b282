"""The door to SQLite: one driver everywhere (sqlcipher3), safe pragmas, errors in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DatabaseError as SaDatabaseError
from sqlcipher3 import dbapi2 as driver

from cdo_desktop.errors import Busy, CdoError, DiskTrouble, Refused

APPLICATION_ID = 0x43444F57  # "CDOW"
SOMEBODY = "另一个程序"
_HEADER = b"SQLite format 3\x00"


def make_engine(
    path: Path, *, mode: str, passphrase: str | None, immutable: bool = False
) -> Engine:
    """An engine on the file; `mode` is SQLite's own word: "ro", "rw" or "rwc"."""
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}" + ("&immutable=1" if immutable else "")

    def connect() -> Any:
        connection = driver.connect(uri, uri=True, timeout=2.0, check_same_thread=False)
        connection.isolation_level = None  # we say BEGIN ourselves, so that DDL rolls back too
        connection.execute("PRAGMA cipher_log_level = NONE")  # or it writes to the terminal itself
        if passphrase is not None:
            connection.execute(f"PRAGMA key = {quoted(passphrase)}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -4000")  # KiB, of each of four connections
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        module=driver,
        poolclass=QueuePool,
        pool_size=4,
        pool_use_lifo=True,  # the one whose cache is warm
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        begin = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
        connection.exec_driver_sql(begin)

    return engine


def quoted(text: str) -> str:
    """An SQL string literal, for PRAGMA key, which takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def looks_encrypted(path: Path) -> bool:
    """Whether the file does not begin as an open SQLite file does.

    An encrypted workspace begins with random bytes, so nobody can tell it from any other file.
    """
    with path.open("rb") as stream:
        head = stream.read(len(_HEADER))
    return len(head) == len(_HEADER) and head != _HEADER


@contextmanager
def translated(path: Path, passphrase: str | None = None) -> Iterator[None]:
    """Turns what the database driver says into an error that the user can act on."""
    try:
        yield
    except SaDatabaseError as error:
        raise translation(str(error.orig), path, passphrase) or error from error
    except driver.DatabaseError as error:
        raise translation(str(error), path, passphrase) or error from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # a text that is none any more
        raise Refused("CDO-S303", file=path.name, reason=str(error)) from error


_DAMAGE = (
    *("corrupt", "could not decode", "unsupported file format", "invalid fts5 file format"),
    *("no such table", "no such column", "no such tokenizer", "parse error in"),
    *("vtable constructor failed", "no such module", "unrecognized option"),
    *("unrecognized column option", "reserved fts5 column name", "contentless_delete"),
    *("error in tokenizer constructor", "multiple content", "multiple tokenize"),
)
"""What SQLite says of a file whose bytes were changed: its schema was right when we made it."""
_TRANSLATIONS: tuple[tuple[str, type[CdoError], str], ...] = (
    ("disk is full", DiskTrouble, "CDO-U201"),
    ("readonly database", Refused, "CDO-S304"),
    ("unable to open", Refused, "CDO-S302"),
    ("is locked", Busy, "CDO-S301"),
    ("malformed", Refused, "CDO-S303"),
    *((part, Refused, "CDO-S303") for part in _DAMAGE),
    ("disk i/o error", DiskTrouble, "CDO-S305"),
)


def translation(text: str, path: Path, passphrase: str | None) -> CdoError | None:
    """The error for a message of SQLite, or None if it is a bug of ours."""
    lowered = text.lower()
    if "not a database" in lowered:
        return Refused("CDO-S307" if passphrase is not None else "CDO-S309", file=path.name)
    for part, shape, code in _TRANSLATIONS:
        if part in lowered:
            return shape(code, file=path.name, reason=text, who=SOMEBODY)
    return None
