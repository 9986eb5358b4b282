"""SQL text as words, names, strings and signs: whatever the dialect, however spoilt the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Sort(Enum):
    """What a token is."""

    WORD = auto()
    """A bare word or number."""
    NAME = auto()
    """A quoted name: `a`, [a]; also "a", which MySQL lets be a string."""
    STRING = auto()
    SIGN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token; quoted ones without their quotes. `start` and `end` are places in the text."""

    sort: Sort
    text: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """A bare word in capitals; "" for anything quoted, so that no name passes for a keyword."""
        return self.text.upper() if self.sort in (Sort.WORD, Sort.SIGN) else ""


# every alternative is linear, and an opening quote without its end takes the rest of the text
_TOKEN = re.compile(
    r"""
    (?P<blank>\s+|--[^\n]*|/\*.*?(?:\*/|\Z)|(?<![^\n])\#[^\n]*)
  | (?P<string>[NnEeBbXx]?'(?:[^']|'')*(?:'|\Z))
  | (?P<oracle>[Qq]'(?:\[.*?(?:\]'|\Z)|\{.*?(?:\}'|\Z)|\(.*?(?:\)'|\Z)|<.*?(?:>'|\Z)))
  | (?P<dollar>\$(?P<tag>[A-Za-z_]*)\$.*?(?:\$(?P=tag)\$|\Z))
  | (?P<tick>`(?:[^`]|``)*(?:`|\Z))
  | (?P<double>"(?:[^"]|"")*(?:"|\Z))
  | (?P<bracket>\[(?:[^\]]|\]\])*(?:\]|\Z))
  | (?P<word>[\w$\#@.]+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BACKSLASHED = re.compile(r"[NnEeBbXx]?'(?:[^'\\]|''|\\.)*(?:'|\Z)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": ""}


def tokens(text: str) -> Iterator[Token]:
    """All tokens in order, without blanks and comments.

    In MySQL a backslash escapes inside strings, elsewhere it is a sign like any other: MySQL is
    known by its backticks.
    """
    backslashes = "`" in text
    place, length = 0, len(text)
    while place < length:
        found = _TOKEN.match(text, place)
        if found is None:  # cannot be: the last alternative takes any sign
            raise ValueError(f"no token at {place}")
        sort = found.lastgroup or "sign"
        if backslashes and sort == "string":
            found = _BACKSLASHED.match(text, place) or found
        if sort != "blank":
            yield _token(sort, found, backslashes)
        place = found.end()


def _token(sort: str, found: re.Match[str], backslashes: bool) -> Token:
    text, start, end = found[0], found.start(), found.end()
    if sort == "string":
        inner = text[text.index("'") + 1 :].removesuffix("'").replace("''", "'")
        return Token(Sort.STRING, _unescaped(inner) if backslashes else inner, start, end)
    if sort in ("oracle", "dollar", "tag"):
        return Token(Sort.STRING, text.strip("qQ'$")[1:-1], start, end)
    if sort in _QUOTES:
        quote = _QUOTES[sort]
        return Token(Sort.NAME, text[1:].removesuffix(quote).replace(quote * 2, quote), start, end)
    return Token(Sort.WORD if sort == "word" else Sort.SIGN, text, start, end)


_QUOTES = {"tick": "`", "double": '"', "bracket": "]"}


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL)
