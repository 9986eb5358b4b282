"""Editing: what was typed becomes a new revision; nothing is changed silently or by halves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from desk_steps import (
    approved,
    asked_to_stop,
    bench_of,
    code_of,
    line_of,
    record_now,
    steps_of,
    stopped,
    stopping_at,
)

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import Conflict, Refused
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work import bulk, checking, editing
from cdo_desktop.work.typed import Entry


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def person(bench, name: str):
    values = {"title": name, "org": bench.org.name, "org_code": bench.org.code}
    return editing.add(bench, [editing.new_record(bench, "person", values)])[0]


def organisation(bench, name: str, code: str, **more):
    values = {"title": name, "org_code": code, **more}
    return editing.new_record(bench, "organisation", values)


# -- setting values --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["update_cycle", "更新周期"])
def test_an_element_is_named_by_key_or_label(bench, make_record, name):
    record = editing.add(bench, [make_record()])[0]
    saved = editing.set_values(bench, record.id, [Entry(name, "每季度")])
    assert saved.values["update_cycle"] == "每季度"
    assert saved.parents == (record.revision_id,)


def test_a_record_is_named_by_its_code(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    saved = editing.set_values(bench, record.code, [Entry("更新周期", "每年")])
    assert saved.id == record.id


def test_an_unknown_element_is_refused_and_those_there_are_are_named(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    with pytest.raises(Refused) as caught:
        editing.set_values(bench, record.id, [Entry("更新周期", "每年"), Entry("颜色", "红")])
    assert code_of(caught) == "CDO-U103"
    assert "更新周期" in caught.value.todo
    assert record_now(bench, record) == record


def test_nothing_typed_takes_the_value_away(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    saved = editing.set_values(bench, record.id, [Entry("责任科室", "")])
    assert "office" not in saved.values


def test_several_choices_are_kept_in_the_order_of_their_list(bench):
    kind = bench.library.kind("system")
    element = next(e for e in kind.elements if e.kind == "multi_choice")
    words = bench.library.codes[element.codes].words[:3]
    record = editing.add(bench, [editing.new_record(bench, "system", {"title": "低保系统"})])[0]
    typed = "、".join(reversed(words))
    saved = editing.set_values(bench, record.id, [Entry(element.label, typed)])
    assert saved.values[element.key] == list(words)


def test_a_row_is_added_after_the_last_and_no_further(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    saved = editing.set_values(bench, record.id, [Entry("信息项名称", "住址", "信息项", 3)])
    assert [row["name"] for row in saved.groups["items"]] == ["姓名", "身份证号", "住址"]
    assert len({row["id"] for row in saved.groups["items"]}) == 3
    with pytest.raises(Refused) as caught:
        editing.set_values(bench, record.id, [Entry("信息项名称", "电话", "信息项", 5)])
    assert code_of(caught) == "CDO-U104"


def test_a_row_named_without_an_element_is_taken_out(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    saved = editing.set_values(bench, record.id, [Entry("", "", "信息项", 1)])
    assert [row["name"] for row in saved.groups["items"]] == ["身份证号"]
    with pytest.raises(Refused) as caught:
        editing.set_values(bench, record.id, [Entry("", "", "信息项", 2)])
    assert code_of(caught) == "CDO-U104"


def test_the_same_value_again_makes_no_revision_and_reopens_nothing(bench, make_record):
    (record,) = approved(bench, [make_record()])
    before = len(steps_of(bench))
    saved = editing.set_values(bench, record.id, [Entry("更新周期", "每月")])
    assert saved == record
    assert record_now(bench, record).review == "approved"
    assert len(steps_of(bench)) == before


def test_an_edit_of_what_was_approved_is_a_new_draft_linked_to_it(bench, make_record):
    (record,) = approved(bench, [make_record()])
    saved = editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    assert (saved.review, saved.parents) == ("draft", (record.revision_id,))
    assert bench.workspace.revision(record.revision_id).review == "approved"


def test_a_stale_revision_is_a_conflict(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    with pytest.raises(Conflict):
        editing.save(bench, record.with_value("office", "办公室"), record.revision_id)


def test_what_lies_in_the_recycle_bin_is_not_edited(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    editing.delete(bench, [record.id])
    with pytest.raises(Refused) as caught:
        editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    assert code_of(caught) == "CDO-S212"
    assert bulk.mend(bench, [record.id], Run()).findings == ()


def test_the_new_code_is_generated_when_it_is_cleared(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    saved = editing.set_values(bench, record.id, [Entry("信息资源代码", "")])
    assert saved.code
    assert saved.code != record.code


# -- references ------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["title", "code", "id"])
def test_a_reference_is_found_by_name_code_or_id(bench, by):
    li = person(bench, "李明")
    bureau = editing.add(bench, [organisation(bench, "巴中市民政局", bench.org.code)])[0]
    saved = editing.set_values(bench, bureau.id, [Entry("部门负责人", getattr(li, by))])
    assert saved.values["head"] == {"id": li.id, "code": li.code, "title": "李明"}


def test_a_reference_is_found_behind_many_that_contain_its_name(bench):
    many = [organisation(bench, f"巴中市民政局第{n}所", "") for n in range(60)]
    editing.add(bench, many)
    parent, child = editing.add(
        bench, [organisation(bench, "巴中市民政局", ""), organisation(bench, "下属站", "")]
    )
    saved = editing.set_values(bench, child.id, [Entry("上级机构", "巴中市民政局")])
    assert saved.values["parent"]["id"] == parent.id


def test_a_name_that_two_people_bear_is_not_guessed(bench):
    person(bench, "李明")
    second = person(bench, "李明")
    bureau = editing.add(bench, [organisation(bench, "巴中市民政局", bench.org.code)])[0]
    with pytest.raises(Refused) as caught:
        editing.set_values(bench, bureau.id, [Entry("部门负责人", "李明")])
    assert code_of(caught) == "CDO-S213"
    assert second.code in str(caught.value)


def test_a_name_nobody_bears_stays_as_typed_and_is_a_hint(bench):
    bureau = editing.add(bench, [organisation(bench, "巴中市民政局", bench.org.code)])[0]
    saved = editing.set_values(bench, bureau.id, [Entry("部门负责人", "没有此人")])
    assert saved.values["head"]["title"] == "没有此人"
    assert "CDO-V122" in {finding.code for finding in checking.check_record(bench, saved)}


# -- figures of the list ---------------------------------------------------------------------------


def test_the_list_counts_what_the_check_counts(bench, make_record):
    record = editing.add(bench, [make_record(summary=None)])[0]
    found = checking.check_record(bench, record)
    line = line_of(bench, record)
    assert line.errors == sum(f.severity is Severity.ERROR for f in found) == 1
    assert line.warnings == sum(f.severity is Severity.WARNING for f in found)


def test_a_new_organisation_is_known_to_the_next_check(bench, make_record):
    record = editing.add(bench, [make_record(org="巴中市教育局", org_code=None)])[0]
    before = {f.code for f in checking.check_record(bench, record)}
    editing.add(bench, [organisation(bench, "巴中市教育局", "11511900MB0000002X")])
    wrong = record.with_value("org_code", bench.org.code)
    after = {f.code for f in checking.check_record(bench, wrong)}
    assert "CDO-V225" not in before
    assert "CDO-V225" in after
    editing.undo(bench)
    assert "CDO-V225" not in {f.code for f in checking.check_record(bench, wrong)}


# -- deleting, restoring ---------------------------------------------------------------------------


def test_deleting_twice_changes_nothing_the_second_time(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    assert len(editing.delete(bench, [record.id, record.id])) == 1
    before = len(steps_of(bench))
    assert editing.delete(bench, [record.id]) == []
    assert len(steps_of(bench)) == before


def test_restored_by_id_or_code_as_a_draft(bench, make_record):
    (record,) = approved(bench, [make_record()])
    for name in (record.id, record.code):
        editing.delete(bench, [record.code])
        back = editing.restore(bench, [name, name])
        assert [one.review for one in back] == ["draft"]
        assert not record_now(bench, record).deleted


def test_restoring_what_is_not_deleted_is_refused(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    with pytest.raises(Refused) as caught:
        editing.restore(bench, [record.id])
    assert code_of(caught) == "CDO-S209"


def test_adding_nothing_is_no_step(bench):
    assert editing.add(bench, []) == []
    assert steps_of(bench) == []


# -- filling in bulk -------------------------------------------------------------------------------


def fill(bench, *entries: tuple[str, str], run=None):
    wanted = [Entry(name, text) for name, text in entries]
    return bulk.fill(bench, "resource", wanted, bench.workspace.ids(ListQuery()), run or Run())


def test_only_what_is_empty_is_filled(bench, make_record):
    lacking, full = editing.add(
        bench, [make_record(data_level=None), make_record(title="殡葬信息")]
    )
    filled = fill(bench, ("数据级别", "重要数据"))
    assert (filled.changed, filled.reopened) == (1, 0)
    assert record_now(bench, lacking).values["data_level"] == "重要数据"
    assert record_now(bench, full) == full


def test_filling_tells_what_became_a_draft_again(bench, make_record):
    (record,) = approved(bench, [make_record(data_level=None)])
    assert fill(bench, ("数据级别", "一般数据")).reopened == 1
    assert record_now(bench, record).review == "draft"


def test_filling_with_nothing_is_refused(bench, make_record):
    editing.add(bench, [make_record(data_level=None)])
    with pytest.raises(Refused) as caught:
        fill(bench, ("数据级别", " "))
    assert code_of(caught) == "CDO-U111"


def test_filling_with_a_word_that_is_none_of_the_list_is_refused(bench, make_record):
    record = editing.add(bench, [make_record(data_level=None)])[0]
    with pytest.raises(Refused) as caught:
        fill(bench, ("数据级别", "乱写"))
    assert code_of(caught) == "CDO-U112"
    assert "乱写" in str(caught.value)
    assert record_now(bench, record) == record


def test_an_element_is_filled_only_where_the_form_shows_it(bench, make_record):
    shared = make_record()
    withheld = make_record(
        title="涉案人员信息", share_type="不予共享", share_basis="刑事诉讼法第一条"
    )
    editing.add(bench, [shared, withheld])
    assert fill(bench, ("依据层级", "法律")).changed == 1
    assert "share_basis_rank" not in record_now(bench, shared).values
    assert record_now(bench, withheld).values["share_basis_rank"] == "法律"


def test_a_value_filled_in_the_same_act_makes_the_next_one_visible(bench, make_record):
    record = make_record(privacy_assessment=None, privacy_assessed_on=None)
    editing.add(bench, [record])
    fill(bench, ("个人信息保护影响评估日期", "2026-02-12"), ("个人信息保护影响评估", "已通过"))
    assert record_now(bench, record).values["privacy_assessed_on"] == "2026-02-12"


def test_rows_are_not_filled_in_bulk(bench, make_record):
    editing.add(bench, [make_record()])
    with pytest.raises(Refused) as caught:
        bulk.fill(bench, "resource", [Entry("数据类型", "字符型", "信息项", 1)], [], Run())
    assert code_of(caught) == "CDO-U113"


def test_stopped_filling_has_filled_nothing(bench, make_record):
    records = editing.add(bench, [make_record(title=f"信息{n}", data_level=None) for n in range(3)])
    assert stopped(fill, bench, ("数据级别", "一般数据"), run=stopping_at("补填"))
    assert [record_now(bench, record) for record in records] == records


# -- mending ---------------------------------------------------------------------------------------


def test_mending_changes_what_has_one_right_answer(bench, make_record):
    record = editing.add(bench, [make_record(items=("街道名称",), publish_date="2026年3月1日")])[0]
    mended = bulk.mend(bench, [record.id, record.code], Run())
    assert [finding.place.element for finding in mended.findings] == ["publish_date"]
    assert record_now(bench, record).values["publish_date"] == "2026-03-01"


def test_stopped_mending_has_mended_nothing(bench, make_record):
    record = editing.add(bench, [make_record(items=("街道名称",), publish_date="2026年3月1日")])[0]
    assert stopped(bulk.mend, bench, [record.id], stopping_at("修正"))
    assert record_now(bench, record) == record


# -- undo ------------------------------------------------------------------------------------------


def test_undo_and_redo_across_a_restart(workspace, act, make_record):
    bench = bench_of(workspace, act)
    record = editing.add(bench, [make_record()])[0]
    editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    path: Path = workspace.path
    workspace.close()
    with type(workspace).open(path, act) as reopened:
        again = bench_of(reopened, act)
        assert editing.undo(again)[1] == 1
        assert record_now(again, record).values["update_cycle"] == "每月"
        assert editing.redo(again)[1] == 1
        assert record_now(again, record).values["update_cycle"] == "每年"


def test_nothing_to_undo_is_said(bench):
    for act_on, word in ((editing.undo, "撤销"), (editing.redo, "重做")):
        with pytest.raises(Refused) as caught:
            act_on(bench)
        assert word in caught.value.happened


def test_stopped_undo_has_undone_nothing(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    assert stopped(editing.undo, bench, asked_to_stop())
    assert not record_now(bench, record).deleted


# -- records of an older definition ----------------------------------------------------------------


def older_standard(bench) -> str:
    """Make the workspace one that has records of an older definition, without 责任科室."""
    source = bench.library.kind("resource").source
    head = {**source["kind"], "standard": "1272-2017"}
    elements = [e for e in source["element"] if e["key"] != "office"]
    bench.workspace.library = Library("national", ({**source, "kind": head, "element": elements},))
    return "1272-2017"


def test_filling_what_a_newer_definition_asks_lifts_the_record_to_it(bench, make_record):
    older = older_standard(bench)
    newest = bench.library.kind("resource").standard
    record = editing.add(
        bench, [replace(make_record(items=("街道名称",), office=None), standard=older)]
    )[0]
    assert checking.check_record(bench, record) == []
    assert fill(bench, ("责任科室", "低保科")).changed == 1
    lifted = record_now(bench, record)
    assert (lifted.standard, lifted.values["office"]) == (newest, "低保科")
    assert checking.check_record(bench, lifted) == []


def test_setting_what_only_the_newer_definition_has_lifts_the_record_to_it(bench, make_record):
    older = older_standard(bench)
    record = editing.add(
        bench, [replace(make_record(items=("街道名称",), office=None), standard=older)]
    )[0]
    assert editing.set_values(bench, record.id, [Entry("更新周期", "每年")]).standard == older
    saved = editing.set_values(bench, record.id, [Entry("责任科室", "低保科")])
    assert saved.standard == bench.library.kind("resource").standard
