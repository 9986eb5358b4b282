"""JSON Schema (2020-12) of a record kind, made from its definition."""

from __future__ import annotations

from typing import Any

from cdo_desktop.standard.element_kinds import KINDS, Lists
from cdo_desktop.standard.model import Condition, Element, Group, Kind, Severity, Stage


def json_schema(kind: Kind, lists: Lists) -> dict[str, Any]:
    """The schema of {"values", "groups"} of a record that is fit for signing."""
    groups = {group.key: _rows(group, lists) for group in kind.groups}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:cdo:{kind.key}:{kind.standard}",
        "title": kind.label,
        "type": "object",
        "properties": {
            "values": _object(kind.elements, lists),
            "groups": {
                "type": "object",
                "properties": groups,
                "additionalProperties": False,
            },
        },
        "required": ["values", "groups"],
    }


def _rows(group: Group, lists: Lists) -> dict[str, Any]:
    row = _object(group.elements, lists)
    row["properties"] = {"id": {"type": "string"}, **row["properties"]}
    schema: dict[str, Any] = {"type": "array", "title": group.label, "items": row}
    if group.max_rows:
        schema["maxItems"] = group.max_rows
    return schema


def _object(elements: tuple[Element, ...], lists: Lists) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {element.key: _property(element, lists) for element in elements},
        "required": [element.key for element in elements if element.required and _binding(element)],
        "additionalProperties": False,
    }
    rules = [_when(e, e.required_when) for e in elements if e.required_when and _binding(e)]
    return schema | ({"allOf": rules} if rules else {})


def _binding(element: Element) -> bool:
    return element.severity[Stage.SIGNING] is Severity.ERROR


def _property(element: Element, lists: Lists) -> dict[str, Any]:
    notes = {"title": element.label, "description": element.help, "$comment": element.clause}
    examples = {"examples": [element.example]} if element.example else {}
    named = {key: text for key, text in notes.items() if text}
    return {**KINDS[element.kind].schema(element, lists), **named, **examples}


def _when(element: Element, condition: Condition) -> dict[str, Any]:
    test: dict[str, Any] = {"required": [condition.element]}
    if condition.filled is False:
        test = {"not": test}
    elif condition.among:
        test["properties"] = {condition.element: _contains(condition.among)}
    elif condition.not_among:
        test["properties"] = {condition.element: {"not": _contains(condition.not_among)}}
    return {"if": test, "then": {"required": [element.key]}}


def _contains(words: tuple[str, ...]) -> dict[str, Any]:
    one = {"enum": list(words)}
    return {"anyOf": [one, {"type": "array", "contains": one}]}
