"""A sheet nobody could recognise comes in: header line, sheet and columns said by hand."""

import pytest
import xlsxwriter
from flow_steps import Office, new_office

from cdo_desktop import paths

HEADER = ["甲方叫法", "哪个单位", "写些什么", "多久一次"]
ROW = ["学籍信息", "通江县教育科技和体育局", "全县在校学生的学籍。", "每年"]
MAPS = ["--map", "A=信息资源名称", "--map", "哪个单位=信息资源提供方", "--map", "D=更新周期"]


@pytest.fixture
def office(tmp_path, monkeypatch) -> Office:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "用户")
    return new_office(tmp_path)


def brought(office, name, *above):
    path = office.folder / name
    with xlsxwriter.Workbook(path) as book:
        for title, rows in (("通知", [["请各单位填报"]]), ("汇总", [*above, HEADER, ROW])):
            page = book.add_worksheet(title)
            for line, row in enumerate(rows):
                page.write_row(line, 0, row)
    return path


def test_header_row_sheet_and_columns_by_hand(office):
    path = brought(office, "表.xlsx", ["一季度"], [])
    assert office.refuses("import", path) == "CDO-W110"
    assert office.refuses("import", path, "--header-row", 3, *MAPS) == "CDO-W117"
    told = ["--sheet", "汇总", "--header-row", 3, *MAPS, "--save-layout", "本县口径"]
    assert office.ask("import", path, *told, exits=None)["new"] == 1
    record = office.ask("show", office.listed()["学籍信息"]["id"])
    assert record["values"]["update_cycle"] == "每年"


def test_the_layout_saved_by_hand_reads_the_next_sheet(office):
    path = brought(office, "表.xlsx", ["一季度"], [])
    told = ["--sheet", "汇总", "--header-row", 3, *MAPS, "--save-layout", "本县口径"]
    office.ask("import", path, *told, exits=None)
    later = brought(office, "下季度.xlsx", ["二季度"])
    again = office.ask("import", later, "--layout", "本县口径", exits=None)
    assert (again["new"], again["unchanged"]) == (0, 1)


def test_each_column_is_told_in_the_words_that_map_takes(office):
    path = brought(office, "表.xlsx")
    told = ["--sheet", "汇总", "--header-row", 1, *MAPS]
    mapping = office.ask("import", path, "--rehearse", *told, exits=None)["mapping"]
    taken = [one for one in mapping if one["standing_key"] == "taken"]
    assert {one["column"]: one["target"] for one in taken} == {
        "A": "信息资源名称",
        "B": "信息资源提供方",
        "D": "更新周期",
    }
    assert [one["target_key"] for one in taken] == ["title", "org", "update_cycle"]
    assert {one["standing"] for one in taken} == {"导入"}
