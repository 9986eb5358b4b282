"""工作台: what waits, what is due by when, how complete the lists are, what comes next."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk_steps import approved, exported, later

from cdo_desktop.domain.people import Act, Person
from cdo_desktop.domain.record import Record
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, notes, reviewing
from cdo_desktop.work.overview import Overview, StepKey, overview
from cdo_desktop.work.waiting import Waiting, Waits
from cdo_desktop.workbench import Workbench


def _added(bench: Workbench, kind: str, values: dict[str, Any]) -> Record:
    return editing.add(bench, [editing.new_record(bench, kind, values)])[0]


def _appointed(bench: Workbench, role: str, **values: str) -> None:
    person = _added(bench, "person", {"title": bench.who.name})
    who = {"id": person.id, "code": person.code, "title": person.title}
    title = f"{bench.who.name}任{role}"
    _added(bench, "appointment", {"title": title, "person": who, "duty": role, **values})


def _waiting(shown: Overview, what: Waits) -> Waiting:
    return next(one for one in shown.waiting if one.what is what)


# -- what waits ------------------------------------------------------------------------------------


def test_without_appointments_everybody_sees_the_lead_s_work(bench: Workbench) -> None:
    shown = overview(bench, Run())
    assert [one.what for one in shown.waiting][2] is Waits.REVIEW
    assert all(one.number == 0 and one.query is None for one in shown.waiting)


@pytest.mark.parametrize(
    ("role", "shown_first", "not_shown"),
    [
        ("填报人", Waits.RETURNED, Waits.REVIEW),
        ("共享工作机构负责人", Waits.RETURNED, Waits.DRAFTS),
        ("部门首席数据官", Waits.REVIEW, Waits.DRAFTS),
        ("部门负责人", Waits.REVIEW, Waits.DRAFTS),
    ],
)
def test_tiles_are_those_of_the_role_held(
    bench: Workbench, role: str, shown_first: Waits, not_shown: Waits
) -> None:
    _appointed(bench, role)
    tiles = [one.what for one in overview(bench, Run()).waiting]
    assert tiles[0] is shown_first
    assert not_shown not in tiles
    assert len(tiles) == 5


def test_somebody_without_a_role_sees_what_a_clerk_sees(bench: Workbench) -> None:
    _appointed(bench, "部门首席数据官")
    other = bench.done_by(Person("何敏"))
    assert Waits.DRAFTS in [one.what for one in overview(other, Run()).waiting]


def test_what_was_returned_leads_to_the_list_that_has_it(bench: Workbench, make_record) -> None:
    (record,) = editing.add(bench, [make_record()])
    reviewing.move(bench, "submit", [record.id], "王芳", "", Run())
    review = _waiting(overview(bench, Run()), Waits.REVIEW)
    assert (review.number, review.note) == (1, "都是今天提交的")
    later(bench, 3)
    assert _waiting(overview(bench, Run()), Waits.REVIEW).note == "最早一条已等 3 天"
    reviewing.move(bench, "return", [record.id], "李文涛", "补用途", Run())
    back = _waiting(overview(bench, Run()), Waits.RETURNED)
    assert (back.number, back.note) == (1, "最早一条 03-15 退回")
    assert back.query is not None
    assert bench.workspace.ids(back.query) == [record.id]


def test_errors_are_counted_and_so_are_the_records_that_have_them(
    bench: Workbench, make_record
) -> None:
    _, faulty = editing.add(bench, [make_record(), make_record(title="殡葬信息", share_type=None)])
    errors = _waiting(overview(bench, Run()), Waits.ERRORS)
    assert errors.number >= 1
    assert errors.note == "分布在 1 条记录"
    assert errors.query is not None
    assert bench.workspace.ids(errors.query) == [faulty.id], "not what has warnings only"


def test_records_with_open_remarks_are_counted_once(bench: Workbench, make_record) -> None:
    first, second = editing.add(bench, [make_record(), make_record(title="殡葬信息")])
    made = [notes.remark(bench, first.id, None, text) for text in ("补用途", "补范围")]
    notes.remark(bench, second.id, None, "看一下")
    remarks = _waiting(overview(bench, Run()), Waits.REMARKS)
    assert remarks.number == 2
    assert remarks.query is not None
    assert bench.workspace.count(remarks.query) == 2
    notes.settle(bench, [one.comment.id for one in made])
    assert _waiting(overview(bench, Run()), Waits.REMARKS).number == 1
    editing.delete(bench, [second.id])
    assert _waiting(overview(bench, Run()), Waits.REMARKS).number == 0


def test_what_ends_soon_waits_for_the_data_officer(bench: Workbench) -> None:
    _appointed(bench, "部门首席数据官", to_date="2026-03-20")
    ending = _waiting(overview(bench, Run()), Waits.EXPIRING)
    assert (ending.number, ending.note) == (1, "最早 03-20")


# -- lists, share types, offices, recent -----------------------------------------------------------


def test_lists_and_share_types_and_offices_add_up(bench: Workbench, make_record) -> None:
    records = [
        make_record(share_type="无条件共享", office="社会救助科"),
        make_record(title="殡葬信息", office="社会事务科"),
        make_record(title="婚姻登记", share_type=None, office=None),
    ]
    editing.add(bench, records[1:])
    approved(bench, records[:1])
    shown = overview(bench, Run())
    standing = {one.kind: one for one in shown.lists}
    assert (standing["resource"].records, standing["system"].completeness) == (3, None)
    assert 0 < (standing["resource"].completeness or 0) <= 100
    shares = {one.word: one.number for one in shown.shares}
    assert shares == {"无条件共享": 1, "有条件共享": 1, "未填共享类型": 1}
    offices = {one.word: (one.number, one.of, one.percent) for one in shown.offices}
    assert offices["社会救助科"] == (1, 1, 100)
    assert offices["社会事务科"] == (0, 1, 0)
    assert shown.offices[-1].word == "未填科室"
    assert shown.offices[-1].query is None


def test_parts_lead_to_lists_of_so_many_records(bench: Workbench, make_record) -> None:
    editing.add(bench, [make_record(), make_record(title="殡葬信息", share_type="不予共享")])
    for part in overview(bench, Run()).shares:
        assert part.query is not None
        assert bench.workspace.count(part.query) == part.number


def test_what_changed_last_comes_first_with_who_did_it(bench: Workbench, make_record) -> None:
    first, _ = editing.add(bench, [make_record(), make_record(title="殡葬信息")])
    other = bench.done_by(Person("何敏"))
    editing.save(other, first.with_value("remark", "改过"), first.revision_id)
    shown = [(one.record.title, one.who) for one in overview(bench, Run()).recent]
    assert shown == [("城镇居民最低生活保障人员信息", "何敏"), ("殡葬信息", "王芳")]


# -- next steps ------------------------------------------------------------------------------------


def _done(bench: Workbench) -> set[StepKey]:
    return {step.key for step in overview(bench, Run()).steps if step.is_done}


def test_steps_are_done_by_what_the_workspace_holds(
    bench: Workbench, act: Act, make_record, tmp_path: Path
) -> None:
    assert _done(bench) == set()
    _added(bench, "person", {"title": "王芳"})
    draft = editing.add(bench, [make_record(title="殡葬信息")])
    assert _done(bench) == {StepKey.PEOPLE, StepKey.SHEETS}
    editing.delete(bench, [draft[0].id])
    approved(bench, [make_record()])
    assert _done(bench) == set(StepKey) - {StepKey.DELIVER}
    exported(bench, tmp_path / "一.cdopkg", act)
    assert _done(bench) == set(StepKey) - {StepKey.DELIVER}, "exported is not received"


def test_days_count_from_the_clock_of_the_bench(bench: Workbench) -> None:
    before = overview(bench, Run()).today
    later(bench, 2)
    assert overview(bench, Run()).today - before == timedelta(days=2)
