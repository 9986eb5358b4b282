"""Commands on projects: new, list, show, check, overrule, file, withdraw; and the schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli import conditions, references
from cdo_desktop.cli.base import FILE, HELP, command, kind_named, reading, writing
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.review import MoveCommand, add_move
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.cli.words import (
    finding_document,
    finding_line,
    record_document,
    record_lines,
    summary_document,
)
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.project_check import Evidence, Outcome, ProjectCheck, check_document
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.schema import json_schema
from cdo_desktop.work.checking import check_record
from cdo_desktop.work.clocks import Clock, clock_of, clocks_of
from cdo_desktop.work.counts import PROJECT
from cdo_desktop.work.project_checks import check_project, overrule, project_kind
from cdo_desktop.work.typed import record_called
from cdo_desktop.work.values_file import add_from_file
from cdo_desktop.workbench import Workbench

_MOVES = (
    MoveCommand("file", "申报。有错误的留下并列出。", "已申报"),
    MoveCommand("withdraw", "撤回，要写明理由（--note）。", "已撤回"),
    MoveCommand("send_back", "退回修改，要写明理由（--note）。", "已退回"),
    MoveCommand("establish", "立项。审查意见附带的条件没有落实的留下并列出。", "已立项"),
)


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _schema(group)
    projects = click.Group(
        "project", help="信息化项目：新建、列出、核查、申报。", context_settings=HELP
    )
    group.add_command(projects)
    _making(projects)
    _looking(projects)
    _checking(projects)
    conditions.register(projects)
    references.register(projects)
    for one in _MOVES:
        add_move(projects, one)


def _schema(group: click.Group) -> None:
    @command(group, "schema", "显示一种清单的 JSON Schema（2020-12）。")
    @click.argument("kind")
    @click.option("--profile", default="national", show_default=True, help="适用的地方规定")
    def schema(out: Output, kind: str, profile: str) -> int:
        library = Library(profile)
        made = json_schema(kind_named(library, kind), library)
        # a schema is JSON for machines, with --json and without
        Output(as_json=True).answer(made)
        return GOOD


def _making(group: click.Group) -> None:
    @command(group, "new", "按文件里的值新建项目。")
    @click.argument("workspace", type=FILE)
    @click.option("--values", type=FILE, required=True, help="JSON 文件：values 和 groups")
    def new(out: Output, workspace: Path, values: Path) -> int:
        with writing(workspace) as bench:
            made = add_from_file(bench, PROJECT, values)
            document, lines = _shown(bench, made)
        out.answer(document, [f"已新建“{made.title}”{made.code}。", *lines])
        return GOOD


def _looking(group: click.Group) -> None:
    @command(group, "list", "列出项目。")
    @click.argument("workspace", type=FILE)
    @click.option("--query", default="", help="按名称、编号、拼音首字母查找")
    def list_projects(out: Output, workspace: Path, query: str) -> int:
        with reading(workspace) as bench:
            wanted = ListQuery(PROJECT, text=query)
            lines = bench.workspace.summaries(bench.workspace.numbers(wanted)).values()
            known = bench.workspace.by_ids([line.id for line in lines])
            clocks = clocks_of(bench, list(known.values()))
            records = [
                summary_document(bench.library, line) | clock_document(clocks.get(line.id))
                for line in lines
            ]
        told = [
            f"{one['state']}  {one['code']}  {one['title']}{_days(clocks.get(one['id']))}"
            for one in records
        ]
        out.answer({"count": len(records), "records": records}, [*told, f"共 {len(records)} 个。"])
        return GOOD

    @command(group, "show", "显示一个项目，连同问题。")
    @click.argument("workspace", type=FILE)
    @click.argument("project")
    def show(out: Output, workspace: Path, project: str) -> int:
        with reading(workspace) as bench:
            found = _project(bench, project)
            document, lines = _shown(bench, found)
            told = list(record_lines(bench.library, found))
            clock = clock_of(bench, found)
        waits = [f"办理期限：{clock.words}"] if clock else []
        out.answer(document | clock_document(clock), [*told, *waits, *lines])
        return GOOD


def _checking(group: click.Group) -> None:
    @command(group, "check", "核查一个项目：逐项说明结论、依据和比对的内容。")
    @click.argument("workspace", type=FILE)
    @click.argument("project")
    def check(out: Output, workspace: Path, project: str) -> int:
        with reading(workspace) as bench:
            found = _project(bench, project)
            checks = check_project(bench, found, out.run)
        out.answer(checks_document(found, checks), [*_check_lines(checks), _sum_line(checks)])
        return WANTING if _failed(checks) else GOOD

    @command(group, "overrule", "改判一项核查结论，写明理由；理由印在审查表上。")
    @click.argument("workspace", type=FILE)
    @click.argument("project")
    @click.argument("check")
    @click.option("--reason", type=WORDS, required=True, help="理由")
    @click.option("--by", type=WORDS, required=True, help="改判人姓名")
    def overruling(
        out: Output, workspace: Path, project: str, check: str, reason: str, by: str
    ) -> int:
        with writing(workspace) as bench:
            saved = overrule(bench, _project(bench, project).id, check, reason, by, out.run)
            checks = check_project(bench, saved, out.run)
        out.answer(checks_document(saved, checks), [*_check_lines(checks), _sum_line(checks)])
        return GOOD


def _project(bench: Workbench, word: str) -> Record:
    """The project that was named. Raises Refused for another record."""
    found = record_called(bench, word)
    project_kind(bench, found)
    return found


def _shown(bench: Workbench, record: Record) -> tuple[dict[str, Any], list[str]]:
    """A project as a document with its findings, and these as lines."""
    kind = bench.library.version(record.kind, record.standard)
    findings = check_record(bench, record)
    documents = [finding_document(one, kind, record.title) for one in findings]
    document = record_document(bench.library, record) | {"findings": documents}
    return document, [finding_line(one, kind=kind) for one in findings]


def clock_document(clock: Clock | None) -> dict[str, Any]:
    """How long a project has been waiting, as a script reads it; null where nothing is timed."""
    if clock is None:
        return {"clock": None}
    days = {"used": clock.used, "allowed": clock.allowed, "left": clock.left}
    told = {"since": clock.since.isoformat(), "due": clock.due.isoformat(), "mark": clock.mark}
    return {"clock": {**told, **days}}


def _days(clock: Clock | None) -> str:
    return f"  （{clock.words}）" if clock else ""


def checks_document(record: Record, checks: Sequence[ProjectCheck]) -> dict[str, Any]:
    """What the checks of a project came to, as a script reads it."""
    counts = {one.value: sum(c.result is one for c in checks) for one in Outcome}
    return {
        "id": record.id,
        "code": record.code,
        "title": record.title,
        "revisionId": record.revision_id,
        "counts": counts,
        "open": sum(one.is_open for one in checks),
        "checks": [check_document(one) for one in checks],
    }


def _check_lines(checks: Sequence[ProjectCheck]) -> Iterator[str]:
    for check in checks:
        yield f"{check.result.label}  {check.label}：{check.sentence}（{check.clause}）"
        for one in check.evidence:
            yield f"    {_compared(one)}"
        if check.overrule is not None:
            said = check.overrule
            still = "改判" if said.holds else "以前的改判（结论变了，不再算数）"
            yield f"    {still}：{said.reason}（{said.by}，{said.on}）"


def _compared(one: Evidence) -> str:
    like = "" if one.percent is None else f"  {one.percent}%"
    sides = " ↔ ".join(side for side in (one.mine, one.theirs) if side)
    return f"{one.label}：{sides}{like}" if sides else f"{one.label}{like}"


def _failed(checks: Sequence[ProjectCheck]) -> int:
    return sum(one.result is Outcome.FAIL and not one.is_overruled for one in checks)


def _sum_line(checks: Sequence[ProjectCheck]) -> str:
    asked = sum(one.result is Outcome.ASK and not one.is_overruled for one in checks)
    over = sum(one.is_overruled for one in checks)
    fail, ask = Outcome.FAIL.label, Outcome.ASK.label
    return f"核查 {len(checks)} 项：{fail} {_failed(checks)}，{ask} {asked}，改判 {over}。"
