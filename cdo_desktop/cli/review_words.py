"""A review form in words: what was signed, what was found about it, where its record stands."""

from __future__ import annotations

from typing import Any

from cdo_desktop.cli.hints import todo
from cdo_desktop.cli.verification import verification_document
from cdo_desktop.cli.words import minute
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import role_label
from cdo_desktop.work.review_forms import FormVerdict, SignedForm
from cdo_desktop.workbench import Workbench


def verdict_document(found: FormVerdict) -> dict[str, Any]:
    """A verification of a form as a script reads it."""
    manifest = found.verification.manifest
    return verification_document(found.verification) | {
        "words": found.words,
        "version": manifest.facts.sequence if manifest else None,
        "opinions": [
            {
                "number": one.number,
                "name": one.standing.name,
                "role": role_label(one.statement.role),
                "role_key": one.statement.role,
                "org": one.standing.org_name,
                "orgCode": one.standing.org_code,
                "standing": one.standing.standing,
                "decision": one.statement.decision.label,
                "decision_key": one.statement.decision.value,
                "text": one.statement.text,
                "conditions": list(one.statement.conditions),
                "at": one.statement.at.isoformat(),
            }
            for one in found.opinions
        ],
        "wanted": [
            {"role": one.label, "role_keys": list(one.roles), "orgCode": one.org or None}
            for one in found.wanted
        ],
    }


def verdict_lines(found: FormVerdict) -> list[str]:
    """A verification of a form as a person reads it."""
    lines = [found.words]
    for one in found.opinions:
        said, who = one.statement, one.standing
        lines.append(
            f"  {one.number}. {who.org_name} {who.name}（{role_label(said.role)}）"
            f"{minute(said.at.isoformat())}：{said.decision.label}"
        )
        lines += [f"     {part}" for part in said.text.split("\n") if part]
        lines += [f"     条件 {n}：{text}" for n, text in enumerate(said.conditions, 1)]
    reasons = found.verification.reasons
    return [*lines, *(f"  {one.message()}{todo(one)}（{one.code}）" for one in reasons)]


def signed_document(done: SignedForm) -> dict[str, Any]:
    """A signature that was given, as a script reads it."""
    sealed = done.sealed
    return verdict_document(done.verdict) | {
        "packageId": sealed.package_id,
        "contentDigest": sealed.content_digest,
        "containerDigest": sealed.container_digest,
        "number": len(sealed.signatures),
    }


def signed_lines(done: SignedForm) -> list[str]:
    """A signature that was given."""
    number = len(done.sealed.signatures)
    return [f"已签署，这是第 {number} 个签名。", *verdict_lines(done.verdict)]


def record_document(bench: Workbench, record: Record | None) -> dict[str, Any]:
    """The record as it stands now."""
    assert record is not None  # signed or taken in a workspace
    flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
    state = flow.state(record.review)
    return {"id": record.id, "title": record.title, "state": state.label, "state_key": state.key}
