"""Several sheets of one workbook are one import: one grouping, one record for one resource."""

from dataclasses import replace

import pytest
from sheet_makers import ORG_NAME, Shelf, codes, items, read, titles, write_xlsx

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.exchange.entries import Outcome, locate
from cdo_desktop.standard.model import Severity

HEADER = ["信息资源名称", "信息资源代码", "提供单位", "信息资源摘要", "信息项名称"]


def row(title="学籍信息", code="1", item="姓名", summary="学籍。"):
    return [title, code, ORG_NAME, summary, item]


def two(path, first, second, other_header=HEADER):
    return write_xlsx(path, ("一", [HEADER, *first]), ("二", [other_header, *second]))


def found(rehearsal, code):
    return next(f for f in rehearsal.all_findings() if f.code == code)


@pytest.mark.parametrize("code", ["1", ""])
def test_a_resource_on_two_sheets_is_one_record(tmp_path, library, code):
    path = two(tmp_path / "a.xlsx", [row(code=code)], [row(code=code, item="学籍号")])
    rehearsal = read(path, library)
    assert titles(rehearsal) == ["学籍信息"]
    assert items(rehearsal.entries[0]) == ["姓名", "学籍号"]
    assert codes(rehearsal) == ["CDO-W233"]
    assert "工作表“二”" in found(rehearsal, "CDO-W233").message()
    assert "学籍信息" in found(rehearsal, "CDO-W233").message()


def test_it_can_be_imported_again(tmp_path, library):
    path = two(tmp_path / "a.xlsx", [row(), row("教师信息", "2")], [row(item="学籍号")])
    first = read(path, library)
    kept = [replace(entry.record, revision_id="r1") for entry in first.entries]
    again = read(path, library, Shelf(*kept))
    assert [entry.outcome for entry in again.entries] == [Outcome.UNCHANGED] * 2
    assert "CDO-W221" not in codes(again)


def test_sheets_that_disagree_are_found_with_both_places(tmp_path, library):
    path = two(tmp_path / "a.xlsx", [row()], [row("教师信息", "2"), row(summary="别的。")])
    rehearsal = read(path, library)
    finding = found(rehearsal, "CDO-W232")
    assert rehearsal.entries[0].record.values["summary"] == "学籍。"
    assert (finding.place.sheet, finding.place.line, finding.place.column) == ("二", 3, 4)
    for told in ("工作表“一”第 2 行", "学籍。", "第 3 行", "别的。"):
        assert told in finding.message()


def test_findings_on_rows_of_the_other_sheet_are_placed_there(tmp_path, library):
    other = ["信息项名称", "信息资源名称", "信息资源代码"]
    path = two(tmp_path / "a.xlsx", [row()], [["学籍号", "学籍信息", "1"]], other)
    (entry,) = read(path, library).entries

    def at(line):
        place = Place(group="items", row=line, element="name")
        found = locate(entry, Finding("CDO-W209", Severity.ERROR, place)).place
        return found.sheet, found.line, found.column

    assert (at(1), at(2)) == (("一", 2, 5), ("二", 2, 1))


def test_notes_on_cells_of_the_other_sheet_are_placed_there(tmp_path, library):
    damaged = "學(xué)籍號(hào)"
    path = two(tmp_path / "a.xlsx", [row()], [row("教师信息", "2"), row(item=damaged)])
    finding = found(read(path, library), "CDO-W213")
    assert (finding.place.sheet, finding.place.line, finding.place.row) == ("二", 3, 2)


def test_a_sheet_begins_with_no_record(tmp_path, library):
    path = two(tmp_path / "a.xlsx", [row()], [["", "", "", "", "学籍号"], row("教师信息", "2")])
    rehearsal = read(path, library)
    assert items(rehearsal.entries[0]) == ["姓名"]


def test_parts_of_the_classification_may_stand_on_the_second_sheet_only(tmp_path, library):
    header = ["类", "项", "目", "信息资源名称", "信息资源代码", "信息项名称"]
    path = two(
        tmp_path / "a.xlsx", [row()], [["3", "07", "022", "学籍信息", "1", "学籍号"]], header
    )
    (entry,) = read(path, library).entries
    assert entry.record.values["classification"] == "307022"


# -- names under one code --------------------------------------------------------------------------


def test_names_that_one_code_puts_together_are_all_said(tmp_path, library):
    path = two(
        tmp_path / "a.xlsx",
        [row("甲信息"), row("乙信息"), row("乙信息", item="学籍号"), row("丙资料")],
        [row("丁名册")],
    )
    rehearsal = read(path, library)
    assert titles(rehearsal) == ["甲信息"]
    finding = found(rehearsal, "CDO-W234")
    assert finding.severity is Severity.ERROR
    for told in (
        "第 2 行“甲信息”",
        "第 3、4 行“乙信息”",
        "第 5 行“丙资料”",
        "工作表“二”第 2 行“丁名册”",
    ):
        assert told in finding.message()


WITHOUT = ["信息资源名称", "信息项名称"]


def providers(rehearsal):
    return [entry.record.values["org"] for entry in rehearsal.entries]


def test_a_sheet_without_providers_means_the_only_resource_of_that_name(tmp_path, library):
    other = "示范县民政局"
    first = [[*row(code="")[:2], other, *row()[3:]]]
    path = two(tmp_path / "a.xlsx", first, [["学籍信息", "学籍号"]], WITHOUT)
    rehearsal = read(path, library)
    assert (titles(rehearsal), providers(rehearsal)) == (["学籍信息"], [other])
    assert items(rehearsal.entries[0]) == ["姓名", "学籍号"]


def test_or_is_told_the_provider_by_a_later_sheet(tmp_path, library):
    sheets = ("一", [WITHOUT, ["学籍信息", "学籍号"]]), ("二", [HEADER, row()])
    rehearsal = read(write_xlsx(tmp_path / "a.xlsx", *sheets), library)
    assert (titles(rehearsal), providers(rehearsal)) == (["学籍信息"], [ORG_NAME])


def test_of_several_providers_it_means_none(tmp_path, library):
    first = [row(code=""), [*row(code="")[:2], "示范县民政局", *row()[3:]]]
    path = two(tmp_path / "a.xlsx", first, [["学籍信息", "学籍号"]], WITHOUT)
    assert len(read(path, library).entries) == 3


def test_a_blank_provider_among_others_is_nobody_else(tmp_path, library):
    rows = [row(code=""), row("教师信息", ""), ["学籍信息", "", "", "别的。", "学籍号"]]
    path = write_xlsx(tmp_path / "a.xlsx", ("一", [HEADER, *rows]))
    assert len(read(path, library).entries) == 3
