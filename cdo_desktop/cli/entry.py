"""The command line's door: collects the commands and turns what they return into an exit code."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import click

from cdo_desktop import __version__
from cdo_desktop.cli import (
    demo,
    keys,
    notes,
    packages,
    projects,
    receipts,
    records,
    reports,
    review,
    review_forms,
    sheets,
    trust,
    verification,
    workspaces,
)
from cdo_desktop.cli.base import HELP
from cdo_desktop.cli.output import REFUSED, STOPPED, Output
from cdo_desktop.cli.usage import refusal_of

EPILOG = """\b
退出码：0 好（包括“有效但有提示”）；1 有不足（有错误级问题、有记录留下、包无效）；
2 用法或输入不被接受（没有文件、表格读不了、工作区被占用、冲突）；3 无法完全核验；130 已停止。
"""


@click.group(
    help="首席数据官工作台。不带命令时打开窗口。",
    epilog=EPILOG,
    context_settings=HELP,
)
@click.version_option(__version__, message="%(version)s")
def commands() -> None:
    """All commands."""


for module in (
    workspaces,
    records,
    notes,
    sheets,
    review,
    projects,
    review_forms,
    keys,
    trust,
    packages,
    verification,
    receipts,
    reports,
    demo,
):
    module.register(commands)


def main(arguments: Sequence[str]) -> int:
    """Run one command; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = commands.main(list(arguments), prog_name="cdo-desktop", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return REFUSED
    except click.ClickException as error:
        Output("--json" in arguments).failed(refusal_of(error))
        return REFUSED
    except click.Abort:
        Output("--json" in arguments).stopped()
        return STOPPED
    return result if isinstance(result, int) else 0
