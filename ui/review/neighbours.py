"""The list that a page of one record stands in: its place, and the records beside it."""

from __future__ import annotations

from collections.abc import Sequence

from cdo_desktop.workbench import Workbench


class Neighbours:
    """By the numbers of the records, in the order of the list."""

    def __init__(self, numbers: Sequence[int] = ()) -> None:
        self._numbers = list(numbers)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self._numbers)

    def place(self, bench: Workbench, record_id: str) -> int:
        """The place of a record, from 1; 0 if it is not among them."""
        number = bench.workspace.number_of(record_id)
        return self._numbers.index(number) + 1 if number in self._numbers else 0

    def beside(self, bench: Workbench, record_id: str, by: int) -> str:
        """The id of the record so many places on; "" where there is none."""
        here = self.place(bench, record_id)
        there = here - 1 + by
        if not here or not 0 <= there < self.total:
            return ""
        number = self._numbers[there]
        found = bench.workspace.summaries([number]).get(number)
        return found.id if found else ""
