"""What the frame says at all times: the work that waits for whoever is there, and the problems."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from desk_steps import accepted, approved, exported, later
from project_samples import project

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Act
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reviewing
from cdo_desktop.work.checking import assess
from cdo_desktop.work.standing import Problems, Standing, standing
from cdo_desktop.workbench import Workbench


def _standing(bench: Workbench) -> Standing:
    return standing(bench, Run())


def _appointed(bench: Workbench, role: str) -> None:
    person = editing.add(bench, [editing.new_record(bench, "person", {"title": bench.who.name})])[0]
    who = {"id": person.id, "code": person.code, "title": person.title}
    values = {"title": f"{bench.who.name}任{role}", "person": who, "duty": role}
    editing.add(bench, [editing.new_record(bench, "appointment", values)])


def test_nothing_waits_in_an_empty_workspace(bench: Workbench) -> None:
    found = _standing(bench)
    assert found.due.number == found.packages.number == 0
    assert {kind: one.number for kind, one in found.lists.items()} == {
        "system": 0,
        "resource": 0,
        "demand": 0,
        "project": 0,
    }
    assert (found.errors.number, found.warnings.number, found.errors.nearest("resource")) == (
        *(0, 0, ""),
    )


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("填报人", "已退回 1"),
        ("共享工作机构负责人", "已退回 1，待审核 1"),
        ("部门首席数据官", "待审核 1"),
    ],
)
def test_each_role_is_told_of_its_own_work(
    bench: Workbench, make_record, role: str, words: str
) -> None:
    made = editing.add(
        bench, [make_record(), make_record(title="殡葬信息"), make_record(title="婚姻")]
    )
    ids = [record.id for record in made]
    reviewing.move(bench, "submit", ids[:2], "王芳", "", Run())
    reviewing.move(bench, "return", ids[:1], "李文涛", "补用途", Run())
    _appointed(bench, role)
    found = _standing(bench).lists["resource"]
    assert (found.words, found.number) == (words, words.count("1"))


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("", "待部门首席数据官审核 1，已退回 1"),
        ("填报人", "已退回 1"),
        ("部门首席数据官", "待部门首席数据官审核 1"),
    ],
)
def test_a_project_waits_for_whose_opinion_or_correction_it_needs(
    bench: Workbench, role: str, words: str
) -> None:
    made = editing.add(bench, [project(bench.library, title=f"平台{n}") for n in "甲乙丙"])
    for record, state in zip(made, ("in_review", "returned", "withdrawn"), strict=True):
        with bench.step(f"到{state}") as unit:
            there = replace(record, review=state)
            unit.save(there, assess(bench, there), record.revision_id)
    if role:
        _appointed(bench, role)
    found = _standing(bench).lists["project"]
    assert found.words == words
    assert found.number == words.count(" 1")


def test_a_package_waits_once_its_receipt_is_to_be_asked_after(
    bench: Workbench, act: Act, make_record, tmp_path: Path
) -> None:
    approved(bench, [make_record()])
    exported(bench, tmp_path / "一.cdopkg", act)
    assert _standing(bench).packages.number == 0
    later(bench, 10)
    assert (_standing(bench).packages.number, _standing(bench).packages.words) == (1, "该问回执 1")


def test_a_package_that_was_answered_waits_for_nobody(
    bench: Workbench, act: Act, make_record, tmp_path: Path
) -> None:
    approved(bench, [make_record()])
    accepted(bench, tmp_path, act, "一")
    later(bench, 30)
    assert _standing(bench).packages.number == 0


def test_only_near_and_late_deadlines_wait(bench: Workbench) -> None:
    values = {"title": "不动产登记信息", "provider": "局", "request_state": "已申请"}
    for day in ("2026-02-02", "2026-03-03", "2026-03-12"):
        asked = {**values, "title": f"登记{day}", "applied_on": day}
        editing.add(bench, [editing.new_record(bench, "demand", asked)])
    assert bench.clock.now().date() == date(2026, 3, 12)
    assert _standing(bench).due.words == "已超期 1，5 个工作日内到期 1"
    assert _standing(bench).due.number == 2


def test_problems_are_those_that_the_list_shows(bench: Workbench, make_record) -> None:
    editing.add(bench, [make_record(), make_record(title="殡葬信息", share_type=None)])
    agreed = {"title": "登记", "provider": "局", "request_state": "同意共享"}  # since when?
    editing.add(bench, [editing.new_record(bench, "demand", agreed)])
    found = _standing(bench)
    lines = bench.workspace.summaries(bench.workspace.numbers(ListQuery())).values()
    assert found.errors.number == sum(line.errors for line in lines) > 0
    assert found.warnings.number == sum(line.warnings for line in lines) > 0


def test_problems_are_shown_in_the_list_that_is_open_if_it_has_any() -> None:
    found = Problems({"resource": 2, "system": 5})
    assert [found.nearest(kind) for kind in ("resource", "demand")] == ["resource", "system"]
