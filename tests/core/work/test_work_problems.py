"""The last check of everything: what it found, what it was made with, whether it still holds."""

from __future__ import annotations

import pytest
from desk_steps import approved, bench_of, record_now

from cdo_desktop.domain.findings import Finding
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work import checking, comparing, editing, notes, problems, reviewing
from cdo_desktop.work.sources import rules_words
from cdo_desktop.work.typed import Entry


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


@pytest.fixture
def two(bench, make_record):
    """One good record, and one whose share condition is missing."""
    bad = make_record(title="殡葬信息", share_condition=None)
    return editing.add(bench, [make_record(), bad])


def _own(bench, record) -> list[Finding]:
    return [*checking.check_codes(bench, [record]), *checking.check_record(bench, record)]


def _of(last, record) -> set[tuple[str, str, str, str, int]]:
    return {problems.what(one) for one in last.findings if one.place.record == record.id}


def test_a_check_knows_when_with_which_definition_and_whose_its_findings_are(bench, two, library):
    last = problems.check_all(bench, Run())
    assert last.at == bench.clock.now()
    assert last.rules == rules_words([library.kind("resource").standard], library.profile)
    assert last.checked.records == 2
    errors = last.findings.only({Severity.ERROR})
    assert {last.checked.title_of(one) for one in errors} == {"殡葬信息"}
    assert list(errors) == list(last.findings[: len(errors)])
    assert list(last.findings.only(())) == list(last.findings)


def test_nothing_done_since_it_holds_a_remark_changes_no_record(bench, two):
    last = problems.check_all(bench, Run())
    notes.remark(bench, two[0].id, None, "看一下")
    assert problems.steps_since(bench, last) == 0


def test_every_step_that_changes_records_makes_it_older(bench, two):
    last = problems.check_all(bench, Run())
    editing.set_values(bench, two[0].id, [Entry("更新周期", "每年")])
    editing.undo(bench)
    assert problems.steps_since(bench, last) == 2
    for number in range(problems.MANY):
        editing.set_values(bench, two[0].id, [Entry("信息资源摘要", f"第 {number} 次改写。")])
    assert problems.steps_since(bench, last) == problems.MANY


def test_what_was_mended_goes_what_is_new_comes_the_rest_stays(bench, two):
    good, bad = two
    last = problems.check_all(bench, Run())
    mended = editing.set_values(bench, bad.id, [Entry("共享条件", "经同意后使用。")])
    after = problems.followed(last, bad.id, _own(bench, bad), _own(bench, mended))
    assert _of(last, bad) - _of(after, bad) == {
        problems.what(one)
        for one in _own(bench, bad)
        if problems.what(one) not in {problems.what(still) for still in _own(bench, mended)}
    }
    assert not after.findings.only({Severity.ERROR})
    assert _of(after, good) == _of(last, good)
    emptied = editing.set_values(bench, good.id, [Entry("信息资源摘要", "")])
    again = problems.followed(after, good.id, _own(bench, good), _own(bench, emptied))
    new = again.findings.only({Severity.ERROR})
    assert [one.place.element for one in new] == ["summary"]
    assert again.findings[0] in new


def test_an_edit_that_mends_nothing_changes_nothing(bench, two):
    last = problems.check_all(bench, Run())
    found = _own(bench, two[1])
    assert problems.followed(last, two[1].id, found, found) is last


def _flow(bench, record):
    return bench.library.flow_of(bench.library.version(record.kind, record.standard))


def _since_review(bench, record):
    now = record_now(bench, record)
    found = comparing.last_review(_flow(bench, now), bench.workspace.revisions(now.id))
    return None if found is None else comparing.since(bench, found, now)


def test_before_the_first_review_there_is_nothing_to_compare_with(bench, two):
    assert _since_review(bench, two[0]) is None
    reviewing.move(bench, "submit", [two[0].id], "王芳", "", Run())
    assert _since_review(bench, two[0]) is None


def test_what_was_approved_is_compared_with_and_each_change_is_named(bench, make_record):
    (record,) = approved(bench, [make_record()])
    assert _since_review(bench, record).changes == ()
    editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    editing.set_values(bench, record.id, [Entry("信息项名称", "公民姓名", "信息项", 1)])
    editing.set_values(bench, record.id, [Entry("信息资源摘要", "改写了摘要。")])
    found = _since_review(bench, record)
    assert (found.revision.review, found.revision.number) == ("approved", 3)
    assert {(one.element, one.after) for one in found.changes} == {
        ("update_cycle", "每年"),
        ("name", "公民姓名"),
        ("summary", "改写了摘要。"),
    }


def test_what_was_returned_is_compared_with_as_it_was_returned_not_as_edited_since(
    bench, make_record
):
    (record,) = editing.add(bench, [make_record()])
    reviewing.move(bench, "submit", [record.id], "王芳", "", Run())
    reviewing.move(bench, "return", [record.id], "李文涛", "周期不对", Run())
    for cycle in ("每年", "每季度"):
        editing.set_values(bench, record.id, [Entry("更新周期", cycle)])
    found = _since_review(bench, record)
    assert record_now(bench, record).review == "returned"
    assert [(one.before, one.after) for one in found.changes] == [("每月", "每季度")]
