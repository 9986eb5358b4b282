"""The window with 100 000 records: start, typing, going about, what blocks it, memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.timing import Figure, as_installed, p95
from benchmarks.workspaces import make_workspace

RECORDS, ITEMS = 100_000, 15
TIMES = 3
BLOCKED = 50
"""Milliseconds that nothing may take in which the window does not answer."""
AT_MOST = 1200
"""Seconds after which a window has hung."""
_P95 = (
    ("typing in the form, p95 of a key", "form", 16),
    ("typing in the grid, p95 of a key", "grid", 16),
    ("switching pages, p95", "page again", BLOCKED),
    ("scrolling by a page, p95", "scrolled", 16),
    ("scrolling to anywhere, p95", "jumped", BLOCKED),
    ("going to the next record, p95", "record", BLOCKED),
    ("typing into the search, p95 of a key", "search", BLOCKED),
    ("typing into the filter, p95 of a key", "filter", BLOCKED),
)
_LONGEST = (
    ("blocked after opening", "opening"),
    ("blocked when a page is made", "page first"),
    ("blocked after a page is shown", "page after"),
    ("blocked by saving in the form", "form pause"),
    ("blocked by saving in the grid", "grid pause"),
    ("blocked by taking filters away", "filter cleared"),
    ("blocked by sorting", "sorted"),
    ("blocked by selecting all", "checked all"),
)


def figures(folder: Path) -> Iterator[Figure]:
    """Each start in a process of its own; the work in one."""
    workspace = folder / "window.cdo"
    make_workspace(workspace, RECORDS, ITEMS, review="draft")
    yield from _start(workspace)
    measured = _measured("work", str(workspace))
    for what, key, limit in _P95:
        samples = measured[key]
        note = f"longest {max(samples) * 1000:.0f} ms of {len(samples)}"
        yield Figure(what, p95(samples) * 1000, "ms", limit, note)
    for what, key in _LONGEST:
        found = measured[key]
        samples = found if isinstance(found, list) else [found]
        yield Figure(f"{what}, longest", max(samples) * 1000, "ms", BLOCKED)
    yield Figure("memory with all records open", measured["memory"], "MB", 250)
    yield Figure("memory after all that", measured["memory after work"], "MB", 250)


def _start(workspace: Path) -> Iterator[Figure]:
    """Until the list shows rows and answers a key, against an empty main window."""
    used, empty = [], []
    for _ in range(TIMES):
        used.append(_measured("start", str(workspace))["start"])
        empty.append(_measured("empty")["start"])
    took, floor = statistics.median(used), statistics.median(empty)
    yield Figure("start to usable window", took, "s", 1.5)
    yield Figure("start ÷ an empty window", took / floor, "×", 3, f"{floor:.2f} s")


def _measured(*job: str) -> dict[str, Any]:
    """Do a job of benchmarks/window_jobs.py as a user who has never used the program before."""
    with tempfile.TemporaryDirectory() as home:
        own = {"HOME": home, "XDG_DATA_HOME": f"{home}/data", "XDG_STATE_HOME": f"{home}/state"}
        surroundings = {"QT_QPA_PLATFORM": "offscreen", **as_installed(), **own}
        name, *workspace = job
        command = [sys.executable, "-m", "benchmarks.window_jobs", name]
        command += [str(time.monotonic()), *workspace]
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            text=True,
            env=surroundings,
            timeout=AT_MOST,
            check=True,
        )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
