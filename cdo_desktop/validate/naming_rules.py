"""Rules on what a catalog entry is called, its code, its provider and its summary (1272号)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cdo_desktop.domain.findings import Fix
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.numbering import split_code
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.case import NOTHING, Case, Hit, RecordRule
from cdo_desktop.validate.words import rule_words

_VERSION = re.compile(
    r"(?:[（(\[【][^（()\]】）]*[)\]】）]|[vV]?\d++(?:\.\d++)*+版?|[一二三四]期)++$", re.ASCII
)
_END = 100
"""So much of a name's end is looked at; nobody calls a system by more."""
_SEVERAL = re.compile(r"[,，;；、/\n]")
_INNER_OFFICE = re.compile(r"(?:科|股|科室)$")  # …办公室、…办事处、…研究室 are independent units
_LEAST_CLASSIFICATION = 6
"""类 1 + 项 2 + 目 3 digits."""
_CATALOG = "catalog"
_POINTS = 8
"""So many blanks and points more may a summary have and still only repeat the name."""


def system_as_title(case: Case) -> Iterable[Hit]:
    """The name is that of an IT system, not of data (浪潮 field guide, no. 1)."""
    title = case.text(Role.TITLE)
    return (Hit(Role.TITLE, {"value": title}),) if _names_a_system(title) else NOTHING


def title_says_nothing(case: Case) -> Iterable[Hit]:
    """The name is a placeholder or only the provider's name."""
    title = case.text(Role.TITLE)
    if title and (_is_empty_name(title) or name_key(title) == name_key(case.text(Role.ORG))):
        return (Hit(Role.TITLE, {"value": title}),)
    return NOTHING


@lru_cache(maxsize=65_536)
def _names_a_system(title: str) -> bool:
    words = rule_words().title
    bare = _VERSION.sub("", title.strip()[-_END:]).strip().casefold()
    if bare.endswith(words.not_systems):
        return False
    return bare.endswith(tuple(ending.casefold() for ending in words.system_endings))


@lru_cache(maxsize=65_536)
def _is_empty_name(title: str) -> bool:
    rest = name_key(title)
    for part in rule_words().title.empty_parts:
        rest = rest.replace(part, "")
    rest = re.sub(r"\d", "", rest)
    return not rest or (rest.isascii() and len(set(rest)) == 1)


def short_code(case: Case) -> Iterable[Hit]:
    """The code lacks a part or its 分类码 does not reach the 目 (浪潮 field guide, no. 5)."""
    code = case.text(Role.CODE)
    if not code or case.frame.kind.numbering != _CATALOG:
        return NOTHING
    parts = split_code(code)
    if parts is not None and len(parts[0]) >= _LEAST_CLASSIFICATION:
        return NOTHING
    return (Hit(Role.CODE, {"value": code}, _renumbered(case)),)


def _renumbered(case: Case) -> Fix | None:
    """A code that is none is taken away: saving gives a new one, if the classification allows."""
    classification = case.text(Role.CLASSIFICATION)
    if not classification.isdigit() or len(classification) < _LEAST_CLASSIFICATION:
        return None
    return Fix("按分类重新编号", case.frame.keys[Role.CODE], None)


def code_of_another_class(case: Case) -> Iterable[Hit]:
    """The 分类码 in the code is not that of the classification."""
    if case.frame.kind.numbering != _CATALOG:
        return NOTHING
    parts = split_code(case.text(Role.CODE))
    classification = case.text(Role.CLASSIFICATION)
    if parts is None or not classification.isdigit() or parts[0].startswith(classification):
        return NOTHING
    return (Hit(Role.CODE, {"value": parts[0], "classification": classification}),)


def provider_with_another_code(case: Case) -> Iterable[Hit]:
    """The provider is registered with another USCC than the record gives."""
    code = case.text(Role.ORG_CODE)
    known = case.providers.get(name_key(case.text(Role.ORG)), "")
    if not known or not code or known == code:
        return NOTHING
    facts = {"value": code, "org": case.text(Role.ORG), "known": known}
    return (Hit(Role.ORG_CODE, facts, case.change(Role.ORG_CODE, known)),)


def several_providers(case: Case) -> Iterable[Hit]:
    """The provider must be one independent unit."""
    org = case.text(Role.ORG)
    return (Hit(Role.ORG, {"value": org}),) if _SEVERAL.search(org) else NOTHING


def office_as_provider(case: Case) -> Iterable[Hit]:
    """The provider is an inner office, not an independent unit."""
    org = case.text(Role.ORG)
    if not _INNER_OFFICE.search(org) or name_key(org) in case.providers:
        return NOTHING
    return (Hit(Role.ORG, {"value": org}),)


def summary_repeats_title(case: Case) -> Iterable[Hit]:
    """The summary says no more than the name."""
    summary, title = case.text(Role.SUMMARY), case.text(Role.TITLE)
    if not summary or len(summary) > len(title) + _POINTS:
        return NOTHING
    if name_key(summary) != name_key(title):
        return NOTHING
    return (Hit(Role.SUMMARY, {"value": summary}),)


def related_to_itself(case: Case) -> Iterable[Hit]:
    """The related codes hold the record's own code."""
    related, code = case.text(Role.RELATED_CODES), case.text(Role.CODE)
    if not code or code not in related:
        return NOTHING
    codes = [part.strip() for part in _SEVERAL_CODES.split(related) if part.strip()]
    others = [part for part in codes if part != code]
    if len(others) == len(codes):
        return NOTHING
    rest = "，".join(others)
    fix = case.change(Role.RELATED_CODES, rest) if rest else case.clear(Role.RELATED_CODES)
    return (Hit(Role.RELATED_CODES, {"value": code}, fix),)


_SEVERAL_CODES = re.compile(r"[,，;；、\s]+")

NAMING_RULES = (
    # FORMAT_CLASS: only what describes data; a list of systems is named after systems
    RecordRule("CDO-V201", (Role.TITLE, Role.FORMAT_CLASS), system_as_title),
    RecordRule("CDO-V202", (Role.TITLE, Role.ORG, Role.FORMAT_CLASS), title_says_nothing),
    RecordRule("CDO-V203", (Role.CODE,), short_code),
    RecordRule("CDO-V204", (Role.CODE, Role.CLASSIFICATION), code_of_another_class),
    RecordRule("CDO-V225", (Role.ORG, Role.ORG_CODE), provider_with_another_code),
    RecordRule("CDO-V226", (Role.ORG,), several_providers),
    RecordRule("CDO-V233", (Role.ORG, Role.FORMAT_CLASS), office_as_provider),
    RecordRule("CDO-V227", (Role.TITLE, Role.SUMMARY), summary_repeats_title),
    RecordRule("CDO-V231", (Role.CODE, Role.RELATED_CODES), related_to_itself),
)
