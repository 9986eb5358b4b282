"""Strict reading of definition blocks: a misspelt attribute stops here, not at the user's desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from cdo_desktop.errors import DefinitionInvalid
from cdo_desktop.standard.model import (
    ALL_ERRORS,
    Condition,
    Element,
    ElementKind,
    Group,
    Kind,
    Severity,
    Stage,
)
from cdo_desktop.standard.roles import Role

T = TypeVar("T")
Body = Mapping[str, Any]


def invalid(where: str, problem: str) -> DefinitionInvalid:
    """The error for a definition that breaks its own rules."""
    return DefinitionInvalid("CDO-S101", where=where, problem=problem)


def read_kind(source: Body, where: str) -> Kind:
    """A kind from its definition (TOML or JSON, overlay applied). Raises DefinitionInvalid."""
    known(source, {"kind", "element", "group"}, where)
    head = dict(source.get("kind", {}))
    elements = tuple(_element(body, where) for body in source.get("element", ()))
    groups = tuple(_group(body, where) for body in source.get("group", ()))
    head["sections"] = texts(head.get("sections", []), f"{where}: sections")
    kind = built(
        Kind,
        head | {"elements": elements, "groups": groups, "source": source},
        where,
    )
    _consistent(kind, where)
    return kind


def _element(body: Body, where: str) -> Element:
    place = f"{where}: {body.get('key', '?')}"
    converted = _converted(body, place)
    element = built(Element, converted, place)
    if element.kind in _NEEDS and not getattr(element, _NEEDS[element.kind]):
        raise invalid(place, f"kind {element.kind} needs “{_NEEDS[element.kind]}”")
    try:
        re.compile(element.pattern)
    except re.error as error:
        raise invalid(place, f"pattern: {error}") from error
    return element


_NEEDS = {
    ElementKind.CHOICE: "codes",
    ElementKind.MULTI_CHOICE: "codes",
    ElementKind.CASCADE: "parent",
    ElementKind.TREE: "codes",
    ElementKind.REFERENCE: "target",
}


def _group(body: Body, where: str) -> Group:
    place = f"{where}: {body.get('key', '?')}"
    rows = tuple(_element(row, place) for row in body.get("element", ()))
    rest = {key: value for key, value in body.items() if key != "element"}
    return built(Group, _converted(rest, place) | {"elements": rows}, place)


def _converted(body: Body, where: str) -> dict[str, Any]:
    return {
        key: _CONVERT[key](value, f"{where}: {key}") if key in _CONVERT else value
        for key, value in body.items()
    }


def _condition(value: Any, where: str) -> Condition:
    made = {key: tuple(v) if isinstance(v, list) else v for key, v in _table(value, where).items()}
    condition = built(Condition, made, where)
    if not (condition.among or condition.not_among or condition.filled is not None):
        raise invalid(where, "a condition needs among, not_among or filled")
    return condition


def _severity(value: Any, where: str) -> Mapping[Stage, Severity]:
    return ALL_ERRORS | {
        word_of(Stage, stage, where): word_of(Severity, severity, where)
        for stage, severity in _table(value, where).items()
    }


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise invalid(where, f"“{value}” is no table")
    return value


def texts(value: Any, where: str) -> tuple[str, ...]:
    """A list of texts; one text would be taken for its characters. Raises DefinitionInvalid."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise invalid(where, f"“{value}” is no list of texts")
    return tuple(value)


def word_of(words: Callable[[str], T], value: Any, where: str) -> T:
    """The member of an enumeration that has this word. Raises DefinitionInvalid."""
    try:
        return words(value)
    except ValueError as error:
        raise invalid(where, f"unknown word “{value}”") from error


_CONVERT: Mapping[str, Callable[[Any, str], Any]] = {
    "kind": lambda value, where: word_of(ElementKind, value, where),
    "role": lambda value, where: word_of(Role, value, where),
    "synonyms": texts,
    "required_when": _condition,
    "visible_when": _condition,
    "severity": _severity,
}


_PLAIN = {"str": str, "bool": bool, "int": int, "tuple[str, ...]": tuple}
"""The simple types of our data classes, by their annotation."""


def built(shape: type[T], body: Mapping[str, Any], where: str) -> T:
    """The data class with these attributes.

    Raises DefinitionInvalid for an attribute that is unknown, missing or of another type.
    """
    shapes = {field.name: field for field in fields(shape)}  # type: ignore[arg-type]
    known(body, set(shapes), where)
    needed = {n for n, f in shapes.items() if f.default is MISSING and f.default_factory is MISSING}
    needs(body, needed, where)
    for name, value in body.items():
        wanted = _PLAIN.get(str(shapes[name].type))
        if wanted and type(value) is not wanted:
            raise invalid(where, f"{name}: “{value}” is no {shapes[name].type}")
    return shape(**body)


def needs(body: Body, names: set[str], where: str) -> None:
    """Raises DefinitionInvalid if one of these attributes is missing."""
    if missing := names - body.keys():
        raise invalid(where, f"missing {sorted(missing)}")


def known(body: Body, names: set[str], where: str) -> None:
    """Raises DefinitionInvalid if there is an attribute with another name."""
    if unknown := body.keys() - names:
        raise invalid(where, f"unknown attribute {sorted(unknown)}")


def _consistent(kind: Kind, where: str) -> None:
    sections = set(kind.sections)
    record_keys = set(kind.by_key)
    _unique(kind.elements, where)
    for group in kind.groups:
        _unique(group.elements, f"{where}: {group.key}")
        if group.section not in sections:
            raise invalid(where, f"{group.key}: unknown section “{group.section}”")
    for group_key, element in kind.all_elements():
        scope = set(kind.groups_by_key[group_key].by_key) if group_key else record_keys
        _placed(element, group_key, sections, where)
        _points(element, scope, where)


def _placed(element: Element, group: str, sections: set[str], where: str) -> None:
    if not group and element.section not in sections:
        raise invalid(where, f"{element.key}: unknown section “{element.section}”")


def _points(element: Element, scope: set[str], where: str) -> None:
    named = [c.element for c in (element.required_when, element.visible_when) if c]
    for key in [*named, *([element.parent] if element.parent else [])]:
        if key not in scope:
            raise invalid(where, f"{element.key}: no element “{key}” beside it")


def _unique(elements: tuple[Element, ...], where: str) -> None:
    keys = [element.key for element in elements]
    roles = [str(e.role) for e in elements if e.role and e.role is not Role.CENSUS]
    for names in (keys, roles):
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise invalid(where, f"twice: {twice}")
