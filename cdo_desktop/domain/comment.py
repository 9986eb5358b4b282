"""Remarks that hang on fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark on (record, element, row) at a revision; `closed_at` is "" while it is open."""

    id: str
    record_id: str
    revision_id: str
    element: str
    group: str
    row_id: str
    text: str
    who: str
    at: str
    closed_at: str = ""
