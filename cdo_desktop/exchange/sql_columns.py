"""One line of a table definition: a column with its type, key and comment, or a constraint."""

from __future__ import annotations

from dataclasses import dataclass

from cdo_desktop.exchange.sql_tokens import Sort, Token
from cdo_desktop.exchange.sql_types import is_type_word

_CONSTRAINTS = frozenset(
    [
        "PRIMARY",
        "CONSTRAINT",
        "UNIQUE",
        "KEY",
        "INDEX",
        "FOREIGN",
        "CHECK",
        "FULLTEXT",
        "SPATIAL",
        "EXCLUDE",
        "LIKE",
        "PERIOD",
        "SUPPLEMENTAL",
        "CLUSTER",
        "NOT",
    ]
)
_AFTER_TYPE = frozenset(
    [
        "NOT",
        "NULL",
        "DEFAULT",
        "PRIMARY",
        "UNIQUE",
        "COMMENT",
        "CONSTRAINT",
        "REFERENCES",
        "CHECK",
        "AUTO_INCREMENT",
        "IDENTITY",
        "GENERATED",
        "COLLATE",
        "CHARSET",
        "ON",
        "UNSIGNED",
        "SIGNED",
        "ZEROFILL",
        "ENCODE",
        "KEY",
        "AS",
        "ROWGUIDCOL",
        "SPARSE",
        "VISIBLE",
        "INVISIBLE",
        "ENABLE",
        "DISABLE",
        "USING",
        "STORAGE",
        "VIRTUAL",
        "STORED",
        "SORT",
        "FILESTREAM",
        "MASKED",
    ]
)


@dataclass
class SqlColumn:
    """A column as it is defined; comment and key may come with later statements."""

    name: str
    type: str
    nullable: bool = True
    is_key: bool = False
    comment: str = ""
    choices: tuple[str, ...] = ()
    """The values of an ENUM or SET."""


def read_column(part: list[Token]) -> SqlColumn | None:
    """A column; None for a constraint, an index, or nothing."""
    if not part or part[0].sort not in (Sort.WORD, Sort.NAME) or _is_constraint(part):
        return None
    words, rest = _type(part[1:])
    column = SqlColumn(part[0].text, " ".join(_raw(token) for token in words))
    if words and words[0].upper in ("ENUM", "SET"):
        column.choices = tuple(token.text for token in words if token.sort is Sort.STRING)
    _read_attributes(column, rest)
    return column


def key_columns(part: list[Token]) -> list[str]:
    """The columns named behind PRIMARY KEY, if it is there."""
    for place in range(len(part) - 1):
        if part[place].upper == "PRIMARY" and part[place + 1].upper == "KEY":
            return _listed(part[place + 2 :])
    return []


def _listed(part: list[Token]) -> list[str]:
    names: list[str] = []
    depth = 0
    before = ""
    for token in part:
        if token.upper == ")" and depth == 1:
            break
        if depth == 1 and before in ("(", ",") and token.sort is not Sort.SIGN:
            names.append(token.text)
        depth += {"(": 1, ")": -1}.get(token.upper, 0)
        before = token.upper if token.sort is Sort.SIGN else ""
    return names


def _is_constraint(part: list[Token]) -> bool:
    """Bare KEY, INDEX … begin a constraint; with a type behind it, “key varchar(10)”, a column."""
    if part[0].upper not in _CONSTRAINTS:
        return False
    if len(part) < 2 or not is_type_word(part[1].text) or part[1].sort is not Sort.WORD:
        return True
    return len(part) > 3 and part[2].upper == "(" and not part[3].text.isdigit()


def _type(part: list[Token]) -> tuple[list[Token], list[Token]]:
    """The tokens of the type, and what comes behind it."""
    depth = 0
    for place, token in enumerate(part):
        depth += {"(": 1, ")": -1}.get(token.upper, 0)
        charset = token.upper == "CHARACTER" and place > 0
        if depth == 0 and place and (token.upper in _AFTER_TYPE or charset):
            return part[:place], part[place:]
        if depth == 0 and token.sort is Sort.STRING:
            return part[:place], part[place:]
    return part, []


def _raw(token: Token) -> str:
    return "[]" if token.sort is Sort.NAME and not token.text else token.text


def _read_attributes(column: SqlColumn, rest: list[Token]) -> None:
    depth = 0
    for place, token in enumerate(rest):
        depth += {"(": 1, ")": -1}.get(token.upper, 0)
        if depth:
            continue
        before = rest[place - 1].upper if place else ""
        if token.upper == "NULL" and before != "DEFAULT":
            column.nullable = before != "NOT"
        elif token.upper == "KEY" and before == "PRIMARY":
            column.is_key = True
        elif before == "COMMENT" and token.sort in (Sort.STRING, Sort.NAME):
            column.comment = token.text
    if column.is_key:
        column.nullable = False
