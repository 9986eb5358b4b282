"""Giving codes: 分类码/顺序码 within its 分类码 (1272号, 资源代码), running numbers elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from cdo_desktop.domain.numbering import SEQUENCE_DIGITS, catalog_code, running_code, split_code
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import CLASSIFICATION
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.store.tables import Counter, table

COUNTER = table(Counter)
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
