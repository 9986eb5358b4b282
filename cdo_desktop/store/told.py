"""Facts that steps tell beside the revisions they make: in force as long as their step is.

Such a fact has no table: it stands in the payload of a step, under the chain's protection, and
undo and redo take it back and put it again with the step.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from cdo_desktop.store.tables import StepRow, table

STEP = table(StepRow)


@dataclass(frozen=True, slots=True)
class ToldFact:
    """What a step in force tells, and who made the step."""

    step: int
    who: str
    at: str
    why: str
    fact: Mapping[str, Any]


class Told:
    """What can be read of the facts told in an open workspace."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def told(self, key: str) -> list[ToldFact]:
        """Everything told under a key by the steps that are in force, oldest first."""
        asked = (
            select(STEP.c.seq, STEP.c.who_name, STEP.c.at, STEP.c.why, STEP.c.payload)
            .where(STEP.c.kind == "do", STEP.c.undone == 0)
            .where(func.instr(STEP.c.payload, f'"{key}":') > 0)
            .order_by(STEP.c.seq)
        )
        with self._reading() as connection:
            rows = connection.execute(asked).all()
        found = ((row, msgspec.json.decode(row[-1]).get(key)) for row in rows)
        return [ToldFact(*row[:-1], fact) for row, fact in found if isinstance(fact, dict)]

    def told_in(self, step: int) -> Mapping[str, Any]:
        """All that one step tells, in force or not."""
        with self._reading() as connection:
            payload = connection.scalar(select(STEP.c.payload).where(STEP.c.seq == step))
        found = msgspec.json.decode(payload) if payload else {}
        return found if isinstance(found, dict) else {}
