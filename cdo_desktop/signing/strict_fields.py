"""Reading decoded JSON strictly: every field named, nothing unknown, one way to write a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from cdo_desktop.clock import timestamp
from cdo_desktop.errors import Refused

_LARGEST = 2**53


class StrictFields:
    """The fields of one JSON object; whatever is wrong raises Refused with the field's path."""

    def __init__(
        self,
        code: str,
        body: object,
        required: Collection[str] | None = None,
        optional: Collection[str] = (),
        path: str = "",
    ) -> None:
        """`required` None: any names (the object is a table). `code` has a place {field}."""
        self._code = code
        self._path = path
        if not isinstance(body, dict):
            raise self._wrong("")
        self._body: dict[str, Any] = body
        if required is not None:
            missing = set(required) - body.keys()
            unknown = body.keys() - set(required) - set(optional)
            for name in sorted(missing | unknown):
                raise self._wrong(name)

    def names(self) -> list[str]:
        """The names that are there."""
        return list(self._body)

    def has(self, name: str) -> bool:
        """Whether an optional field is there."""
        return name in self._body

    def is_list(self, name: str) -> bool:
        """Whether the field is a list."""
        return isinstance(self._body[name], list)

    def demand(self, good: bool, name: str) -> None:
        """Refuse because of this field unless it is good."""
        if not good:
            raise self._wrong(name)

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self._body[name]
        if not isinstance(value, str) or not value:
            raise self._wrong(name)
        return value

    def integer(self, name: str) -> int:
        """A whole number from 1."""
        value = self._body[name]
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < _LARGEST:
            raise self._wrong(name)
        return value

    def time(self, name: str) -> datetime:
        """RFC 3339 with offset and whole seconds, in the form of clock.timestamp."""
        value = self.text(name)
        try:
            at = datetime.fromisoformat(value)
        except ValueError as error:
            raise self._wrong(name) from error
        if at.tzinfo is None or timestamp(at) != value:
            raise self._wrong(name)
        return at

    def texts(self, name: str, among: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of at least one text, each one of `among` if that is given."""
        values = self._list(name)
        for value in values:
            self.demand(isinstance(value, str) and (among is None or value in among), name)
        self.demand(bool(values), name)
        return tuple(values)

    def inner(self, name: str, required: Collection[str] | None = None) -> StrictFields:
        """An object inside."""
        return StrictFields(self._code, self._body[name], required, (), self._at(name))

    def each(
        self, name: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Iterator[StrictFields]:
        """The objects of a list."""
        for number, body in enumerate(self._list(name)):
            path = f"{self._at(name)}[{number}]"
            yield StrictFields(self._code, body, required, optional, path)

    def _list(self, name: str) -> list[Any]:
        value = self._body[name]
        if not isinstance(value, list):
            raise self._wrong(name)
        return value

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path and name else self._path or name

    def _wrong(self, name: str) -> Refused:
        return Refused(self._code, field=self._at(name) or "JSON")
