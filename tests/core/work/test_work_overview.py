"""工作台: what waits, what is due by when, how complete the lists are, what comes next."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk_steps import approved, exported, later

from cdo_desktop.domain.people import Act, Person
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.holidays import parse_holidays
from cdo_desktop.standard.terms import regulation_terms
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, notes, reviewing
from cdo_desktop.work.deadlines import Deadline, coming_days, deadlines
from cdo_desktop.work.overview import Overview, StepKey, overview
from cdo_desktop.work.waiting import Waiting, Waits
from cdo_desktop.workbench import Workbench

DEMAND = {
    "title": "不动产登记信息",
    "provider": "巴中市自然资源和规划局",
    "request_state": "已申请",
}


def _added(bench: Workbench, kind: str, values: dict[str, Any]) -> Record:
    return editing.add(bench, [editing.new_record(bench, kind, values)])[0]


def _due(bench: Workbench) -> list[Deadline]:
    return deadlines(bench, Run())


def _appointed(bench: Workbench, role: str, **values: str) -> None:
    person = _added(bench, "person", {"title": bench.who.name})
    who = {"id": person.id, "code": person.code, "title": person.title}
    title = f"{bench.who.name}任{role}"
    _added(bench, "appointment", {"title": title, "person": who, "duty": role, **values})


def _waiting(shown: Overview, what: Waits) -> Waiting:
    return next(one for one in shown.waiting if one.what is what)


# -- deadlines -------------------------------------------------------------------------------------


def test_an_empty_workspace_has_no_deadline(bench: Workbench) -> None:
    assert _due(bench) == []


def test_an_answer_is_due_ten_working_days_after_the_application(bench: Workbench) -> None:
    _added(bench, "demand", {**DEMAND, "applied_on": "2026-03-03"})
    (one,) = _due(bench)
    assert one.day == date(2026, 3, 17)
    assert one.left == 3
    assert one.what == "等巴中市自然资源和规划局答复：不动产登记信息"
    assert one.rule == "申请后 10（无条件 1）个工作日 · 第二十一条"


@pytest.mark.parametrize(
    ("share", "day"), [("无条件共享", date(2026, 3, 12)), ("有条件共享", date(2026, 3, 25))]
)
def test_the_share_type_of_the_entry_applied_for_decides_the_term(
    bench: Workbench, make_record, share: str, day: date
) -> None:
    (entry,) = editing.add(bench, [make_record(share_type=share)])
    resource = {"id": entry.id, "code": entry.code, "title": entry.title}
    _added(bench, "demand", {**DEMAND, "resource": resource, "applied_on": "2026-03-11"})
    assert [one.day for one in _due(bench)] == [day]


def test_an_application_to_ourselves_is_ours_to_answer(bench: Workbench) -> None:
    asked = {"provider": bench.org.name, "org": "巴中市教育局", "applied_on": "2026-03-11"}
    _added(bench, "demand", {**DEMAND, **asked})
    assert _due(bench)[0].what == "答复巴中市教育局：不动产登记信息"


def test_sharing_is_due_twenty_working_days_after_consent_until_it_is_done(
    bench: Workbench,
) -> None:
    told = {"request_state": "同意共享", "applied_on": "2026-02-24", "answered_on": "2026-03-02"}
    record = _added(bench, "demand", {**DEMAND, **told})
    (one,) = _due(bench)
    assert (one.day, one.rule) == (date(2026, 3, 30), "同意共享后 20 个工作日 · 第二十二条")
    editing.save(bench, record.with_value("shared_on", "2026-03-10"), record.revision_id)
    assert _due(bench) == []


def test_a_refused_application_has_no_further_deadline(bench: Workbench) -> None:
    told = {"request_state": "不同意共享", "applied_on": "2026-03-02", "answered_on": "2026-03-04"}
    _added(bench, "demand", {**DEMAND, **told})
    assert _due(bench) == []


def test_a_date_that_is_none_gives_no_deadline(bench: Workbench) -> None:
    shared = {"request_state": "已共享", "applied_on": "2026-02-02", "answered_on": "2026-02-04"}
    _added(bench, "demand", {**DEMAND, **shared, "shared_on": "2026-03-01", "use_until": "长期"})
    assert _due(bench) == []


def test_the_end_of_use_and_of_an_appointment_fall_due(bench: Workbench) -> None:
    shared = {"request_state": "已共享", "applied_on": "2026-02-02", "answered_on": "2026-02-04"}
    until = {"shared_on": "2026-03-01", "use_until": "2026年3月31日"}
    _added(bench, "demand", {**DEMAND, **shared, **until})
    _appointed(bench, "填报人", to_date="2026-03-20")
    assert [(one.day, one.expires) for one in _due(bench)] == [
        (date(2026, 3, 20), True),
        (date(2026, 3, 31), False),
    ]


def test_what_is_late_counts_negative_even_over_a_weekend(bench: Workbench) -> None:
    _appointed(bench, "填报人", to_date="2026-03-14")  # a Saturday
    later(bench, 3)  # the Sunday after it
    assert _due(bench)[0].left == -1


def test_what_is_far_away_is_not_shown_yet(bench: Workbench) -> None:
    _appointed(bench, "填报人", to_date="2026-12-31")
    assert _due(bench) == []


def test_a_package_without_a_receipt_is_asked_after(
    bench: Workbench, act: Act, make_record, tmp_path: Path
) -> None:
    exported_to = tmp_path / "一.cdopkg"
    approved(bench, [make_record()])
    exported(bench, exported_to, act)
    (one,) = _due(bench)
    assert (one.what, one.day) == ("问回执：一.cdopkg", date(2026, 3, 22))


def test_days_beyond_the_holiday_table_are_marked(bench: Workbench) -> None:
    table = parse_holidays(
        'source = "s"\nlicence = "l"\nmark = "未含 {years} 年"\n'
        "[[year]]\nyear = 2025\nholidays = []\nworkdays = []\n",
        "test.toml",
    )
    _added(bench, "demand", {**DEMAND, "applied_on": "2026-03-03"})
    assert deadlines(bench, Run(), table)[0].mark == "未含 2026 年"


def test_the_strip_begins_on_monday_and_shows_what_is_due(bench: Workbench) -> None:
    _added(bench, "demand", {**DEMAND, "applied_on": "2026-03-03"})
    days = coming_days(date(2026, 3, 12), _due(bench))
    assert (days[0].day, len(days)) == (date(2026, 3, 9), 16)
    assert [one.day.day for one in days if one.due] == [17]
    assert [one.day.day for one in days if not one.is_working] == [14, 15, 21, 22]


def test_terms_are_those_of_the_regulation() -> None:
    days = {key: term.working_days for key, term in regulation_terms().items()}
    assert days["answer_unconditional"] == 1
    assert days["answer_conditional"] == 10
    assert days["share"] == 20
    assert "usage_records" not in days  # in years, not in working days


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
    editing.add(bench, [make_record(), make_record(title="殡葬信息", share_type=None)])
    errors = _waiting(overview(bench, Run()), Waits.ERRORS)
    assert errors.number >= 1
    assert errors.note == "分布在 1 条记录"
    assert errors.query is not None
    assert errors.query.kind == "resource"


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
