"""What time it is: asked once per operation, always with an offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Where an operation gets its time from."""

    def now(self) -> datetime:
        """The time with its offset, whole seconds."""


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        return datetime.now().astimezone().replace(microsecond=0)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is set; for tests and for making things again."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def timestamp(at: datetime) -> str:
    """RFC 3339 with offset; refuses a naive time."""
    if at.tzinfo is None:
        raise ValueError("a time without an offset")
    return at.isoformat(timespec="seconds")
