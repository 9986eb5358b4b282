"""A record is called by its id, the beginning of its id, or its code; never guessed."""

from __future__ import annotations

import pytest
from desk_steps import bench_of, code_of, record_now

from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import bulk, editing, reviewing
from cdo_desktop.work.typed import Entry, record_called

FIRST, SECOND = "01a201b4-ed83-72f6-9bb3-c15e0bcf4287", "01a201b4-ed83-73e3-b326-de60f3dfd189"


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


@pytest.fixture
def both(bench, make_record):
    """Two resources that were made together; neither has a code."""
    named = ((FIRST, "殡葬信息"), (SECOND, "收养登记信息"))
    drafts = [make_record(id=id_, title=title, classification=None) for id_, title in named]
    return editing.add(bench, drafts)


@pytest.mark.parametrize("word", [FIRST, "01a201b4-ed83-72", "01A201B4-ED83-72F"])
def test_by_id_or_by_what_it_begins_with(bench, both, word):
    assert record_called(bench, word).title == "殡葬信息"


def test_what_several_ids_begin_with_is_refused_and_they_are_named(bench, both):
    with pytest.raises(Refused) as caught:
        record_called(bench, "01a201b4-ed")
    assert code_of(caught) == "CDO-S218"
    for short, title in (("01a201b4-ed83-72", "殡葬信息"), ("01a201b4-ed83-73", "收养登记信息")):
        assert f"{short}（{title}）" in caught.value.happened


def test_of_many_only_a_few_are_named(bench, make_record):
    ids = [f"01a201b4-ed83-7{n}00-8000-000000000000" for n in range(7)]
    editing.add(bench, [make_record(id=id_, title=f"名{id_}") for id_ in ids])
    with pytest.raises(Refused) as caught:
        record_called(bench, "01a201b4")
    assert caught.value.happened.count("名") == 5
    assert "等" in caught.value.happened


@pytest.mark.parametrize("word", ["01a201b", "", "%", "01a201b4-ed83-79", "殡葬信息", FIRST[::-1]])
def test_fewer_than_eight_signs_or_what_nobody_has_is_not_found(bench, both, word):
    with pytest.raises(Refused) as caught:
        record_called(bench, word)
    assert code_of(caught) == "CDO-S203"


def test_a_code_comes_before_the_beginning_of_an_id(bench, both, make_record):
    coded = editing.add(bench, [make_record(title="火化信息", code="01a201b4")])[0]
    assert record_called(bench, "01a201b4").id == coded.id


def test_everything_done_to_a_record_takes_a_short_id(bench, both):
    short = "01a201b4-ed83-72"
    assert editing.set_values(bench, short, [Entry("更新周期", "每年")]).id == FIRST
    assert [record.id for record in editing.delete(bench, [short, FIRST])] == [FIRST]
    assert [record.id for record in editing.restore(bench, [short])] == [FIRST]
    assert bulk.mend(bench, [short], Run()).findings == ()
    assert (
        reviewing.move(bench, "approve", [short], "李文涛", "", Run()).stayed[0].record.id == FIRST
    )


def test_a_reference_takes_a_short_id_too(bench, both):
    values = {"title": "殡葬系统", "org": bench.org.name, "org_code": bench.org.code}
    system = editing.add(bench, [editing.new_record(bench, "system", values)])[0]
    element = next(e for e in bench.library.kind("resource").elements if e.target == "system")
    saved = editing.set_values(bench, FIRST, [Entry(element.key, system.id[:-1])])
    assert saved.values[element.key]["id"] == system.id
    assert record_now(bench, system) == system
