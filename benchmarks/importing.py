"""Import of a large sheet against openpyxl merely reading it, and how it grows."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sheets import write_l1
from benchmarks.timing import Figure, in_a_process


def figures(folder: Path) -> Iterator[Figure]:
    """Time, memory, growth."""
    large, small = folder / "large.xlsx", folder / "small.xlsx"
    write_l1(large, 8000, 12)
    write_l1(small, 800, 12)
    workspace = str(folder / "import.cdo")
    imported, read = [], []
    for _ in range(3):
        imported.append(in_a_process("import", str(large), workspace))
        read.append(in_a_process("openpyxl", str(large)))
    little = statistics.median(
        in_a_process("import", str(small), workspace)["seconds"] for _ in range(3)
    )
    took = statistics.median(one["seconds"] for one in imported)
    base = statistics.median(one["seconds"] for one in read)
    note = f"{took:.1f} s against {base:.1f} s"
    yield Figure("import 96 000 rows ÷ openpyxl reading them", took / base, "×", 1 / 3, note)
    yield Figure("peak memory of that import", max(one["megabytes"] for one in imported), "MB", 400)
    yield Figure("import 800 → 8 000 resources", took / little, "×", 12, f"from {little:.2f} s")
