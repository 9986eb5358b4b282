"""What each column of a sheet means: a value that is shown, changed by hand and passed back in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from cdo_desktop.errors import Refused

SURE = 90
"""From here on a column is taken as it is (通过); from LIKELY on with a warning (警告)."""
LIKELY = 70
"""Below, it waits to be confirmed (待确认) and is not imported."""

RECORD_ID = "_record"
ROW_ID = "_row"
NUMBER = "_number"
"""The running number of the sheet (序号): known, and of no use."""


class How(StrEnum):
    """How a column was recognised."""

    KEY = "key"
    LAYOUT = "layout"
    LABEL = "label"
    SYNONYM = "synonym"
    SIMILAR = "similar"
    PORTAL = "portal"
    HAND = "hand"
    NONE = ""


class Standing(StrEnum):
    """What the confidence means for the import."""

    TAKEN = "taken"
    WARNED = "warned"
    PENDING = "pending"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet and what it is."""

    number: int
    """Counted from 1."""
    heading: str
    """As the sheet has it; group header and label joined by “·”."""
    group: str = ""
    element: str = ""
    """Key of the element, or RECORD_ID, ROW_ID, NUMBER; "" = nothing fits."""
    part: int = 0
    """For one of several columns that make up an element together (类, 项, 目, 细目): from 1 on."""
    confidence: int = 0
    how: How = How.NONE

    @property
    def target(self) -> str:
        """“element” or “group.element”; "" = nothing."""
        return f"{self.group}.{self.element}" if self.group else self.element

    @property
    def standing(self) -> Standing:
        """Whether it is imported, and with how much doubt."""
        if not self.element:
            return Standing.UNKNOWN
        if self.confidence >= SURE:
            return Standing.TAKEN
        return Standing.WARNED if self.confidence >= LIKELY else Standing.PENDING

    @property
    def is_used(self) -> bool:
        """Whether its cells are imported."""
        return self.standing in (Standing.TAKEN, Standing.WARNED) and self.element != NUMBER

    def without(self, other: Column) -> Column:
        """The same, not imported any more if it is what the other column is, whole or in part."""
        same = bool(self.element) and (self.group, self.element) == (other.group, other.element)
        if same and (other.part in (0, self.part) or not self.part):
            return Column(self.number, self.heading, how=How.HAND)
        return self


@dataclass(frozen=True)
class SheetMapping:
    """How one sheet is read: where its header is and what its columns are."""

    kind: str
    header_line: int
    """The lowest line of the header, counted from 1."""
    first_line: int
    """The first line that may hold data."""
    columns: tuple[Column, ...]
    layout: str = ""
    """Label of the layout it was recognised by."""
    standard: str = ""
    """The version of the definition the sheet names (our own forms do)."""
    own_form: bool = False
    """Whether it is a sheet this program made, with its key row."""

    def used(self) -> Iterator[Column]:
        """The columns that are imported."""
        return (column for column in self.columns if column.is_used)

    def with_target(self, number: int, target: str, part: int = 0) -> SheetMapping:
        """The same, with one column mapped by hand ("" = not imported).

        What it is mapped to is read from no other column any more.
        """
        group, _, element = target.rpartition(".")
        mine = Column(
            number, "", group, element, part, confidence=100 if element else 0, how=How.HAND
        )
        changed = (
            replace(mine, heading=c.heading) if c.number == number else c.without(mine)
            for c in self.columns
        )
        return replace(self, columns=tuple(changed))

    def column_of(self, group: str, element: str) -> int:
        """The number of the column an element is read from, 0 if there is none."""
        found = (c.number for c in self.used() if (c.group, c.element) == (group, element))
        return max(found, default=0)

    def as_json(self) -> dict[str, Any]:
        """For keeping and for the window."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> SheetMapping:
        """The mapping that `as_json` gave. Raises Refused (W112) for anything else."""
        try:
            columns = tuple(Column(**{**c, "how": How(c["how"])}) for c in body["columns"])
            return cls(**{**body, "columns": columns})
        except (KeyError, TypeError, ValueError) as error:
            raise Refused("CDO-W112", problem=str(error)) from error
