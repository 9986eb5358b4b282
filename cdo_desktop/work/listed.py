"""What a list page shows of a question to the store, read in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.workbench import Workbench

MANY = 20_000
"""From so many records of a kind on, an answer can take longer than a keystroke may."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers beside a list."""

    states: Mapping[str, int]
    """Shown state -> how many there are, following the other filters."""
    everything: int
    """All records of the kind."""
    with_problems: int
    """Those of them that have errors or warnings."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The answer to a question."""

    query: ListQuery
    numbers: Sequence[int]
    """Of the records found, in order."""
    counted: Counted


def listed(bench: Workbench, query: ListQuery) -> Listed:
    """Read what a list shows."""
    return Listed(query, bench.workspace.numbers(query), counted(bench, query))


def counted(bench: Workbench, query: ListQuery) -> Counted:
    """Count what stands beside a list."""
    workspace = bench.workspace
    return Counted(
        states=workspace.state_counts(query),
        everything=workspace.count(ListQuery(query.kind)),
        with_problems=workspace.count(ListQuery(query.kind, with_problems=True)),
    )


def newest_step(bench: Workbench) -> int:
    """The number of the newest step; as long as it is the same, so is every list."""
    return next((step.seq for step in bench.workspace.steps(1)), 0)
