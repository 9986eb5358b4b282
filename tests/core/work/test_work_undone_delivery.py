"""What the platform has is content: taken back to it, a record is delivered again and not sent."""

from __future__ import annotations

import pytest
from desk_steps import (
    accepted,
    answered,
    approved,
    approved_again,
    code_of,
    exported,
    line_of,
    record_now,
    taken,
)

from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.errors import Refused, Wanting
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, handing_over
from cdo_desktop.work.typed import Entry

DELTA = ScopeMode.DELTA
YEARLY = [Entry("更新周期", "每年")]
MONTHLY = [Entry("更新周期", "每月")]


@pytest.fixture
def delivered(bench, act, tmp_path, make_record):
    """A record that the platform accepted."""
    (record,) = approved(bench, [make_record()])
    accepted(bench, tmp_path, act, "一")
    return record


def state(bench, record):
    line = line_of(bench, record)
    return line.delivery or line.review


def nothing_to_send(bench, act, tmp_path):
    with pytest.raises(Wanting) as caught:
        exported(bench, tmp_path / "增量.cdopkg", act, scope=DELTA)
    return code_of(caught) == "CDO-E712"


def test_an_edit_undone_leaves_the_record_accepted(bench, act, tmp_path, delivered):
    editing.set_values(bench, delivered.id, YEARLY)
    assert state(bench, delivered) == "draft"
    editing.undo(bench)
    assert state(bench, delivered) == "accepted"
    assert record_now(bench, delivered).revision_id != delivered.revision_id
    assert nothing_to_send(bench, act, tmp_path)


def test_done_again_it_is_a_draft_and_undone_again_accepted(bench, act, tmp_path, delivered):
    editing.set_values(bench, delivered.id, YEARLY)
    for _ in range(2):
        editing.undo(bench)
        assert state(bench, delivered) == "accepted"
        editing.redo(bench)
        assert state(bench, delivered) == "draft"
    approved_again(bench, delivered)
    done = exported(bench, tmp_path / "二.cdopkg", act, scope=DELTA)
    assert (done.records, done.unchanged) == (1, 0)


def test_behind_the_edit_the_approval_is_not_taken_back(bench, delivered):
    """It left in a package: undo stops there, however often something was done in between."""
    editing.set_values(bench, delivered.id, YEARLY)
    editing.undo(bench)
    with pytest.raises(Refused) as caught:
        editing.undo(bench)
    assert code_of(caught) == "CDO-S217"


def test_a_deletion_undone_is_no_deletion(bench, act, tmp_path, delivered):
    editing.delete(bench, [delivered.id])
    editing.undo(bench)
    assert state(bench, delivered) == "accepted"
    assert nothing_to_send(bench, act, tmp_path)


def test_a_deletion_that_was_told_stays_told_when_its_return_is_undone(
    bench, act, tmp_path, delivered, make_record
):
    approved(bench, [make_record(title="殡葬信息")])
    editing.delete(bench, [delivered.id])
    accepted(bench, tmp_path, act, "二", scope=DELTA)
    editing.restore(bench, [delivered.id])
    assert state(bench, delivered) == "draft"
    editing.undo(bench)
    assert state(bench, delivered) == "accepted"
    assert nothing_to_send(bench, act, tmp_path)


def test_a_receipt_that_comes_after_the_undo_is_shown(bench, act, tmp_path, make_record):
    (record,) = approved(bench, [make_record()])
    done = exported(bench, tmp_path / "一.cdopkg", act)
    editing.set_values(bench, record.id, YEARLY)
    editing.undo(bench)
    assert state(bench, record) == "exported"
    handing_over.hand_over(bench, done.sealed.path, "数据局 赵敏", Run())
    assert state(bench, record) == "handed"
    taken(bench, answered(done.sealed.path, tmp_path / "回执.cdopkg", act), act)
    assert state(bench, record) == "accepted"


def test_changed_back_by_hand_and_approved_it_is_what_the_platform_has(
    bench, act, tmp_path, delivered
):
    editing.set_values(bench, delivered.id, YEARLY)
    editing.set_values(bench, delivered.id, MONTHLY)
    assert state(bench, delivered) == "draft"
    approved_again(bench, delivered)
    assert state(bench, delivered) == "accepted"
    assert nothing_to_send(bench, act, tmp_path)


def test_changed_back_after_another_content_was_sent_it_is_sent_again(
    bench, act, tmp_path, delivered
):
    """The platform may have the newer content by now, whether or not it has answered."""
    editing.set_values(bench, delivered.id, YEARLY)
    approved_again(bench, delivered)
    exported(bench, tmp_path / "二.cdopkg", act, scope=DELTA)
    editing.set_values(bench, delivered.id, MONTHLY)
    approved_again(bench, delivered)
    assert state(bench, delivered) == "approved"
    done = exported(bench, tmp_path / "三.cdopkg", act, scope=DELTA)
    assert (done.records, done.unchanged) == (1, 0)


def test_a_late_answer_to_the_older_content_does_not_speak_of_the_newer(
    bench, act, tmp_path, make_record
):
    (record,) = approved(bench, [make_record()])
    first = exported(bench, tmp_path / "一.cdopkg", act)
    editing.set_values(bench, record.id, YEARLY)
    approved_again(bench, record)
    exported(bench, tmp_path / "二.cdopkg", act)
    editing.set_values(bench, record.id, MONTHLY)
    approved_again(bench, record)
    taken(bench, answered(first.sealed.path, tmp_path / "回执.cdopkg", act), act)
    assert state(bench, record) == "approved"
