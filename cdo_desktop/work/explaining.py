"""Explaining a verification: one line for each thing that was looked at, in the format's order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.work.inspecting import Inspected


class Step(StrEnum):
    """What is looked at, in the order of docs/package-format.md (verification)."""

    FILE = "file"
    CONTENT = "content"
    SIGNATURES = "signatures"
    SIGNERS = "signers"
    REVOCATION = "revocation"
    REPLAY = "replay"
    BINDING = "binding"


class StepState(StrEnum):
    """What looking at it gave."""

    PASSED = "passed"
    NOTED = "noted"
    UNKNOWN = "unknown"
    """It could not be checked."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """Not looked at, because a step before it failed."""
    NOT_ASKED = "not-asked"
    """It is not a question of this kind of file."""


_STEPS = {
    Step.FILE: ("CDO-E10",),
    Step.CONTENT: ("CDO-E2", "CDO-E502", "CDO-E512", "CDO-E6"),
    Step.SIGNATURES: ("CDO-E201", "CDO-E202", "CDO-E3"),
    Step.SIGNERS: ("CDO-E40", "CDO-E411", "CDO-E419", "CDO-E42"),
    Step.REVOCATION: ("CDO-E403", "CDO-E404", "CDO-E410", "CDO-E412", "CDO-E515", "CDO-E723"),
    Step.REPLAY: ("CDO-E41",),
    Step.BINDING: ("CDO-E406", "CDO-E50", "CDO-E514"),
}
"""How the codes of each step begin; the longest beginning counts."""
_STATES = {
    Weight.INVALID: StepState.FAILED,
    Weight.CANNOT: StepState.UNKNOWN,
    Weight.NOTE: StepState.NOTED,
}
_BY_WEIGHT = (Weight.INVALID, Weight.CANNOT, Weight.NOTE)
_STOPPING = (Step.FILE, Step.CONTENT, Step.SIGNATURES)


@dataclass(frozen=True, slots=True)
class StepFound:
    """One line: what was looked at, what it gave, and why."""

    step: Step
    state: StepState
    reasons: tuple[Reason, ...] = ()


def step_of(code: str) -> Step:
    """Which step a code belongs to."""
    fitting = [
        (len(start), step)
        for step, starts in _STEPS.items()
        for start in starts
        if code.startswith(start)
    ]
    return max(fitting)[1] if fitting else Step.CONTENT


def explain(found: Inspected) -> tuple[StepFound, ...]:
    """A line for every step; those after a failed one of the first three are skipped."""
    lines: list[StepFound] = []
    stopped = False
    for step in Step:
        reasons = tuple(r for r in found.verification.reasons if step_of(r.code) is step)
        state = StepState.SKIPPED if stopped and not reasons else _state(found, step, reasons)
        lines.append(StepFound(step, state, reasons))
        stopped |= step in _STOPPING and state is StepState.FAILED
    return tuple(lines)


def _state(found: Inspected, step: Step, reasons: tuple[Reason, ...]) -> StepState:
    for weight in _BY_WEIGHT:
        if any(reason.weight is weight for reason in reasons):
            return _STATES[weight]
    if step is Step.REVOCATION:
        return _revocation(found)
    if step is Step.REPLAY and found.kind is not PackageKind.RECEIPT:
        return StepState.NOT_ASKED
    if step is Step.BINDING:
        asked = found.answers is not None or found.own
        return StepState.PASSED if asked else StepState.NOT_ASKED
    return StepState.PASSED


def _revocation(found: Inspected) -> StepState:
    """Nobody can ask without a network: at best a bundle says so up to its date.

    A trust bundle brings the news itself; of it only version and expiry are asked.
    """
    if found.kind is PackageKind.TRUST_BUNDLE:
        return StepState.PASSED if found.is_proven else StepState.UNKNOWN
    return StepState.UNKNOWN
