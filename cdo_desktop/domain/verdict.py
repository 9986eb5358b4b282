"""What was found about a package, and the one word it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cdo_desktop.sentences import sentence


class Verdict(StrEnum):
    """The bottom line of a verification, from best to worst."""

    VALID = "valid"
    VALID_WITH_NOTES = "valid-with-notes"
    CANNOT_BE_CHECKED = "cannot-be-checked"
    INVALID = "invalid"

    @property
    def label(self) -> str:
        """The word the user reads."""
        return _LABELS[self]


_LABELS = {
    Verdict.VALID: "有效",
    Verdict.VALID_WITH_NOTES: "有效但有提示",
    Verdict.CANNOT_BE_CHECKED: "无法完全核验",
    Verdict.INVALID: "无效",
}


class Weight(StrEnum):
    """How much a reason counts for the verdict."""

    NOTE = "note"
    CANNOT = "cannot"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing found: a code, the place (a file of the package), facts for the words."""

    code: str
    place: str
    facts: Mapping[str, object] = field(default_factory=dict)
    weight: Weight = Weight.INVALID

    def message(self) -> str:
        """What is so, in one sentence; a sentence may name {place} beside the facts."""
        return sentence(self.code).says.format_map({"place": self.place, **self.facts})

    def todo(self) -> str:
        """What to do about it; may be empty."""
        return sentence(self.code).todo.format_map({"place": self.place, **self.facts})


_WORSE = {
    Weight.NOTE: Verdict.VALID_WITH_NOTES,
    Weight.CANNOT: Verdict.CANNOT_BE_CHECKED,
    Weight.INVALID: Verdict.INVALID,
}


def verdict_of(reasons: Iterable[Reason]) -> Verdict:
    """The verdict that these reasons come to: the worst of them; none is VALID."""
    order = list(Verdict)
    found = (_WORSE[reason.weight] for reason in reasons)
    return max(found, key=order.index, default=Verdict.VALID)
