"""Reconciling: a record is as the platform accepted it, or it is missing there for a reason."""

from __future__ import annotations

import pytest
from desk_steps import (
    accepted,
    answered,
    approved,
    asked_to_stop,
    exported,
    later,
    record_now,
    stopped,
    taken,
)

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.receipt import ItemResult
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, handing_over, ledger_rows
from cdo_desktop.work.ledger_rows import PATIENCE
from cdo_desktop.work.reconciling import Gap, reconcile
from cdo_desktop.work.typed import Entry


def gaps(bench) -> dict[str, Gap]:
    return {one.title: one.lack.gap for one in reconcile(bench, Run()).missing}


def test_a_workspace_without_records_misses_nothing(bench):
    found = reconcile(bench, Run())
    assert (found.records, found.same, len(found.missing)) == (0, 0, 0)
    assert set(found.counts) == set(Gap)


def test_a_draft_and_an_approved_record_were_not_exported(bench, make_record):
    editing.add(bench, [make_record(title="殡葬信息")])
    approved(bench, [make_record()])
    assert gaps(bench) == {
        "殡葬信息": Gap.UNAPPROVED,
        "城镇居民最低生活保障人员信息": Gap.UNEXPORTED,
    }


def test_what_was_exported_handed_and_received_is_not_there_yet(bench, act, tmp_path, sent):
    package, records = sent
    assert set(gaps(bench).values()) == {Gap.NOT_HANDED}
    handing_over.hand_over(bench, package, "市数据局 周敏", Run())
    assert set(gaps(bench).values()) == {Gap.NO_RECEIPT}
    taken(bench, answered(package, tmp_path / "收.cdopkg", act, result=ItemResult.RECEIVED), act)
    assert set(gaps(bench).values()) == {Gap.UNDECIDED}
    done = reconcile(bench, Run())
    assert (done.records, done.same) == (len(records), 0)
    assert {one.lack.entry.file_name for one in done.missing} == {package.name}


def test_what_was_sent_back_says_why(bench, act, tmp_path, sent):
    package, records = sent
    rejected = {records[1].code: "缺“所在地行政区划代码”"}
    taken(bench, answered(package, tmp_path / "回.cdopkg", act, rejected), act)
    found = reconcile(bench, Run())
    assert [(one.title, one.lack.gap, one.lack.reason) for one in found.missing] == [
        (records[1].title, Gap.REJECTED, "缺“所在地行政区划代码”")
    ]
    assert (found.records, found.same) == (2, 1)


def test_a_changed_record_is_there_in_an_older_form(bench, act, tmp_path, make_record):
    record = approved(bench, [make_record()])[0]
    accepted(bench, tmp_path, act, "一")
    assert gaps(bench) == {}
    editing.set_values(bench, record.id, [Entry("summary", "改写过的摘要。")])
    [missing] = reconcile(bench, Run()).missing
    assert (missing.lack.gap, missing.lack.older_there, missing.lack.deleted) == (
        Gap.UNAPPROVED,
        True,
        False,
    )


def test_a_deletion_that_the_platform_was_not_told_of(bench, act, tmp_path, make_record):
    record = approved(bench, [make_record(), make_record(title="殡葬信息")])[0]
    accepted(bench, tmp_path, act, "一")
    editing.delete(bench, [record.id])
    found = reconcile(bench, Run())
    assert [(one.lack.gap, one.lack.deleted) for one in found.missing] == [(Gap.UNEXPORTED, True)]
    assert (found.records, found.same) == (1, 1)
    accepted(bench, tmp_path, act, "二")
    assert gaps(bench) == {}


def test_a_draft_that_was_deleted_is_nobodys_business(bench, make_record):
    record = editing.add(bench, [make_record()])[0]
    editing.delete(bench, [record.id])
    assert gaps(bench) == {}


def test_a_long_list_is_read_part_by_part_as_it_is_looked_at(bench, make_record):
    titles = [f"殡葬信息{number:03d}" for number in range(230)]
    editing.add(bench, [make_record(title=title) for title in titles])
    found = reconcile(bench, Run()).missing
    assert [found[row].title for row in (229, 0, 100, -1)] == [
        *("殡葬信息229", "殡葬信息000", "殡葬信息100", "殡葬信息229")
    ]
    assert [one.title for one in found] == titles
    assert [one.title for one in found[99:101]] == titles[99:101]
    assert len(found.of(Gap.UNEXPORTED)) == 0
    with pytest.raises(IndexError):
        found[230]


def test_reconciling_can_be_stopped(bench, sent):
    assert stopped(reconcile, bench, asked_to_stop())


# -- the ledger in rows ----------------------------------------------------------------------------


def rows(bench, known=None):
    return ledger_rows.ledger_rows(bench, Run(), known)


def reached(row) -> list[bool]:
    return [stop.reached for stop in row.track]


def test_a_package_goes_from_stop_to_stop(bench, act, tmp_path, sent):
    package, _ = sent
    [row] = rows(bench)
    assert (row.counts.kinds, row.counts.tombstones, row.who) == ({"resource": 2}, 0, "王芳")
    assert reached(row) == [True, False, False, False]
    handing_over.hand_over(bench, package, "市数据局 周敏", Run())
    assert reached(rows(bench)[0]) == [True, True, False, False]
    receipt = answered(package, tmp_path / "收.cdopkg", act, result=ItemResult.RECEIVED)
    taken(bench, receipt, act)
    assert reached(rows(bench)[0]) == [True, True, True, False]
    more = answered(package, tmp_path / "受.cdopkg", act, previous=receipt)
    taken(bench, more, act)
    [row] = rows(bench)
    assert reached(row) == [True, True, True, True]
    assert row.track[3].state is Delivery.ACCEPTED
    assert row.counts.states == {Delivery.ACCEPTED: 2}


def test_a_package_sent_back_whole_does_not_end_as_accepted(bench, act, tmp_path, sent):
    package, records = sent
    rejected = {record.code: "重复" for record in records}
    taken(bench, answered(package, tmp_path / "退.cdopkg", act, rejected), act)
    [row] = rows(bench)
    assert row.track[3].state is Delivery.REJECTED
    assert reached(row) == [True, False, True, True]  # nobody entered the handing over


@pytest.mark.parametrize(("days", "overdue"), [(PATIENCE, False), (PATIENCE + 1, True)])
def test_a_package_without_receipt_is_pointed_out_after_ten_days(bench, sent, days, overdue):
    handing_over.hand_over(bench, sent[0], "市数据局", Run())
    later(bench, days)
    assert rows(bench)[0].is_overdue is overdue


def test_a_package_that_nobody_took_away_does_not_wait_for_a_receipt(bench, sent):
    later(bench, 30)
    assert rows(bench)[0].waited == 0


def test_what_a_package_carries_is_counted_anew_only_when_something_happened(bench, sent):
    [before] = rows(bench)
    known = {before.entry.package_id: before}
    assert rows(bench, known)[0].counts is before.counts
    handing_over.hand_over(bench, sent[0], "市数据局", Run())
    [after] = rows(bench, known)
    assert after.counts.states == {Delivery.HANDED: 2}


def test_turning_a_record_back_into_a_draft_shows_in_the_gaps(bench, act, tmp_path, sent):
    package, records = sent
    taken(bench, answered(package, tmp_path / "回.cdopkg", act, {records[0].code: "错"}), act)
    record = record_now(bench, records[0])
    editing.set_values(bench, record.id, [Entry("summary", "照意见改了。")])
    assert gaps(bench)[record.title] is Gap.UNAPPROVED


def test_exporting_again_closes_the_gap(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    exported(bench, tmp_path / "一.cdopkg", act)
    assert set(gaps(bench).values()) == {Gap.NOT_HANDED}
