"""Checks of what the project builds: built for all, never to be built, built twice, reused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.project_check import Evidence, Outcome, Said, Similar
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.project_case import Listed, ProjectCase
from cdo_desktop.validate.sharing_rules import NO, YES

_ALIKE = 80
"""Likeness in per cent from which a function is what an entry of the 统建清单 offers."""
_SHORTEST = 3
"""Words of fewer signs stand in too many names to mean anything there."""
_AROUND = 12
"""So many signs before and after a hit are quoted."""
_SHOWN = 5
"""So many similar projects and systems are evidence; the review page shows them all."""


def joint_build(case: ProjectCase) -> Said:
    """Nothing is built that is already built for all."""
    listed = case.around.joint_build
    if not listed:
        return Said("CDO-P201", Outcome.ASK, {})
    used = _components(case, YES)
    hits: list[Evidence] = []
    reused: list[Evidence] = []
    for function in case.functions:
        entry = next((one for one in listed if _offers(one, function)), None)
        if entry is not None:
            covered = any(_is_of(entry, component) for component in used)
            label = f"{entry.title}（{entry.basis}）" if entry.basis else entry.title
            what = "已写明复用" if covered else "统建已有"
            (reused if covered else hits).append(Evidence(label, entry.record, function, what))
    facts = {"count": len(hits), "entries": len(listed)}
    if hits and len(hits) == len(case.functions):
        return Said("CDO-P202", Outcome.FAIL, facts, tuple(hits))
    if hits:
        return Said("CDO-P203", Outcome.FAIL, facts, (*hits, *reused))
    if marked := _marked_as_shared(case):
        return Said("CDO-P204", Outcome.ASK, {"count": len(marked)}, (*marked, *reused))
    return Said("CDO-P205", Outcome.PASS, facts, tuple(reused))


def _offers(entry: Listed, function: str) -> bool:
    key = name_key(function)
    return any(_is_the_same(name_key(word), key) for word in entry.words)


def _is_the_same(word: str, function: str) -> bool:
    if len(word) >= _SHORTEST and word in function:
        return True
    return bool(word) and fuzz.ratio(word, function) >= _ALIKE


def _is_of(entry: Listed, component: str) -> bool:
    key = name_key(component)
    return any(key in name_key(word) or name_key(word) in key for word in entry.words)


def _components(case: ProjectCase, answer: str) -> list[str]:
    """The shared components of which the project says that it uses them, or that it does not."""
    group = Role.PROJECT_REUSE
    names = case.column(group, Role.PROJECT_COMPONENT)
    answers = case.column(group, Role.PROJECT_COMPONENT_USED)
    return [name for name, said in zip(names, answers, strict=True) if name and said == answer]


def _marked_as_shared(case: ProjectCase) -> list[Evidence]:
    """The functions of which the unit itself says that they are built for all."""
    group = Role.PROJECT_FUNCTIONS
    names = case.column(group, Role.PROJECT_FUNCTION)
    shared = case.column(group, Role.PROJECT_FUNCTION_SHARED)
    return [
        Evidence("申报单位自己写明统建已有", mine=name)
        for name, said in zip(names, shared, strict=True)
        if said == YES
    ]


def negative(case: ProjectCase) -> Said:
    """Nothing is built that may not be; what only a long text mentions, a person judges."""
    listed = case.around.negative
    if not listed:
        return Said("CDO-P211", Outcome.ASK, {})
    short = [case.text(Role.TITLE), *case.functions]
    long = [case.text(role) for role in _LONG if role in case.kind.roles]
    named = [one for text in short for one in _hits(listed, text, whole=True)]
    mentioned = [one for text in long for one in _hits(listed, text, whole=False)]
    facts = {"count": len(named) or len(mentioned), "entries": len(listed)}
    if named:
        return Said("CDO-P212", Outcome.FAIL, facts, (*named, *mentioned))
    if mentioned:
        return Said("CDO-P213", Outcome.ASK, facts, tuple(mentioned))
    return Said("CDO-P214", Outcome.PASS, facts)


_LONG = (Role.SUMMARY, Role.PROJECT_NEED, Role.PROJECT_GOAL)


def _hits(listed: Sequence[Listed], text: str, *, whole: bool) -> Iterator[Evidence]:
    """The entries whose words stand in a text, each once, with the place quoted."""
    for entry in listed:
        word = next((word for word in entry.words if len(word) > 1 and word in text), "")
        if word:
            label = f"{entry.title}（{entry.basis}）" if entry.basis else entry.title
            yield Evidence(label, entry.record, text if whole else _passage(text, word), word)


def _passage(text: str, word: str) -> str:
    begin = text.index(word)
    start, end = max(begin - _AROUND, 0), begin + len(word) + _AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def duplicate(case: ProjectCase) -> Said:
    """Nothing is built twice: same scene and more functions in common than the limit."""
    similar = case.around.similar
    twice = [one for one in similar if one.is_duplicate]
    partly = [one for one in similar if one.pairs]
    told = twice or partly or similar
    facts = {
        "limit": case.settings.duplicate,
        "count": len(told),
        "title": told[0].title if told else "",
        "percent": told[0].percent if told else 0,
    }
    seen = tuple(line for one in similar[:_SHOWN] for line in _lines(one))
    if not case.functions:
        return Said("CDO-P221", Outcome.ASK, facts, seen)
    if twice:
        return Said("CDO-P222", Outcome.FAIL, facts, seen)
    if similar:
        return Said("CDO-P223" if partly else "CDO-P420", Outcome.NOTE, facts, seen)
    return Said("CDO-P224", Outcome.PASS, facts)


def _lines(one: Similar) -> Iterator[Evidence]:
    """How like another is, then the functions that are the same, side by side."""
    scene = "" if one.scene is None else f"，业务场景相似 {one.scene}%"
    told = f"功能重合 {len(one.pairs)} 项，内容相似 {one.text}%{scene}"
    mine = f"功能 {one.functions} 项"
    where = f"，见“{one.source}”" if one.source else ""
    yield Evidence(f"{one.title}（{one.org}{where}）", one.record, mine, told, one.overlap)
    for pair in one.pairs:
        yield Evidence(one.title, one.record, pair.mine, pair.theirs, pair.percent)


def reuse(case: ProjectCase) -> Said:
    """What is there for all is used; where not, the reason is given."""
    rows = case.rows(Role.PROJECT_REUSE)
    used, left = _components(case, YES), _components(case, NO)
    unsaid = [name for name, why in _left_out(case) if not why]
    seen = (
        *(Evidence(name, mine="复用") for name in used),
        *(Evidence(name, mine=f"不复用：{why or '没有写理由'}") for name, why in _left_out(case)),
    )
    facts: Mapping[str, object] = {"used": len(used), "left": len(left), "names": "、".join(unsaid)}
    if not rows:
        return Said("CDO-P231", Outcome.ASK, facts, seen)
    if unsaid:
        return Said("CDO-P232", Outcome.FAIL, facts, seen)
    if left:
        return Said("CDO-P233", Outcome.ASK, facts, seen)
    return Said("CDO-P234", Outcome.PASS, facts, seen)


def _left_out(case: ProjectCase) -> list[tuple[str, str]]:
    """The components that are not used, with the reason."""
    group = case.kind.group_with(Role.PROJECT_REUSE)
    assert group is not None  # the caller has looked at its rows
    keys = [
        group.roles[role].key
        for role in (
            Role.PROJECT_COMPONENT,
            Role.PROJECT_COMPONENT_USED,
            Role.PROJECT_COMPONENT_WHY,
        )
    ]
    told = ([shown(row.get(key)) for key in keys] for row in case.rows(Role.PROJECT_REUSE))
    return [(name, why) for name, said, why in told if said == NO]
