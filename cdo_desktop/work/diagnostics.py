"""Diagnostics: facts that help to find a fault, without a value, a name or a path of anybody."""

from __future__ import annotations

import json
import platform
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdo_desktop import __version__
from cdo_desktop.clock import timestamp
from cdo_desktop.files import writing
from cdo_desktop.tasks import Run
from cdo_desktop.work.keeping import examine
from cdo_desktop.work.trusting import trust_here
from cdo_desktop.workbench import Desk, Workbench

LOG_NAME = "cdo-desktop.log"
_LINES = 400
_LONGEST = 400
_PATH = re.compile(r"""(?:[A-Za-z]:[\\/]|\\\\|/)[^\s"'“”]*?([^\s"'“”\\/]*)(?=[\s"'“”,)]|$)""")
_WORDS = re.compile(r"[^\x00-\x7f]+")
_LONG_NUMBER = re.compile(r"(?=[A-Za-z]*[0-9])[0-9A-Za-z]{15,}")
_SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\.py")


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """The texts of a bundle, by the name of their file; what is shown is what is written."""

    files: Mapping[str, str]

    @property
    def text(self) -> str:
        """All of it, to be read before it is given to anybody."""
        return "\n".join(f"==== {name} ====\n{body}" for name, body in self.files.items())


def collect(
    bench: Workbench | None, desk: Desk, logs: Path, more: Mapping[str, str], run: Run
) -> Diagnostics:
    """Gather versions, counts and the end of the log. Raises Cancelled.

    `more` are facts of the caller (the version of the window's library, screen sizes).
    """
    about = {
        "program": __version__,
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "made": timestamp(desk.clock.now()),
        **more,
    }
    files = {"about.json": _json(about)}
    if bench is not None:
        files["workspace.json"] = _json(_workspace(bench, run))
    files["log.txt"] = _log(logs / LOG_NAME)
    return Diagnostics(files)


def write(found: Diagnostics, target: Path) -> None:
    """Write a bundle as a ZIP. Raises DiskTrouble."""
    with writing(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in found.files.items():
            archive.writestr(name, body)


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _workspace(bench: Workbench, run: Run) -> dict[str, Any]:
    """Counts and states; no record, no organisation, no file name."""
    found = examine(bench, run)
    records: Counter[str] = Counter()
    errors = 0
    for tally in bench.workspace.tallies():
        records[f"{tally.kind}/{tally.state}"] += tally.records
        errors += tally.errors
    trust = trust_here(bench)
    return {
        "damaged": bool(found.damage),
        "brokenLinks": [what.partition(" ")[0] for _, what in found.broken_links],
        "volume": found.volume.value,
        "readOnly": found.read_only,
        "encrypted": found.encrypted,
        "size": found.size,
        "steps": found.steps,
        "deleted": found.deleted,
        "profile": bench.library.profile.key,
        "definitions": {kind.key: kind.standard for kind in bench.library.kinds.values()},
        "records": dict(records),
        "errors": errors,
        "packages": dict(Counter(entry.state for entry in bench.workspace.packages())),
        "unfinished": len(bench.workspace.unfinished()),
        "receipts": dict(Counter(one.result for one in bench.workspace.receipts())),
        "trustVersion": trust.bundle.version if trust.bundle else 0,
        "trustExpired": trust.is_expired,
        "pins": len(trust.pins),
    }


def _log(path: Path) -> str:
    """The last lines of the program's log, redacted; the log itself names no values (logs.py)."""
    if not path.is_file():
        return ""
    lines = path.read_text("utf-8", "replace").splitlines()[-_LINES:]
    return "".join(f"{redacted(line)}\n" for line in lines)


def redacted(line: str) -> str:
    """A line without paths, Chinese words, long numbers (codes, digests); file names of ours stay.

    Every path becomes ‹path› and, if it is a Python file, its name: enough to read a traceback.
    """
    shorter = _PATH.sub(_without_folder, line[:_LONGEST])
    return _WORDS.sub("〇", _LONG_NUMBER.sub("#", shorter)).replace("<path>", "‹path›")


def _without_folder(found: re.Match[str]) -> str:
    return f"<path>{found[1] if _SAFE.fullmatch(found[1]) else ''}"
