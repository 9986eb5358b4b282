"""Full-text search in SQLite (FTS5), behind one small interface.

Text is indexed sign by sign and asked for as a phrase through the same splitter, because the usual
Chinese query has one or two characters, which the trigram tokenizer never matches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from cdo_desktop.store.initials import initials

SENTINEL = "\ue000"
"""Stands between two texts, or 证号姓名 would match 身份证号 + 姓名; private use is a token."""
SHOWN = 50


def split(text: str) -> str:
    """The text sign by sign, without blanks."""
    return " ".join(text.replace(" ", ""))


def joined(texts: Iterable[str]) -> str:
    """Several texts, split, with the sentinel between."""
    return f" {SENTINEL} ".join(split(text) for text in texts)


def index_row(n: int, names: Sequence[str], texts: Iterable[str]) -> tuple[int, str, str, str]:
    """What stands in the index for record `n`."""
    spelled = [reading for name in names[:1] for reading in initials(name)]
    return n, joined(names), joined(texts), joined(spelled)


def add_rows(connection: Connection, rows: Sequence[tuple[int, str, str, str]]) -> None:
    """Index records that are not in the index yet."""
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO search(rowid, name, body, initials) VALUES (?, ?, ?, ?)", list(rows)
        )


def remove_rows(connection: Connection, numbers: Sequence[int]) -> None:
    """Take records out of the index."""
    if numbers:
        connection.exec_driver_sql(
            "DELETE FROM search WHERE rowid = ?", [(number,) for number in numbers]
        )


def phrase(text: str) -> str | None:
    """The FTS5 phrase for what a person typed; None if nothing of it can be searched."""
    signs = [sign for sign in text.casefold() if sign.isalnum() or sign == SENTINEL]
    return '"' + " ".join(signs) + '"' if signs else None


def names_first(text: str) -> tuple[str, str] | None:
    """Two FTS5 queries: matches in names and initials, matches elsewhere."""
    asked = phrase(text)
    return None if asked is None else (f"{{name initials}} : {asked}", f"{{body}} : {asked}")
