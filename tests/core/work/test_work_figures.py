"""Figures: what there is of an office and of all, how it grew by the month, what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from desk_steps import approved, exported, later
from project_samples import project

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.report_parts import Span
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.work import editing
from cdo_desktop.work.figures import Figures, Standing, figures, last_months
from cdo_desktop.work.roadmap import is_late, roadmap
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench

PLAN = (date(2026, 4, 1), date(2026, 5, 31))


def _of(bench: Workbench, office: str | None = None, months: int = 12) -> Figures:
    return figures(bench, Run(), office, months)


def _grown(found: Figures) -> dict[str, tuple[int, int]]:
    return {one.month: (one.made, one.done) for one in found.months}


@pytest.fixture
def three(bench: Workbench, make_record) -> Workbench:
    """Two approved entries of one office, and two drafts of another."""
    approved(
        bench,
        [
            make_record(title="低保对象信息", items=("姓名", "金额", "年月")),
            make_record(title="孤儿信息", items=("姓名",)),
        ],
    )
    other = {"office": "社会事务科", "items": ("姓名",)}
    drafts = [make_record(title="殡葬信息", share_type="不予共享", **other)]
    drafts.append(make_record(title="婚姻信息", share_type=None, **other))
    editing.add(bench, drafts)
    return bench


def test_everything_is_counted_once(three: Workbench) -> None:
    found = _of(three)
    assert (found.resources, found.done, found.items) == (4, 2, 6)
    assert (found.typed, found.shared) == (3, 2)
    assert [(one.word, one.number) for one in found.shares] == [
        ("有条件共享", 2),
        ("不予共享", 1),
        ("未填共享类型", 1),
    ]
    assert found.offices == ("社会事务科", "社会救助科")
    assert (found.systems, found.demands, found.projects, found.reviewed) == (0, 0, 0, 0)


def test_an_office_has_only_its_own(three: Workbench) -> None:
    found = _of(three, "社会事务科")
    assert (found.resources, found.done, found.items, found.typed) == (2, 0, 2, 1)
    assert [stack.office for stack in found.stacks] == ["社会事务科"]
    assert found.offices == ("社会事务科", "社会救助科")
    assert _grown(found)["2026-03"] == (2, 0)
    assert _of(three, "没有的科室").resources == 0


def test_a_share_leads_to_the_list_of_just_these(three: Workbench) -> None:
    for office, number in ((None, 1), ("社会事务科", 1)):
        part = next(one for one in _of(three, office).shares if one.word == "不予共享")
        assert part.query is not None
        assert len(three.workspace.numbers(part.query)) == part.number == number
    assert all(one.query is None for one in _of(three, "").shares)


def test_stacks_tell_how_far_the_entries_of_an_office_are(
    three: Workbench, act, tmp_path, make_record
) -> None:
    exported(three, tmp_path / "一.cdopkg", act)
    editing.add(three, [make_record(title="新的", office="社会救助科")])
    (first, second) = _of(three).stacks
    assert (first.office, first.total) == ("社会救助科", 3)
    assert dict(first.numbers) == {Standing.EXPORTED: 2, Standing.DRAFT: 1}
    assert dict(second.numbers) == {Standing.DRAFT: 2}


def test_what_grew_counts_from_its_month_until_it_goes(three: Workbench, make_record) -> None:
    later(three, 40)  # into April
    (more,) = approved(three, [make_record(title="新的")])
    later(three, 31)  # into May
    editing.delete(three, [more.id])
    found = _grown(_of(three))
    assert list(found) == last_months(date(2026, 5, 22), 12)
    assert (found["2026-02"], found["2026-03"]) == ((0, 0), (4, 2))
    assert (found["2026-04"], found["2026-05"]) == ((5, 3), (4, 2))


def test_what_is_changed_after_approval_is_not_done_any_more(three: Workbench) -> None:
    later(three, 40)
    done = ListQuery("resource", states=("approved",))
    editing.set_values(three, three.workspace.ids(done)[0], [Entry("summary", "改过的摘要。")])
    assert _grown(_of(three))["2026-04"] == (4, 1)


def test_the_months_asked_for_end_with_this_one(three: Workbench) -> None:
    assert last_months(date(2026, 2, 28), 4) == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert len(_of(three, months=24).months) == 24


def test_counting_can_be_stopped(three: Workbench) -> None:
    run = Run()
    run.stop()
    with pytest.raises(Cancelled):
        figures(three, run)


# -- the roadmap -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planned", "actual", "is_open", "late"),
    [
        (PLAN, None, False, False),
        ((date(2025, 1, 1), date(2025, 2, 28)), None, False, True),
        (PLAN, (date(2026, 4, 1), date(2026, 5, 31)), False, False),
        (PLAN, (date(2026, 4, 1), date(2026, 6, 30)), False, True),
        ((date(2025, 1, 1), date(2025, 2, 28)), (date(2025, 1, 1), date(2025, 1, 31)), True, True),
        (
            (date(2025, 1, 1), date(2025, 2, 28)),
            (date(2025, 1, 1), date(2025, 1, 31)),
            False,
            False,
        ),
        (None, (date(2025, 1, 1), date(2025, 1, 31)), True, False),
    ],
)
def test_late_is_what_ends_after_its_plan_or_has_not_ended(planned, actual, is_open, late) -> None:
    assert is_late(Span("立项", planned, actual, is_open), date(2026, 3, 12)) is late


def test_projects_stand_by_the_day_they_begin(bench: Workbench) -> None:
    library = bench.library
    rows = (
        {"stage": "立项", "plan_from": "2026-01", "plan_to": "2026-02", "done_from": "2026-02"},
    )
    editing.add(
        bench,
        [
            project(library, title="后一个"),
            project(library, {"milestones": rows}, title="先一个"),
            project(library, {"milestones": ()}, title="没有计划的"),
            project(library, {"milestones": rows}, title="涉密的", secret="涉密"),
        ],
    )
    road = roadmap(bench, Run())
    assert ([line.title for line in road.lines], road.without) == (["先一个", "后一个"], 1)
    first, second = road.lines
    (span,) = first.spans
    assert span.planned == (date(2026, 1, 1), date(2026, 2, 28))
    assert span.actual == (date(2026, 2, 1), date(2026, 2, 28))
    assert span.is_open
    assert (first.office, road.today) == ("社会救助科", date(2026, 3, 12))
    assert [one.label for one in second.spans] == ["立项", "采购", "上线"]


def test_reviewed_projects_are_those_with_an_opinion(bench: Workbench) -> None:
    first, second = (project(bench.library, title=title) for title in ("甲", "乙"))
    editing.add(bench, [replace(first, review="bureau_review"), second])
    found = _of(bench)
    assert (found.projects, found.reviewed) == (2, 1)
