"""Undo and redo: new revisions made by a named step, never a deletion, so the chain stays true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.people import Person
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Conflict, Refused
from cdo_desktop.store.chain import Step
from cdo_desktop.store.rows import CONTENT_COLUMNS, RECORD, REVISION, record_of
from cdo_desktop.store.tables import StepRow, table
from cdo_desktop.store.unit import Unit

STEP = table(StepRow)
IN_FORCE, UNDONE, GONE = 0, 1, 2
STAY, TOGETHER = "stay", "together"
"""In a step's payload: the stay in a field it belongs to; the numbers of all steps it undid or did
again, where they are several."""

Assess = Callable[[Record], Assessment]


@dataclass(frozen=True, slots=True)
class Span:
    """What one step did to one record: from the content before it to the content after."""

    record_id: str
    before: str
    """Revision id; "" if the step made the record."""
    after: str


@dataclass(frozen=True, slots=True)
class Turn:
    """That a step took records of a kind from one state of the review to another."""

    kind: str
    standard: str
    before: str
    after: str


def together(connection: Connection, step: int) -> list[int]:
    """The steps that are undone and done again with this one, oldest first; at least itself.

    They were made one right after the other in one stay in a field, and stand as it does: all in
    force, or all undone (docs/adr/0004).
    """
    asked = select(STEP.c.seq, STEP.c.kind, STEP.c.undone, STEP.c.payload)
    before = asked.where(STEP.c.seq <= step).order_by(STEP.c.seq.desc())
    after = asked.where(STEP.c.seq >= step).order_by(STEP.c.seq)
    return [*reversed(_of_its_stay(connection, before)), step, *_of_its_stay(connection, after)]


def _of_its_stay(connection: Connection, asked: Select[Any]) -> list[int]:
    """The numbers of the steps after the first that are of its stay, until one is not."""
    with connection.execute(asked) as rows:
        _, *first = next(rows)
        if f'"{STAY}":' not in first[-1]:
            return []
        return [seq for seq, *_ in takewhile(lambda row: [*row[1:]] == first, rows)]


def turns(connection: Connection, step: int) -> tuple[Person, frozenset[Turn]]:
    """Who made a step, and what it did to the review of records that were there before.

    Also what the steps did that are undone together with it.
    """
    maker = connection.execute(select(STEP.c.who_name, STEP.c.who_id).where(STEP.c.seq == step))
    before = REVISION.alias()
    first_parent = func.substr(REVISION.c.parents, 3, 64)  # ["…"] in canonical JSON
    found = connection.execute(
        select(REVISION.c.kind, REVISION.c.standard, before.c.review, REVISION.c.review)
        .join(before, before.c.revision_id == first_parent)
        .where(REVISION.c.step.in_(together(connection, step)))
        .where(before.c.review != REVISION.c.review)
        .distinct()
    )
    return Person(*maker.one()), frozenset(Turn(*row) for row in found)


def undo_target() -> Select[tuple[int]]:
    """The number of the newest step in force that changed records."""
    return select(func.max(STEP.c.seq)).where(STEP.c.kind == "do", STEP.c.undone == IN_FORCE)


def redo_target() -> Select[tuple[int]]:
    """The number of the step that was undone last and may still be done again."""
    return select(func.min(STEP.c.seq)).where(STEP.c.kind == "do", STEP.c.undone == UNDONE)


def settle(connection: Connection, step: Step) -> None:
    """After a step: what it undid, what can no longer be redone."""
    if step.kind == "note":
        return
    if step.kind == "do":
        changed = update(STEP).where(STEP.c.undone == UNDONE).values(undone=GONE)
    else:
        undone = UNDONE if step.kind == "undo" else IN_FORCE
        steps = step.payload.get(TOGETHER, [step.target])
        changed = update(STEP).where(STEP.c.seq.in_(steps)).values(undone=undone)
    connection.execute(changed)


def take_back(unit: Unit, target: int, assess: Assess) -> int:
    """Write every record of the step, and of those undone with it, as it was before; their number.

    Raises Conflict, and Refused where one of them has left in a package as it stands.
    """
    spans = _spans(unit, target)
    _only_at_home(unit.connection, spans)
    for span in spans:
        _write(unit, span.record_id, wanted=span.before, expected=span.after, assess=assess)
    return len(spans)


def _only_at_home(connection: Connection, spans: Sequence[Span]) -> None:
    """What was exported is not taken back behind the package's back: it is edited and reviewed.

    An edit made since is: the record then says again what the package says (store/delivery.py).
    """
    changed = {span.record_id for span in spans}
    exported = select(RECORD.c.id, RECORD.c.title).where(RECORD.c.delivery != "")
    for record_id, title in connection.execute(exported):
        if record_id in changed:
            raise Refused("CDO-S217", title=title)


def do_again(unit: Unit, target: int, assess: Assess) -> int:
    """Write every record of the step, and of those done again with it, as it was after; their
    number. Raises Conflict."""
    spans = _spans(unit, target)
    for span in spans:
        _write(unit, span.record_id, wanted=span.after, expected=span.before, assess=assess)
    return len(spans)


def _spans(unit: Unit, step: int) -> list[Span]:
    """What the steps to be replayed did; where they are several, the replaying step names them."""
    steps = together(unit.connection, step)
    if len(steps) > 1:
        unit.tell({TOGETHER: steps})
    columns = (REVISION.c.record_id, REVISION.c.revision_id, REVISION.c.parents)
    rows = unit.connection.execute(
        select(*columns).where(REVISION.c.step.in_(steps)).order_by(REVISION.c.seq)
    )
    spans: dict[str, Span] = {}
    for record_id, revision_id, parents in rows:
        first = spans.get(record_id)
        before = first.before if first else parents.strip('[]"')
        spans[record_id] = Span(record_id, before, revision_id)
    return list(spans.values())


def _write(unit: Unit, record_id: str, *, wanted: str, expected: str, assess: Assess) -> None:
    current = _record(unit.connection, RECORD.c.id, record_id, current=True)
    there = _record(unit.connection, REVISION.c.revision_id, expected) if expected else None
    if not _same(current, there):
        raise Conflict("CDO-S202", title=current.title)
    if wanted:
        made = _record(unit.connection, REVISION.c.revision_id, wanted)
    else:
        made = replace(current, deleted=True)
    unit.save(made, assess(made), current.revision_id)


def _same(current: Record, there: Record | None) -> bool:
    """Whether the record still is what the step left behind (steps undone since count for it)."""
    if there is None:
        return current.deleted
    return (current.values, current.groups, current.review, current.deleted) == (
        there.values,
        there.groups,
        there.review,
        there.deleted,
    )


def _record(connection: Connection, column: Any, what: str, current: bool = False) -> Record:
    statement = select(*CONTENT_COLUMNS).where(column == what)
    if current:
        statement = statement.join(RECORD, RECORD.c.seq == REVISION.c.seq)
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise Refused("CDO-S205", what=what)
    return record_of(row)
