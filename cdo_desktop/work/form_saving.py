"""Saving what is typed into a record's form, edit after edit, each made from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Conflict, Refused
from cdo_desktop.work import editing, notes
from cdo_desktop.work.items import Rows
from cdo_desktop.work.typed import Entry, entered, find_element
from cdo_desktop.workbench import Workbench


class FormSaver:
    """Knows the newest revision it wrote itself: what somebody else wrote is a Conflict."""

    def __init__(self, bench: Workbench, record: Record) -> None:
        self._bench, self.record = bench, record

    def put(self, entries: Sequence[Entry]) -> dict[str, Refused]:
        """Write what was typed, as one step; nothing if nothing differs.

        One entry that is refused (a name that several records bear) does not hold the others:
        gives element -> why for those not written. If the record has moved on elsewhere, but not
        in these elements, the entries are made in its newest revision. Raises Conflict,
        DiskTrouble; then nothing of it is written.
        """
        try:
            return self._put(entries)
        except Conflict:
            if not self._moved_on_elsewhere([entry.element for entry in entries]):
                raise
        return self._put(entries)

    def _put(self, entries: Sequence[Entry]) -> dict[str, Refused]:
        changed, refused, labels = self.record, {}, []
        for entry in entries:
            try:
                changed = entered(self._bench, changed, entry)
            except Refused as error:
                refused[entry.element] = error
                continue
            kind = self._bench.library.version(changed.kind, changed.standard)
            labels.append(find_element(kind, entry.element).label)
        named = "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")
        self._save(changed, f"修改“{self.record.title}”的“{named}”")
        return refused

    def _moved_on_elsewhere(self, elements: Sequence[str]) -> bool:
        """Go on from the newest revision if these elements and the review are as they were."""
        before, newest = self.record, self._bench.workspace.record(self.record.id)
        same = all(newest.values.get(key) == before.values.get(key) for key in elements)
        if not same or newest.deleted or newest.review != before.review:
            return False
        self.record = newest
        return True

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
