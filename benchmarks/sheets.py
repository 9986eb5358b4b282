"""A national filling template (L1) of any size, made repeatably: a county's sheet."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

GROUPS = (
    ("", ("类", "项", "目", "细目")),
    ("", ("信息资源名称", "信息资源代码")),
    ("信息资源提供方", ("资源提供单位", "资源提供方地址")),
    ("", ("资源提供方代码", "信息资源摘要")),
    ("信息资源格式", ("信息资源格式分类", "信息资源格式类型", "其他类型资源格式描述")),
    (
        "信息资源大普查",
        (
            "数据存储总量(G)",
            "结构化信息记录总数(万)",
            "已共享的数据存储量(G)",
            "已共享的结构化记录数(万)",
            "已开放的数据存储量(G)",
            "已开放的结构化记录数(万)",
        ),
    ),
    ("信息项信息", ("信息项名称", "数据类型", "数据长度")),
    ("共享属性", ("共享类型", "共享条件")),
    ("共享方式", ("共享方式分类", "共享方式类型")),
    ("开放属性", ("是否向社会开放", "开放条件")),
    ("", ("更新周期", "发布日期", "关联资源代码")),
)
ITEMS = (
    "姓名", "身份证号", "学校名称", "办学类型", "登记日期", "联系电话",
    "所在乡镇", "负责人", "批准文号", "有效期止", "状态", "备注",
    "经费金额", "面积", "数量",
)  # fmt: skip
TYPES = ("字符型C", "字符型C", "字符型C", "字符型C", "日期型D", "字符型C") * 3
FIELDS = ("学校", "幼儿园", "教师", "学籍", "资助", "体育场馆", "科技企业", "食堂", "校车", "校舍")
THINGS = ("基本信息", "登记信息", "年检信息", "处罚信息", "许可信息", "统计信息", "台账信息")
PLACES = (
    "诺江",
    "民胜",
    "火炬",
    "广纳",
    "铁佛",
    "麻石",
    "至诚",
    "洪口",
    "沙溪",
    "瓦室",
    "永安",
    "新场",
)


def name_of(number: int) -> str:
    """The name of resource `number`: no two alike, none only a number apart from the next."""
    place = PLACES[number % len(PLACES)]
    field = FIELDS[number // len(PLACES) % len(FIELDS)]
    thing = THINGS[number // (len(PLACES) * len(FIELDS)) % len(THINGS)]
    batch = number // (len(PLACES) * len(FIELDS) * len(THINGS))
    return f"{place}镇{_spelled(batch)}{field}{thing}"


def _spelled(number: int) -> str:
    digits = "甲乙丙丁戊己庚辛壬癸"
    return "".join(digits[int(digit)] for digit in str(number)) if number else ""


def write_l1(path: Path, resources: int, items: int) -> None:
    """Write the sheet: one row per item, catalog columns repeated in every row."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("信息资源目录")
        headings = [(group, label) for group, labels in GROUPS for label in labels]
        for column, (group, _) in enumerate(headings):
            sheet.write_string(0, column, group)
        for column, (_, label) in enumerate(headings):
            sheet.write_string(1, column, label)
        line = 2
        for number in range(resources):
            for item in range(items):
                sheet.write_row(line, 0, _row(number, item))
                line += 1


def _row(number: int, item: int) -> list[str]:
    name = name_of(number)
    return [
        *("3", "07", "023", f"{number % 40:04d}"),
        *(name, f"307023{number % 40:04d}/{number + 1:06d}"),
        *("通江县教育科技和体育局", "通江县诺江镇", "12100000400000624D"),
        f"{name}，含{ITEMS[0]}、{ITEMS[1]}等要素，按年度汇总。",
        *("数据库", "mysql", ""),
        *("0.02", "1.46", "0.02", "1.46", "0", "0"),
        *(ITEMS[item % len(ITEMS)], TYPES[item % len(TYPES)], str(20 + item)),
        *("有条件共享", "用于业务协同，经提供方同意后使用"),
        *("共享平台方式", "数据库", "否", ""),
        *(("每月", "每季度", "每年")[number % 3], "2026-03-12", ""),
    ]
