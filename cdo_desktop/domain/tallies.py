"""What is counted over a whole workspace: records of one sort in one number."""

from __future__ import annotations

from dataclasses import dataclass

from cdo_desktop.domain.listing import Summary


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of one kind, office, state and share type there are."""

    kind: str
    office: str
    state: str
    """As the list shows it: the newest delivery word, else the review state."""
    share_type: str
    records: int
    completeness: int
    """Summed up, in per cent."""
    faulty: int
    """Records with an error."""
    errors: int
    warnings: int
    oldest: str
    """When the one that has lain longest was changed."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A record and who changed it last."""

    record: Summary
    who: str


@dataclass(frozen=True, slots=True)
class Growth:
    """What a month added to the records of an office; less than 0 where more went than came."""

    month: str
    """YYYY-MM."""
    office: str
    """As the record has it now."""
    made: int
    done: int
    """Records that came into a state that counts as done, less those that left it."""
