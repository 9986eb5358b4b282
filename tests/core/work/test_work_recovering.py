"""What was typed before a crash, held beside what is there now, and put back where wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_steps import record_now, steps_of

from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reviewing
from cdo_desktop.work.recovering import Standing, offers, put_back
from cdo_desktop.work.typed import Entry
from cdo_desktop.work.unsaved import edited_rows, typed_cell, typed_value


@pytest.fixture
def record(bench, make_record):
    return editing.add(bench, [make_record()])[0]


def cell_of(record, number=0, element="name"):
    return "items", record.groups["items"][number]["id"], element


def back(bench, entries):
    return put_back(bench, offers(bench, entries), Run())


def test_an_offer_shows_what_is_there_and_what_was_typed(bench, record, act):
    [offer] = offers(bench, [typed_value(record, "office", "低保中心", act.at)])
    assert (offer.title, offer.label) == (record.title, "责任科室")
    assert (offer.now, offer.typed) == ("社会救助科", "低保中心")
    assert (offer.standing, offer.why) == (Standing.READY, "")


def test_what_was_saved_in_the_last_moment_is_not_offered(bench, record, act):
    entry = typed_value(record, "office", "低保中心", act.at)
    editing.set_values(bench, record.id, [Entry("office", "低保中心")])
    assert offers(bench, [entry]) == []


def test_all_of_a_record_is_put_back_in_one_step_that_can_be_undone(bench, record, act):
    rows = record.groups["items"]
    entries = [
        typed_value(record, "office", "低保中心", act.at),
        typed_cell(record, cell_of(record, 1), "公民身份号码", act.at),
        typed_cell(record, ("items", "", "name"), "家庭住址", act.at),
    ]
    before = len(steps_of(bench))
    labels = [offer.label for offer in offers(bench, entries)]
    assert labels == [
        "责任科室",
        "信息项 · 第 2 行 · 信息项名称",
        "信息项 · 新的一行 · 信息项名称",
    ]
    assert back(bench, entries).refused == ()
    now = record_now(bench, record)
    assert now.values["office"] == "低保中心"
    assert [row["name"] for row in now.groups["items"]] == ["姓名", "公民身份号码", "家庭住址"]
    assert steps_of(bench)[0].name == f"恢复“{record.title}”没有保存的内容"
    assert len(steps_of(bench)) == before + 1
    editing.undo(bench)
    assert record_now(bench, record).values == record.values
    assert record_now(bench, record).groups["items"] == rows


def test_rows_that_waited_are_put_back_before_their_cells(bench, record, act):
    first, second = record.groups["items"]
    rows = (second, {**first, "name": "名字"}, {"id": "0" * 36, "name": "住址"})
    waiting = edited_rows(record, "items", rows, act.at)
    cell = typed_cell(record, ("items", second["id"], "length"), "18", act.at)
    seen = offers(bench, [waiting, cell])
    assert (seen[0].label, seen[0].now) == ("信息项", "2 行")
    assert seen[0].typed == "3 行：新增 1 行、改动 1 行"
    assert put_back(bench, seen, Run()).refused == ()
    now = record_now(bench, record).groups["items"]
    assert [(row["name"], row["length"]) for row in now[:2]] == [
        ("身份证号", "18"),
        ("名字", "64"),
    ]
    assert now[2]["name"] == "住址"


def test_a_field_that_was_changed_since_is_shown_and_not_overwritten_unasked(bench, record, act):
    entry = typed_value(record, "office", "低保中心", act.at)
    editing.set_values(bench, record.id, [Entry("office", "办公室")])
    [offer] = offers(bench, [entry])
    assert (offer.now, offer.typed, offer.standing) == ("办公室", "低保中心", Standing.MOVED_ON)
    assert offer.why == "您输入以后，这里又改过。"
    assert record_now(bench, record).values["office"] == "办公室"
    assert put_back(bench, [offer], Run()).done == (entry,)  # somebody ticked it all the same
    assert record_now(bench, record).values["office"] == "低保中心"


def test_another_field_changed_since_does_not_stand_in_the_way(bench, record, act):
    entry = typed_value(record, "office", "低保中心", act.at)
    editing.set_values(bench, record.id, [Entry("summary", "改过的摘要")])
    assert [offer.standing for offer in offers(bench, [entry])] == [Standing.READY]
    back(bench, [entry])
    assert record_now(bench, record).values["summary"] == "改过的摘要"


def test_what_changes_between_looking_and_putting_back_is_a_conflict(bench, record, act):
    seen = offers(bench, [typed_value(record, "office", "低保中心", act.at)])
    editing.set_values(bench, record.id, [Entry("office", "办公室")])
    done = put_back(bench, seen, Run())
    assert done.done == ()
    [(offer, error)] = done.refused
    assert (offer, error.code) == (seen[0], "CDO-S202")
    assert record_now(bench, record).values["office"] == "办公室"


def test_an_approved_record_becomes_a_new_draft_and_that_is_said_before(bench, record, act):
    entry = typed_value(record, "office", "低保中心", act.at)
    for move, by in (("submit", "王芳"), ("approve", "李文涛")):
        assert reviewing.move(bench, move, [record.id], by, "", Run()).moved
    [offer] = offers(bench, [entry])
    assert offer.standing is Standing.REOPENS
    assert offer.why == "这条记录已审核，恢复后成为新的草稿，要重新审核。"
    assert put_back(bench, [offer], Run()).refused == ()
    assert record_now(bench, record).review == "draft"


def test_for_a_deleted_record_it_is_shown_and_cannot_be_put_back(bench, record, act):
    entry = typed_value(record, "office", "低保中心", act.at)
    editing.delete(bench, [record.id])
    [offer] = offers(bench, [entry])
    assert (offer.standing, offer.typed, offer.can_be_put_back) == (
        Standing.GONE,
        "低保中心",
        False,
    )
    assert "回收站" in offer.why
    editing.restore(bench, [record.id])
    assert back(bench, [entry]).done == (entry,)


def test_deleted_between_looking_and_putting_back_it_is_refused(bench, record, act):
    seen = offers(bench, [typed_value(record, "office", "低保中心", act.at)])
    editing.delete(bench, [record.id])
    [(_, error)] = put_back(bench, seen, Run()).refused
    assert error.code == "CDO-S202"
    assert record_now(bench, record).deleted


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"record": "0" * 36}, "CDO-U151"),
        ({"element": "没有这个要素"}, "CDO-U153"),
        ({"group": "items", "row": "0" * 36, "element": "name"}, "CDO-U153"),
        ({"group": "没有这个表", "row": "", "element": "name"}, "CDO-U153"),
    ],
)
def test_what_has_no_place_any_more_is_shown_with_the_reason(bench, record, act, change, why):
    entry = replace(typed_value(record, "office", "低保中心", act.at), **change)
    [offer] = offers(bench, [entry])
    assert (offer.standing, offer.typed) == (Standing.GONE, "低保中心")
    assert offer.why and offer.title == record.title
    assert put_back(bench, [offer], Run()).done == ()


def test_one_name_that_several_bear_does_not_hold_the_others(bench, record, make_record, act):
    systems = [
        editing.new_record(bench, "system", {"title": "低保系统", "code": code})
        for code in ("S1", "S2")
    ]
    editing.add(bench, systems)
    entries = [
        typed_value(record, "office", "低保中心", act.at),
        typed_value(record, "source_system", "低保系统", act.at),
    ]
    done = back(bench, entries)
    assert done.done == (entries[0],)
    [(offer, error)] = done.refused
    assert (offer.entry, error.code) == (entries[1], "CDO-S213")
    assert record_now(bench, record).values["office"] == "低保中心"


def test_a_row_left_out_of_rows_put_back_is_not_written_into_another(bench, record, act):
    first, second = record.groups["items"]
    entries = [
        edited_rows(record, "items", (second,), act.at),
        typed_cell(record, ("items", first["id"], "name"), "名字", act.at),
    ]
    done = back(bench, entries)
    assert [error.code for _, error in done.refused] == ["CDO-U153"]
    assert record_now(bench, record).groups["items"] == (second,)


def test_a_revision_nobody_knows_here_counts_as_changed(bench, record, act):
    entry = replace(typed_value(record, "office", "低保中心", act.at), revision="f" * 64)
    assert [offer.standing for offer in offers(bench, [entry])] == [Standing.MOVED_ON]


def test_nothing_chosen_writes_nothing(bench, record):
    before = steps_of(bench)
    assert put_back(bench, [], Run()).done == ()
    assert steps_of(bench) == before
