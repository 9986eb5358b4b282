"""Saving what is typed into a record's form, edit after edit, each made from the one before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.people import Person
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Conflict, Refused
from cdo_desktop.work import editing, notes
from cdo_desktop.work.items import Rows
from cdo_desktop.work.typed import Entry, entered, find_element
from cdo_desktop.workbench import Workbench

LONGEST_STAY = timedelta(minutes=5)
"""After this a stay in a field ends by itself: who writes for an hour can take back a part."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's edits of the same fields, one right after the other: one Ctrl+Z takes back all
    (docs/adr/0004)."""

    key: str
    elements: frozenset[str]
    who: Person
    since: datetime
    name: str
    """What its steps are called: as the record was called when the stay began."""
    left: str
    """The revision that its last edit made."""

    def goes_on(self, record: Record, elements: Collection[str], who: Person, at: datetime) -> bool:
        """Whether an edit of these elements of this revision belongs to it."""
        same = (self.left, self.elements, self.who) == (record.revision_id, elements, who)
        return same and timedelta() <= at - self.since <= LONGEST_STAY


class FormSaver:
    """Knows the newest revision it wrote itself: what somebody else wrote is a Conflict."""

    def __init__(self, bench: Workbench, record: Record, stay: Stay | None = None) -> None:
        self._bench, self.record = bench, record
        self.stay = stay
        """The stay of the last edit; an edit made of what it left may go on with it."""

    def put(self, entries: Sequence[Entry]) -> dict[Entry, Refused]:
        """Write what was typed, as one step; nothing if nothing differs.

        One entry that is refused (a name that several records bear) does not hold the others:
        gives why for each that was not written. If the record has moved on elsewhere, but not
        in these elements, the entries are made in its newest revision. Raises Conflict,
        DiskTrouble; then nothing of it is written.
        """
        try:
            return self._put(entries)
        except Conflict:
            if not self._moved_on_elsewhere([entry.element for entry in entries]):
                raise
        return self._put(entries)

    def _put(self, entries: Sequence[Entry]) -> dict[Entry, Refused]:
        changed, refused = self._entered(self.record, entries)
        taken = [entry for entry in entries if entry not in refused]
        name = f"修改“{self.record.title}”的“{self._labels(changed, taken)}”"
        elements, who = frozenset(entry.element for entry in taken), self._bench.who
        at = self._bench.clock.now()
        stay = self.stay
        if stay is None or not stay.goes_on(self.record, elements, who, at):
            stay = Stay(new_id(), elements, who, at, name, "")
        if self._save(changed, stay.name, stay.key):
            self.stay = replace(stay, left=self.record.revision_id)
        return refused

    def put_back(
        self, entries: Sequence[Entry], groups: Mapping[str, Rows] = MappingProxyType({})
    ) -> dict[Entry, Refused]:
        """Write what was typed before a crash, rows of groups first, as a step of its own.

        Else as `put`, but what has moved on in any way is a Conflict; Refused for a record in the
        recycle bin.
        """
        before = replace(self.record, groups={**self.record.groups, **groups})
        changed, refused = self._entered(before, entries)
        self._save(changed, f"恢复“{self.record.title}”没有保存的内容")
        return refused

    def _entered(
        self, record: Record, entries: Sequence[Entry]
    ) -> tuple[Record, dict[Entry, Refused]]:
        refused: dict[Entry, Refused] = {}
        for entry in entries:
            try:
                record = entered(self._bench, record, entry)
            except Refused as error:
                refused[entry] = error
        return record, refused

    def _labels(self, record: Record, entries: Sequence[Entry]) -> str:
        kind = self._bench.library.version(record.kind, record.standard)
        labels = [find_element(kind, entry.element).label for entry in entries]
        return "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")

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
        self._save(replace(self.record, groups={**self.record.groups, group: rows}), name)
        return self.record

    def mend(self, finding: Finding) -> Record:
        """Apply the one-step fix of a finding. Raises as `put`."""
        if finding.fix is not None:
            self._save(finding.fix.applied(self.record), f"修正“{self.record.title}”")
        return self.record

    def attach(self, element: str, path: Path) -> Record:
        """Hang a file on the record. Raises as `put`, and Refused for a file that is too large."""
        self.record = notes.attach(self._bench, self.record.id, Entry(element, ""), path)
        return self.record

    def _save(self, changed: Record, name: str, stay: str = "") -> bool:
        """Write it if it differs; whether it did."""
        before = self.record
        if changed.values == before.values and changed.groups == before.groups:
            return False
        self.record = editing.save(self._bench, changed, before.revision_id, name, stay)
        return True
