"""Giving codes: 分类码/顺序码 within its 分类码 (1272号, 资源代码), running numbers elsewhere.

And who bears or bore one: a code once handed out is never given to another record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.dialects.sqlite import insert

from cdo_desktop.domain.numbering import (
    SEQUENCE_DIGITS,
    Bearer,
    catalog_code,
    running_code,
    split_code,
)
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import CLASSIFICATION
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.store.rows import RECORD, REVISION
from cdo_desktop.store.tables import Counter, PackageItem, StepRow, table

COUNTER, ITEM, STEP = table(Counter), table(PackageItem), table(StepRow)
_CHUNK = 900
CATALOG = "catalog"
_SHORTEST = 6
"""类–项–目 at least: 1 + 2 + 3 digits."""


def can_be_numbered(kind: Kind, values: Mapping[str, Any]) -> bool:
    """Whether a record with these values gets a code when it is saved."""
    if kind.numbering != CATALOG:
        return True
    classification = str(kind.role_value(values, Role.CLASSIFICATION) or "")
    return len(classification) >= _SHORTEST and bool(CLASSIFICATION.fullmatch(classification))


@dataclass
class Codes:
    """The counters of one unit of work. A number given is never given again, even if undone."""

    connection: Connection
    digits: int = SEQUENCE_DIGITS
    _last: dict[str, int] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)

    def coded(self, record: Record, kind: Kind) -> Record:
        """The record with its code: the one it brings, else a new one if there can be one."""
        element = kind.roles.get(Role.CODE)
        given = str(record.values.get(element.key, "")) if element else ""
        code = given or record.code or self._new_code(record, kind)
        self._taken(code, kind)
        values = record.values
        if element and code and code != given:
            values = {**values, element.key: code}
        return replace(record, code=code, values=values)

    def next_number(self, series: str) -> int:
        """The next number of a series."""
        number = self._highest(series) + 1
        self._last[series] = number
        self._touched.add(series)
        return number

    def flush(self) -> None:
        """Write the counters that moved."""
        rows = [{"series": series, "last": self._last[series]} for series in sorted(self._touched)]
        if rows:
            statement = insert(COUNTER)
            grown = func.max(COUNTER.c.last, statement.excluded.last)
            self.connection.execute(
                statement.on_conflict_do_update(index_elements=["series"], set_={"last": grown}),
                rows,
            )
        self._touched.clear()

    def _new_code(self, record: Record, kind: Kind) -> str:
        if kind.numbering != CATALOG:
            return running_code(kind.numbering, self.next_number(kind.numbering))
        if not can_be_numbered(kind, record.values):
            return ""
        classification = str(kind.role_value(record.values, Role.CLASSIFICATION))
        return catalog_code(classification, self.next_number(classification), self.digits)

    def _taken(self, code: str, kind: Kind) -> None:
        found = split_code(code, "" if kind.numbering == CATALOG else kind.numbering)
        if found and found[1] > self._highest(found[0]):
            self._last[found[0]] = found[1]
            self._touched.add(found[0])

    def _highest(self, series: str) -> int:
        if series not in self._last:
            statement = select(COUNTER.c.last).where(COUNTER.c.series == series)
            self._last[series] = self.connection.scalar(statement) or 0
        return self._last[series]


class CodesBorne:
    """Who bears or bore the codes of an open workspace."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def codes_of_several(self) -> list[str]:
        """The codes that more than one record bears or bore."""
        one, other = func.min(REVISION.c.record_id), func.max(REVISION.c.record_id)
        several = select(REVISION.c.code).where(REVISION.c.code != "").group_by(REVISION.c.code)
        with self._reading() as connection:
            return list(connection.scalars(several.having(one != other)))

    def bearers(self, codes: Sequence[str]) -> list[Bearer]:
        """Who bears or bore these codes.

        A record whose making was undone never bore any, unless it had left in a package.
        """
        found: list[Bearer] = []
        with self._reading() as connection:
            for start in range(0, len(codes), _CHUNK):
                rows = connection.execute(_bearers(codes[start : start + _CHUNK]))
                found += [_bearer(row) for row in rows if row.published or not row.undone]
        return found


def _bearers(codes: Sequence[str]) -> Select[Any]:
    first = REVISION.alias()
    undone = (
        select(STEP.c.undone)
        .join(first, first.c.step == STEP.c.seq)
        .where(first.c.record_id == RECORD.c.id)
        .order_by(first.c.seq)
        .limit(1)
        .correlate(RECORD)
        .scalar_subquery()
    )
    sent = select(ITEM.c.record_id).where(
        ITEM.c.record_id == RECORD.c.id, ITEM.c.code == REVISION.c.code
    )
    return (
        select(
            RECORD.c.kind,
            REVISION.c.code,
            RECORD.c.id,
            RECORD.c.title,
            func.min(REVISION.c.seq).label("since"),
            (RECORD.c.code == REVISION.c.code).label("bears"),
            RECORD.c.deleted,
            sent.correlate(RECORD, REVISION).exists().label("published"),
            undone.label("undone"),
        )
        .join(RECORD, RECORD.c.id == REVISION.c.record_id)
        .where(REVISION.c.code.in_(codes))
        .group_by(REVISION.c.code, REVISION.c.record_id)
    )


def _bearer(row: Any) -> Bearer:
    return Bearer(
        kind=row.kind,
        code=row.code,
        record_id=row.id,
        title=row.title,
        since=row.since,
        is_listed=bool(row.bears and not row.deleted),
        is_binned=bool(row.bears and row.deleted),
        is_published=bool(row.published),
    )
