"""The content of a record as msgspec types made from its definition: what is wrong fails to decode.

A definition becomes one struct for the values, one for the groups, one for the rows of each, with
fields in the order of their keys, so that encoding gives the canonical bytes without sorting.
What types cannot say (check characters, words under their parent, what is required when) is asked
once for each new combination of short values and remembered. Knows no lines and no packages.

`obeys` is never milder than element_kinds.judge_value, but for control characters, which whoever
reads the line finds cheaper; it may be stricter, so a "no" is a reason to look closer, not yet a
finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from cdo_desktop.standard.element_kinds import Lists, Problem, judge_value
from cdo_desktop.standard.line_conditions import (
    LeastRows,
    Memory,
    Obligations,
    getter_of,
    is_binding,
    rows_of,
)
from cdo_desktop.standard.model import Element, ElementKind, Group, Kind, Severity

ROW_ID = "id"
"""What names a row of a group, beside its elements."""

CHOICES = (ElementKind.CHOICE, ElementKind.MULTI_CHOICE, ElementKind.CASCADE)

Text = Annotated[str, Meta(min_length=1)]


class Reference(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A reference to a record (package format §4)."""

    code: str | UnsetType = UNSET
    id: str | UnsetType = UNSET
    title: str


class Attachment(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An attachment, its file named by its digest (package format §4)."""

    name: str
    sha256: Annotated[str, Meta(min_length=64, max_length=64)]
    size: Annotated[int, Meta(ge=0, lt=1 << 53)]


def error_of(value: Any, element: Element, lists: Lists, parent: str) -> Problem | None:
    """The error in a value of the right type, or None; what asks only for a second look is none.

    A list of words that is not known here judges nothing.
    """
    if element.kind in CHOICES and element.codes not in lists.codes:
        return None
    problem = judge_value(value, element, lists, parent)
    return problem if problem and problem.severity is Severity.ERROR else None


def parent_word(
    element: Element, beside: Mapping[str, Element], values: Mapping[str, Any], lists: Lists
) -> str:
    """The word that decides which words of a cascade are open; "" if it is none of its list."""
    word = values.get(element.parent) if element.parent in beside else None
    codes = lists.codes.get(beside[element.parent].codes) if word else None
    return word if codes and isinstance(word, str) and word in codes.words else ""


class LineTypes:
    """The types of `values` and `groups` under a definition, and what else it asks of them."""

    def __init__(self, kind: Kind, lists: Lists) -> None:
        self._own = _Scope("Values", kind.elements, lists)
        self._rows = tuple(
            (group.key, _Scope(f"Row_{group.key}", group.elements, lists, is_row=True))
            for group in kind.groups
        )
        self._least = LeastRows(kind)
        self.values: type[msgspec.Struct] = self._own.type
        self.groups = _struct(
            "Groups",
            {
                group.key: _rows_type(scope.type, group)
                for group, (_, scope) in zip(kind.groups, self._rows, strict=True)
            },
            needed=frozenset(),
        )

    def obeys(self, values: msgspec.Struct, groups: msgspec.Struct) -> bool:
        """Whether decoded values and groups are all that the definition asks for."""
        if not self._own.obeys(values):
            return False
        for key, scope in self._rows:
            rows = getattr(groups, key)
            if rows is not UNSET and not scope.all_obey(rows):
                return False
        return self._least.enough(values, groups)

    def has_attachments(self, values: msgspec.Struct, groups: msgspec.Struct) -> bool:
        """Whether a value or a row names an attachment."""
        if self._own.names_attachment(values):
            return True
        return any(
            scope.names_attachment(row)
            for key, scope in self._rows
            if scope.attached
            for row in rows_of(getattr(groups, key))
        )


def _rows_type(row: type[msgspec.Struct], group: Group) -> Any:
    most = group.max_rows or None
    return Annotated[list[row], Meta(min_length=1, max_length=most)]  # type: ignore[valid-type]


class _Scope:
    """The elements of the record, or of the rows of one group."""

    def __init__(
        self, name: str, elements: tuple[Element, ...], lists: Lists, *, is_row: bool = False
    ) -> None:
        self._elements = {element.key: element for element in elements}
        self._lists = lists
        types = {element.key: _type_of(element, lists) for element in elements}
        always = {e.key for e in elements if e.required and not e.visible_when and is_binding(e)}
        if is_row:
            types[ROW_ID] = Text
            always.add(ROW_ID)
        self.type = _struct(name, types, frozenset(always))
        judged = [element for element in elements if _is_judged(element)]
        self._judged = tuple(
            (element, getter_of(_with_parent(element, self._elements)), Memory())
            for element in judged
        )
        together = {key: None for e in judged for key in _with_parent(e, self._elements)}
        self._together = getter_of(tuple(together)) if judged else None
        self._good_rows = Memory()
        self.attached = [e.key for e in elements if e.kind is ElementKind.ATTACHMENT]
        self._asked = Obligations([e for e in elements if is_binding(e) and e.key not in always])

    def obeys(self, found: msgspec.Struct) -> bool:
        """Whether one decoded object is all that is asked for."""
        return self._is_well_judged(found) and self._asked.has_all(found)

    def all_obey(self, rows: list[msgspec.Struct]) -> bool:
        """The same for all rows of a group."""
        together = self._together
        if together is not None and not self._good_rows.holds_all(map(together, rows)):
            for row in rows:
                if not self._is_well_judged(row):
                    return False
                self._good_rows.add(together(row))
        return self._asked.is_empty or all(map(self._asked.has_all, rows))

    def names_attachment(self, found: msgspec.Struct) -> bool:
        """Whether one of its values is an attachment."""
        return any(getattr(found, key) is not UNSET for key in self.attached)

    def _is_well_judged(self, found: msgspec.Struct) -> bool:
        for element, getter, good in self._judged:
            given = getter(found)
            if not good.holds(given):
                if self._error(element, found) is not None:
                    return False
                good.add(given)
        return True

    def _error(self, element: Element, found: msgspec.Struct) -> Problem | None:
        value = getattr(found, element.key)
        if value is UNSET:
            return None
        values = {key: getattr(found, key) for key in _with_parent(element, self._elements)}
        parent = parent_word(element, self._elements, values, self._lists)
        return error_of(value, element, self._lists, parent)


def _with_parent(element: Element, beside: Mapping[str, Element]) -> tuple[str, ...]:
    parent = (element.parent,) if element.parent in beside else ()
    return (element.key, *parent)


def _is_judged(element: Element) -> bool:
    """Whether its type alone does not say that a value is right."""
    return element.kind in _JUDGED or bool(element.pattern and element.kind in _TEXTS)


_TEXTS = (ElementKind.TEXT, ElementKind.LONGTEXT)
_JUDGED = (
    ElementKind.CASCADE,
    ElementKind.TREE,
    ElementKind.MONTH,
    ElementKind.NUMBER,
    ElementKind.MONEY,
    ElementKind.USCC,
    ElementKind.REGION,
    ElementKind.CODE,
)


def _type_of(element: Element, lists: Lists) -> Any:
    return TYPES[element.kind](element, lists)


def _text(element: Element, lists: Lists) -> Any:
    return Annotated[str, Meta(min_length=1, max_length=element.max_length or None)]


def _any_text(element: Element, lists: Lists) -> Any:
    return Text


def _word(element: Element, lists: Lists) -> Any:
    codes = lists.codes.get(element.codes)
    return Text if codes is None or codes.takes_others() else Literal.__getitem__(codes.words)


def _words(element: Element, lists: Lists) -> Any:
    word: Any = _word(element, lists)
    return Annotated[tuple[word, ...], Meta(min_length=1)]


TYPES: Mapping[ElementKind, Callable[[Element, Lists], Any]] = {
    **dict.fromkeys(ElementKind, _any_text),
    ElementKind.TEXT: _text,
    ElementKind.LONGTEXT: _text,
    ElementKind.CHOICE: _word,
    ElementKind.MULTI_CHOICE: _words,
    ElementKind.CASCADE: _word,
    ElementKind.YES_NO: lambda element, lists: Literal["是", "否"],
    ElementKind.DATE: lambda element, lists: date,
    ElementKind.REFERENCE: lambda element, lists: Reference,
    ElementKind.ATTACHMENT: lambda element, lists: Attachment,
}
"""The type of each kind of element; kinds that are not named hold a text that is judged."""


def _struct(name: str, types: Mapping[str, Any], needed: frozenset[str]) -> type[msgspec.Struct]:
    """A struct with its fields in canonical order; no cycles can arise, so gc need not look."""
    fields: list[Any] = []
    for key in sorted(types):
        optional = (key, types[key] | UnsetType, UNSET)
        fields.append((key, types[key]) if key in needed else optional)
    return msgspec.defstruct(name, fields, forbid_unknown_fields=True, kw_only=True, gc=False)
