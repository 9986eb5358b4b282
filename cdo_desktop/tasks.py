"""Long work: it tells how far it is and can be stopped, in the same breath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import TypeVar

T = TypeVar("T")


class Cancelled(Exception):
    """The user asked to stop; nothing has happened."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One report: what is being done, how much of how much (0 = not known)."""

    note: str
    done: int
    total: int


class Run:
    """Handed to every long function; `step` reports, and raises Cancelled if asked to stop."""

    def __init__(
        self, report: Callable[[Progress], None] | None = None, every: float = 0.1
    ) -> None:
        self._report = report
        self._every = every
        self._last = 0.0
        self._note = ""
        self._stop = Event()

    def stop(self) -> None:
        """Ask the work to stop at its next step. May be called from any thread."""
        self._stop.set()

    @property
    def asked_to_stop(self) -> bool:
        """Whether somebody has asked the work to stop."""
        return self._stop.is_set()

    def step(self, note: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done; reports about ten times a second, and each new note once."""
        if self._stop.is_set():
            raise Cancelled
        if self._report is None:
            return
        now = monotonic()
        if note != self._note or now - self._last >= self._every:
            self._last, self._note = now, note
            self._report(Progress(note, done, total))

    def each(self, note: str, items: Iterable[T], total: int, stride: int = 64) -> Iterator[T]:
        """The items, with a step before every `stride`th of them."""
        for done, item in enumerate(items):
            if done % stride == 0:
                self.step(note, done, total)
            yield item
