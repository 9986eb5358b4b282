"""Through which states of the review records have come, and when."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cdo_desktop.store.rows import REVISION
from cdo_desktop.store.tables import StepRow, table

STEP = table(StepRow)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class StateEntered:
    """That a record came from one state into another."""

    before: str
    """"" where the record was made in it."""
    state: str
    at: str
    by_undoing: bool
    """Whether a move was taken back by it: it is none itself."""


class Turning:
    """What can be read of the states that records were in."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def states_entered(self, record_ids: Sequence[str]) -> dict[str, list[StateEntered]]:
        """Record id -> the states it came into, oldest first; undone moves and undoing too."""
        found: dict[str, list[StateEntered]] = {}
        columns = (REVISION.c.record_id, REVISION.c.review, REVISION.c.at, STEP.c.kind)
        with self._reading() as connection:
            for start in range(0, len(record_ids), _CHUNK):
                part = record_ids[start : start + _CHUNK]
                asked = select(*columns).join(STEP, STEP.c.seq == REVISION.c.step)
                asked = asked.where(REVISION.c.record_id.in_(part)).order_by(REVISION.c.seq)
                for record_id, review, at, kind in connection.execute(asked):
                    entered = found.setdefault(record_id, [])
                    before = entered[-1].state if entered else ""
                    if review != before:
                        entered.append(StateEntered(before, review, at, kind == "undo"))
        return found
