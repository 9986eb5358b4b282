"""Commands on records: list, show, set, delete, restore, mend, check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import FILE, command, kind_named, reading, writing
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.packages import sent_back_document, sent_back_lines
from cdo_desktop.cli.words import (
    finding_document,
    finding_line,
    record_document,
    record_lines,
    summary_document,
)
from cdo_desktop.domain.findings import Finding, count
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused
from cdo_desktop.standard.model import Severity
from cdo_desktop.work import bulk, checking, editing, ledger, notes
from cdo_desktop.work.twice import check_in_list
from cdo_desktop.work.typed import Entry, record_called
from cdo_desktop.workbench import Workbench

_ENTRY = re.compile(
    r"(?:(?P<group>[^\[\]=]+)\[(?P<row>\d+)\](?:\.|(?==)))?(?P<element>[^=]*)=(?P<text>.*)",
    re.DOTALL,
)


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _listing(group)
    _showing(group)
    _changing(group)
    _binning(group)
    _in_bulk(group)
    _checking(group)


def _listing(group: click.Group) -> None:
    @command(group, "list", "列出记录。")
    @click.argument("workspace", type=FILE)
    @click.option("--kind", default="", help="清单：resource、system、demand …，或中文名")
    @click.option("--state", "states", multiple=True, help="状态，中文词或英文键，可写多次")
    @click.option("--query", default="", help="按名称、代码、拼音首字母或信息项查找")
    @click.option("--limit", default=-1, help="最多几条")
    @click.option("--deleted", is_flag=True, help="列出回收站")
    def list_records(
        out: Output,
        workspace: Path,
        kind: str,
        states: tuple[str, ...],
        query: str,
        limit: int,
        deleted: bool,
    ) -> int:
        with reading(workspace) as bench:
            wanted = ListQuery(
                kind=kind_named(bench.library, kind).key if kind else "",
                states=tuple(_state_key(bench, state) for state in states),
                text=query,
                deleted=deleted,
            )
            documents = _documents(bench, wanted, limit)
            total = bench.workspace.count(wanted)
            lines = [] if out.as_json else _list_lines(bench, documents)
        out.answer({"count": total, "records": documents}, [*lines, f"共 {total} 条。"])
        return GOOD


def _showing(group: click.Group) -> None:
    @command(group, "show", "显示一条记录，连同问题和完整度。")
    @click.argument("workspace", type=FILE)
    @click.argument("record")
    def show(out: Output, workspace: Path, record: str) -> int:
        with reading(workspace) as bench:
            found = record_called(bench, record)
            kind = bench.library.version(found.kind, found.standard)
            findings = check_in_list(bench, found)
            complete = checking.explain_completeness(bench, found)
            document = record_document(bench.library, found) | {
                "completeness": complete.percent,
                "completeness_lines": [
                    {
                        "dimension": line.dimension,
                        "label": line.label,
                        "got": line.got,
                        "of": line.of,
                        "why": list(line.why),
                    }
                    for line in complete.lines
                ],
                "findings": [finding_document(f, kind, found.title) for f in findings],
            }
            lines = [*record_lines(bench.library, found), f"完整度 {complete.percent}%"]
            still = [one for one in bench.workspace.comments(found.id) if not one.closed_at]
            document["openComments"] = len(still)
            lines += _attached_lines(bench, found)
            answer = ledger.sent_back(bench, found.id)
            document["sentBack"] = sent_back_document(answer)
            lines += sent_back_lines(answer, found.revision_id)
        if still:
            lines.append(f"有没解决的批注 {len(still)} 条，用 comments 查看。")
        out.answer(document, [*lines, *(finding_line(one, kind=kind) for one in findings)])
        return GOOD


def _changing(group: click.Group) -> None:
    @command(
        group,
        "set",
        "修改：要素=值；信息项写 信息项[2].数据类型=字符型；信息项[2]= 删去这一行；值为空即清除。",
    )
    @click.argument("workspace", type=FILE)
    @click.argument("record")
    @click.argument("entries", nargs=-1, required=True, metavar="要素=值…")
    def set_values(out: Output, workspace: Path, record: str, entries: tuple[str, ...]) -> int:
        with writing(workspace) as bench:
            before = record_called(bench, record)
            saved = editing.set_values(bench, before.id, [entry_of(text) for text in entries])
            findings = check_in_list(bench, saved)
            here = editing.touched(bench, before, saved)
            kind = bench.library.version(saved.kind, saved.standard)
            document = record_document(bench.library, saved)
        document["findings"] = [finding_document(f, kind, saved.title) for f in findings]
        document["changed"] = saved.revision_id != before.revision_id
        document["errors"] = count(findings, Severity.ERROR)
        document["warnings"] = count(findings, Severity.WARNING)
        said = f"已保存“{saved.title}”第 {saved.revision} 版。"
        if not document["changed"]:
            said = f"“{saved.title}”没有变化，没有新版本。"
        reopened = reopened_lines(int(saved.review != before.review))
        found = [finding_line(one, kind=kind) for one in here]
        out.answer(document, [said, *reopened, *found, _left_over(findings)])
        return GOOD


def _binning(group: click.Group) -> None:
    @command(group, "delete", "把记录放进回收站（可恢复，也可撤销）。")
    @click.argument("workspace", type=FILE)
    @click.argument("records", nargs=-1, required=True)
    def delete(out: Output, workspace: Path, records: tuple[str, ...]) -> int:
        with writing(workspace) as bench:
            gone = editing.delete(bench, records)
        out.answer(
            {"deleted": [record.id for record in gone]},
            [f"已放进回收站：{record.title}" for record in gone],
        )
        return GOOD

    @command(group, "restore", "从回收站恢复记录，恢复后是草稿。")
    @click.argument("workspace", type=FILE)
    @click.argument("records", nargs=-1, required=True)
    def restore(out: Output, workspace: Path, records: tuple[str, ...]) -> int:
        with writing(workspace) as bench:
            back = editing.restore(bench, records)
        out.answer(
            {"restored": [record.id for record in back]},
            [f"已恢复：{record.title}" for record in back],
        )
        return GOOD


def _in_bulk(group: click.Group) -> None:
    @command(group, "mend", "一键修正：把只有一种正确答案的问题改好，作为一步，可撤销。")
    @click.argument("workspace", type=FILE)
    @click.argument("records", nargs=-1)
    @click.option("--code", "codes", multiple=True, help="只修正这些代码的问题")
    def mend(out: Output, workspace: Path, records: tuple[str, ...], codes: tuple[str, ...]) -> int:
        with writing(workspace) as bench:
            ids = records or tuple(bench.workspace.ids(ListQuery(with_problems=True)))
            done = bulk.mend(bench, ids, out.run, codes)
            kinds = bench.library.kinds
        found = [(f, kinds[done.kinds[f.place.record]]) for f in done.findings]
        titles = done.titles
        document = {
            "mended": len(found),
            "reopened": done.reopened,
            "findings": [finding_document(f, kind, titles[f.place.record]) for f, kind in found],
        }
        fixes = [
            f"  {titles[f.place.record]}：{f.fix.label}：{f.message()}" for f, _ in found if f.fix
        ]
        out.answer(document, [*fixes, f"共修正 {len(found)} 处。", *reopened_lines(done.reopened)])
        return GOOD

    @command(group, "fill", "批量补填：只填空着的要素（如 2025 年条例新增的），作为一步，可撤销。")
    @click.argument("workspace", type=FILE)
    @click.argument("entries", nargs=-1, required=True, metavar="要素=值…")
    @click.option("--kind", default="resource", show_default=True, help="清单")
    @click.option("--query", default="", help="只填查到的记录")
    def fill(out: Output, workspace: Path, entries: tuple[str, ...], kind: str, query: str) -> int:
        with writing(workspace) as bench:
            wanted = kind_named(bench.library, kind).key
            ids = bench.workspace.ids(ListQuery(wanted, text=query))
            done = bulk.fill(bench, wanted, [entry_of(text) for text in entries], ids, out.run)
        document = {"filled": done.changed, "reopened": done.reopened}
        out.answer(document, [f"补填了 {done.changed} 条。", *reopened_lines(done.reopened)])
        return GOOD


def _checking(group: click.Group) -> None:
    @command(group, "check", "检查全部记录，也检查记录之间。")
    @click.argument("workspace", type=FILE)
    @click.option("--kind", default="", help="只检查一种清单")
    def check(out: Output, workspace: Path, kind: str) -> int:
        with reading(workspace) as bench:
            key = kind_named(bench.library, kind).key if kind else ""
            found = checking.check_workspace(bench, out.run, key)
            documents = [
                finding_document(f, found.kind_of(f, bench.library.kinds), found.title_of(f))
                for f in found.findings
            ]
        document = {
            "records": found.records,
            "errors": found.errors,
            "warnings": found.warnings,
            "findings": documents,
        }
        lines = [
            finding_line(f, found.title_of(f), found.kind_of(f, bench.library.kinds))
            for f in found.findings
        ]
        last = f"检查了 {found.records} 条：错误 {found.errors}，警告 {found.warnings}。"
        out.answer(document, [*lines, last])
        return WANTING if found.errors else GOOD


def _documents(bench: Workbench, wanted: ListQuery, limit: int) -> list[dict[str, Any]]:
    numbers = bench.workspace.numbers(wanted, limit)
    documents = []
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        summaries = bench.workspace.summaries(part)
        documents += [summary_document(bench.library, summaries[n]) for n in part]
    return documents


def _attached_lines(bench: Workbench, record: Record) -> list[str]:
    """Name, size and fingerprint of what hangs on a record."""
    return [
        f"附件“{one.name}”（{one.label}，{one.size} 字节，SHA-256 {one.sha256}）"
        for one in notes.attached_to(bench, record)
    ]


def _list_lines(bench: Workbench, documents: list[dict[str, Any]]) -> list[str]:
    """State, short id, code and title, one under the other."""
    short = bench.workspace.short_ids([found["id"] for found in documents])
    wide = max(map(len, short.values()), default=0)
    return [
        f"{d['state']:　<4}{short[d['id']]:<{wide}}  {d['code']:<26}{d['title']}" for d in documents
    ]


def _state_key(bench: Workbench, word: str) -> str:
    known = {delivery.label: delivery.value for delivery in Delivery}
    for kind in bench.library.kinds.values():
        known |= {state.label: state.key for state in bench.library.flow_of(kind).states}
    if word in known.values():
        return word
    if word not in known:
        raise Refused("CDO-U103", what=word, choices="、".join(known))
    return known[word]


def _left_over(findings: Sequence[Finding]) -> str:
    """How much is to be done on a record before it can be submitted."""
    errors, warnings = (count(findings, s) for s in (Severity.ERROR, Severity.WARNING))
    if not errors and not warnings:
        return "这条记录没有错误和警告。"
    return f"这条记录还有错误 {errors} 处、警告 {warnings} 处，用 show 逐条查看。"


def reopened_lines(number: int) -> list[str]:
    """What is to be said where an edit took records back to drafts."""
    if not number:
        return []
    return [f"其中 {number} 条原来已经提交或审核，改后成为草稿，要重新提交；撤回这次修改用 undo。"]


def place_named(text: str) -> Entry:
    """附件, 信息项[2].数据类型, 信息项[2] (the row itself). Raises Refused."""
    if "=" in text or not text.strip():
        raise Refused("CDO-U105", what=text)
    return entry_of(f"{text}=")


def entry_of(text: str) -> Entry:
    """更新周期=每月, 信息项[2].数据类型=字符型C, 信息项[2]= (takes the row out). Raises Refused."""
    found = _ENTRY.fullmatch(text)
    if found is None or not (found["element"].strip() or found["group"]):
        raise Refused("CDO-U105", what=text)
    group, row = (found["group"] or "").strip(), int(found["row"] or 0)
    return Entry(found["element"].strip(), found["text"], group, row)
