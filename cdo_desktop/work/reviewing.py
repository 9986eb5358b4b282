"""Review: submit, return, approve; records with errors of that stage stay behind and are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.lifecycle import may_move, move_from, stopping, who_may
from cdo_desktop.domain.listing import Assessment, ListQuery
from cdo_desktop.domain.people import Person
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.errors import Refused
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.flows import Move
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import assess, check_record
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class StayedBehind:
    """A record that could not move, and why."""

    record: Record
    findings: tuple[Finding, ...]
    """Empty if the table of moves has no such move from its state."""
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move of several records came to."""

    moved: tuple[Record, ...]
    stayed: tuple[StayedBehind, ...]


def person_called(bench: Workbench, name: str) -> Person:
    """The person with this name; known by name only if there is no such person record."""
    for number in bench.workspace.numbers(ListQuery(kind="person", text=name)):
        summary = bench.workspace.summaries([number])[number]
        if summary.title == name:
            return Person(name, summary.id)
    return Person(name)


def roles_held(bench: Workbench) -> dict[str, list[str]]:
    """Person's name -> keys of the roles to which they are appointed today.

    Somebody whose appointment is over or not yet begun is there without a role: where appointments
    are kept at all, only they give the right to move a record.
    """
    today = bench.clock.now().date().isoformat()
    labels = {label: key for key, label in ROLES.items()}
    held: dict[str, list[str]] = {}
    for record in bench.workspace.each_record(ListQuery(kind="appointment")):
        kind = bench.library.version(record.kind, record.standard)
        begins, ends = (record.values.get(key, "") for key in ("from_date", "to_date"))
        role = labels.get(shown(kind.role_value(record.values, Role.APPOINTMENT_ROLE)))
        roles = held.setdefault(shown(kind.role_value(record.values, Role.PERSON)), [])
        if role and (not begins or begins <= today) and (not ends or today <= ends):
            roles.append(role)
    return held


def move(bench: Workbench, key: str, ids: Sequence[str], by: str, note: str, run: Run) -> Moved:
    """Make the move `key` (submit, return, approve) with these records, as one step.

    Roles are checked where the workspace knows appointments. Raises Refused if `by` may not, or
    the move wants a note and there is none.
    """
    at_desk = bench.done_by(person_called(bench, by))
    held = roles_held(bench)
    going: list[tuple[Record, Move, Assessment]] = []
    stayed: list[StayedBehind] = []
    for id_ in run.each("核对", ids, len(ids)):
        record = bench.workspace.record(id_)
        outcome = _tried(at_desk, record, key, note, held)
        if isinstance(outcome, StayedBehind):
            stayed.append(outcome)
        else:
            going.append((record, outcome, assess(bench, replace(record, review=outcome.target))))
    return Moved(_made(at_desk, going, note), tuple(stayed))


def _tried(
    bench: Workbench, record: Record, key: str, note: str, held: dict[str, list[str]]
) -> Move | StayedBehind:
    flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
    try:
        wanted = move_from(flow, record.review, key)
    except Refused as error:
        return StayedBehind(record, (), error.happened)
    if held and not may_move(wanted, held.get(bench.who.name, [])):
        raise Refused("CDO-S206", who=bench.who.name, move=wanted.label, roles=who_may(wanted))
    if wanted.needs_note and not note.strip():
        raise Refused("CDO-S207", move=wanted.label)
    found = stopping(wanted, check_record(bench, record, wanted.stage))
    if found:
        return StayedBehind(record, found, "；".join(f.message() for f in found[:3]))
    return wanted


def _made(
    bench: Workbench, going: Sequence[tuple[Record, Move, Assessment]], note: str
) -> tuple[Record, ...]:
    if not going:
        return ()
    first = going[0]
    name = f"{first[1].label} {len(going)} 条"
    if len(going) == 1:
        name = f"{first[1].label}“{first[0].title}”"
    with bench.workspace.unit(bench.act(note), name) as unit:
        return tuple(
            unit.save(replace(record, review=wanted.target), figures, record.revision_id)
            for record, wanted, figures in going
        )


def waiting_for(bench: Workbench, key: str) -> list[str]:
    """The ids of all records from whose state the move is allowed."""
    ids: list[str] = []
    for kind in bench.library.kinds.values():
        sources = tuple(move.source for move in bench.library.flow_of(kind).moves_called(key))
        ids += bench.workspace.ids(ListQuery(kind.key, states=sources))
    return ids
