"""Where a signed opinion leads a record: the moves of its flow, and what stops them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cdo_desktop.domain.lifecycle import stopping
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision, Statement
from cdo_desktop.errors import Refused
from cdo_desktop.standard.flows import Flow, Move
from cdo_desktop.store.unit import Unit
from cdo_desktop.work.checking import assess, check_record
from cdo_desktop.workbench import Workbench

_MOVES = {Decision.AGREE: "approve", Decision.AGREE_IF: "approve", Decision.REFUSE: "return"}
"""The move that an opinion makes in flows that do not speak of opinions themselves."""
_TOLD = 3


def opinion_move(flow: Flow, state: str, role: str, decision: Decision) -> Move | None:
    """The move that this opinion of somebody in this role makes from this state."""
    return next((one for one in _moves(flow, role, decision) if one.source == state), None)


def _moves(flow: Flow, role: str, decision: Decision) -> list[Move]:
    spoken = [move for move in flow.moves if decision.value in move.opinions]
    found = spoken if flow.opinions else flow.moves_called(_MOVES[decision])
    return [move for move in found if role in move.roles]


def flow_of(bench: Workbench, record: Record) -> Flow:
    """The flow that a record follows."""
    return bench.library.flow_of(bench.library.version(record.kind, record.standard))


def may_be_signed(bench: Workbench, record: Record, statement: Statement) -> None:
    """Refused unless the first opinion can be given now: E772 the state, E767 open errors.

    Where the flow knows no opinion of this role the state does not matter.
    """
    flow = flow_of(bench, record)
    if not _moves(flow, statement.role, statement.decision):
        return
    move = opinion_move(flow, record.review, statement.role, statement.decision)
    if move is None:
        state = flow.state(record.review).label
        raise Refused("CDO-E772", title=record.title, state=state)
    found = stopping(move, check_record(bench, record, move.stage)) if move.stops else ()
    if found:
        words = "；".join(one.message() for one in found[:_TOLD])
        more = f" 等 {len(found)} 处" if len(found) > _TOLD else ""
        raise Refused("CDO-E767", title=record.title, findings=words + more)


def was_sent_back(bench: Workbench, record: Record, statements: Sequence[Statement]) -> bool:
    """Whether a record is no longer where these opinions, as they were signed, had taken it.

    What an opinion of a chief data officer leads to is frozen; who returns it, thaws it.
    """
    flow = flow_of(bench, record)
    if flow.state(record.review).frozen:
        return False
    led = (_moves(flow, one.role, one.decision) for one in statements)
    return any(moves and all(flow.state(m.target).frozen for m in moves) for moves in led)


def moved(bench: Workbench, unit: Unit, record: Record, statement: Statement) -> Record:
    """The record after a verified opinion: in the state it leads to, or where it was."""
    flow = flow_of(bench, record)
    move = opinion_move(flow, record.review, statement.role, statement.decision)
    if move is None or move.target == record.review:
        return record
    there = replace(record, review=move.target)
    return unit.save(there, assess(bench, there), record.revision_id)
