"""Code lists: the words of a choice, their spellings in the field, their place in a tree."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cdo_desktop.standard.loading import built, invalid, texts


@dataclass(frozen=True, slots=True)
class CodeValue:
    """One word of a list."""

    word: str
    synonyms: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    """For a cascade: the words of the parent element under which it is open."""
    code: str = ""
    parent: str = ""
    """For a tree: the code of the node above."""
    note: str = ""


def folded(text: str) -> str:
    """A spelling made comparable: NFKC, no spaces, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass(frozen=True)
class CodeList:
    """A list of words, in its order."""

    key: str
    label: str
    source: str
    values: tuple[CodeValue, ...]
    open: bool = False
    """Whether other words are accepted too."""
    open_under: tuple[str, ...] = ()
    """For a cascade: the words of the parent element under which other words are accepted too."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words, each once, in order."""
        return tuple(dict.fromkeys(value.word for value in self.values))

    @cached_property
    def _by_spelling(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for value in self.values:
            for spelling in (value.word, *value.synonyms):
                found.setdefault(folded(spelling), value.word)
        return found

    @cached_property
    def by_code(self) -> Mapping[str, CodeValue]:
        """The nodes of a tree by their code."""
        return {value.code: value for value in self.values if value.code}

    def word(self, text: str) -> str | None:
        """The standard's word for a spelling, or None."""
        return self._by_spelling.get(folded(text))

    def words_under(self, parent: str) -> tuple[str, ...]:
        """The words open under a word of the parent element."""
        return tuple(v.word for v in self.values if not v.under or parent in v.under)

    def parents_of(self, word: str) -> tuple[str, ...]:
        """Under which words of the parent element this word is open."""
        return tuple(dict.fromkeys(p for v in self.values if v.word == word for p in v.under))

    def takes_others(self, parent: str = "") -> bool:
        """Whether words that are not of the list are accepted, here or under any parent."""
        return self.open or (parent in self.open_under if parent else bool(self.open_under))

    def path(self, code: str) -> tuple[CodeValue, ...]:
        """The known nodes from the root of a tree down to a code or its nearest known ancestor."""
        while code and code not in self.by_code:
            code = code[:-1]
        nodes: list[CodeValue] = []
        while node := self.by_code.get(code):
            nodes.append(node)
            code = node.parent
        return tuple(reversed(nodes))


def read_codes(body: Mapping[str, Any], where: str) -> CodeList:
    """A code list from its file. Raises DefinitionInvalid."""
    values = tuple(_value(entry, where) for entry in body.get("value", ()))
    if not values:
        raise invalid(where, "no values")
    rest = {key: value for key, value in body.items() if key != "value"}
    if "open_under" in rest:
        rest["open_under"] = texts(rest["open_under"], f"{where}: open_under")
    return built(CodeList, rest | {"values": values}, where)


def _value(entry: Mapping[str, Any], where: str) -> CodeValue:
    place = f"{where}: {entry.get('word', '?')}"
    lists = {
        key: texts(entry[key], f"{place}: {key}") for key in ("synonyms", "under") if key in entry
    }
    return built(CodeValue, {**entry, **lists}, place)
