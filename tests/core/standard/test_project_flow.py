"""The flow of a project: who passes it on, by which opinion, and what a place may change of it."""

from __future__ import annotations

import pytest

from cdo_desktop.domain.lifecycle import may_move, move_from, state_after_edit
from cdo_desktop.domain.roles import ROLES
from cdo_desktop.errors import DefinitionInvalid, Refused
from cdo_desktop.standard.flows import overlaid_flow, read_flow
from cdo_desktop.standard.model import Stage


@pytest.fixture(scope="module")
def flow(library):
    return library.flow_of(library.kind("project"))


STEPS = [
    ("file", "draft", "clerk", "in_review"),
    ("dept_agree", "in_review", "dept_cdo", "bureau_review"),
    ("bureau_agree", "bureau_review", "cdo_executive", "expert_review"),
    ("expert_agree", "expert_review", "expert", "board_review"),
    ("establish", "board_review", "cdo_executive", "approved"),
]


@pytest.mark.parametrize(("key", "source", "role", "target"), STEPS)
def test_each_step_is_made_by_its_role_alone(flow, key, source, role, target):
    move = move_from(flow, source, key)
    assert move.target == target
    assert may_move(move, [role])
    strangers = {"clerk", "dept_cdo"} - {*move.roles}
    assert strangers
    assert not may_move(move, sorted(strangers))


def test_the_chain_has_a_clock_at_every_review(flow):
    for key, source, _, target in STEPS[:-1]:
        assert move_from(flow, source, key).working_days > 0, target


def test_every_role_that_is_named_is_one_people_are_appointed_to(flow):
    named = {role for move in flow.moves for role in move.roles} | {*flow.overrulers}
    assert named <= ROLES.keys()


@pytest.mark.parametrize("state", ["in_review", "bureau_review", "expert_review"])
def test_every_reviewer_can_agree_agree_on_conditions_refuse_and_send_back(flow, state):
    agreed, if_mended = flow.move_on(state, "agree"), flow.move_on(state, "agree_if")
    assert agreed is if_mended is not None
    refused = flow.move_on(state, "refuse")
    assert (refused.target, refused.needs_note) == ("refused", True)
    assert refused.roles == agreed.roles
    back = move_from(flow, state, "send_back")
    assert (back.target, back.needs_note, back.opinions) == ("returned", True, ())
    assert move_from(flow, state, "withdraw").target == "withdrawn"


def test_nobody_gives_an_opinion_on_a_draft(flow):
    assert flow.move_on("draft", "agree") is None


@pytest.mark.parametrize(
    ("word", "conditions", "needs_text"),
    [("同意", False, False), ("修改后同意", True, False), ("不同意", False, True)],
)
def test_the_three_opinions_are_found_by_word_and_key(flow, word, conditions, needs_text):
    found = flow.opinion(word)
    assert (found.conditions, found.needs_text) == (conditions, needs_text)
    assert flow.opinion(found.key) is found
    assert flow.opinion("原则同意") is None


def test_conditions_are_ticked_off_before_the_project_is_established(flow):
    asking = [move.key for move in flow.moves if move.conditions_met]
    assert asking == ["establish"]


@pytest.mark.parametrize("state", ["bureau_review", "expert_review", "board_review", "approved"])
def test_what_a_chief_data_officer_signed_is_frozen_and_an_edit_begins_anew(flow, state):
    assert flow.state(state).frozen
    assert flow.state(state).judged_for is Stage.SIGNING
    assert state_after_edit(flow, state) == "draft"


def test_what_was_sent_back_stays_so_until_it_is_filed_again(flow):
    assert state_after_edit(flow, "returned") == "returned"
    assert move_from(flow, "returned", "file").target == "in_review"
    assert move_from(flow, "withdrawn", "file").target == "in_review"


def test_the_bureau_cannot_be_passed_over(flow):
    with pytest.raises(Refused) as refused:
        move_from(flow, "in_review", "bureau_agree")
    assert refused.value.code == "CDO-S201"


def test_what_came_to_nothing_is_known(flow):
    assert {state.key for state in flow.states if state.closed} == {"withdrawn", "refused"}


FLOW = {
    "key": "short",
    "label": "简易",
    "start": "draft",
    "opinion": [{"key": "agree", "label": "同意"}],
    "state": [{"key": "draft", "label": "草稿"}, {"key": "done", "label": "已审", "frozen": True}],
    "move": [
        {
            "key": "agree",
            "label": "同意",
            "source": "draft",
            "target": "done",
            "opinions": ["agree"],
            "working_days": 10,
        }
    ],
}


def test_a_place_changes_clocks_and_words_and_nothing_else():
    over = {
        "key": "short",
        "state": [{"key": "done", "label": "县局已审"}],
        "move": [{"key": "agree", "source": "draft", "working_days": 5}],
    }
    made = read_flow(overlaid_flow(FLOW, over, "x.toml"), "x.toml")
    (move,) = made.moves
    assert (move.working_days, move.target, move.opinions) == (5, "done", ("agree",))
    assert (made.state("done").label, made.state("done").frozen) == ("县局已审", True)
    assert read_flow(overlaid_flow(FLOW, None, "x.toml"), "x.toml").moves[0].working_days == 10


MISTAKES = {
    "a move there is not": {"move": [{"key": "agree", "source": "done"}]},
    "a state there is not": {"state": [{"key": "gone", "label": "x"}]},
    "another start": {"start": "done"},
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_of_a_place_stops_with_its_name(mistake):
    with pytest.raises(DefinitionInvalid) as refused:
        overlaid_flow(FLOW, {"key": "short", **MISTAKES[mistake]}, "县.toml")
    assert "县.toml" in refused.value.happened


def test_an_opinion_nobody_can_give_stops():
    body = {**FLOW, "move": [{**FLOW["move"][0], "opinions": ["agreee"]}]}
    with pytest.raises(DefinitionInvalid) as refused:
        read_flow(body, "x.toml")
    assert "agreee" in refused.value.happened
