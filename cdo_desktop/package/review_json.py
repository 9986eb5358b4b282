"""data/review.json: the sheet of a review form as canonical JSON and back."""

from __future__ import annotations

from typing import Any

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.review_form import AttachedFile, FormRef, ReviewSheet, VoidedSignature
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.domain.statement import Decision
from cdo_desktop.package.manifest_json import HEX, KIND
from cdo_desktop.package.strict_json import RECORD_ID, Fields, Malformed

_FIELDS = {"form", "attachments", "checks", "voids"}


def review_bytes(sheet: ReviewSheet) -> bytes:
    """data/review.json. ValueError or TypeError if the checks are no JSON without floats."""
    form = sheet.form
    return canonical_bytes(
        {
            "form": {"kind": form.kind, "id": form.id, "revisionId": form.revision_id},
            "attachments": [file.as_json() for file in sheet.attachments],
            "checks": dict(sheet.checks),
            "voids": [_voided_json(one) for one in sheet.voids],
        }
    )


def _voided_json(one: VoidedSignature) -> dict[str, object]:
    return {
        "number": one.number,
        "name": one.name,
        "role": one.role,
        "certSha256": one.cert_sha256,
        "decision": one.decision.value,
        "at": timestamp(one.at),
    }


def review_of(value: Any) -> ReviewSheet:
    """The sheet in a canonical JSON value. Raises Malformed with the first wrong place."""
    fields = Fields(value)
    if unknown := set(fields.keys()) ^ _FIELDS:
        raise Malformed(f"$.{min(unknown)[:60]}")
    form = fields.object("form")
    sheet = ReviewSheet(
        form=FormRef(
            form.text("kind", KIND), form.text("id", RECORD_ID), form.text("revisionId", HEX)
        ),
        attachments=tuple(_file(each) for each in fields.objects("attachments")),
        checks=fields.plain("checks"),
        voids=tuple(_voided(each) for each in fields.objects("voids")),
    )
    named = [(file.name, file.sha256) for file in sheet.attachments]
    if named != sorted(set(named)):
        raise Malformed("$.attachments")
    if [one.number for one in sheet.voids] != list(range(1, len(sheet.voids) + 1)):
        raise Malformed("$.voids")
    return sheet


def _file(fields: Fields) -> AttachedFile:
    return AttachedFile(fields.text("sha256", HEX), fields.text("name"), fields.integer("size"))


def _voided(fields: Fields) -> VoidedSignature:
    role = fields.text("role")
    if role not in ROLES:
        raise Malformed(f"{fields.where}.role")
    return VoidedSignature(
        number=fields.integer("number", least=1),
        name=fields.text("name"),
        role=role,
        cert_sha256=fields.text("certSha256", HEX),
        decision=fields.word("decision", Decision),
        at=fields.time("at"),
    )
