"""CREATE TABLE, keys and comments out of SQL text; every other statement is passed over."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from cdo_desktop.exchange.sql_columns import SqlColumn, key_columns, read_column
from cdo_desktop.exchange.sql_tokens import Sort, Token, tokens
from cdo_desktop.tasks import Run

_BEFORE_TABLE = frozenset(
    [
        "OR",
        "REPLACE",
        "GLOBAL",
        "LOCAL",
        "PRIVATE",
        "TEMPORARY",
        "TEMP",
        "UNLOGGED",
        "FOREIGN",
        "EXTERNAL",
        "COLUMN",
        "ROW",
        "HUGE",
    ]
)
_STATEMENTS = frozenset(
    [
        "CREATE",
        "ALTER",
        "INSERT",
        "DROP",
        "GO",
        "EXEC",
        "EXECUTE",
        "GRANT",
        "SET",
        "USE",
        "SELECT",
        "UPDATE",
        "DELETE",
    ]
)
_MAX_BODY = 200_000
"""Tokens in one pair of brackets; beyond, it is no table definition."""
_MAX_TAIL = 5_000
_STRIDE = 20_000


@dataclass
class SqlTable:
    """One table as far as the statements read so far tell."""

    name: str
    schema: str = ""
    comment: str = ""
    columns: dict[str, SqlColumn] = field(default_factory=dict)
    """By folded name, in order."""


def read_tables(text: str, run: Run) -> list[SqlTable]:
    """Every table the text creates, in order. Never raises for what the text holds; Cancelled."""
    reader = _Reader(text, run)
    while token := reader.take():
        if token.upper == "CREATE":
            reader.create()
        elif token.upper == "COMMENT" and reader.ahead().upper == "ON":
            reader.comment_on()
        elif token.upper == "ALTER" and reader.ahead().upper == "TABLE":
            reader.alter_table()
        elif token.text.casefold().rpartition(".")[2] == "sp_addextendedproperty":
            reader.extended_property()
    return reader.tables


_END = Token(Sort.SIGN, "", 0, 0)


class _Reader:
    """The tokens with a look ahead, and the tables found so far."""

    def __init__(self, text: str, run: Run) -> None:
        self.tables: list[SqlTable] = []
        self._by_name: dict[str, SqlTable] = {}
        self._tokens = self._counted(text, run)
        self._ahead: deque[Token] = deque()

    @staticmethod
    def _counted(text: str, run: Run) -> Iterator[Token]:
        for number, token in enumerate(tokens(text)):
            if number % _STRIDE == 0:
                run.step("读建表语句", token.start, len(text))
            yield token

    def take(self) -> Token | None:
        """The next token, None at the end."""
        return self._ahead.popleft() if self._ahead else next(self._tokens, None)

    def ahead(self, count: int = 1) -> Token:
        """The token so many places ahead; an empty sign beyond the end."""
        while len(self._ahead) < count:
            token = next(self._tokens, None)
            if token is None:
                return _END
            self._ahead.append(token)
        return self._ahead[count - 1]

    def create(self) -> None:
        """Behind CREATE: a table, or something to pass over."""
        words: list[str] = []
        while self.ahead().upper in _BEFORE_TABLE:
            words.append(self._must().upper)
        if self.ahead().upper != "TABLE":
            return
        self._must()
        if self.ahead().upper == "IF":
            self._skip("IF", "NOT", "EXISTS")
        names = self._name()
        if not names:
            return
        table = SqlTable(names[-1], names[-2] if len(names) > 1 else "")
        if self.ahead().upper == "(":
            for part in _parts(self._brackets()):
                _add_part(table, part)
        table.comment = self._tail_comment()
        if not (names[-1].startswith("#") or {"TEMPORARY", "TEMP"} & set(words)):
            self._keep(table)

    def comment_on(self) -> None:
        """Behind COMMENT: ON TABLE t IS '…', ON COLUMN t.c IS '…'."""
        self._must()
        what = self._must().upper
        names = self._name()
        if what not in ("TABLE", "COLUMN") or self.ahead().upper != "IS" or not names:
            return
        self._must()
        text = self.ahead()
        if text.sort is not Sort.STRING:
            return
        self._must()
        if what == "TABLE":
            self._set_comment(names, "", text.text)
        else:
            self._set_comment(names[:-1], names[-1], text.text)

    def alter_table(self) -> None:
        """Behind ALTER: TABLE t ADD [CONSTRAINT …] PRIMARY KEY (…)."""
        self._must()
        while self.ahead().upper in ("ONLY", "IF", "EXISTS"):
            self._must()
        table = self._find(self._name())
        tail = self._tail()
        if table is not None:
            _mark_keys(table, key_columns(tail))

    def extended_property(self) -> None:
        """SQL Server's comments: 'MS_Description', '…', 'SCHEMA', s, 'TABLE', t[, 'COLUMN', c]."""
        said = [t.text for t in self._tail() if t.sort is not Sort.SIGN and t.text[:1] != "@"]
        if len(said) < 2 or said[0].casefold() != "ms_description":
            return
        places = {word.upper(): name for word, name in zip(said[2::2], said[3::2], strict=False)}
        schema = places.get("SCHEMA") or places.get("USER") or ""
        if "TABLE" in places:
            self._set_comment([schema, places["TABLE"]], places.get("COLUMN", ""), said[1])

    def _keep(self, table: SqlTable) -> None:
        self.tables.append(table)
        self._by_name.setdefault(table.name.casefold(), table)
        self._by_name[f"{table.schema}.{table.name}".casefold()] = table

    def _find(self, names: list[str]) -> SqlTable | None:
        if not names:
            return None
        whole = ".".join(names[-2:]).casefold()
        return self._by_name.get(whole) or self._by_name.get(names[-1].casefold())

    def _set_comment(self, names: list[str], column: str, text: str) -> None:
        table = self._find(names)
        if table is None:
            return
        if not column:
            table.comment = text
        elif found := table.columns.get(column.casefold()):
            found.comment = text

    def _must(self) -> Token:
        return self.take() or _END

    def _skip(self, *words: str) -> None:
        for word in words:
            if self.ahead().upper == word:
                self._must()

    def _name(self) -> list[str]:
        """A name with its qualifiers: a.b, `a`.`b`, [a].[b], dbo.[b]."""
        names: list[str] = []
        joined = True
        while joined and self.ahead().sort in (Sort.WORD, Sort.NAME):
            token = self._must()
            parts = [token.text] if token.sort is Sort.NAME else token.text.split(".")
            names += [part for part in parts if part]
            joined = token.text.endswith(".") or self.ahead().text.startswith(".")
        return names

    def _brackets(self) -> list[Token]:
        """The tokens inside a pair of brackets that opens here, whole as far as there is an end."""
        self._must()
        inside: list[Token] = []
        depth = 1
        while token := self.take():
            depth += {"(": 1, ")": -1}.get(token.upper, 0)
            if depth == 0 or len(inside) > _MAX_BODY:
                break
            inside.append(token)
        return inside

    def _tail(self) -> list[Token]:
        """The rest of a statement: up to “;” or where another one begins."""
        found: list[Token] = []
        while len(found) < _MAX_TAIL:
            token = self.ahead()
            starts = token.upper in _STATEMENTS or (
                token.upper == "COMMENT" and self.ahead(2).upper == "ON"
            )
            if token is _END or starts:
                break
            self._must()
            if token.upper == ";":
                break
            found.append(token)
        return found

    def _tail_comment(self) -> str:
        tail = self._tail()
        for place, token in enumerate(tail[:-1]):
            after = tail[place + 1 : place + 3]
            if token.upper == "COMMENT":
                texts = [t.text for t in after if t.sort in (Sort.STRING, Sort.NAME)]
                return texts[0] if texts else ""
        return ""


def _add_part(table: SqlTable, part: list[Token]) -> None:
    column = read_column(part)
    if column is None:
        _mark_keys(table, key_columns(part))
    else:
        table.columns.setdefault(column.name.casefold(), column)


def _mark_keys(table: SqlTable, names: list[str]) -> None:
    for name in names:
        if found := table.columns.get(name.casefold()):
            found.is_key, found.nullable = True, False


def _parts(inside: list[Token]) -> Iterator[list[Token]]:
    """What stands between the commas."""
    part: list[Token] = []
    depth = 0
    for token in inside:
        depth += {"(": 1, ")": -1}.get(token.upper, 0)
        if token.upper == "," and depth == 0:
            yield part
            part = []
        else:
            part.append(token)
    yield part
