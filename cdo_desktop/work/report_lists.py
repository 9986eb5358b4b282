"""三张清单 in print: systems, resources and demands, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from cdo_desktop.domain.report_parts import Report, ReportPart, Shown, Table, Words
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.counts import LISTS
from cdo_desktop.work.report_records import Listing, label_of, of_role, rows_of
from cdo_desktop.workbench import Workbench

TITLE = "数据资源“三张清单”"
_Column = Role | tuple[Role, ...]
_COLUMNS: Mapping[str, tuple[tuple[_Column, float], ...]] = {
    "system": (
        (Role.CODE, 18),
        (Role.TITLE, 34),
        (Role.OFFICE, 20),
        (Role.SYSTEM_STAGE, 15),
        (Role.SYSTEM_STARTED, 17),
        (Role.CONNECTION, 24),
        (Role.ZOMBIE, 12),
    ),
    "resource": (
        (Role.CODE, 26),
        (Role.TITLE, 36),
        (Role.OFFICE, 20),
        ((Role.FORMAT_CLASS, Role.FORMAT_TYPE), 22),
        (Role.SHARE_TYPE, 20),
        (Role.UPDATE_CYCLE, 14),
        (Role.OPEN, 12),
    ),
    "demand": (
        (Role.CODE, 18),
        (Role.TITLE, 36),
        (Role.OFFICE, 20),
        (Role.PROVIDER, 26),
        (Role.USE_SCENE, 34),
        (Role.REQUEST_STATE, 18),
    ),
}


@dataclass(frozen=True, slots=True)
class _List:
    """One of the three, to be read while it is written."""

    listing: Listing
    columns: tuple[tuple[_Column, float], ...]
    items: bool

    def rows(self) -> Iterator[tuple[Shown, ...]]:
        """A line for each record."""
        for number, (kind, record) in enumerate(self.listing, 1):
            texts = [of_role(kind, record, *_roles(column)) for column, _ in self.columns]
            counted = (len(rows_of(kind, record, Role.ITEMS)[1]),) if self.items else ()
            yield (number, *texts, *counted)

    def table(self) -> Table:
        """The table, headed by the labels of the definition."""
        kind = self.listing.kind
        head = [label_of(kind, _roles(column)[0]) for column, _ in self.columns]
        shares = [share for _, share in self.columns]
        more, wide = (("信息项数",), (14.0,)) if self.items else ((), ())
        return Table(
            f"{kind.label}（{len(self.listing):,} 条）",
            ("序号", *head, *more),
            (11, *shares, *wide),
            self.rows(),
            len(self.listing),
        )


def lists_report(bench: Workbench, run: Run) -> tuple[Report, Callable[[], int]]:
    """The three lists; and, once they are written, how many 涉密 records were left out."""
    found = []
    for key in LISTS:
        listing = Listing(bench, key, run)
        columns = tuple(one for one in _COLUMNS[key] if _known(listing.kind, one[0]))
        found.append(_List(listing, columns, listing.kind.group_with(Role.ITEMS) is not None))
    words = "清单按责任科室和代码排列；内容以工作区中的记录为准。"
    parts: tuple[ReportPart, ...] = (Words(words, is_fine=True), *(one.table() for one in found))
    report = Report(TITLE, bench.org.name, bench.clock.now(), parts)
    return report, lambda: sum(one.listing.secrets for one in found)


def _known(kind: Kind, column: _Column) -> bool:
    return _roles(column)[0] in kind.roles


def _roles(column: _Column) -> tuple[Role, ...]:
    return column if isinstance(column, tuple) else (column,)
