"""Jobs that are measured as processes of their own, so that memory is theirs alone."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import openpyxl

from cdo_desktop.domain.people import Org
from cdo_desktop.memory import collect_seldom
from cdo_desktop.tasks import Run
from cdo_desktop.work import importing
from cdo_desktop.workbench import Desk

OWNER = Org("12100000400000624D", "通江县教育科技和体育局")


def import_sheet(sheet: str, workspace: str) -> None:
    """Rehearsal, checks and write of a sheet into a new workspace."""
    collect_seldom()  # as main.py does
    path = Path(workspace)
    path.unlink(missing_ok=True)
    with Desk().create(path, OWNER, "511921", "national") as bench:
        found = importing.rehearse(bench, Path(sheet), "resource", Run())
        importing.write(bench, found, Run())


def read_with_openpyxl(sheet: str) -> None:
    """The baseline: openpyxl's read-only mode merely reading the cells."""
    book = openpyxl.load_workbook(sheet, read_only=True)
    for _ in book.worksheets[0].iter_rows(values_only=True):
        pass


JOBS: dict[str, Callable[..., None]] = {"import": import_sheet, "openpyxl": read_with_openpyxl}


def main() -> None:
    """Run one job and print what it cost."""
    start = perf_counter()
    JOBS[sys.argv[1]](*sys.argv[2:])
    cost = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": cost, "megabytes": peak}) + "\n")


if __name__ == "__main__":
    main()
