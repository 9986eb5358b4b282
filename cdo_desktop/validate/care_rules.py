"""Rules on secrecy, assessments, dates and the census numbers of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from cdo_desktop.standard.model import Element
from cdo_desktop.standard.numbers import read_number
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.case import NOTHING, Case, Hit, RecordRule

SECRET, NOT_SECRET = "涉密", "非涉密"
_MARKING = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]")
_NOT_PASSED = frozenset({"未开展", "未通过"})
_ASSESSMENTS = (
    (Role.SECRECY_ASSESSMENT, Role.SECRECY_ASSESSED_ON),
    (Role.PRIVACY_ASSESSMENT, Role.PRIVACY_ASSESSED_ON),
)


def may_be_secret(word: object) -> bool:
    """Whether what stands under 涉密性 forbids to handle it here: every word but 非涉密.

    机密级, 绝密★30年 are none of the list's words, and an error; until it is mended nobody can say
    that it is not secret.
    """
    return bool(word) and word != NOT_SECRET


def is_secret(case: Case) -> Iterable[Hit]:
    """What holds a state or work secret is no government data and must not be here (条例第三条)."""
    return (Hit(Role.SECRET, {"value": SECRET}),) if case.text(Role.SECRET) == SECRET else NOTHING


def has_secret_items(case: Case) -> Iterable[Hit]:
    """The same for single items."""
    column = case.column(Role.SECRET)
    if SECRET not in column:
        return NOTHING
    return [
        Hit(Role.SECRET, {"value": SECRET}, row=row)
        for row, value in enumerate(column, 1)
        if value == SECRET
    ]


def carries_marking(case: Case) -> Iterable[Hit]:
    """A secrecy marking (机密★) was copied along."""
    return [
        Hit(role, {"value": found[0]})
        for role in (Role.TITLE, Role.SUMMARY)
        if (found := _MARKING.search(case.text(role)))
    ]


def assessment_not_passed(case: Case) -> Iterable[Hit]:
    """Both assessments come before the catalog is compiled (条例第十三条)."""
    return [
        Hit(role, {"value": case.text(role)})
        for role, _ in _ASSESSMENTS
        if case.text(role) in _NOT_PASSED
    ]


def approved_too_early(case: Case) -> Iterable[Hit]:
    """The head approves after the assessments, not before (条例第十三条)."""
    approved = case.day(Role.HEAD_APPROVED_ON)
    if not approved:
        return NOTHING
    return [
        Hit(Role.HEAD_APPROVED_ON, {"value": approved, "after": case.label(role)})
        for _, role in _ASSESSMENTS
        if approved < case.day(role)
    ]


def published_in_future(case: Case) -> Iterable[Hit]:
    """The day of publication has been."""
    value = case.day(Role.PUBLISH_DATE)
    return (
        (Hit(Role.PUBLISH_DATE, {"value": value}),) if value > case.today.isoformat() else NOTHING
    )


def more_than_there_is(case: Case) -> Iterable[Hit]:
    """Shared or opened cannot be more than the total: the first census number of the same unit."""
    totals: dict[str, Element] = {}
    hits: list[Hit] = []
    for element in case.frame.census:
        value = _number(case.values.get(element.key))
        total = totals.setdefault(element.unit, element)
        whole = _number(case.values.get(total.key))
        if value is not None and whole is not None and value > whole:
            facts = {"value": f"{value:f}", "total": f"{whole:f}", "whole": total.label}
            hits.append(Hit(Role.CENSUS, facts, element=element))
    return hits


def _number(value: object) -> Decimal | None:
    return _decimal(value) if isinstance(value, str) else None


@lru_cache(maxsize=16_384)
def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if read_number(text) == text else None


CARE_RULES = (
    RecordRule("CDO-V223", (Role.SECRET,), is_secret),
    RecordRule("CDO-V223", (), has_secret_items, (Role.SECRET,)),
    RecordRule("CDO-V224", (Role.TITLE, Role.SUMMARY), carries_marking),
    RecordRule(
        "CDO-V219", (Role.SECRECY_ASSESSMENT, Role.PRIVACY_ASSESSMENT), assessment_not_passed
    ),
    RecordRule(
        "CDO-V220",
        (Role.HEAD_APPROVED_ON, Role.SECRECY_ASSESSED_ON, Role.PRIVACY_ASSESSED_ON),
        approved_too_early,
    ),
    RecordRule("CDO-V222", (Role.PUBLISH_DATE,), published_in_future),
    RecordRule("CDO-V232", (Role.CENSUS,), more_than_there_is),
)
