"""All measurements in one command: `python -m benchmarks`; prints a table (see --help)."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks import importing, large, printing, window
from benchmarks.timing import Figure

PARTS: Mapping[str, Callable[[Path], Iterator[Figure]]] = {
    "import": importing.figures,
    "large": large.figures,
    "printing": printing.figures,
    "window": window.figures,
}


def main(arguments: list[str]) -> int:
    """Measure, print the table; 0 if every figure is within its limit."""
    asked = _parser().parse_args(arguments)
    parts = [part for part in PARTS if getattr(asked, part)] or list(PARTS)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for part in parts:
            for figure in PARTS[part](Path(folder)):
                figures.append(figure)
                _print(figure)
    missed = [figure.what for figure in figures if not figure.is_good]
    sys.stdout.write(f"\n{len(figures)} figures, missed: {'、'.join(missed) or 'none'}\n")
    return 1 if missed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("folder", nargs="?", help="where the files are made; else a temporary one")
    for part, figures in PARTS.items():
        about = (sys.modules[figures.__module__].__doc__ or "").strip()
        parser.add_argument(f"--{part}", action="store_true", help=f"only: {about}")
    return parser


def _print(figure: Figure) -> None:
    mark = "  " if figure.is_good else "! "
    line = f"{mark}{figure.what:<52}{figure.value:>10.3f} {figure.unit:<4} ≤ {figure.limit:<8g}"
    sys.stdout.write(f"{line}{figure.note}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
