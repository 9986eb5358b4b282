"""States and moves: who may go where, and what an edit does to a state. The table is data."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import Refused
from cdo_desktop.standard.flows import Flow, Move


class Delivery(StrEnum):
    """How far a revision in a package has come; set by export, `handed`, checked receipts only."""

    EXPORTED = "exported"
    HANDED = "handed"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The word users see."""
        return _DELIVERY_WORDS[self]


_DELIVERY_WORDS = {
    Delivery.EXPORTED: "已导出",
    Delivery.HANDED: "已交接",
    Delivery.RECEIVED: "已接收",
    Delivery.ACCEPTED: "已受理",
    Delivery.REJECTED: "被退回",
}


def state_word(flow: Flow, review: str, delivery: str) -> str:
    """The one word a list shows: delivery if the current revision was exported, else review."""
    return Delivery(delivery).label if delivery else flow.state(review).label


def move_from(flow: Flow, state: str, key: str) -> Move:
    """The move with this key from this state. Raises Refused if the table has none."""
    for move in flow.moves_called(key):
        if move.source == state:
            return move
    known = flow.moves_called(key)
    label = known[0].label if known else key
    raise Refused("CDO-S201", move=label, state=flow.state(state).label)


def state_after_edit(flow: Flow, state: str) -> str:
    """Where an edit leaves a record: what was submitted or approved becomes a new draft.

    A returned record stays returned until it is submitted again, so that the return stays visible.
    """
    return state if state == "returned" else flow.start


def may_move(move: Move, held: Sequence[str]) -> bool:
    """Whether somebody who holds these roles may make the move."""
    return not move.roles or any(role in move.roles for role in held)


def who_may(move: Move) -> str:
    """The labels of those who may, for a sentence."""
    return "、".join(role_label(role) for role in move.roles)


def stopping(move: Move, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those findings that keep the record where it is."""
    return tuple(finding for finding in findings if finding.severity in move.stops)
