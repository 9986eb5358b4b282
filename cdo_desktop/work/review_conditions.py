"""Conditions of signed opinions as they stand: which there are, and which of them were met.

What was ticked off stands in the step that did it, never in the record: a signed form stays frozen
and its signatures stay good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cdo_desktop.domain.record import Record
from cdo_desktop.package.form_reading import FormContent
from cdo_desktop.store.told import ToldFact
from cdo_desktop.tasks import Run
from cdo_desktop.work.review_making import newest_form, says
from cdo_desktop.workbench import Workbench

MET = "conditionMet"
"""Under this key a step tells which condition of which signature of which form was met."""


@dataclass(frozen=True, slots=True)
class Met:
    """That a condition was found met."""

    by: str
    at: datetime
    note: str
    evidence: Mapping[str, Any] | None = None
    """The attachment value {"sha256", "name", "size"} of the proof that was kept."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of one signed opinion."""

    package_id: str
    """The form in which it was signed."""
    signature: int
    number: int
    """Its place in the opinion, from 1."""
    text: str
    name: str
    """Whose opinion it is."""
    role: str
    said_at: datetime
    void: bool
    """Whether the record says something else now, so that the opinion no longer counts."""
    met: Met | None = None

    @property
    def key(self) -> str:
        """How it is called where one types: signature and place, as 2.1."""
        return f"{self.signature}.{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be met."""
        return self.met is None and not self.void

    @property
    def met_words(self) -> str:
        """When and by whom it was found met, as the form prints it; "" while it is open."""
        return met_words(self.met)


def met_words(met: Met | None) -> str:
    """When and by whom a condition was found met, and why; "" where it is not."""
    if met is None:
        return ""
    day = met.at.astimezone().date()
    words = f"{met.by}于 {day:%Y-%m-%d} 确认已落实：{met.note}"
    return f"{words}（附“{met.evidence['name']}”）" if met.evidence else words


def all_conditions(bench: Workbench, record: Record, run: Run) -> list[Condition]:
    """The conditions of everybody who signed the newest form of a record, in their order.

    Raises Refused where the form that is kept can no longer be read.
    """
    newest = newest_form(bench, record.id, run)
    return conditions_in(bench, record, newest[0].package_id, newest[1]) if newest else []


def conditions_in(
    bench: Workbench, record: Record, package_id: str, content: FormContent
) -> list[Condition]:
    """The same of a form that was read already."""
    met, void = _met(bench, package_id), not says(content, record)
    return [
        Condition(
            package_id,
            one.number,
            number,
            text,
            one.certificate.name,
            one.statement.role,
            one.statement.at,
            void,
            met.get((one.number, number)),
        )
        for one in content.signatures
        for number, text in enumerate(one.statement.conditions, 1)
    ]


def open_conditions(bench: Workbench, record: Record, run: Run) -> list[Condition]:
    """Those that still have to be met. Raises as `all_conditions`."""
    return [one for one in all_conditions(bench, record, run) if one.is_open]


def open_words(conditions: Sequence[Condition]) -> str:
    """Open conditions in one sentence of a refusal: all of them, for all have to be met."""
    return "；".join(f"{one.key} {one.text}（{one.name}）" for one in conditions)


def who_ticks(bench: Workbench, record: Record, role: str) -> tuple[str, ...]:
    """The roles that may find a condition met: in which it was made, and who then decides."""
    flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
    deciding = [each for move in flow.moves if move.conditions_met for each in move.roles]
    return tuple(dict.fromkeys((role, *deciding)))


def _met(bench: Workbench, package_id: str) -> dict[tuple[int, int], Met]:
    """(signature, condition) -> that it was met, of one form."""
    return {
        (one.fact["signature"], one.fact["condition"]): _read(one)
        for one in bench.workspace.told(MET)
        if one.fact["package"] == package_id
    }


def _read(told: ToldFact) -> Met:
    at = datetime.fromisoformat(told.at)
    return Met(told.who, at, told.why, told.fact.get("evidence"))
