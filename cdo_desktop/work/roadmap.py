"""The roadmap of projects: what each planned for when, when it happened, and what is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.report_parts import Span
from cdo_desktop.standard.model import Group, Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.choosing import holds_secret
from cdo_desktop.work.counts import PROJECT
from cdo_desktop.work.report_records import cell_of, of_role, rows_of
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RoadLine:
    """One project with its milestones, in the order in which it has them."""

    id: str
    code: str
    title: str
    office: str
    """"" where it names none."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Road:
    """Every project that has a timetable, and how many have none."""

    lines: tuple[RoadLine, ...]
    without: int
    today: date


def roadmap(bench: Workbench, run: Run) -> Road:
    """The projects by the day their plan begins; 涉密 ones are left out. Raises Cancelled."""
    lines, without = [], 0
    for record in bench.workspace.each_record(ListQuery(PROJECT), run, "读取项目"):
        kind = bench.library.version(record.kind, record.standard)
        if holds_secret(kind, record):
            continue
        spans = spans_of(kind, record)
        office = of_role(kind, record, Role.OFFICE)
        if spans:
            lines.append(RoadLine(record.id, record.code, record.title, office, spans))
        else:
            without += 1
    lines.sort(key=lambda one: (_first(one.spans), one.title))
    return Road(tuple(lines), without, bench.clock.now().date())


def spans_of(kind: Kind, record: Record) -> tuple[Span, ...]:
    """The milestones of a project; () where its definition or the record has none."""
    group, rows = rows_of(kind, record, Role.PROJECT_MILESTONES)
    return tuple(_span(group, row) for row in rows) if group else ()


def is_late(span: Span, today: date) -> bool:
    """Whether it happened after the end of its plan, or has not ended though that is over."""
    if span.planned is None:
        return False
    end = today if span.actual is None or span.is_open else span.actual[1]
    return end > span.planned[1]


def _first(spans: tuple[Span, ...]) -> date:
    known = [given[0] for s in spans for given in (s.planned, s.actual) if given]
    return min(known, default=date.max)


def _span(group: Group, row: Mapping[str, Any]) -> Span:
    plan = (Role.MILESTONE_FROM, Role.MILESTONE_TO)
    done = (Role.MILESTONE_DONE_FROM, Role.MILESTONE_DONE_TO)
    planned, actual = (
        between(*(cell_of(group, row, role) for role in pair)) for pair in (plan, done)
    )
    ended = cell_of(group, row, Role.MILESTONE_DONE_TO)
    is_open = actual is not None and not ended
    return Span(cell_of(group, row, Role.MILESTONE_STAGE), planned, actual, is_open)


def between(start: str, end: str) -> tuple[date, date] | None:
    """From the first day of a month (YYYY-MM) to the last of another; one alone stands for both."""
    first, last = _month(start or end), _month(end or start)
    if first is None or last is None or last < first:
        return None
    return first, (last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _month(text: str) -> date | None:
    """The first day of YYYY-MM; None for what is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
