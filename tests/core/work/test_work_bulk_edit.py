"""One value into many records: previewed, then one step; and records made after others."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_steps import later, record_now

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import Conflict, Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import copying, editing
from cdo_desktop.work.bulk_edit import make_edit, plan_edit
from cdo_desktop.workbench import Desk, Workbench


def _add(bench: Workbench, *titles: str, **values: object) -> list[str]:
    records = [
        editing.new_record(bench, "resource", {"title": title, **values}) for title in titles
    ]
    return [record.id for record in editing.add(bench, records)]


def _cycle(bench: Workbench, id_: str) -> object:
    return bench.workspace.record(id_).values.get("update_cycle")


def test_a_preview_says_what_would_change_and_writes_nothing(bench):
    ids = _add(bench, "学校信息", "教师信息", update_cycle="每年") + _add(
        bench, "学生信息", update_cycle="每月"
    )
    plan = plan_edit(bench, "resource", "更新周期", "每月", ids, Run())
    assert plan.sentence == "2 条的“更新周期”将改为“每月”"
    assert (plan.before, plan.unchanged) == ({"每年": 2}, 1)
    assert [_cycle(bench, id_) for id_ in ids] == ["每年", "每年", "每月"]


def test_the_edit_is_one_step_that_is_undone_as_one(bench):
    ids = _add(bench, "学校信息", "教师信息", update_cycle="每年")
    plan = plan_edit(bench, "resource", "update_cycle", "每月", ids, Run())
    assert make_edit(bench, plan, Run()) == 2
    assert {_cycle(bench, id_) for id_ in ids} == {"每月"}
    step, records = editing.undo(bench)
    assert (step.name, records) == ("批量修改：更新周期 改为“每月”（2 条）", 2)
    assert {_cycle(bench, id_) for id_ in ids} == {"每年"}


def test_a_value_can_be_emptied(bench):
    ids = _add(bench, "学校信息", update_cycle="每年")
    plan = plan_edit(bench, "resource", "update_cycle", "", ids, Run())
    assert plan.sentence.endswith("将改为空")
    make_edit(bench, plan, Run())
    assert _cycle(bench, ids[0]) is None


def test_a_value_that_is_wrong_everywhere_is_refused(bench):
    ids = _add(bench, "学校信息")
    with pytest.raises(Refused) as refused:
        plan_edit(bench, "resource", "update_cycle", "随便", ids, Run())
    assert refused.value.code == "CDO-U112"


def test_what_changed_since_the_preview_is_a_conflict_and_nothing_is_written(bench):
    ids = _add(bench, "学校信息", "教师信息", update_cycle="每年")
    plan = plan_edit(bench, "resource", "update_cycle", "每月", ids, Run())
    record = bench.workspace.record(ids[1])
    editing.save(bench, record.with_value("update_cycle", "每日"), record.revision_id)
    with pytest.raises(Conflict):
        make_edit(bench, plan, Run())
    assert [_cycle(bench, id_) for id_ in ids] == ["每年", "每日"]


def test_a_copy_is_a_draft_of_its_own(bench):
    (id_,) = _add(bench, "学校信息", update_cycle="每年")
    first = bench.workspace.record(id_)
    copy = copying.add_copy(bench, id_)
    assert copy.title == "学校信息（副本）"
    assert copy.id != first.id
    assert copy.review == "draft"
    assert not copy.code or copy.code != first.code
    assert record_now(bench, first) == first


def _next_year(bench: Workbench, folder: Path) -> Workbench:
    later(bench, 365)
    desk = Desk(bench.clock, bench.who, bench.machine)
    info = bench.workspace.info
    return desk.create(folder / "2027.cdo", bench.org, info.region, info.profile)


def test_last_years_list_is_rolled_forward_to_be_confirmed(bench, tmp_path):
    (id_,) = _add(bench, "学校信息", update_cycle="每年")
    with _next_year(bench, tmp_path) as this_year:
        rolled = copying.roll_forward(this_year, bench, Run())
        there = this_year.workspace.record(id_)
        assert rolled.records == bench.workspace.count(ListQuery())
        assert (there.title, there.review, there.code) == (
            "学校信息",
            "draft",
            bench.workspace.record(id_).code,
        )
        assert [c.text for c in this_year.workspace.comments(id_)] == [copying.TO_CONFIRM]
        assert this_year.workspace.ids(ListQuery("resource", remarked=True)) == [id_]
        assert copying.roll_forward(this_year, bench, Run()).records == 0


def test_it_is_undone_as_one_step(bench, tmp_path):
    _add(bench, "学校信息", "教师信息")
    with _next_year(bench, tmp_path) as this_year:
        copying.roll_forward(this_year, bench, Run())
        editing.undo(this_year)
        assert this_year.workspace.count(ListQuery()) == 0


def test_a_workspace_is_not_rolled_into_itself(bench):
    with pytest.raises(Refused) as refused:
        copying.roll_forward(bench, bench, Run())
    assert refused.value.code == "CDO-U140"


@pytest.mark.parametrize("practice", [False, True])
def test_what_was_made_for_practice_never_begins_a_real_year(bench, tmp_path, practice):
    desk = Desk(bench.clock, bench.who, bench.machine)
    info = bench.workspace.info
    place = (bench.org, info.region, info.profile)
    with (
        desk.create(tmp_path / "练习.cdo", *place, practice=True) as sample,
        desk.create(tmp_path / "今年.cdo", *place, practice=practice) as this_year,
    ):
        _add(sample, "学校信息")
        if practice:
            assert copying.roll_forward(this_year, sample, Run()).records > 0
            return
        with pytest.raises(Refused) as refused:
            copying.roll_forward(this_year, sample, Run())
        assert refused.value.code == "CDO-U142"
        assert this_year.workspace.count(ListQuery()) == 0
