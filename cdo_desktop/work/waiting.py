"""What waits for somebody: one number each, why it waits, and where it is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.domain.receipt import ReceiptResult
from cdo_desktop.domain.tallies import Tally
from cdo_desktop.work.counts import LISTS, PROJECT, Counts
from cdo_desktop.work.deadlines import Deadline
from cdo_desktop.work.reviewing import roles_held
from cdo_desktop.workbench import Workbench


class Waits(StrEnum):
    """What can wait for somebody; a tile each."""

    RETURNED = "returned"
    ERRORS = "errors"
    DRAFTS = "drafts"
    REVIEW = "review"
    REJECTED = "rejected"
    REMARKS = "remarks"
    APPROVED = "approved"
    EXPIRING = "expiring"
    PROJECTS = "projects"


_AS = {"dept_head": "dept_cdo", "cdo_executive": "dept_cdo", "gov_cdo": "dept_cdo"}
_FILE = "file"
_BY_RANK = ("dept_cdo", "sharing_lead", "clerk")


def role_shown(bench: Workbench) -> str:
    """The role whose work is shown: the first of ours held; without appointments the lead's."""
    held = roles_held(bench)
    mine = [_AS.get(role, role) for role in held.get(bench.who.name, ())]
    known = [role for role in _BY_RANK if role in mine]
    return known[0] if known else "clerk" if held else "sharing_lead"


def project_states(bench: Workbench) -> tuple[str, ...]:
    """The states in which a project waits for whoever works here: for an opinion of theirs, or to
    be filed anew; where nobody is appointed, for anybody's.
    """
    flow = bench.library.flow_of(bench.library.kind(PROJECT))
    held = roles_held(bench)
    mine = set(held.get(bench.who.name, ()))
    wanted = {
        move.source
        for move in flow.moves
        if (move.opinions or move.key == _FILE) and (not held or mine & {*move.roles})
    }
    open_ = [state.key for state in flow.states if state.key != flow.start and not state.closed]
    return tuple(key for key in open_ if key in wanted)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of something waits, and where it is listed."""

    what: Waits
    number: int
    note: str = ""
    query: ListQuery | None = None
    """The list that shows it; of several the one with the most of it. None: nothing to list."""


class WaitingNow:
    """What waits, counted for each tile."""

    def __init__(
        self,
        counts: Counts,
        now: datetime,
        packages: Sequence[LedgerEntry],
        due: Sequence[Deadline],
        remarked: Mapping[str, int],
        asked: Sequence[str],
    ) -> None:
        """`asked`: the states in which a project waits for whoever works here."""
        self._counts = counts
        self._now = now
        self._packages = packages
        self._due = due
        self._remarked = remarked
        self._asked = tuple(asked)

    def of(self, what: Waits) -> Waiting:
        """How much of this waits."""
        match what:
            case Waits.ERRORS:
                return self._errors()
            case Waits.REMARKS:
                return self._remarks()
            case Waits.EXPIRING:
                return self._expiring()
            case Waits.PROJECTS:
                return self._projects()
        state = {Waits.DRAFTS: "draft", Waits.REVIEW: "in_review"}.get(what, what.value)
        lines = self._counts.of(LISTS, state)
        number = sum(one.records for one in lines)
        if not number:
            return Waiting(what, 0)
        kind = self._counts.most(lines, lambda one: one.records)
        query = ListQuery(kind, states=(state,), sort=Sort.CHANGED)
        return Waiting(what, number, self._note(what, lines), query)

    def _note(self, what: Waits, lines: Sequence[Tally]) -> str:
        oldest = datetime.fromisoformat(min(one.oldest for one in lines))
        days = (self._now.date() - oldest.date()).days
        match what:
            case Waits.REJECTED:
                return self._sent_back()
            case Waits.RETURNED:
                return f"最早一条 {oldest:%m-%d} 退回"
            case Waits.REVIEW:
                return f"最早一条已等 {days} 天" if days else "都是今天提交的"
            case _:
                return f"最早一条 {oldest:%m-%d} 修改"

    def _sent_back(self) -> str:
        back = {ReceiptResult.PARTIAL, ReceiptResult.REJECTED}
        sent = [one for one in self._packages if one.state in back]
        if not sent:
            return "平台退回，待修改"
        made = datetime.fromisoformat(max(one.created_at for one in sent))
        return f"来自 {made:%m-%d} 报送包"

    def _projects(self) -> Waiting:
        lines = self._counts.of([PROJECT], *self._asked)
        number = sum(one.records for one in lines)
        if not number:
            return Waiting(Waits.PROJECTS, 0)
        query = ListQuery(PROJECT, states=self._asked, sort=Sort.CHANGED)
        return Waiting(Waits.PROJECTS, number, self._note(Waits.REVIEW, lines), query)

    def _errors(self) -> Waiting:
        lines = self._counts.of(LISTS)
        errors = sum(one.errors for one in lines)
        if not errors:
            return Waiting(Waits.ERRORS, 0)
        kind = self._counts.most(lines, lambda one: one.faulty)
        query = ListQuery(kind, with_errors=True, sort=Sort.PROBLEMS, descending=True)
        faulty = sum(one.faulty for one in lines)
        return Waiting(Waits.ERRORS, errors, f"分布在 {faulty:,} 条记录", query)

    def _remarks(self) -> Waiting:
        if not self._remarked:
            return Waiting(Waits.REMARKS, 0)
        most = max(self._remarked, key=lambda kind: self._remarked[kind])
        number = sum(self._remarked.values())
        query = ListQuery(most, remarked=True)
        return Waiting(Waits.REMARKS, number, "看过、改好后关闭意见", query)

    def _expiring(self) -> Waiting:
        ending = [one for one in self._due if one.expires]
        first = f"最早 {ending[0].day:%m-%d}" if ending else ""
        listed = next((one.query for one in ending if one.query), None)
        return Waiting(Waits.EXPIRING, len(ending), first, listed)
