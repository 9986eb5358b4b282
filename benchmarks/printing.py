"""Projects and paper: duplicates among thousands, a signed review form, the catalog book."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.projects import make_projects
from benchmarks.timing import Figure, in_a_process, median_of
from benchmarks.workspaces import make_workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work.project_checks import similar_projects
from cdo_desktop.workbench import Desk

JOBS = "benchmarks.print_jobs"
PROJECTS, SYSTEMS = 1_000, 10_000
SMALL, LARGE, ITEMS = 1_000, 10_000, 8
TIMES = 3


def figures(folder: Path) -> Iterator[Figure]:
    """Similarity, review form, book."""
    yield from similarity(folder, PROJECTS, SYSTEMS)
    yield from signed_form(folder)
    yield from catalog_book(folder, SMALL, LARGE)


def similarity(folder: Path, projects: int, systems: int) -> Iterator[Figure]:
    """One project against all the others."""
    path = folder / "projects.cdo"
    project = make_projects(path, projects, systems)
    with Desk().open_to_read(path) as bench:
        took = median_of(lambda: similar_projects(bench, project, Run()), TIMES)
        found = len(similar_projects(bench, project, Run()))
    what = f"similarity against {projects:,} projects, {systems:,} systems"
    yield Figure(what, took, "s", 1, f"{found} found alike")


def signed_form(folder: Path) -> Iterator[Figure]:
    """A review form with two signatures, in a new process; the keys are open already."""
    runs = [in_a_process("review", str(folder), module=JOBS) for _ in range(TIMES)]
    took = statistics.median(one["seconds"] for one in runs)
    note = f"{runs[0]['pages']:.0f} pages, libraries loaded in it"
    yield Figure("review form printed and signed twice", took, "s", 2.5, note)


def catalog_book(folder: Path, small: int, large: int) -> Iterator[Figure]:
    """The book against the same strings drawn bare; how its time and memory grow."""
    workspaces = {size: folder / f"book-{size}.cdo" for size in (small, large)}
    for size, path in workspaces.items():
        make_workspace(path, size, ITEMS)
    pdf, strings = str(folder / "book.pdf"), str(folder / "strings.json")
    source = str(workspaces[small])
    in_a_process("strings", source, strings, module=JOBS)
    drawn, bare = [], []
    for _ in range(TIMES):
        drawn.append(in_a_process("book", source, pdf, module=JOBS))
        bare.append(in_a_process("bare", strings, str(folder / "bare.pdf"), module=JOBS))
    took = statistics.median(one["seconds"] for one in drawn)
    base = statistics.median(one["seconds"] for one in bare)
    pages, same = drawn[0]["pages"], bare[0]["pages"]
    if pages != same:
        raise ValueError(f"the book has {pages} pages, its strings {same}")
    note = f"{took:.1f} s against {base:.1f} s, {pages:.0f} pages"
    yield Figure(
        f"book of {small:,} resources ÷ reportlab, same strings", took / base, "×", 2, note
    )
    grown = in_a_process("book", str(workspaces[large]), pdf, module=JOBS)
    per_page = grown["seconds"] / grown["pages"] * 1000
    note = f"{1000 / per_page:.0f} pages a second, {grown['pages']:.0f} pages"
    yield Figure(f"a page of the book of {large:,} resources", per_page, "ms", 10, note)
    least = statistics.median(one["megabytes"] for one in drawn)
    note = f"{grown['megabytes']:.0f} MB against {least:.0f} MB"
    what = f"peak memory of the book, {small:,} → {large:,} resources"
    yield Figure(what, grown["megabytes"] / least, "×", 1.25, note)
