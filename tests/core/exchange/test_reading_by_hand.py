"""Sheets the program sees otherwise than the person does: the person's word wins."""

import pytest
from sheet_makers import codes, read, table, titles, write_xlsx

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.by_hand import Told, mappings_as_told
from cdo_desktop.exchange.layouts import Layout

SYSTEMS = ["信息系统名称", "功能描述", "建设性质", "部署位置"]
SYSTEM = ["学籍系统", "学生的学籍。", "自建", "机房"]
ODD = ["甲方叫法", "哪个单位", "写些什么", "多久一次"]
ODD_ROW = ["学籍信息", "示范县教育局", "学生的学籍。", "每年"]


def told(path, library, kind="resource", **more):
    return mappings_as_told(path, library.kind(kind), library, Told(**more))


def mapped(mappings, **targets):
    """The only mapping with columns put right: A="title"."""
    ((sheet, mapping),) = mappings.items()
    for letter, target in targets.items():
        mapping = mapping.with_target(ord(letter) - 64, target)
    return {sheet: mapping}


def test_a_sheet_of_another_kind_is_read_as_what_the_person_says(tmp_path, library):
    path = table(tmp_path / "a.xlsx", SYSTEM, header=SYSTEMS)
    with pytest.raises(Refused, match="CDO-W111"):
        read(path, library)
    mapping = mapped(told(path, library), A="title", B="summary")
    rehearsal = read(path, library, mapping=mapping)
    assert (rehearsal.sources[0].mapping.kind, titles(rehearsal)) == ("resource", ["学籍系统"])
    assert rehearsal.entries[0].record.values["summary"] == "学生的学籍。"


def test_a_header_nobody_could_recognise_is_read_where_the_person_says(tmp_path, library):
    path = write_xlsx(tmp_path / "a.xlsx", ("表", [["一季度"], [], ODD, ODD_ROW]))
    with pytest.raises(Refused, match=r"手工指定表头.*CDO-W110"):
        read(path, library)
    with pytest.raises(Refused, match=r"手工指定表头.*CDO-W110"):
        told(path, library)
    found = told(path, library, header_row=3)
    with pytest.raises(Refused, match=r"CDO-W113"):
        read(path, library, mapping=found)
    mapping = mapped(found, A="title", B="org", D="update_cycle")
    rehearsal = read(path, library, mapping=mapping)
    (entry,) = rehearsal.entries
    assert (entry.line, entry.record.title, entry.record.org.name) == (
        4,
        "学籍信息",
        "示范县教育局",
    )
    assert entry.record.values["update_cycle"] == "每年"


def test_the_layout_kept_of_it_recognises_the_next_sheet(tmp_path, library):
    path = write_xlsx(tmp_path / "a.xlsx", ("表", [["一季度"], [], ODD, ODD_ROW]))
    mapping = mapped(told(path, library, header_row=3), A="title", D="update_cycle")["表"]
    own = Layout.from_json(Layout.of(mapping, "own", "本县版式").as_json())
    later = write_xlsx(tmp_path / "b.xlsx", ("表", [["二季度"], ODD, ODD_ROW]))
    (entry,) = read(later, library, layout=own).entries
    assert (entry.record.title, entry.record.values["update_cycle"]) == ("学籍信息", "每年")


def test_a_layout_of_the_users_own_wins_over_another_kind(tmp_path, library):
    path = table(tmp_path / "a.xlsx", SYSTEM, header=SYSTEMS)
    mapping = mapped(told(path, library), A="title", B="summary")["数据资源目录"]
    own = Layout.of(mapping, "own", "本县版式")
    assert titles(read(path, library, layout=own)) == ["学籍系统"]


def test_a_header_below_the_lines_that_are_looked_through(tmp_path, library):
    rows = [[f"第 {line} 行"] for line in range(1, 101)]
    path = write_xlsx(tmp_path / "a.xlsx", ("表", [*rows, ODD, ODD_ROW]))
    mapping = mapped(told(path, library, header_row=101), A="title")
    assert titles(read(path, library, mapping=mapping)) == ["学籍信息"]


@pytest.mark.parametrize("row", [2, 5, 400])
def test_a_header_row_that_is_not_there_or_is_empty(tmp_path, library, row):
    path = write_xlsx(tmp_path / "a.xlsx", ("表", [["一季度"], [], ODD, ODD_ROW]))
    with pytest.raises(Refused, match=rf"“表”第 {row} 行.*CDO-W116"):
        told(path, library, header_row=row)


def two_sheets(path):
    rows = [ODD, ODD_ROW]
    return write_xlsx(path, ("甲", rows), ("乙", [["备查"], *rows]), ("丙", []), hidden=["乙"])


def test_a_sheet_is_chosen_by_name_even_a_hidden_one(tmp_path, library):
    path = two_sheets(tmp_path / "a.xlsx")
    found = told(path, library, sheet="乙", header_row=2)
    assert [*found] == ["乙"]
    assert titles(read(path, library, mapping=mapped(found, A="title"))) == ["学籍信息"]


def test_a_sheet_that_is_not_there_names_those_that_are(tmp_path, library):
    with pytest.raises(Refused, match=r"“丁”.*甲、乙、丙.*CDO-W115"):
        told(two_sheets(tmp_path / "a.xlsx"), library, sheet="丁")


def test_where_several_sheets_may_be_meant_the_person_is_asked(tmp_path, library):
    path = write_xlsx(tmp_path / "a.xlsx", ("甲", [ODD, ODD_ROW]), ("乙", [ODD, ODD_ROW]))
    with pytest.raises(Refused, match=r"甲、乙.*请指定一张.*CDO-W117"):
        told(path, library, header_row=1)


def test_only_the_sheets_of_the_kind_where_there_are_such(tmp_path, library):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        ("目录", [["信息资源名称", "提供单位", "信息项名称"], ["学籍信息", "教育局", "姓名"]]),
        ("系统", [SYSTEMS, SYSTEM]),
    )
    assert [*told(path, library)] == ["目录"]
    assert [*told(path, library, sheet="系统")] == ["系统"]


def test_hidden_sheets_are_named_also_where_columns_were_mapped_by_hand(tmp_path, library):
    rows = [["信息资源名称", "提供单位"], ["学籍信息", "教育局"]]
    path = write_xlsx(tmp_path / "a.xlsx", ("目录", rows), ("旧表", rows), hidden=["旧表"])
    rehearsal = read(path, library, mapping=told(path, library))
    assert codes(rehearsal) == ["CDO-W201"]


def test_a_column_without_a_heading_can_be_named_by_its_letter(tmp_path, library):
    path = table(
        tmp_path / "a.xlsx", ["学籍信息", "教育局", "每年"], header=["信息资源名称", "提供单位", ""]
    )
    rehearsal = read(path, library, mapping=mapped(told(path, library), C="update_cycle"))
    assert rehearsal.entries[0].record.values["update_cycle"] == "每年"
    assert codes(rehearsal) == []


def test_what_is_put_on_another_column_is_no_longer_read_from_its_own(tmp_path, library):
    header = ["信息资源名称", "提供单位", "新周期", "更新周期"]
    path = table(tmp_path / "a.xlsx", ["学籍信息", "教育局", "每年", "每月"], header=header)
    mapping = mapped(told(path, library), C="update_cycle")
    rehearsal = read(path, library, mapping=mapping)
    assert rehearsal.entries[0].record.values["update_cycle"] == "每年"


def test_the_whole_classification_takes_the_place_of_its_parts(tmp_path, library):
    header = ["信息资源名称", "类", "项", "目", "归到哪里"]
    path = table(tmp_path / "a.xlsx", ["学籍信息", "3", "07", "022", "303011"], header=header)
    mapping = mapped(told(path, library), E="classification")
    rehearsal = read(path, library, mapping=mapping)
    assert rehearsal.entries[0].record.values["classification"] == "303011"


def test_a_column_left_out_by_hand_is_not_called_unknown(tmp_path, library):
    header = ["信息资源名称", "提供单位", "更新周期"]
    path = table(tmp_path / "a.xlsx", ["学籍信息", "教育局", "每年"], header=header)
    rehearsal = read(path, library, mapping=mapped(told(path, library), C=""))
    assert "update_cycle" not in rehearsal.entries[0].record.values
    assert codes(rehearsal) == []
