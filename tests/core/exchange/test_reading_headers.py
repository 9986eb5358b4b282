"""Headers: the layouts of the field, unknown sheets, several sheets, and mappings made by hand."""

import json

import pytest
from sheet_makers import codes, read, table, titles, write_xlsx

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.headings import bare_key
from cdo_desktop.exchange.layouts import Layout
from cdo_desktop.exchange.mapping import How, SheetMapping, Standing

ROW = ["学籍信息", "307022/000001", "示范县教育局", "学籍。", "姓名", "字符型"]


def mapping_of(rehearsal):
    return rehearsal.sources[0].mapping


def targets(rehearsal):
    return {c.heading: c.target for c in mapping_of(rehearsal).columns}


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


def as_mapped(tmp_path, library, header, *rows):
    return targets(read(table(tmp_path / "a.xlsx", *rows, header=header), library))


@pytest.mark.parametrize("heading", ["字段名", "列名", "字段"])
@pytest.mark.parametrize(
    ("cells", "target"),
    [
        (("姓名", "学籍号", "QQ号"), "items.name"),
        (("xm", "xjh", "qq_no"), "items.field"),
        (("", "", ""), "items.field"),
    ],
)
def test_the_cells_tell_whether_fields_are_named_in_chinese(
    tmp_path, library, heading, cells, target
):
    header = ["信息资源名称", "提供单位", heading, "字段类型"]
    rows = [["学籍信息", "教育局", cell, "字符型"] for cell in cells]
    assert as_mapped(tmp_path, library, header, *rows)[heading] == target


def test_a_field_name_stays_one_beside_a_column_of_chinese_names(tmp_path, library):
    header = ["信息资源名称", "提供单位", "字段中文名", "字段名"]
    mapped = as_mapped(tmp_path, library, header, ["学籍信息", "教育局", "姓名", "姓名"])
    assert (mapped["字段中文名"], mapped["字段名"]) == ("items.name", "items.field")


@pytest.mark.parametrize(
    ("header", "target"),
    [
        (["资源名称", "描述", "提供单位", "字段中文名", "字段类型"], "summary"),
        (["资源名称", "描述", "提供单位"], "summary"),
        (["资源名称", "提供单位", "字段中文名", "描述"], "items.note"),
        (["资源名称", "摘要", "描述", "字段中文名"], "items.note"),
    ],
)
def test_a_description_before_the_items_is_that_of_the_resource(tmp_path, library, header, target):
    assert as_mapped(tmp_path, library, header, ["甲"] * len(header))["描述"] == target


@pytest.mark.parametrize("heading", ["责任单位", "数据责任单位", "责任部门", "填报单位"])
def test_the_unit_that_answers_for_the_data_is_its_provider(tmp_path, library, heading):
    header = ["资源名称", heading, "责任处室", "信息项"]
    mapped = as_mapped(tmp_path, library, header, ["学籍信息", "教育局", "基教股", "姓名"])
    assert (mapped[heading], mapped["责任处室"]) == ("org", "office")
    assert mapped["信息项"] == "items.name"


def test_a_unit_is_never_guessed_to_be_a_person(tmp_path, library):
    header = ["资源名称", "提供单位", "数据责任单位", "主管部门"]
    mapped = as_mapped(tmp_path, library, header, ["学籍信息", "教育局", "教育局", "教育厅"])
    assert not {mapped["数据责任单位"], mapped["主管部门"]} & {"quality_person", "consult_contact"}


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("名称（必填）", "名称"),
        ("总量(G)【国】", "总量"),
        ("总量(单位(万元))", "总量"),
        ("甲)乙(丙", "甲乙丙"),
        ("", ""),
    ],
)
def test_what_stands_in_brackets_is_no_part_of_a_heading(heading, bare):
    assert bare_key(heading) == bare


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("总投资（万元）", "total"),
        ("总投资", "total"),
        ("预算金额(单位：万元)", "total"),
        ("总投资（元）", ""),
        ("总投资 （ 单位：元 ）", ""),
        ("总投资（人民币元）", ""),
        ("项目总投资/亿元", ""),
        ("总投资额（元，含税）", ""),
    ],
)
def test_money_in_another_unit_is_no_column_of_ours(tmp_path, library, heading, target):
    """300 000 元 are 30 万元, and never 300 000 万元."""
    rows = [["项目名称", "申报单位", heading], ["救助平台", "巴中市民政局", 300000]]
    rehearsal = read(write_xlsx(tmp_path / "a.xlsx", ("表", rows)), library, kind="project")
    assert mapping_of(rehearsal).columns[2].target == target


@pytest.mark.parametrize("cell", ["(" * 300_000, "（【" * 150_000, "名称(" + "a" * 300_000])
def test_a_heading_of_nothing_but_brackets_is_read_at_once(tmp_path, library, cell):
    """A search that is quadratic in their number would not end within the limit of a test."""
    path = tmp_path / "a.csv"
    path.write_text(f"信息资源名称,提供单位,{cell}\n学籍信息,教育局,甲\n", "utf-8")
    assert titles(read(path, library)) == ["学籍信息"]
