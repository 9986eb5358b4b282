"""Rules on sharing and opening (政务数据共享条例第十四、十五条; 1272号 核心元数据9、10)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cdo_desktop.domain.names import name_key
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.case import NOTHING, Case, Hit, RecordRule
from cdo_desktop.validate.grounds import LAWFUL_RANKS, Ground, read_ground
from cdo_desktop.validate.words import is_among, rule_words

CONDITIONAL, REFUSED, UNCONDITIONAL = "有条件共享", "不予共享", "无条件共享"
ON_PLATFORM = "共享平台方式"
_BY_HAND = frozenset({"邮件", "拷盘", "介质交换（纸质报表、电子文档等）"})
YES, NO = "是", "否"
_SEVERE_LEVELS = frozenset({"核心数据", "重要数据"})


def mode_against_format(case: Case) -> Iterable[Hit]:
    """Files go over the platform as 文件, databases as 数据库 or 接口 (浪潮 guide, no. 8)."""
    given = case.text(Role.SHARE_MODE_TYPE)
    fitting = rule_words().mode.get(case.text(Role.FORMAT_CLASS), ())
    if not given or case.text(Role.SHARE_MODE_CLASS) != ON_PLATFORM:
        return NOTHING
    if not fitting or given in fitting:
        return NOTHING
    facts = {
        "value": given,
        "format": case.text(Role.FORMAT_CLASS),
        "choices": "或".join(fitting),
    }
    fix = case.change(Role.SHARE_MODE_TYPE, fitting[0]) if len(fitting) == 1 else None
    return (Hit(Role.SHARE_MODE_TYPE, facts, fix),)


def blank_conditions(case: Case) -> Iterable[Hit]:
    """Conditions, scope, purpose, reason and ground must say something (条例第十五条)."""
    share = case.text(Role.SHARE_TYPE)
    if share not in (CONDITIONAL, REFUSED):
        return NOTHING
    refused = share == REFUSED
    roles: tuple[Role, ...] = _REASON_ROLES if refused else _CONDITION_ROLES
    blank = _blank_reasons() if refused else _blank_conditions()
    return [
        Hit(role, {"value": case.text(role)}) for role in roles if is_among(case.text(role), blank)
    ]


_CONDITION_ROLES = (Role.SHARE_CONDITION, Role.SHARE_SCOPE, Role.SHARE_PURPOSE)
_REASON_ROLES = (Role.SHARE_REASON, Role.SHARE_BASIS)


@cache
def _blank_conditions() -> frozenset[str]:
    words = rule_words().blank
    return frozenset(map(name_key, (*words.empty_words, *words.no_condition, "/")))


@cache
def _blank_reasons() -> frozenset[str]:
    words = rule_words().blank
    return frozenset(map(name_key, (*words.empty_words, *words.no_reason, "/")))


def low_rank(case: Case) -> Iterable[Hit]:
    """不予共享 on a ground whose rank is below law, regulation, State Council decision."""
    rank = case.text(Role.SHARE_BASIS_RANK)
    if case.text(Role.SHARE_TYPE) != REFUSED or not rank or rank in LAWFUL_RANKS:
        return NOTHING
    return (Hit(Role.SHARE_BASIS_RANK, {"value": rank}),)


def low_ground(case: Case) -> Iterable[Hit]:
    """The ground named is a rule of a ministry, a place or the unit itself."""
    if case.text(Role.SHARE_TYPE) != REFUSED or not case.text(Role.SHARE_BASIS):
        return NOTHING
    reading = read_ground(case.text(Role.SHARE_BASIS))
    doubtful = reading.ground is Ground.UNCLEAR and bool(reading.words)
    if reading.ground is Ground.LOW or (doubtful and not _rank_is_lawful(case)):
        return (Hit(Role.SHARE_BASIS, {"value": reading.words}),)
    return NOTHING


def unclear_ground(case: Case) -> Iterable[Hit]:
    """No law, regulation or decision can be made out in the ground."""
    text = case.text(Role.SHARE_BASIS)
    if case.text(Role.SHARE_TYPE) != REFUSED or not text or is_among(text, _blank_reasons()):
        return NOTHING
    reading = read_ground(text)
    if reading.ground is not Ground.UNCLEAR or (reading.words and not _rank_is_lawful(case)):
        return NOTHING
    return (Hit(Role.SHARE_BASIS, {"value": text}),)


def _rank_is_lawful(case: Case) -> bool:
    return (
        Role.SHARE_BASIS_RANK in case.frame.keys
        and case.text(Role.SHARE_BASIS_RANK) in LAWFUL_RANKS
    )


def off_the_platform(case: Case) -> Iterable[Hit]:
    """Mail and media are for what conditions leave no other way; then these are told."""
    mode = case.text(Role.SHARE_MODE_CLASS)
    condition = case.text(Role.SHARE_CONDITION)
    if mode not in _BY_HAND or case.text(Role.SHARE_TYPE) == REFUSED:
        return NOTHING
    if condition and not is_among(condition, _blank_conditions()):
        return NOTHING
    facts = {"value": mode, "condition": case.label(Role.SHARE_CONDITION)}
    return (Hit(Role.SHARE_MODE_CLASS, facts),)


def mode_though_refused(case: Case) -> Iterable[Hit]:
    """What is not shared has no way of sharing."""
    if case.text(Role.SHARE_TYPE) != REFUSED:
        return NOTHING
    return [
        Hit(role, {"value": case.text(role)}, case.clear(role))
        for role in (Role.SHARE_MODE_CLASS, Role.SHARE_MODE_TYPE)
        if case.text(role)
    ]


def open_though_refused(case: Case) -> Iterable[Hit]:
    """What no department may have cannot be open to everybody."""
    if case.text(Role.SHARE_TYPE) == REFUSED and case.text(Role.OPEN) == YES:
        return (Hit(Role.OPEN, {}),)
    return NOTHING


def severe_level_given_away(case: Case) -> Iterable[Hit]:
    """核心 and 重要 data are neither opened nor shared without condition (数据安全法第二十一条)."""
    level = case.text(Role.DATA_LEVEL)
    if level not in _SEVERE_LEVELS:
        return NOTHING
    given = ((Role.OPEN, YES), (Role.SHARE_TYPE, UNCONDITIONAL))
    return [
        Hit(role, {"level": level, "value": word})
        for role, word in given
        if case.text(role) == word
    ]


_BASIS = (Role.SHARE_TYPE, Role.SHARE_BASIS)

SHARING_RULES = (
    RecordRule(
        "CDO-V205",
        (Role.FORMAT_CLASS, Role.SHARE_MODE_CLASS, Role.SHARE_MODE_TYPE),
        mode_against_format,
    ),
    RecordRule("CDO-V206", (Role.SHARE_TYPE, *_CONDITION_ROLES, *_REASON_ROLES), blank_conditions),
    RecordRule("CDO-V207", (Role.SHARE_TYPE, Role.SHARE_BASIS_RANK), low_rank),
    RecordRule("CDO-V208", _BASIS, low_ground),
    RecordRule("CDO-V209", _BASIS, unclear_ground),
    RecordRule(
        "CDO-V211",
        (Role.SHARE_TYPE, Role.SHARE_MODE_CLASS, Role.SHARE_MODE_TYPE),
        mode_though_refused,
    ),
    RecordRule("CDO-V212", (Role.SHARE_TYPE, Role.OPEN), open_though_refused),
    RecordRule(
        "CDO-V234",
        (Role.SHARE_TYPE, Role.SHARE_MODE_CLASS, Role.SHARE_CONDITION),
        off_the_platform,
    ),
    RecordRule("CDO-V230", (Role.DATA_LEVEL, Role.OPEN, Role.SHARE_TYPE), severe_level_given_away),
)
