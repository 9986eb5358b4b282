"""项目台账 in print: every project, how its review stands, and the roadmap of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.report_parts import (
    Bars,
    Facts,
    Report,
    ReportPart,
    Roadmap,
    Shown,
    Span,
    Table,
)
from cdo_desktop.standard.model import Kind
from cdo_desktop.tasks import Run
from cdo_desktop.work.choosing import holds_secret
from cdo_desktop.work.counts import PROJECT
from cdo_desktop.work.report_records import of_key
from cdo_desktop.work.roadmap import spans_of
from cdo_desktop.workbench import Workbench

TITLE = "信息化项目台账"
_COLUMNS = (("org", 30), ("nature", 16), ("total", 18), ("planned_on", 18))


def projects_report(bench: Workbench, run: Run) -> tuple[Report, int]:
    """All projects of the workspace, and how many 涉密 ones were left out.

    Raises Cancelled.
    """
    kind = bench.library.kind(PROJECT)
    every = list(bench.workspace.each_record(ListQuery(PROJECT), run, "读取项目"))
    records = [one for one in every if not holds_secret(_kind_of(bench, one), one)]
    states = Counter(one.review for one in records)
    flow = bench.library.flow_of(kind)
    today = bench.clock.now().date()
    frozen = sum(flow.state(one.review).frozen for one in records)
    pairs = (("项目", f"{len(records):,} 个"), ("已审核", f"{frozen:,} 个"))
    parts: tuple[ReportPart, ...] = (
        Facts("总体情况", pairs),
        Bars("项目状态", "个", tuple((flow.state(key).label, n) for key, n in states.items())),
        _table(bench, kind, records),
        Roadmap("项目路线图", tuple(_lines(bench, records)), today),
    )
    report = Report(TITLE, bench.org.name, bench.clock.now(), parts)
    return report, len(every) - len(records)


def _kind_of(bench: Workbench, record: Record) -> Kind:
    """The definition that a record obeys."""
    return bench.library.version(record.kind, record.standard)


def _table(bench: Workbench, kind: Kind, records: list[Record]) -> Table:
    flow = bench.library.flow_of(kind)
    columns = [(key, share) for key, share in _COLUMNS if key in kind.by_key]
    rows: list[tuple[Shown, ...]] = [
        (
            number,
            one.code,
            one.title,
            *(_value(bench, one, key) for key, _ in columns),
            flow.state(one.review).label,
        )
        for number, one in enumerate(records, 1)
    ]
    head = ("序号", "编号", "项目名称", *(kind.by_key[key].label for key, _ in columns), "审查状态")
    shares = (11, 22, 44, *(share for _, share in columns), 20)
    return Table("项目清单", head, shares, rows, len(rows))


def _value(bench: Workbench, record: Record, key: str) -> str:
    return of_key(_kind_of(bench, record), record, key) or (record.org.name if key == "org" else "")


def _lines(bench: Workbench, records: list[Record]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    for one in records:
        spans = spans_of(_kind_of(bench, one), one)
        if spans:
            yield one.title, spans
