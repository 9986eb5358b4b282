"""Taking times: medians, percentiles, whole processes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    unit: str
    limit: float
    note: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it is within its limit."""
        return self.value <= self.limit


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes, once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def median_of(work: Callable[[], Any], times: int = 3) -> float:
    """The median of several runs."""
    return statistics.median(seconds(work) for _ in range(times))


def p95(samples: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(samples)[int(len(samples) * 0.95)]


def as_installed() -> dict[str, str]:
    """The environment of a process that is measured: its bytecode is kept, as an installation has.

    Where Python is told to keep none, the source of every module is read anew at each start.
    """
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def in_a_process(name: str, *arguments: str, module: str = "benchmarks.jobs") -> dict[str, float]:
    """Run one of the jobs of a module alone; gives at least {"seconds", "megabytes"}."""
    command = [sys.executable, "-m", module, name, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=as_installed())
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result
