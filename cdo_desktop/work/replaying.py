"""Undo and redo as they are told: which step it was, and the one record it changed."""

from __future__ import annotations

from dataclasses import dataclass

from cdo_desktop.domain.listing import StepInfo, Summary
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Replayed:
    """A step that was undone or done again."""

    name: str
    """Of the step, as 撤销 names it."""
    again: bool
    """Done again; else undone."""
    record: Summary | None
    """The record it changed, as it is now; None if there are several, or it is in the list no more.
    """


def undo(bench: Workbench, run: Run | None = None) -> Replayed:
    """Take back the newest step. Raises as `editing.undo`."""
    return _told(bench, *editing.undo(bench, run), again=False)


def redo(bench: Workbench, run: Run | None = None) -> Replayed:
    """Do again what was undone last. Raises as `editing.redo`."""
    return _told(bench, *editing.redo(bench, run), again=True)


def _told(bench: Workbench, step: StepInfo, records: int, *, again: bool) -> Replayed:
    """The replaying step is the newest: of its one record, the newest revision is its own."""
    workspace = bench.workspace
    newest = next(iter(workspace.steps(1))).seq
    found = workspace.changed_last(1) if records == 1 else []
    own = [one.record for one in found if workspace.revisions(one.record.id)[0].step == newest]
    return Replayed(step.name, again, own[0] if own else None)
