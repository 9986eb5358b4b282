"""The words by which an item is known to speak of a person, read from data/personal.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cdo_desktop.standard.loading import built

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonalWords:
    """Names of items that speak of a person (条例第十三条)."""

    definite: Words
    """In a name: it identifies or reaches a person by itself, or is sensitive."""
    not_personal: Words
    """In a name: it speaks of a unit or of no person at all."""
    names: Words
    """Whole names that identify a person only together with one of `contacts`."""
    name_endings: Words
    """How other names of items end that do so, unless they begin with one of `officers`."""
    officers: Words
    """Who speaks for a unit: their names are no secret of a person."""
    contacts: Words
    persons: Words
    """Whose contacts they are, before the word: 户主电话."""
    papers: Words
    """In a name: the number of a paper, a person's if it stands beside a person or a name."""
    suspected: Words
    """In a name: a hint for reverse cataloguing, which a person confirms."""
    not_suspected: Words
    fields: Words
    """Physical names of columns."""


@cache
def personal_words() -> PersonalWords:
    """The words that ship with the program. Raises DefinitionInvalid."""
    text = resources.files(__package__).joinpath("data", "personal.toml").read_text("utf-8")
    lists = {key: tuple(words) for key, words in tomllib.loads(text).items()}
    return built(PersonalWords, lists, "personal.toml")
