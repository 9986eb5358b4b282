"""What a report is made of, as plain data: drawn as pages or written as a workbook alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Shown = str | int
"""A cell: a text, or a number that is written as one."""


class ReportKind(StrEnum):
    """What can be reported."""

    CATALOG_BOOK = "catalog-book"
    LISTS = "lists"
    QUALITY = "quality"
    PROJECTS = "projects"
    SLIP = "slip"

    @property
    def label(self) -> str:
        """The words users read."""
        return _LABELS[self]


_LABELS = {
    ReportKind.CATALOG_BOOK: "数据资源目录汇编",
    ReportKind.LISTS: "三张清单",
    ReportKind.QUALITY: "完整度与质量报告",
    ReportKind.PROJECTS: "项目台账",
    ReportKind.SLIP: "签名包交接单",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    is_fine: bool = False
    """Set small: notes, not content."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values, as a form has them."""

    title: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A headed table; its rows may be made while they are written, once."""

    title: str
    head: tuple[str, ...]
    shares: tuple[float, ...]
    """How the width is shared among the columns."""
    rows: Iterable[tuple[Shown, ...]]
    count: int
    """How many rows will come at least; only progress is told by it."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars, one for each number."""

    title: str
    unit: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """When something was planned and when it happened; None where it is not known."""

    label: str
    planned: tuple[date, date] | None
    actual: tuple[date, date] | None
    is_open: bool = False
    """It has begun and not ended: how long it takes is not known yet."""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A Gantt chart: a line for each project, its stages beside each other."""

    title: str
    lines: tuple[tuple[str, tuple[Span, ...]], ...]
    today: date


@dataclass(frozen=True, slots=True)
class Plain:
    """A text whose lines stay as they are, such as commands to type."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with what it says in words beside it."""

    content: str
    lines: tuple[str, ...]


ReportPart = Words | Facts | Table | Bars | Roadmap | Plain | Code


@dataclass(frozen=True, slots=True)
class Report:
    """A report, ready to be drawn or written."""

    title: str
    org: str
    made: datetime
    parts: tuple[ReportPart, ...]
