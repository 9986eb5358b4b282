"""The command verify, and a verification in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import (
    FILE,
    Command,
    command,
)
from cdo_desktop.cli.hints import todo
from cdo_desktop.cli.output import GOOD, UNCHECKED, WANTING, Output
from cdo_desktop.cli.words import minute
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.sentences import sentence
from cdo_desktop.work import receiving
from cdo_desktop.work.receiving import Verification
from cdo_desktop.workbench import Desk

EXITS = {
    Verdict.VALID: GOOD,
    Verdict.VALID_WITH_NOTES: GOOD,
    Verdict.INVALID: WANTING,
    Verdict.CANNOT_BE_CHECKED: UNCHECKED,
}


def register(group: click.Group) -> None:
    """Add the command to the group."""

    @command(group, "verify", "核验一个包：有效、有效但有提示、无法完全核验、无效，逐条说明理由。")
    @click.argument("file", type=FILE)
    @trust_options
    @click.option("--deep", is_flag=True, help="连同每条记录一起核验")
    def verify(
        out: Output, file: Path, trust: Path | None, roots: Path | None, pin: str, deep: bool
    ) -> int:
        given = receiving.TrustGiven(trust, roots, pin)
        found = receiving.verify(Desk(), file, given, out.run, deep=deep)
        document = verification_document(found)
        out.answer(document, _verification_lines(found, document))
        return EXITS[found.verdict]


def trust_options(function: Command) -> Command:
    """--trust, --roots and --pin: by what somebody is trusted."""
    for option in (
        click.option("--pin", default="", help="对方证书的 SHA-256，电话核对过"),
        click.option("--roots", type=FILE, help="根清单 root.json，用来核对信任清单的根签名"),
        click.option("--trust", type=FILE, help="信任清单包 .cdopkg"),
    ):
        function = option(function)
    return function


def verification_document(found: Verification) -> dict[str, Any]:
    """A verification as a script reads it."""
    facts = found.manifest.facts if found.manifest else None
    return {
        "verdict": found.verdict.value,
        "verdict_label": found.verdict.label,
        "practice": found.is_practice,
        "reasons": [
            {
                "code": reason.code,
                "place": reason.place,
                "message": reason.message(),
                "todo": todo(reason),
                "weight": reason.weight,
            }
            for reason in found.reasons
        ],
        "signatures": [
            {
                "place": one.place,
                "standing": one.standing,
                "name": one.name,
                "role": role_label(one.role),
                "role_key": one.role,
                "org": one.org_name,
                "orgCode": one.org_code,
                "suite": one.suite,
                "certSha256": one.cert_sha256,
                "claimedTime": one.claimed_time.isoformat() if one.claimed_time else None,
            }
            for one in found.standings
        ],
        "kind": facts.kind.value if facts else None,
        "packageId": facts.package_id if facts else None,
        "from": facts.sender.as_json() if facts else None,
        "createdAt": facts.created_at.isoformat() if facts else None,
        "scope": facts.scope.mode.value if facts else None,
        "records": sum(one.records for one in found.manifest.counts.values())
        if found.manifest
        else 0,
        "contentDigest": found.content_digest,
        "containerDigest": found.container_digest,
        "trustAge": found.trust.age() if found.trust else None,
        "deep": found.is_deep,
    }


def _verification_lines(found: Verification, document: dict[str, Any]) -> list[str]:
    kind = "（练习包）" if found.is_practice else ""
    lines = [f"{found.verdict.label}：{found.path.name}{kind}"]
    if document["from"]:
        sender = document["from"]["name"]
        lines.append(
            f"来自 {sender}，{minute(document['createdAt'])}，记录 {document['records']} 条。"
        )
    lines += [
        f"  签名 {one['place'][-7:-4]}  {one['name']}  {one['role']}  {one['org']}  {one['suite']}"
        for one in document["signatures"]
    ]
    lines += [
        f"  {reason['message']}{reason['todo']}（{_where(reason)}）"
        for reason in document["reasons"]
    ]
    if document["trustAge"]:
        lines.append(document["trustAge"])
    if found.verdict is not Verdict.INVALID:
        lines.append(sentence("CDO-E901").says)
    return lines


def _where(reason: dict[str, Any]) -> str:
    return "，".join(filter(None, (reason["place"], reason["code"])))
