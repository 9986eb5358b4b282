"""Commands on what hangs on records: attach, attachment, comment, comments, resolve."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import FILE, command, reading, writing
from cdo_desktop.cli.output import GOOD, Output
from cdo_desktop.cli.records import place_named, reopened_lines
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.cli.words import minute
from cdo_desktop.domain.people import Person
from cdo_desktop.errors import Refused
from cdo_desktop.work import notes
from cdo_desktop.work.reviewing import person_called
from cdo_desktop.work.typed import record_called
from cdo_desktop.workbench import Workbench

_BY = click.option("--by", type=WORDS, help="谁写的；不写则是登录这台电脑的人")


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _attaching(group)
    _fetching(group)
    _remarking(group)
    _looking(group)
    _settling(group)


def _attaching(group: click.Group) -> None:
    @command(group, "attach", "给记录添加附件，每个不超过 50 MB；同一要素原来的附件被替换。")
    @click.argument("workspace", type=FILE)
    @click.argument("record")
    @click.argument("element")
    @click.argument("file", type=FILE)
    def attach(out: Output, workspace: Path, record: str, element: str, file: Path) -> int:
        with writing(workspace) as bench:
            before = record_called(bench, record)
            saved = notes.attach(bench, before.id, place_named(element), file)
            attached = [_attached_document(one) for one in notes.attached_to(bench, saved)]
        changed = saved.revision_id != before.revision_id
        document = {
            "id": saved.id,
            "title": saved.title,
            "revision": saved.revision,
            "revisionId": saved.revision_id,
            "changed": changed,
            "attachments": attached,
        }
        said = f"已给“{saved.title}”添加附件“{file.name}”（第 {saved.revision} 版）。"
        if not changed:
            said = f"“{saved.title}”已有这个附件，没有新版本。"
        out.answer(document, [said, *reopened_lines(int(saved.review != before.review))])
        return GOOD


def _fetching(group: click.Group) -> None:
    @command(group, "attachment", "取出附件，写成文件：写记录（有几个附件时加要素），或写指纹。")
    @click.argument("workspace", type=FILE)
    @click.argument("record", metavar="RECORD|SHA256")
    @click.argument("element", required=False)
    @click.option("-o", "--output", type=FILE, required=True, help="写到这个新文件")
    def attachment(
        out: Output, workspace: Path, record: str, element: str | None, output: Path
    ) -> int:
        with reading(workspace) as bench:
            place = place_named(element) if element else None
            sha256, size = notes.fetch(bench, record, place, output)
        document = {"file": str(output), "sha256": sha256, "size": size}
        out.answer(document, [f"已取出附件到 {output}（{size} 字节，SHA-256 {sha256}）。"])
        return GOOD


def _remarking(group: click.Group) -> None:
    @command(group, "comment", "给记录写批注；写了要素就批在那一项上。记录本身不变。")
    @click.argument("workspace", type=FILE)
    @click.argument("record")
    @click.argument("words", nargs=-1, required=True, metavar="[ELEMENT] TEXT")
    @_BY
    def comment(
        out: Output, workspace: Path, record: str, words: tuple[str, ...], by: str | None
    ) -> int:
        place, text = _place_and_text(words)
        with writing(workspace) as bench:
            made = notes.remark(bench, record, place, text, _person(bench, by))
        said = f"已给“{made.record.title}”写批注 {made.short}。"
        out.answer(_remark_document(made), [said])
        return GOOD


def _looking(group: click.Group) -> None:
    @command(group, "comments", "列出批注，先写的在前；--open 只列没有解决的。")
    @click.argument("workspace", type=FILE)
    @click.argument("record", required=False, default="")
    @click.option("--open", "only_open", is_flag=True, help="只列没有解决的")
    def comments(out: Output, workspace: Path, record: str, only_open: bool) -> int:
        with reading(workspace) as bench:
            found = notes.remarks(bench, record, only_open=only_open)
        still = sum(one.is_open for one in found)
        document = {
            "count": len(found),
            "open": still,
            "comments": [_remark_document(one) for one in found],
        }
        last = f"共 {len(found)} 条批注，没有解决的 {still} 条。"
        out.answer(document, [*map(_remark_line, found), last])
        return GOOD


def _settling(group: click.Group) -> None:
    @command(group, "resolve", "把批注标为已解决。")
    @click.argument("workspace", type=FILE)
    @click.argument("comments", nargs=-1, required=True)
    @_BY
    def resolve(out: Output, workspace: Path, comments: tuple[str, ...], by: str | None) -> int:
        with writing(workspace) as bench:
            done = notes.settle(bench, comments, _person(bench, by))
        document = {"resolved": [_remark_document(one) for one in done]}
        lines = [*map(_remark_line, done), f"已解决 {len(done)} 条批注。"]
        out.answer(document, lines)
        return GOOD


def _person(bench: Workbench, by: str | None) -> Person | None:
    return person_called(bench, by) if by else None


def _place_and_text(words: Sequence[str]) -> tuple[Any, str]:
    """[要素] 文字: what the remark hangs on, None = the record, and what it says."""
    *places, text = words
    if len(places) > 1:
        raise Refused("CDO-U129", count=len(words))
    if not text.strip():
        raise Refused("CDO-U114", what="批注")
    return (place_named(places[0]) if places else None), text.strip()


def _attached_document(one: notes.Attached) -> dict[str, Any]:
    return {
        "element": one.label,
        "element_key": one.element,
        "group": one.group,
        "row": one.row or None,
        "name": one.name,
        "sha256": one.sha256,
        "size": one.size,
    }


def _remark_document(one: notes.Remark) -> dict[str, Any]:
    comment = one.comment
    return {
        "id": comment.id,
        "record": comment.record_id,
        "code": one.record.code,
        "title": one.record.title,
        "element": one.label,
        "element_key": comment.element,
        "group": comment.group,
        "row": one.row or None,
        "text": comment.text,
        "who": comment.who,
        "at": comment.at,
        "revisionId": comment.revision_id,
        "state": "未解决" if one.is_open else "已解决",
        "state_key": "open" if one.is_open else "resolved",
        "resolvedAt": comment.closed_at or None,
    }


def _remark_line(one: notes.Remark) -> str:
    state = "未解决" if one.is_open else "已解决"
    where = "·".join(filter(None, (one.record.title, one.label)))
    at = minute(one.comment.at)
    return f"{one.short}  {state}  {at}  {one.comment.who}  {where}：{one.comment.text}"
