"""Rules on the items of a resource: twice, personal, faster or more sensitive than the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache

from cdo_desktop.domain.findings import Fix
from cdo_desktop.domain.names import name_key
from cdo_desktop.standard.personal import personal_words
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.case import NOTHING, Case, Hit, RecordRule
from cdo_desktop.validate.sharing_rules import NO, YES
from cdo_desktop.validate.words import rule_words


class Personal(StrEnum):
    """What the name of an item says about a person."""

    NOT = "not"
    NAME = "name"
    CONTACT = "contact"
    PAPER = "paper"
    DEFINITE = "definite"


@lru_cache(maxsize=65_536)
def personal_by_name(name: str) -> Personal:
    """Whether the name alone marks an item as personal information."""
    words = personal_words()
    key = name_key(name)
    if any(word in key for word in words.not_personal):
        return Personal.NOT
    if any(word in key for word in words.definite):
        return Personal.DEFINITE
    if any(word in key for word in words.papers):
        whose = key.startswith((*words.persons, *words.officers))
        return Personal.DEFINITE if whose else Personal.PAPER
    if key in words.names or _is_name(key):
        return Personal.NAME
    return Personal.CONTACT if _is_contact(key) else Personal.NOT


def _is_name(key: str) -> bool:
    words = personal_words()
    return key.endswith(words.name_endings) and not key.startswith(words.officers)


def _is_contact(key: str) -> bool:
    persons = personal_words().persons
    return any(key.removeprefix(person) in _contacts() for person in ("", *persons))


@cache
def _contacts() -> frozenset[str]:
    return frozenset(map(name_key, personal_words().contacts))


def judged_together(names: Sequence[str]) -> list[Personal]:
    """What each name says among the others: the number of a paper beside a name is a person's."""
    judged = list(map(personal_by_name, names))
    if Personal.PAPER not in judged:
        return judged
    whose = Personal.DEFINITE if Personal.NAME in judged else Personal.NOT
    return [whose if one is Personal.PAPER else one for one in judged]


def item_twice(case: Case) -> Iterable[Hit]:
    """The same item stands twice in one resource."""
    keys = list(map(name_key, case.names))
    if len(set(keys)) == len(keys):
        return NOTHING
    first: dict[str, int] = {}
    hits: list[Hit] = []
    for row, (key, name) in enumerate(zip(keys, case.names, strict=True), 1):
        if key and first.setdefault(key, row) != row:
            facts = {"value": name, "first": first[key]}
            hits.append(Hit(Role.ITEM_NAME, facts, row=row))
    return hits


def personal_not_marked(case: Case) -> Iterable[Hit]:
    """An item that is personal by its name is not marked so."""
    judged = judged_together(case.names)
    if Personal.DEFINITE not in judged:
        return NOTHING
    return _unmarked(case, judged, (Personal.DEFINITE,))


def personal_together(case: Case) -> Iterable[Hit]:
    """A person's name beside address, telephone or birthday makes both personal."""
    judged = judged_together(case.names)
    if Personal.NAME not in judged:
        return NOTHING
    if Personal.CONTACT not in judged and Personal.DEFINITE not in judged:
        return NOTHING
    marked = case.column(Role.ITEM_PERSONAL)
    return [
        hit
        for hit in _unmarked(case, judged, (Personal.NAME, Personal.CONTACT))
        if marked[hit.row - 1] is None  # 否 was somebody's decision, and may be right
    ]


def _unmarked(case: Case, judged: list[Personal], which: tuple[Personal, ...]) -> list[Hit]:
    marked = case.column(Role.ITEM_PERSONAL)
    label = case.row_label(Role.ITEM_PERSONAL)
    return [
        Hit(
            Role.ITEM_PERSONAL,
            {"item": name, "mark": label},
            case.change_row(Role.ITEM_PERSONAL, row, YES),
            row,
        )
        for row, (name, kind) in enumerate(zip(case.names, judged, strict=True), 1)
        if kind in which and marked[row - 1] != YES
    ]


def _first_personal(case: Case) -> str:
    """The first item that is marked personal, or personal by its name; "" if there is none."""
    marked = case.column(Role.ITEM_PERSONAL)
    for name, mark, kind in zip(case.names, marked, judged_together(case.names), strict=True):
        if mark == YES or kind is Personal.DEFINITE:
            return name
    return ""


def assessment_denied(case: Case) -> Iterable[Hit]:
    """There are personal items, but the assessment says none are concerned (条例第十三条)."""
    value = case.text(Role.PRIVACY_ASSESSMENT)
    absent = not value and not case.is_asked(Role.PRIVACY_ASSESSMENT)
    if value != "不涉及" and not absent:
        return NOTHING
    item = _first_personal(case)
    if not item:
        return NOTHING
    return (Hit(Role.PRIVACY_ASSESSMENT, {"item": item, "value": value or "空"}),)


def personal_given_to_all(case: Case) -> Iterable[Hit]:
    """Personal information is not made public (个人信息保护法第二十五条)."""
    if case.text(Role.OPEN) != YES:
        return NOTHING
    item = _first_personal(case)
    return (Hit(Role.OPEN, {"item": item}),) if item else NOTHING


def slower_than_items(case: Case) -> Iterable[Hit]:
    """The fastest item decides the update cycle of the whole (1272号 核心元数据11)."""
    cycles = {cycle for cycle in case.column(Role.ITEM_CYCLE) if isinstance(cycle, str)}
    ranks = _cycle_ranks()
    whole = ranks.get(case.text(Role.UPDATE_CYCLE))
    ranked = [ranks[cycle] for cycle in cycles if cycle in ranks]
    if whole is None or not ranked or min(ranked) >= whole:
        return NOTHING
    fastest = rule_words().fastest_first[min(ranked)]
    row = case.column(Role.ITEM_CYCLE).index(fastest)
    facts = {
        "value": case.text(Role.UPDATE_CYCLE),
        "item": case.names[row],
        "fastest": fastest,
    }
    return (Hit(Role.UPDATE_CYCLE, facts, case.change(Role.UPDATE_CYCLE, fastest)),)


@cache
def _cycle_ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(rule_words().fastest_first)}


def level_below_items(case: Case) -> Iterable[Hit]:
    """The whole takes the level of its highest item (GB/T 43697-2024)."""
    levels = case.column(Role.DATA_LEVEL)
    order = rule_words().highest_first
    highest = next((level for level in order if level in levels), "")
    value = case.text(Role.DATA_LEVEL)
    if not highest or value not in order or order.index(highest) >= order.index(value):
        return NOTHING
    facts = {"value": value, "item": case.names[levels.index(highest)], "highest": highest}
    return (Hit(Role.DATA_LEVEL, facts, case.change(Role.DATA_LEVEL, highest)),)


def key_may_be_empty(case: Case) -> Iterable[Hit]:
    """A primary key always has a value."""
    keys = case.column(Role.ITEM_KEY)
    if YES not in keys:
        return NOTHING
    label = case.row_label(Role.ITEM_NULLABLE)
    columns = zip(case.names, keys, case.column(Role.ITEM_NULLABLE), strict=True)
    return [
        Hit(Role.ITEM_NULLABLE, {"item": name, "mark": label}, _not_null(case, row), row)
        for row, (name, key, nullable) in enumerate(columns, 1)
        if key == YES and nullable == YES
    ]


def _not_null(case: Case, row: int) -> Fix:
    return case.change_row(Role.ITEM_NULLABLE, row, NO)


_ITEMS = (Role.ITEM_NAME, Role.ITEM_PERSONAL)

ITEM_RULES = (
    RecordRule("CDO-V215", (), item_twice, (Role.ITEM_NAME,)),
    RecordRule("CDO-V216", (), personal_not_marked, _ITEMS),
    RecordRule("CDO-V217", (), personal_together, _ITEMS),
    RecordRule("CDO-V218", (Role.PRIVACY_ASSESSMENT,), assessment_denied, _ITEMS),
    RecordRule("CDO-V229", (Role.OPEN,), personal_given_to_all, _ITEMS),
    RecordRule(
        "CDO-V214", (Role.UPDATE_CYCLE,), slower_than_items, (Role.ITEM_NAME, Role.ITEM_CYCLE)
    ),
    RecordRule(
        "CDO-V221", (Role.DATA_LEVEL,), level_below_items, (Role.ITEM_NAME, Role.DATA_LEVEL)
    ),
    RecordRule(
        "CDO-V228",
        (),
        key_may_be_empty,
        (Role.ITEM_NAME, Role.ITEM_KEY, Role.ITEM_NULLABLE),
    ),
)
