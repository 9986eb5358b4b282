"""Choosing what a package carries: what is approved, never what is 涉密, and every deletion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial

from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.record import Head, Record
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.validate.care_rules import SECRET as SECRET
from cdo_desktop.validate.care_rules import may_be_secret
from cdo_desktop.workbench import Workbench

SERIES = "catalog"
TRAVELS = ("resource", "system", "demand")
"""The kinds a catalog export carries; organisations and people stay here."""
SECRET_STAYS = "标为涉密，不得写入签名包"


@dataclass(frozen=True, slots=True)
class Behind:
    """A record that did not go, and why."""

    record: Head
    reason: str


@dataclass
class Chosen:
    """What goes into the package, and what does not."""

    base: LedgerEntry | None
    items: list[LedgerItem] = field(default_factory=list)
    behind: list[Behind] = field(default_factory=list)
    standards: set[tuple[str, str]] = field(default_factory=set)
    unchanged: int = 0

    def take(self, record: Head) -> None:
        """It goes into the package."""
        self.items.append(_item(record))
        self.standards.add((record.kind, record.standard))


def choose(bench: Workbench, scope: ScopeMode, run: Run) -> Chosen:
    """Which records go, which stay behind and why, and on which base. Raises Cancelled."""
    base = newest_accepted(bench) if scope is ScopeMode.DELTA else None
    had = _known_by(bench, base)
    chosen = Chosen(base)
    again: list[Head] = []
    for record, reason in _heads(bench, run):
        if reason:
            chosen.behind.append(Behind(record, reason))
        elif record.id not in had:
            chosen.take(record)
        elif had[record.id].revision_id == record.revision_id:
            chosen.unchanged += 1
        else:
            again.append(record)
    # an edit that was undone made another revision, but nothing new to the platform
    same = bench.workspace.still_said([had[record.id].revision_id for record in again])
    chosen.unchanged += len(same)
    for record in again:
        if record.id not in same:
            chosen.take(record)
    chosen.items += _tombstones(bench, had, run)
    return chosen


def _heads(bench: Workbench, run: Run) -> Iterator[tuple[Head, str]]:
    """Every record that could travel, without its values, and why it stays behind, "" if not."""
    unapproved = cache(partial(_unapproved, bench.library))
    for kind in TRAVELS:
        stream = bench.workspace.each_head(ListQuery(kind), run, "选取要导出的记录", f'"{SECRET}"')
        for record, marked in stream:
            reason = SECRET_STAYS if marked and _is_secret(bench, record) else ""
            yield record, reason or unapproved(record.kind, record.standard, record.review)


def going_ids(items: Iterable[LedgerItem]) -> list[str]:
    """The records whose content goes; of what was deleted only that it is gone is told."""
    return [item.record_id for item in items if not item.tombstone]


def packages_of_series(bench: Workbench) -> list[LedgerEntry]:
    """The packages of the series by their place in it, the newest first, whatever clocks said."""
    found = [entry for entry in bench.workspace.packages() if entry.series == SERIES]
    return sorted(found, key=lambda entry: entry.sequence, reverse=True)


def newest_accepted(bench: Workbench) -> LedgerEntry | None:
    """The newest package of the series that a checked receipt says was accepted."""
    found = (e for e in packages_of_series(bench) if e.state == Delivery.ACCEPTED)
    return next(found, None)


def _known_by(bench: Workbench, base: LedgerEntry | None) -> dict[str, LedgerItem]:
    """What the platform has when it has the base: that package and all those it builds on."""
    known: dict[str, LedgerItem] = {}
    while base is not None:
        for item in bench.workspace.package_items(base.package_id):
            known.setdefault(item.record_id, item)
        base = bench.workspace.package(base.base_id) if base.base_id else None
    return known


def _unapproved(library: Library, kind: str, standard: str, review: str) -> str:
    """Why records of this kind, version and state stay behind; "" if they do not."""
    state = library.flow_of(library.version(kind, standard)).state(review)
    return "" if state.frozen else f"状态是“{state.label}”，审核通过后才能导出"


def _is_secret(bench: Workbench, head: Head) -> bool:
    """Whether the record or one of its rows is marked (条例第三条).

    Asked only where the word 涉密 stands somewhere in its values.
    """
    kind = bench.library.version(head.kind, head.standard)
    return holds_secret(kind, bench.workspace.record(head.id))


def holds_secret(kind: Kind, record: Record) -> bool:
    """Whether the record or one of its rows is, or may be, 涉密: it leaves in no form (第三条)."""
    if may_be_secret(kind.role_value(record.values, Role.SECRET)):
        return True
    return any(
        may_be_secret(row.get(group.roles[Role.SECRET].key))
        for group in kind.groups
        if Role.SECRET in group.roles
        for row in record.groups.get(group.key, ())
    )


def _item(record: Head | Record) -> LedgerItem:
    return LedgerItem(
        record.id,
        record.revision_id,
        record.kind,
        record.code,
        record.title,
        bool(record.deleted),
        Delivery.EXPORTED,
    )


def _tombstones(bench: Workbench, had: dict[str, LedgerItem], run: Run) -> Iterator[LedgerItem]:
    """For what a package of the series has carried and the recycle bin now has.

    Absence alone is never a deletion, so a full package tells of them too. The base's own
    tombstones are not told again.
    """
    binned = {id_ for kind in TRAVELS for id_ in bench.workspace.ids(ListQuery(kind, deleted=True))}
    gone = sorted(_once_exported(bench, binned, run))
    for id_, record in sorted(bench.workspace.by_ids(gone).items()):
        if id_ not in had or not had[id_].tombstone:
            yield _item(record)


def _once_exported(bench: Workbench, binned: set[str], run: Run) -> set[str]:
    """Those of these records that some package of the series has carried."""
    found: set[str] = set()
    for entry in packages_of_series(bench):
        if found >= binned:
            break
        run.step("查找删除的记录", len(found), len(binned))
        items = bench.workspace.package_items(entry.package_id)
        found |= {item.record_id for item in items if not item.tombstone} & binned
    return found
