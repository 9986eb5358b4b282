"""Commands on sheets: template, import, export-xlsx, reverse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import FILE, command, kind_named, reading, writing
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.words import (
    change_document,
    change_line,
    finding_line,
    sheet_finding_document,
)
from cdo_desktop.standard.library import Library
from cdo_desktop.work import importing, layouts, reversing, sheets
from cdo_desktop.workbench import Workbench


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _templates(group)
    _giving_out(group)


def _templates(group: click.Group) -> None:
    @command(group, "template", "写出填报模板（带下拉列表）。")
    @click.option("-o", "--output", type=FILE, required=True, help="模板文件 .xlsx")
    @click.option("--kind", default="resource", show_default=True, help="清单")
    @click.option("--profile", default="national", show_default=True, help="地方配置")
    def template(out: Output, output: Path, kind: str, profile: str) -> int:
        wanted = kind_named(Library(profile), kind)
        made = sheets.template(output, wanted.key, profile)
        document = {"file": str(output), "kind": made.key, "standard": made.standard}
        out.answer(document, [f"已写出{made.label}模板 {output}（{made.standard}）。"])
        return GOOD

    @command(group, "import", "导入表格：先预演，再作为一步写入；--rehearse 只预演。")
    @click.argument("workspace", type=FILE)
    @click.argument("file", type=FILE)
    @click.option("--kind", default="resource", show_default=True, help="清单")
    @click.option("--rehearse", is_flag=True, help="只预演，不写入")
    @click.option("--annotate", "annotated", type=FILE, help="把问题批注到表格的副本")
    @click.option("--layout", default="", help="按这个版式认列：自己保存的，或 L1–L4")
    @click.option(
        "--map", "wishes", multiple=True, metavar="列=要素", help="手工指定一列，可写多次"
    )
    @click.option("--save-layout", default="", help="把这次的列对应保存为自己的版式")
    def import_sheet(
        out: Output,
        workspace: Path,
        file: Path,
        kind: str,
        rehearse: bool,
        annotated: Path | None,
        layout: str,
        wishes: tuple[str, ...],
        save_layout: str,
    ) -> int:
        opened = reading if rehearse else writing
        with opened(workspace) as bench:
            found = _rehearsed(out, bench, file, kind, layout, wishes)
            document = _rehearsal_document(found)
            lines = [*_seen_lines(document), *map(finding_line, found.findings)]
            if annotated is not None:
                copy = importing.annotated_copy(found, annotated, out.run)
                document["annotated"] = str(copy.path)
                lines += [finding_line(note) for note in copy.notes]
            if save_layout:
                document["layout"] = str(layouts.keep_layout(save_layout, found.rehearsal))
            if not rehearse:
                with _taken_away(annotated):
                    importing.write(bench, found, out.run)
        out.answer(document, [*lines, _rehearsal_line(document, rehearse)])
        return WANTING if found.errors else GOOD


def _giving_out(group: click.Group) -> None:
    @command(group, "export-xlsx", "把记录写成表格；改好再导入，没改的不算变更。")
    @click.argument("workspace", type=FILE)
    @click.option("-o", "--output", type=FILE, required=True, help="表格文件 .xlsx")
    @click.option("--kind", "kinds", multiple=True, help="只写这些清单")
    def export_xlsx(out: Output, workspace: Path, output: Path, kinds: tuple[str, ...]) -> int:
        with reading(workspace) as bench:
            keys = tuple(kind_named(bench.library, kind).key for kind in kinds)
            records = sheets.export_workbook(bench, output, out.run, keys)
        out.answer({"file": str(output), "records": records}, [f"已写出 {records} 条到 {output}。"])
        return GOOD

    @command(group, "reverse", "反编目：从数据文件、.sql 建表语句或数据库地址生成目录草稿。")
    @click.argument("workspace", type=FILE)
    @click.argument("source")
    @click.option("--schema", default="", help="数据库里的模式名")
    def reverse(out: Output, workspace: Path, source: str, schema: str) -> int:
        with writing(workspace) as bench:
            made, notes = reversing.reverse(bench, source, out.run, schema)
        records = [
            {
                "id": r.id,
                "code": r.code,
                "title": r.title,
                "items": sum(map(len, r.groups.values())),
            }
            for r in made
        ]
        lines = [f"  {record['title']}：信息项 {record['items']} 个" for record in records]
        for note in notes:
            out.say(note.message())
        out.answer({"new": len(made), "records": records}, [*lines, f"生成草稿 {len(made)} 条。"])
        return GOOD


@contextmanager
def _taken_away(copy: Path | None) -> Iterator[None]:
    """What was written beside goes again if the import itself does not come to pass."""
    try:
        yield
    except BaseException:
        if copy is not None:
            copy.unlink(missing_ok=True)
        raise


def _rehearsed(
    out: Output, bench: Workbench, file: Path, kind: str, layout: str, wishes: tuple[str, ...]
) -> importing.Rehearsed:
    wanted = kind_named(bench.library, kind)
    chosen = layouts.layout_called(layout) if layout else None
    found = importing.rehearse(bench, file, wanted.key, out.run, layout=chosen)
    if not wishes:
        return found
    mapping = layouts.mapped_by_hand(found.rehearsal, wanted, wishes)
    return importing.rehearse(bench, file, wanted.key, out.run, mapping=mapping)


def _rehearsal_document(found: importing.Rehearsed) -> dict[str, Any]:
    rehearsal = found.rehearsal
    titles = {entry.record.id: entry.record.title for entry in rehearsal.entries}
    counts = {outcome.value: number for outcome, number in rehearsal.counts.items()}
    return {
        **counts,
        "items": rehearsal.items,
        "findings": [
            sheet_finding_document(f, rehearsal.kind, titles.get(f.place.record, ""))
            for f in found.findings
        ],
        "mapping": [
            {
                "sheet": source.sheet,
                "layout": source.mapping.layout,
                "column": layouts.letters(column.number),
                "heading": column.heading,
                "target": column.target,
                "confidence": column.confidence,
                "standing": column.standing,
            }
            for source in rehearsal.sources
            for column in source.mapping.columns
        ],
        "differences": [
            change_document(change, rehearsal.kind, entry.record)
            for entry in rehearsal.entries
            for change in entry.changes
        ],
    }


def _seen_lines(document: dict[str, Any]) -> list[str]:
    """How the columns were taken, and what would change, as a person reads it."""
    lines = [
        f"  {one['sheet']} {one['column']} 列“{one['heading']}” → {one['target'] or '不导入'}"
        for one in document["mapping"]
    ]
    return [*lines, *map(change_line, document["differences"])]


def _rehearsal_line(document: dict[str, Any], rehearse: bool) -> str:
    done = "预演" if rehearse else "已写入"
    return (
        f"{done}：新增 {document['new']}，变更 {document['changed']}，"
        f"未变 {document['unchanged']}，不合格 {document['invalid']}，"
        f"信息项 {document['items']} 个。"
    )
