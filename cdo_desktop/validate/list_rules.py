"""Rules of the two other lists: 信息系统清单 (sharing, zombies) and 数据需求清单 (条例第二十条)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from cdo_desktop.domain.names import name_key
from cdo_desktop.standard.dates import read_date
from cdo_desktop.standard.numbers import read_number
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.case import NOTHING, Case, Hit, RecordRule
from cdo_desktop.validate.sharing_rules import YES
from cdo_desktop.validate.words import is_among, rule_words

_BUILT = "已建"
_LEFT_OUT = "未接入"
_CLEARED = frozenset({"停用", "整合"})
_ASKING = frozenset({"未申请", "已申请", "一次性告知补正", "不同意共享"})
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?")


@cache
def _vague() -> frozenset[str]:
    words = rule_words().blank
    return frozenset(map(name_key, (*words.empty_words, *words.vague_use, "/")))


def not_connected(case: Case) -> Iterable[Hit]:
    """A system in use is not connected to the sharing platform (条例第三十一条、第三十八条)."""
    if case.text(Role.SYSTEM_STAGE) == _BUILT and case.text(Role.CONNECTION) == _LEFT_OUT:
        return (Hit(Role.CONNECTION, {"value": _LEFT_OUT}),)
    return NOTHING


def vague_connection_reason(case: Case) -> Iterable[Hit]:
    """Why it is not connected must be said."""
    value = case.text(Role.CONNECTION_REASON)
    if is_among(value, _vague()):
        return (Hit(Role.CONNECTION_REASON, {"value": value}),)
    return NOTHING


def zombie_kept(case: Case) -> Iterable[Hit]:
    """A zombie system is to be cleared away or merged."""
    value = case.text(Role.CLEANUP)
    if case.text(Role.ZOMBIE) != YES or value in _CLEARED:
        return NOTHING
    facts = {"value": value or "空", "cleanup": case.label(Role.CLEANUP)}
    return (Hit(Role.ZOMBIE, facts),)


def zombie_costs(case: Case) -> Iterable[Hit]:
    """A zombie system still costs money (条例第三十八条)."""
    value = case.text(Role.RUNNING_COST)
    if case.text(Role.ZOMBIE) != YES or read_number(value) != value or Decimal(value) <= 0:
        return NOTHING
    return (Hit(Role.RUNNING_COST, {"value": value}),)


def started_in_future(case: Case) -> Iterable[Hit]:
    """A system in use has been started."""
    value = case.day(Role.SYSTEM_STARTED)
    if case.text(Role.SYSTEM_STAGE) != _BUILT or value <= case.today.isoformat()[:7]:
        return NOTHING
    return (Hit(Role.SYSTEM_STARTED, {"value": value, "stage": _BUILT}),)


def produces_nothing(case: Case) -> Iterable[Hit]:
    """A system in use produces data; which, is not said."""
    if case.text(Role.SYSTEM_STAGE) != _BUILT or case.text(Role.SYSTEM_RESOURCES):
        return NOTHING
    return (Hit(Role.SYSTEM_RESOURCES, {}),)


def vague_use(case: Case) -> Iterable[Hit]:
    """Ground, scene, scope and time of use are told exactly (条例第二十条)."""
    roles = (Role.USE_BASIS, Role.USE_SCENE, Role.USE_SCOPE, Role.USE_UNTIL)
    return [
        Hit(role, {"value": case.text(role)})
        for role in roles
        if is_among(case.text(role), _vague())
    ]


def asks_itself(case: Case) -> Iterable[Hit]:
    """The department that is asked is the one that asks."""
    provider = case.text(Role.PROVIDER)
    if not provider or name_key(provider) != name_key(case.text(Role.ORG)):
        return NOTHING
    return (Hit(Role.PROVIDER, {"value": provider}),)


def use_is_over(case: Case) -> Iterable[Hit]:
    """The time of use has passed."""
    days = [read_date(day) for day in _DAY.findall(case.text(Role.USE_UNTIL))]
    known = [day for day in days if day]
    if not known or date.fromisoformat(max(known)) >= case.today:
        return NOTHING
    return (Hit(Role.USE_UNTIL, {"value": max(known)}),)


_STEPS = (Role.LEAD_AGREED_ON, Role.APPLIED_ON, Role.ANSWERED_ON, Role.SHARED_ON)


def out_of_order(case: Case) -> Iterable[Hit]:
    """Consent, request, answer and sharing follow each other (条例第二十条至第二十二条)."""
    hits: list[Hit] = []
    latest: tuple[str, Role] | None = None
    for role in _STEPS:
        day = case.day(role)
        if not day:
            continue
        if latest is not None and day < latest[0]:
            hits.append(Hit(role, {"value": day, "after": case.label(latest[1])}))
        else:
            latest = (day, role)
    return hits


def had_but_asked(case: Case) -> Iterable[Hit]:
    """Marked as obtained while the request is still open or refused."""
    state = case.text(Role.REQUEST_STATE)
    if case.text(Role.OBTAINED) != YES or state not in _ASKING:
        return NOTHING
    facts = {"value": YES, "state": state, "progress": case.label(Role.REQUEST_STATE)}
    return (Hit(Role.OBTAINED, facts),)


LIST_RULES = (
    RecordRule("CDO-V241", (Role.SYSTEM_STAGE, Role.CONNECTION), not_connected),
    RecordRule("CDO-V242", (Role.CONNECTION_REASON,), vague_connection_reason),
    RecordRule("CDO-V243", (Role.ZOMBIE, Role.CLEANUP), zombie_kept),
    RecordRule("CDO-V244", (Role.ZOMBIE, Role.RUNNING_COST), zombie_costs),
    RecordRule("CDO-V245", (Role.SYSTEM_STAGE, Role.SYSTEM_STARTED), started_in_future),
    RecordRule("CDO-V246", (Role.SYSTEM_STAGE, Role.SYSTEM_RESOURCES), produces_nothing),
    RecordRule(
        "CDO-V261", (Role.USE_BASIS, Role.USE_SCENE, Role.USE_SCOPE, Role.USE_UNTIL), vague_use
    ),
    RecordRule("CDO-V262", (Role.PROVIDER, Role.ORG), asks_itself),
    RecordRule("CDO-V263", (Role.USE_UNTIL,), use_is_over),
    RecordRule("CDO-V264", _STEPS, out_of_order),
    RecordRule("CDO-V265", (Role.OBTAINED, Role.REQUEST_STATE), had_but_asked),
)
