"""The words for the columns of a kind: labels, synonyms, similar ones, portals' names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from cdo_desktop.exchange.headings import Heading, bare_key, heading_key, money_unit
from cdo_desktop.exchange.mapping import NUMBER, How
from cdo_desktop.standard.library import data_file
from cdo_desktop.standard.model import Element, ElementKind, Group, Kind
from cdo_desktop.standard.roles import Role

LABEL, SYNONYM, BARE, PORTAL, DOUBTFUL = 100, 96, 92, 75, 50
"""Confidences: the definition's label, its synonym, either without brackets, a portal's name,
the least similarity that is still offered for confirmation."""

_TREE_LEVELS = ("类", "项", "目", "细目")
_TREE_ENDINGS = ("", "分类", "名称", "代码")
_LEAVES = frozenset(("分类", "类型", "名称", "条件", "是否", "描述", "其他描述", "代码", "长度"))
"""Labels that mean something only under their group header."""
_UNIT = re.compile(r"(?:单位|部门|机构|处室|科室)$")
_PERSON = re.compile(r"人$|电话$|人员$")
_NOTHING = re.compile(r"(?!)")
"""A unit is no person, however similar 责任单位 and 责任人 are."""
_NUMBERS = ("序号", "行号", "No", "编号序号")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading may be."""

    group: str
    element: str
    confidence: int
    how: How
    part: int = 0


class Vocabulary:
    """All words of one kind; made once per kind and import."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._words: dict[str, list[Meaning]] = {}
        for group, element in kind.all_elements():
            self._add_element(group, element)
        self._add_tree_levels()
        for word in _NUMBERS:
            self._add(word, Meaning("", NUMBER, LABEL, How.LABEL))
        self._groups = {
            heading_key(name): group.key
            for group in kind.groups
            for name in (group.label, *group.synonyms)
        }
        title = kind.roles.get(Role.TITLE)
        self.title = title.key if title else ""

    def _add(self, word: str, meaning: Meaning) -> None:
        meanings = self._words.setdefault(heading_key(word), [])
        if all((m.group, m.element) != (meaning.group, meaning.element) for m in meanings):
            meanings.append(meaning)

    def _add_element(self, group: str, element: Element) -> None:
        self._add(element.label, Meaning(group, element.key, LABEL, How.LABEL))
        if element.unit:
            label = f"{element.label}（{element.unit}）"
            self._add(label, Meaning(group, element.key, LABEL, How.LABEL))
        for word in element.synonyms:
            self._add(word, Meaning(group, element.key, SYNONYM, How.SYNONYM))

    def _add_tree_levels(self) -> None:
        tree = self.kind.roles.get(Role.CLASSIFICATION)
        if tree is None or tree.kind is not ElementKind.TREE:
            return
        for part, level in enumerate(_TREE_LEVELS, 1):
            for ending in _TREE_ENDINGS:
                self._add(f"{level}{ending}", Meaning("", tree.key, LABEL, How.LABEL, part))
        for number in range(1, 10):
            for ending in _TREE_ENDINGS:
                deep = Meaning("", tree.key, LABEL, How.LABEL, len(_TREE_LEVELS) - 1 + number)
                self._words.setdefault(heading_key(f"细目{ending}{number}"), [deep])

    def group_named(self, text: str) -> Group | None:
        """The group a group header names, if it does."""
        key = self._groups.get(heading_key(text)) if text else None
        return self.kind.groups_by_key[key] if key else None

    def knows_any(self, texts: Iterable[str]) -> bool:
        """Whether any of the texts may be a heading of this kind, or the last part of one."""
        return any(
            heading_key(text) in self._words or bare_key(text) in self._words or text in _LEAVES
            for text in texts
        )

    def exact(self, heading: Heading) -> Iterator[Meaning]:
        """What the heading may be by its words; under a group's header only of that group."""
        group = self.group_named(heading.upper)
        for text, loss in self._spellings(heading, group):
            for meaning in self._words.get(text, ()):
                is_there = group is None or meaning.group == group.key
                if is_there and self._in_its_unit(heading, meaning):
                    yield Meaning(
                        meaning.group,
                        meaning.element,
                        meaning.confidence - loss,
                        meaning.how,
                        meaning.part,
                    )

    def _in_its_unit(self, heading: Heading, meaning: Meaning) -> bool:
        """Not so for money in another unit than the element's: 元 are never taken for 万元."""
        unit = money_unit(heading.leaf)
        if not unit or meaning.element == NUMBER:
            return True
        element = self.kind.element_at(meaning.element, meaning.group)
        return element is None or element.kind is not ElementKind.MONEY or element.unit == unit

    @staticmethod
    def _spellings(heading: Heading, group: Group | None) -> Iterator[tuple[str, int]]:
        if group is not None:
            yield heading_key(group.label + heading.leaf), 0
        yield heading.key, 0
        if heading.upper:
            yield heading_key(heading.upper + heading.leaf), 2
        yield bare_key(heading.leaf), SYNONYM - BARE

    def in_group(self, heading: Heading, group: Group) -> Iterator[Meaning]:
        """What the heading may be if it belongs to a group, though no group header says so."""
        for meaning in self._words.get(heading_key(group.label + bare_key(heading.leaf)), ()):
            if meaning.group == group.key and self._in_its_unit(heading, meaning):
                yield meaning

    def similar(self, heading: Heading, taken: set[tuple[str, str]]) -> Meaning | None:
        """The most similar word whose element has no column yet; None if nothing comes near."""
        group = self.group_named(heading.upper)
        text = bare_key(heading.leaf)
        never = _PERSON if _UNIT.search(text) else _NOTHING
        open_words = {
            word: meaning
            for word, meanings in self._words.items()
            for meaning in meanings[:1]
            if (meaning.group, meaning.element) not in taken
            and meaning.element != NUMBER
            and len(word) > 1
            and not never.search(word)
            and (group is None or meaning.group == group.key)
            and self._in_its_unit(heading, meaning)
        }
        best = process.extractOne(text, open_words.keys(), scorer=fuzz.ratio, score_cutoff=DOUBTFUL)
        if best is None:
            return None
        meaning = open_words[best[0]]
        confidence = min(int(best[1]), LABEL - 1)
        return Meaning(meaning.group, meaning.element, confidence, How.SIMILAR, meaning.part)

    def of_portals(self, heading: Heading) -> Meaning | None:
        """What open-data portals mean by the heading."""
        element = portal_words(self.kind.key).get(heading.key)
        if element is None or element not in self.kind.by_key:
            return None
        return Meaning("", element, PORTAL, How.PORTAL)


@cache
def portal_words(kind: str) -> dict[str, str]:
    """Heading key -> element, from the names used by 149 open-data portals."""
    body = tomllib.loads(data_file("portal_synonyms.toml").read_text("utf-8"))
    if body["kind"] != kind:
        return {}
    return {heading_key(word): element for word, element in body["synonyms"].items()}
