"""Domain values as JSON documents and lines, the same for all commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from cdo_desktop.cli.hints import message
from cdo_desktop.domain.changes import Change, ChangeType
from cdo_desktop.domain.findings import Finding, Fix
from cdo_desktop.domain.lifecycle import Delivery, state_word
from cdo_desktop.domain.listing import Summary
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind, Severity
from cdo_desktop.work.layouts import letters

SEVERITY_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.HINT: "提示"}


def label_of(library: Library, kind_key: str, group: str, element: str) -> str:
    """The label of an element; the key itself if the definition has none such."""
    kind = library.kinds.get(kind_key)
    found = kind.element_at(element, group) if kind else None
    return found.label if found else element


def finding_document(finding: Finding, kind: Kind | None, title: str = "") -> dict[str, Any]:
    """A finding as a script reads it; rows are counted from 1, None = none."""
    place = finding.place
    element = kind.element_at(place.element, place.group) if kind else None
    return {
        "code": finding.code,
        "severity": SEVERITY_WORDS[finding.severity],
        "severity_key": finding.severity.value,
        "record": place.record,
        "title": title,
        "element": element.label if element else place.element,
        "element_key": place.element,
        "group": place.group,
        "row": place.line or place.row or None,
        "message": message(finding),
        "fix": _fix_document(finding.fix) if finding.fix else None,
    }


def _fix_document(fix: Fix) -> dict[str, Any]:
    return {"label": fix.label, "element_key": fix.element, "value": fix.value}


def sheet_finding_document(finding: Finding, kind: Kind, title: str = "") -> dict[str, Any]:
    """A finding of an import: the cell as Excel names it, None = no one cell."""
    place = finding.place
    column = letters(place.column) or None
    document = finding_document(finding, kind, title)
    cell = {"row": place.line or None, "column": column, "item": place.row or None}
    return {**document, "sheet": place.sheet, **cell}


def finding_line(finding: Finding, title: str = "", kind: Kind | None = None) -> str:
    """A finding as a person reads it; `kind` names the group that a row belongs to."""
    place = finding.place
    where = title
    if place.sheet:
        where = f"{place.sheet} {letters(place.column)}{place.line or ''}".rstrip()
    elif place.row:
        group = kind.groups_by_key.get(place.group) if kind else None
        where = f"{title} {group.label if group else ''}第 {place.row} 行".lstrip()
    where = f"{where}：" if where else ""
    return f"  {SEVERITY_WORDS[finding.severity]}  {where}{message(finding)} {finding.code}"


def summary_document(library: Library, summary: Summary) -> dict[str, Any]:
    """One line of a list."""
    flow = library.flow_of(library.kind(summary.kind))
    return {
        "id": summary.id,
        "kind": summary.kind,
        "code": summary.code,
        "title": summary.title,
        "state": state_word(flow, summary.review, summary.delivery),
        "state_key": summary.delivery or summary.review,
        "deleted": summary.deleted,
        "review": flow.state(summary.review).label,
        "review_key": summary.review,
        "delivery": Delivery(summary.delivery).label if summary.delivery else "",
        "delivery_key": summary.delivery,
        "revision": summary.revision,
        "revisionId": summary.revision_id,
        "completeness": summary.completeness,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "items": summary.items,
        "updatedAt": summary.updated_at,
    }


def record_document(library: Library, record: Record) -> dict[str, Any]:
    """A whole record."""
    flow = library.flow_of(library.kind(record.kind))
    return {
        "id": record.id,
        "kind": record.kind,
        "standard": record.standard,
        "org": record.org.as_json(),
        "code": record.code,
        "title": record.title,
        "review": flow.state(record.review).label,
        "review_key": record.review,
        "deleted": record.deleted,
        "revision": record.revision,
        "revisionId": record.revision_id,
        "parents": list(record.parents),
        "values": dict(record.values),
        "groups": {key: [dict(row) for row in rows] for key, rows in record.groups.items()},
    }


def record_lines(library: Library, record: Record) -> Iterable[str]:
    """A whole record as a person reads it, section by section."""
    kind = library.version(record.kind, record.standard)
    flow = library.flow_of(kind)
    binned = "  （在回收站）" if record.deleted else ""
    yield f"{record.title}  [{flow.state(record.review).label}]  {record.code}{binned}"
    yield f"编号 {record.id}  第 {record.revision} 版  {kind.label} {kind.standard}"
    for section in kind.sections:
        filled = [e for e in kind.elements if e.section == section and e.key in record.values]
        if filled:
            yield f"— {section} —"
        for element in filled:
            yield f"  {element.label}：{shown(record.values[element.key])}{element.unit}"
    for group in kind.groups:
        rows = record.groups.get(group.key, ())
        if rows:
            yield f"— {group.label} {len(rows)} 行 —"
        for number, row in enumerate(rows, 1):
            yield f"  {number:>3}  {_cells(row, group.by_key)}"


def _cells(row: Mapping[str, Any], elements: Mapping[str, Any]) -> str:
    return "  ".join(f"{elements[key].label}={shown(row[key])}" for key in elements if key in row)


def minute(stamp: str) -> str:
    """A stored time as the clock on the wall here shows it."""
    return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")


_CHANGES = {
    ChangeType.VALUE: "改动",
    ChangeType.ROW_ADDED: "增加一行",
    ChangeType.ROW_REMOVED: "删去一行",
    ChangeType.ROWS_MOVED: "行的次序改动",
}


def change_document(change: Change, kind: Kind, record: Record) -> dict[str, Any]:
    """One difference between the workspace and a sheet."""
    group = kind.groups_by_key.get(change.group)
    element = kind.element_at(change.element, change.group)
    return {
        "record": record.id,
        "title": record.title,
        "change": _CHANGES[change.type],
        "change_key": change.type.value,
        "group": group.label if group else "",
        "element": element.label if element else "",
        "element_key": change.element,
        "before": change.before,
        "after": change.after,
    }


def change_line(document: dict[str, Any]) -> str:
    """The same as a person reads it."""
    where = "·".join(part for part in (document["group"], document["element"]) if part)
    told = f"  变更  {document['title']}：{where} {document['change']}"
    if document["change_key"] != ChangeType.VALUE:
        return told
    return f"{told} “{shown(document['before'])}” → “{shown(document['after'])}”"
