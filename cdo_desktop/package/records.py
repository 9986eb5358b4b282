"""Step 6: the lines of a package, one by one: canonical, sorted, counted, whole, obedient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, repeat
from typing import Any, NamedTuple

import msgspec

from cdo_desktop.domain.package import Count, FileEntry, FileRole, Manifest
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.package.definitions import Versions, program_lists, read_definitions
from cdo_desktop.package.line_form import (
    KEY,
    BadLine,
    Reading,
    RecordLine,
    attachments_in,
    is_tombstone,
    read_line,
)
from cdo_desktop.package.lines import kind_of, record_blocks
from cdo_desktop.package.obeying import (
    DEFAULT_WEIGHTS,
    Deviations,
    Explainer,
    LinePlace,
    Weights,
)
from cdo_desktop.package.parts import MAX_RECORD_PART, PACKAGE_JSON, records_path
from cdo_desktop.package.zip_read import Container
from cdo_desktop.tasks import Run

LineCheck = Callable[[Mapping[str, Any]], Iterable[Reason]]
"""What else a receiver asks of a decoded line that is in its form."""

FAULTS_SHOWN = 200
"""So many faults of the records are listed; a last reason counts the rest."""

_MAX_KNOWN_KEYS = 100_000
_decode = msgspec.json.Decoder().decode


def check_records(
    container: Container,
    manifest: Manifest,
    run: Run,
    check_line: LineCheck | None = None,
    weights: Weights = DEFAULT_WEIGHTS,
) -> list[Reason]:
    """Everything step 6 finds: E601 to E607, what `check_line` says, E609 for the rest.

    E610 and E611 are about definitions; E612 to E618 say where records do not obey theirs, each
    element once for all lines, and count as much as the receiver's `weights` say.
    """
    faults = _Faults()
    faults.add(_part_faults(manifest))
    faults.add(_definition_faults(manifest))
    faults.add(_attachment_file_faults(manifest))
    versions, unread = read_definitions(container, manifest)
    faults.add(unread)
    checker = _LineChecker(manifest, versions, Deviations(weights), check_line)
    total = sum(count.records + count.tombstones for count in manifest.counts.values())
    for entry, lines in record_blocks(container, manifest):
        run.step("核对记录", checker.lines, total)
        for reasons in checker.check(entry, lines):
            faults.add(reasons)
    faults.add(checker.count_faults())
    return faults.listed(checker.deviations)


class _Faults:
    """The first faults, and how many more there were."""

    def __init__(self) -> None:
        self._first: list[Reason] = []
        self._more: Counter[Weight] = Counter()

    def add(self, reasons: Iterable[Reason]) -> None:
        for reason in reasons:
            if len(self._first) < FAULTS_SHOWN:
                self._first.append(reason)
            else:
                self._more[reason.weight] += 1

    def listed(self, deviations: Deviations) -> list[Reason]:
        """The first faults, the deviations, and how many more of both there were."""
        more = Counter(self._more) + Counter(deviations.more)
        rest = [Reason("CDO-E609", "", {"count": count}, weight) for weight, count in more.items()]
        return [*self._first, *deviations.reasons(), *rest]


class _Definition(NamedTuple):
    """A definition made ready: to read lines fast, and to explain those that fail."""

    reading: Reading
    explainer: Explainer


class _LineChecker:
    """Checks the lines of one package in their order, and counts them.

    A line is read with the types of the definition that the line before it named; nearly all lines
    pass there. Only one that does not is read once more, slower, to say what is wrong with it.
    """

    def __init__(
        self,
        manifest: Manifest,
        versions: Versions,
        deviations: Deviations,
        check_line: LineCheck | None,
    ) -> None:
        self._manifest = manifest
        self._standards = {(ref.kind, ref.version) for ref in manifest.standard}
        self._attachments = {
            entry.sha256: entry.size for entry in manifest.of_role(FileRole.ATTACHMENT)
        }
        self.deviations = deviations
        self._versions, self._check_line = versions, check_line
        self._definitions: dict[tuple[str, str], _Definition] = {}
        self._reading: Reading | None = None
        self._counts: dict[str, list[int]] = {}
        self._keys: set[str] = {"id"}
        self._entry: FileEntry | None = None
        self._kind = self._last = ""
        self._number = 0

    @property
    def lines(self) -> int:
        """How many lines were seen."""
        return sum(map(sum, self._counts.values()))

    def check(self, entry: FileEntry, lines: list[bytes]) -> Iterator[Iterable[Reason]]:
        """What is wrong with each line; most give nothing."""
        if entry is not self._entry:
            self._begin(entry)
        count = self._counts[self._kind]
        for line in lines:
            self._number += 1
            count[is_tombstone(line)] += 1
            faults = self._read(self._reading, line) if self._reading else None
            if faults is None:
                faults = self._looked_closer(line)
            if faults:
                yield faults
            elif self._check_line:
                yield self._check_line(_decode(line))

    def count_faults(self) -> Iterator[Reason]:
        """Counts of the manifest that are not those of the lines, after the last line."""
        stated = self._manifest.counts
        for kind in sorted(stated.keys() | self._counts.keys()):
            count = Count(*self._counts.get(kind, (0, 0)))
            if stated.get(kind) != count:
                facts = {"kind": kind, "records": count.records, "tombstones": count.tombstones}
                yield Reason("CDO-E604", PACKAGE_JSON, facts)

    def _begin(self, entry: FileEntry) -> None:
        """The next file; ids go on rising through all files of a kind."""
        kind = kind_of(entry)
        if kind != self._kind:
            self._kind, self._last = kind, ""
            self._counts.setdefault(kind, [0, 0])
            self._reading = None
        self._entry, self._number = entry, 0

    def _read(self, reading: Reading, line: bytes) -> list[Reason] | None:
        """The faults that an obedient line may still have; None for any other line."""
        found = reading.obedient(line)
        if found is None:
            return None
        faults = self._order_faults(found.id, found.kind)
        if reading.has_attachments(found):
            faults += self._attachment_faults(_decode(line))
        return faults

    def _looked_closer(self, line: bytes) -> list[Reason]:
        """What is wrong with a line that is not obedient, and in what it deviates."""
        try:
            found = read_line(line)
        except BadLine as error:
            return [self._fault("CDO-E601", where=error.where)]
        faults = self._order_faults(found.id, found.kind)
        if isinstance(found, RecordLine):
            faults += self._content_faults(found, line)
            if not faults:
                self._judge(found, line)
        return faults

    def _judge(self, found: RecordLine, line: bytes) -> None:
        """A line that may just have another definition than the line before it."""
        definition = self._definition(found.kind, found.standard)
        if definition is None or self._entry is None:
            return  # E610 or E611 says so
        before, self._reading = self._reading, definition.reading
        if self._reading is before or self._reading.obedient(line) is None:
            place = LinePlace(self._entry.path, self._number)
            self.deviations.add(place, found, definition.explainer)

    def _definition(self, kind: str, standard: str) -> _Definition | None:
        """Made when the first line needs it."""
        spot = (kind, standard)
        if spot not in self._definitions and spot in self._versions:
            version, lists = self._versions[spot], program_lists()
            made = _Definition(Reading(version, lists), Explainer(version, lists))
            self._definitions[spot] = made
        return self._definitions.get(spot)

    def _order_faults(self, record_id: str, kind: str) -> list[Reason]:
        faults = []
        if kind != self._kind:
            faults.append(self._fault("CDO-E603", kind=kind))
        if record_id <= self._last:
            faults.append(self._fault("CDO-E602", id=record_id))
        self._last = record_id
        return faults

    def _content_faults(self, found: RecordLine, line: bytes) -> Iterator[Reason]:
        """Standard, keys of values and rows, ids of rows, attachments."""
        if (found.kind, found.standard) not in self._standards:
            yield self._fault("CDO-E605", standard=found.standard)
        rows = list(chain.from_iterable(found.groups.values()))
        if not all(map(dict.__contains__, rows, repeat("id"))):
            yield self._fault("CDO-E601", where="$.groups")
        if not self._keys.issuperset(chain(found.values, found.groups, *rows)):
            yield from self._new_keys(chain(found.values, found.groups, *rows))
        if b'"sha256":' in line:
            yield from self._attachment_faults([found.values, *rows])

    def _new_keys(self, keys: Iterable[str]) -> Iterator[Reason]:
        """Keys are judged once; the memory of good ones does not grow without end."""
        for key in keys:
            if not KEY.fullmatch(key):
                yield self._fault("CDO-E601", where=f"$.{key[:60]}")
            elif len(self._keys) < _MAX_KNOWN_KEYS:
                self._keys.add(key)

    def _attachment_faults(self, value: Any) -> Iterator[Reason]:
        for found in attachments_in(value):
            if self._attachments.get(found["sha256"]) != found.get("size"):
                yield self._fault("CDO-E606", sha256=found["sha256"])

    def _fault(self, code: str, **facts: object) -> Reason:
        place = self._entry.path if self._entry else ""
        return Reason(code, place, {"line": self._number, **facts})


def _part_faults(manifest: Manifest) -> Iterator[Reason]:
    """Files of a kind's records are numbered from 001 without gaps and below their limit."""
    numbers: dict[str, int] = {}
    for entry in manifest.of_role(FileRole.RECORDS):
        kind = kind_of(entry)
        numbers[kind] = numbers.get(kind, 0) + 1
        if entry.path != records_path(kind, numbers[kind]) or entry.size >= MAX_RECORD_PART:
            yield Reason("CDO-E607", entry.path)


def _definition_faults(manifest: Manifest) -> Iterator[Reason]:
    """Each definition that the manifest names is in the package, with the digest it names."""
    files = {
        (kind_of(entry), f"sha256:{entry.sha256}")
        for entry in manifest.of_role(FileRole.DEFINITION)
    }
    for ref in manifest.standard:
        if (ref.kind, ref.digest) not in files:
            yield Reason("CDO-E605", PACKAGE_JSON, {"line": 0, "standard": ref.version})


def _attachment_file_faults(manifest: Manifest) -> Iterator[Reason]:
    """An attachment's file is named by the digest of its content."""
    for entry in manifest.of_role(FileRole.ATTACHMENT):
        if entry.path.rpartition("/")[2] != entry.sha256:
            yield Reason("CDO-E606", entry.path, {"line": 0, "sha256": entry.sha256})
