"""Review: submit, return, approve; records with errors of that stage stay behind and are listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.lifecycle import may_move, move_from, stopping, who_may
from cdo_desktop.domain.listing import ListQuery, Summary
from cdo_desktop.domain.people import Person
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.errors import Refused
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.flows import Move
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import assess, check_record
from cdo_desktop.work.review_conditions import open_conditions, open_words
from cdo_desktop.work.twice import check_twice
from cdo_desktop.work.typed import named, record_called
from cdo_desktop.workbench import Workbench

PERSON, APPOINTMENT = "person", "appointment"
_READ = 500
"""So many lines are read at a time."""
TOLD = 3
"""So many of the findings of a record are told; how many there are is said."""


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
    """The person with this name, code or id; by name only if there is no such person record.

    Raises Refused for no name, and for one that several persons bear.
    """
    word = name.strip()
    if not word:
        raise Refused("CDO-U114", what="办理人")
    found = named(bench, PERSON, word)
    return Person(found["title"], found["id"]) if found else Person(word)


def roles_held(bench: Workbench) -> dict[str, list[str]]:
    """Person's name -> keys of the roles to which somebody of that name is appointed today.

    Somebody whose appointment is over or not yet begun is there without a role: where appointments
    are kept at all, only they give the right to move a record.
    """
    held: dict[str, list[str]] = {}
    for person, roles in _appointed(bench):
        held.setdefault(person.name, []).extend(roles)
    return held


def rights(bench: Workbench) -> dict[str, list[str]]:
    """As `roles_held`, but by record id where the appointment names a person record."""
    held: dict[str, list[str]] = {}
    for person, roles in _appointed(bench):
        held.setdefault(person.id or person.name, []).extend(roles)
    return held


def knows_appointments(bench: Workbench) -> bool:
    """Whether this workspace says who may make which move; else whoever is here may."""
    return bench.workspace.count(ListQuery(APPOINTMENT)) > 0


def awaiting(bench: Workbench, key: str, ids: Sequence[str], run: Run) -> list[Summary]:
    """Those of these records from whose state the move is allowed, as lists show them.

    Raises Cancelled.
    """
    numbers = [bench.workspace.number_of(id_) for id_ in run.each("核对", ids, len(ids))]
    parts = (numbers[at : at + _READ] for at in range(0, len(numbers), _READ))
    lines = (line for part in parts for line in bench.workspace.summaries(part).values())
    return [line for line in lines if line.review in _sources(bench, line.kind, key)]


def unhindered(bench: Workbench, key: str, ids: Sequence[str], run: Run) -> list[Summary]:
    """Of those whose turn it is, the ones that no open condition keeps where they are.

    Raises Refused where a form that is kept can no longer be read, Cancelled.
    """
    return [one for one in awaiting(bench, key, ids, run) if not _is_held(bench, one, key, run)]


def _is_held(bench: Workbench, line: Summary, key: str, run: Run) -> bool:
    record = bench.workspace.record(line.id)
    flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
    return _not_met(bench, record, move_from(flow, record.review, key), run) is not None


def _sources(bench: Workbench, kind: str, key: str) -> list[str]:
    """The states of a kind from which a move is allowed."""
    flow = bench.library.flow_of(bench.library.kind(kind))
    return [move.source for move in flow.moves_called(key)]


def _appointed(bench: Workbench) -> Iterator[tuple[Person, list[str]]]:
    """Every appointment: the person, and the role if it is in force today."""
    today = bench.clock.now().date().isoformat()
    labels = {label: key for key, label in ROLES.items()}
    for record in bench.workspace.each_record(ListQuery(APPOINTMENT)):
        kind = bench.library.version(record.kind, record.standard)
        begins, ends = (record.values.get(key, "") for key in ("from_date", "to_date"))
        role = labels.get(shown(kind.role_value(record.values, Role.APPOINTMENT_ROLE)))
        who = kind.role_value(record.values, Role.PERSON)
        person = Person(shown(who), who.get("id", "") if isinstance(who, dict) else "")
        in_force = (not begins or begins <= today) and (not ends or today <= ends)
        yield person, [role] if role and in_force else []


def move(bench: Workbench, key: str, ids: Sequence[str], by: str, note: str, run: Run) -> Moved:
    """Make the move `key` (submit, return, approve) with these records, as one step.

    Roles are checked where the workspace knows appointments. Raises Refused if `by` may not, the
    name is borne by several, or the move wants a note and there is none; Cancelled.
    """
    at_desk = bench.done_by(person_called(bench, by))
    held = rights(bench)
    going: dict[str, tuple[Record, Move]] = {}
    stayed: dict[str, StayedBehind] = {}
    for id_ in run.each("核对", ids, len(ids)):
        record = record_called(bench, id_)
        outcome = _tried(at_desk, record, key, note, held, run)
        if isinstance(outcome, StayedBehind):
            stayed[record.id] = outcome
        else:
            going[record.id] = (record, outcome)
    for behind in list(_twice(bench, list(going.values()))):
        stayed[behind.record.id] = behind
        del going[behind.record.id]
    return Moved(_made(at_desk, list(going.values()), note, run), tuple(stayed.values()))


def _tried(
    bench: Workbench,
    record: Record,
    key: str,
    note: str,
    held: Mapping[str, Sequence[str]],
    run: Run,
) -> Move | StayedBehind:
    if record.deleted:
        return StayedBehind(record, (), Refused("CDO-S212", title=record.title).happened)
    flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
    try:
        wanted = move_from(flow, record.review, key)
    except Refused as error:
        return StayedBehind(record, (), error.happened)
    if held and not may_move(wanted, roles_of(bench.who, held)):
        raise Refused("CDO-S206", who=bench.who.name, move=wanted.label, roles=who_may(wanted))
    if wanted.opinions:
        return StayedBehind(record, (), Refused("CDO-S232", move=wanted.label).happened)
    if wanted.needs_note and not note.strip():
        raise Refused("CDO-S207", move=wanted.label)
    if behind := _not_met(bench, record, wanted, run):
        return behind
    found = stopping(wanted, check_record(bench, record, wanted.stage))
    return _behind(record, found) if found else wanted


def _not_met(bench: Workbench, record: Record, wanted: Move, run: Run) -> StayedBehind | None:
    """That conditions of the opinions are open which this move wants met."""
    still = open_conditions(bench, record, run) if wanted.conditions_met else []
    if not still:
        return None
    facts = {"move": wanted.label, "count": len(still), "conditions": open_words(still)}
    return StayedBehind(record, (), Refused("CDO-S240", **facts).happened)


def roles_of(person: Person, held: Mapping[str, Sequence[str]]) -> list[str]:
    """What somebody holds: by their record, and by name where an appointment names no record."""
    return [*held.get(person.id, ()), *held.get(person.name, ())]


def _behind(record: Record, found: tuple[Finding, ...]) -> StayedBehind:
    more = f" 等 {len(found)} 处" if len(found) > TOLD else ""
    return StayedBehind(record, found, "；".join(f.message() for f in found[:TOLD]) + more)


def _twice(bench: Workbench, going: Sequence[tuple[Record, Move]]) -> Iterator[StayedBehind]:
    """Those that bear what another record bears; the check calls it an error."""
    found = check_twice(bench, [record for record, move in going if move.stops])
    for record, move in going:
        if stops := stopping(move, found.get(record.id, ())):
            yield _behind(record, stops)


def _made(
    bench: Workbench, going: Sequence[tuple[Record, Move]], note: str, run: Run
) -> tuple[Record, ...]:
    if not going:
        return ()
    record, first = going[0]
    name = f"{first.label}“{record.title}”" if len(going) == 1 else f"{first.label} {len(going)} 条"
    moved = []
    with bench.step(name, note) as unit:
        for record, wanted in run.each("写入", going, len(going)):
            there = replace(record, review=wanted.target)
            moved.append(unit.save(there, assess(bench, there), record.revision_id))
    return tuple(moved)


def waiting_for(bench: Workbench, key: str) -> list[str]:
    """The ids of all records from whose state the move is allowed."""
    ids: list[str] = []
    for kind in bench.library.kinds.values():
        sources = tuple(move.source for move in bench.library.flow_of(kind).moves_called(key))
        if sources:
            ids += bench.workspace.ids(ListQuery(kind.key, states=sources))
    return ids
