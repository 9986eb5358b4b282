"""The order of signing as a reviewer sees it: who has signed, whose turn it is, who comes later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.listing import RevisionInfo
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.statement import Decision, Statement
from cdo_desktop.standard.flows import Flow, Move
from cdo_desktop.standard.holidays import HolidayTable, shipped_holidays


class Turn(StrEnum):
    """How it stands with a step of the chain."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Signed:
    """An opinion on the newest form: who has signed what."""

    name: str
    statement: Statement
    number: int = 0
    """Which signature of the form it is, from 1."""


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of the chain."""

    label: str
    """What is done in it, by the definition of the flow."""
    roles: str
    """Who may, as people read it; "" for anybody."""
    turn: Turn
    who: str = ""
    at: str = ""
    """When it was done; for the one whose turn it is since when it waits. ISO, or ""."""
    decision: Decision | None = None
    """What was signed; None for a step without an opinion, or not signed."""
    signature: int = 0
    """Which signature of the newest form says so, from 1; 0 for none."""
    used: int = 0
    """Working days since it waits."""
    allowed: int = 0
    """Working days it may take; 0 = no term."""
    mark: str = ""
    """Not empty where the holidays of a year were not known."""


@dataclass(frozen=True, slots=True)
class _Passage:
    source: str
    target: str
    info: RevisionInfo


def chain_steps(
    flow: Flow,
    review: str,
    history: Sequence[RevisionInfo],
    signed: Sequence[Signed],
    now: datetime,
    table: HolidayTable | None = None,
) -> list[ChainStep]:
    """The steps of a flow in their order, for a record in the state `review`.

    `history`: newest first. `signed`: the opinions on the form of this content; older ones are
    void and have no place here. A record that was returned or withdrawn begins anew.
    """
    table = table or shipped_holidays()
    way = way_of(flow)
    passages = _this_round(way, history)
    done = {(one.source, one.target): one.info for one in passages}
    last = passages[-1] if passages else None
    is_off = review not in _states(way)
    again = is_off and not flow.state(review).frozen
    spoken = list(signed)
    steps: list[ChainStep] = []
    for number, move in enumerate(way):
        label = move.label if not number else flow.state(move.source).label.removeprefix("待")
        waits = ChainStep(label, _roles(move), Turn.LATER)
        if review == move.source or (again and not number):
            before = way[number - 1] if number else None
            since = done.get((before.source, before.target)) if before else None
            steps.append(_now(waits, before, since, now, table))
        elif again:
            steps.append(waits)
        elif (info := done.get((move.source, move.target))) is not None:
            steps.append(_done(waits, info, _said(move, spoken), Turn.DONE))
        elif is_off and last and (last.source, last.target) == (move.source, review):
            steps.append(_done(waits, last.info, _said(move, spoken), Turn.REFUSED))
        else:
            steps.append(waits)
    return steps


def way_of(flow: Flow) -> list[Move]:
    """The moves from the beginning to the end if everybody agrees."""
    way: list[Move] = []
    state = flow.start
    seen = {state}
    while True:
        onward = [m for m in flow.moves_from(state) if not m.needs_note and m.target not in seen]
        if not onward:
            return way
        way.append(onward[0])
        state = onward[0].target
        seen.add(state)


def _states(way: Sequence[Move]) -> set[str]:
    return {state for move in way for state in (move.source, move.target)}


def _this_round(way: Sequence[Move], history: Sequence[RevisionInfo]) -> list[_Passage]:
    """The changes of state since the record was last put forward, that one first."""
    if not way:
        return []
    passages = list(_passages(history, way[0].source))
    later = {move.target for move in way}
    for at in range(len(passages) - 1, -1, -1):
        one = passages[at]
        if one.target == way[0].target and one.source not in later:
            return [_Passage(way[0].source, one.target, one.info), *passages[at + 1 :]]
    return []


def _passages(history: Sequence[RevisionInfo], start: str) -> Iterator[_Passage]:
    before = start
    for info in reversed(history):
        if info.review != before:
            yield _Passage(before, info.review, info)
        before = info.review


def _said(move: Move, spoken: list[Signed]) -> Signed | None:
    """The first signature that could be of this step; each is of one step only."""
    if not move.opinions:
        return None
    for one in spoken:
        if one.statement.role in move.roles:
            spoken.remove(one)
            return one
    return None


def _roles(move: Move) -> str:
    return "、".join(map(role_label, move.roles))


def _done(step: ChainStep, info: RevisionInfo, said: Signed | None, turn: Turn) -> ChainStep:
    """As it was signed; without a signature as the history has it."""
    if said is None:
        return replace(step, turn=turn, who=info.who, at=info.at)
    statement = said.statement
    return replace(
        step,
        turn=turn,
        roles=role_label(statement.role),
        who=said.name,
        at=timestamp(statement.at),
        decision=statement.decision,
        signature=said.number,
    )


def _now(
    step: ChainStep,
    before: Move | None,
    since: RevisionInfo | None,
    now: datetime,
    table: HolidayTable,
) -> ChainStep:
    """Whose turn it is, with the clock that the move before it has started.

    Days are those of the place where it is looked at, wherever the move was made.
    """
    if before is None or since is None:
        return replace(step, turn=Turn.NOW)
    begun = datetime.fromisoformat(since.at).astimezone(now.tzinfo).date()
    span = table.working_days_between(begun, now.date())
    used = max(span.days, 0)
    return replace(
        step,
        turn=Turn.NOW,
        at=since.at,
        used=used,
        allowed=before.working_days,
        mark=span.mark,
    )
