"""The clocks of a review: since when a record waits in its state, and until when it may.

How many working days a step has is a setting of the flow, which a profile can change; the days are
counted by the table of holidays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cdo_desktop.domain.record import Record
from cdo_desktop.standard.flows import Flow, Move
from cdo_desktop.standard.holidays import HolidayTable, shipped_holidays
from cdo_desktop.store.turning import StateEntered
from cdo_desktop.work.review_moves import flow_of
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a record has been waiting in its state, in working days."""

    since: date
    used: int
    """Working days after that day, up to today."""
    allowed: int
    due: date
    """The last day on which it is in time."""
    left: int
    """Working days from today; 0 = today, negative = so many late."""
    after: str
    """The move with which it began."""
    mark: str = ""
    """Not empty where the holidays of a year were not known."""

    @property
    def is_late(self) -> bool:
        """Whether the day is over."""
        return self.left < 0

    @property
    def words(self) -> str:
        """The same in words."""
        how = f"已超期 {-self.left} 个工作日" if self.is_late else f"还剩 {self.left} 个工作日"
        told = f"{self.after}后已用 {self.used} 个工作日，限 {self.allowed} 个，{how}"
        return f"{told}（{self.due:%Y-%m-%d} 到期{f'，{self.mark}' if self.mark else ''}）"


def clock_of(bench: Workbench, record: Record, table: HolidayTable | None = None) -> Clock | None:
    """The clock that runs for a record; None where its state has none."""
    return clocks_of(bench, [record], table).get(record.id)


def clocks_of(
    bench: Workbench, records: Sequence[Record], table: HolidayTable | None = None
) -> Mapping[str, Clock]:
    """Record id -> the clock that runs for it, for those for which one does."""
    table = table or shipped_holidays()
    flows = {record.id: flow_of(bench, record) for record in records}
    timed = [one for one in records if _may_run(flows[one.id], one)]
    entered = bench.workspace.states_entered([one.id for one in timed])
    found = {}
    for record in timed:
        begun = _begun(flows[record.id], record, entered.get(record.id, ()))
        if begun is not None:
            found[record.id] = _counted(bench.clock.now(), *begun, table)
    return found


def _may_run(flow: Flow, record: Record) -> bool:
    ends = (move.target for move in flow.moves if move.working_days)
    return not record.deleted and record.review in ends


def _begun(
    flow: Flow, record: Record, entered: Sequence[StateEntered]
) -> tuple[Move, datetime] | None:
    """The move that last took a record into its state, and when.

    Undoing a later move is no move: then the clock runs on as it did.
    """
    for one in reversed(entered):
        if one.state != record.review or one.by_undoing:
            continue
        made = (m for m in flow.moves if (m.source, m.target) == (one.before, one.state))
        if move := next(made, None):
            return (move, datetime.fromisoformat(one.at)) if move.working_days else None
    return None


def _counted(now: datetime, move: Move, at: datetime, table: HolidayTable) -> Clock:
    since, today = at.astimezone(now.tzinfo).date(), now.date()
    due = table.add_working_days(since, move.working_days)
    left = table.working_days_between(today, due.day)
    return Clock(
        since,
        table.working_days_between(since, today).days,
        move.working_days,
        due.day,
        min(left.days, -1) if due.day < today else left.days,
        move.label,
        due.mark or left.mark,
    )
