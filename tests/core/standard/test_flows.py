"""Flows: states and moves as data, read strictly."""

import copy

import pytest

from cdo_desktop.errors import DefinitionInvalid
from cdo_desktop.standard.flows import read_flow
from cdo_desktop.standard.model import Severity, Stage

FLOW = {
    "key": "short",
    "label": "简易审核",
    "start": "draft",
    "state": [{"key": "draft", "label": "草稿"}, {"key": "done", "label": "已审", "frozen": True}],
    "move": [
        {
            "key": "approve",
            "label": "通过",
            "source": "draft",
            "target": "done",
            "stage": "signing",
            "stops": ["error"],
            "roles": ["dept_cdo"],
        },
        {"key": "reopen", "label": "重开", "source": "done", "target": "draft"},
    ],
}


def read(**changes):
    return read_flow(copy.deepcopy(FLOW) | changes, "short.toml")


def test_a_good_flow_is_read():
    flow = read()
    approve, reopen = flow.moves
    assert (flow.key, flow.start) == ("short", "draft")
    assert (approve.source, approve.target, approve.roles) == ("draft", "done", ("dept_cdo",))
    assert (approve.stage, approve.stops) == (Stage.SIGNING, (Severity.ERROR,))
    assert (reopen.stage, reopen.stops, reopen.roles) == (Stage.DRAFT, (), ())
    assert flow.state("done").frozen
    assert flow.moves_called("approve") == (approve,)
    assert flow.moves_called("burn") == ()


def test_a_state_of_a_newer_program_is_its_own_label():
    assert read().state("scored").label == "scored"


def move(**changes):
    return {"move": [FLOW["move"][0] | changes]}


MISTAKES = {
    "an unknown attribute": ({"stats": []}, "stats"),
    "an unknown start": ({"start": "drfat"}, "drfat"),
    "an unknown attribute of a state": ({"state": [{"key": "draft", "lable": "x"}]}, "lable"),
    "a state without a label": ({"state": [{"key": "draft"}]}, "label"),
    "an unknown attribute of a move": (move(form="draft"), "form"),
    "an unknown source": (move(source="drfat"), "drfat"),
    "an unknown target": (move(target="dnoe"), "dnoe"),
    "an unknown stage": (move(stage="singing"), "singing"),
    "an unknown severity": (move(stops=["eror"]), "eror"),
    "a move without a target": (
        {"move": [{"key": "approve", "label": "通过", "source": "draft"}]},
        "target",
    ),
    "roles that are one text": (move(roles="dept_cdo"), "roles"),
    "days that are a text": (move(working_days="10"), "working_days"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_flow_stops_with_its_place(mistake):
    changes, named = MISTAKES[mistake]
    with pytest.raises(DefinitionInvalid) as refused:
        read(**changes)
    assert "short.toml" in refused.value.happened
    assert named in refused.value.happened


@pytest.mark.parametrize("part", ["key", "label", "start", "state", "move"])
def test_a_flow_without_a_part_is_refused(part):
    body = {key: value for key, value in FLOW.items() if key != part}
    with pytest.raises(DefinitionInvalid) as refused:
        read_flow(body, "short.toml")
    assert part in refused.value.happened


def test_every_state_of_a_shipped_flow_can_be_reached_and_left(library):
    for flow in library.flows.values():
        for state in flow.states:
            comes = state.key == flow.start or any(m.target == state.key for m in flow.moves)
            goes = state.frozen or any(m.source == state.key for m in flow.moves)
            assert comes and goes, (flow.key, state.key)
