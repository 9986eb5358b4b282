"""How complete a record is, as per cent of its required fields, and its quality line by line.

The per cent is what lists show: filled required fields ÷ required fields. A group that must have
rows counts as one field, and so does each of its required columns. The lines follow the
dimensions of GB/T 36344-2018 as far as a catalog entry shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record, Row
from cdo_desktop.standard.model import Group, Kind
from cdo_desktop.validate.case import Frame
from cdo_desktop.validate.record_rules import RECORD_RULES
from cdo_desktop.validate.rules import Dimension, rule

_MISSING = frozenset({"CDO-V101", "CDO-V126", "CDO-V128"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation: `got` of `of`, and why not all: labels or sentences."""

    dimension: Dimension
    label: str
    got: int
    of: int
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a record is and how good, line by line."""

    percent: int
    lines: tuple[Line, ...]


def percent(record: Record, kind: Kind) -> int:
    """Filled required fields ÷ required fields, rounded down: 100 only if nothing is missing."""
    filled = asked = 0
    for _, is_filled in _required(record, kind):
        asked += 1
        filled += is_filled
    return filled * 100 // asked if asked else 100


def completeness(record: Record, kind: Kind, findings: Iterable[Finding]) -> Completeness:
    """The per cent, and what holds and what does not, by dimension.

    `findings` are those of the record, of its own rules and of those across records.
    """
    own = tuple(findings)
    fields = list(_required(record, kind))
    missing = tuple(label for label, is_filled in fields if not is_filled)
    whole = Line(Dimension.COMPLETE, "必填要素", len(fields) - len(missing), len(fields), missing)
    lines = (whole, *_optional(record, kind), _norm(record, own), *_by_rules(kind, own))
    return Completeness(percent(record, kind), lines)


def _required(record: Record, kind: Kind) -> Iterator[tuple[str, bool]]:
    """Label and whether it is filled, of every required field."""
    values = record.values
    for element in kind.askable:
        if element.is_required(values) and element.is_visible(values):
            yield element.label, bool(values.get(element.key))
    for group in kind.groups:
        rows = record.groups.get(group.key, ())
        least = group.required_rows(values)
        if least:
            yield group.label, len(rows) >= least
        if rows:
            yield from _required_columns(group, rows)


def _required_columns(group: Group, rows: Sequence[Row]) -> Iterator[tuple[str, bool]]:
    for element in group.elements:
        if element.required:
            key = element.key
            yield f"{group.label}·{element.label}", all(row.get(key) for row in rows)


def _optional(record: Record, kind: Kind) -> Iterator[Line]:
    """How many of the fields that may stay empty are filled."""
    open_fields = [
        element
        for element in kind.elements
        if not element.is_required(record.values) and element.is_visible(record.values)
    ]
    filled = sum(element.key in record.values for element in open_fields)
    if open_fields:
        yield Line(Dimension.COMPLETE, "选填要素", filled, len(open_fields))


def _norm(record: Record, findings: Sequence[Finding]) -> Line:
    """Of the filled cells, those written as their element wants it."""
    cells = len(record.values)
    cells += sum(len(row.keys() - {"id"}) for rows in record.groups.values() for row in rows)
    wrong = [
        finding
        for finding in findings
        if finding.code.startswith("CDO-V1") and finding.code not in _MISSING
    ]
    spoilt = {(found.place.group, found.place.row, found.place.element) for found in wrong}
    why = tuple(finding.message() for finding in wrong)
    return Line(Dimension.NORM, "取值写法", max(cells - len(spoilt), 0), cells, why)


_LABELS = {
    Dimension.NORM: "保密与个人信息标注",
    Dimension.COMPLETE: "内容说明",
    Dimension.ACCURATE: "名称、代码和提供方",
    Dimension.CONSISTENT: "要素之间",
    Dimension.TIMELY: "更新与日期",
    Dimension.ACCESSIBLE: "共享与开放条件",
}


def _by_rules(kind: Kind, findings: Sequence[Finding]) -> Iterator[Line]:
    """Of the rules that apply to the kind, those that are kept, by dimension."""
    frame = Frame(kind)
    codes = {found.code for found in RECORD_RULES if frame.has(found)}
    codes |= {finding.code for finding in findings if finding.code.startswith("CDO-V3")}
    broken = {finding.code: finding for finding in findings if finding.code in codes}
    for dimension, label in _LABELS.items():
        applied = [code for code in codes if rule(code).dimension is dimension]
        failed = sorted(code for code in applied if code in broken)
        if applied:
            why = tuple(broken[code].message() for code in failed)
            yield Line(dimension, label, len(applied) - len(failed), len(applied), why)
