"""What a signer of a review form says: the decision, its reasons, its conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cdo_desktop.domain.package import PackageRef


class Decision(StrEnum):
    """The answers of a review: 同意、修改后同意、不同意; flows name them by these words."""

    AGREE = "agree"
    AGREE_IF = "agree_if"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """The word the user reads."""
        return _LABELS[self]


_LABELS = {
    Decision.AGREE: "同意",
    Decision.AGREE_IF: "修改后同意",
    Decision.REFUSE: "不同意",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What signer N adds to a review form; his signature covers it, and all that came before."""

    about: PackageRef
    role: str
    """The key of the role in which he speaks (domain/roles.py)."""
    decision: Decision
    text: str
    conditions: tuple[str, ...]
    """What is to be done later, to be ticked off one by one."""
    at: datetime
    """The very time of his signature."""
