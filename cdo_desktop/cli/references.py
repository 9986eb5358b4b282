"""Commands on packages of others that projects are compared with: add, list, drop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import FILE, HELP, command, reading, writing
from cdo_desktop.cli.output import GOOD, Output
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.work.references import Reference, add_references, drop_reference, references


def register(projects: click.Group) -> None:
    """Add the commands to the group of projects."""
    group = click.Group("reference", help="留作比对的包：加入、列出、去掉。", context_settings=HELP)
    projects.add_command(group)

    @command(group, "add", "把核验过的包里的项目和系统留作比对，不进入清单；可以撤销。")
    @click.argument("workspace", type=FILE)
    @click.argument("packages", type=FILE, nargs=-1, required=True)
    def add(out: Output, workspace: Path, packages: tuple[Path, ...]) -> int:
        with writing(workspace) as bench:
            taken = add_references(bench, packages, out.run)
        out.answer(_document(taken), [*map(_line, taken), f"已留作比对 {len(taken)} 个包。"])
        return GOOD

    @command(group, "list", "列出留作比对的包。")
    @click.argument("workspace", type=FILE)
    def list_references(out: Output, workspace: Path) -> int:
        with reading(workspace) as bench:
            found = references(bench)
        out.answer(_document(found), [*map(_line, found), f"共 {len(found)} 个。"])
        return GOOD

    @command(group, "drop", "不再比对一个包，写文件名或编号。")
    @click.argument("workspace", type=FILE)
    @click.argument("package", type=WORDS)
    def drop(out: Output, workspace: Path, package: str) -> int:
        with writing(workspace) as bench:
            gone = drop_reference(bench, package)
        out.answer(_document([gone]), [f"不再比对“{gone.file_name}”。"])
        return GOOD


def _line(one: Reference) -> str:
    return f"{one.file_name}  {one.kind.label}  {one.sender.name}  {one.entries} 条"


def _document(found: Sequence[Reference]) -> dict[str, Any]:
    return {
        "count": len(found),
        "references": [
            {
                "package": one.package_id,
                "contentDigest": one.content_digest,
                "kind": one.kind.value,
                "file": one.file_name,
                "from": one.sender.as_json(),
                "createdAt": one.created_at,
                "entries": one.entries,
                "by": one.by,
                "at": one.at,
            }
            for one in found
        ],
    }
