"""The words the rules look for, read from words.toml; a misspelt heading stops here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from cdo_desktop.domain.names import name_key
from cdo_desktop.standard.loading import invalid

T = TypeVar("T")
_LONGEST_PHRASE = 24
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitleWords:
    """What names of records are judged by."""

    system_endings: Words
    not_systems: Words
    empty_parts: Words


@dataclass(frozen=True, slots=True)
class BlankWords:
    """What says nothing."""

    empty_words: Words
    no_condition: Words
    no_reason: Words
    vague_use: Words


@dataclass(frozen=True, slots=True)
class GroundWords:
    """What betrays a ground below law (条例第十四条)."""

    low_words: Words
    low_endings: Words
    doubtful_endings: Words
    low_issuers: Words
    """Whose rules are below law, as names begin with them."""
    low_issuer_endings: Words
    """How the name of any other such unit ends, before “关于”."""
    high_issuers: Words
    """Whose decisions may be a ground, as names and numbers of documents begin with them."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """All words of the rules."""

    title: TitleWords
    blank: BlankWords
    ground: GroundWords
    generic_items: Words
    generic_functions: Words
    fastest_first: Words
    highest_first: Words
    mode: Mapping[str, Words]
    """格式分类 -> the 共享方式类型 that fit it on the sharing platform."""


@cache
def rule_words() -> RuleWords:
    """The words that ship with the program. Raises DefinitionInvalid."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    body = tomllib.loads(text)
    return RuleWords(
        _section(TitleWords, body, "title"),
        _section(BlankWords, body, "blank"),
        _section(GroundWords, body, "ground"),
        tuple(body["items"]["generic"]),
        tuple(body["functions"]["generic"]),
        tuple(body["cycle"]["fastest_first"]),
        tuple(body["level"]["highest_first"]),
        {key: tuple(words) for key, words in body["mode"].items()},
    )


def is_among(text: str, keys: frozenset[str]) -> bool:
    """Whether a text, made comparable, is one of some short phrases; long texts are not folded."""
    return 0 < len(text) <= _LONGEST_PHRASE and name_key(text) in keys


def _section(shape: type[T], body: Mapping[str, Any], heading: str) -> T:
    names = {field.name for field in fields(shape)}  # type: ignore[arg-type]
    given = body.get(heading, {})
    if given.keys() != names:
        raise invalid("words.toml", f"[{heading}] {sorted(given.keys() ^ names)}")
    return shape(**{name: tuple(words) for name, words in given.items()})
