"""Comparing a record with one of its earlier revisions: what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdo_desktop.domain.changes import Change, changes
from cdo_desktop.domain.listing import RevisionInfo
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.flows import Flow
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Since:
    """What differs between a revision and now."""

    revision: RevisionInfo
    before: Record
    changes: tuple[Change, ...]


def since(bench: Workbench, revision: RevisionInfo, now: Record) -> Since:
    """What has changed since a revision. Raises Refused if it is not here."""
    before = bench.workspace.revision(revision.revision_id)
    return Since(revision, before, changes(before, now))


def last_review(flow: Flow, history: Sequence[RevisionInfo]) -> RevisionInfo | None:
    """The revision that was approved or returned last; None if no review has ended yet.

    `history`: newest first. A returned record that is edited stays returned, so it is the first
    of such a row that counts.
    """
    waits = {move.source for move in flow.moves if flow.state(move.target).frozen}
    ends = {move.target for move in flow.moves if move.source in waits}
    older = [*(one.review for one in history[1:]), ""]
    for revision, before in zip(history, older, strict=True):
        if revision.review in ends and revision.review != before:
            return revision
    return None
