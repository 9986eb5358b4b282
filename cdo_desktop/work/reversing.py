"""Reverse cataloguing: draft resources with their items from data files, DDL or a live database.

What was catalogued before is not drafted again: what the source has more is added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.domain.record import Record, Row
from cdo_desktop.exchange.ddl import draft_from_ddl
from cdo_desktop.exchange.found_table import DraftedResource
from cdo_desktop.exchange.reflect import draft_from_database
from cdo_desktop.exchange.reverse import draft_from_table
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Group, Severity
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import assess
from cdo_desktop.work.editing import becomes_draft, drafted, new_record, settled
from cdo_desktop.workbench import Workbench

_URL = re.compile(r"[a-z][a-z0-9+_-]*://", re.IGNORECASE)
KIND = "resource"
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Known:
    """A resource that is in the list already, and what its source has now."""

    record: Record
    grown: Record
    """The same with the items that were missing; the record itself if none was."""
    notes: tuple[Finding, ...]


def reverse(
    bench: Workbench, source: str, run: Run, schema: str = ""
) -> tuple[list[Record], tuple[Finding, ...]]:
    """Write one draft per table of the source as one step; gives the new ones and what is to be
    said.

    A resource of the own organisation that bears the table's name, or bore it before somebody
    renamed it, is not drafted again: it gets the items it lacks, and nothing else of it changes.
    `source` is a data file, a .sql file or a database URL. Raises Refused, Cancelled.
    """
    drafts = drafts_of(bench, source, run, schema)
    there = _catalogued(bench, drafts)
    fresh = [draft for place, draft in enumerate(drafts) if place not in there]
    known = [_compared(bench, there[place], drafts[place].items) for place in sorted(there)]
    notes = [note for draft in fresh for note in draft.notes]
    notes += [note for one in known for note in one.notes]
    grown = [one for one in known if one.grown is not one.record]
    new = [_record(bench, draft) for draft in fresh]
    return _written(bench, new, grown, run), tuple(notes)


def _written(
    bench: Workbench, new: Sequence[Record], grown: Sequence[_Known], run: Run
) -> list[Record]:
    if not new and not grown:
        return []
    name = f"反编目 {len(new)} 条" + (f"，补充 {len(grown)} 条" if grown else "")
    with bench.step(name) as unit:
        for one in run.each("补充", grown, len(grown)):
            unit.save(one.grown, assess(bench, one.grown), one.record.revision_id)
        return [
            unit.save(record, assess(bench, record)) for record in run.each("写入", new, len(new))
        ]


def drafts_of(bench: Workbench, source: str, run: Run, schema: str) -> tuple[DraftedResource, ...]:
    kind = bench.library.kind(KIND)
    if _URL.match(source):
        return draft_from_database(source, kind, bench.library, run, schema or None)
    path = Path(source)
    if path.suffix.lower() == ".sql":
        return draft_from_ddl(path, kind, bench.library, run)
    return draft_from_table(path, kind, bench.library, run)


def _record(bench: Workbench, draft: DraftedResource) -> Record:
    kind = bench.library.kind(KIND)
    own = {Role.ORG: bench.org.name, Role.ORG_CODE: bench.org.code}
    values: dict[str, Any] = {
        kind.roles[role].key: word for role, word in own.items() if role in kind.roles and word
    }
    group = kind.group_with(Role.ITEMS)
    rows = {group.key: draft.items} if group and draft.items else {}
    return new_record(bench, KIND, values | dict(draft.values), rows)


# -- what was catalogued before --------------------------------------------------------------------


def _catalogued(bench: Workbench, drafts: Sequence[DraftedResource]) -> dict[int, Record]:
    """Place of a draft -> the resource there is of it; each resource once.

    Where several come into question (tables of one name), those with most items in common.
    """
    ids = bench.workspace.once_titled(KIND, list({draft.title for draft in drafts}))
    records = bench.workspace.by_ids([id_ for found in ids.values() for id_ in found])
    likely = [
        (-_in_common(bench, records[id_], draft), place, rank, id_)
        for place, draft in enumerate(drafts)
        for rank, id_ in enumerate(ids.get(draft.title, ()))
        if records[id_].org == bench.org
    ]
    there: dict[int, Record] = {}
    taken: set[str] = set()
    for _, place, _, id_ in sorted(likely):
        if place not in there and id_ not in taken:
            there[place] = records[id_]
            taken.add(id_)
    return there


def _in_common(bench: Workbench, record: Record, draft: DraftedResource) -> int:
    group = bench.library.version(record.kind, record.standard).group_with(Role.ITEMS)
    if group is None:
        return 0
    pairs, _ = paired(group, record.groups.get(group.key, ()), draft.items)
    return len(pairs)


def _compared(bench: Workbench, record: Record, items: Sequence[Row]) -> _Known:
    kind = bench.library.version(record.kind, record.standard)
    group = kind.group_with(Role.ITEMS)
    if group is None:
        return _Known(record, record, (_note("CDO-S220", record),))
    rows = record.groups.get(group.key, ())
    pairs, more = paired(group, rows, items)
    notes = list(_differences(group, record, rows, pairs))
    if not more:
        return _Known(record, record, (_note("CDO-S220", record), *notes))
    groups = {**record.groups, group.key: (*rows, *more)}
    grown = drafted(bench, settled(bench, replace(record, groups=groups)))
    names = _some([_called(group, row) for row in more])
    notes.insert(0, _note("CDO-S219", record, count=len(more), names=names))
    if becomes_draft(bench, record):
        state = bench.library.flow_of(kind).state(record.review).label
        notes.append(_note("CDO-S222", record, state=state))
    return _Known(record, grown, tuple(notes))


def paired(
    group: Group, rows: Sequence[Row], items: Sequence[Row]
) -> tuple[list[tuple[Row, Row]], list[Row]]:
    """(row of the resource, item of the source) for those that are the same; the items left."""
    free = {row["id"]: row for row in rows}
    pairs, more = [], []
    for item in items:
        row = next((row for row in free.values() if _same(group, row, item)), None)
        if row is None:
            more.append(item)
        else:
            pairs.append((free.pop(row["id"]), item))
    return pairs, more


def _same(group: Group, row: Row, item: Row) -> bool:
    """By the physical name where both have one, else by the Chinese one."""
    for role in (Role.ITEM_FIELD, Role.ITEM_NAME):
        mine, theirs = _text(group, row, role), _text(group, item, role)
        if mine and theirs:
            return mine.casefold() == theirs.casefold()
    return False


def _differences(
    group: Group, record: Record, rows: Sequence[Row], pairs: Sequence[tuple[Row, Row]]
) -> Iterator[Finding]:
    """What the source says otherwise; a person decides, for it may have been corrected by hand."""
    found = {row["id"] for row, _ in pairs}
    gone = [
        _called(group, row) or f"第 {number} 行"
        for number, row in enumerate(rows, 1)
        if row["id"] not in found
    ]
    said = [f"来源里已没有{_some(gone)}"] if gone else []
    said += [
        f"“{_called(group, row)}”的{element.label}，目录里是“{shown(row[element.key])}”，"
        f"来源里是“{shown(item[element.key])}”"
        for row, item in pairs
        for element in (group.roles.get(Role.ITEM_TYPE), group.roles.get(Role.ITEM_LENGTH))
        if element and element.key in row and element.key in item
        if shown(row[element.key]) != shown(item[element.key])
    ]
    if said:
        more = f" 等 {len(said)} 处" if len(said) > _SHOWN else ""
        yield _note("CDO-S221", record, differences="；".join(said[:_SHOWN]) + more)


def _called(group: Group, row: Row) -> str:
    return _text(group, row, Role.ITEM_NAME) or _text(group, row, Role.ITEM_FIELD)


def _text(group: Group, row: Mapping[str, Any], role: Role) -> str:
    element = group.roles.get(role)
    return shown(row.get(element.key)) if element else ""


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_SHOWN]) + (f" 等 {len(names)} 个" if len(names) > _SHOWN else "")


def _note(code: str, record: Record, **facts: object) -> Finding:
    named = {"title": record.title, **facts}
    return Finding(code, Severity.HINT, Place(record.id), named)
