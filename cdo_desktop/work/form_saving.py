"""Saving what is typed into a record's form, edit after edit, each made from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.work import editing, notes
from cdo_desktop.work.items import Rows
from cdo_desktop.work.typed import Entry, entered, find_element
from cdo_desktop.workbench import Workbench


class FormSaver:
    """Knows the newest revision it wrote itself: what somebody else wrote is a Conflict."""

    def __init__(self, bench: Workbench, record: Record) -> None:
        self._bench, self.record = bench, record

    def put(self, entries: Sequence[Entry]) -> Record:
        """Write what was typed, as one step; nothing if nothing differs.

        Raises Conflict, Refused (a name that several records bear), DiskTrouble; then nothing of
        it is written.
        """
        changed = self.record
        for entry in entries:
            changed = entered(self._bench, changed, entry)
        kind = self._bench.library.version(changed.kind, changed.standard)
        labels = [find_element(kind, entry.element).label for entry in entries]
        named = "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")
        return self._save(changed, f"修改“{self.record.title}”的“{named}”")

    def put_rows(self, group: str, rows: Rows, name: str) -> Record:
        """Write the rows of a group as one step. Raises as `put`."""
        return self._save(replace(self.record, groups={**self.record.groups, group: rows}), name)

    def mend(self, finding: Finding) -> Record:
        """Apply the one-step fix of a finding. Raises as `put`."""
        if finding.fix is None:
            return self.record
        return self._save(finding.fix.applied(self.record), f"修正“{self.record.title}”")

    def attach(self, element: str, path: Path) -> Record:
        """Hang a file on the record. Raises as `put`, and Refused for a file that is too large."""
        self.record = notes.attach(self._bench, self.record.id, Entry(element, ""), path)
        return self.record

    def _save(self, changed: Record, name: str) -> Record:
        before = self.record
        if changed.values == before.values and changed.groups == before.groups:
            return before
        self.record = editing.save(self._bench, changed, before.revision_id, name)
        return self.record
