"""Working days in China: weekends, the State Council's holidays, weekends worked in exchange."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from cdo_desktop.standard.loading import invalid

_FILE = "holidays.toml"
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A day reached by counting working days."""

    day: date
    mark: str = ""
    """Not empty where only weekends were known, e.g. 按周末推算，未含 2027 年放假安排: show it."""


@dataclass(frozen=True, slots=True)
class Span:
    """How many working days lie between two days."""

    days: int
    mark: str = ""
    """As in Due."""


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """The holidays of the years it covers; in other years only weekends are free."""

    source: str
    licence: str
    years: frozenset[int]
    free: frozenset[date]
    """Days between Monday and Friday that are free."""
    worked: frozenset[date]
    """Saturdays and Sundays that are worked."""
    mark_text: str
    """With the place {years}."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open; for a year not covered: whether it is no weekend."""
        if day.weekday() >= _SATURDAY:
            return day in self.worked
        return day not in self.free

    def add_working_days(self, start: date, days: int) -> Due:
        """The day on which a term of so many working days ends.

        The day on which it begins does not count (civil code art. 201); 0 gives `start` itself.
        """
        if days < 0:
            raise ValueError(f"a term of {days} working days")
        day = start
        while days:
            day += _DAY
            days -= self.is_working_day(day)
        return Due(day, self.mark(start, day))

    def working_days_between(self, start: date, end: date) -> Span:
        """Working days after `start` up to and with `end`; negative if `end` lies before."""
        early, late = min(start, end), max(start, end)
        days = sum(self.is_working_day(early + n * _DAY) for n in range(1, (late - early).days + 1))
        return Span(days if start <= end else -days, self.mark(start, end))

    def missing_years(self, start: date, end: date) -> tuple[int, ...]:
        """The years from one day to the other that the table does not cover."""
        early, late = sorted((start.year, end.year))
        return tuple(year for year in range(early, late + 1) if year not in self.years)

    def mark(self, start: date, end: date) -> str:
        """What must stand beside a date reckoned over years not covered; empty if all are."""
        missing = self.missing_years(start, end)
        return self.mark_text.format(years="、".join(map(str, missing))) if missing else ""


@cache
def shipped_holidays() -> HolidayTable:
    """The table that comes with the program."""
    text = resources.files(__package__).joinpath("data", _FILE).read_text("utf-8")
    return parse_holidays(text, _FILE)


def read_holidays(path: Path) -> HolidayTable:
    """A table from a file of the user's, in place of the shipped one. Raises DefinitionInvalid."""
    try:
        return parse_holidays(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise invalid(path.name, str(error)) from error


def parse_holidays(text: str, where: str) -> HolidayTable:
    """A table from its TOML text. Raises DefinitionInvalid."""
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise invalid(where, str(error)) from error
    _exactly(body, {"source", "licence", "mark", "year"}, where)
    if "{years}" not in body["mark"]:
        raise invalid(where, "mark has no place {years}")
    for entry in body["year"]:
        _exactly(entry, {"year", "holidays", "workdays"}, where)
        _days_fit(entry, where)
    return HolidayTable(
        source=body["source"],
        licence=body["licence"],
        years=frozenset(entry["year"] for entry in body["year"]),
        free=frozenset(day for entry in body["year"] for day in entry["holidays"]),
        worked=frozenset(day for entry in body["year"] for day in entry["workdays"]),
        mark_text=body["mark"],
    )


def _exactly(body: Mapping[str, Any], names: set[str], where: str) -> None:
    if wrong := body.keys() ^ names:
        raise invalid(where, f"missing or unknown attribute {sorted(wrong)}")


def _days_fit(entry: Mapping[str, Any], where: str) -> None:
    """A holiday on a weekend or a worked Monday is a slip that would go unnoticed."""
    for name, weekend in (("holidays", False), ("workdays", True)):
        for day in entry[name]:
            if type(day) is not date or day.year != entry["year"]:
                raise invalid(where, f"{entry['year']}: “{day}” is no day of this year")
            if (day.weekday() >= _SATURDAY) is not weekend:
                raise invalid(where, f"{day} does not belong in {name}")
