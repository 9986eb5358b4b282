"""Items found in a data file, a CREATE TABLE or a database, taken into the rows of one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Row
from cdo_desktop.standard.model import Group
from cdo_desktop.tasks import Run
from cdo_desktop.work import reversing
from cdo_desktop.work.items import Rows, with_cells
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class FoundItems:
    """The items of one table."""

    title: str
    items: Rows
    notes: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking them in made of the rows."""

    rows: Rows
    added: int
    completed: int
    """Rows that were there and had cells empty that are filled now."""
    same: int
    """Rows that were there and had nothing to fill."""


def find_items(bench: Workbench, source: str, run: Run, schema: str = "") -> list[FoundItems]:
    """The items of every table of the source; nothing is written. Raises Refused, Cancelled.

    `source` is a data file, a .sql file or a database URL.
    """
    drafts = reversing.drafts_of(bench, source, run, schema)
    return [FoundItems(draft.title, tuple(draft.items), draft.notes) for draft in drafts]


def taken_in(group: Group, rows: Rows, items: Sequence[Row]) -> Taken:
    """The rows with the items that were missing; in those that were there only gaps are filled."""
    pairs, more = reversing.paired(group, rows, items)
    places = {row["id"]: number for number, row in enumerate(rows)}
    gaps = {
        (places[row["id"]], key): value
        for row, item in pairs
        for key, value in item.items()
        if key != "id" and key not in row
    }
    filled = with_cells(rows, gaps).rows
    completed = len({number for number, _ in gaps})
    return Taken((*filled, *more), len(more), completed, len(pairs) - completed)
