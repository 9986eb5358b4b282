"""The layouts met in the field, L1 to L4, each in its own spelling and form."""

import pytest
from sheet_makers import codes, items, read, table, titles, words, write_xlsx

from cdo_desktop.exchange.layouts import shipped_layouts, unknown_targets


@pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.key)
def test_shipped_layouts_name_elements_of_the_standard(layout, library):
    assert unknown_targets(layout, library.kind(layout.kind)) == []


L1_GROUPS = {
    10: "信息资源格式",
    13: "信息资源大普查",
    19: "信息项信息",
    22: "共享属性",
    24: "共享方式",
    26: "开放属性",
}
L1 = words(
    "类 项 目 细目 信息资源名称 信息资源代码 资源提供单位 资源提供方地址 "
    "资源提供方代码 信息资源摘要 信息资源格式分类 信息资源格式类型 "
    "其他类型资源格式描述 数据存储总量(G) 结构化信息记录总数(万) "
    "已共享的数据存储量(G) 已共享的结构化记录数(万) 已开放的数据存储量(G) "
    "已开放的结构化记录数(万) 信息项名称 数据类型 数据长度 共享类型 共享条件 "
    "共享方式分类 共享方式类型 是否向社会开放 开放条件 更新周期 发布日期 "
    "关联及类目名称（关联资源代码）"
)
L2 = words(
    "信息资源编码（非必填） 信息资源 信息类分类 信息资源摘要（必填） 信息资源格式 "
    "共享类型 共享条件 共享方式 是否向社会开放 开放条件（选填） 更新周期（必填） "
    "关联信息系统 关联业务事项 管理方式(计算机/手工) 备注 数据范围(全省/省直/21地市) "
    "所属处室（必填） 所属部门（必填） 信息项名称（必填） 数据元编号（必填）"
)
L3 = words(
    "信息资源英文名称* 名称* 摘要* 格式分类* 格式类型* 数据存储总量(M) "
    "结构化信息记录总数 共享类型* 共享条件 共享方式分类* 共享方式类型* "
    "是否向社会开放* 开放条件 更新周期* 具体更新时间* 主题分类(多选,英文逗号) "
    "重点领域分类*(多选) 是否归集数据* 数据归集方式 字段名称* 英文名称* 数据类型* "
    "长度 是否字典项 是否主键* 是否为空* 描述 对象类型 默认值 共享类型* 共享条件 "
    "共享方式分类* 共享方式类型* 是否向社会开放* 开放条件"
)


def test_l1_two_header_lines_below_a_title(tmp_path, library):
    upper = [L1_GROUPS.get(place, "") for place in range(len(L1))]
    row = [
        "3",
        "07",
        "022",
        "0400031",
        "学籍信息",
        "3070220400031/000038",
        "示范县教育局",
        "",
        "",
        "学籍。",
        "数据库",
        "oracle",
        "",
        1,
        2,
        0,
        0,
        0,
        0,
        "姓名",
        "字符型C",
        "20",
        "有条件共享",
        "核对",
        "共享平台方式",
        "接口",
        "否",
        "",
        "每月",
        "2026-3-12",
        "",
    ]
    path = write_xlsx(tmp_path / "a.xlsx", ("目录", [["示范县资源目录"], upper, L1, row]))
    rehearsal = read(path, library)
    assert rehearsal.sources[0].mapping.layout == "国家编制指南填报模板"
    assert all(c.confidence == 100 for c in rehearsal.sources[0].mapping.columns)
    values = rehearsal.entries[0].record.values
    assert values["classification"] == "3070220400031"
    assert (values["share_mode_class"], values["share_mode_type"]) == ("共享平台方式", "接口")
    assert rehearsal.entries[0].record.groups["items"][0]["type"] == "字符型"
    assert (rehearsal.entries[0].line, codes(rehearsal)) == (4, [])


def test_l2_with_its_row_of_machine_names(tmp_path, library):
    names = [f"name{place}" for place in range(len(L2))]
    row = [
        "",
        "学籍信息",
        "部门",
        "学籍。",
        "数据库",
        "有条件共享",
        "核对",
        "共享平台方式",
        "否",
        "",
        "每月",
        "学籍系统",
        "入学",
        "计算机",
        "",
        "全省",
        "基教股",
        "示范县教育局",
        "姓名",
        "DE01",
    ]
    path = write_xlsx(tmp_path / "a.xlsx", ("信息资源", [["填报模板"], L2, names, row]))
    rehearsal = read(path, library)
    assert titles(rehearsal) == ["学籍信息"]
    values = rehearsal.entries[0].record.values
    assert (values["org"], values["office"], values["manage_mode"]) == (
        "示范县教育局",
        "基教股",
        "计算机",
    )
    assert values["source_system"]["title"] == "学籍系统"


def test_l3_the_second_column_of_a_name_belongs_to_the_item(tmp_path, library):
    row = [
        "xj",
        "学籍信息",
        "学籍。",
        "数据库",
        "oracle",
        "2048",
        "100",
        "有条件共享",
        "核对",
        "共享平台方式",
        "接口",
        "否",
        "",
        "每月",
        "5日",
        "教育,人口",
        "",
        "是",
        "库表交换",
        "姓名",
        "xm",
        "字符型",
        "20",
        "否",
        "是",
        "否",
        "名",
        "人",
        "",
        "无条件共享",
        "",
        "共享平台方式",
        "文件",
        "是",
        "无",
    ]
    rehearsal = read(table(tmp_path / "a.xlsx", row, header=L3), library)
    record = rehearsal.entries[0].record
    item = record.groups["items"][0]
    assert (record.values["share_type"], item["share_type"]) == ("有条件共享", "无条件共享")
    assert (record.values["open"], item["open"]) == ("否", "是")
    assert (record.values["english_name"], item["field"]) == ("xj", "xm")
    assert record.values["org"] == "示范县教育局", "no column for the provider: the bureau itself"


def test_l4_headings_that_mean_something_only_below_their_group(tmp_path, library):
    upper = [
        "序号",
        "部门类信息资源分类",
        "项分类",
        "目分类",
        "细目分类1",
        "关联分类",
        "信息资源代码",
        "信息资源名称",
        "内设部门名称",
        "信息资源摘要",
        "信息资源格式",
        "",
        "",
        "信息项信息",
        "",
        "",
        "",
        "",
        "共享属性",
        "",
        "开放属性",
        "",
        "更新周期",
        "发布日期",
    ]
    lower = (
        [""] * 10
        + words(
            "分类 类型 其他描述 名称 数据元 关联代码集 数据类型 数据长度 共享类型 "
            "共享条件/不予共享依据 是否 条件"
        )
        + ["", ""]
    )
    row = [
        1,
        "部门信息资源目录",
        "",
        "",
        "",
        "",
        "X/1",
        "学籍信息",
        "基教股",
        "学籍。",
        "数据库",
        "oracle",
        "",
        "姓名",
        "",
        "",
        "字符型",
        20,
        "不予共享",
        "《未成年人保护法》",
        "否",
        "",
        "每月",
        "2026.3.12",
    ]
    path = write_xlsx(
        tmp_path / "a.xlsx",
        (
            "1部门职责清单",
            [["部门职责清单"], ["序号", "内设部门", "职责及业务范围"], [1, "甲", "乙"]],
        ),
        ("2部门信息资源产生清单", [["部门信息资源产生清单"], upper, lower, row]),
    )
    rehearsal = read(path, library)
    values = rehearsal.entries[0].record.values
    assert rehearsal.entries[0].line == 4
    assert (values["format_class"], values["open"], values["publish_date"]) == (
        "数据库",
        "否",
        "2026-03-12",
    )
    assert values["classification"] == "3"
    assert values["share_basis"] == "《未成年人保护法》" and "share_condition" not in values
    assert items(rehearsal.entries[0]) == ["姓名"]
    assert codes(rehearsal) == ["CDO-W203", "CDO-W226"]
