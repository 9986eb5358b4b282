"""Rules of the project form: money adds up exactly, milestones follow each other."""

from __future__ import annotations

from datetime import date

import pytest
from project_samples import project

from cdo_desktop.standard.model import Severity, Stage
from cdo_desktop.validate.record_rules import Judge

TODAY = date(2026, 3, 12)


@pytest.fixture(scope="module")
def judge(library):
    return Judge(library.kind("project"), library)


def found(judge, record, stage=Stage.REVIEW):
    return judge.findings(record, stage, TODAY)


def codes(judge, record):
    return {one.code.removeprefix("CDO-") for one in found(judge, record)}


def test_a_careful_project_has_nothing_wrong_but_what_is_not_there_yet(judge, library):
    """Its number is given when it is saved, and the planned resource is not in a workspace."""
    assert codes(judge, project(library)) == {"V101", "V122"}


def money(*amounts):
    return {"funds": [{"source": "财政资金", "amount": amount} for amount in amounts]}


@pytest.mark.parametrize(
    ("total", "amounts", "off"),
    [
        ("86.5", ("60", "26.5"), None),
        ("0.3", ("0.1", "0.2"), None),
        ("100", ("33.333333", "33.333333", "33.333334"), None),
        ("86.5", ("60", "26.4"), "0.1"),
        ("100", ("33.333333", "33.333333", "33.333333"), "0.000001"),
        ("30", ("30.0",), None),
    ],
)
def test_the_sources_come_to_the_total_to_the_last_decimal(judge, library, total, amounts, off):
    said = [
        one
        for one in found(judge, project(library, money(*amounts), total=total))
        if one.code == "CDO-V271"
    ]
    assert [one.facts["off"] for one in said] == ([] if off is None else [off])


@pytest.mark.parametrize("amounts", [(), ("60", "约26"), ("60", None)])
def test_what_is_no_sum_is_not_held_against_the_total(judge, library, amounts):
    rows = {"funds": [{"source": "财政资金", "amount": a} for a in amounts if a is not None]}
    if None in amounts:
        rows["funds"].append({"source": "其他"})
    assert "V271" not in codes(judge, project(library, rows))


def test_a_wrong_sum_warns_in_a_draft_and_stops_the_filing(judge, library):
    wrong = project(library, money("1"))
    weight = {
        stage: next(f.severity for f in found(judge, wrong, stage) if f.code == "CDO-V271")
        for stage in Stage
    }
    assert weight == {
        Stage.DRAFT: Severity.WARNING,
        Stage.REVIEW: Severity.ERROR,
        Stage.SIGNING: Severity.ERROR,
    }


def plan(*stages):
    names = ("stage", "plan_from", "plan_to", "done_from", "done_to")
    rows = [dict(zip(names, stage, strict=False)) for stage in stages]
    return {"milestones": [{k: v for k, v in row.items() if v} for row in rows]}


BROKEN = [
    ("V272", plan(("立项", "2026-05", "2026-04")), 1),
    ("V272", plan(("立项", "2026-01", "2026-02", "2026-03", "2026-02")), 1),
    ("V273", plan(("上线", "2026-06", "2026-07"), ("采购", "2026-08", "2026-09")), 1),
    ("V274", plan(("立项", "2026-01", "2026-02", "2026-04", "")), 1),
    (
        "V274",
        plan(("立项", "2026-01", "2026-02"), ("采购", "2026-02", "2026-03", "", "2027-01")),
        2,
    ),
]


@pytest.mark.parametrize(("code", "groups", "row"), BROKEN)
def test_milestones_that_cannot_be_are_named_by_their_row(judge, library, code, groups, row):
    said = [one for one in found(judge, project(library, groups)) if one.code == f"CDO-{code}"]
    assert [(one.place.group, one.place.row) for one in said] == [("milestones", row)]
    assert groups["milestones"][row - 1]["stage"] in said[0].message()


KEPT = [
    plan(("立项", "2026-05", "2026-05")),
    plan(("采购", "2026-05", "2026-06"), ("立项", "2026-04", "2026-05")),
    plan(("立项", "2026-01", "2026-02", "2026-02", "2026-03"), ("采购", "2026-02", "2026-03")),
    plan(("建设", "2026-05", "2026-06"), ("建设", "2026-04", "2026-05")),
    plan(("试点", "2026-09", "2026-09"), ("立项", "2026-04", "2026-05")),
]


@pytest.mark.parametrize("groups", KEPT)
def test_milestones_that_can_be_are_left_alone(judge, library, groups):
    assert not {"V272", "V273", "V274"} & codes(judge, project(library, groups))
