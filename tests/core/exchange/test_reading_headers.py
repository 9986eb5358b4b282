"""Headers: the layouts of the field, unknown sheets, several sheets, and mappings made by hand."""

import json

import pytest
from sheet_makers import codes, items, read, table, titles, words, write_xlsx

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.layouts import Layout, shipped_layouts, unknown_targets
from cdo_desktop.exchange.mapping import How, SheetMapping, Standing

ROW = ["学籍信息", "307022/000001", "示范县教育局", "学籍。", "姓名", "字符型"]


def mapping_of(rehearsal):
    return rehearsal.sources[0].mapping


def targets(rehearsal):
    return {c.heading: c.target for c in mapping_of(rehearsal).columns}


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
    assert mapping_of(rehearsal).layout == "国家编制指南填报模板"
    assert all(c.confidence == 100 for c in mapping_of(rehearsal).columns)
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


@pytest.mark.parametrize(
    ("below", "first"),
    [
        (["resName", "resCode", "orgName", "abstract", "itemName", "dataType"], 3),
        (["必填", "选填", "必填", "必填", "必填", "必填"], 3),
        (["1", "2", "3", "4", "5", "6"], 3),
        (["填写说明：", "名称写数据", "", "", "", ""], 3),
        (ROW, 2),
    ],
)
def test_lines_below_the_header_that_are_no_data(tmp_path, library, below, first):
    rehearsal = read(table(tmp_path / "a.xlsx", below, ROW), library)
    assert mapping_of(rehearsal).first_line == first
    assert titles(rehearsal) == ["学籍信息"]


def test_a_header_far_down_and_repeated_on_every_page(tmp_path, library):
    header = ["序号", "资源名称", "提供部门", "数据项名称"]
    rows = [
        [],
        ["示范县2026年度"],
        ["政务数据资源目录"],
        ["单位：示范县教育局", "", "", "2026年3月"],
        [],
        header,
        [1, "学籍信息", "教育局", "姓名"],
        header,
        [2, "教师信息", "教育局", "证号"],
        ["填表人：王芳"],
        ["合计", "", "", "2"],
    ]
    rehearsal = read(write_xlsx(tmp_path / "a.xlsx", ("表", rows)), library)
    assert titles(rehearsal) == ["学籍信息", "教师信息"]
    assert [f.code for f in rehearsal.findings] == ["CDO-W208"]


def test_confidence_says_what_is_taken_doubted_and_left(tmp_path, library):
    header = [
        "信息资源名称",
        "目录编码",
        "数源单位/数据提供单位",
        "信息资源摘要内容",
        "信息项名称",
        "领导批示意见",
        "资源公开属性",
    ]
    rehearsal = read(
        table(
            tmp_path / "a.xlsx",
            ["学籍信息", "1", "教育局", "甲", "姓名", "同意", "x"],
            header=header,
        ),
        library,
    )
    standing = {c.heading: c.standing for c in mapping_of(rehearsal).columns}
    how = {c.heading: c.how for c in mapping_of(rehearsal).columns}
    assert standing["信息资源名称"] is Standing.TAKEN and how["目录编码"] is How.SYNONYM
    assert how["数源单位/数据提供单位"] is How.PORTAL
    assert standing["数源单位/数据提供单位"] is Standing.WARNED
    assert how["信息资源摘要内容"] is How.SIMILAR
    assert standing["领导批示意见"] is Standing.UNKNOWN
    assert {"CDO-W204", "CDO-W205"} <= set(codes(rehearsal))
    assert "领导批示意见" in " ".join(f.message() for f in rehearsal.findings)


def test_a_mapping_is_changed_by_hand_and_passed_back(tmp_path, library):
    path = table(
        tmp_path / "a.xlsx", ["学籍信息", "教育局", "基教"], header=["资源名称", "提供部门", "谁管"]
    )
    first = read(path, library)
    assert "office" not in first.entries[0].record.values
    changed = mapping_of(first).with_target(3, "office")
    again = read(
        path,
        library,
        mapping={"数据资源目录": SheetMapping.from_json(json.loads(json.dumps(changed.as_json())))},
    )
    assert again.entries[0].record.values["office"] == "基教"
    own = Layout.from_json(Layout.of(changed, "own", "本县版式").as_json())
    third = read(path, library, layout=own)
    assert third.entries[0].record.values["office"] == "基教"
    assert mapping_of(third).layout == "本县版式"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"columns": 3},
        {"key": "a", "label": "b", "kind": "c", "identified_by": [], "column": []},
    ],
)
def test_spoilt_layouts_and_mappings_are_refused(body):
    for shape in (Layout, SheetMapping):
        with pytest.raises(Refused, match="CDO-W112"):
            shape.from_json(body)


def test_a_mapping_without_a_name_column_is_refused(tmp_path, library):
    path = table(tmp_path / "a.xlsx", ROW)
    mapping = mapping_of(read(path, library)).with_target(1, "")
    with pytest.raises(Refused, match="CDO-W113"):
        read(path, library, mapping={"数据资源目录": mapping})


def test_a_mapping_for_a_sheet_that_is_not_there(tmp_path, library):
    path = table(tmp_path / "a.xlsx", ROW)
    with pytest.raises(Refused, match="CDO-W115"):
        read(path, library, mapping={"没有": mapping_of(read(path, library))})


def test_only_the_sheets_of_the_asked_kind_are_read(tmp_path, library):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        ("目录", [["信息资源名称", "提供单位", "信息项名称"], ["学籍信息", "教育局", "姓名"]]),
        (
            "系统",
            [
                ["信息系统名称", "功能描述", "建设性质", "部署位置"],
                ["学籍系统", "管学籍", "自建", "机房"],
            ],
        ),
        (
            "需求",
            [
                ["所需资源名称", "资源所在部门", "具体数据项名称", "主要用途"],
                ["户籍信息", "公安局", "姓名", "入学"],
            ],
        ),
        ("杂", [["随便"], ["写写"]]),
        ("藏", [["信息资源名称", "提供单位"], ["甲", "乙"]]),
        hidden=["藏"],
    )
    for kind, names, others in (
        ("resource", ["学籍信息"], ["系统", "需求"]),
        ("system", ["学籍系统"], ["目录", "需求"]),
        ("demand", ["户籍信息"], ["目录", "系统"]),
    ):
        rehearsal = read(path, library, kind=kind)
        assert titles(rehearsal) == names
        assert [f.place.sheet for f in rehearsal.findings if f.code == "CDO-W202"] == others
        assert [f.place.sheet for f in rehearsal.findings if f.code == "CDO-W203"] == ["杂"]
        assert any(f.code == "CDO-W201" and "藏" in f.message() for f in rehearsal.findings)


def test_a_workbook_of_another_kind_is_refused_by_name(tmp_path, library):
    path = table(
        tmp_path / "a.xlsx",
        ["学籍系统", "管学籍", "自建"],
        header=["信息系统名称", "功能描述", "建设性质"],
    )
    with pytest.raises(Refused, match=r"信息系统清单.*CDO-W111"):
        read(path, library)


def test_no_header_says_what_was_seen_and_what_to_do(tmp_path, library):
    path = write_xlsx(
        tmp_path / "a.xlsx", ("通知", [["关于召开会议的通知"], [], ["各单位：", "请参加"]])
    )
    with pytest.raises(
        Refused, match=r"第 1 行：关于召开会议的通知；第 3 行：各单位： | 请参加.*手工.*CDO-W110"
    ):
        read(path, library)


def test_a_header_with_nothing_below_is_said(tmp_path, library):
    rehearsal = read(table(tmp_path / "a.xlsx"), library)
    assert (rehearsal.entries, codes(rehearsal)) == ((), ["CDO-W209"])
