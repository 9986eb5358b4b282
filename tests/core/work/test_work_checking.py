"""Checking: one record for the stage it has reached, all of them together on request."""

from __future__ import annotations

import pytest
from desk_steps import asked_to_stop, bench_of, stopped

from cdo_desktop.standard.model import Severity, Stage
from cdo_desktop.tasks import Run
from cdo_desktop.work import checking, editing


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        ("draft", Stage.DRAFT),
        ("returned", Stage.DRAFT),
        ("in_review", Stage.REVIEW),
        ("approved", Stage.SIGNING),
    ],
)
def test_a_record_is_judged_for_the_stage_it_has_reached(bench, state, stage):
    flow = bench.library.flow_of(bench.library.kind("resource"))
    assert flow.state(state).judged_for is stage


def test_all_records_and_what_they_say_to_each_other(bench, make_record):
    first, second = editing.add(bench, [make_record(), make_record()])
    gone = editing.add(bench, [make_record(title="旧的", summary=None)])[0]
    editing.delete(bench, [gone.id])
    found = checking.check_workspace(bench, Run())
    assert (found.records, found.errors) == (2, 1)
    (double,) = [f for f in found.findings if f.severity is Severity.ERROR]
    assert (double.code, double.place.record) == ("CDO-V301", second.id)
    assert found.title_of(double) == first.title
    assert found.kind_of(double, bench.library.kinds).key == "resource"


def test_one_kind_alone(bench, make_record):
    editing.add(bench, [make_record()])
    editing.add(bench, [editing.new_record(bench, "person", {"title": "李明"})])
    assert checking.check_workspace(bench, Run(), "person").records == 1


def test_stopped(bench, make_record):
    editing.add(bench, [make_record()])
    assert stopped(checking.check_workspace, bench, asked_to_stop())


def test_the_completeness_says_why(bench, make_record):
    full = checking.explain_completeness(bench, make_record())
    lacking = checking.explain_completeness(bench, make_record(summary=None))
    assert lacking.percent < full.percent
    assert any(line.why for line in lacking.lines)
