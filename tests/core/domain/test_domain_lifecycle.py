"""States and moves: the table of the lists, move by move, and what an edit does to a state."""

import itertools

import pytest

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.lifecycle import (
    Delivery,
    may_move,
    move_from,
    state_after_edit,
    state_word,
    stopping,
    who_may,
)
from cdo_desktop.errors import Refused
from cdo_desktop.standard.model import Severity, Stage

ALLOWED = {
    ("draft", "submit"): "in_review",
    ("returned", "submit"): "in_review",
    ("in_review", "return"): "returned",
    ("in_review", "approve"): "approved",
}
STATES = ("draft", "in_review", "returned", "approved")
KEYS = ("submit", "return", "approve")


@pytest.fixture
def flow(library):
    return library.flow_of(library.kind("resource"))


def test_the_table_has_these_moves_and_no_other(flow):
    assert {(move.source, move.key): move.target for move in flow.moves} == ALLOWED
    assert tuple(state.key for state in flow.states) == STATES
    assert flow.start == "draft"


@pytest.mark.parametrize(("source", "key"), ALLOWED)
def test_a_move_of_the_table_leads_where_it_says(flow, source, key):
    move = move_from(flow, source, key)
    assert (move.source, move.target) == (source, ALLOWED[source, key])


@pytest.mark.parametrize(
    ("source", "key"),
    [pair for pair in itertools.product(STATES, KEYS) if pair not in ALLOWED],
)
def test_a_move_that_is_not_listed_is_refused(flow, source, key):
    with pytest.raises(Refused) as refused:
        move_from(flow, source, key)
    assert refused.value.code == "CDO-S201"
    assert flow.state(source).label in refused.value.happened


def test_a_move_nobody_knows_is_refused(flow):
    with pytest.raises(Refused) as refused:
        move_from(flow, "draft", "burn")
    assert "burn" in refused.value.happened


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("draft", "draft"),
        ("in_review", "draft"),
        ("approved", "draft"),
        ("returned", "returned"),
    ],
)
def test_an_edit_never_leaves_a_judged_state(flow, before, after):
    assert state_after_edit(flow, before) == after


def test_what_was_approved_is_frozen(flow):
    assert [state.key for state in flow.states if state.frozen] == ["approved"]


@pytest.mark.parametrize(
    ("review", "delivery", "word"),
    [
        ("draft", "", "草稿"),
        ("in_review", "", "待审核"),
        ("returned", "", "已退回"),
        ("approved", "", "已审核"),
        ("approved", "exported", "已导出"),
        ("approved", "handed", "已交接"),
        ("approved", "received", "已接收"),
        ("approved", "accepted", "已受理"),
        ("approved", "rejected", "被退回"),
        ("of_a_newer_program", "", "of_a_newer_program"),
    ],
)
def test_a_list_shows_one_word(flow, review, delivery, word):
    assert state_word(flow, review, delivery) == word


def test_every_delivery_has_a_word():
    assert len({delivery.label for delivery in Delivery}) == len(Delivery)


def test_submitting_is_the_clerks_and_approving_the_leads(flow):
    submit, approve = move_from(flow, "draft", "submit"), move_from(flow, "in_review", "approve")
    assert may_move(submit, ["clerk"])
    assert not may_move(approve, ["clerk"])
    assert may_move(approve, ["clerk", "dept_cdo"])
    assert not may_move(approve, [])
    assert who_may(approve) == "共享工作机构负责人、部门首席数据官、部门负责人"


def test_a_return_needs_a_reason(flow):
    assert [move.key for move in flow.moves if move.needs_note] == ["return"]


@pytest.mark.parametrize(
    ("source", "key", "stage"),
    [
        ("draft", "submit", Stage.REVIEW),
        ("returned", "submit", Stage.REVIEW),
        ("in_review", "approve", Stage.SIGNING),
    ],
)
def test_errors_of_the_stage_stop_a_move_and_warnings_do_not(flow, source, key, stage):
    move = move_from(flow, source, key)
    assert move.stage is stage
    findings = [Finding("CDO-V101", severity) for severity in Severity]
    assert stopping(move, findings) == (findings[0],)
    assert stopping(move, findings[1:]) == ()


def test_nothing_stops_a_return(flow):
    assert stopping(move_from(flow, "in_review", "return"), [Finding("CDO-V101", "error")]) == ()


def test_ten_working_days_run_from_the_submission(flow):
    """政务数据共享条例第十七条."""
    move = move_from(flow, "draft", "submit")
    assert (move.working_days, move.clause) == (10, "条例第十七条")
