"""Which reports were made of a workspace here, and where their files lie."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from cdo_desktop.domain.report_parts import ReportKind
from ui.remembered import Remembered

_REPORTS = "reports.made"
_KEPT = 200


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report as it was made; its file may be gone since."""

    file: str
    kind: str
    pages: int
    """0 for a workbook."""
    rows: int
    """Of the tables of a workbook; 0 for a PDF."""
    paper: str
    """A4 upright or across; "" for a workbook."""
    who: str
    at: str
    """As a timestamp."""
    step: int
    """The newest step of the workspace then: what is younger is not in it."""
    package: str = ""
    """The file of the package that a slip is for."""

    @property
    def path(self) -> Path:
        """Where the file was written."""
        return Path(self.file)

    @property
    def is_there(self) -> bool:
        """Whether the file still is where it was written."""
        return self.path.is_file()

    @property
    def is_pdf(self) -> bool:
        """Whether it has pages that can be shown."""
        return self.path.suffix.lower() == ".pdf"

    @property
    def label(self) -> str:
        """The kind, as users read it."""
        known = {kind.value: kind.label for kind in ReportKind}
        return known.get(self.kind, self.kind)


_NAMES = {field.name: field.type for field in fields(MadeReport)}


class MadeReports:
    """Remembered in the settings of this user, for each workspace apart; newest first."""

    def __init__(self, remembered: Remembered) -> None:
        self._kept = remembered

    def every(self) -> list[MadeReport]:
        """All that are remembered; what is not one of ours is left out."""
        found = self._kept.here(_REPORTS, list[Any]())
        return [MadeReport(**one) for one in found if _is_one(one)]

    def add(self, made: MadeReport) -> None:
        """One more; one that stood under the same name is no longer there."""
        others = [one for one in self.every() if one.file != made.file]
        self._keep([made, *others])

    def forget(self, made: MadeReport) -> None:
        """List it no longer; the file stays."""
        self._keep([one for one in self.every() if one.file != made.file])

    def _keep(self, made: list[MadeReport]) -> None:
        self._kept.keep_here(_REPORTS, [asdict(one) for one in made[:_KEPT]])


def _is_one(found: object) -> bool:
    """Whether an entry of the settings, which anybody can edit, is whole."""
    if not isinstance(found, dict) or set(found) != set(_NAMES):
        return False
    kinds = {"int": int, "str": str}
    return all(type(found[name]) is kinds[str(kind)] for name, kind in _NAMES.items())
