"""The terms that the regulation on sharing government data sets, in working days."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cdo_desktop.standard.library import data_file

_FILE = "reg809_deadlines.toml"


@dataclass(frozen=True, slots=True)
class Term:
    """One term: within so many working days after something has happened."""

    key: str
    article: str
    event: str
    trigger: str
    working_days: int


@cache
def regulation_terms() -> Mapping[str, Term]:
    """The terms of State Council decree 809 that are reckoned in working days, by key."""
    rows = tomllib.loads(data_file(_FILE).read_text("utf-8"))["deadline"]
    names = tuple(Term.__dataclass_fields__)
    terms = (Term(**{name: row[name] for name in names}) for row in rows if "working_days" in row)
    return {term.key: term for term in terms}
