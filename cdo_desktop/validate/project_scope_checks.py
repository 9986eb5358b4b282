"""Checks of what the project is: secret, worth a review, split, needed, paid for, measurable."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from cdo_desktop.domain.project_check import Evidence, Outcome, Said
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.care_rules import SECRET, may_be_secret
from cdo_desktop.validate.project_case import ProjectCase, Sibling
from cdo_desktop.validate.project_rules import money, plain, sum_of
from cdo_desktop.validate.similar import likeness_of_names

_QUOTED = 120
"""So many signs of a long text are quoted as evidence."""
_NUMBER = re.compile(r"\d|百分之[一二三四五六七八九十百零]")


def secret(case: ProjectCase) -> Said:
    """A secret project goes to the secrecy channel and is not handled here."""
    word = case.text(Role.SECRET)
    seen = (Evidence(case.label(Role.SECRET), mine=word or "未填"),)
    if word == SECRET:
        return Said("CDO-P101", Outcome.FAIL, {}, seen)
    if not word:
        return Said("CDO-P102", Outcome.ASK, {}, seen)
    if may_be_secret(word):
        return Said("CDO-P425", Outcome.FAIL, {"word": word}, seen)
    return Said("CDO-P103", Outcome.PASS, {}, seen)


def threshold(case: ProjectCase) -> Said:
    """Only projects from a certain amount, of certain levels, are reviewed."""
    settings, total = case.settings, _total(case)
    words = plain(settings.threshold)
    bound = f"{words} 万元（{'含' if settings.inclusive else '不含'}本数）"
    facts = {"bound": bound, "total": plain(total) if total is not None else ""}
    seen = [Evidence(case.label(Role.PROJECT_TOTAL), mine=facts["total"] or "未填", theirs=bound)]
    if total is None:
        return Said("CDO-P111", Outcome.ASK, facts, tuple(seen))
    if not settings.reaches(total):
        return Said("CDO-P112", Outcome.NOTE, facts, tuple(seen))
    level = case.text(Role.PROJECT_LEVEL)
    seen.append(Evidence(case.label(Role.PROJECT_LEVEL), "", level, "、".join(settings.scope)))
    if settings.scope and level not in settings.scope:
        facts |= {"level": level or "未填", "scope": "、".join(settings.scope)}
        return Said("CDO-P113", Outcome.NOTE, facts, tuple(seen))
    return Said("CDO-P114", Outcome.PASS, facts, tuple(seen))


def split(case: ProjectCase) -> Said:
    """Like-named projects of one unit within a year, each below the threshold, together above."""
    total, bound = _total(case), plain(case.settings.threshold)
    if total is None:
        return Said("CDO-P126", Outcome.ASK, {})
    if case.settings.reaches(total):
        return Said("CDO-P121", Outcome.PASS, {"bound": bound})
    like = _like_named(case)
    if not like:
        return Said("CDO-P122", Outcome.PASS, {})
    amounts = [one.total for one, _ in like if one.total is not None]
    whole = total + sum(amounts, Decimal())
    facts = {"count": len(like) + 1, "sum": plain(whole), "bound": bound}
    seen = tuple(
        Evidence(
            f"{one.title}（{one.applied or one.year}）",
            one.record,
            f"{plain(total)} 万元",
            f"{plain(one.total)} 万元" if one.total is not None else "未填总投资",
            percent,
        )
        for one, percent in like
    )
    if case.settings.reaches(whole):
        return Said("CDO-P123", Outcome.FAIL, facts, seen)
    if len(amounts) < len(like):
        return Said("CDO-P124", Outcome.ASK, facts, seen)
    return Said("CDO-P125", Outcome.NOTE, facts, seen)


def _like_named(case: ProjectCase) -> list[tuple[Sibling, int]]:
    """The small projects of the unit within a year with a like name, the most like first."""
    own = Sibling.of(case.kind, case.record)
    near = (
        (other, likeness_of_names(own.title, other.title))
        for other in case.around.siblings
        if other.record != own.record and own.same_unit(other) and own.within_a_year(other)
    )
    alike = [
        (other, percent)
        for other, percent in near
        if percent >= case.settings.like_names and _is_small(case, other)
    ]
    return sorted(alike, key=lambda one: -one[1])


def _is_small(case: ProjectCase, other: Sibling) -> bool:
    return other.total is None or not case.settings.reaches(other.total)


def need(case: ProjectCase) -> Said:
    """Whether it is needed is for a person to judge; that grounds are given is not."""
    roles = (Role.PROJECT_BASIS, Role.PROJECT_NEED)
    seen = tuple(Evidence(case.label(role), mine=_quoted(case.text(role))) for role in roles)
    missing = [one.label for one in seen if not one.mine]
    if missing:
        return Said("CDO-P131", Outcome.FAIL, {"missing": "、".join(missing)}, seen)
    return Said("CDO-P132", Outcome.ASK, {}, seen)


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def funds(case: ProjectCase) -> Said:
    """The sources come to the total, exactly."""
    found = sum_of(case.kind, case.record)
    total = plain(found.total) if found.total is not None else ""
    facts = {"total": total, "sum": plain(found.of_parts)}
    seen = (
        Evidence(case.label(Role.PROJECT_TOTAL), mine=f"{total or '未填'} 万元"),
        *(
            Evidence(
                name or "未填来源", mine=f"{plain(amount)} 万元" if amount is not None else "未填"
            )
            for name, amount in found.parts
        ),
    )
    if not found.is_told:
        return Said("CDO-P141", Outcome.FAIL, facts, seen)
    if found.total != found.of_parts:
        return Said("CDO-P142", Outcome.FAIL, facts, seen)
    return Said("CDO-P143", Outcome.PASS, facts, seen)


def targets(case: ProjectCase) -> Said:
    """What is to be reached can be measured: there is a number in it."""
    group = Role.PROJECT_TARGETS
    names = case.column(group, Role.PROJECT_TARGET)
    values = case.column(group, Role.PROJECT_TARGET_VALUE)
    given = list(zip(names, values, strict=True))
    vague = [name or value for name, value in given if not _is_measurable(value)]
    seen = tuple(Evidence(name, mine=value or "未填") for name, value in given)
    if not given:
        return Said("CDO-P151", Outcome.FAIL, {}, seen)
    if vague:
        facts = {"count": len(vague), "names": "、".join(vague[:3])}
        return Said("CDO-P152", Outcome.FAIL, facts, seen)
    return Said("CDO-P153", Outcome.PASS, {"count": len(given)}, seen)


def _is_measurable(value: str) -> bool:
    return _NUMBER.search(unicodedata.normalize("NFKC", value)) is not None


def _total(case: ProjectCase) -> Decimal | None:
    return money(case.kind.role_value(case.record.values, Role.PROJECT_TOTAL))
