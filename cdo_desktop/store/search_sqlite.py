"""Full-text search in SQLite (FTS5), behind one small interface.

Text is indexed sign by sign and asked for as a phrase through the same splitter, because the usual
Chinese query has one or two characters, which the trigram tokenizer never matches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from cdo_desktop.store.initials import initials

IndexRow = tuple[int, str, str, str]
SENTINEL = "\ue000"
"""Stands between two texts, or 证号姓名 would match 身份证号 + 姓名; private use is a token."""
SHOWN = 50
COUNTED = 500
"""Matches are counted up to here: an exact count of 100 000 costs four times the whole search."""


def split(text: str) -> str:
    """The text sign by sign, without blanks."""
    return " ".join(text.replace(" ", ""))


def joined(texts: Iterable[str]) -> str:
    """Several texts, split, with the sentinel between."""
    return f" {SENTINEL} ".join(split(text) for text in texts)


def index_row(n: int, names: Sequence[str], texts: Iterable[str]) -> IndexRow:
    """What stands in the index for record `n`: names, initials of the first, the other texts."""
    spelled = [reading for name in names[:1] for reading in initials(name)]
    return n, joined(names), joined(spelled), joined(texts)


def add_rows(connection: Connection, rows: Sequence[IndexRow]) -> None:
    """Index records that are not in the index yet."""
    if rows:
        names = [(n, name, spelled) for n, name, spelled, _ in rows]
        texts = [(n, body) for n, _, _, body in rows]
        sql = "INSERT INTO search_name(rowid, name, initials) VALUES (?, ?, ?)"
        connection.exec_driver_sql(sql, names)
        connection.exec_driver_sql("INSERT INTO search_text(rowid, body) VALUES (?, ?)", texts)


def remove_rows(connection: Connection, numbers: Sequence[int]) -> None:
    """Take records out of the index."""
    if numbers:
        rows = [(number,) for number in numbers]
        connection.exec_driver_sql("DELETE FROM search_name WHERE rowid = ?", rows)
        connection.exec_driver_sql("DELETE FROM search_text WHERE rowid = ?", rows)


def phrase(text: str) -> str | None:
    """The FTS5 phrase for what a person typed; None if nothing of it can be searched."""
    signs = [sign for sign in text.casefold() if sign.isalnum() or sign == SENTINEL]
    return '"' + " ".join(signs) + '"' if signs else None


MATCHING = (
    "SELECT rowid FROM search_name WHERE search_name MATCH :phrase "
    "UNION SELECT rowid FROM search_text WHERE search_text MATCH :phrase"
)
"""All matches, for the filter of a list."""


def found(connection: Connection, text: str, limit: int = SHOWN) -> tuple[list[int], int]:
    """The first matches, names first, unranked inside, and their number, at most COUNTED."""
    asked = phrase(text)
    if asked is None:
        return [], 0
    numbers: dict[int, None] = {}
    for table in ("search_name", "search_text"):
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT ?"
        numbers |= dict.fromkeys(connection.exec_driver_sql(sql, (asked, COUNTED)).scalars())
    return list(numbers)[:limit], min(len(numbers), COUNTED)
