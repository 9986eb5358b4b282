"""期限: only where a date in the workspace and a rule together give one; working days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk_steps import approved, bundle_of, exported, key_of, later

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.holidays import parse_holidays
from cdo_desktop.standard.terms import regulation_terms
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, trusting
from cdo_desktop.work.deadlines import Deadline, coming_days, deadlines
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


def test_no_term_runs_for_an_entry_that_is_not_shared(bench: Workbench, make_record) -> None:
    """第二十一条 sets a term for 无条件 and 有条件共享 only."""
    (entry,) = editing.add(bench, [make_record(share_type="不予共享")])
    resource = {"id": entry.id, "code": entry.code, "title": entry.title}
    _added(bench, "demand", {**DEMAND, "resource": resource, "applied_on": "2026-03-11"})
    assert _due(bench) == []


@pytest.mark.parametrize("state", ["未申请", "一次性告知补正", "同意共享", "不同意共享", "已共享"])
def test_only_what_was_applied_for_and_not_answered_waits_for_an_answer(
    bench: Workbench, state: str
) -> None:
    """A later state says that an answer came, even where its day was not filled in."""
    _added(bench, "demand", {**DEMAND, "request_state": state, "applied_on": "2026-03-03"})
    assert _due(bench) == []


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


def test_a_use_that_ended_long_ago_is_no_news(bench: Workbench) -> None:
    shared = {"request_state": "已共享", "applied_on": "2024-02-02", "answered_on": "2024-02-04"}
    _added(
        bench, "demand", {**DEMAND, **shared, "shared_on": "2024-03-01", "use_until": "2025-03-01"}
    )
    assert _due(bench) == []


def test_an_appointment_that_ended_long_ago_is_no_news(bench: Workbench) -> None:
    _appointed(bench, "填报人", to_date="2025-03-20")
    assert _due(bench) == []


def test_a_list_of_trust_that_ended_stays_due_until_there_is_a_new_one(
    bench: Workbench, act: Act, tmp_path: Path
) -> None:
    trusting.import_trust(
        bench, *bundle_of(tmp_path, act, "清单", key_of(tmp_path, act), days=10), Run()
    )
    later(bench, 200)
    (one,) = [one for one in _due(bench) if "信任清单" in one.what]
    assert one.left < 0


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
