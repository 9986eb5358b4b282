"""What records are called: the beginning of an id that no other has; names of now and before."""

from dataclasses import replace

import pytest
from store_steps import added, changed, renamed

MADE_TOGETHER = (
    "01a201b4-ed83-72f6-9bb3-c15e0bcf4287",
    "01a201b4-ed83-73e3-b326-de60f3dfd189",
    "01a201b4-ed83-73e4-9af4-b989bb07f518",
    "01a201c0-0000-7000-8000-000000000000",
)


@pytest.fixture
def full(workspace, act, make_record):
    added(workspace, act, *(make_record(id=id_) for id_ in MADE_TOGETHER))
    return workspace


def test_as_short_as_can_be_told_apart_and_never_shorter_than_eight(full):
    assert list(full.short_ids(MADE_TOGETHER).values()) == [
        "01a201b4-ed83-72",
        "01a201b4-ed83-73e3",
        "01a201b4-ed83-73e4",
        "01a201c0",
    ]


def test_only_what_is_asked_for_and_there(full):
    assert full.short_ids([MADE_TOGETHER[3], "no such record"]) == {MADE_TOGETHER[3]: "01a201c0"}
    assert full.short_ids([]) == {}


def test_alone_a_record_is_told_by_eight_signs(workspace, act, make_record):
    [record] = added(workspace, act, make_record())
    assert workspace.short_ids([record.id]) == {record.id: record.id[:8]}


@pytest.mark.parametrize(
    ("start", "found"), [("01a201b4-ed83-73e", (1, 2)), ("01a201c0", (3,)), ("01a201c1", ())]
)
def test_those_that_begin_so(full, start, found):
    lines = full.beginning_with(start, 5)
    assert [line.id for line in lines] == [MADE_TOGETHER[place] for place in found]


def test_no_more_than_asked_for(full):
    assert len(full.beginning_with("01a201b4", 2)) == 2


# -- names -----------------------------------------------------------------------------------------


def test_a_record_is_found_by_the_name_it_bears_and_by_those_it_bore(workspace, act, make_record):
    old, other = added(workspace, act, make_record(title="burial"), make_record(title="骨灰寄存"))
    [renamed_now] = changed(workspace, act, renamed(workspace, old, "殡葬信息"))
    added(workspace, act, make_record(title="burial", id="ffffffff-0000-7000-8000-000000000000"))
    found = workspace.once_titled("resource", ["burial", "殡葬信息", "没有"])
    assert found == {
        "burial": ["ffffffff-0000-7000-8000-000000000000", renamed_now.id],
        "殡葬信息": [renamed_now.id],
    }
    assert workspace.once_titled("system", ["burial"]) == {}
    changed(workspace, act, replace(renamed_now, deleted=True))
    assert workspace.once_titled("resource", ["殡葬信息"]) == {}
    assert workspace.once_titled("resource", [other.title]) == {other.title: [other.id]}
