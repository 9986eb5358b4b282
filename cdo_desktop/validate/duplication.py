"""Duplicate construction: what a project does held against what others do or will do.

Candidates are the records that share the rarest bigrams with the project, never all pairs; only
they are compared function by function.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from math import log
from operator import add

from rapidfuzz import fuzz

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.project_check import Pair, Similar
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.project_case import functions_of, named_functions
from cdo_desktop.validate.similar import bigrams, in_simplified
from cdo_desktop.validate.words import rule_words

FUNCTION_ALIKE = 75
"""Likeness in per cent (indel similarity) from which two functions are the same."""
OTHER_SCENE = 40
"""Below this likeness two business scenes that are both named are different ones."""
PARTLY = 50
"""Likeness of the texts in per cent from which a record is shown though no function is shared."""
_CANDIDATES = 40
_MOST_FUNCTIONS = 60
"""So many functions of each are compared: more are seldom more than phrases of a long text."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What a project or system does, as far as likeness goes."""

    record: str
    kind: str
    title: str
    org: str
    scene: str
    summary: str
    functions: tuple[str, ...]
    source: str = ""
    """The package it stands in, where it is no record of this workspace."""

    @classmethod
    def of(cls, kind: Kind, record: Record) -> Deeds:
        """What a record of a kind does."""
        return cls(
            record.id,
            record.kind,
            record.title,
            record.org.name,
            shown(kind.role_value(record.values, Role.PROJECT_SCENE)),
            shown(kind.role_value(record.values, Role.SUMMARY)),
            tuple(functions_of(kind, record)),
        )

    def in_simplified(self) -> Deeds:
        """The same in simplified characters."""
        scene, summary, *functions = in_simplified([self.scene, self.summary, *self.functions])
        return replace(self, scene=scene, summary=summary, functions=tuple(functions))


Other = tuple[Kind, Record] | Deeds
"""A record of a kind, or what was kept of one of a package."""
Others = Iterable[Other]


def similar_to(kind: Kind, record: Record, others: Others, limit: int) -> list[Similar]:
    """What resembles a project, the most like first.

    `limit`: per cent of its functions, or of its text, above which another is a duplicate.
    """
    own = Deeds.of(kind, record).in_simplified()
    near = (_deeds(other).in_simplified() for other in _candidates(kind, record, others))
    found = (_compared(own, other, limit) for other in near)
    alike = [one for one in found if one.pairs or one.text >= PARTLY]
    return sorted(alike, key=lambda one: (-one.is_duplicate, -one.percent))


def _deeds(other: Other) -> Deeds:
    return other if isinstance(other, Deeds) else Deeds.of(*other)


def _candidates(kind: Kind, record: Record, others: Others) -> Iterator[Other]:
    """Those that share most of the rare bigrams of the project."""
    wanted = _bigrams_of(_words((kind, record)))
    shared: list[tuple[Other, set[str]]] = []
    frequency: Counter[str] = Counter()
    total = 0
    for other in others:
        total += 1
        words = _words(other)
        # the bigrams are met as they come: a set of them for each of 11 000 records costs more
        common = wanted.intersection(map(add, words, words[1:]))
        if common:
            frequency.update(common)
            shared.append((other, common))
    weight = {gram: log((total + 1) / number) for gram, number in frequency.items()}
    ranked = nlargest(_CANDIDATES, shared, key=lambda one: sum(map(weight.__getitem__, one[1])))
    return (other for other, _ in ranked)


def _words(other: Other) -> str:
    """Everything it says it does, as it stands."""
    if isinstance(other, Deeds):
        return "\n".join((other.scene, other.summary, *other.functions))
    kind, record = other
    values = record.values
    said = [shown(kind.role_value(values, role)) for role in _TELLING]
    return "\n".join((*said, *named_functions(kind, record)))


_TELLING = (Role.PROJECT_SCENE, Role.SUMMARY)


def _bigrams_of(text: str) -> set[str]:
    """The bigrams of a text that hold letters or digits only."""
    return {gram for gram in bigrams(text) if gram.isalnum()}


def _compared(own: Deeds, other: Deeds, limit: int) -> Similar:
    mine = telling(own.functions)
    pairs = tuple(side_by_side(mine, telling(other.functions)))
    overlap = _percent(len(pairs), len(mine))
    text = _text_likeness(own, other)
    scene = _scene_likeness(own, other)
    same_scene = scene is None or scene >= OTHER_SCENE
    return Similar(
        "" if other.source else other.record,
        other.kind,
        other.title,
        other.org,
        overlap,
        text,
        scene,
        pairs,
        len(mine),
        is_duplicate=max(overlap, text) > limit and same_scene,
        source=other.source,
    )


def telling(functions: Sequence[str]) -> list[str]:
    """The functions that say what is done: every system has 用户管理 and 统计分析."""
    generic = frozenset(map(name_key, rule_words().generic_functions))
    return [name for name in functions if name_key(name) not in generic][:_MOST_FUNCTIONS]


def side_by_side(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Pair]:
    """The functions that are the same, each used once, the most like pairs first."""
    keys = [name_key(name) for name in theirs]
    scores = sorted(
        (
            (fuzz.ratio(name_key(name), key), -row, -column)
            for row, name in enumerate(mine)
            for column, key in enumerate(keys)
        ),
        reverse=True,
    )
    rows: set[int] = set()
    columns: set[int] = set()
    for score, row, column in scores:
        if score < FUNCTION_ALIKE:
            return
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield Pair(mine[-row], theirs[-column], int(score))


def _text_likeness(own: Deeds, other: Deeds) -> int:
    """Shared bigrams of both texts against all of theirs (Dice), in per cent.

    The scenes are compared by themselves.
    """
    mine, theirs = (
        _bigrams_of("\n".join((one.summary, *telling(one.functions)))) for one in (own, other)
    )
    return _percent(2 * len(mine & theirs), len(mine) + len(theirs))


def _percent(part: int, whole: int) -> int:
    """Rounded up: so 7 of 10 is not more than 70 %, and what is by a hair is told as 71 %."""
    return -(-100 * part // whole) if whole else 0


def _scene_likeness(own: Deeds, other: Deeds) -> int | None:
    if not own.scene or not other.scene:
        return None
    return int(fuzz.ratio(name_key(own.scene), name_key(other.scene)))
