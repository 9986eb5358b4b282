"""Layouts of sheets met in the field, as data: which heading is which element (layouts/*.toml).

A layout of the user's own has the same form, kept as JSON.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from cdo_desktop.errors import DefinitionInvalid, Refused
from cdo_desktop.exchange.headings import Heading, bare_key, heading_key
from cdo_desktop.exchange.mapping import NUMBER, How, SheetMapping
from cdo_desktop.standard.model import Kind


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """One column: a heading, the group header above it if that is needed, and what it is."""

    heading: str
    target: str
    """“element” or “group.element”; “_number” for a running number, "" = not imported."""
    under: str = ""
    nth: int = 1
    """Which of several columns with this heading, from the left."""
    part: int = 0


@dataclass(frozen=True)
class Layout:
    """One layout."""

    key: str
    label: str
    kind: str
    identified_by: tuple[str, ...]
    """The headings that must all be there."""
    columns: tuple[LayoutColumn, ...]

    @cached_property
    def _marks(self) -> frozenset[str]:
        return frozenset(map(heading_key, self.identified_by))

    @cached_property
    def _places(self) -> Mapping[tuple[str, str, int], LayoutColumn]:
        return {(heading_key(c.under), heading_key(c.heading), c.nth): c for c in self.columns}

    def knows_any(self, texts: Iterable[str]) -> bool:
        """Whether any of the texts is a heading that identifies the layout."""
        return any(
            heading_key(text) in self._marks or bare_key(text) in self._marks for text in texts
        )

    def fits(self, headings: list[Heading]) -> bool:
        """Whether a header has all the headings that identify the layout."""
        return self._marks <= {h.key for h in headings} | {bare_key(h.leaf) for h in headings}

    def placed(self, headings: list[Heading]) -> dict[int, LayoutColumn]:
        """Column number -> what the layout says of it."""
        found: dict[int, LayoutColumn] = {}
        seen: dict[str, int] = {}
        for heading in headings:
            nth = seen[heading.key] = seen.get(heading.key, 0) + 1
            column = self._place(heading, nth)
            if column is not None:
                found[heading.number] = column
        return found

    def _place(self, heading: Heading, nth: int) -> LayoutColumn | None:
        under = heading_key(heading.upper)
        for leaf in (heading.key, bare_key(heading.leaf)):
            if under and (under, leaf, 1) in self._places:
                return self._places[under, leaf, 1]
            if ("", leaf, nth) in self._places:
                return self._places["", leaf, nth]
        return None

    def as_json(self) -> dict[str, Any]:
        """The form in which a layout is kept."""
        columns = [
            {
                "heading": c.heading,
                "target": c.target,
                "under": c.under,
                "nth": c.nth,
                "part": c.part,
            }
            for c in self.columns
        ]
        return {
            "key": self.key,
            "label": self.label,
            "kind": self.kind,
            "identified_by": list(self.identified_by),
            "column": columns,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Layout:
        """The layout that `as_json` gave. Raises Refused (W112) for anything else."""
        try:
            return _read(body)
        except (KeyError, TypeError, ValueError) as error:
            raise Refused("CDO-W112", problem=str(error)) from error

    @classmethod
    def of(cls, mapping: SheetMapping, key: str, label: str) -> Layout:
        """A layout of the user's own, from a mapping that was put right by hand."""
        columns: list[LayoutColumn] = []
        seen: dict[str, int] = {}
        for column in mapping.columns:
            upper, _, leaf = column.heading.rpartition("·")
            nth = seen[leaf] = seen.get(leaf, 0) + 1
            if column.is_used or column.how is How.HAND:
                columns.append(LayoutColumn(leaf, column.target, upper, nth, column.part))
        marks = tuple(dict.fromkeys(c.heading for c in columns if c.target and c.heading))
        return cls(key, label, mapping.kind, marks, tuple(columns))


def _read(body: Mapping[str, Any]) -> Layout:
    if unknown := body.keys() - {"key", "label", "kind", "identified_by", "column"}:
        raise ValueError(f"unknown attribute {sorted(unknown)}")
    columns = tuple(LayoutColumn(**column) for column in body["column"])
    marks = tuple(body["identified_by"])
    if not marks or not columns:
        raise ValueError("no headings")
    return Layout(body["key"], body["label"], body["kind"], marks, columns)


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """The layouts that come with the program. Raises DefinitionInvalid."""
    folder = resources.files(__package__).joinpath("layouts")
    files = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        _shipped(file.name, file.read_bytes()) for file in files if file.name[-5:] == ".toml"
    )


def _shipped(name: str, content: bytes) -> Layout:
    try:
        return _read(tomllib.loads(content.decode()))
    except (KeyError, TypeError, ValueError) as error:
        raise DefinitionInvalid("CDO-S101", where=name, problem=str(error)) from error


def unknown_targets(layout: Layout, kind: Kind) -> list[str]:
    """Targets the definition does not have (a profile or a new standard may have dropped them)."""
    have = {f"{group}.{e.key}" if group else e.key for group, e in kind.all_elements()}
    return [c.target for c in layout.columns if c.target not in have | {NUMBER, ""}]
