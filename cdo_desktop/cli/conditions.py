"""Commands on the conditions of signed opinions: which there are, and ticking one off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import FILE, command, reading, writing
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.clock import timestamp
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import role_label
from cdo_desktop.work.conditions import Condition, all_conditions, tick_off
from cdo_desktop.work.typed import record_called


def register(projects: click.Group) -> None:
    """Add the commands to the group of projects."""
    _listing(projects)
    _ticking(projects)


def _listing(group: click.Group) -> None:
    @command(group, "conditions", "列出审查意见附带的条件，哪些已经落实。有没落实的，退出码 1。")
    @click.argument("workspace", type=FILE)
    @click.argument("project")
    def conditions(out: Output, workspace: Path, project: str) -> int:
        with reading(workspace) as bench:
            record = record_called(bench, project)
            found = all_conditions(bench, record, out.run)
        out.answer(conditions_document(record, found), list(_lines(found)))
        return WANTING if any(one.is_open for one in found) else GOOD


def _ticking(group: click.Group) -> None:
    @command(group, "tick", "确认一个条件已经落实，写明根据；可以撤销。")
    @click.argument("workspace", type=FILE)
    @click.argument("project")
    @click.argument("condition", type=WORDS)
    @click.option("--by", type=WORDS, required=True, help="确认人姓名")
    @click.option("--note", type=WORDS, required=True, help="根据什么确认")
    @click.option("--evidence", type=FILE, help="证明材料，存入工作区")
    def tick(
        out: Output,
        workspace: Path,
        project: str,
        condition: str,
        by: str,
        note: str,
        evidence: Path | None,
    ) -> int:
        with writing(workspace) as bench:
            record = record_called(bench, project)
            tick_off(bench, record.id, condition, by, note, out.run, evidence=evidence)
            found = all_conditions(bench, record, out.run)
        out.answer(conditions_document(record, found), list(_lines(found)))
        return GOOD


def conditions_document(record: Record, conditions: Sequence[Condition]) -> dict[str, Any]:
    """The conditions of a project, as a script reads them."""
    return {
        "id": record.id,
        "code": record.code,
        "title": record.title,
        "open": sum(one.is_open for one in conditions),
        "conditions": [_document(one) for one in conditions],
    }


def _document(one: Condition) -> dict[str, Any]:
    met = None
    if one.met is not None:
        evidence = dict(one.met.evidence) if one.met.evidence else None
        told = {"by": one.met.by, "at": timestamp(one.met.at), "note": one.met.note}
        met = {**told, "evidence": evidence}
    return {
        "key": one.key,
        "text": one.text,
        "name": one.name,
        "role": one.role,
        "saidAt": timestamp(one.said_at),
        "package": one.package_id,
        "void": one.void,
        "open": one.is_open,
        "met": met,
    }


def _lines(conditions: Sequence[Condition]) -> Iterator[str]:
    for one in conditions:
        state = "已作废" if one.void else one.met_words or "尚未落实"
        yield f"{one.key}  {one.text}（{one.name}，{role_label(one.role)}）：{state}"
    still = sum(one.is_open for one in conditions)
    yield f"条件 {len(conditions)} 个，没有落实的 {still} 个。" if conditions else "没有条件。"
