"""Moves as data: from which state to which, who may, what stops it, in how many working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cdo_desktop.standard.loading import built, invalid, known, needs, texts, word_of
from cdo_desktop.standard.model import Severity, Stage


@dataclass(frozen=True, slots=True)
class State:
    """One state of a review: its key in code and data, the word users see."""

    key: str
    label: str
    frozen: bool = False
    """Whether an edit makes a new draft instead of changing what was judged."""


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move."""

    key: str
    label: str
    source: str
    target: str
    roles: tuple[str, ...]
    """Who may: roles of domain/roles.py; empty = anybody."""
    stage: Stage
    """For which stage the findings are judged."""
    stops: tuple[Severity, ...] = ()
    """Findings of these severities keep the record where it is."""
    working_days: int = 0
    """The clock that starts with it; 0 = none."""
    clause: str = ""
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """States and moves of the records that follow it."""

    key: str
    label: str
    start: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    def state(self, key: str) -> State:
        """The state with this key; one we do not know (of a newer program) is its own label."""
        return next((state for state in self.states if state.key == key), State(key, key))

    def moves_called(self, key: str) -> tuple[Move, ...]:
        """All moves with this key (there may be several, from different states)."""
        return tuple(move for move in self.moves if move.key == key)


_PARTS = {"key", "label", "start", "state", "move"}


def read_flow(body: Mapping[str, Any], where: str) -> Flow:
    """A flow from its file. Raises DefinitionInvalid."""
    known(body, _PARTS, where)
    needs(body, _PARTS, where)
    states = tuple(built(State, entry, where) for entry in body["state"])
    keys = {state.key for state in states}
    moves = tuple(_move(entry, keys, where) for entry in body["move"])
    if body["start"] not in keys:
        raise invalid(where, f"unknown start “{body['start']}”")
    return Flow(body["key"], body["label"], body["start"], states, moves)


def _move(entry: Mapping[str, Any], states: set[str], where: str) -> Move:
    place = f"{where}: {entry.get('key', '?')}"
    stops = texts(entry.get("stops", []), f"{place}: stops")
    converted = {
        "roles": texts(entry.get("roles", []), f"{place}: roles"),
        "stage": word_of(Stage, entry.get("stage", "draft"), place),
        "stops": tuple(word_of(Severity, word, place) for word in stops),
    }
    move = built(Move, {**entry, **converted}, place)
    if unknown := {move.source, move.target} - states:
        raise invalid(where, f"unknown state {sorted(unknown)}")
    return move
