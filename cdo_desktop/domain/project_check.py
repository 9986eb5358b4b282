"""What a check of a project came to: pass, note, fail or ask, with the evidence and the clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cdo_desktop.domain.canonical import canonical_bytes, sha256_hex
from cdo_desktop.sentences import sentence


class Outcome(StrEnum):
    """What an automatic check says; `ask` is what only a person can judge."""

    PASS = "pass"
    NOTE = "note"
    FAIL = "fail"
    ASK = "ask"

    @property
    def label(self) -> str:
        """The word users see."""
        return _LABELS[self]

    @property
    def can_be_overruled(self) -> bool:
        """Whether there is anything in it to overrule."""
        return self is not Outcome.PASS


_LABELS = {
    Outcome.PASS: "通过",
    Outcome.NOTE: "提示",
    Outcome.FAIL: "不通过",
    Outcome.ASK: "请判断",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was looked at or compared."""

    label: str
    record: str = ""
    """The record it is about, to go to; "" for the project itself."""
    mine: str = ""
    """What the project says."""
    theirs: str = ""
    """What it was held against."""
    percent: int | None = None
    """How like they are, where that was measured."""


@dataclass(frozen=True, slots=True)
class Overrule:
    """A chief data officer's word against what a check says."""

    said: str
    """What was overruled: `ProjectCheck.grounds` as it was then."""
    reason: str
    by: str
    on: str
    holds: bool
    """Whether the check still says the same, on the same grounds; else what it says now was
    overruled by nobody."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a check found: the words are made when they are shown."""

    code: str
    result: Outcome
    facts: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectCheck:
    """One check of a project, as it is shown, printed and given to scripts."""

    key: str
    label: str
    clause: str
    said: Said
    overrule: Overrule | None = None
    stops: bool = False
    """Whether nothing else was looked at: the project must not be here at all."""

    @property
    def result(self) -> Outcome:
        """What the check came to by itself, overruled or not."""
        return self.said.result

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What was compared."""
        return self.said.evidence

    @property
    def sentence(self) -> str:
        """What was found and what to do, for people."""
        text = sentence(self.said.code)
        return (text.says + text.todo).format_map(self.said.facts)

    @property
    def grounds(self) -> str:
        """What an overruling is about: the sentence, and a digest of all that it rests on.

        Two lists of hits can have one sentence; who has overruled the one has not seen the other.
        """
        seen = canonical_bytes([_evidence_document(one) for one in self.evidence])
        return f"{self.sentence}（依据 {sha256_hex(seen)[:12].upper()}）"

    @property
    def is_overruled(self) -> bool:
        """Whether somebody's reason stands against what the check says now."""
        return self.overrule is not None and self.overrule.holds

    @property
    def is_open(self) -> bool:
        """Whether it speaks against the project, or asks, and nobody has answered."""
        return self.result in (Outcome.FAIL, Outcome.ASK) and not self.is_overruled


@dataclass(frozen=True, slots=True)
class Pair:
    """Two functions that do the same."""

    mine: str
    theirs: str
    percent: int


@dataclass(frozen=True, slots=True)
class Similar:
    """A project or system that resembles the project, with the functions side by side."""

    record: str
    """"" where it stands in a package kept for reference: it is no record of this workspace."""
    kind: str
    title: str
    org: str
    overlap: int
    """Per cent of the project's functions that the other has too."""
    text: int
    """Likeness of what both say they do, in per cent."""
    scene: int | None
    """Likeness of the business scenes in per cent; None where one of them names none."""
    pairs: tuple[Pair, ...]
    functions: int
    """How many functions of the project were compared."""
    is_duplicate: bool
    source: str = ""
    """The package it stands in; "" for a record of this workspace."""

    @property
    def percent(self) -> int:
        """What is told of it: the functions in common, or the text where those are not enough."""
        return max(self.overlap, self.text) if self.is_duplicate else self.overlap or self.text


def check_document(check: ProjectCheck) -> dict[str, Any]:
    """A check as JSON: for scripts, and as it is signed with a review form (no floats)."""
    said = check.overrule
    return {
        "check": check.key,
        "label": check.label,
        "result": check.result.value,
        "sentence": check.sentence,
        "code": check.said.code,
        "evidence": [_evidence_document(one) for one in check.evidence],
        "clause": check.clause,
        "stops": check.stops,
        "open": check.is_open,
        "overrule": {
            "reason": said.reason,
            "by": said.by,
            "on": said.on,
            "holds": said.holds,
        }
        if said
        else None,
    }


def _evidence_document(one: Evidence) -> dict[str, Any]:
    return {
        "label": one.label,
        "record": one.record,
        "mine": one.mine,
        "theirs": one.theirs,
        "percent": one.percent,
    }
