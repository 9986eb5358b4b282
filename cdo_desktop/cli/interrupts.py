"""Ctrl+C outside of a command: noted while the program is being loaded, ignored after the work.

Imported before everything else of the command line, so it imports nothing of ours.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Noted:
    """A handler of Ctrl+C that tears nothing: who comes later asks whether it came."""

    def __init__(self) -> None:
        self.came = False

    def __call__(self, signum: int, frame: object) -> None:
        self.came = True


@contextmanager
def noted() -> Iterator[None]:
    """From here on Ctrl+C is noted for the command; after the block the program only has to end.

    What was done is done then, and its exit code says so: Ctrl+C is ignored, by the system itself,
    because Python gives up its own handlers before its last steps.
    """
    if not _handled_by(Noted()):
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _handled_by(handler: Noted) -> bool:
    """Whether this is the main thread, where alone a handler can be set."""
    try:
        signal.signal(signal.SIGINT, handler)
    except ValueError:
        return False
    return True
