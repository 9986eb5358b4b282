"""Checks of the project's data and safety: catalog, channel, commitment, collection, grading."""

from __future__ import annotations

from cdo_desktop.domain.project_check import Evidence, Outcome, Said
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.project_case import Planned, ProjectCase
from cdo_desktop.validate.sharing_rules import NO, YES

ON_PLATFORM = "接入共享交换平台"
_NOT_GRADED = "未定级"
_NO_CIPHER, _CIPHER_LATER = "不涉及", "计划编制"


def catalog(case: ProjectCase) -> Said:
    """The data the project will produce is in the planned catalog, and passes the checks."""
    planned = case.around.planned
    seen = tuple(Evidence(one.title, one.record, theirs=_state(one)) for one in planned)
    missing = [one.title for one in planned if not one.record or one.deleted]
    wrong = [one.title for one in planned if one.errors]
    facts = {
        "count": len(planned),
        "names": "、".join((missing or wrong)[:3]),
        "errors": sum(one.errors for one in planned),
        "warnings": sum(one.warnings for one in planned),
    }
    if not planned:
        return Said("CDO-P301", Outcome.FAIL, facts)
    if missing:
        return Said("CDO-P302", Outcome.FAIL, facts, seen)
    if wrong:
        return Said("CDO-P303", Outcome.FAIL, facts, seen)
    if facts["warnings"]:
        return Said("CDO-P304", Outcome.NOTE, facts, seen)
    return Said("CDO-P305", Outcome.PASS, facts, seen)


def _state(one: Planned) -> str:
    if not one.record:
        return "目录里没有这条资源"
    if one.deleted:
        return "这条资源在回收站里"
    return f"错误 {one.errors} 处，警告 {one.warnings} 处"


def channel(case: ProjectCase) -> Said:
    """Data go over the shared platform; a channel of one's own needs a lawful reason."""
    word, reason = case.text(Role.PROJECT_CHANNEL), case.text(Role.PROJECT_CHANNEL_REASON)
    facts = {"channel": word}
    seen = (
        Evidence(case.label(Role.PROJECT_CHANNEL), mine=word or "未填"),
        *((Evidence(case.label(Role.PROJECT_CHANNEL_REASON), mine=reason),) if reason else ()),
    )
    if not word:
        return Said("CDO-P311", Outcome.FAIL, facts, seen)
    if word == ON_PLATFORM:
        return Said("CDO-P312", Outcome.PASS, facts, seen)
    if not reason:
        return Said("CDO-P313", Outcome.FAIL, facts, seen)
    return Said("CDO-P314", Outcome.ASK, facts, seen)


def commitment(case: ProjectCase) -> Said:
    """The unit commits itself to share what the project produces."""
    word = case.text(Role.PROJECT_COMMITMENT)
    seen = (Evidence(case.label(Role.PROJECT_COMMITMENT), mine=word or "未填"),)
    if word == YES:
        return Said("CDO-P321", Outcome.PASS, {}, seen)
    code = "CDO-P322" if word == NO else "CDO-P323"
    return Said(code, Outcome.FAIL, {}, seen)


def collected_again(case: ProjectCase) -> Said:
    """What a catalog offers is not asked of people and firms again (条例第十九条)."""
    offered = case.around.offered
    seen = tuple(
        Evidence(
            f"{one.title}（{one.org}）",
            one.record,
            one.phrase,
            f"信息项“{one.item}”" if one.item else "同名的数据资源",
        )
        for one in offered
    )
    whole = list(dict.fromkeys(one.phrase for one in offered if not one.item))
    part = list(dict.fromkeys(one.phrase for one in offered if one.item))
    facts = {"names": "、".join((whole or part)[:3]), "count": len(whole or part)}
    if not case.text(Role.PROJECT_COLLECT):
        return Said("CDO-P331", Outcome.PASS, facts)
    if whole:
        return Said("CDO-P332", Outcome.FAIL, facts, seen)
    if part:
        return Said("CDO-P333", Outcome.NOTE, facts, seen)
    return Said("CDO-P334", Outcome.PASS, facts)


def protection(case: ProjectCase) -> Said:
    """The grade of protection is named."""
    word = case.text(Role.PROJECT_PROTECTION)
    seen = (Evidence(case.label(Role.PROJECT_PROTECTION), mine=word or "未填"),)
    if not word or word == _NOT_GRADED:
        return Said("CDO-P341", Outcome.FAIL, {"word": word or "未填"}, seen)
    return Said("CDO-P342", Outcome.PASS, {"word": word}, seen)


def cipher(case: ProjectCase) -> Said:
    """The plan of the use of ciphers is there, or said to come; that none is needed is judged."""
    word = case.text(Role.PROJECT_CIPHER)
    seen = (Evidence(case.label(Role.PROJECT_CIPHER), mine=word or "未填"),)
    facts = {"word": word}
    if not word:
        return Said("CDO-P351", Outcome.FAIL, facts, seen)
    if word == _CIPHER_LATER:
        return Said("CDO-P352", Outcome.NOTE, facts, seen)
    if word == _NO_CIPHER:
        return Said("CDO-P353", Outcome.ASK, facts, seen)
    return Said("CDO-P354", Outcome.PASS, facts, seen)
