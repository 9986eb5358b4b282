"""Acting in a real window as a person does: keys, waiting, and what each event cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE = 120.0
"""Seconds after which something that was waited for will not come any more."""
CALM = 0.2
"""Seconds without work after which the window is at rest."""


def turn() -> float:
    """Let everything happen that is due, painting too; gives the seconds it took."""
    start = perf_counter()
    QApplication.processEvents()
    return perf_counter() - start


def wait_for(what: str, happened: Callable[[], object]) -> float:
    """Run the window until something has happened; gives the longest turn meanwhile."""
    until, longest = perf_counter() + PATIENCE, 0.0
    while not happened():
        if perf_counter() > until:
            raise TimeoutError(what)
        longest = max(longest, turn())
        time.sleep(0.001)
    return longest


def rest(live: Callable[[], object], calm: float = CALM) -> float:
    """Run the window until no job is left and nothing has happened for a while; longest turn."""
    longest, since = 0.0, perf_counter()
    until = since + PATIENCE
    while perf_counter() < until:
        took = turn()
        longest = max(longest, took)
        if live() or took > 0.002:
            since = perf_counter()
        elif perf_counter() - since > calm:
            return longest
        time.sleep(0.001)
    raise TimeoutError("rest")


def pressed(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> float:
    """Press a key where the focus is; gives the seconds until everything it caused was shown."""
    start = perf_counter()
    QTest.keyClick(_focus(), key, held)
    turn()
    return perf_counter() - start


def typed(signs: str) -> list[float]:
    """Type signs where the focus is; gives the seconds each took until it was shown."""
    took = []
    for sign in signs:
        start = perf_counter()
        _type(_focus(), sign)
        turn()
        took.append(perf_counter() - start)
    return took


def _type(field: QWidget, sign: str) -> None:
    """As a key where there is one; other signs arrive as an input method commits them."""
    if sign.isascii():
        QTest.keyClicks(field, sign)
        return
    event = QInputMethodEvent()
    event.setCommitString(sign)
    QApplication.sendEvent(field, event)


def done(act: Callable[[], object]) -> float:
    """Do something in the window; gives the seconds until everything it caused was shown."""
    start = perf_counter()
    act()
    turn()
    return perf_counter() - start


def each(acts: Iterable[Callable[[], object]]) -> list[float]:
    """Do one thing after the other; gives the seconds of each."""
    return [done(act) for act in acts]


def _focus() -> QWidget:
    found = QApplication.focusWidget()
    if found is None:
        raise LookupError("nothing has the focus")
    return found
