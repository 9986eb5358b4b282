"""Steps that the tests of the store take again and again, named as a person would name them."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from cdo_desktop.domain.listing import Assessment, ListQuery
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record, title_of
from cdo_desktop.store.workspace import Workspace

FINE = Assessment(0, 0, 100)
EVERYTHING = ListQuery()


def fine(record: Record) -> Assessment:
    """A check that finds nothing."""
    return FINE


def added(workspace: Workspace, act: Act, *records: Record, name: str = "新增") -> list[Record]:
    """The records, saved as new ones in one step."""
    with workspace.unit(act, name) as unit:
        return [unit.save(record, FINE) for record in records]


def changed(workspace: Workspace, act: Act, *records: Record, name: str = "修改") -> list[Record]:
    """The records as they were changed, saved on the revision they were read at, in one step."""
    with workspace.unit(act, name) as unit:
        return [unit.save(record, FINE, record.revision_id) for record in records]


def renamed(workspace: Workspace, record: Record, title: str) -> Record:
    """The record under another name, not saved."""
    renamed = record.with_value("title", title)
    kind = workspace.library.version(record.kind, record.standard)
    return replace(renamed, title=title_of(kind, renamed.values))


def titles(workspace: Workspace, query: ListQuery = EVERYTHING, **asked: Any) -> list[str]:
    """The names a list shows, in its order."""
    query = replace(query, **asked)
    numbers = workspace.numbers(query)
    lines = workspace.summaries(numbers)
    return [lines[number].title for number in numbers]


def found(workspace: Workspace, text: str) -> set[str]:
    """The names that a search finds."""
    numbers, count = workspace.search(text)
    assert count == len(numbers)
    return {line.title for line in workspace.summaries(numbers).values()}


def tampered(path: Path, *statements: str) -> int:
    """Change a closed workspace behind its back; gives the number of rows changed."""
    with closing(driver.connect(str(path))) as database, database:
        return sum(database.execute(statement).rowcount for statement in statements)


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    """What stands in a closed workspace."""
    with closing(driver.connect(str(path))) as database:
        return database.execute(statement).fetchall()


ROOT = Path(__file__).parents[3]


def started(text: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process that runs this Python text on the program and on this module."""
    folders = os.pathsep.join(map(str, (ROOT, ROOT / "tests", Path(__file__).parent)))
    return subprocess.Popen(
        [sys.executable, "-c", text, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": folders, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def script(text: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The same, waited for."""
    with started(text, *arguments) as process:
        said, errors = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, said, errors)


def without_roots_powers() -> None:
    """Let permissions bind this process too if it is root: gives up CAP_DAC_* (Linux)."""
    capset = getattr(ctypes.CDLL(None), "capset", None)
    if os.geteuid() != 0 or capset is None:
        return
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    powers = (ctypes.c_uint32 * 6)()
    capget = ctypes.CDLL(None).capget
    if capget(header, powers) != 0:
        raise OSError("capget")
    for index in (0, 1):  # effective and permitted: no DAC_OVERRIDE, no DAC_READ_SEARCH
        powers[index] &= ~0b110
    if capset(header, powers) != 0:
        raise OSError("capset")
