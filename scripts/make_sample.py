"""Makes resources/sample/sample.xlsx from sample_catalog.toml: the same bytes every time.

The workbook is one as counties have it: the national template with its two header lines below a
title, items as repeated rows, and a handful of the errors that reviewers send back.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
TARGET = HERE.parent / "resources" / "sample" / "sample.xlsx"
MADE = datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None)

COLUMNS = (
    ("", "类 项 目 细目 信息资源名称 信息资源代码"),
    ("信息资源提供方", "资源提供单位 资源提供方地址"),
    ("", "资源提供方代码 信息资源摘要"),
    ("信息资源格式", "信息资源格式分类 信息资源格式类型 其他类型资源格式描述"),
    (
        "信息资源大普查",
        "数据存储总量(G) 结构化信息记录总数(万) 已共享的数据存储量(G) 已共享的结构化记录数(万) "
        "已开放的数据存储量(G) 已开放的结构化记录数(万)",
    ),
    ("信息项信息", "信息项名称 数据类型 数据长度"),
    ("共享属性", "共享类型 共享条件 共享范围 使用用途 不予共享理由"),
    ("共享方式", "共享方式分类 共享方式类型"),
    ("开放属性", "是否向社会开放 开放条件"),
    ("", "更新周期 发布日期 关联资源代码 责任科室"),
)
Row = list[str]


def main(target: Path = TARGET) -> None:
    """Write the workbook."""
    content = tomllib.loads((HERE / "sample_catalog.toml").read_text("utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        book.set_properties({"title": "数据资源目录（示例）", "created": MADE})
        _write_catalog(book, content)
        _write_list(book, "信息系统清单", content["systems"])
        _write_list(book, "数据需求清单", content["demands"])


def _write_catalog(book: Any, content: dict[str, Any]) -> None:
    sheet = book.add_worksheet("数据资源目录")
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    text = book.add_format({"num_format": "@", "border": 1, "valign": "top"})
    headings = [leaf for _, leaves in COLUMNS for leaf in leaves.split()]
    sheet.merge_range(0, 0, 0, len(headings) - 1, f"{content['org']}数据资源目录", bold)
    _write_headings(sheet, bold)
    line = 3
    for resource in content["resource"]:
        rows = _rows(content, resource)
        for row in rows:
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell, text)
            line += 1
    sheet.write_string(line, 0, "填表说明：本表为示例，单位、人员和代码均为虚构。")
    sheet.freeze_panes(3, 5)
    sheet.set_column(0, len(headings) - 1, 14)


def _write_headings(sheet: Any, bold: Any) -> None:
    place = 0
    for group, leaves in COLUMNS:
        names = leaves.split()
        last = place + len(names) - 1
        if group and len(names) > 1:
            sheet.merge_range(1, place, 1, last, group, bold)
        for name in names:
            if group:
                sheet.write_string(2, place, name, bold)
            else:
                sheet.merge_range(1, place, 2, place, name, bold)
            place += 1


def _rows(content: dict[str, Any], resource: dict[str, Any]) -> list[Row]:
    """One row per item (or one row without), all other cells repeated, as the template wants it."""
    front = "".join(content["classification"])
    opened = resource.get("open", ["否", ""])
    items = [item.split() for item in resource["items"]] or [["", "", ""]]
    rows = []
    for number, item in enumerate(items):
        code = resource["codes"][min(number, len(resource["codes"]) - 1)]
        whole = f"{front}/{code}" if len(code) == 6 else code
        rows.append(
            [
                *content["classification"],
                resource["title"],
                whole,
                content["org"],
                content["address"],
                content["org_code"],
                resource["summary"],
                *resource["format"],
                "",
                *resource["census"],
                *item,
                *resource["share"],
                resource.get("scope", ""),
                resource.get("purpose", ""),
                resource.get("reason", ""),
                *resource["mode"],
                *opened,
                resource["cycle"],
                resource["published"],
                "",
                resource["office"],
            ]
        )
    return rows


def _write_list(book: Any, name: str, content: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    text = book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"})
    for place, heading in enumerate(content["header"]):
        sheet.write_string(0, place, heading, bold)
    for line, row in enumerate(content["rows"], 1):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, cell, text)
    sheet.freeze_panes(1, 3)
    sheet.set_column(1, len(content["header"]) - 1, 22)


if __name__ == "__main__":
    main()
