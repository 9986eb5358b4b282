"""The command report: what an office prints and files, as .pdf or .xlsx."""

from __future__ import annotations

from pathlib import Path

import click

from cdo_desktop.cli.base import FILE, command, reading
from cdo_desktop.cli.output import GOOD, Output
from cdo_desktop.domain.report_parts import ReportKind


def register(group: click.Group) -> None:
    """Add the command to the group."""

    @command(group, "report", "写出报表：目录汇编、三张清单、质量报告、项目台账、交接单。")
    @click.argument("workspace", type=FILE)
    @click.argument("kind", type=click.Choice([kind.value for kind in ReportKind]))
    @click.option("-o", "--output", type=FILE, required=True, help="文件，以 .pdf 或 .xlsx 结尾")
    @click.option("--package", type=FILE, help="交接单所交接的签名包文件")
    def report(out: Output, workspace: Path, kind: str, output: Path, package: Path | None) -> int:
        # reportlab takes 0.15 s to load: no other command is to wait for it
        from cdo_desktop.work import reports

        wanted = ReportKind(kind)
        with reading(workspace) as bench:
            done = reports.write(bench, wanted, output, out.run, reports.own_fonts(), package)
        notices = [one.message() + one.todo() for one in done.notices]
        document = {
            "file": str(done.path),
            "kind": done.kind.value,
            "pages": done.pages,
            "rows": done.rows,
            "notices": [
                {"code": one.code, "message": one.message(), "todo": one.todo()}
                for one in done.notices
            ],
        }
        size = f"{done.pages} 页" if done.pages else f"{done.rows} 行"
        out.answer(document, [*notices, f"已写出{wanted.label} {done.path}（{size}）。"])
        return GOOD
