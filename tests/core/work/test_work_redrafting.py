"""Redrafting: what was sent back can be mended; the reason goes with it."""

from __future__ import annotations

from desk_steps import answered, approved, line_of, record_now, steps_of, taken

from cdo_desktop.work import editing
from cdo_desktop.work.redrafting import redraft


def test_a_record_that_was_sent_back_becomes_a_draft(bench, act, tmp_path, sent):
    package, records = sent
    taken(bench, answered(package, tmp_path / "回.cdopkg", act, {records[0].code: "错字"}), act)
    assert line_of(bench, records[0]).delivery == "rejected"
    [draft] = redraft(bench, [records[0].id])
    assert draft.review == "draft"
    assert record_now(bench, records[1]).review == "approved"
    assert steps_of(bench)[0].name == f"转为草稿“{records[0].title}”"
    assert bench.workspace.revisions(draft.id)[0].why == "错字"


def test_several_go_in_one_step(bench, make_record):
    records = approved(bench, [make_record(), make_record(title="殡葬信息")])
    assert len(redraft(bench, [record.id for record in records])) == 2
    assert steps_of(bench)[0].name == "转为草稿 2 条"


def test_what_is_a_draft_already_is_left_alone(bench, make_record):
    [record] = editing.add(bench, [make_record()])
    before = len(steps_of(bench))
    assert redraft(bench, [record.id, "0" * 32]) == []
    assert len(steps_of(bench)) == before


def test_what_was_deleted_is_left_alone(bench, make_record):
    [record] = approved(bench, [make_record()])
    editing.delete(bench, [record.id])
    assert redraft(bench, [record.id]) == []
