"""Rows becoming records: the three forms of items, the order of rules, and what disagrees."""

import pytest
import xlsxwriter
from sheet_makers import codes, items, read, table, titles, write_xlsx

ORG = "示范县教育局"


def row(title="学籍信息", code="1", org=ORG, summary="学籍。", item="姓名", form="字符型"):
    return [title, code, org, summary, item, form]


def found(rehearsal, code):
    return next(f for f in rehearsal.all_findings() if f.code == code)


def test_items_as_repeated_rows(tmp_path, library):
    rehearsal = read(
        table(tmp_path / "a.xlsx", row(), row(item="学籍号"), row("教师信息", "2")), library
    )
    assert titles(rehearsal) == ["学籍信息", "教师信息"]
    assert items(rehearsal.entries[0]) == ["姓名", "学籍号"]
    assert rehearsal.entries[0].lines == {"items": (2, 3)}
    assert (rehearsal.items, codes(rehearsal)) == (3, [])


def test_items_below_a_filled_first_row(tmp_path, library):
    blank = row("", "", "", "", "学籍号")
    rehearsal = read(table(tmp_path / "a.xlsx", row(), blank, row("教师信息", "2"), blank), library)
    assert [items(entry) for entry in rehearsal.entries] == [["姓名", "学籍号"]] * 2
    assert codes(rehearsal) == []


def test_items_below_merged_cells(tmp_path, library):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("目录")
        for line, cells in enumerate(
            [
                row(
                    *[
                        "信息资源名称",
                        "信息资源代码",
                        "提供单位",
                        "信息资源摘要",
                        "信息项名称",
                        "数据类型",
                    ]
                ),
                row(),
                row("", "1", ORG, "", "学籍号"),
                row("", "2", ORG, "", "年级"),
            ]
        ):
            sheet.write_row(line, 0, cells)
        sheet.merge_range(1, 0, 3, 0, "学籍信息")
        sheet.merge_range(1, 3, 3, 3, "学籍。")
    rehearsal = read(path, library)
    assert items(rehearsal.entries[0]) == ["姓名", "学籍号", "年级"]
    finding = found(rehearsal, "CDO-W218")
    assert (finding.place.line, finding.place.column) == (4, 2)


def test_adjacent_rows_of_one_name_are_one_resource_whatever_their_codes(tmp_path, library):
    rows = [
        row(code="A7"),
        row(code="B9", item="学籍号"),
        row(title="学籍 信息", code="A7", item="年级"),
    ]
    rehearsal = read(table(tmp_path / "a.xlsx", *rows), library)
    assert titles(rehearsal) == ["学籍信息"] and rehearsal.entries[0].record.code == "A7"
    finding = found(rehearsal, "CDO-W216")
    assert "第 2 行" in finding.message() and "第 3 行" in finding.message()
    assert found(rehearsal, "CDO-W215").place.column == 1, "the names differ by a blank"


def test_codes_counted_up_by_the_fill_handle(tmp_path, library):
    rows = [row(code=f"307022/00003{n}", item=f"项{n}") for n in range(5)]
    rehearsal = read(table(tmp_path / "a.xlsx", *rows), library)
    assert len(rehearsal.entries) == 1
    assert "第 3 至 6 行" in found(rehearsal, "CDO-W218").message()


def test_names_counted_up_by_the_fill_handle(tmp_path, library):
    rows = [row(f"学籍信息{n}", f"X/00000{n}", item="姓名") for n in (1, 2, 3)]
    rehearsal = read(table(tmp_path / "a.xlsx", *rows, row("教师信息", "2")), library)
    finding = found(rehearsal, "CDO-W217")
    assert (finding.place.line, finding.place.column) == (3, 1)
    assert "学籍信息1" in finding.message() and "学籍信息3" in finding.message()


def test_names_that_end_in_numbers_but_differ_otherwise_are_no_drag_fill(tmp_path, library):
    rows = [row("统计年鉴2024", "1", summary="上年"), row("统计年鉴2025", "2", summary="本年")]
    assert codes(read(table(tmp_path / "a.xlsx", *rows), library)) == []


def test_same_name_of_another_provider_is_another_resource(tmp_path, library):
    rows = [row(code=""), row(code="", org="示范县民政局")]
    assert len(read(table(tmp_path / "a.xlsx", *rows), library).entries) == 2


def test_distant_rows_go_by_code_then_by_provider_and_name(tmp_path, library):
    rows = [
        row("甲", "1"),
        row("乙", "2"),
        row("甲", "1", item="学籍号"),
        row("丙", ""),
        row("乙", "2", item="年级"),
        row("丙", "", item="班级"),
    ]
    rehearsal = read(table(tmp_path / "a.xlsx", *rows), library)
    assert titles(rehearsal) == ["甲", "乙", "丙"]
    assert [len(items(entry)) for entry in rehearsal.entries] == [2, 2, 2]
    assert rehearsal.entries[0].lines["items"] == (2, 4)


def test_same_code_under_another_name_is_one_resource_and_said(tmp_path, library):
    rehearsal = read(table(tmp_path / "a.xlsx", row("甲", "1"), row("乙", "1")), library)
    assert titles(rehearsal) == ["甲"]
    assert "第 3 行“乙”" in found(rehearsal, "CDO-W234").message()


def test_cells_that_disagree_are_found_with_both_rows(tmp_path, library):
    rehearsal = read(table(tmp_path / "a.xlsx", row(), row(item="年级", summary="别的。")), library)
    finding = found(rehearsal, "CDO-W215")
    assert rehearsal.entries[0].record.values["summary"] == "学籍。"
    assert "第 2 行是“学籍。”" in finding.message() and "第 3 行是“别的。”" in finding.message()
    assert finding.place.record == rehearsal.entries[0].record.id


def test_what_the_first_row_lacks_comes_from_a_later_one(tmp_path, library):
    rehearsal = read(table(tmp_path / "a.xlsx", row(summary=""), row(item="年级")), library)
    assert rehearsal.entries[0].record.values["summary"] == "学籍。"
    assert codes(rehearsal) == []


def test_a_row_without_a_name_is_invalid_unless_it_continues_one(tmp_path, library):
    rows = [row("", "9", item=""), row(), row("", "7", "示范县民政局", "低保。", "户主")]
    rehearsal = read(table(tmp_path / "a.xlsx", *rows), library)
    assert [entry.outcome for entry in rehearsal.entries] == ["invalid", "new", "invalid"]
    assert codes(rehearsal) == ["CDO-W219", "CDO-W219"]
    assert rehearsal.items == 1, "rows of invalid entries do not count"


def test_lists_without_items_say_when_rows_repeat(tmp_path, library):
    header = ["信息系统名称", "信息系统代码", "功能描述", "建设性质"]
    rows = [["学籍系统", "XT-1", "管学籍", "自建"]] * 2 + [
        ["学籍系统", "XT-1", "管学籍", "统建"],
        ["资助系统", "XT-2", "管资助", "自建"],
    ]
    rehearsal = read(table(tmp_path / "a.xlsx", *rows, header=header), library, kind="system")
    assert titles(rehearsal) == ["学籍系统", "资助系统"]
    assert codes(rehearsal) == ["CDO-W215", "CDO-W227"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["3", "07", "022", "0400031"], "3070220400031"),
        ([3, 7, 22, 400031], "307022400031"),
        (["3", "307", "307022", "30702204"], "30702204"),
        (["3 部门", "07", "022", ""], "307022"),
        (["部门信息资源目录", "", "", ""], "3"),
        (["", "", "", ""], None),
    ],
)
def test_the_parts_of_the_classification_are_put_together(tmp_path, library, parts, code):
    header = ["类", "项", "目", "细目", "信息资源名称", "提供单位", "信息项名称"]
    path = table(tmp_path / "a.xlsx", [*parts, "学籍信息", ORG, "姓名"], header=header)
    assert read(path, library).entries[0].record.values.get("classification") == code


def test_unknown_names_of_classes_survive_as_text(tmp_path, library):
    header = ["类", "项", "目", "信息资源名称", "提供单位", "信息项名称"]
    path = table(tmp_path / "a.xlsx", ["甲类", "乙项", "", "学籍信息", ORG, "姓名"], header=header)
    assert read(path, library).entries[0].record.values["classification"] == "甲类/乙项"


def test_raw_text_of_spoilt_values_survives(tmp_path, library):
    header = ["信息资源名称", "数据存储总量(G)", "发布日期", "信息项名称", "数据类型"]
    path = table(
        tmp_path / "a.xlsx", ["学籍信息", "12G", "去年三月", "姓名", "文字"], header=header
    )
    record = read(path, library).entries[0].record
    assert (record.values["storage_total"], record.values["publish_date"]) == ("12G", "去年三月")
    assert record.groups["items"][0]["type"] == "文字"


def test_two_sheets_of_one_kind_are_both_read(tmp_path, library):
    header = ["信息资源名称", "提供单位", "信息项名称"]
    path = write_xlsx(
        tmp_path / "a.xlsx", ("一", [header, ["甲", ORG, "a"]]), ("二", [header, ["乙", ORG, "b"]])
    )
    assert [(e.record.title, e.source.sheet) for e in read(path, library).entries] == [
        ("甲", "一"),
        ("乙", "二"),
    ]


COUNTED = ["序号", "信息资源代码", "信息资源名称", "提供单位", "数据存储总量(G)", "信息项名称"]


@pytest.mark.parametrize(
    "total",
    [
        ["", "", "合计", "", 120, ""],
        ["", "", "", "合计", 120, ""],
        ["", "", "合 计：", "", 120, 25],
        ["合计", "", "2 条", "", "", 25],
        ["", "小计", "", "", 120, 25],
        ["", "", "总计", ORG, 120, "25 项"],
        ["", "", "本页小计", "", "", ""],
        ["", "合计（2条）", "", "", 120, ""],
        ["", "", "", f"{ORG}小计", 120, ""],
    ],
)
def test_a_row_of_totals_is_never_a_record(tmp_path, library, total):
    rows = [
        [1, "A/1", "学籍信息", ORG, 60, "姓名"],
        total,
        [2, "A/2", "教师信息", ORG, 60, "姓名"],
    ]
    rehearsal = read(table(tmp_path / "a.xlsx", *rows, header=COUNTED), library)
    assert titles(rehearsal) == ["学籍信息", "教师信息"]
    assert [items(entry) for entry in rehearsal.entries] == [["姓名"], ["姓名"]]
    assert codes(rehearsal) == ["CDO-W208"]
    assert "第 3 行" in found(rehearsal, "CDO-W208").message()


def test_an_item_called_total_stays_an_item(tmp_path, library):
    rows = [[1, "A/1", "学籍信息", ORG, 60, "姓名"], ["", "", "", "", "", "合计"]]
    rehearsal = read(table(tmp_path / "a.xlsx", *rows, header=COUNTED), library)
    assert items(rehearsal.entries[0]) == ["姓名", "合计"]
    assert codes(rehearsal) == []


def test_a_resource_named_after_a_total_stays_a_record(tmp_path, library):
    rows = [[1, "A/1", "合计生育登记信息", ORG, 60, "姓名"]]
    assert titles(read(table(tmp_path / "a.xlsx", *rows, header=COUNTED), library)) == [
        "合计生育登记信息"
    ]


CLASSED = ["类", "项", "目", "细目", "信息资源代码", "信息资源名称", "提供单位", "信息项名称"]


def classed(path, fine, code="", **more):
    cells = [*("3", "07", "022"), fine, code, "学籍信息", ORG, "姓名"]
    return table(path, cells, header=CLASSED, **more)


@pytest.mark.parametrize("fine", [400031, "400031"])
def test_zeros_lost_from_the_finest_class_come_back_from_the_code(tmp_path, library, fine):
    path = classed(tmp_path / "a.xlsx", fine, "3070220400031/000038")
    rehearsal = read(path, library)
    assert rehearsal.entries[0].record.values["classification"] == "3070220400031"
    assert codes(rehearsal) == ["CDO-W230"]
    finding = found(rehearsal, "CDO-W230")
    assert (finding.place.line, finding.place.column) == (2, 4)
    assert "“400031”" in finding.message() and "“0400031”" in finding.message()


def test_the_code_may_be_finer_than_the_class(tmp_path, library):
    path = classed(tmp_path / "a.xlsx", 4, "3070220400031/000038")
    assert read(path, library).entries[0].record.values["classification"] == "30702204"


@pytest.mark.parametrize("code", ["", "3070220500031/000038"])
def test_zeros_that_may_be_lost_from_the_finest_class_are_said(tmp_path, library, code):
    rehearsal = read(classed(tmp_path / "a.xlsx", 400031, code), library)
    assert rehearsal.entries[0].record.values["classification"] == "307022400031"
    assert codes(rehearsal) == ["CDO-W231"]
    assert found(rehearsal, "CDO-W231").place.column == 4


@pytest.mark.parametrize(
    ("fine", "code"),
    [("0400031", ""), ("400031", ""), ("", ""), (12, "30702212/000001"), ("0400", "307022040/01")],
)
def test_a_finest_class_nothing_speaks_against_is_taken(tmp_path, library, fine, code):
    assert codes(read(classed(tmp_path / "a.xlsx", fine, code), library)) == []
