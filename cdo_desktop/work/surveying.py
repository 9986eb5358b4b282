"""Surveying an export before it is made: what would go, what is new to the platform, what stops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cdo_desktop.domain.found import Found
from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.people import Org
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Severity
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import Checked, check_workspace
from cdo_desktop.work.choosing import SECRET_STAYS, SERIES, TRAVELS, Behind, choose, going_ids
from cdo_desktop.work.other_units import OtherUnits, others_among
from cdo_desktop.work.reconciling import platform_has
from cdo_desktop.workbench import Workbench

_CHUNK = 500


@dataclass(slots=True)
class KindCount:
    """What would go of one kind, by what the platform has of it."""

    label: str
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    rows: int = 0
    """Rows of groups (信息项) of the records that go."""

    @property
    def records(self) -> int:
        """How many records go, deletions not counted."""
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class ShareChange:
    """A record whose share type differs from what the platform has accepted."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What an export of this scope would carry."""

    scope: ScopeMode
    """What it will be: a delta without an accepted base becomes a full package."""
    base: LedgerEntry | None
    series: str
    sequence: int
    recipient: Org | None
    items: tuple[LedgerItem, ...]
    behind: tuple[Behind, ...]
    unchanged: int
    kinds: Mapping[str, KindCount]
    share_changes: tuple[ShareChange, ...]
    others: OtherUnits
    """Whose content would be signed besides the workspace's own; deletions not counted."""
    standings: Mapping[str, str] = field(default_factory=dict)
    """Record id -> "new", "changed", "same" or "gone"."""

    @property
    def records(self) -> int:
        """How many records go, deletions not counted."""
        return sum(one.records for one in self.kinds.values())

    @property
    def tombstones(self) -> int:
        """How many deletions are told."""
        return sum(one.gone for one in self.kinds.values())

    @property
    def secrets(self) -> tuple[Behind, ...]:
        """The records marked 涉密, which must not be in this tool at all (条例第三条)."""
        return tuple(one for one in self.behind if one.reason == SECRET_STAYS)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the checks say of what would go."""

    findings: Found
    titles: Mapping[str, str]

    @property
    def errors(self) -> int:
        """How many errors: with one of them nothing is exported."""
        return self.findings.number(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many warnings: they are to be read."""
        return self.findings.number(Severity.WARNING)


def survey(bench: Workbench, scope: ScopeMode, run: Run) -> Survey:
    """What would go, stay behind, and differ from what the platform has. Raises Cancelled."""
    chosen = choose(bench, scope, run)
    there = platform_has(bench)
    rows = _rows(bench, {item.record_id for item in chosen.items}, run)
    kinds: dict[str, KindCount] = {}
    standings: dict[str, str] = {}
    for item in chosen.items:
        label = bench.library.kind(item.kind).label
        counted = kinds.setdefault(item.kind, KindCount(label))
        standing = standings[item.record_id] = _standing(item, there.get(item.record_id))
        setattr(counted, standing, getattr(counted, standing) + 1)
        counted.rows += 0 if item.tombstone else rows.get(item.record_id, 0)
    changed = [item for item in chosen.items if standings[item.record_id] == "changed"]
    platform = bench.library.profile.platform
    return Survey(
        scope=ScopeMode.DELTA if chosen.base else ScopeMode.FULL,
        base=chosen.base,
        series=SERIES,
        sequence=bench.workspace.next_sequence(SERIES),
        recipient=Org(platform.org_code, platform.name) if platform.org_code else None,
        items=tuple(chosen.items),
        behind=tuple(chosen.behind),
        unchanged=chosen.unchanged,
        kinds={kind: kinds[kind] for kind in TRAVELS if kind in kinds},
        share_changes=tuple(_share_changes(bench, changed, there, run)),
        others=others_among(bench, going_ids(chosen.items)),
        standings=standings,
    )


def _standing(item: LedgerItem, there: LedgerItem | None) -> str:
    if item.tombstone:
        return "gone"
    if there is None or there.tombstone:
        return "new"
    return "same" if there.revision_id == item.revision_id else "changed"


def _rows(bench: Workbench, wanted: set[str], run: Run) -> dict[str, int]:
    found: dict[str, int] = {}
    for kind in TRAVELS:
        numbers = bench.workspace.numbers(ListQuery(kind))
        for start in range(0, len(numbers), _CHUNK):
            run.step("清点信息项", start, len(numbers))
            lines = bench.workspace.summaries(numbers[start : start + _CHUNK]).values()
            found |= {line.id: line.items for line in lines if line.id in wanted}
    return found


def _share_changes(
    bench: Workbench, changed: list[LedgerItem], there: Mapping[str, LedgerItem], run: Run
) -> Iterator[ShareChange]:
    """The platform looks at these first: who may see the data is decided by them."""
    for item in run.each("比对共享类型", changed, len(changed)):
        before = _share_type(bench, there[item.record_id].revision_id)
        after = _share_type(bench, item.revision_id)
        if before != after:
            yield ShareChange(item.title, before, after)


def _share_type(bench: Workbench, revision_id: str) -> str:
    record = bench.workspace.revision(revision_id)
    kind = bench.library.version(record.kind, record.standard)
    if Role.SHARE_TYPE not in kind.roles:
        return ""
    return shown(kind.role_value(record.values, Role.SHARE_TYPE) or "")


def check_survey(bench: Workbench, found: Survey, run: Run) -> Inspection:
    """Check what would go, each record by itself and against all others. Raises Cancelled."""
    checked: Checked = check_workspace(bench, run)
    going = {item.record_id for item in found.items}
    return Inspection(checked.findings.about(going | {""}), checked.titles)
