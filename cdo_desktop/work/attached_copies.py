"""Files that hang on a record, copied out to be looked at, and removed when that is done."""

from __future__ import annotations

from pathlib import Path

from cdo_desktop.closing import Closes
from cdo_desktop.files import write_bytes
from cdo_desktop.work.form_folders import OwnFolder
from cdo_desktop.work.notes import Attached
from cdo_desktop.workbench import Workbench


class AttachedCopies(Closes):
    """In a folder that nobody else can read; nothing is copied before it is wished for."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._folder = OwnFolder(bench.clock)

    def copy_of(self, file: Attached, target: Path | None = None) -> Path:
        """A file as the workspace keeps it, its digest checked; without a target to be shown here.

        Raises Refused (CDO-S211 it is not here, CDO-S227 its bytes are others), DiskTrouble.
        """
        body = self._bench.workspace.attachment(file.sha256)
        if target is None:
            target = self._folder.path / f"{file.sha256[:16]}{Path(file.name).suffix.lower()}"
        write_bytes(target, body)
        return target

    def close(self) -> None:
        """Remove what was copied to be shown here."""
        self._folder.close()
