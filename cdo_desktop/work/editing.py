"""Editing: every change is a new revision made by a named step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from cdo_desktop.domain.changes import changes
from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.lifecycle import may_move, state_after_edit, who_may
from cdo_desktop.domain.listing import Assessment, ListQuery, StepInfo
from cdo_desktop.domain.people import Person
from cdo_desktop.domain.record import Record, org_of, title_of
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import Refused
from cdo_desktop.standard.roles import Role
from cdo_desktop.store.undo import STAY
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import assess, check_codes, check_record
from cdo_desktop.work.review_conditions import MET, who_ticks
from cdo_desktop.work.reviewing import rights, roles_of
from cdo_desktop.work.typed import Entry, entered, record_called
from cdo_desktop.workbench import Workbench

_CHUNK = 500
"""So many lines of the recycle bin are read at a time."""


def new_record(
    bench: Workbench,
    kind_key: str,
    values: Mapping[str, Any],
    groups: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> Record:
    """A record that is not written yet; values are canonical, rows get their ids."""
    kind = bench.library.kind(kind_key)
    rows = {
        key: tuple({"id": new_id(), **row} for row in entries)
        for key, entries in (groups or {}).items()
    }
    blank = Record(new_id(), kind.key, kind.standard, bench.org, "", "", {}, rows)
    return settled(bench, replace(blank, values=dict(values)))


def settled(bench: Workbench, record: Record) -> Record:
    """The record with title, code and organisation as its values say."""
    kind = bench.library.version(record.kind, record.standard)
    return replace(
        record,
        code=str(kind.role_value(record.values, Role.CODE) or ""),
        title=title_of(kind, record.values),
        org=org_of(kind, record.values, bench.org),
    )


def add(
    bench: Workbench, records: Sequence[Record], name: str = "", run: Run | None = None
) -> list[Record]:
    """Write new records as one step; none is no step. Raises Cancelled."""
    if not records:
        return []
    made = _named("新建", records)
    with bench.step(name or made) as unit:
        watched = (run or Run()).each("写入", records, len(records))
        return [unit.save(record, assess(bench, record)) for record in watched]


def save(bench: Workbench, record: Record, expected: str, name: str = "", stay: str = "") -> Record:
    """Write a changed record; what was submitted or approved becomes a new draft.

    `expected` is the revision it was made from. Steps of the same `stay` (in a field), made one
    right after the other, are undone together. Raises Conflict if that is not the newest, Refused
    if the record lies in the recycle bin.
    """
    in_the_list(record)
    facts = {STAY: stay} if stay else {}
    called = name or f"修改“{record.title}”"
    return save_all(bench, [(record, expected)], called, facts=facts)[0]


def save_all(
    bench: Workbench,
    changed: Sequence[tuple[Record, str]],
    name: str,
    why: str = "",
    run: Run | None = None,
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> list[Record]:
    """Write changed records as one step, with these facts in it; as `save`. Raises Cancelled."""
    saved = []
    with bench.step(name, why) as unit:
        unit.tell(facts)
        for record, base in (run or Run()).each("写入", changed, len(changed)):
            draft = drafted(bench, settled(bench, record))
            saved.append(unit.save(draft, assess(bench, draft), base))
    return saved


def drafted(bench: Workbench, record: Record) -> Record:
    """The record in the state an edit leaves it in."""
    flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
    return replace(record, review=state_after_edit(flow, record.review))


def becomes_draft(bench: Workbench, record: Record) -> bool:
    """Whether an edit of this record takes it back to an earlier state, which is to be said."""
    return drafted(bench, record).review != record.review


def in_the_list(record: Record) -> None:
    """Raises Refused if the record lies in the recycle bin."""
    if record.deleted:
        raise Refused("CDO-S212", title=record.title)


def set_values(bench: Workbench, id_or_code: str, entries: Sequence[Entry]) -> Record:
    """Set values of a record as they were typed; the record as it is now.

    If nothing differs from what was there, nothing is written. Raises Refused for an element it has
    not, a name that several records bear, a record in the recycle bin.
    """
    record = record_called(bench, id_or_code)
    in_the_list(record)
    changed = record
    for entry in entries:
        changed = entered(bench, changed, entry)
    if changed == record:
        return record
    return save(bench, changed, record.revision_id)


def touched(bench: Workbench, before: Record, after: Record) -> list[Finding]:
    """What is wrong where an edit changed something, and what is wrong only since; in that order.

    The rest was there before, and is told by the check.
    """
    changed = {(change.group, change.element) for change in changes(before, after)}
    known = {_what(finding) for finding in check_record(bench, before)}
    found = check_record(bench, after)
    if after.code != before.code:
        found += check_codes(bench, [after])
    here = [f for f in found if (f.place.group, f.place.element) in changed]
    return [*here, *(f for f in found if _what(f) not in known and f not in here)]


def _what(finding: Finding) -> tuple[str, str, str, int]:
    """Which finding it is, whatever values it names."""
    place = finding.place
    return finding.code, place.group, place.element, place.row


def delete(bench: Workbench, ids: Sequence[str]) -> list[Record]:
    """Put records into the recycle bin: a tombstone, never a loss.

    Gives those that went; what lay there before is left alone.
    """
    called = _each_once(lambda word: record_called(bench, word), ids)
    found = [record for record in called if not record.deleted]
    if not found:
        return []
    with bench.step(_named("删除", found)) as unit:
        return [
            unit.save(replace(record, deleted=True), assess(bench, record), record.revision_id)
            for record in found
        ]


def restore(bench: Workbench, ids: Sequence[str]) -> list[Record]:
    """Take records out of the recycle bin, as drafts. Raises Refused if one is not in it."""
    found = _each_once(lambda word: _binned(bench, word), ids)
    for record in found:
        if not record.deleted:
            raise Refused("CDO-S209", title=record.title)
    if not found:
        return []
    back = [(replace(record, deleted=False), record.revision_id) for record in found]
    return save_all(bench, back, _named("恢复", found))


def _binned(bench: Workbench, word: str) -> Record:
    """The record with this id, also a short one, or the deleted one with this code.

    Raises Refused.
    """
    numbers = bench.workspace.numbers(ListQuery(deleted=True))
    coded = [
        line.id
        for start in range(0, len(numbers), _CHUNK)
        for line in bench.workspace.summaries(numbers[start : start + _CHUNK]).values()
        if line.code == word
    ]
    if len(coded) > 1:
        raise Refused("CDO-S204", what=word)
    return record_called(bench, coded[0] if coded else word)


def _each_once(find: Callable[[str], Record], words: Sequence[str]) -> list[Record]:
    """The records by id or code, each once however often it was named."""
    return list({record.id: record for record in map(find, words)}.values())


def _named(what: str, records: Sequence[Record]) -> str:
    """What a step is called that did this to these records."""
    return f"{what}“{records[0].title}”" if len(records) == 1 else f"{what} {len(records)} 条"


def undo(bench: Workbench, run: Run | None = None) -> tuple[StepInfo, int]:
    """Take back the newest step.

    A step of the review is taken back by who made it, or by who may make it. Raises Refused if
    there is no step, or somebody else is to do it; Conflict, Cancelled.
    """
    _may(bench, bench.workspace.undoable(), "撤销", or_its_maker=True)
    done = bench.workspace.undo(bench.act(), _watched(bench, run, "撤销"))
    bench.forget_judges()
    if done is None:
        raise Refused("CDO-S208", what="撤销")
    return done


def redo(bench: Workbench, run: Run | None = None) -> tuple[StepInfo, int]:
    """Do again what was undone last.

    A step of the review is made anew, by who may make it. Raises as `undo`.
    """
    _may(bench, bench.workspace.redoable(), "重做", or_its_maker=False)
    done = bench.workspace.redo(bench.act(), _watched(bench, run, "重做"))
    bench.forget_judges()
    if done is None:
        raise Refused("CDO-S208", what="重做")
    return done


def _may(bench: Workbench, step: StepInfo | None, what: str, *, or_its_maker: bool) -> None:
    """Raises Refused where appointments are kept and give somebody else the right to the step."""
    held = rights(bench)
    if step is None or not held:
        return
    maker, turns = bench.workspace.turns(step)
    if or_its_maker and _is_same(maker, bench.who):
        return
    own = roles_of(bench.who, held)
    _may_tick(bench, step, what, own)
    for turn in turns:
        flow = bench.library.flow_of(bench.library.version(turn.kind, turn.standard))
        moves = [m for m in flow.moves if (m.source, m.target) == (turn.before, turn.after)]
        if moves and not any(may_move(move, own) for move in moves):
            who = who_may(moves[0]) + (f"或办理人“{maker.name}”本人" if or_its_maker else "")
            facts = {"step": step.name, "move": moves[0].label, "who": bench.who.name}
            raise Refused("CDO-S230", what=what, roles=who, **facts)


def _may_tick(bench: Workbench, step: StepInfo, what: str, own: Sequence[str]) -> None:
    """Refused where the step ticked off a condition and nobody of these roles may do so."""
    told = bench.workspace.told_in(step.seq).get(MET)
    if told is None:
        return
    may = who_ticks(bench, bench.workspace.record(told["record"]), told["role"])
    if not {*may} & {*own}:
        facts = {"step": step.name, "move": "确认条件", "who": bench.who.name}
        raise Refused("CDO-S230", what=what, roles="、".join(map(role_label, may)), **facts)


def _is_same(one: Person, other: Person) -> bool:
    """By their records where both have one, else by name."""
    if one.id and other.id:
        return one.id == other.id
    return one.name == other.name


def _watched(bench: Workbench, run: Run | None, note: str) -> Callable[[Record], Assessment]:
    """The checks of the records of a step, at each of which it can be stopped."""

    def assessed(record: Record) -> Assessment:
        if run is not None:
            run.step(note)
        return assess(bench, record)

    return assessed
