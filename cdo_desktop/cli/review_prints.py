"""The print of a review form, in words: what became of it, and what was found about it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cdo_desktop.cli.hints import todo
from cdo_desktop.cli.output import Output
from cdo_desktop.cli.verification import EXITS
from cdo_desktop.cli.words import minute
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Reason, Verdict
from cdo_desktop.sentences import sentence
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.review_beside import PrintDone
from cdo_desktop.work.review_print_check import PrintFound, check_alone
from cdo_desktop.workbench import Desk


def print_alone(out: Output, desk: Desk, file: Path, given: TrustGiven) -> int:
    """Answer what a print proves by itself; the exit code of the command. Raises Refused."""
    found = check_alone(desk, file, given, out.run)
    proves = sentence("CDO-E781").says
    document = found_document(found)
    assert document is not None  # it was found
    out.answer({**document, "proves": proves}, [*found_lines(found), proves])
    return EXITS[found.verdict]


def print_document(told: PrintDone | None) -> dict[str, Any] | None:
    """What became of a print, as a script reads it."""
    if told is None:
        return None
    return {
        "file": str(told.path) if told.path else None,
        "signed": told.is_signed,
        "setAside": str(told.set_aside) if told.set_aside else None,
        "notices": reasons_document(told.notices),
    }


def print_lines(told: PrintDone | None) -> list[str]:
    """What became of a print."""
    if told is None:
        return []
    lines = reason_lines(told.notices)
    if told.path is None:
        return lines
    signed = "，已写入这次的可见签名" if told.is_signed else ""
    return [f"打印件 {told.path}{signed}", *lines]


def is_spoilt(found: PrintFound | None) -> bool:
    """Whether there is a print that must not be used."""
    return found is not None and found.verdict is Verdict.INVALID


def found_document(found: PrintFound | None) -> dict[str, Any] | None:
    """What was found about a print, as a script reads it."""
    if found is None:
        return None
    return {
        "file": str(found.path),
        "verdict": found.verdict.value,
        "verdict_label": found.verdict.label,
        "package": found.package,
        "signatures": [
            {
                "field": one.field,
                "name": one.certificate.name if one.certificate else None,
                "role": role_label(one.certificate.role) if one.certificate else None,
                "certSha256": one.certificate.sha256 if one.certificate else None,
                "claimedTime": one.claimed_time.isoformat() if one.claimed_time else None,
                "verdict": one.verdict.value,
            }
            for one in found.signatures
        ],
        "reasons": reasons_document(found.reasons),
    }


def found_lines(found: PrintFound | None) -> list[str]:
    """What was found about a print."""
    if found is None:
        return []
    lines = [
        f"打印件 {found.path.name}：{found.verdict.label}，电子签名 {len(found.signatures)} 个。"
    ]
    for number, one in enumerate(found.signatures, 1):
        at = minute(one.claimed_time.isoformat()) if one.claimed_time else ""
        who = one.certificate
        name = f"{who.org_name} {who.name}（{role_label(who.role)}）" if who else one.field
        lines.append(f"  {number}. {name}{at}：{one.verdict.label}")
    return [*lines, *reason_lines(found.reasons)]


def reasons_document(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """What is to be told, as a script reads it."""
    return [
        {"code": one.code, "message": one.message(), "todo": todo(one), "weight": one.weight}
        for one in reasons
    ]


def reason_lines(reasons: Iterable[Reason]) -> list[str]:
    """What is to be told, and what to do about it."""
    return [f"  {one.message()}{todo(one)}（{one.code}）" for one in reasons]
