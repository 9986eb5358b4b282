"""Rows of a group finding their counterparts: by hidden row id, else by the item's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.record import Row
from cdo_desktop.standard.element_kinds import shown


@dataclass(frozen=True, slots=True)
class MatchedRows:
    """The proposed rows of one group."""

    rows: tuple[Row, ...]
    places: tuple[int, ...]
    """For each of them its position among the sheet's rows; -1 = the workspace's own."""
    kept: int = 0
    """How many rows of the workspace the sheet does not have and that stay."""


def match_rows(
    base: Sequence[Row],
    given: list[dict[str, Any]],
    name: str,
    erasable: frozenset[str] | None = None,
) -> MatchedRows:
    """The rows as they would be: matched ones keep their id, new ones get one.

    `erasable`: for a sheet of our own export the elements it has columns for; what it lacks of
    them, and rows it lacks, is deleted. None for all other sheets: there empty cells keep the
    workspace's value and missing rows stay where they are. `name` is the element rows are known by.
    """
    if not base:
        for row in given:
            row["id"] = new_id()
        return MatchedRows(tuple(given), tuple(range(len(given))))
    partner = _partners(base, given, name)
    proposed = [
        _merged(base, row, partner.get(i), erasable or frozenset()) for i, row in enumerate(given)
    ]
    kept = [row for place, row in enumerate(base) if place not in partner.values()]
    if erasable is not None or not kept:
        return MatchedRows(tuple(proposed), tuple(range(len(given))))
    return _with_kept(base, proposed, partner, len(kept))


def _partners(base: Sequence[Row], given: Sequence[Row], name: str) -> dict[int, int]:
    """Position in the sheet -> position in the workspace; each row is matched once."""
    by_id = {row["id"]: place for place, row in enumerate(base)}
    found = {i: by_id[row["id"]] for i, row in enumerate(given) if row.get("id") in by_id}
    if len(set(found.values())) < len(found):  # a row copied with its hidden id: the first keeps it
        first = {place: i for i, place in reversed(found.items())}
        found = {i: place for place, i in first.items()}
    taken = set(found.values())
    by_name: dict[str, list[int]] = {}
    for place, row in enumerate(base):
        if place not in taken:
            by_name.setdefault(_name(row, name), []).append(place)
    for i, row in enumerate(given):
        places = by_name.get(_name(row, name)) if i not in found else None
        if places:
            found[i] = places.pop(0)
    return found


def _name(row: Row, name: str) -> str:
    return name_key(shown(row.get(name, "")))


def _merged(
    base: Sequence[Row], given: Mapping[str, Any], place: int | None, erasable: frozenset[str]
) -> Row:
    if place is None:
        return {**given, "id": new_id()}
    old = base[place]
    stays = {key: value for key, value in old.items() if key not in erasable}
    same = {k: old[k] for k, v in given.items() if k in old and shown(old[k]) == shown(v)}
    return {**stays, **given, **same, "id": old["id"]}


def _with_kept(
    base: Sequence[Row], proposed: Sequence[Row], partner: Mapping[int, int], kept: int
) -> MatchedRows:
    """The workspace's order, each matched row in its place, new ones at the end."""
    at = {place: i for i, place in partner.items()}
    order = [(at.get(place, -1), row) for place, row in enumerate(base)]
    new = [(i, row) for i, row in enumerate(proposed) if i not in partner]
    rows = tuple(proposed[i] if i >= 0 else row for i, row in [*order, *new])
    return MatchedRows(rows, tuple(i for i, _ in [*order, *new]), kept)
