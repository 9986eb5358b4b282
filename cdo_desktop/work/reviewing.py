"""Review: submit, return, approve; records with errors of that stage stay behind and are listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.lifecycle import may_move, move_from, stopping, who_may
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.people import Person
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.errors import Refused
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.flows import Move
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.validate.across import Across, slim
from cdo_desktop.work.checking import assess, check_codes, check_record
from cdo_desktop.work.typed import named, record_called
from cdo_desktop.workbench import Workbench

PERSON, APPOINTMENT = "person", "appointment"
TWICE = ("CDO-V301", "CDO-V307")
"""A name or a code that two records bear: errors of the check across records that stop a move."""
_SHOWN = 3
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
        outcome = _tried(at_desk, record, key, note, held)
        if isinstance(outcome, StayedBehind):
            stayed[record.id] = outcome
        else:
            going[record.id] = (record, outcome)
    for behind in list(_twice(bench, list(going.values()))):
        stayed[behind.record.id] = behind
        del going[behind.record.id]
    return Moved(_made(at_desk, list(going.values()), note, run), tuple(stayed.values()))


def _tried(
    bench: Workbench, record: Record, key: str, note: str, held: Mapping[str, Sequence[str]]
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
    if wanted.needs_note and not note.strip():
        raise Refused("CDO-S207", move=wanted.label)
    found = stopping(wanted, check_record(bench, record, wanted.stage))
    return _behind(record, found) if found else wanted


def roles_of(person: Person, held: Mapping[str, Sequence[str]]) -> list[str]:
    """What somebody holds: by their record, and by name where an appointment names no record."""
    return [*held.get(person.id, ()), *held.get(person.name, ())]


def _behind(record: Record, found: tuple[Finding, ...]) -> StayedBehind:
    more = f" 等 {len(found)} 处" if len(found) > _SHOWN else ""
    return StayedBehind(record, found, "；".join(f.message() for f in found[:_SHOWN]) + more)


def _twice(bench: Workbench, going: Sequence[tuple[Record, Move]]) -> Iterator[StayedBehind]:
    """Those whose name or code an earlier record of the list bears, or whose code another record
    was given before; the check calls it an error.

    The others are looked up by index, so that one record of 100 000 moves at once.
    """
    guarded = [record for record, move in going if move.stops]
    first = _first_bearers(bench, guarded)
    reused = {found.place.record: found for found in check_codes(bench, guarded)}
    across = Across(bench.library.kinds)
    for record, move in going:
        others = {first[mark].id: first[mark] for mark in _marks(record) if mark in first}
        found: list[Finding] = []
        for other in others.values():
            if other.id != record.id:
                pair = [slim(one, bench.library.kind(one.kind)) for one in (other, record)]
                found += across.check(pair, len(pair), Run())
        twice = [f for f in found if f.code in TWICE and f.place.record == record.id]
        twice += [reused[record.id]] if record.id in reused else []
        if stops := stopping(move, twice):
            yield _behind(record, stops)


def _first_bearers(bench: Workbench, records: Sequence[Record]) -> dict[tuple[str, ...], Record]:
    """By name or code, the record of the list that bore it first."""
    first: dict[tuple[str, ...], Record] = {}
    for kind in {record.kind for record in records}:
        own = [record for record in records if record.kind == kind]
        pairs = [(name_key(record.org.name), name_key(record.title)) for record in own]
        codes = [record.code for record in own if record.code]
        known = (bench.workspace.by_names(kind, pairs), bench.workspace.by_codes(kind, codes))
        for record in [*own, *(other for found in known for other in found.values())]:
            for mark in _marks(record):
                first[mark] = min(record, first.get(mark, record), key=lambda one: one.id)
    return first


def _marks(record: Record) -> Iterator[tuple[str, ...]]:
    """What no other record of the list may bear (1272号 核心元数据2、3)."""
    yield record.kind, name_key(record.org.name), name_key(record.title)
    if record.code:
        yield record.kind, record.code


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
