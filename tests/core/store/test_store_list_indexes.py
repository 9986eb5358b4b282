"""Lists of 100 000 records stay quick: counted and sorted from indexes, words found one by one."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import replace

import pytest
from store_steps import EVERYTHING, added

from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.store import listing

HEADS = re.compile(r"(?:SCAN|SEARCH) record(?! USING COVERING INDEX)")
"""What SQLite says where it reads whole heads."""
LIST = ListQuery("resource")


def plan(workspace, ask):
    """What SQLite does for a question, step by step."""
    said = []
    with workspace._reading() as connection:
        raw = connection.connection.driver_connection
        raw.set_trace_callback(said.append)
        ask(connection)
        raw.set_trace_callback(None)
        [statement] = [text for text in said if text.startswith(("SELECT", "WITH"))]
        steps = raw.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    return [step[-1] for step in steps]


@pytest.mark.parametrize(
    "ask",
    [
        lambda connection: listing.numbers(connection, LIST),
        lambda connection: listing.count(connection, LIST),
        lambda connection: listing.count(connection, replace(LIST, with_problems=True)),
        lambda connection: listing.count(connection, replace(LIST, with_errors=True)),
        lambda connection: listing.count(connection, replace(LIST, states=("draft", "exported"))),
        lambda connection: listing.state_counts(connection, LIST),
        *(
            lambda connection, sort=sort: listing.numbers(connection, replace(LIST, sort=sort))
            for sort in Sort
        ),
    ],
)
def test_a_list_is_asked_for_without_reading_the_heads(workspace, ask):
    assert [step for step in plan(workspace, ask) if HEADS.match(step)] == []


def test_a_list_in_the_order_it_was_made_is_not_sorted(workspace):
    steps = plan(workspace, lambda connection: listing.numbers(connection, LIST))
    assert not [step for step in steps if "B-TREE" in step]


def test_the_plan_would_show_heads_that_are_read(workspace):
    steps = plan(workspace, lambda connection: listing.ids(connection, LIST))
    assert [step for step in steps if HEADS.match(step)]


def test_words_are_found_once_each_and_in_order(workspace, act, make_record):
    cycles = ("每月", "每日", "每月", "每年")
    added(
        workspace,
        act,
        *(make_record(title=c + str(n), update_cycle=c) for n, c in enumerate(cycles)),
    )
    assert workspace.words("update_cycle") == sorted(set(cycles))
    assert workspace.words("update_cycle", limit=2) == sorted(set(cycles))[:2]
    assert workspace.words("no_such_element") == []
    assert sorted(workspace.facet_counts(EVERYTHING, "update_cycle")) == sorted(set(cycles))


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda w: w.by_codes("resource", ["307022/000001"]), "ix_record_code"),
        (
            lambda w: w.by_names("resource", [("巴中市民政局", "殡葬信息")]),
            "ix_record_kind_name_key_org_key",
        ),
    ],
    ids=["codes", "names"],
)
def test_who_bears_a_code_or_a_name_is_looked_up_by_its_index(workspace, monkeypatch, ask, index):
    def asked(connection):
        monkeypatch.setattr(workspace, "_reading", lambda: nullcontext(connection))
        return ask(workspace)

    steps = plan(workspace, asked)
    assert any(f"USING INDEX {index}" in step for step in steps), steps
