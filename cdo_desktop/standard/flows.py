"""Moves as data: from which state to which, who may, what stops it, in how many working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cdo_desktop.standard.loading import Body, built, invalid, known, needs, texts, word_of
from cdo_desktop.standard.model import Severity, Stage


@dataclass(frozen=True, slots=True)
class State:
    """One state of a review: its key in code and data, the word users see."""

    key: str
    label: str
    frozen: bool = False
    """Whether an edit makes a new draft instead of changing what was judged."""
    stage: Stage = Stage.DRAFT
    """For which stage a record in this state is judged; a frozen one always for signing."""
    closed: bool = False
    """Whether it came to nothing: refused or withdrawn, so that others are not held against it."""

    @property
    def judged_for(self) -> Stage:
        """For what a record in this state is judged: what is frozen was fit for signing."""
        return Stage.SIGNING if self.frozen else self.stage


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion a reviewer can give: its key in code and data, the word users see."""

    key: str
    label: str
    conditions: bool = False
    """Whether it names conditions, at least one, that must be ticked off later."""
    needs_text: bool = False
    """Whether reasons must be given."""


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
    opinions: tuple[str, ...] = ()
    """Keys of the opinions that lead this way; empty = made without an opinion."""
    conditions_met: bool = False
    """Whether every condition of the opinions before must be ticked off."""


@dataclass(frozen=True, slots=True)
class Flow:
    """States and moves of the records that follow it."""

    key: str
    label: str
    start: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    opinions: tuple[Opinion, ...] = ()
    overrulers: tuple[str, ...] = ()
    """Who may overrule what an automatic check says: roles of domain/roles.py."""

    def state(self, key: str) -> State:
        """The state with this key; one we do not know (of a newer program) is its own label."""
        return next((state for state in self.states if state.key == key), State(key, key))

    def moves_called(self, key: str) -> tuple[Move, ...]:
        """All moves with this key (there may be several, from different states)."""
        return tuple(move for move in self.moves if move.key == key)

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """All moves that are allowed from this state, in the order of the table."""
        return tuple(move for move in self.moves if move.source == state)

    def opinion(self, word: str) -> Opinion | None:
        """The opinion with this key or label, if reviewers here can give it."""
        return next((one for one in self.opinions if word in (one.key, one.label)), None)

    def move_on(self, state: str, opinion: str) -> Move | None:
        """Where this opinion (its key) leads from this state; None where none is given."""
        return next((move for move in self.moves_from(state) if opinion in move.opinions), None)


_NEEDED = {"key", "label", "start", "state", "move"}


def read_flow(body: Mapping[str, Any], where: str) -> Flow:
    """A flow from its file. Raises DefinitionInvalid."""
    known(body, _NEEDED | {"opinion", "overrulers"}, where)
    needs(body, _NEEDED, where)
    states = tuple(_state(entry, where) for entry in body["state"])
    opinions = tuple(built(Opinion, entry, where) for entry in body.get("opinion", ()))
    words = _Words({state.key for state in states}, {one.key for one in opinions})
    moves = tuple(_move(entry, words, where) for entry in body["move"])
    if body["start"] not in words.states:
        raise invalid(where, f"unknown start “{body['start']}”")
    overrulers = texts(body.get("overrulers", []), f"{where}: overrulers")
    return Flow(body["key"], body["label"], body["start"], states, moves, opinions, overrulers)


class _Words(NamedTuple):
    """The keys a move may name."""

    states: set[str]
    opinions: set[str]


def _state(entry: Mapping[str, Any], where: str) -> State:
    place = f"{where}: {entry.get('key', '?')}"
    return built(
        State, {**entry, "stage": word_of(Stage, entry.get("stage", "draft"), place)}, place
    )


def _move(entry: Mapping[str, Any], words: _Words, where: str) -> Move:
    place = f"{where}: {entry.get('key', '?')}"
    stops = texts(entry.get("stops", []), f"{place}: stops")
    converted = {
        "roles": texts(entry.get("roles", []), f"{place}: roles"),
        "opinions": texts(entry.get("opinions", []), f"{place}: opinions"),
        "stage": word_of(Stage, entry.get("stage", "draft"), place),
        "stops": tuple(word_of(Severity, word, place) for word in stops),
    }
    move = built(Move, {**entry, **converted}, place)
    if unknown := {move.source, move.target} - words.states:
        raise invalid(where, f"unknown state {sorted(unknown)}")
    if strange := {*move.opinions} - words.opinions:
        raise invalid(place, f"unknown opinion {sorted(strange)}")
    if move.opinions and move.conditions_met:
        # a signature of another desk has been given when it comes here: nothing holds it back
        raise invalid(place, "conditions cannot stop what an opinion does")
    return move


def overlaid_flow(body: Body, over: Body | None, where: str) -> Body:
    """The definition of a flow with a profile's changes to its states and moves laid over it.

    A move is known by its key and source. Raises DefinitionInvalid for one there is not.
    """
    if over is None:
        return body
    known(over, {"key", "label", "overrulers", "state", "move"}, where)
    plain = {key: over[key] for key in ("label", "overrulers") if key in over}
    return {
        **body,
        **plain,
        "state": _patched(body["state"], over.get("state", ()), ("key",), where),
        "move": _patched(body["move"], over.get("move", ()), ("key", "source"), where),
    }


def _patched(
    base: Sequence[Body], over: Sequence[Body], marks: tuple[str, ...], where: str
) -> list[Body]:
    patches = {tuple(patch.get(mark) for mark in marks): patch for patch in over}
    there = [tuple(entry.get(mark) for mark in marks) for entry in base]
    if unknown := [mark for mark in patches if mark not in there]:
        raise invalid(where, f"nothing to lay over: {unknown}")
    return [{**entry, **patches.get(mark, {})} for entry, mark in zip(base, there, strict=True)]
