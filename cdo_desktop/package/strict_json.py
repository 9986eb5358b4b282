"""Reading JSON that must be canonical: the bytes are what our own writer would have written."""

from __future__ import annotations

import json
import re
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from cdo_desktop.domain.canonical import canonical_bytes

Word = TypeVar("Word", bound=StrEnum)

_LIMIT = 1 << 53
RECORD_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The identity of a record, as packages write it."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


class Malformed(ValueError):
    """The JSON is not in its one form; `where` is the first wrong place, such as $.scope.mode."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(where)


def read_canonical(data: bytes) -> Any:
    """The value of canonical JSON: no floats, integers below 2^53, ASCII keys. Malformed."""
    try:
        value = json.loads(data.decode(), parse_float=_no, parse_constant=_no, parse_int=_integer)
        is_canonical = canonical_bytes(value) == data and _has_ascii_keys(value)
    except (ValueError, RecursionError) as error:
        raise Malformed("$") from error
    if not is_canonical:
        raise Malformed("$")
    return value


def _no(text: str) -> NoReturn:
    raise ValueError(f"not allowed: {text}")


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) >= _LIMIT:
        raise ValueError("an integer too large")
    return int(text)


def _has_ascii_keys(value: Any) -> bool:
    """Sorting by code point is RFC 8785's order only for keys without surrogate pairs."""
    if isinstance(value, dict):
        return all(key.isascii() and _has_ascii_keys(part) for key, part in value.items())
    return not isinstance(value, list) or all(map(_has_ascii_keys, value))


class Fields:
    """The members of a JSON object, taken out one by one; each getter raises Malformed."""

    def __init__(self, value: Any, where: str = "$") -> None:
        if not isinstance(value, dict):
            raise Malformed(where)
        self._value = value
        self.where = where

    def text(self, key: str, pattern: re.Pattern[str] | None = None, *, empty: bool = False) -> str:
        """A string without control characters, not empty unless `empty`, like `pattern`."""
        value = self._of(key, str)
        is_wrong = not (value or empty) or (pattern and not pattern.fullmatch(value))
        if is_wrong or any(ord(sign) < 32 for sign in value):
            raise Malformed(self._at(key))
        return str(value)

    def prose(self, key: str) -> str:
        """A string that may be empty and have line ends."""
        return str(self._of(key, str))

    def integer(self, key: str, *, least: int = 0) -> int:
        """An integer not below `least`."""
        value = self._of(key, int)
        if isinstance(value, bool) or value < least:
            raise Malformed(self._at(key))
        return int(value)

    def flag(self, key: str) -> bool:
        """True, or the key is not there: so what does not ask for it stays as it always was."""
        if key in self._value and self._value[key] is not True:
            raise Malformed(self._at(key))
        return key in self._value

    def time(self, key: str) -> datetime:
        """RFC 3339 with offset, whole seconds."""
        text = self.text(key, _TIME)
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:
            raise Malformed(self._at(key)) from error

    def word(self, key: str, words: type[Word]) -> Word:
        """One of the words of an enumeration."""
        try:
            return words(self.text(key))
        except ValueError as error:
            raise Malformed(self._at(key)) from error

    def object(self, key: str) -> Fields:
        """A JSON object."""
        return Fields(self._of(key, dict), self._at(key))

    def optional(self, key: str) -> Fields | None:
        """A JSON object or null; the key must be there."""
        if key in self._value and self._value[key] is None:
            return None
        return self.object(key)

    def objects(self, key: str) -> list[Fields]:
        """A list of JSON objects."""
        values = self._of(key, list)
        return [Fields(value, f"{self._at(key)}[{n}]") for n, value in enumerate(values)]

    def texts(self, key: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """A list of strings that match `pattern`."""
        values = self._of(key, list)
        if not all(isinstance(value, str) and pattern.fullmatch(value) for value in values):
            raise Malformed(self._at(key))
        return tuple(values)

    def all_texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, whatever they are."""
        values = self._of(key, list)
        if not all(isinstance(value, str) for value in values):
            raise Malformed(self._at(key))
        return tuple(values)

    def plain(self, key: str) -> dict[str, Any]:
        """A JSON object as it stands: whose inside is not of this format."""
        return dict(self._of(key, dict))

    def keys(self) -> list[str]:
        """The names in this object."""
        return list(self._value)

    def _of(self, key: str, kind: type) -> Any:
        value = self._value.get(key)
        if not isinstance(value, kind):
            raise Malformed(self._at(key))
        return value

    def _at(self, key: str) -> str:
        return f"{self.where}.{key}"
