"""Rules of the project form: the sources of money add up, milestones follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cdo_desktop.domain.record import Record
from cdo_desktop.standard.dates import read_month
from cdo_desktop.standard.model import Group, Kind
from cdo_desktop.standard.numbers import read_number
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.case import NOTHING, Case, Hit, RecordRule

STAGES = ("立项", "采购", "建设", "上线", "验收")
"""The stages of a project in the order in which they are planned."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The total of a project beside what its sources come to; exact."""

    total: Decimal | None
    """None where there is none, or one that is no number."""
    parts: tuple[tuple[str, Decimal | None], ...]
    """Each source with its amount."""

    @property
    def is_told(self) -> bool:
        """Whether the total and every amount are numbers, and there is a source."""
        return (
            self.total is not None
            and bool(self.parts)
            and all(m is not None for _, m in self.parts)
        )

    @property
    def of_parts(self) -> Decimal:
        """What the sources come to; those without a number count nothing."""
        return sum((money for _, money in self.parts if money is not None), Decimal())


def money(value: object) -> Decimal | None:
    """An amount as it is kept, exactly; None for anything else."""
    return Decimal(value) if isinstance(value, str) and read_number(value) == value else None


def plain(amount: Decimal) -> str:
    """An amount as a person writes it: no exponent, no needless zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sum_of(kind: Kind, record: Record) -> Sum:
    """The total and the sources of a project."""
    group = kind.group_with(Role.PROJECT_FUNDS)
    rows = record.groups.get(group.key, ()) if group else ()
    parts = tuple(_source(group, row) for row in rows) if group else ()
    return Sum(money(kind.role_value(record.values, Role.PROJECT_TOTAL)), parts)


def _source(group: Group, row: Mapping[str, Any]) -> tuple[str, Decimal | None]:
    amount = group.roles[Role.PROJECT_FUND_AMOUNT].key
    return str(row.get(group.elements[0].key, "")), money(row.get(amount))


def sources_add_up(case: Case) -> Iterable[Hit]:
    """The sources come to the total, to the last decimal."""
    found = sum_of(case.frame.kind, case.record)
    if not found.is_told or found.total is None or found.total == found.of_parts:
        return NOTHING
    group, _ = case.group_rows(Role.PROJECT_FUNDS)
    facts = {
        "value": plain(found.total),
        "funds": group.label,
        "sum": plain(found.of_parts),
        "off": plain(abs(found.total - found.of_parts)),
    }
    return (Hit(Role.PROJECT_TOTAL, facts),)


_SPANS = (
    (Role.MILESTONE_FROM, Role.MILESTONE_TO),
    (Role.MILESTONE_DONE_FROM, Role.MILESTONE_DONE_TO),
)


def ends_before_it_begins(case: Case) -> Iterator[Hit]:
    """No stage ends before it begins."""
    for number, stage, row, group in _milestones(case):
        for begin, end in _SPANS:
            start, stop = _month(group, row, begin), _month(group, row, end)
            if start and stop and stop < start:
                after = group.roles[begin].label
                facts = {"stage": stage, "value": stop, "after": after, "start": start}
                yield Hit(end, facts, row=number, group=group)


def stages_out_of_order(case: Case) -> Iterator[Hit]:
    """A later stage is not planned to begin before an earlier one."""
    planned = sorted(
        (STAGES.index(stage), number, month, group)
        for number, stage, row, group in _milestones(case)
        if stage in STAGES and (month := _month(group, row, Role.MILESTONE_FROM))
    )
    latest: tuple[str, str] | None = None
    for place, number, month, group in planned:
        stage = STAGES[place]
        if latest is not None and month < latest[0] and stage != latest[1]:
            facts = {"stage": stage, "value": month, "before": latest[1], "start": latest[0]}
            yield Hit(Role.MILESTONE_FROM, facts, row=number, group=group)
        else:
            latest = (month, stage)


def done_in_future(case: Case) -> Iterator[Hit]:
    """What has been done lies behind us."""
    this_month = case.today.isoformat()[:7]
    for number, stage, row, group in _milestones(case):
        for role in _SPANS[1]:
            month = _month(group, row, role)
            if month > this_month:
                yield Hit(role, {"stage": stage, "value": month}, row=number, group=group)


def _milestones(case: Case) -> Iterator[tuple[int, str, Mapping[str, Any], Group]]:
    """(row number, stage, row, group) of every milestone."""
    group, rows = case.group_rows(Role.PROJECT_MILESTONES)
    stage = group.roles[Role.MILESTONE_STAGE].key
    for number, row in enumerate(rows, 1):
        yield number, str(row.get(stage, "")), row, group


def _month(group: Group, row: Mapping[str, Any], role: Role) -> str:
    """The month of a row, which sorts as text; "" if it has none or one nobody can read."""
    value = row.get(group.roles[role].key)
    return value if isinstance(value, str) and read_month(value) == value else ""


_PLANNED = (Role.MILESTONE_STAGE, Role.MILESTONE_FROM, Role.MILESTONE_TO)
_DONE = (Role.MILESTONE_STAGE, Role.MILESTONE_DONE_FROM, Role.MILESTONE_DONE_TO)


def _needs(*roles: Role) -> tuple[tuple[Role, Role], ...]:
    return tuple((Role.PROJECT_MILESTONES, role) for role in roles)


PROJECT_RULES = (
    RecordRule(
        "CDO-V271",
        (Role.PROJECT_TOTAL,),
        sources_add_up,
        groups=((Role.PROJECT_FUNDS, Role.PROJECT_FUND_AMOUNT),),
    ),
    RecordRule("CDO-V272", (), ends_before_it_begins, groups=_needs(*_PLANNED, *_DONE)),
    RecordRule("CDO-V273", (), stages_out_of_order, groups=_needs(*_PLANNED)),
    RecordRule("CDO-V274", (), done_in_future, groups=_needs(*_DONE)),
)
