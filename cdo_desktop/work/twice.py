"""What no other record of a list may bear: a name within one unit, a code (1272号 核心元数据2、3).

Others are looked up by index, so that one record of 100 000 is checked at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.record import Record
from cdo_desktop.tasks import Run
from cdo_desktop.validate.across import Across, slim
from cdo_desktop.work.checking import check_codes, check_record
from cdo_desktop.workbench import Workbench

TWICE = ("CDO-V301", "CDO-V307")
"""A name or a code that two records bear: of what the check across records finds, what stops."""
_Mark = tuple[str, ...]


def check_twice(bench: Workbench, records: Sequence[Record]) -> dict[str, list[Finding]]:
    """Record id -> what these records bear that an earlier record of the list bears, or that
    another record was given before."""
    found: dict[str, list[Finding]] = {}
    first, across = _first_bearers(bench, records), Across(bench.library.kinds)
    for record in records:
        for other in _others(record, first):
            pair = [slim(one, bench.library.kind(one.kind)) for one in (other, record)]
            said = across.check(pair, len(pair), Run())
            twice = [one for one in said if one.code in TWICE and one.place.record == record.id]
            found.setdefault(record.id, []).extend(twice)
    for one in check_codes(bench, records):
        found.setdefault(one.place.record, []).append(one)
    return found


def check_in_list(bench: Workbench, record: Record) -> list[Finding]:
    """What is wrong with one record by itself, and with what it bears beside the others."""
    return [*check_twice(bench, [record]).get(record.id, ()), *check_record(bench, record)]


def _others(record: Record, first: Mapping[_Mark, Record]) -> Sequence[Record]:
    others = {first[mark].id: first[mark] for mark in _marks(record) if mark in first}
    return [other for other in others.values() if other.id != record.id]


def _first_bearers(bench: Workbench, records: Sequence[Record]) -> dict[_Mark, Record]:
    """By name or code, the record of the list that bore it first."""
    first: dict[_Mark, Record] = {}
    for kind in {record.kind for record in records}:
        own = [record for record in records if record.kind == kind]
        pairs = [(name_key(record.org.name), name_key(record.title)) for record in own]
        codes = [record.code for record in own if record.code]
        known = (bench.workspace.by_names(kind, pairs), bench.workspace.by_codes(kind, codes))
        for record in [*own, *(other for found in known for other in found.values())]:
            for mark in _marks(record):
                first[mark] = min(record, first.get(mark, record), key=lambda one: one.id)
    return first


def _marks(record: Record) -> Iterator[_Mark]:
    yield record.kind, name_key(record.org.name), name_key(record.title)
    if record.code:
        yield record.kind, record.code
