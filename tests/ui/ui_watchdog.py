"""Watches that nothing keeps the window from answering: how long between two beats of its loop.

What counts is the processor time of the GUI thread, so that other work on the machine does not
make it longer; as that work still slows the processor down, a loop known for its time is run after
every gap. Waiting (a lock, a disk, a sleep) takes no such time: the clock counts too, with a wide
limit.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Slot
from shiboken6 import isValid

BUSY = 0.050
"""Seconds of the processor that one stretch of work may take on the GUI thread."""
STUCK = 1.5
"""Seconds by the clock after which it hangs, whatever it waits for."""
PACE = 0.006
"""Seconds that `_pace` takes on the machine of the limit, when nobody else works there."""
LOOK_EVERY = 0.005
_DEEP = 5
_FOREIGN = ("site-packages", "importlib", "contextlib")
_SHOWN = 12


@dataclass(frozen=True)
class Gap:
    """One stretch in which the loop did not turn."""

    during: str
    busy: float
    waited: float
    stacks: tuple[str, ...] = field(repr=False)
    """Where the GUI thread was meanwhile."""

    def __str__(self) -> str:
        busy, waited = round(self.busy * 1000), round(self.waited * 1000)
        return "\n".join((f"{self.during}: {busy} ms busy, {waited} ms by the clock", *self.stacks))


class Watchdog(QObject):
    """Made on the GUI thread; `during` names what is done now."""

    def __init__(self, busy: float = BUSY, stuck: float = STUCK) -> None:
        super().__init__()
        self.during = ""
        self.gaps: list[Gap] = []
        self.longest = Gap("", 0.0, 0.0, ())
        self.busy, self._stuck = busy, stuck
        self._gui = threading.get_ident()
        self._seen: list[str] = []
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to watch."""
        self._note()
        self._looking.start()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more; what has not been seen yet counts."""
        self._beat()
        self._timer.stop()
        self._over.set()
        self._looking.join()

    def begin(self, during: str, busy: float = BUSY) -> None:
        """From here on something else is done, which may take so long at once."""
        self._beat()
        self.during, self.busy = during, busy

    @Slot()
    def _beat(self) -> None:
        busy, waited = time.thread_time() - self._used, time.perf_counter() - self._at
        stacks = tuple(self._seen)
        if busy > self.busy:
            busy /= max(1.0, _pace() / PACE)
        gap = Gap(self.during, busy, waited, stacks)
        if busy > self.busy or waited > self._stuck:
            self.gaps.append(gap)
        if busy > self.longest.busy:
            self.longest = gap
        self._note()

    def _note(self) -> None:
        self._used, self._at = time.thread_time(), time.perf_counter()
        self._seen.clear()

    def _look(self) -> None:
        """Called on a thread of its own: where is the GUI thread, in a stretch that lasts?"""
        while not self._over.wait(LOOK_EVERY):
            if time.perf_counter() - self._at > self.busy / 2 and len(self._seen) < _SHOWN:
                self._seen.append(_where(self._gui))


def running_timers() -> set[QTimer]:
    """Every timer of Python's that runs now, wherever it was made."""
    timers = [one for one in gc.get_objects() if isinstance(one, QTimer)]
    return {timer for timer in timers if isValid(timer) and timer.isActive()}


def _pace() -> float:
    """How long something known takes now: the middle of five."""
    took = []
    for _ in range(5):
        begun = time.thread_time()
        sum(len(str(number)) for number in range(100_000))
        took.append(time.thread_time() - begun)
    return sorted(took)[2]


def _where(thread: int) -> str:
    """The innermost lines of our own code, outermost first.

    No frame is kept: it would keep what its function holds, a painter for instance.
    """
    lines: list[str] = []
    frame = sys._current_frames().get(thread)
    while frame is not None and len(lines) < _DEEP:
        code = frame.f_code
        if not any(part in code.co_filename for part in _FOREIGN):
            file = "/".join(code.co_filename.split("/")[-2:])
            lines.append(f"{file}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    del frame
    return "    " + " > ".join(reversed(lines))
