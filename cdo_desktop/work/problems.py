"""What the last check of the whole workspace found, and how far it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.found import Found
from cdo_desktop.tasks import Run
from cdo_desktop.validate.newly_asked import OFFERED
from cdo_desktop.work.checking import Checked, check_workspace
from cdo_desktop.work.listed import newest_step
from cdo_desktop.work.sources import rules_words
from cdo_desktop.workbench import Workbench

MANY = 20
"""So many later steps are counted; beyond that it is said that there are more."""
_CHANGING = frozenset({"do", "undo", "redo"})
"""Kinds of steps that change records; remarks and exports change none."""
_PLAIN = {offered: plain for plain, offered in OFFERED.items()}
"""What a check of everything calls a finding -> what a check of one record calls it."""


@dataclass(frozen=True, slots=True)
class LastCheck:
    """A check of every record, by itself and against the others."""

    at: datetime
    step: int
    """The newest step of the workspace when it began."""
    checked: Checked
    rules: str
    """By which rules, as an office says it."""

    @property
    def findings(self) -> Found:
        """Everything found, heaviest first."""
        return self.checked.findings


def check_all(bench: Workbench, run: Run) -> LastCheck:
    """Check the whole workspace. Raises Cancelled."""
    at, step = bench.clock.now(), newest_step(bench)
    checked = check_workspace(bench, run)
    kinds = (bench.library.kind(key) for key in dict.fromkeys(checked.kinds.values()))
    rules = rules_words((kind.standard for kind in kinds), bench.library.profile)
    return LastCheck(at, step, checked, rules)


def steps_since(bench: Workbench, last: LastCheck) -> int:
    """How many steps have changed records since the check; MANY stands for that many or more."""
    newer = [one for one in bench.workspace.steps(MANY) if one.seq > last.step]
    if len(newer) == MANY:
        return MANY
    return sum(one.kind in _CHANGING and one.records > 0 for one in newer)


def followed(
    last: LastCheck, record_id: str, before: Sequence[Finding], now: Sequence[Finding]
) -> LastCheck:
    """The check after one record was changed and checked by itself.

    What is mended goes, what is new comes; what only a comparison with the other records tells
    stays as it was until the next check.
    """
    gone = {what(one) for one in before} - {what(one) for one in now}
    here = last.findings.of(record_id)
    mended = [one for one in here if what(one) in gone]
    known = {what(one) for one in before} | {what(one) for one in here} - gone
    new = [one for one in now if what(one) not in known]
    if not new and not mended:
        return last
    mended_ones = {what(one) for one in mended}
    findings = last.findings.changed(record_id, lambda one: what(one) not in mended_ones, new)
    return replace(last, checked=replace(last.checked, findings=findings))


def what(finding: Finding) -> tuple[str, str, str, str, int]:
    """Which finding it is, whatever values it names."""
    place = finding.place
    return (
        _PLAIN.get(finding.code, finding.code),
        place.record,
        place.group,
        place.element,
        place.row,
    )
