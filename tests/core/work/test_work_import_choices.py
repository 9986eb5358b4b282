"""What a person takes of a rehearsal: records left out, values and rows that stay as they were."""

from __future__ import annotations

import pytest
from desk_steps import approved, line_of, record_now, steps_of
from import_sheets import imported, rehearsed, sheet

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.exchange.entries import Outcome
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work import checking, editing, importing
from cdo_desktop.work.import_choices import ALL, Choices, is_written, spot_of, subjects_of


@pytest.fixture
def changed(bench, tmp_path):
    """低保 is there; the sheet changes its cycle and office and adds an item."""
    (record,) = imported(bench, sheet(tmp_path / "表.xlsx"))
    rows = {"更新周期": "每年", "责任科室": "办公室"}
    path = sheet(tmp_path / "新.xlsx", rows, {**rows, "信息项名称": "保障人数"})
    return record, rehearsed(bench, path)


def written(bench, found, **choices):
    (entry,) = found.rehearsal.entries
    kept = frozenset(choices.pop("kept", ()))
    made = Choices(kept={spot_of(entry): kept}, **choices)
    return importing.write(bench, found, Run(), made)


def test_by_itself_everything_is_taken(changed):
    _, found = changed
    (entry,) = found.rehearsal.entries
    assert set(subjects_of(entry)) == {("", "update_cycle"), ("", "office"), ("items", "")}
    assert is_written(entry, ALL)
    assert found.going() == [entry]


def test_a_value_that_is_kept_stays_and_the_others_are_taken(bench, changed):
    record, found = changed
    assert written(bench, found, kept=[("", "update_cycle")]).written == 1
    now = record_now(bench, record)
    assert (now.values["update_cycle"], now.values["office"]) == ("每月", "办公室")
    assert len(now.groups["items"]) == 2


def test_the_rows_of_a_group_stay_together(bench, changed):
    record, found = changed
    written(bench, found, kept=[("items", "")])
    now = record_now(bench, record)
    assert now.groups["items"] == record.groups["items"]
    assert now.values["update_cycle"] == "每年"


def test_a_value_there_was_not_can_be_kept_away(bench, tmp_path):
    (record,) = imported(bench, sheet(tmp_path / "表.xlsx", {"责任科室": ""}))
    found = rehearsed(bench, sheet(tmp_path / "新.xlsx", {"更新周期": "每年"}))
    written(bench, found, kept=[("", "office")])
    now = record_now(bench, record)
    assert "office" not in now.values
    assert now.values["update_cycle"] == "每年"


def test_a_record_all_of_whose_changes_are_kept_is_not_written(bench, changed):
    record, found = changed
    (entry,) = found.rehearsal.entries
    assert written(bench, found, kept=subjects_of(entry)).written == 0
    assert record_now(bench, record) == record
    assert len(steps_of(bench)) == 1


def test_a_record_left_out_is_not_written_and_not_counted(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx", {}, {"信息资源名称": "殡葬信息"})
    found = rehearsed(bench, path)
    first = found.rehearsal.entries[0]
    choices = Choices(left_out=frozenset([spot_of(first)]))
    assert [e.record.title for e in found.going(choices)] == ["殡葬信息"]
    assert importing.write(bench, found, Run(), choices).written == 1
    (record,) = bench.workspace.each_record(ListQuery("resource"))
    assert record.title == "殡葬信息"
    assert steps_of(bench)[0].name == "导入“表.xlsx”1 条"


def test_what_was_chosen_can_be_undone_in_one_step(bench, changed):
    record, found = changed
    written(bench, found, kept=[("", "office")])
    editing.undo(bench)
    assert record_now(bench, record).values == record.values


def test_the_list_counts_the_errors_of_the_record_as_it_was_chosen(bench, tmp_path):
    (record,) = imported(bench, sheet(tmp_path / "表.xlsx"))
    rows = {"更新周期": "时不时", "责任科室": "办公室"}
    found = rehearsed(bench, sheet(tmp_path / "新.xlsx", rows))
    assert found.assessments[record.id].errors > 0
    written(bench, found, kept=[("", "update_cycle")])
    now = checking.check_record(bench, record_now(bench, record))
    errors = sum(one.severity is Severity.ERROR for one in now)
    assert line_of(bench, record).errors == errors == 0


def test_the_name_and_the_organisation_follow_the_values_that_are_kept(bench, tmp_path):
    code = {"信息资源代码": "307022/000001"}
    (record,) = imported(bench, sheet(tmp_path / "表.xlsx", code, more=("信息资源代码",)))
    rows = {**code, "信息资源名称": "低保对象信息", "更新周期": "每年"}
    path = sheet(tmp_path / "新.xlsx", rows, more=("信息资源代码",))
    found = rehearsed(bench, path)
    assert found.rehearsal.entries[0].record.title == "低保对象信息"
    written(bench, found, kept=[("", "title")])
    now = record_now(bench, record)
    assert (now.title, now.values["title"]) == (record.title, record.title)
    assert now.org == record.org


def test_a_frozen_record_becomes_a_draft_whatever_is_kept(bench, tmp_path):
    found = rehearsed(bench, sheet(tmp_path / "表.xlsx"))
    (record,) = approved(bench, [found.rehearsal.entries[0].record])
    rows = {"更新周期": "每年", "责任科室": "办公室"}
    again = rehearsed(bench, sheet(tmp_path / "新.xlsx", rows))
    written(bench, again, kept=[("", "office")])
    assert record_now(bench, record).review == "draft"


def test_what_cannot_be_written_is_not_whatever_is_chosen(bench, tmp_path):
    imported(bench, sheet(tmp_path / "表.xlsx"))
    path = sheet(tmp_path / "二.xlsx", {"信息资源名称": ""}, {})
    entries = rehearsed(bench, path).rehearsal.entries
    assert [entry.outcome for entry in entries] == [Outcome.INVALID, Outcome.UNCHANGED]
    assert not any(is_written(entry) for entry in entries)
