"""Commands of the review: submit, return, approve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import FILE, command, writing
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.cli.words import finding_document
from cdo_desktop.errors import Refused
from cdo_desktop.work import reviewing


@dataclass(frozen=True, slots=True)
class MoveCommand:
    """A command that makes a move of a flow."""

    key: str
    """The move's key; the command is called the same, with hyphens."""
    help: str
    done: str
    """What has been done, before the number of records."""


_MOVES = (
    MoveCommand("submit", "提交审核。有错误的记录留下并列出，其余提交。", "已提交"),
    MoveCommand("return", "退回修改，要写明理由（--note）。", "已退回"),
    MoveCommand("approve", "审核通过。有错误的记录留下并列出，其余通过。", "已审核通过"),
)


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    for one in _MOVES:
        add_move(group, one)


def add_move(group: click.Group, made: MoveCommand) -> None:
    """Add the command that makes a move."""
    key = made.key

    @command(group, key.replace("_", "-"), made.help)
    @click.argument("workspace", type=FILE)
    @click.argument("records", nargs=-1)
    @click.option("--all", "everything", is_flag=True, help="处在上一状态的全部记录")
    @click.option("--by", type=WORDS, required=True, help="办理人姓名")
    @click.option("--note", default="", help="意见或理由")
    def move(
        out: Output,
        workspace: Path,
        records: tuple[str, ...],
        everything: bool,
        by: str,
        note: str,
    ) -> int:
        if bool(records) == everything:
            raise Refused("CDO-U106")
        with writing(workspace) as bench:
            ids = reviewing.waiting_for(bench, key) if everything else list(records)
            done = reviewing.move(bench, key, ids, by, note, out.run)
            kinds = bench.library.kinds
            stayed = [_stayed(behind, kinds[behind.record.kind]) for behind in done.stayed]
        document = {
            "moved": len(done.moved),
            "stayed": len(stayed),
            "records": [{"id": r.id, "code": r.code, "title": r.title} for r in done.moved],
            "behind": stayed,
        }
        lines = [f"  留下：{entry['title']}：{entry['reason']}" for entry in stayed]
        last = f"{made.done} {len(done.moved)} 条" + (f"，留下 {len(stayed)} 条" if stayed else "")
        out.answer(document, [*lines, f"{last}。"])
        return WANTING if stayed else GOOD


def _stayed(behind: reviewing.StayedBehind, kind: Any) -> dict[str, Any]:
    record = behind.record
    findings = [finding_document(f, kind, record.title) for f in behind.findings]
    facts = {"id": record.id, "code": record.code, "title": record.title}
    return {**facts, "reason": behind.reason, "findings": findings}
