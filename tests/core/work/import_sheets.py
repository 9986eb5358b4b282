"""Sheets as the tests of importing bring them, and the steps they take with them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from cdo_desktop.tasks import Run
from cdo_desktop.work import importing, layouts

GOOD = {
    "信息资源名称": "城镇低保人员信息",
    "信息资源分类": "307022",
    "信息资源提供方": "巴中市民政局",
    "信息资源提供方代码": "11511900MB0000019E",
    "信息资源摘要": "本市城镇低保对象的家庭成员、保障标准、发放金额和起止月份。",
    "信息资源格式分类": "数据库",
    "信息资源格式类型": "KingbaseES",
    "共享类型": "无条件共享",
    "共享方式分类": "共享平台方式",
    "共享方式类型": "接口",
    "是否向社会开放": "否",
    "更新周期": "每月",
    "发布日期": "2026-03-01",
    "责任科室": "社会救助科",
    "信息项名称": "街道名称",
    "数据类型": "字符型",
    "数据长度": "64",
}


def sheet(
    path: Path,
    *rows: dict[str, str],
    headings: dict[str, str] | None = None,
    more: tuple[str, ...] = (),
) -> Path:
    """A sheet with one row each; `headings` calls columns otherwise, `more` adds some."""
    names = [*GOOD, *more]
    shown = {name: (headings or {}).get(name, name) for name in names}
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("目录")
        page.write_row(0, 0, list(shown.values()))
        for line, row in enumerate(rows or ({},), 1):
            page.write_row(line, 0, [{**GOOD, **row}.get(name, "") for name in names])
    return path


def rehearsed(bench, path: Path, run: Run | None = None, **more) -> importing.Rehearsed:
    return importing.rehearse(bench, path, "resource", run or Run(), **more)


def imported(bench, path: Path):
    """Rehearse and write; gives the records."""
    found = rehearsed(bench, path)
    importing.write(bench, found, Run())
    return [bench.workspace.record(entry.record.id) for entry in found.rehearsal.entries]


def put_right(bench, path: Path, *wishes: str):
    proposed = importing.mappings(bench, path, "resource")
    return layouts.mapped_by_hand(proposed, bench.library.kind("resource"), wishes)
