"""What has changed since a form was signed, field by field, in words a reviewer reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cdo_desktop.domain.changes import Change as Difference
from cdo_desktop.domain.changes import ChangeType, changes
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record, Row
from cdo_desktop.domain.review_form import AttachedFile
from cdo_desktop.package.form_reading import FormContent
from cdo_desktop.package.line_form import attachments_in
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, Group, Kind
from cdo_desktop.work.review_making import UNSIGNED
from cdo_desktop.work.review_reading import ShownForm
from cdo_desktop.work.review_sheet import in_full
from cdo_desktop.workbench import Workbench

Form = ShownForm | FormContent


@dataclass(frozen=True, slots=True)
class Change:
    """One field, row or file that is another than it was; "" is where there was or is nothing."""

    label: str
    """The field as the form calls it."""
    was: str
    now: str
    group: str = ""
    row: str = ""
    """Id of the row of the group."""
    element: str = ""
    who: str = ""
    """Who changed it last, where that was asked of the history (`told_by`)."""
    at: str = ""


def changes_since(before: Form, now: Record | ShownForm, kind: Kind) -> list[Change]:
    """Every difference between what a form says and what is so now; none for nothing.

    `kind` gives the names. Two forms are compared with all that is signed: also the files that no
    field names, and the catalog records that go with them. The state of review is no part of it.
    """
    then = _record_of(before.form)
    if isinstance(now, Record):
        return list(_fields(then, now, kind))
    found = list(_fields(then, _record_of(now.form), kind))
    found += _files(before, now)
    found += _linked(before.linked, now.linked)
    return found


def told_by(bench: Workbench, found: Sequence[Change], now: Record, since: str) -> list[Change]:
    """The same changes with who made each of them last, and when, by the record's history.

    `since` is the revision that was signed; where it is not here, as after an import of the form
    alone, nobody is named.
    """
    history = bench.workspace.revisions(now.id)
    made: dict[tuple[str, str, str], tuple[str, str]] = {}
    newer: list[str] = []
    for info in history:
        if info.revision_id == since:
            break
        newer.append(info.revision_id)
    else:
        return list(found)
    known = {info.revision_id: info for info in history}
    before = bench.workspace.revision(since)
    for revision_id in reversed(newer):
        after = bench.workspace.revision(revision_id)
        info = known[revision_id]
        for one in changes(before, after):
            made[(one.group, one.row, one.element)] = (info.who, info.at)
            made[(one.group, one.row, "")] = (info.who, info.at)
        before = after
    return [_named(one, made) for one in found]


def _named(one: Change, made: Mapping[tuple[str, str, str], tuple[str, str]]) -> Change:
    exact = made.get((one.group, one.row, one.element))
    who, at = exact or made.get((one.group, one.row, ""), ("", ""))
    return replace(one, who=who, at=at) if one.group or one.element else one


def _record_of(line: Mapping[str, Any]) -> Record:
    """The line of a package as a record, as far as it is compared."""
    groups = {key: tuple(rows) for key, rows in line["groups"].items()}
    org = Org("", "")
    return Record(
        line["id"], line["kind"], line["standard"], org, "", line["title"], line["values"], groups
    )


def _fields(before: Record, now: Record, kind: Kind) -> Iterator[Change]:
    """In the order of the form: values by section, then rows by group."""
    order = {element.key: number for number, element in enumerate(kind.elements)}
    rank = {group.key: number for number, group in enumerate(kind.groups)}
    found = sorted(
        changes(before, now),
        key=lambda one: (one.group != "", rank.get(one.group, 0), order.get(one.element, 0)),
    )
    for one in found:
        yield _worded(one, before, now, kind)


def _worded(one: Difference, before: Record, now: Record, kind: Kind) -> Change:
    group = kind.groups_by_key.get(one.group)
    where = _place(one, before, now, group)
    if one.type is ChangeType.VALUE:
        element = kind.element_at(one.element, one.group)
        label = element.label if element else one.element
        was, is_now = _different(one.before, one.after, element)
        return Change(f"{where}{label}", was, is_now, one.group, one.row, one.element)
    if one.type is ChangeType.ROWS_MOVED:
        was, is_now = _order(before, one, group), _order(now, one, group)
        return Change(f"{where}的顺序", was, is_now, one.group)
    was, is_now = _row_words(one.before, group), _row_words(one.after, group)
    return Change(where.strip(), was, is_now, one.group, one.row)


def _place(one: Difference, before: Record, now: Record, group: Group | None) -> str:
    """The row as people count them: where it is now, or was; with a blank for what follows."""
    if not one.group:
        return ""
    label = group.label if group else one.group
    if not one.row:
        return label
    there = before if one.type is ChangeType.ROW_REMOVED else now
    ids = [row["id"] for row in there.groups.get(one.group, ())]
    return f"{label}第 {ids.index(one.row) + 1} 行 "


def _order(record: Record, one: Difference, group: Group | None) -> str:
    """The rows that are there before and after, in their order, each by its first field."""
    first = group.elements[0].key if group else ""
    rows = [row for row in record.groups.get(one.group, ()) if row["id"] in one.before]
    return "、".join(shown(row.get(first)) or row["id"] for row in rows)


def _row_words(row: Row | None, group: Group | None) -> str:
    if row is None:
        return ""
    elements = {element.key: element for element in group.elements} if group else {}
    order = [key for key in elements if key in row]
    rest = sorted(row.keys() - elements.keys() - {"id"})
    return "；".join(
        f"{elements[key].label if key in elements else key} {_value(row[key], elements.get(key))}"
        for key in [*order, *rest]
    )


def _different(was: Any, now: Any, element: Element | None) -> tuple[str, str]:
    """In words; in full where the short words are the same, as of a file of the same name."""
    words = _value(was, element), _value(now, element)
    if words[0] != words[1]:
        return words
    return ("" if was is None else in_full(was)), ("" if now is None else in_full(now))


def _value(value: Any, element: Element | None) -> str:
    words = shown(value)
    return f"{words} {element.unit}" if words and element and element.unit else words


def _files(before: Form, now: ShownForm) -> Iterator[Change]:
    """The files that no field of the record names: what a field names is told as that field.

    The unsigned print is no news of its own: it says what the fields say.
    """
    old, new = _loose(before), _loose(now)
    for file in [one for one in old if one not in new]:
        yield Change("附件", in_full(file.as_json()), "")
    for file in [one for one in new if one not in old]:
        yield Change("附件", "", in_full(file.as_json()))


def _loose(form: Form) -> list[AttachedFile]:
    files = form.sheet.attachments if isinstance(form, FormContent) else form.attachments
    values = [dict(form.form["values"])]
    rows = [dict(row) for group in form.form["groups"].values() for row in group]
    named = {value["sha256"] for value in attachments_in([*values, *rows])}
    loose = [file for file in files if file.sha256 not in named]
    return [file for file in loose if not file.name.endswith(UNSIGNED)]


def _linked(
    before: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]
) -> Iterator[Change]:
    """The catalog records that are signed with it."""
    old = {line["id"]: line for line in before}
    new = {line["id"]: line for line in now}
    for id_ in dict.fromkeys((*old, *new)):
        was, is_now = _edition(old.get(id_)), _edition(new.get(id_))
        if was != is_now:
            title = (new.get(id_) or old[id_])["title"]
            yield Change(f"关联记录“{title}”", was, is_now)


def _edition(line: Mapping[str, Any] | None) -> str:
    return f"修订 {line['revision']}（{line['revisionId'][:16]}）" if line else ""
