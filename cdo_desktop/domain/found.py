"""All findings of a workspace, by weight: hundreds of thousands, kept small and changed in part.

Most say the same of another record ("…为必填项"): what is said is kept once, with the records it is
said of. A finding is put together when it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import overload

from cdo_desktop.domain.findings import Finding
from cdo_desktop.standard.model import SEVERITY_ORDER, Severity


@dataclass(frozen=True, slots=True)
class _Part:
    """The findings of one severity: what is said, and of which record, place by place."""

    said: list[Finding] = field(default_factory=list)
    records: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Finding]:
        return map(_of_record, self.said, self.records)


def _of_record(said: Finding, record: str) -> Finding:
    return replace(said, place=replace(said.place, record=record)) if record else said


_EMPTY = _Part()


class Gathering:
    """Takes findings in, one record after the other, and gives them as one whole."""

    def __init__(self) -> None:
        self._parts: dict[Severity, _Part] = {one: _Part() for one in SEVERITY_ORDER}
        self._known: dict[Hashable, Finding] = {}

    def add(self, findings: Iterable[Finding]) -> None:
        """Take in more."""
        for finding in findings:
            part = self._parts[finding.severity]
            part.said.append(self._once(finding))
            part.records.append(finding.place.record)

    def found(self) -> Found:
        """Everything that was taken in."""
        return Found(self._parts)

    def _once(self, finding: Finding) -> Finding:
        place = replace(finding.place, record="")
        key = (finding.code, finding.severity, place, tuple(finding.facts.items()), finding.fix)
        try:
            known = self._known.get(key)
        except TypeError:  # of a value that has no hash
            return replace(finding, place=place)
        if known is None:
            known = self._known[key] = replace(finding, place=place)
        return known


class Found(Sequence[Finding]):
    """Errors first, then warnings, then hints; within each in the given order. Never changed.

    How many of each there are, and those of some severities only, are told without looking at all.
    """

    def __init__(self, parts: Mapping[Severity, _Part]) -> None:
        self._parts = parts

    @classmethod
    def these(cls, findings: Iterable[Finding]) -> Found:
        """These findings."""
        gathering = Gathering()
        gathering.add(findings)
        return gathering.found()

    def number(self, severity: Severity) -> int:
        """How many of this severity."""
        return len(self._parts[severity].said)

    def only(self, wanted: Collection[Severity]) -> Found:
        """Those of the wanted severities; none wanted = all."""
        if not wanted:
            return self
        return Found({one: p if one in wanted else _EMPTY for one, p in self._parts.items()})

    def about(self, records: Collection[str]) -> Found:
        """Those of these records; "" among them = those about many."""
        parts = {}
        for severity, part in self._parts.items():
            kept = [place for place, record in enumerate(part.records) if record in records]
            parts[severity] = _Part(
                [part.said[place] for place in kept], [part.records[place] for place in kept]
            )
        return Found(parts)

    def of(self, record_id: str) -> list[Finding]:
        """Those of one record."""
        return list(self.about((record_id,)))

    def changed(
        self, record_id: str, stays: Callable[[Finding], bool], new: Iterable[Finding]
    ) -> Found:
        """One record's findings that do not stay are gone, new ones stand behind all others."""
        more = Found.these(new)
        parts = {}
        for severity, part in self._parts.items():
            said, records = part.said.copy(), part.records.copy()
            places = (place for place, one in enumerate(part.records) if one == record_id)
            gone = [p for p in places if not stays(_of_record(part.said[p], record_id))]
            for place in reversed(gone):
                del said[place], records[place]
            new_part = more._parts[severity]
            parts[severity] = _Part(said + new_part.said, records + new_part.records)
        return Found(parts)

    def place_of(self, record_id: str, is_it: Callable[[Finding], bool]) -> int:
        """Where the first of a record's findings stands that is it; -1 for nowhere."""
        begin = 0
        for part in self._parts.values():
            for place, record in enumerate(part.records):
                if record == record_id and is_it(_of_record(part.said[place], record)):
                    return begin + place
            begin += len(part.records)
        return -1

    def __len__(self) -> int:
        return sum(len(part.said) for part in self._parts.values())

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(self._parts.values())

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> list[Finding]: ...
    def __getitem__(self, place: int | slice) -> Finding | list[Finding]:
        if isinstance(place, slice):
            return list(self)[place]
        left = place + len(self) if place < 0 else place
        for part in self._parts.values() if left >= 0 else ():
            if left < len(part.said):
                return _of_record(part.said[left], part.records[left])
            left -= len(part.said)
        raise IndexError(place)


NONE_FOUND = Found(dict.fromkeys(SEVERITY_ORDER, _EMPTY))
