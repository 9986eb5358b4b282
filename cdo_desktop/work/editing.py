"""Editing: every change is a new revision made by a named step that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.lifecycle import state_after_edit
from cdo_desktop.domain.listing import ListQuery, StepInfo
from cdo_desktop.domain.record import Record, org_of, title_of
from cdo_desktop.errors import Refused
from cdo_desktop.standard.element_kinds import read_value
from cdo_desktop.standard.model import Element, ElementKind, Kind, Severity
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.checking import assess, check_record
from cdo_desktop.workbench import ORGANISATION, Workbench


@dataclass(frozen=True, slots=True)
class Entry:
    """One value to be set: text as a person typed it; "" empties. `row` counts from 1."""

    element: str
    """Key or label."""
    text: str
    group: str = ""
    row: int = 0


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


def add(bench: Workbench, records: Sequence[Record], name: str = "") -> list[Record]:
    """Write new records as one step."""
    made = f"新建“{records[0].title}”" if len(records) == 1 else f"新建 {len(records)} 条"
    with bench.workspace.unit(bench.act(), name or made) as unit:
        return [unit.save(record, assess(bench, record)) for record in records]


def save(bench: Workbench, record: Record, expected: str, name: str = "", why: str = "") -> Record:
    """Write a changed record; what was submitted or approved becomes a new draft.

    `expected` is the revision it was made from. Raises Conflict if that is not the newest.
    """
    return save_all(bench, [(record, expected)], name or f"修改“{record.title}”", why)[0]


def save_all(
    bench: Workbench, changed: Sequence[tuple[Record, str]], name: str, why: str = ""
) -> list[Record]:
    """Write changed records as one step; as `save`."""
    with bench.workspace.unit(bench.act(why), name) as unit:
        drafts = [(drafted(bench, settled(bench, record)), base) for record, base in changed]
        saved = [unit.save(draft, assess(bench, draft), base) for draft, base in drafts]
    if any(record.kind == ORGANISATION for record in saved):
        bench.forget_judges()
    return saved


def drafted(bench: Workbench, record: Record) -> Record:
    """The record in the state an edit leaves it in."""
    flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
    return replace(record, review=state_after_edit(flow, record.review))


def set_values(bench: Workbench, id_or_code: str, entries: Sequence[Entry]) -> Record:
    """Set values of a record as they were typed. Raises Refused for an element it has not."""
    record = bench.workspace.record(id_or_code)
    kind = bench.library.version(record.kind, record.standard)
    changed = record
    for entry in entries:
        changed = _entered(bench, kind, changed, entry)
    return save(bench, changed, record.revision_id)


def _entered(bench: Workbench, kind: Kind, record: Record, entry: Entry) -> Record:
    group = _group_key(kind, entry.group)
    element = find_element(kind, entry.element, group)
    value = typed(bench, element, entry.text)
    if not group:
        return record.with_value(element.key, value)
    rows = record.groups.get(group, ())
    if entry.row == len(rows) + 1:
        added = (*rows, {"id": new_id()})
        record = replace(record, groups={**record.groups, group: added})
    elif not 1 <= entry.row <= len(rows):
        label = kind.groups_by_key[group].label
        raise Refused("CDO-U104", group=label, row=entry.row, rows=len(rows))
    return record.with_row_value(group, entry.row - 1, element.key, value)


def typed(bench: Workbench, element: Element, text: str) -> Any:
    """What was typed as a value; a reference is looked up by code or name."""
    value = read_value(text, element, bench.library)
    if element.kind is not ElementKind.REFERENCE or not isinstance(value, dict):
        return value
    found = bench.workspace.numbers(ListQuery(kind=element.target, text=text))
    for summary in bench.workspace.summaries(found[:50]).values():
        if text.strip() in (summary.title, summary.code):
            return {"id": summary.id, "code": summary.code, "title": summary.title}
    return value


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


def _group_key(kind: Kind, name: str) -> str:
    if not name:
        return ""
    for group in kind.groups:
        if name in (group.key, group.label):
            return group.key
    raise Refused("CDO-U103", what=name, choices="、".join(group.label for group in kind.groups))


def delete(bench: Workbench, ids: Sequence[str]) -> list[Record]:
    """Put records into the recycle bin: a tombstone, never a loss."""
    found = [bench.workspace.record(id_) for id_ in ids]
    name = f"删除“{found[0].title}”" if len(found) == 1 else f"删除 {len(found)} 条"
    with bench.workspace.unit(bench.act(), name) as unit:
        return [
            unit.save(replace(record, deleted=True), assess(bench, record), record.revision_id)
            for record in found
            if not record.deleted
        ]


def restore(bench: Workbench, ids: Sequence[str]) -> list[Record]:
    """Take records out of the recycle bin, as drafts. Raises Refused if one is not in it."""
    found = [bench.workspace.record(id_) for id_ in ids]
    for record in found:
        if not record.deleted:
            raise Refused("CDO-S209", title=record.title)
    name = f"恢复“{found[0].title}”" if len(found) == 1 else f"恢复 {len(found)} 条"
    back = [(replace(record, deleted=False), record.revision_id) for record in found]
    return save_all(bench, back, name)


def fill(bench: Workbench, kind_key: str, entries: Sequence[Entry], ids: Sequence[str]) -> int:
    """Set values where there are none yet, as one step; gives how many records were changed.

    The offer for what a newer rule adds: sheets filled before it lack the elements.
    """
    kind = bench.library.kind(kind_key)
    wanted = {}
    for entry in entries:
        element = find_element(kind, entry.element)
        wanted[element.key] = typed(bench, element, entry.text)
    changed = []
    for record in bench.workspace.by_ids(ids).values():
        missing = {key: value for key, value in wanted.items() if key not in record.values}
        if missing and record.kind == kind.key and not record.deleted:
            better = replace(record, values={**record.values, **missing})
            changed.append((better, record.revision_id))
    labels = "、".join(find_element(kind, key).label for key in wanted)
    if changed:
        save_all(bench, changed, f"批量补填 {labels}（{len(changed)} 条）")
    return len(changed)


def mend(bench: Workbench, ids: Sequence[str], codes: Sequence[str] = ()) -> list[Finding]:
    """Apply every one-step fix as one step; gives what was mended.

    Without codes errors and warnings are mended; a hint asks a person, who may name its code.
    """
    mended: list[Finding] = []
    changed = []
    for id_ in ids:
        record = bench.workspace.record(id_)
        better, done = _mended(bench, record, codes)
        if done:
            changed.append((better, record.revision_id))
            mended += done
    if changed:
        save_all(bench, changed, f"一键修正 {len(mended)} 处")
    return mended


def _mended(bench: Workbench, record: Record, codes: Sequence[str]) -> tuple[Record, list[Finding]]:
    """One fix at a time: what is mended may settle or change the next finding."""
    done: list[Finding] = []
    seen: set[tuple[str, str, int]] = set()
    while True:
        for finding in check_record(bench, record):
            place = (finding.code, finding.place.element, finding.place.row)
            if finding.fix and place not in seen and _is_wanted(finding, codes):
                record = settled(bench, finding.fix.applied(record))
                seen.add(place)
                done.append(finding)
                break
        else:
            return record, done


def _is_wanted(finding: Finding, codes: Sequence[str]) -> bool:
    return finding.code in codes if codes else finding.severity is not Severity.HINT


def undo(bench: Workbench) -> tuple[StepInfo, int]:
    """Take back the newest step. Raises Refused if there is none, Conflict."""
    done = bench.workspace.undo(bench.act(), lambda record: assess(bench, record))
    if done is None:
        raise Refused("CDO-S208", what="撤销")
    return done


def redo(bench: Workbench) -> tuple[StepInfo, int]:
    """Do again what was undone last. Raises Refused if there is nothing, Conflict."""
    done = bench.workspace.redo(bench.act(), lambda record: assess(bench, record))
    if done is None:
        raise Refused("CDO-S208", what="重做")
    return done
