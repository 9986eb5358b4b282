"""What the import page shows of a rehearsal, as columns: records, findings, the sheet's columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cdo_desktop.domain.findings import Finding
from cdo_desktop.standard.model import Severity
from cdo_desktop.work import layouts
from cdo_desktop.work.importing import Rehearsed
from ui.models.columns import Column, Tone
from ui.widgets.chips import ChipOption
from ui.widgets.marks import SEVERITIES, STANDINGS

OUTCOMES = {
    "new": ("新增", "工作区里没有"),
    "changed": ("有变化", "写入后可撤销"),
    "unchanged": ("无变化", "不会改动"),
    "invalid": ("不合格", "不写入，可批注"),
}


def facts_of(found: Rehearsed) -> str:
    """The rehearsal in one line."""
    rehearsal = found.rehearsal
    sheets = "、".join(f"“{source.sheet}”" for source in rehearsal.sources)
    return (
        f"{rehearsal.path.name}  ·  工作表{sheets}  ·  "
        f"{len(rehearsal.entries)} 条，信息项 {rehearsal.items} 个"
    )


def entry_columns(found: Rehearsed | None) -> list[Column[Any]]:
    """The columns of the records a sheet proposes."""
    worst: dict[str, Finding] = {}
    for finding in found.findings if found else ():
        held = worst.get(finding.place.record)
        if held is None or (
            held.severity is not Severity.ERROR and finding.severity is Severity.ERROR
        ):
            worst[finding.place.record] = finding

    def problem(entry: Any) -> Finding | None:
        return worst.get(entry.record.id)

    def words(entry: Any) -> str:
        finding = problem(entry)
        return finding.message() if finding else ""

    def mark(entry: Any) -> Any:
        finding = problem(entry)
        return ((SEVERITIES[finding.severity], finding.message()),) if finding else ()

    return [
        Column(
            *("outcome", "结果", lambda e: OUTCOMES[e.outcome][0], 86),
            painted=lambda e: ChipOption(e.outcome, OUTCOMES[e.outcome][0]),
        ),
        Column("line", "表格行", lambda e: str(e.line), 64, right=True, tone=Tone.SECOND),
        Column("title", "名称", lambda e: e.record.title or "（没有名称）", 260),
        Column("changes", "变化", _changed, 130, tone=Tone.SECOND),
        Column("problem", "问题", words, painted=mark),
    ]


def _changed(entry: Any) -> str:
    if entry.outcome == "new":
        rows = sum(map(len, entry.record.groups.values()))
        return f"{rows} 项" if rows else ""
    return f"{len(entry.changes)} 处不同" if entry.changes else ""


FINDING_COLUMNS: list[Column[Finding]] = [
    Column(
        *("message", "问题", lambda f: f.message()),
        painted=lambda f: ((SEVERITIES[f.severity], f.message()),),
        tip=lambda f: f"{SEVERITIES[f.severity].word}：{f.message()}\n{f.code}",
    ),
    Column("sheet", "工作表", lambda f: f.place.sheet, 120, tone=Tone.SECOND),
    Column(
        *("cell", "单元格", lambda f: f"{layouts.letters(f.place.column)}{f.place.line or ''}", 74),
        tone=Tone.SECOND,
    ),
]


def mapped_columns(found: Rehearsed | None) -> Sequence[Any]:
    """The columns of the sheet with what they were taken for."""
    sources = found.rehearsal.sources if found else ()
    return [column for source in sources for column in source.mapping.columns]


def mapping_columns(found: Rehearsed | None) -> list[Column[Any]]:
    """The columns of the table that shows them."""
    labels: dict[str, str] = {}
    for group, element in found.rehearsal.kind.all_elements() if found else ():
        label = f"{found.rehearsal.kind.groups_by_key[group].label} · " if group else ""
        labels[f"{group}.{element.key}" if group else element.key] = f"{label}{element.label}"
    return [
        Column("number", "列", lambda c: layouts.letters(c.number), 40, tone=Tone.SECOND),
        Column(
            *("heading", "表格列名", lambda c: c.heading.rpartition("·")[2], 120),
            tip=lambda c: c.heading,
        ),
        Column("target", "对应字段", lambda c: labels.get(c.target, "不导入")),
        Column(
            *("standing", "把握", lambda c: f"{STANDINGS[c.standing].word} {c.confidence}%", 70),
            painted=lambda c: ((STANDINGS[c.standing], f"{c.confidence}%" if c.element else "—"),),
        ),
    ]
