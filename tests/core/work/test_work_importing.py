"""Importing: rehearsed, shown, written as one step; the same rules and states as the form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from desk_steps import (
    PASSPHRASE,
    approved,
    asked_to_stop,
    bench_of,
    code_of,
    left_in,
    line_of,
    record_now,
    steps_of,
    stopped,
)
from import_sheets import GOOD, imported, put_right, rehearsed, sheet

from cdo_desktop import paths
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import Conflict, Refused
from cdo_desktop.exchange.entries import Outcome
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Severity
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import checking, editing, importing, layouts
from cdo_desktop.work.typed import Entry


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def test_a_rehearsal_writes_nothing(bench, tmp_path):
    found = rehearsed(bench, sheet(tmp_path / "表.xlsx"))
    assert (found.writes, found.rehearsal.counts[Outcome.NEW]) == (1, 1)
    assert bench.workspace.count(ListQuery()) == 0
    assert steps_of(bench) == []


def test_written_as_one_step_that_can_be_undone(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx", {}, {"信息资源名称": "殡葬信息"})
    records = imported(bench, path)
    assert [record.review for record in records] == ["draft", "draft"]
    assert all(record.code for record in records)
    (step,) = steps_of(bench)
    assert (step.name, step.records) == ("导入“表.xlsx”2 条", 2)
    editing.undo(bench)
    assert bench.workspace.count(ListQuery()) == 0


def test_the_same_sheet_again_changes_nothing_and_is_no_step(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx")
    imported(bench, path)
    again = rehearsed(bench, path)
    assert again.rehearsal.counts[Outcome.UNCHANGED] == 1
    assert importing.write(bench, again, Run()).written == 0
    assert len(steps_of(bench)) == 1


def test_the_list_counts_what_the_check_counts(bench, tmp_path):
    rows = {"信息资源摘要": "", "发布日期": "某日"}
    (record,) = imported(bench, sheet(tmp_path / "表.xlsx", rows))
    found = checking.check_record(bench, record)
    line = line_of(bench, record)
    assert line.errors == sum(one.severity is Severity.ERROR for one in found) > 0
    assert line.warnings == sum(one.severity is Severity.WARNING for one in found)


def test_a_doubt_about_the_sheet_is_no_fault_of_the_record(bench, tmp_path):
    (record,) = imported(bench, sheet(tmp_path / "表.xlsx"))
    other = {"更新周期": "每年", "信息资源代码": "307022/000077"}
    found = rehearsed(bench, sheet(tmp_path / "新.xlsx", other, more=("信息资源代码",)))
    assert "CDO-W220" in {finding.code for finding in found.findings}
    importing.write(bench, found, Run())
    now = record_now(bench, record)
    warnings = [f for f in checking.check_record(bench, now) if f.severity is Severity.WARNING]
    assert line_of(bench, record).warnings == len(warnings)


@pytest.mark.parametrize("result", ["#N/A", ""])
def test_a_cell_without_a_value_is_not_said_to_be_missing_too(bench, tmp_path, result):
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("目录")
        page.write_row(0, 0, GOOD)
        page.write_row(1, 0, GOOD.values())
        place = [*GOOD].index("信息资源摘要")
        page.write_formula(1, place, "=VLOOKUP(1,Z:Z,1)", None, result)
    found = rehearsed(bench, path)
    there = [f.code for f in found.findings if (f.place.line, f.place.column) == (2, place + 1)]
    assert there == ["CDO-W212" if result else "CDO-W211"]


def test_a_changed_record_that_was_approved_becomes_a_draft_and_that_is_said(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx")
    found = rehearsed(bench, path)
    full = replace(found.rehearsal.entries[0].record, id=found.rehearsal.entries[0].record.id)
    (record,) = approved(bench, [full])
    changed = rehearsed(bench, sheet(tmp_path / "新表.xlsx", {"更新周期": "每年"}))
    (entry,) = changed.rehearsal.entries
    assert entry.outcome is Outcome.CHANGED
    assert "CDO-W803" in {finding.code for finding in changed.findings}
    importing.write(bench, changed, Run())
    assert record_now(bench, record).review == "draft"
    assert bench.workspace.revision(record.revision_id).review == "approved"


def test_what_changed_since_the_rehearsal_is_a_conflict_and_nothing_is_written(bench, tmp_path):
    (record,) = imported(bench, sheet(tmp_path / "表.xlsx"))
    found = rehearsed(
        bench, sheet(tmp_path / "新.xlsx", {"信息资源名称": "殡葬信息"}, {"更新周期": "每年"})
    )
    editing.set_values(bench, record.id, [Entry("责任科室", "办公室")])
    with pytest.raises(Conflict):
        importing.write(bench, found, Run())
    assert bench.workspace.count(ListQuery()) == 1


def test_the_same_rehearsal_is_not_written_twice(bench, tmp_path):
    found = rehearsed(bench, sheet(tmp_path / "表.xlsx"))
    importing.write(bench, found, Run())
    with pytest.raises(Conflict):
        importing.write(bench, found, Run())
    assert bench.workspace.count(ListQuery()) == 1


def test_stopped_means_nothing_was_written(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx")
    assert stopped(rehearsed, bench, path, asked_to_stop())
    found = rehearsed(bench, path)
    assert stopped(importing.write, bench, found, asked_to_stop())
    assert steps_of(bench) == []


def test_a_workspace_open_to_read_can_be_rehearsed_but_not_written(bench, act, tmp_path):
    path = bench.workspace.path
    bench.close()
    with Workspace.open_to_read(path) as opened:
        reader = bench_of(opened, act)
        found = rehearsed(reader, sheet(tmp_path / "表.xlsx"))
        with pytest.raises(Refused) as caught:
            importing.write(reader, found, Run())
    assert code_of(caught) == "CDO-S304"


def test_a_new_organisation_in_a_sheet_is_known_to_the_next_check(bench, tmp_path, make_record):
    path = tmp_path / "机构.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["机构名称", "统一社会信用代码", "机构类型", "机构层级"])
        page.write_row(1, 0, ["巴中市教育局", "11511900MB0000002X", "机关", "市级"])
    wrong = make_record(org="巴中市教育局")
    assert "CDO-V225" not in {f.code for f in checking.check_record(bench, wrong)}
    found = importing.rehearse(bench, path, "organisation", Run())
    importing.write(bench, found, Run())
    assert "CDO-V225" in {f.code for f in checking.check_record(bench, wrong)}


def test_a_reference_by_name_is_tied_to_the_record_it_names(bench, tmp_path):
    values = {"title": "李明", "org": bench.org.name}
    li = editing.add(bench, [editing.new_record(bench, "person", values)])[0]
    path = tmp_path / "机构.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["机构名称", "统一社会信用代码", "机构类型", "部门负责人"])
        page.write_row(1, 0, ["巴中市民政局", bench.org.code, "机关", "李明"])
    found = importing.rehearse(bench, path, "organisation", Run())
    importing.write(bench, found, Run())
    (record,) = bench.workspace.each_record(ListQuery("organisation"))
    assert record.values["head"]["id"] == li.id


def test_a_sheet_makes_a_record_of_an_older_definition_one_of_the_newest(bench, tmp_path):
    newest = bench.library.kind("resource")
    head = {**newest.source["kind"], "standard": "1272-2017"}
    elements = [e for e in newest.source["element"] if e["key"] != "office"]
    older = {**newest.source, "kind": head, "element": elements}
    bench.workspace.library = Library("national", (older,))
    found = rehearsed(bench, sheet(tmp_path / "表.xlsx", {"责任科室": ""}))
    record = replace(found.rehearsal.entries[0].record, standard="1272-2017")
    editing.add(bench, [record])
    again = rehearsed(bench, sheet(tmp_path / "新.xlsx"))
    assert again.rehearsal.counts[Outcome.CHANGED] == 1
    importing.write(bench, again, Run())
    now = record_now(bench, record)
    assert (now.standard, now.values["office"]) == (newest.standard, "社会救助科")


def test_the_annotated_copy_takes_no_name_that_is_taken(bench, tmp_path):
    found = rehearsed(bench, sheet(tmp_path / "表.xlsx"))
    copy = importing.annotated_copy(found, tmp_path / "批注.xlsx", Run())
    assert copy.path.is_file()
    with pytest.raises(Refused) as caught:
        importing.annotated_copy(found, copy.path, Run())
    assert code_of(caught) == "CDO-U102"


# -- layouts ---------------------------------------------------------------------------------------


@pytest.fixture
def user_folder(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "用户"
    monkeypatch.setattr(paths, "user_data", lambda: folder)
    return folder


ODD = {"更新周期": "多久一次", "责任科室": "哪个口"}


def test_a_column_is_put_right_by_its_heading_or_letter(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx", headings=ODD)
    mapping = put_right(bench, path, "多久一次=更新周期", "n=office")
    (entry,) = rehearsed(bench, path, mapping=mapping).rehearsal.entries
    assert (entry.record.values["update_cycle"], entry.record.values["office"]) == (
        "每月",
        "社会救助科",
    )


def test_a_column_is_left_out_only_when_that_is_said(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx")
    mapping = put_right(bench, path, "更新周期=")
    (entry,) = rehearsed(bench, path, mapping=mapping).rehearsal.entries
    assert "update_cycle" not in entry.record.values
    with pytest.raises(Refused) as caught:
        put_right(bench, path, "更新周期")
    assert code_of(caught) == "CDO-W804"


def test_an_element_is_read_from_the_column_it_was_put_on(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx", {"责任科室": "每年"})
    mapping = put_right(bench, path, "责任科室=更新周期")
    (entry,) = rehearsed(bench, path, mapping=mapping).rehearsal.entries
    assert entry.record.values["update_cycle"] == "每年"
    assert "office" not in entry.record.values


@pytest.mark.parametrize(
    ("wish", "code"), [("没有此列=更新周期", "CDO-W802"), ("更新周期=没有此项", "CDO-U103")]
)
def test_what_there_is_not_is_refused(bench, tmp_path, wish, code):
    with pytest.raises(Refused) as caught:
        put_right(bench, sheet(tmp_path / "表.xlsx"), wish)
    assert code_of(caught) == code


def kept_layout(bench, path: Path, name: str) -> Path:
    mapping = put_right(bench, path, "多久一次=更新周期", "哪个口=责任科室")
    return layouts.keep_layout(name, rehearsed(bench, path, mapping=mapping).rehearsal)


def test_a_mapping_is_kept_and_used_for_the_next_sheet(bench, tmp_path, user_folder):
    kept_layout(bench, sheet(tmp_path / "表.xlsx", headings=ODD), "民政口径")
    path = sheet(tmp_path / "下月.xlsx", headings=ODD)
    found = rehearsed(bench, path, layout=layouts.layout_called("民政口径"))
    assert found.rehearsal.entries[0].record.values["update_cycle"] == "每月"
    assert list(layouts.own_layouts()) == ["民政口径"]


def test_a_layout_kept_again_takes_the_place_of_the_older(bench, tmp_path, user_folder):
    path = sheet(tmp_path / "表.xlsx", headings=ODD)
    first = kept_layout(bench, path, "民政口径")
    assert kept_layout(bench, path, "民政口径") == first
    assert left_in(user_folder / "layouts") == ["民政口径.json"]


@pytest.mark.parametrize("name", ["", "  ", "../逃逸", "a/b", "CON", "x" * 61, " 口径", "口径."])
def test_a_name_that_cannot_be_a_file_is_refused(bench, tmp_path, user_folder, name):
    path = sheet(tmp_path / "表.xlsx", headings=ODD)
    with pytest.raises(Refused) as caught:
        kept_layout(bench, path, name)
    assert code_of(caught) == "CDO-W801"
    assert not user_folder.exists()


def test_a_broken_layout_does_not_stand_in_the_way_of_the_others(bench, tmp_path, user_folder):
    kept_layout(bench, sheet(tmp_path / "表.xlsx", headings=ODD), "民政口径")
    (user_folder / "layouts" / "坏的.json").write_bytes(b"{")
    assert layouts.layout_called("L1").key == "L1"
    assert layouts.layout_called("民政口径").label == "民政口径"
    with pytest.raises(Refused) as caught:
        layouts.layout_called("坏的")
    assert code_of(caught) == "CDO-W112"


def test_an_unknown_layout_is_refused_and_those_there_are_are_named(user_folder):
    with pytest.raises(Refused) as caught:
        layouts.layout_called("没有的")
    assert code_of(caught) == "CDO-U103"
    assert "L1" in caught.value.todo


def test_where_nothing_can_be_kept_that_is_said(bench, tmp_path, user_folder):
    user_folder.write_text(PASSPHRASE)
    path = sheet(tmp_path / "表.xlsx", headings=ODD)
    with pytest.raises(Refused) as caught:
        kept_layout(bench, path, "民政口径")
    assert code_of(caught) in ("CDO-U202", "CDO-U203", "CDO-U204")


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_are_named_as_excel_names_them(number, letters):
    assert layouts.letters(number) == letters
