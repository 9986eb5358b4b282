"""Between rows and domain objects; the only place that knows both shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_text
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import Assessment, Summary
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.people import Act, Org
from cdo_desktop.domain.record import Content, Head, Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.store.tables import RecordRow, RevisionRow, table

RECORD = table(RecordRow)
REVISION = table(RevisionRow)

CONTENT_COLUMNS = (
    REVISION.c.record_id,
    REVISION.c.kind,
    REVISION.c.standard,
    REVISION.c.org_code,
    REVISION.c.org_name,
    REVISION.c.code,
    REVISION.c.title,
    REVISION.c.review,
    REVISION.c.number,
    REVISION.c.revision_id,
    REVISION.c.parents,
    REVISION.c.deleted,
    REVISION.c["values"],
    REVISION.c.groups,
)
HEAD_COLUMNS = (
    *(REVISION.c[name] for name in ("record_id", "kind", "standard", "code", "title", "review")),
    *(REVISION.c.revision_id, REVISION.c.deleted),
)
_SHORT_TYPES = (*[str] * 7, int)
_HEAD_TYPES = (*[str] * 8, int, *[str] * 2)
"""Of the columns from record_id to parents."""
SUMMARY_NAMES = tuple(Summary.__dataclass_fields__)
SUMMARY_COLUMNS = tuple(RECORD.c[name] for name in SUMMARY_NAMES)

_values = msgspec.json.Decoder(dict[str, Any]).decode
_groups = msgspec.json.Decoder(dict[str, tuple[dict[str, Any], ...]]).decode
texts_of = msgspec.json.Decoder(tuple[str, ...]).decode
"""A list of texts, as `parents` and `signatures` are kept. All three raise msgspec.DecodeError."""


def record_of(row: Any) -> Record:
    """The record of a row with CONTENT_COLUMNS."""
    return _record(row, _values(row[12]), _groups(row[13]))


def content_of(row: Any) -> Content:
    """The stored canonical texts of a row with CONTENT_COLUMNS."""
    return Content(row[12], row[13])


def head_of(row: Any) -> Record:
    """The record without its values and groups; enough for its line together with content_of."""
    return _record(row, {}, {})


def short_head_of(row: Any) -> Head:
    """The head of a row that begins with HEAD_COLUMNS. Raises msgspec.ValidationError."""
    head = Head._make(tuple(row)[: len(HEAD_COLUMNS)])
    if tuple(map(type, head)) != _SHORT_TYPES:
        raise msgspec.ValidationError("a column of another type")
    return head


def _record(row: Any, values: dict[str, Any], groups: dict[str, Any]) -> Record:
    """Raises msgspec.ValidationError if a flipped byte made something else of a text."""
    id_, kind, standard, org_code, org_name, code, title, review, number, revision_id, parents = (
        facts
    ) = tuple(row)[:11]
    if tuple(map(type, facts)) != _HEAD_TYPES:
        raise msgspec.ValidationError("a column of another type")
    return Record(
        id=id_,
        kind=kind,
        standard=standard,
        org=Org(org_code, org_name),
        code=code,
        title=title,
        values=values,
        groups=groups,
        review=review,
        revision=number,
        revision_id=revision_id,
        parents=texts_of(parents),
        deleted=bool(row[11]),
    )


def summary_of(row: Any) -> Summary:
    """One line of a list from a row with SUMMARY_COLUMNS. Raises msgspec.ValidationError."""
    facts = dict(zip(SUMMARY_NAMES, row, strict=True))
    if facts["delivery"]:
        msgspec.convert(facts["delivery"], Delivery)
    return msgspec.convert(facts | {"deleted": bool(facts["deleted"])}, Summary)


def revision_values(
    record: Record, digest: str, content: Content, act: Act, step: int
) -> dict[str, Any]:
    """What stands in `revision` for this record."""
    return {
        "record_id": record.id,
        "revision_id": record.revision_id,
        "record_digest": digest,
        "number": record.revision,
        "kind": record.kind,
        "standard": record.standard,
        "org_code": record.org.code,
        "org_name": record.org.name,
        "code": record.code,
        "title": record.title,
        "review": record.review,
        "deleted": int(record.deleted),
        "parents": canonical_text(list(record.parents)),
        "who_id": act.who.id,
        "who_name": act.who.name,
        "at": timestamp(act.at),
        "machine": act.machine,
        "why": act.why,
        "step": step,
        "values": content.values,
        "groups": content.groups,
    }


def head_values(record: Record, kind: Kind, assessment: Assessment, act: Act) -> dict[str, Any]:
    """What stands in `record` for this record, but for n, seq, delivery and created_at."""
    values = record.values
    items = kind.group_with(Role.ITEMS)
    return {
        "id": record.id,
        "kind": record.kind,
        "org_code": record.org.code,
        "org_name": record.org.name,
        "org_key": name_key(record.org.name),
        "code": record.code,
        "title": record.title,
        "name_key": name_key(record.title),
        "office": shown(kind.role_value(values, Role.OFFICE)),
        "share_type": shown(kind.role_value(values, Role.SHARE_TYPE)),
        "update_cycle": shown(kind.role_value(values, Role.UPDATE_CYCLE)),
        "review": record.review,
        "revision": record.revision,
        "revision_id": record.revision_id,
        "items": len(record.groups.get(items.key, ())) if items else 0,
        "errors": assessment.errors,
        "warnings": assessment.warnings,
        "completeness": assessment.completeness,
        "deleted": int(record.deleted),
        "updated_at": timestamp(act.at),
    }


def facet_values(record: Record, kind: Kind) -> list[tuple[str, str]]:
    """(element, word) for every facet element of the record."""
    found = []
    for element in kind.elements:
        if element.facet and (value := record.values.get(element.key)) is not None:
            words = value if isinstance(value, list) else [shown(value)]
            found += [(element.key, word) for word in words if word]
    return found


def searched_texts(record: Record, kind: Kind) -> tuple[list[str], list[str]]:
    """Names (title, code) and the other searchable texts of a record."""
    texts = [
        shown(record.values.get(element.key)) for element in kind.elements if element.searchable
    ]
    for group in kind.groups:
        keys = [element.key for element in group.elements if element.searchable]
        texts += _row_texts(record.groups.get(group.key, ()), keys)
    return [record.title, record.code], [text for text in texts if text and text != record.title]


def _row_texts(rows: tuple[Mapping[str, Any], ...], keys: list[str]) -> list[str]:
    return [shown(row[key]) for row in rows for key in keys if key in row]
