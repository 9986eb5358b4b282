"""A workspace in the middle of the work, for the pictures: what `demo` leaves, and a day more.

All of it is done by the commands themselves: the pictures show nothing the program cannot do.
"""

from __future__ import annotations

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop import paths
from cdo_desktop.cli.entry import main as command

PASSPHRASE = "练习口令"
CLERK, CHIEF = "王晓燕", "李文涛"
CODE = "30799901/0000{:02}".format

DRAFTS = {
    11: ("信息资源格式分类=电子文件", "信息资源格式类型=接口"),
    12: ("更新周期=每年", "信息资源摘要=教师资格认定的申请、审核和发证情况。"),
    15: ("使用用途=", "共享类型=有条件共享"),
    16: ("信息项[1].数据类型=字符", "信息资源摘要=校外培训机构的办学许可、年检和白名单公示情况。"),
    35: ("信息资源名称=义务教育学区划分信息",),
    39: ("信息资源提供方代码=11511921MB999999XY",),
}
REVIEWED = {36: "有条件共享", 40: "无条件共享", 42: "无条件共享", 45: "无条件共享"}
FIRST = "通江县学生资助信息平台升级项目（示例）"
SECOND = "通江县学生资助发放管理系统（示例）"
RETURNED, WAITING, APPROVED = (13, 50), (17, 18, 37), (41, 43, 44)


@dataclass(frozen=True, slots=True)
class Day:
    """The files of the day."""

    workspace: Path
    package: Path
    receipt: Path
    unknown: Path
    """A package of another office, signed by somebody nobody knows here."""
    broken: Path
    """The package with one byte changed."""


def make_day(folder: Path) -> Day:
    """Do the whole main job, then work on: drafts, returns, reviews, two more packages."""
    os.environ["CDO_PASSPHRASE"] = PASSPHRASE
    demo = folder / "demo"
    _run("demo", demo)
    workspace = demo / "示例.cdo"
    _file_project(folder, workspace)
    _edit(workspace)
    _review(workspace)
    second = folder / "目录增量-02.cdopkg"
    _run("export", workspace, "--key", demo / "首席数据官.cdokey", "--scope", "delta", "-o", second)
    _run("handed", workspace, second, "--to", "巴中市数据局 赵敏")
    _answer(demo, workspace, second)
    _run("approve", workspace, *map(CODE, APPROVED), "--by", CHIEF)
    third = folder / "目录增量-03.cdopkg"
    _run("export", workspace, "--key", demo / "首席数据官.cdokey", "--scope", "delta", "-o", third)
    _run("approve", workspace, CODE(WAITING[0]), "--by", CHIEF)
    package = demo / "目录导出.cdopkg"
    return Day(
        workspace, package, demo / "回执.cdopkg", _elsewhere(folder), _broken(folder, package)
    )


def _edit(workspace: Path) -> None:
    for number, entries in DRAFTS.items():
        _run("set", workspace, CODE(number), *entries)
    for number, share in REVIEWED.items():
        _run("set", workspace, CODE(number), f"关键词=教育、{share}")
    for number in (*RETURNED, *WAITING, *APPROVED):
        _run("set", workspace, CODE(number), "关键词=教育、名录")
    _run("comment", workspace, CODE(11), "信息资源格式类型", "格式类型请与信息系统清单核对。")


def _review(workspace: Path) -> None:
    codes = [CODE(number) for number in (*REVIEWED, *RETURNED, *WAITING, *APPROVED)]
    _run("submit", workspace, *codes, "--by", CLERK)
    note = "共享条件缺使用用途；请与去年的目录核对后再提交。"
    _run("return", workspace, *map(CODE, RETURNED), "--by", CHIEF, "--note", note)
    _run("approve", workspace, *map(CODE, REVIEWED), "--by", CHIEF)


def _answer(demo: Path, workspace: Path, package: Path) -> None:
    """The platform sends one record back."""
    receipt = package.with_name("回执-02.cdopkg")
    why = f"{CODE(40)}=摘要与信息项不一致，请核对后重报"
    key = demo / "平台.cdokey"
    trust = ("--trust", demo / "信任清单.cdopkg", "--roots", demo / "root.json")
    _run("receipt", "make", package, "--key", key, *trust, "--reject", why, "-o", receipt)
    _run("receipt", "take", workspace, receipt)


def _file_project(folder: Path, workspace: Path) -> None:
    """A second project, which does what the first does already, waits for the CDO."""
    sample = paths.resources() / "sample"
    values = json.loads((sample / "project.json").read_text("utf-8"))
    values["values"]["title"] = SECOND
    source = folder / "project.json"
    source.write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    _run("project", "new", workspace, "--values", source)
    for kind in ("joint_build", "negative"):
        _run("import", workspace, paths.resources() / "lists" / f"{kind}.csv", "--kind", kind)
    _run("attach", workspace, "XM-0002", "附件[1].文件", sample / "sample.xlsx")
    _run("project", "file", workspace, "XM-0002", "--by", CLERK)


def _elsewhere(folder: Path) -> Path:
    """Another office, with its own key."""
    other = folder / "other"
    _run("demo", other)
    target = folder / "县林业局-目录.cdopkg"
    target.write_bytes((other / "目录导出.cdopkg").read_bytes())
    return target


def _broken(folder: Path, package: Path) -> Path:
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 1
    target = folder / "目录导出（邮件转来）.cdopkg"
    target.write_bytes(content)
    return target


def _run(*words: object) -> None:
    """A command, in silence; one that was refused is an error of this script."""
    said = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(said):
        code = command([str(word) for word in words])
    if code not in (0, 1):
        raise SystemExit(f"{words}: {said.getvalue()}")
