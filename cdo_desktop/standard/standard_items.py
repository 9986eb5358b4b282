"""How items with usual names are written by the standards, read from data/standard_items.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from cdo_desktop.standard.loading import built, invalid

_FILE = "standard_items.toml"
_LISTS = ("names", "begins", "ends")


@dataclass(frozen=True, slots=True)
class StandardItem:
    """One item with its usual names; the first is the standard's own."""

    names: tuple[str, ...]
    source: str
    values: Mapping[str, str]
    """Element of a row of items -> what it should hold."""


@dataclass(frozen=True, slots=True)
class NamePattern:
    """What the beginning or the end of a name says of an item."""

    source: str
    values: Mapping[str, str]
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardItems:
    """All of them, in the order of the file."""

    item: tuple[StandardItem, ...]
    pattern: tuple[NamePattern, ...] = field(default=())


@cache
def standard_items() -> StandardItems:
    """The items that ship with the program. Raises DefinitionInvalid."""
    text = resources.files(__package__).joinpath("data", _FILE).read_text("utf-8")
    body = tomllib.loads(text)
    if unknown := body.keys() - {"item", "pattern"}:
        raise invalid(_FILE, f"unknown {sorted(unknown)}")
    items = tuple(built(StandardItem, _listed(entry), _FILE) for entry in body["item"])
    patterns = tuple(built(NamePattern, _listed(entry), _FILE) for entry in body["pattern"])
    return StandardItems(items, patterns)


def _listed(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if key in _LISTS else value for key, value in entry.items()}
