"""The record: one entry of one list at one revision; frozen, and the same bytes for everybody.

Identity, digests, lines and value forms are those of docs/package-format.md (records).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from cdo_desktop.domain.canonical import canonical_text, digest, sha256_hex
from cdo_desktop.domain.people import Act, Org
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role

Row = Mapping[str, Any]
_ATTACHED = re.compile(r'"sha256":"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Record:
    """One record at one revision. Values absent rather than empty; rows carry an "id"."""

    id: str
    kind: str
    standard: str
    org: Org
    code: str
    title: str
    values: Mapping[str, Any]
    groups: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    review: str = "draft"
    """The key of its review state (flows/*.toml)."""
    revision: int = 0
    """A count for people; identity is `revision_id`."""
    revision_id: str = ""
    parents: tuple[str, ...] = ()
    deleted: bool = False

    def with_value(self, key: str, value: Any) -> Record:
        """The same record with one value changed; None removes it."""
        values = {**self.values, key: value}
        if value is None:
            del values[key]
        return replace(self, values=values)

    def with_row_value(self, group: str, row: int, key: str, value: Any) -> Record:
        """The same record with one cell of a group changed; None removes it."""
        rows = list(self.groups[group])
        changed = {**rows[row], key: value}
        if value is None:
            del changed[key]
        rows[row] = changed
        return replace(self, groups={**self.groups, group: tuple(rows)})


class Head(NamedTuple):
    """What must be known of a record to choose it; its values stay where they are."""

    id: str
    kind: str
    standard: str
    code: str
    title: str
    review: str
    revision_id: str
    deleted: int
    """1 or 0, as it is kept."""


@dataclass(frozen=True, slots=True)
class Content:
    """The canonical texts of a record's values and groups: made once, stored and exported as is."""

    values: str
    groups: str

    @classmethod
    def of(cls, record: Record) -> Content:
        """The canonical texts of this record."""
        groups = {key: rows for key, rows in record.groups.items() if rows}
        return cls(canonical_text(dict(record.values)), canonical_text(groups))


def attached(content: Content) -> list[str]:
    """SHA-256 of every file that the values and rows name."""
    return _ATTACHED.findall(content.values + content.groups)


def record_digest(record: Record, content: Content | None = None) -> str:
    """SHA-256 of canonical {id, kind, standard, org, code, values, groups}; no state, no people."""
    content = content or Content.of(record)
    return sha256_hex(_judged_text(record, content).encode())


def _judged_text(record: Record, content: Content) -> str:
    return (
        f'{{"code":{canonical_text(record.code)},"groups":{content.groups},'
        f'"id":"{record.id}","kind":"{record.kind}",'
        f'"org":{_org_text(record.org)},'
        f'"standard":{canonical_text(record.standard)},"values":{content.values}}}'
    )


@lru_cache(maxsize=256)
def _org_text(org: Org) -> str:
    """The same few organisations stand in every record."""
    return canonical_text(org.as_json())


def revision_identity(record_digest: str, review: str, parents: tuple[str, ...], act: Act) -> str:
    """The revisionId: SHA-256 of {recordDigest, review, parents, who, at, machine, why}."""
    facts = {"recordDigest": record_digest, "review": review, "parents": list(parents)}
    return digest({**facts, **act.as_json()})


def record_line(record: Record, content: Content | None = None) -> bytes:
    """The record as one canonical JSON line of a package, without the line end.

    A deleted record is a tombstone: {"deleted", "id", "kind", "parents", "revisionId"}.
    """
    if record.deleted:
        facts = {"id": record.id, "kind": record.kind, "deleted": True}
        return canonical_text(
            {**facts, "revisionId": record.revision_id, "parents": list(record.parents)}
        ).encode()
    content = content or Content.of(record)
    return (
        f'{{"code":{canonical_text(record.code)},"groups":{content.groups},'
        f'"id":"{record.id}","kind":"{record.kind}",'
        f'"org":{_org_text(record.org)},'
        f'"parents":[{",".join(map(canonical_text, record.parents))}],'
        f'"review":"{record.review}","revision":{record.revision},'
        f'"revisionId":"{record.revision_id}","standard":{canonical_text(record.standard)},'
        f'"title":{canonical_text(record.title)},"values":{content.values}}}'
    ).encode()


def title_of(kind: Kind, values: Mapping[str, Any]) -> str:
    """What a list shows as the record's name."""
    title = kind.role_value(values, Role.TITLE)
    if isinstance(title, dict):
        return str(title.get("title", ""))
    return str(title or "")


def org_of(kind: Kind, values: Mapping[str, Any], own: Org) -> Org:
    """Who supplies it: the 提供单位 of the record, else the workspace's own organisation."""
    name = kind.role_value(values, Role.ORG)
    code = kind.role_value(values, Role.ORG_CODE)
    if not name and not code:
        return own
    if not code and name == own.name:
        return own
    return Org(str(code or ""), str(name or ""))
