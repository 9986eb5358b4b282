"""Commands on sheets: template, import, export-xlsx, reverse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import FILE, Command, command, kind_named, reading, writing
from cdo_desktop.cli.hints import message
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.words import (
    change_document,
    change_line,
    finding_document,
    finding_line,
    sheet_finding_document,
)
from cdo_desktop.domain.findings import Finding
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind
from cdo_desktop.work import importing, layouts, reversing, sheets
from cdo_desktop.workbench import Workbench

_LINE = click.IntRange(1, 1_048_576)
"""A line of a sheet as a person counts it."""
_STANDINGS = {
    "taken": "导入",
    "warned": "导入，请核对",
    "pending": "不导入，请确认",
    "unknown": "不导入",
}


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _templates(group)
    _giving_out(group)


def _templates(group: click.Group) -> None:
    @command(group, "template", "写出填报模板（带下拉列表）。")
    @click.option("-o", "--output", type=FILE, required=True, help="模板文件 .xlsx")
    @click.option("--kind", default="resource", show_default=True, help="清单")
    @click.option("--profile", default="national", show_default=True, help="适用的地方规定")
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
    @click.option("--layout", default="", help="按这个版式认列：自己保存的，或 L1–L5")
    @_by_hand
    @click.option("--save-layout", default="", help="把这次的列对应保存为自己的版式")
    def import_sheet(
        out: Output,
        workspace: Path,
        file: Path,
        kind: str,
        rehearse: bool,
        annotated: Path | None,
        layout: str,
        save_layout: str,
        **by_hand: Any,
    ) -> int:
        opened = reading if rehearse else writing
        with opened(workspace) as bench:
            found = _rehearsed(out, bench, file, kind, layout, _ByHand(**by_hand))
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


@dataclass(frozen=True, slots=True)
class _ByHand:
    """What the options --map, --sheet and --header-row say."""

    wishes: tuple[str, ...]
    sheet: str
    header_row: int | None

    def __bool__(self) -> bool:
        return bool(self.wishes or self.sheet or self.header_row)


def _by_hand(function: Command) -> Command:
    """The options by which a person says how a sheet is to be read."""
    for option in (
        click.option("--header-row", type=_LINE, help="表头最下面一行的行号，从 1 数起"),
        click.option("--sheet", default="", help="只读这张工作表，隐藏的也可以"),
        click.option(
            "--map", "wishes", multiple=True, metavar="列=要素", help="手工指定一列，可写多次"
        ),
    ):
        function = option(function)
    return function


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
            findings = [_note_document(bench.library, note) for note in notes]
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
            out.say(message(note))
        document = {"new": len(made), "records": records, "findings": findings}
        out.answer(document, [*lines, f"生成草稿 {len(made)} 条。"])
        return GOOD


def _note_document(library: Library, note: Finding) -> dict[str, Any]:
    """What is said of a table, or of the resource that is already there of it."""
    title = str(note.facts.get("title", ""))
    return finding_document(note, library.kind(reversing.KIND), title)


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
    out: Output, bench: Workbench, file: Path, kind: str, layout: str, told: _ByHand
) -> importing.Rehearsed:
    wanted = kind_named(bench.library, kind)
    chosen = layouts.layout_called(layout) if layout else None
    if not told:
        return importing.rehearse(bench, file, wanted.key, out.run, layout=chosen)
    proposed = importing.mappings(
        bench, file, wanted.key, sheet=told.sheet, header_row=told.header_row or 0, layout=chosen
    )
    mapping = layouts.mapped_by_hand(proposed, wanted, told.wishes)
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
                "target": _element_label(rehearsal.kind, column.group, column.element),
                "target_key": column.target,
                "confidence": column.confidence,
                "standing": _STANDINGS[column.standing.value],
                "standing_key": column.standing.value,
            }
            for source in rehearsal.sources
            for column in source.mapping.columns
            if column.heading or column.target
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
        f"  {one['sheet']} {one['column']} 列“{one['heading']}” → {_taken_as(one)}"
        for one in document["mapping"]
        if one["heading"]
    ]
    return [*lines, *map(change_line, document["differences"])]


def _element_label(kind: Kind, group: str, key: str) -> str:
    """An element in the words --map takes: 更新周期, 信息项.数据类型; "" if there is none such."""
    element = kind.element_at(key, group)
    if element is None:
        return ""
    return f"{kind.groups_by_key[group].label}.{element.label}" if group else element.label


def _taken_as(one: dict[str, Any]) -> str:
    if one["standing_key"] == "pending":
        return f"不导入（可能是{one['target']}）"
    return one["target"] or "不导入"


def _rehearsal_line(document: dict[str, Any], rehearse: bool) -> str:
    done = "预演" if rehearse else "已写入"
    return (
        f"{done}：新增 {document['new']}，变更 {document['changed']}，"
        f"未变 {document['unchanged']}，不能写入 {document['invalid']}，"
        f"信息项 {document['items']} 个。"
    )
