"""Saving from a form: one stay in a field is one undo, whatever pauses the typing made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk_steps import approved, exported, record_now, steps_of

from cdo_desktop.domain.people import Person
from cdo_desktop.work import editing
from cdo_desktop.work.form_saving import LONGEST_STAY, FormSaver
from cdo_desktop.work.typed import Entry


@pytest.fixture
def record(bench, make_record):
    return editing.add(bench, [make_record()])[0]


@pytest.fixture
def saver(bench, record):
    return FormSaver(bench, record)


def typing(saver, *texts, element="office"):
    for text in texts:
        assert saver.put([Entry(element, text)]) == {}


def seconds(bench, number):
    bench.clock.at += timedelta(seconds=number)


def offices(bench, record):
    """What stands there after every undo, until the record itself would go."""
    found = []
    while bench.workspace.undoable().name != f"新建“{record.title}”":
        editing.undo(bench)
        found.append(record_now(bench, record).values["office"])
    return found


def test_pauses_in_the_typing_are_steps_and_one_undo_takes_them_back(bench, record, saver):
    typing(saver, "低", "低保", "低保中心")
    assert len(steps_of(bench)) == 4
    assert offices(bench, record) == ["社会救助科"]
    editing.redo(bench)
    assert record_now(bench, record).values["office"] == "低保中心"


def test_the_steps_of_a_stay_bear_one_name(bench, record, saver):
    typing(saver, "低保信息", "低保信息二", element="title")
    names = {step.name for step in steps_of(bench)[:2]}
    assert names == {f"修改“{record.title}”的“信息资源名称”"}


def test_another_field_begins_another_stay(bench, record, saver):
    typing(saver, "低", "低保")
    typing(saver, "低保信息", element="title")
    typing(saver, "低保中", "低保中心")
    assert offices(bench, record) == ["低保", "低保", "社会救助科"]


def test_a_stay_ends_by_itself(bench, record, saver):
    typing(saver, "低")
    seconds(bench, LONGEST_STAY.total_seconds())
    typing(saver, "低保")
    seconds(bench, 1)
    typing(saver, "低保中心")
    assert offices(bench, record) == ["低保", "社会救助科"]


def test_a_clock_set_back_ends_a_stay(bench, record, saver):
    typing(saver, "低")
    seconds(bench, -60)
    typing(saver, "低保")
    assert offices(bench, record) == ["低", "社会救助科"]


def test_somebody_else_at_the_desk_begins_a_stay_of_their_own(bench, record, saver):
    typing(saver, "低")
    other = FormSaver(bench.done_by(Person("李文涛")), saver.record, saver.stay)
    typing(other, "低保")
    assert offices(bench, record) == ["低", "社会救助科"]


def test_the_next_saver_goes_on_with_the_stay_only_where_it_left_off(bench, record, saver):
    typing(saver, "低")
    typing(FormSaver(bench, saver.record, saver.stay), "低保")
    assert offices(bench, record) == ["社会救助科"]
    typing(FormSaver(bench, record_now(bench, record), saver.stay), "低保中", "低保中心")
    assert offices(bench, record) == ["社会救助科"]


def test_an_edit_of_rows_between_ends_a_stay(bench, record, saver):
    typing(saver, "低")
    saver.put_rows("items", record.groups["items"][:1], "删除 1 行")
    typing(saver, "低保")
    assert offices(bench, record) == ["低", "低", "社会救助科"]


def test_typing_what_is_there_already_is_no_step_and_ends_nothing(bench, record, saver):
    typing(saver, "低", "低", "低保")
    assert len(steps_of(bench)) == 3
    assert offices(bench, record) == ["社会救助科"]


def test_one_undo_gives_back_what_was_exported(bench, act, tmp_path, make_record):
    """The first pause made a draft of it, the others went on; undone it is what was sent."""
    [record] = approved(bench, [make_record()])
    exported(bench, tmp_path / "一.cdopkg", act)
    typing(FormSaver(bench, record), "低", "低保", "低保中心")
    assert record_now(bench, record).review == "draft"
    editing.undo(bench)
    now = record_now(bench, record)
    assert (now.review, now.values) == ("approved", record.values)
    [line] = bench.workspace.summaries([bench.workspace.number_of(record.id)]).values()
    assert line.delivery == "exported"
