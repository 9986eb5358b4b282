"""The one table of sentences: a code on one side, what the user reads on the other.

One file per letter (V findings, W workbooks, S store, E packages, K keys, P checks of projects,
U use of the program); each entry has `says` (what is so, with named places), where there is
something to do `todo`, and where it is done by typing `typed`: what to type, which only the command
line adds.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

LETTERS = "EKPSUVW"
CODE = re.compile(rf"CDO-[{LETTERS}]\d{{3}}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the user reads for one code."""

    says: str
    todo: str
    typed: str = ""
    """What somebody at the command line types for it; the window never shows it."""


def sentence(code: str) -> Sentence:
    """The sentence of a code such as CDO-W101; KeyError if there is none (a bug of ours)."""
    return table()[code]


@cache
def table() -> dict[str, Sentence]:
    """Every code with its sentence."""
    found: dict[str, Sentence] = {}
    for letter in LETTERS:
        found |= _read(letter)
    return found


def _read(letter: str) -> dict[str, Sentence]:
    text = resources.files(__package__).joinpath(f"{letter}.toml").read_text("utf-8")
    return {code: _strict(code, letter, body) for code, body in tomllib.loads(text).items()}


def _strict(code: str, letter: str, body: dict[str, str]) -> Sentence:
    if not CODE.fullmatch(code) or code[4] != letter:
        raise ValueError(f"{letter}.toml: {code} is not a code of this file")
    if unknown := body.keys() - {"says", "todo", "typed"}:
        raise ValueError(f"{code}: unknown {sorted(unknown)}")
    return Sentence(body["says"], body.get("todo", ""), body.get("typed", ""))
