"""What a person typed: records by id, short id or code; elements and references by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused
from cdo_desktop.standard.element_kinds import read_value
from cdo_desktop.standard.model import Element, ElementKind, Kind
from cdo_desktop.workbench import Workbench

_SHOWN = 5
_BEGINNING = re.compile(r"[0-9a-f-]{8,35}")
"""What may be a short id: eight signs of an id at least (store/names.py)."""
_NOT_THERE = "CDO-S203"


@dataclass(frozen=True, slots=True)
class Entry:
    """One value to be set: text as a person typed it; "" empties. `row` counts from 1."""

    element: str
    """Key or label; "" = the row itself, which an empty text takes out."""
    text: str
    group: str = ""
    row: int = 0


def record_called(bench: Workbench, word: str) -> Record:
    """The record with this id, this code (if only one has it), or an id that begins so.

    Raises Refused if there is none or several.
    """
    if not word:  # not what has no code
        raise Refused(_NOT_THERE, what=word)
    try:
        return bench.workspace.record(word)
    except Refused as refused:
        if refused.code != _NOT_THERE or not (id_ := id_beginning(bench, word)):
            raise
    return bench.workspace.record(id_)


def id_beginning(bench: Workbench, word: str) -> str:
    """The one id that begins so; "" if none does. Raises Refused that names them if several do."""
    start = word.lower()
    if not _BEGINNING.fullmatch(start):
        return ""
    found = bench.workspace.beginning_with(start, _SHOWN + 1)
    if len(found) > 1:
        short = bench.workspace.short_ids([line.id for line in found])
        named = [f"{short[line.id]}（{line.title}）" for line in found[:_SHOWN]]
        more = " 等" if len(found) > _SHOWN else ""
        raise Refused("CDO-S218", what=word, candidates="、".join(named) + more)
    return found[0].id if found else ""


def entered(bench: Workbench, record: Record, entry: Entry) -> Record:
    """The record with one entry in it.

    It is lifted to the newest definition if only that has the element. Raises Refused for an
    element or row it has not, or a name that several records bear.
    """
    return placed(bench, record, entry, lambda element: typed(bench, element, entry.text))


def placed(
    bench: Workbench, record: Record, entry: Entry, value_for: Callable[[Element], Any]
) -> Record:
    """The record with a value where the entry names a place; else as `entered`."""
    kind = bench.library.version(record.kind, record.standard)
    newest = bench.library.kind(record.kind)
    if kind is not newest and not _has(kind, entry) and _has(newest, entry):
        kind, record = newest, replace(record, standard=newest.standard)
    group = group_called(kind, entry.group)
    if group and not entry.element:
        return _without_row(kind, record, group, entry)
    element = find_element(kind, entry.element, group)
    value = value_for(element)
    if not group:
        return record.with_value(element.key, value)
    record = _with_room(kind, record, group, entry.row)
    return record.with_row_value(group, entry.row - 1, element.key, value)


def _has(kind: Kind, entry: Entry) -> bool:
    try:
        group = group_called(kind, entry.group)
        return not entry.element or find_element(kind, entry.element, group) is not None
    except Refused:
        return False


def _with_room(kind: Kind, record: Record, group: str, row: int) -> Record:
    """The record with an empty row where the one after the last is named."""
    rows = record.groups.get(group, ())
    if row == len(rows) + 1:
        return replace(record, groups={**record.groups, group: (*rows, {"id": new_id()})})
    _row_exists(kind, record, group, row)
    return record


def _without_row(kind: Kind, record: Record, group: str, entry: Entry) -> Record:
    if entry.text.strip():
        raise Refused("CDO-U105", what=f"{entry.group}[{entry.row}]={entry.text}")
    _row_exists(kind, record, group, entry.row)
    rows = list(record.groups[group])
    del rows[entry.row - 1]
    return replace(record, groups={**record.groups, group: tuple(rows)})


def _row_exists(kind: Kind, record: Record, group: str, row: int) -> None:
    rows = len(record.groups.get(group, ()))
    if not 1 <= row <= rows:
        raise Refused("CDO-U104", group=kind.groups_by_key[group].label, row=row, rows=rows)


def typed(bench: Workbench, element: Element, text: str) -> Any:
    """What was typed as a value; a reference is looked up by id, code or name.

    A name that nobody bears stays as it was typed (the check says so). Raises Refused for one that
    several bear.
    """
    value = read_value(text, element, bench.library)
    if element.kind is not ElementKind.REFERENCE or not isinstance(value, dict):
        return value
    return named(bench, element.target, value["title"]) or value


def named(bench: Workbench, kind: str, word: str) -> Mapping[str, str] | None:
    """The reference to the one record of a kind with this id, code or name; None if there is none.

    An id may be short. Raises Refused if several bear the name, or have ids that begin so.
    """
    workspace = bench.workspace
    found = workspace.by_ids([word]).get(word) or workspace.by_codes(kind, [word]).get(word)
    if found is None and (id_ := id_beginning(bench, word)):
        found = workspace.record(id_)
    if found is not None and found.kind == kind and not found.deleted:
        return {"id": found.id, "code": found.code, "title": found.title}
    by_title = workspace.by_titles(kind, [word]).get(word)
    if by_title is None:
        _refuse_several(bench, kind, word)
    return by_title


def _refuse_several(bench: Workbench, kind: str, word: str) -> None:
    numbers = bench.workspace.numbers(ListQuery(kind, text=word))
    lines = bench.workspace.summaries(numbers[:500]).values()
    codes = [line.code or line.id for line in lines if line.title == word]
    if codes:
        raise Refused(
            "CDO-S213", what=word, count=len(codes), codes="、".join(sorted(codes)[:_SHOWN])
        )


def find_element(kind: Kind, name: str, group: str = "") -> Element:
    """The element with this key, label or synonym. Raises Refused that names those there are."""
    elements = kind.groups_by_key[group].elements if group else kind.elements
    for element in elements:
        if name in (element.key, element.label):
            return element
    for element in elements:
        if name in element.synonyms:
            return element
    known = "、".join(element.label for element in elements)
    raise Refused("CDO-U103", what=name, choices=known)


def place_of(kind: Kind, record: Record, entry: Entry) -> tuple[str, str, str]:
    """(group key, row id, element key) of what the entry names; "" where it names none.

    Raises Refused for an element or a row there is not.
    """
    group = group_called(kind, entry.group)
    element = find_element(kind, entry.element, group).key if entry.element else ""
    if not group:
        return "", "", element
    _row_exists(kind, record, group, entry.row)
    return group, record.groups[group][entry.row - 1]["id"], element


def group_called(kind: Kind, name: str) -> str:
    """The key of the group with this key or label; "" for no name. Raises Refused."""
    if not name:
        return ""
    for group in kind.groups:
        if name in (group.key, group.label):
            return group.key
    raise Refused("CDO-U103", what=name, choices="、".join(group.label for group in kind.groups))
