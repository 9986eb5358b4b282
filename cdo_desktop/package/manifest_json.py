"""data/package.json: the manifest as canonical JSON and back."""

from __future__ import annotations

import re
from typing import Any

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.package import (
    FORMAT,
    Count,
    DefinitionRef,
    FileEntry,
    Manifest,
    PackageFacts,
    PackageKind,
    PackageRef,
    Reply,
    Scope,
    ScopeMode,
)
from cdo_desktop.domain.people import Org
from cdo_desktop.package.parts import WITH_RECORDS
from cdo_desktop.package.strict_json import Fields, Malformed

HEX = re.compile(r"[0-9a-f]{64}")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
PACKAGE_ID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ORG_CODE = re.compile(r"[0-9A-Z]{18}")


def manifest_bytes(manifest: Manifest) -> bytes:
    """data/package.json."""
    facts = manifest.facts
    return canonical_bytes(
        {
            "format": FORMAT,
            "kind": facts.kind.value,
            "packageId": facts.package_id,
            "series": facts.series,
            "sequence": facts.sequence,
            "previous": _ref_json(facts.previous),
            "createdAt": timestamp(facts.created_at),
            "from": _org_json(facts.sender),
            "to": _org_json(facts.recipient),
            "trustVersion": facts.trust_version,
            "standard": [
                {"kind": ref.kind, "version": ref.version, "digest": ref.digest}
                for ref in manifest.standard
            ],
            "scope": {"mode": facts.scope.mode.value, "base": _ref_json(facts.scope.base)},
            "counts": {
                kind: {"records": count.records, "tombstones": count.tombstones}
                for kind, count in manifest.counts.items()
            },
            "inReplyTo": _reply_json(facts.in_reply_to),
            "files": [_file_json(entry) for entry in manifest.files],
        }
        | ({"practice": True} if facts.practice else {})
    )


def _org_json(org: Org | None) -> dict[str, str] | None:
    return None if org is None else {"orgCode": org.code, "orgName": org.name}


def _ref_json(ref: PackageRef | None) -> dict[str, str] | None:
    return (
        None if ref is None else {"packageId": ref.package_id, "contentDigest": ref.content_digest}
    )


def _reply_json(reply: Reply | None) -> dict[str, Any] | None:
    if reply is None:
        return None
    return {
        "packageId": reply.package_id,
        "contentDigest": reply.content_digest,
        "containerDigest": reply.container_digest,
        "signatures": list(reply.signatures),
    }


def _file_json(entry: FileEntry) -> dict[str, Any]:
    return {
        "path": entry.path,
        "mediaType": entry.media_type,
        "role": entry.role,
        "size": entry.size,
        "sha256": entry.sha256,
    }


def format_and_kind(value: Any) -> tuple[str, str]:
    """The words for format and kind, read before anything else. Raises Malformed."""
    fields = Fields(value)
    return fields.text("format"), fields.text("kind")


def manifest_of(value: Any) -> Manifest:
    """The manifest in a canonical JSON value. Raises Malformed with the first wrong place."""
    fields = Fields(value)
    manifest = Manifest(
        facts=_facts(fields),
        standard=tuple(_definition(each) for each in fields.objects("standard")),
        counts=_counts(fields.object("counts")),
        files=tuple(_file(each) for each in fields.objects("files")),
    )
    _check(manifest)
    return manifest


def _facts(fields: Fields) -> PackageFacts:
    return PackageFacts(
        kind=fields.word("kind", PackageKind),
        package_id=fields.text("packageId", PACKAGE_ID),
        series=fields.text("series"),
        sequence=fields.integer("sequence", least=1),
        created_at=fields.time("createdAt"),
        sender=_org(fields.object("from")),
        recipient=_org(to) if (to := fields.optional("to")) else None,
        previous=_ref(fields.optional("previous")),
        trust_version=fields.integer("trustVersion"),
        scope=_scope(fields.object("scope")),
        in_reply_to=_reply(fields.optional("inReplyTo")),
        practice=fields.flag("practice"),
    )


def _org(fields: Fields) -> Org:
    return Org(fields.text("orgCode", _ORG_CODE), fields.text("orgName"))


def _ref(fields: Fields | None) -> PackageRef | None:
    if fields is None:
        return None
    return PackageRef(fields.text("packageId", PACKAGE_ID), fields.text("contentDigest", DIGEST))


def _reply(fields: Fields | None) -> Reply | None:
    if fields is None:
        return None
    return Reply(
        package_id=fields.text("packageId", PACKAGE_ID),
        content_digest=fields.text("contentDigest", DIGEST),
        container_digest=fields.text("containerDigest", DIGEST),
        signatures=fields.texts("signatures", HEX),
    )


def _scope(fields: Fields) -> Scope:
    scope = Scope(fields.word("mode", ScopeMode), _ref(fields.optional("base")))
    if (scope.mode is ScopeMode.DELTA) != (scope.base is not None):
        raise Malformed(f"{fields.where}.base")
    return scope


def _definition(fields: Fields) -> DefinitionRef:
    kind, version = fields.text("kind", KIND), fields.text("version")
    return DefinitionRef(kind, version, fields.text("digest", DIGEST))


def _counts(fields: Fields) -> dict[str, Count]:
    counts = {}
    for kind in fields.keys():  # noqa: SIM118  (a method of ours, not a dict)
        if not KIND.fullmatch(kind):
            raise Malformed(f"{fields.where}.{kind}")
        each = fields.object(kind)
        counts[kind] = Count(each.integer("records"), each.integer("tombstones"))
    return counts


def _file(fields: Fields) -> FileEntry:
    return FileEntry(
        path=fields.text("path"),
        media_type=fields.text("mediaType"),
        role=fields.text("role"),
        size=fields.integer("size"),
        sha256=fields.text("sha256", HEX),
    )


def _check(manifest: Manifest) -> None:
    """What holds between the fields: order of files, and what a kind must and must not have."""
    paths = [entry.path for entry in manifest.files]
    if paths != sorted(set(paths)):
        raise Malformed("$.files")
    facts = manifest.facts
    if (facts.kind is PackageKind.RECEIPT) != (facts.in_reply_to is not None):
        raise Malformed("$.inReplyTo")
    if facts.kind not in WITH_RECORDS and manifest.counts:
        raise Malformed("$.counts")
    if facts.kind is not PackageKind.CATALOG_EXPORT and facts.scope != Scope():
        raise Malformed("$.scope")
    if facts.kind is PackageKind.REVIEW_FORM and _has_tombstones(manifest):
        raise Malformed("$.counts")
    if facts.sequence == 1 and facts.previous is not None:
        raise Malformed("$.previous")


def _has_tombstones(manifest: Manifest) -> bool:
    return any(count.tombstones for count in manifest.counts.values())
