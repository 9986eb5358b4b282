"""Files that hang on a record, copied out to be looked at, and removed when that is done."""

from __future__ import annotations

import shutil
from pathlib import Path

from cdo_desktop.closing import Closes
from cdo_desktop.files import write_bytes
from cdo_desktop.work.form_folders import new_form_folder
from cdo_desktop.work.notes import Attached
from cdo_desktop.workbench import Workbench


class AttachedCopies(Closes):
    """In a folder that nobody else can read; nothing is copied before it is wished for."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._folder: Path | None = None

    def copy_of(self, file: Attached, target: Path | None = None) -> Path:
        """A file as the workspace keeps it, its digest checked; without a target to be shown here.

        Raises Refused (CDO-S211 it is not here, CDO-S227 its bytes are others), DiskTrouble.
        """
        body = self._bench.workspace.attachment(file.sha256)
        if target is None:
            if self._folder is None:
                self._folder = new_form_folder(self._bench.clock.now())
            target = self._folder / f"{file.sha256[:16]}{Path(file.name).suffix.lower()}"
        write_bytes(target, body)
        return target

    def close(self) -> None:
        """Remove what was copied to be shown here."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
