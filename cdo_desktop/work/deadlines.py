"""What has to be done by which day: only what a date in the workspace and a rule together give.

No term is guessed: the first delivery of a catalog has none, and so none is shown for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.dates import read_date
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.holidays import HolidayTable, shipped_holidays
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.standard.terms import Term, regulation_terms
from cdo_desktop.tasks import Run
from cdo_desktop.work.clocks import clocks_of
from cdo_desktop.work.trusting import stored_trust
from cdo_desktop.workbench import Workbench

DEMAND, APPOINTMENT, RESOURCE = "demand", "appointment", "resource"
PROJECT = "project"
LOOKS_AHEAD = timedelta(days=60)
"""What ends later than this is not shown yet."""
LOOKS_BACK = timedelta(days=30)
"""What ended by itself before this is no news."""
SHOWN_DAYS = 16
RECEIPT_AFTER = timedelta(days=10)
"""A package without a receipt is asked after when it has been out so long: a custom, no law."""
UNCONDITIONAL = "无条件共享"
REFUSED = "不予共享"
_APPLIED, _AGREED, _SHARED = "已申请", "同意共享", "已共享"
_OUT = frozenset({Delivery.EXPORTED, Delivery.HANDED})


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing to be done by a day."""

    day: date
    what: str
    rule: str
    """How the day was reckoned, and by which article."""
    query: ListQuery | None = None
    """The list it stands in; None for what is in no list."""
    record: str = ""
    """Id of the record it comes from."""
    mark: str = ""
    """Not empty where the holidays of a year were not known."""
    expires: bool = False
    """Whether an appointment, certificate or list of trust ends then."""
    lapses: bool = False
    """Whether it is over by itself then, so that nothing is to be done long after."""
    package: str = ""
    """Id of the package it is about."""
    left: int = 0
    """Working days from today, once they are counted; 0 = today, negative = so many late."""


@dataclass(frozen=True, slots=True)
class ComingDay:
    """One day of the calendar, and what is due on it."""

    day: date
    is_working: bool
    due: tuple[Deadline, ...]


def deadlines(bench: Workbench, run: Run, table: HolidayTable | None = None) -> list[Deadline]:
    """Everything that is late or falls due soon, the earliest first. Raises Cancelled."""
    table = table or shipped_holidays()
    today = bench.clock.now().date()
    found = [
        *_demands(bench, table, run),
        *_reviews(bench, table, run),
        *_appointments(bench, run),
        *_packages(bench),
        *_trust(bench),
    ]
    near = (
        due
        for due in found
        if due.day <= today + LOOKS_AHEAD and not (due.lapses and due.day < today - LOOKS_BACK)
    )
    counted = (_counted(due, today, table) for due in near)
    return sorted(counted, key=lambda one: (one.day, one.what))


def coming_days(
    today: date, due: Sequence[Deadline], table: HolidayTable | None = None
) -> tuple[ComingDay, ...]:
    """Sixteen days from Monday of this week, each with what is due on it."""
    table = table or shipped_holidays()
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(SHOWN_DAYS)]
    return tuple(
        ComingDay(day, table.is_working_day(day), tuple(one for one in due if one.day == day))
        for day in days
    )


def _counted(due: Deadline, today: date, table: HolidayTable) -> Deadline:
    span = table.working_days_between(today, due.day)
    late = due.day < today
    left = min(span.days, -1) if late else span.days
    return replace(due, left=left, mark=due.mark or span.mark)


# -- 数据需求: answers and sharing --------------------------------------------------------------


def _demands(bench: Workbench, table: HolidayTable, run: Run) -> Iterator[Deadline]:
    waiting = []
    for record in bench.workspace.each_record(ListQuery(DEMAND), run, "看期限"):
        kind = bench.library.version(record.kind, record.standard)
        if _is_unanswered(kind, record):
            waiting.append((kind, record))
        yield from _after_answer(kind, record, table)
    shares = _shares(bench, waiting)
    for kind, record in waiting:
        yield from _answer(bench.org, kind, record, table, shares.get(record.id, ""))


def _is_unanswered(kind: Kind, record: Record) -> bool:
    """Applied for, and neither a day of the answer nor a later state says that one came."""
    applied = _value(kind, record, Role.APPLIED_ON)
    answered = _value(kind, record, Role.ANSWERED_ON)
    state = _value(kind, record, Role.REQUEST_STATE)
    return bool(applied) and not answered and state in ("", _APPLIED)


def _answer(
    own: Org, kind: Kind, record: Record, table: HolidayTable, share: str
) -> Iterator[Deadline]:
    """The answer to an application (第二十一条); where the share type is not known, the longer."""
    applied = _day(_value(kind, record, Role.APPLIED_ON))
    if applied is None or share == REFUSED:  # 第二十一条 sets no term for 不予共享
        return
    key = "answer_unconditional" if share == UNCONDITIONAL else "answer_conditional"
    term = regulation_terms()[key]
    provider = _value(kind, record, Role.PROVIDER)
    ours = bool(provider) and name_key(provider) == name_key(own.name)
    what = f"答复{record.org.name}：{record.title}" if ours else f"等{provider}答复：{record.title}"
    less = " " if share else f"（无条件 {regulation_terms()['answer_unconditional'].working_days}）"
    yield _by_term(table, applied, term, what, f"申请后 {{days}}{less}个工作日", record)


def _after_answer(kind: Kind, record: Record, table: HolidayTable) -> Iterator[Deadline]:
    """The sharing agreed to (第二十二条), and the end of the use applied for (第二十条)."""
    state = _value(kind, record, Role.REQUEST_STATE)
    answered = _day(_value(kind, record, Role.ANSWERED_ON))
    if state == _AGREED and answered and not _value(kind, record, Role.SHARED_ON):
        what = f"共享“{record.title}”"
        term = regulation_terms()["share"]
        yield _by_term(table, answered, term, what, "同意共享后 {days} 个工作日", record)
    until = _day(_value(kind, record, Role.USE_UNTIL))
    if state == _SHARED and until:
        rule = "申请时写明的使用时限 · 第二十条"
        what = f"使用到期：{record.title}"
        yield Deadline(until, what, rule, _listed(record), record.id, lapses=True)


def _by_term(
    table: HolidayTable, start: date, term: Term, what: str, rule: str, record: Record
) -> Deadline:
    due = table.add_working_days(start, term.working_days)
    words = f"{rule.format(days=term.working_days)} · {term.article}"
    return Deadline(due.day, what, words, _listed(record), record.id, due.mark)


def _listed(record: Record) -> ListQuery:
    return ListQuery(record.kind, text=record.title)


def _shares(bench: Workbench, demands: Sequence[tuple[Kind, Record]]) -> Mapping[str, str]:
    """Demand id -> share type of the catalog entry it refers to, where that is in this workspace.

    An element of the demand points to it; which one, the definition says.
    """
    wanted: dict[str, str] = {}
    for kind, record in demands:
        for element in kind.elements:
            value = record.values.get(element.key)
            if element.target == RESOURCE and isinstance(value, dict):
                wanted[record.id] = str(value.get("id", ""))
    found = bench.workspace.by_ids([id_ for id_ in wanted.values() if id_])
    shares = {}
    for demand, id_ in wanted.items():
        if id_ in found:
            entry = found[id_]
            kind = bench.library.version(entry.kind, entry.standard)
            shares[demand] = shown(kind.role_value(entry.values, Role.SHARE_TYPE))
    return shares


def _value(kind: Kind, record: Record, role: Role) -> str:
    return shown(kind.role_value(record.values, role))


def _day(text: str) -> date | None:
    """The day of a value; None for what is no date (长期)."""
    read = read_date(text.strip())
    return date.fromisoformat(read) if read else None


# -- projects in review ----------------------------------------------------------------------------


def _reviews(bench: Workbench, table: HolidayTable, run: Run) -> Iterator[Deadline]:
    """Projects that wait for somebody's opinion; how long they may, the flow says."""
    flow = bench.library.flow_of(bench.library.kind(PROJECT))
    timed = tuple({move.target: None for move in flow.moves if move.working_days})
    waiting = list(bench.workspace.each_record(ListQuery(PROJECT, timed), run, "看期限"))
    clocks = clocks_of(bench, waiting, table)
    for record in waiting:
        if clock := clocks.get(record.id):
            what = f"{flow.state(record.review).label}：{record.title}"
            rule = f"{clock.after}后 {clock.allowed} 个工作日 · 审查流程的设置"
            yield Deadline(clock.due, what, rule, _listed(record), record.id, clock.mark)


# -- appointments, packages, trust -----------------------------------------------------------------


def _appointments(bench: Workbench, run: Run) -> Iterator[Deadline]:
    """Appointments that end."""
    for record in bench.workspace.each_record(ListQuery(APPOINTMENT), run, "看期限"):
        ends = _day(str(record.values.get("to_date", "")))
        if ends is not None:
            what = f"任职到期：{record.title}"
            rule, query = "任职结束日期", _listed(record)
            yield Deadline(ends, what, rule, query, record.id, expires=True, lapses=True)


def _packages(bench: Workbench) -> Iterator[Deadline]:
    """Packages that have been out for long without a receipt."""
    for entry in bench.workspace.packages():
        asked = ask_after(entry)
        if asked is not None:
            what, made = f"问回执：{entry.file_name}", asked - RECEIPT_AFTER
            rule = f"{made:%m-%d} 导出，满 {RECEIPT_AFTER.days} 天没有回执"
            yield Deadline(asked, what, rule, package=entry.package_id)


def ask_after(entry: LedgerEntry) -> date | None:
    """The day from which the receipt of a package is asked after; None if it is not out."""
    if entry.state not in _OUT:
        return None
    return datetime.fromisoformat(entry.created_at).date() + RECEIPT_AFTER


def _trust(bench: Workbench) -> Iterator[Deadline]:
    """The trust bundle, and the certificates of our own people in it, that expire.

    A bundle that ended stays due: until there is a newer one nothing can be proven.
    """
    trusted = stored_trust(bench)
    if trusted is None:
        return
    bundle = trusted.bundle
    ends = bundle.expires.astimezone().date()
    what = f"信任清单第 {bundle.version} 版到期"
    yield Deadline(ends, what, "请向平台要新的信任清单", expires=True)
    for signer in bundle.signers:
        if signer.org_code == bench.org.code and signer.revoked_from is None:
            ends = signer.not_after.astimezone().date()
            what = f"{signer.name}的证书到期"
            rule = "到期后不能再签署，请提前换证书"
            yield Deadline(ends, what, rule, expires=True, lapses=True)
