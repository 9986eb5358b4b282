"""Giving out sheets: templates, and exports that re-import as no change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.export_xlsx import export_records
from cdo_desktop.exchange.template import write_template
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind
from cdo_desktop.tasks import Run
from cdo_desktop.workbench import Workbench

USUAL = "resource"
"""The kind an import takes a sheet for where nothing else is said."""


def template(path: Path, kind: str, profile: str = "national") -> Kind:
    """Write the template of a kind. Raises Refused (no such kind, name taken), DiskTrouble."""
    library = Library(profile)
    found = library.kind(kind)
    _free(path)
    write_template(path, found, library)
    return found


def export_workbook(
    bench: Workbench,
    path: Path,
    run: Run,
    kinds: tuple[str, ...] = (),
    ids: Sequence[str] | None = None,
) -> int:
    """Write all records (of some kinds) as a workbook; gives the number of records.

    Where there are none, the workbook is an empty form.
    With `ids` only these, in this order; they are of the one kind that is given. Raises Refused
    (name taken), DiskTrouble, Cancelled.
    """
    _free(path)
    if ids is not None:
        chosen = [bench.workspace.record(id_) for id_ in run.each("读取", ids, len(ids))]
        lists = [(bench.library.kind(kind), iter(chosen)) for kind in kinds]
        export_records(path, lists, bench.library, run)
        return len(chosen)
    filled = (key for key in bench.library.kinds if bench.workspace.count(ListQuery(key)))
    wanted = kinds or tuple(filled) or (USUAL,)
    lists = [(bench.library.kind(key), _records(bench, key, run)) for key in wanted]
    export_records(path, lists, bench.library, run)
    return sum(bench.workspace.count(ListQuery(key)) for key in wanted)


def _records(bench: Workbench, kind: str, run: Run) -> Iterator[Record]:
    return bench.workspace.each_record(ListQuery(kind), run, "写出表格")


def _free(path: Path) -> None:
    if path.exists():
        raise Refused("CDO-U102", file=path.name)
